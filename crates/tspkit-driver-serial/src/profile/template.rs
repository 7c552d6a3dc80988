//! Texts with placeholders: what is sent to a phone, and what is awaited from it.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::needle::{Bit, Needle};

/// The widest a number is padded to.
const WIDEST: usize = 32;

/// Text with placeholders such as `{area}` or `{size:08x}`; `{{` and `}}` stand for braces.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Place { name: String, format: Format },
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Format {
    width: usize,
    zeros: bool,
    radix: Radix,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Radix {
    #[default]
    Decimal,
    Hex,
    UpperHex,
}

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Number(u64),
    Text(&'a str),
}

/// The placeholders there are at some point, and what they stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values<'a>(Vec<(&'static str, Value<'a>)>);

impl<'a> Values<'a> {
    pub(crate) fn number(mut self, name: &'static str, number: impl Into<u64>) -> Self {
        self.0.push((name, Value::Number(number.into())));
        self
    }

    pub(crate) fn text(mut self, name: &'static str, text: &'a str) -> Self {
        self.0.push((name, Value::Text(text)));
        self
    }

    fn get(&self, name: &str) -> Option<Value<'a>> {
        let (_, value) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(*value)
    }
}

impl Template {
    /// Reads a text with placeholders.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(at);
            literal.push_str(before);
            let brace = &after[..1];
            if after[1..].starts_with(brace) {
                literal.push_str(brace);
                rest = &after[2..];
                continue;
            }
            let end = after.find('}').filter(|_| brace == "{").ok_or_else(|| {
                format!("a lone `{brace}`; write `{brace}{brace}` for the character itself")
            })?;
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(place(&after[1..end])?);
            rest = &after[end + 1..];
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self { pieces })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The names of the placeholders, and whether each has a format for numbers.
    pub(super) fn places(&self) -> impl Iterator<Item = (&str, bool)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Place { name, format } => Some((name.as_str(), *format != Format::default())),
            Piece::Literal(_) => None,
        })
    }

    /// Whether text, and not a placeholder of those names, stands before and behind and between the placeholders.
    pub(super) fn frames(&self, captures: &[&str]) -> bool {
        let capture = |piece: &Piece| matches!(piece, Piece::Place { name, .. } if captures.contains(&name.as_str()));
        let beside = self
            .pieces
            .windows(2)
            .any(|pair| capture(&pair[0]) && capture(&pair[1]));
        let outside =
            self.pieces.first().is_some_and(capture) || self.pieces.last().is_some_and(capture);
        !beside && !outside
    }

    /// Whether there is anything but placeholders.
    pub(super) fn has_text(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Literal(_)))
    }

    /// Whether two placeholders have nothing between them.
    pub(super) fn has_neighbours(&self) -> bool {
        let place = |piece: &Piece| matches!(piece, Piece::Place { .. });
        self.pieces
            .windows(2)
            .any(|pair| place(&pair[0]) && place(&pair[1]))
    }

    /// The text with the placeholders filled in. Text from outside loses its control characters, which could end
    /// a command and begin another.
    pub(crate) fn render(&self, values: &Values<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => bytes.extend_from_slice(text.as_bytes()),
                Piece::Place { name, format } => match values.get(name) {
                    Some(value) => write(&mut bytes, value, *format),
                    None => debug_assert!(false, "`{name}` was not refused at loading"),
                },
            }
        }
        bytes
    }

    /// What to look for: the text with the placeholders filled in, but for those of the names in `captures`, which
    /// stand for what the phone will say there.
    pub(crate) fn needle(&self, values: &Values<'_>, captures: &[&'static str]) -> Needle {
        let mut bits: Vec<Bit> = Vec::new();
        for piece in &self.pieces {
            let mut bytes = Vec::new();
            match piece {
                Piece::Literal(text) => bytes.extend_from_slice(text.as_bytes()),
                Piece::Place { name, format } => {
                    if let Some(capture) = captures.iter().find(|capture| *capture == name) {
                        bits.push(Bit::capture(capture));
                        continue;
                    }
                    if let Some(value) = values.get(name) {
                        write(&mut bytes, value, *format);
                    }
                }
            }
            match bits.last_mut() {
                Some(Bit::Bytes(before)) => before.extend_from_slice(&bytes),
                _ if bytes.is_empty() => {}
                _ => bits.push(Bit::Bytes(bytes)),
            }
        }
        Needle::new(bits)
    }
}

