//! SIP's tokens and quoted strings (RFC 3261, 25.1), as far as a header's value needs them.

use alloc::{borrow::Cow, vec::Vec};

/// Whether an octet may stand in a token.
pub(super) const fn is_token_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(
            octet,
            b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~'
        )
}

/// Whether these octets are a token.
pub(super) fn is_token(octets: &[u8]) -> bool {
    !octets.is_empty() && octets.iter().copied().all(is_token_octet)
}

/// Linear white space, folded lines included.
pub(super) const fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

/// The octets without white space around them, and how much stood before.
pub(super) fn trim(octets: &[u8]) -> (&[u8], usize) {
    let is_text = |octet: &u8| !is_space(*octet);
    let start = octets.iter().position(is_text).unwrap_or(octets.len());
    let end = octets
        .iter()
        .rposition(is_text)
        .map_or(start, |last| last + 1);
    (&octets[start..end], start)
}

/// The place of the first such octet outside quoted strings.
pub(super) fn find_unquoted(octets: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    octets.iter().position(|&octet| {
        match octet {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ => return !quoted && wanted(octet),
        }
        false
    })
}

/// A quoted string's contents, with escapes resolved; `None` for what does not begin and end with a quote.
pub(super) fn unquote(octets: &[u8]) -> Option<Cow<'_, [u8]>> {
    let inner = octets.strip_prefix(b"\"")?;
    let mut contents = Vec::with_capacity(inner.len());
    let mut rest = inner.iter().copied();
    while let Some(octet) = rest.next() {
        match octet {
            b'"' if rest.len() == 0 => {
                let plain = contents.len() + 1 == inner.len();
                return Some(if plain {
                    Cow::Borrowed(&inner[..contents.len()])
                } else {
                    Cow::Owned(contents)
                });
            }
            b'"' => return None,
            b'\\' => contents.push(rest.next()?),
            octet => contents.push(octet),
        }
    }
    None
}

/// Text that no header can carry.
///
/// What to do about it: send it as hex, as [`UserToUserValue::hex`](crate::UserToUserValue::hex) does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the character {character:?} at byte {index} cannot stand in this part of a header")]
pub struct NotInHeader {
    /// The character, or `None` when there is none at all where there must be one.
    pub character: Option<char>,
    /// Its place in the text, in bytes.
    pub index: usize,
}

/// The text as a token, or quoted when it is none.
pub(super) fn token_or_quoted(text: &str) -> Result<Vec<u8>, NotInHeader> {
    if is_token(text.as_bytes()) {
        return Ok(text.as_bytes().into());
    }
    let mut quoted = Vec::with_capacity(text.len() + 2);
    quoted.push(b'"');
    for (index, character) in text.char_indices() {
        if matches!(character, '\r' | '\n') {
            let character = Some(character);
            return Err(NotInHeader { character, index });
        }
        if matches!(character, '"' | '\\') || character.is_ascii_control() && character != '\t' {
            quoted.push(b'\\');
        }
        let mut utf8 = [0; 4];
        quoted.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
    }
    quoted.push(b'"');
    Ok(quoted)
}

/// The text, which must be a token.
pub(super) fn token(text: &str) -> Result<&[u8], NotInHeader> {
    if is_token(text.as_bytes()) {
        return Ok(text.as_bytes());
    }
    let foreign =
        |(_, character): &(usize, char)| !character.is_ascii() || !is_token_octet(*character as u8);
    let found = text.char_indices().find(foreign);
    Err(NotInHeader {
        character: found.map(|(_, character)| character),
        index: found.map_or(0, |(index, _)| index),
    })
}

/// The octets that hexadecimal digits of either case stand for; the place of the first that is none, or the odd length.
pub(super) fn from_hex(digits: &[u8]) -> Result<Vec<u8>, usize> {
    let digit = |octet: u8| char::from(octet).to_digit(16);
    if let Some(foreign) = digits.iter().position(|octet| digit(*octet).is_none()) {
        return Err(foreign);
    }
    let (pairs, odd) = digits.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(digits.len());
    }
    let value = |octet: u8| digit(octet).and_then(|value| u8::try_from(value).ok());
    Ok(pairs
        .iter()
        .map(|[high, low]| value(*high).unwrap_or(0) << 4 | value(*low).unwrap_or(0))
        .collect())
}

/// Octets as hexadecimal digits, in small letters as the RFC's examples have them.
pub(super) fn to_hex(octets: &[u8]) -> Vec<u8> {
    let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 0x0F)];
    let pairs = octets
        .iter()
        .map(|octet| [digit(octet >> 4), digit(*octet)]);
    pairs.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{find_unquoted, from_hex, token, token_or_quoted, trim, unquote};

    #[test]
    fn quotes_hide_separators_and_escapes_hide_quotes() {
        let comma = |text: &str| find_unquoted(text.as_bytes(), |octet| octet == b',');
        assert_eq!(comma("ab,c"), Some(2));
        assert_eq!(comma("\"a,\\\",\",c"), Some(7));
        assert_eq!(comma("\"a,c"), None);
        assert_eq!(*unquote(b"\"a\\\"b\"").unwrap(), *b"a\"b");
        assert_eq!(*unquote(b"\"\"").unwrap(), *b"");
        for broken in [&b"\"a"[..], b"a\"", b"\"a\\\"", b"\"a\"b\"", b""] {
            assert_eq!(unquote(broken), None);
        }
        assert_eq!(trim(b" \r\n\t a b\t"), (&b"a b"[..], 5));
        assert_eq!(trim(b"  "), (&b""[..], 2));
    }

    #[test]
    fn text_is_quoted_when_it_is_no_token() {
        assert_eq!(token_or_quoted("a-b").unwrap(), b"a-b");
        assert_eq!(token_or_quoted("").unwrap(), b"\"\"");
        assert_eq!(
            token_or_quoted("say \"é\"").unwrap(),
            "\"say \\\"é\\\"\"".as_bytes()
        );
        assert_eq!(token_or_quoted("a\r\nb").unwrap_err().index, 1);
        assert_eq!(token("a b").unwrap_err().index, 1);
        assert_eq!(token("").unwrap_err().character, None);
    }

    #[test]
    fn hex_has_either_case_and_even_length() {
        assert_eq!(from_hex(b"04aBFf").unwrap(), [0x04, 0xAB, 0xFF]);
        assert_eq!(from_hex(b"04g0"), Err(2));
        assert_eq!(from_hex(b"040"), Err(3));
    }
}
