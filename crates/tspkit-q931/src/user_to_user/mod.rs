//! The SIP header `User-to-User` (RFC 7433, RFC 7434).

mod text;
mod value;
mod walk;

use alloc::{string::String, vec::Vec};
use core::{fmt, str::FromStr};

pub use text::NotInHeader;
use text::find_unquoted;
pub use value::{Parameter, UserToUserValue};

use crate::{Decoded, Malformed, UserUserInfo, walk::Findings};

/// The value of a SIP header `User-to-User`: what stands after the colon. It carries user-user information where there is no ISDN.
///
/// A header may have several values, with commas between them. Everything is kept as it was written: white space, the case of hex
/// digits, parameters nobody knows, and what is malformed.
///
/// ```
/// use tspkit_q931::{UserToUser, UserUserInfo};
///
/// let header: UserToUser = "04686F77647921;encoding=hex;purpose=isdn-uui".parse()?;
/// let info = header.user_user_info().expect("it is isdn-uui");
/// assert_eq!(info.text(), Some("howdy!"));
/// assert_eq!(header.to_string(), "04686F77647921;encoding=hex;purpose=isdn-uui");
///
/// let header = UserToUser::from(&UserUserInfo::user_specific(&[1, 2]));
/// assert_eq!(header.to_string(), "000102;encoding=hex;purpose=isdn-uui;content=isdn-uui");
/// # Ok::<(), tspkit_q931::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct UserToUser {
    values: Vec<UserToUserValue>,
}

impl UserToUser {
    /// Reads a header's value. Every text can be read.
    pub fn decode(text: &[u8]) -> Decoded<Self> {
        let mut values = Vec::new();
        let mut rest = text;
        while let Some(part) = split_off(&mut rest, b',', values.is_empty()) {
            values.push(decode_value(part));
        }
        let value = Self { values };
        let mut findings = Findings::default();
        value.walk(&mut findings);
        Decoded {
            value,
            findings: findings.found(),
        }
    }

    /// The header's value as it is written.
    pub fn encode(&self) -> Vec<u8> {
        let values: Vec<_> = self.values.iter().map(UserToUserValue::encode).collect();
        values.join(&b',')
    }

    /// The values, in their order.
    pub fn values(&self) -> &[UserToUserValue] {
        &self.values
    }

    /// With one more value, the last.
    #[must_use]
    pub fn with_value(mut self, value: UserToUserValue) -> Self {
        self.values.push(value);
        self
    }

    /// The first user-user information among the values: of the package `isdn-uui`, and sound hex.
    pub fn user_user_info(&self) -> Option<UserUserInfo> {
        self.values.iter().find_map(UserToUserValue::user_user_info)
    }
}

impl UserToUserValue {
    fn encode(&self) -> Vec<u8> {
        let mut text = self.data.clone();
        for parameter in &self.parameters {
            text.push(b';');
            text.extend_from_slice(&parameter.text);
        }
        text
    }
}

fn decode_value(text: &[u8]) -> UserToUserValue {
    let mut rest = text;
    let data = split_off(&mut rest, b';', true).unwrap_or_default().into();
    let mut parameters = Vec::new();
    while let Some(part) = split_off(&mut rest, b';', false) {
        parameters.push(Parameter { text: part.into() });
    }
    UserToUserValue { data, parameters }
}

/// Takes a part off the front, up to the next separator outside quotes. Except before the first, the separator stands before it.
fn split_off<'a>(rest: &mut &'a [u8], separator: u8, first: bool) -> Option<&'a [u8]> {
    let (before, text) = rest.split_first()?;
    let text = if first {
        *rest
    } else {
        debug_assert_eq!(*before, separator, "a part ends where the next begins");
        text
    };
    let end = find_unquoted(text, |octet| octet == separator).unwrap_or(text.len());
    let (part, after) = text.split_at(end);
    *rest = after;
    Some(part)
}

impl From<UserToUserValue> for UserToUser {
    fn from(value: UserToUserValue) -> Self {
        Self::default().with_value(value)
    }
}

impl From<&UserUserInfo> for UserToUser {
    fn from(info: &UserUserInfo) -> Self {
        UserToUserValue::isdn(info).into()
    }
}

/// Only sound headers; [`UserToUser::decode`] takes all.
impl FromStr for UserToUser {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::decode(text.as_bytes()).sound()
    }
}

/// As written; what is not UTF-8 is replaced.
impl fmt::Display for UserToUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.encode()))
    }
}

/// As written; what is not UTF-8 is replaced.
impl fmt::Display for UserToUserValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.encode()))
    }
}
