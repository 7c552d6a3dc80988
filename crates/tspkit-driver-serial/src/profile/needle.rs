//! What is looked for in what a phone says.

/// Bytes to look for, with places where the phone says something of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Needle(Vec<Bit>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bit {
    Bytes(Vec<u8>),
    /// One or more digits.
    Number(&'static str),
    /// Anything up to what follows.
    Text(&'static str),
}

impl Bit {
    pub(super) fn capture(name: &'static str) -> Self {
        match name {
            "*" | "text" | "address" | "value" => Self::Text(name),
            _ => Self::Number(name),
        }
    }
}

/// Where a needle was found, and what stood in its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    captures: Vec<(&'static str, Vec<u8>)>,
}

impl Found {
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let (_, bytes) = self.captures.iter().find(|(known, _)| *known == name)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        let (_, bytes) = self.captures.iter().find(|(known, _)| *known == name)?;
        std::str::from_utf8(bytes).ok()?.parse().ok()
    }
}

impl Needle {
    pub(super) fn new(bits: Vec<Bit>) -> Self {
        Self(bits)
    }

    /// The bytes themselves.
    pub(crate) fn bytes(bytes: Vec<u8>) -> Self {
        Self(vec![Bit::Bytes(bytes)])
    }

    /// What it begins with.
    pub(crate) fn literal(&self) -> &[u8] {
        match self.0.first() {
            Some(Bit::Bytes(bytes)) => bytes,
            _ => &[],
        }
    }

    /// The first place in `hay` where it stands.
    pub(crate) fn search(&self, hay: &[u8]) -> Option<Found> {
        let Some(Bit::Bytes(first)) = self.0.first() else {
            return None;
        };
        let mut from = 0;
        while let Some(at) = position(&hay[from..], first) {
            let start = from + at;
            let mut captures = Vec::new();
            if let Some(end) = stands(&self.0, hay, start, false, &mut captures) {
                return Some(Found {
                    start,
                    end,
                    captures,
                });
            }
            from = start + 1;
        }
        None
    }

    /// Whether it is the whole of `line`.
    pub(crate) fn is_line(&self, line: &[u8]) -> Option<Found> {
        let mut captures = Vec::new();
        let end = stands(&self.0, line, 0, true, &mut captures)?;
        (end == line.len()).then_some(Found {
            start: 0,
            end,
            captures,
        })
    }
}

/// Whether `bits` stand in `hay` from `at` on, and where they end.
fn stands(
    bits: &[Bit],
    hay: &[u8],
    mut at: usize,
    whole: bool,
    captures: &mut Vec<(&'static str, Vec<u8>)>,
) -> Option<usize> {
    for (index, bit) in bits.iter().enumerate() {
        let rest = hay.get(at..)?;
        let length = match bit {
            Bit::Bytes(bytes) => rest.starts_with(bytes).then_some(bytes.len())?,
            Bit::Number(_) => {
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                // Where more may come, a number is whole only when something follows it.
                (digits > 0 && (whole || digits < rest.len())).then_some(digits)?
            }
            Bit::Text(_) => match bits.get(index + 1) {
                Some(Bit::Bytes(next)) if whole && index + 2 == bits.len() => {
                    rest.strip_suffix(next.as_slice())?.len()
                }
                Some(Bit::Bytes(next)) => position(rest, next)?,
                _ => whole.then_some(rest.len())?,
            },
        };
        if let Bit::Number(name) | Bit::Text(name) = bit {
            captures.push((*name, rest[..length].to_vec()));
        }
        at += length;
    }
    Some(at)
}

/// Where `needle` begins in `hay`.
pub(crate) fn position(hay: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    hay.windows(needle.len())
        .position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use crate::profile::template::{Template, Values};

    fn needle(text: &str, captures: &[&'static str]) -> super::Needle {
        Template::parse(text)
            .unwrap()
            .needle(&Values::default(), captures)
    }

    #[test]
    fn the_first_place_is_found() {
        let found = needle("OK", &[]).search(b"..OK..OK").unwrap();
        assert_eq!((found.start, found.end), (2, 4));
        assert_eq!(needle("OK", &[]).search(b"..O"), None);
    }

    #[test]
    fn numbers_are_whole() {
        let needle = needle("SIZE {length}\r", &["length"]);
        assert_eq!(needle.search(b"SIZE 12"), None);
        assert_eq!(needle.search(b"SIZE 12 "), None);
        let found = needle.search(b"SIZE x SIZE 120\r\n").unwrap();
        assert_eq!(
            (found.number("length"), found.start, found.end),
            (Some(120), 7, 16)
        );
        let huge = needle.search(b"SIZE 99999999999\r").unwrap();
        assert_eq!(huge.number("length"), None);
    }

    #[test]
    fn lines_are_compared_as_a_whole() {
        let key = needle("KEY {button} DOWN", &["button"]);
        assert_eq!(
            key.is_line(b"KEY 12 DOWN").unwrap().number("button"),
            Some(12)
        );
        assert_eq!(key.is_line(b"KEY 12 DOWN "), None);
        assert_eq!(key.is_line(b"KEY DOWN"), None);
        let text = needle("TEXT \"{text}\"", &["text"]);
        assert_eq!(
            text.is_line(b"TEXT \"a \"b\" c\"")
                .unwrap()
                .text("text")
                .unwrap(),
            "a \"b\" c"
        );
        let rest = needle("{*}: {text}", &["*", "text"]);
        assert_eq!(rest.is_line(b"x: y").unwrap().text("text").unwrap(), "y");
        let end = needle("RING {mode}", &["mode"]);
        assert_eq!(end.is_line(b"RING 3").unwrap().number("mode"), Some(3));
    }
}
