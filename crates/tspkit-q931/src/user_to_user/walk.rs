//! A header's value, piece by piece.

use alloc::string::String;

use super::{
    Parameter, UserToUser, UserToUserValue,
    text::{from_hex, is_token_octet, unquote},
};
use crate::{
    Octet, Problem,
    walk::{Walk, WalkMore as _},
};

/// The parameters that RFC 7433 defines, which may be there once.
const KNOWN: [&str; 3] = ["encoding", "purpose", "content"];

/// A walk through text. Its pieces come one after another, each with the separator before it.
struct Pieces<'a> {
    walk: &'a mut dyn Walk,
    next: usize,
}

impl Pieces<'_> {
    /// The next `length` octets; the text's first is number 1.
    fn piece(&mut self, length: usize) {
        let number = u32::try_from(self.next).unwrap_or(u32::MAX);
        self.walk
            .octets(Octet::new(number.saturating_add(1)), length);
        self.next += length;
    }
}

impl UserToUser {
    pub(crate) fn walk(&self, walk: &mut dyn Walk) {
        let mut pieces = Pieces { walk, next: 0 };
        if self.values().is_empty() {
            pieces.piece(0);
            pieces.walk.problem(Problem::Missing("UUI data"));
        }
        for (place, value) in self.values().iter().enumerate() {
            value.walk(&mut pieces, usize::from(place > 0));
        }
    }
}

impl UserToUserValue {
    fn walk(&self, pieces: &mut Pieces<'_>, separator: usize) {
        self.walk_data(pieces, separator);
        for (place, parameter) in self.parameters().iter().enumerate() {
            pieces.piece(1 + parameter.text.len());
            parameter.walk(pieces.walk);
            let name = parameter.name();
            let known = KNOWN
                .iter()
                .find(|known| known.as_bytes().eq_ignore_ascii_case(name));
            if let Some(known) = known
                && self.parameters()[..place]
                    .iter()
                    .any(|earlier| earlier.name().eq_ignore_ascii_case(name))
            {
                pieces.walk.problem(Problem::Repeated(known));
            }
        }
    }

    fn walk_data(&self, pieces: &mut Pieces<'_>, separator: usize) {
        pieces.piece(separator + self.data.len());
        let walk = &mut *pieces.walk;
        let written = self.written_data();
        if written.is_empty() {
            walk.problem(Problem::Missing("UUI data"));
            return;
        }
        walk.text("UUI data", &self.data());
        if let Some(foreign) = not_token_or_quoted(written, is_token_octet) {
            walk.problem(foreign);
        } else if self.is_hex() {
            self.walk_hex(walk);
        } else if let Some(encoding) = self.encoding() {
            let encoding = String::from_utf8_lossy(&encoding).into_owned();
            walk.problem(Problem::UnknownEncoding(encoding));
        }
    }

    fn walk_hex(&self, walk: &mut dyn Walk) {
        let data = self.data();
        match from_hex(&data) {
            Ok(octets) => {
                let length = octets.len();
                walk.field("octets", None, format_args!("{length}, as hex"));
            }
            Err(index) => walk.problem(Problem::NotHex {
                octet: data.get(index).copied(),
                index,
            }),
        }
        let Some(info) = self.user_user_info() else {
            return;
        };
        match info.discriminator() {
            Some(discriminator) => walk.coded(
                "protocol discriminator",
                discriminator.code(),
                discriminator.meaning(),
            ),
            None => walk.problem(Problem::Missing("protocol discriminator")),
        }
        if let Some(text) = info.text() {
            walk.field("user information", None, format_args!("{text:?}"));
        }
    }
}

impl Parameter {
    fn walk(&self, walk: &mut dyn Walk) {
        let name = self.name();
        if let Some(value) = self.value() {
            let name = String::from_utf8_lossy(name);
            let value = String::from_utf8_lossy(&value);
            walk.field("parameter", None, format_args!("{name} is {value:?}"));
        } else {
            walk.text("parameter", name);
        }
        if name.is_empty() {
            walk.problem(Problem::Missing("parameter's name"));
        } else if let Some(problem) = not_token(name, is_token_octet) {
            walk.problem(problem);
        }
        // A host may be a value: brackets and colons are IPv6's.
        let is_value = |octet| is_token_octet(octet) || matches!(octet, b'[' | b']' | b':');
        match self.written_value() {
            Some([]) => walk.problem(Problem::Missing("parameter's value")),
            Some(value) => {
                if let Some(problem) = not_token_or_quoted(value, is_value) {
                    walk.problem(problem);
                }
            }
            None if KNOWN
                .iter()
                .any(|known| known.as_bytes().eq_ignore_ascii_case(name)) =>
            {
                walk.problem(Problem::Missing("parameter's value"));
            }
            None => {}
        }
    }
}

fn not_token(octets: &[u8], allowed: impl Fn(u8) -> bool) -> Option<Problem> {
    let foreign = octets.iter().copied().find(|octet| !allowed(*octet))?;
    Some(Problem::NotInToken(foreign))
}

fn not_token_or_quoted(octets: &[u8], allowed: impl Fn(u8) -> bool) -> Option<Problem> {
    if octets.starts_with(b"\"") {
        unquote(octets).is_none().then_some(Problem::Unquoted)
    } else {
        not_token(octets, allowed)
    }
}
