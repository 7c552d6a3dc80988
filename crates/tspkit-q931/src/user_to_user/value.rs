//! One value of the header: data, and parameters.

use alloc::{borrow::Cow, vec::Vec};

use super::text::{
    NotInHeader, find_unquoted, from_hex, is_token, to_hex, token, token_or_quoted, trim, unquote,
};
use crate::UserUserInfo;

/// The package of RFC 7434, which is meant when no `purpose` is given, and the name of its only content.
const ISDN: &[u8] = b"isdn-uui";
const HEX: &[u8] = b"hex";

/// One value: data, and parameters that say what it is. Pieces that are not changed stay as they were written, white space
/// and case included.
///
/// ```
/// use tspkit_q931::{UserToUserValue, UserUserInfo};
///
/// let value = UserToUserValue::isdn(&UserUserInfo::ia5("hi")?);
/// assert_eq!(value.to_string(), "046869;encoding=hex;purpose=isdn-uui;content=isdn-uui");
/// # Ok::<(), tspkit_q931::NotIa5>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserToUserValue {
    /// As written, up to the first semicolon.
    pub(super) data: Vec<u8>,
    pub(super) parameters: Vec<Parameter>,
}

/// A parameter, as written between its semicolon and the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parameter {
    pub(super) text: Vec<u8>,
}

impl Parameter {
    /// Its name as written. Case does not count when names are compared.
    pub fn name(&self) -> &[u8] {
        trim(self.split().0).0
    }

    /// Its value without quotes and escapes; `None` when there is no equals sign.
    pub fn value(&self) -> Option<Cow<'_, [u8]>> {
        let written = self.written_value()?;
        Some(unquote(written).unwrap_or(Cow::Borrowed(written)))
    }

    pub(super) fn written_value(&self) -> Option<&[u8]> {
        Some(trim(self.split().1?).0)
    }

    fn split(&self) -> (&[u8], Option<&[u8]>) {
        match find_unquoted(&self.text, |octet| octet == b'=') {
            Some(equals) => (&self.text[..equals], Some(&self.text[equals + 1..])),
            None => (&self.text, None),
        }
    }

    fn is(&self, name: &[u8]) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }
}

impl UserToUserValue {
    /// What an ISDN carries as user-user information (RFC 7434): hex, beginning with the protocol discriminator.
    pub fn isdn(info: &UserUserInfo) -> Self {
        Self::from_hex(info.as_bytes(), ISDN, Some(ISDN))
    }

    /// Octets of another package, as hex.
    ///
    /// # Errors
    /// [`NotInHeader`] when the purpose is not a token.
    pub fn hex(octets: &[u8], purpose: &str) -> Result<Self, NotInHeader> {
        Ok(Self::from_hex(octets, token(purpose)?, None))
    }

    fn from_hex(octets: &[u8], purpose: &[u8], content: Option<&[u8]>) -> Self {
        let mut value = Self {
            data: hex_data(octets),
            parameters: Vec::new(),
        };
        value.set(b"encoding", HEX);
        value.set(b"purpose", purpose);
        if let Some(content) = content {
            value.set(b"content", content);
        }
        value
    }

    /// Text of another package, as a token or quoted.
    ///
    /// # Errors
    /// [`NotInHeader`] when the purpose is not a token, or the text has line ends.
    pub fn text(text: &str, purpose: &str) -> Result<Self, NotInHeader> {
        let mut value = Self {
            data: token_or_quoted(text)?,
            parameters: Vec::new(),
        };
        value.set(b"purpose", token(purpose)?);
        Ok(value)
    }

    /// With a parameter set, quoted when it must be. One of this name stays at its place; a new one comes last.
    ///
    /// # Errors
    /// [`NotInHeader`] when the name is not a token, or the value has line ends.
    pub fn with_parameter(mut self, name: &str, value: &str) -> Result<Self, NotInHeader> {
        let value = token_or_quoted(value)?;
        self.set(token(name)?, &value);
        Ok(self)
    }

    /// With other octets as hex; the parameters stay, and `encoding=hex` comes with them unless it is there.
    #[must_use]
    pub fn with_octets(mut self, octets: &[u8]) -> Self {
        self.data = hex_data(octets);
        if !self.is_hex() {
            self.set(b"encoding", HEX);
        }
        self
    }

    fn set(&mut self, name: &[u8], value: &[u8]) {
        let text = [name, value].join(&b'=');
        match self.parameters.iter_mut().find(|there| there.is(name)) {
            Some(there) => there.text = text,
            None => self.parameters.push(Parameter { text }),
        }
    }

    /// The parameters, in their order.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The first parameter of this name, in either case.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|there| there.is(name.as_bytes()))
    }

    fn parameter_or(&self, name: &str, default: Option<&'static [u8]>) -> Option<Cow<'_, [u8]>> {
        let given = self.parameter(name).and_then(Parameter::value);
        given.or(default.map(Cow::Borrowed))
    }

    /// The package: `purpose`, or `isdn-uui` when it is not given.
    pub fn purpose(&self) -> Cow<'_, [u8]> {
        self.parameter_or("purpose", Some(ISDN)).unwrap_or_default()
    }

    /// What kind of content: `content`, or `isdn-uui` when it is not given and that is the package.
    pub fn content(&self) -> Option<Cow<'_, [u8]>> {
        self.parameter_or("content", self.is_isdn().then_some(ISDN))
    }

    /// How the data is encoded: `encoding`, or `hex` when it is not given and the package is `isdn-uui`.
    pub fn encoding(&self) -> Option<Cow<'_, [u8]>> {
        self.parameter_or("encoding", self.is_isdn().then_some(HEX))
    }

    /// Whether the package is `isdn-uui`.
    pub fn is_isdn(&self) -> bool {
        self.purpose().eq_ignore_ascii_case(ISDN)
    }

    pub(super) fn is_hex(&self) -> bool {
        let encoding = self.encoding();
        encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case(HEX))
    }

    /// The data without quotes and escapes, not decoded further.
    pub fn data(&self) -> Cow<'_, [u8]> {
        let written = self.written_data();
        unquote(written).unwrap_or(Cow::Borrowed(written))
    }

    pub(super) fn written_data(&self) -> &[u8] {
        trim(&self.data).0
    }

    /// The octets that the data stands for, when the encoding is hex and the data is hex.
    pub fn octets(&self) -> Option<Vec<u8>> {
        if self.is_hex() {
            from_hex(&self.data()).ok()
        } else {
            None
        }
    }

    /// User-user information, when the package is `isdn-uui`, the content is what that package has, and the data is hex.
    pub fn user_user_info(&self) -> Option<UserUserInfo> {
        let content = self.content()?;
        if !self.is_isdn() || !content.eq_ignore_ascii_case(ISDN) {
            return None;
        }
        self.octets().map(UserUserInfo::from_octets)
    }
}

/// Hex digits as a token; nothing is no token, and is quoted.
fn hex_data(octets: &[u8]) -> Vec<u8> {
    let digits = to_hex(octets);
    if is_token(&digits) {
        digits
    } else {
        b"\"\"".into()
    }
}