fn place(inside: &str) -> Result<Piece, String> {
    let (name, format) = inside.split_once(':').unwrap_or((inside, ""));
    let good = |c: char| c.is_ascii_lowercase() || c == '_';
    if name != "*" && (name.is_empty() || !name.chars().all(good)) {
        return Err(format!(
            "`{{{inside}}}` is no placeholder; write a name such as `{{area}}`, or `{{{{` for the brace itself"
        ));
    }
    let wrong = || {
        format!(
            "`{format}` is no format of a number; write a width up to {WIDEST}, with a leading 0 for zeros, and \
             `x` or `X` for hexadecimal, such as `{{{name}:08x}}`"
        )
    };
    let (digits, radix) = match format.strip_suffix('x') {
        Some(digits) => (digits, Radix::Hex),
        None => match format.strip_suffix('X') {
            Some(digits) => (digits, Radix::UpperHex),
            None => (format, Radix::Decimal),
        },
    };
    let width = match digits {
        "" => 0,
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => return Err(wrong()),
        digits => digits.parse().map_err(|_| wrong())?,
    };
    if width > WIDEST {
        return Err(wrong());
    }
    let format = Format {
        width,
        zeros: digits.starts_with('0'),
        radix,
    };
    Ok(Piece::Place {
        name: name.to_owned(),
        format,
    })
}

fn write(bytes: &mut Vec<u8>, value: Value<'_>, format: Format) {
    let text = match (value, format.radix) {
        (Value::Text(text), _) => text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect(),
        (Value::Number(number), Radix::Decimal) => number.to_string(),
        (Value::Number(number), Radix::Hex) => format!("{number:x}"),
        (Value::Number(number), Radix::UpperHex) => format!("{number:X}"),
    };
    let missing = format.width.saturating_sub(text.len());
    let fill = if format.zeros { b'0' } else { b' ' };
    bytes.extend(std::iter::repeat_n(fill, missing));
    bytes.extend_from_slice(text.as_bytes());
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.pieces).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, values: &Values<'_>) -> String {
        String::from_utf8(Template::parse(text).unwrap().render(values)).unwrap()
    }

    #[test]
    fn placeholders_are_filled_in() {
        let values = Values::default()
            .number("area", 3_u32)
            .number("size", 0x1f00_u32)
            .text("name", "a\rb");
        assert_eq!(rendered("put {area} {name}", &values), "put 3 a b");
        assert_eq!(rendered("{size:x}|{size:08X}", &values), "1f00|00001F00");
        assert_eq!(rendered("{area:4}|{area:04}", &values), "   3|0003");
        assert_eq!(rendered("{{{area}}}", &values), "{3}");
        assert_eq!(rendered("", &values), "");
    }

    #[test]
    fn what_is_no_placeholder_is_refused() {
        for (text, part) in [
            ("a { b", "a lone `{`"),
            ("a } b", "a lone `}`"),
            ("{}", "`{}` is no placeholder"),
            ("{Area}", "`{Area}` is no placeholder"),
            ("{area:y}", "`y` is no format"),
            ("{area:33}", "`33` is no format"),
            ("{area:+1}", "`+1` is no format"),
        ] {
            let problem = Template::parse(text).unwrap_err();
            assert!(problem.starts_with(part), "{text}: {problem}");
        }
    }

    #[test]
    fn captures_need_text_around_them() {
        let frames = |text| Template::parse(text).unwrap().frames(&["length"]);
        assert!(frames("SIZE {length}\r"));
        assert!(frames("no capture"));
        assert!(!frames("{length}\r"));
        assert!(!frames("SIZE {length}"));
        assert!(!frames("a{length}{length}b"));
    }
}
