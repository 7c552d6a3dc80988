//! Reading BER (X.209, X.690) so that every octet is accounted for, and writing it.
//!
//! What Q.932's components need and no more: short tags, definite and indefinite lengths. Depth is bounded by who reads.

use alloc::vec::Vec;

use crate::{
    Octet, Problem,
    walk::{Walk, WalkMore as _},
};

/// Universal tags.
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const ENUMERATED: u8 = 0x0A;
pub(crate) const SEQUENCE: u8 = 0x30;

/// The tag [n] of a primitive value.
pub(crate) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The tag [n] of a value that holds others.
pub(crate) const fn holder(number: u8) -> u8 {
    0xA0 | number
}

/// How deep values of indefinite length may lie in one another; Q.956's need 7.
const DEEPEST: usize = 16;

/// The first value of some octets, found but not yet told of.
#[derive(Clone, Copy)]
struct Found<'a> {
    /// Tag and length.
    header: usize,
    contents: &'a [u8],
    /// The two octets that end a value of indefinite length, or none.
    trailer: usize,
}

impl<'a> Found<'a> {
    fn first(bytes: &'a [u8], depth: usize) -> Result<Self, Problem> {
        let tag = *bytes.first().ok_or(Problem::Missing("tag"))?;
        if tag & 0x1F == 0x1F {
            return Err(Problem::Unexpected(tag));
        }
        let length = *bytes.get(1).ok_or(Problem::Missing("length"))?;
        let (header, declared) = match length {
            0..0x80 => (2, usize::from(length)),
            0x80 => return Self::indefinite(bytes, depth),
            _ => {
                let octets = usize::from(length & 0x7F);
                let there = bytes.len() - 2;
                let digits = bytes.get(2..2 + octets).ok_or(Problem::Length {
                    declared: octets,
                    there,
                })?;
                let add = |sum: usize, digit: &u8| {
                    sum.saturating_mul(256).saturating_add((*digit).into())
                };
                (2 + octets, digits.iter().fold(0, add))
            }
        };
        let there = bytes.len() - header;
        let contents = bytes[header..]
            .get(..declared)
            .ok_or(Problem::Length { declared, there })?;
        Ok(Self {
            header,
            contents,
            trailer: 0,
        })
    }

    /// The contents end with two octets 0 where another value could begin.
    fn indefinite(bytes: &'a [u8], depth: usize) -> Result<Self, Problem> {
        let contents = &bytes[2..];
        if depth >= DEEPEST {
            return Err(Problem::TooDeep);
        }
        let mut rest = contents;
        while !rest.starts_with(&[0, 0]) {
            if rest.is_empty() {
                return Err(Problem::Missing("end of contents"));
            }
            rest = &rest[Self::first(rest, depth + 1)?.whole()..];
        }
        Ok(Self {
            header: 2,
            contents: &contents[..contents.len() - rest.len()],
            trailer: 2,
        })
    }

    const fn whole(&self) -> usize {
        self.header + self.contents.len() + self.trailer
    }
}

/// Reads values one after another and tells of each octet once, in order.
pub(crate) struct Reader<'a, 'w> {
    rest: &'a [u8],
    index: usize,
    walk: &'w mut dyn Walk,
}

impl<'a, 'w> Reader<'a, 'w> {
    pub(crate) fn new(bytes: &'a [u8], walk: &'w mut dyn Walk) -> Self {
        Self {
            rest: bytes,
            index: 0,
            walk,
        }
    }

    /// The next value's tag.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    pub(crate) fn walk(&mut self) -> &mut dyn Walk {
        self.walk
    }

    /// Takes octets as they are.
    pub(crate) fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.walk.octets(Octet::counted(self.index), taken.len());
        self.index += taken.len();
        self.rest = rest;
        taken
    }

    fn found(&mut self) -> Option<Found<'a>> {
        match Found::first(self.rest, 0) {
            Ok(found) => Some(found),
            Err(problem) => {
                self.take(self.rest.len());
                self.walk.problem(problem);
                None
            }
        }
    }

    /// A value that holds others, if it is the next. What is left over in it is told of.
    pub(crate) fn open<R>(
        &mut self,
        tag: u8,
        name: &'static str,
        read: impl FnOnce(&mut Reader<'_, '_>) -> R,
    ) -> Option<R> {
        self.peek().filter(|next| *next == tag)?;
        let found = self.found()?;
        self.take(found.header);
        self.walk
            .field(name, None, format_args!("{} octets", found.contents.len()));
        let mut inner = Reader {
            rest: found.contents,
            index: self.index,
            walk: self.walk,
        };
        let result = read(&mut inner);
        inner.finish();
        self.index += found.contents.len();
        self.rest = &self.rest[found.contents.len()..];
        if found.trailer > 0 {
            self.take(found.trailer);
            self.walk
                .field("end of contents", None, format_args!("of {name}"));
        }
        Some(result)
    }

    /// A value that holds no others, if it is the next.
    pub(crate) fn primitive(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.peek().filter(|next| *next == tag)?;
        let found = self.found()?;
        self.take(found.whole());
        Some(found.contents)
    }

    /// A number, if it is the next. `None` as well for one of more than 8 octets, which is told of.
    pub(crate) fn integer(&mut self, tag: u8, name: &'static str) -> Option<i64> {
        let contents = self.primitive(tag)?;
        let Some(first) = contents.first().filter(|_| contents.len() <= 8) else {
            self.walk.field(
                name,
                None,
                format_args!("a number of {} octets", contents.len()),
            );
            self.walk.problem(Problem::NotANumber(contents.len()));
            return None;
        };
        let sign = if *first < 0x80 { 0 } else { -1 };
        let number = contents
            .iter()
            .fold(sign, |sum, octet| sum << 8 | i64::from(*octet));
        self.walk.field(name, None, format_args!("{number}"));
        Some(number)
    }

    /// A number that may be from `from` to `to`; another one is told of, and `None` if it is not even a `u32`.
    pub(crate) fn number(
        &mut self,
        tag: u8,
        name: &'static str,
        from: i64,
        to: i64,
    ) -> Option<u32> {
        let number = self.integer(tag, name)?;
        if !(from..=to).contains(&number) {
            self.walk.problem(Problem::OutOfRange {
                field: name,
                number,
            });
        }
        u32::try_from(number).ok()
    }

    /// One of an enumeration.
    pub(crate) fn enumerated<T: From<u8> + Copy>(
        &mut self,
        tag: u8,
        name: &'static str,
        meaning: impl FnOnce(T) -> Option<&'static str>,
    ) -> Option<T> {
        let contents = self.primitive(tag)?;
        if let [number] = *contents {
            let value = T::from(number);
            self.walk.coded(name, number, meaning(value));
            Some(value)
        } else {
            self.walk.field(
                name,
                None,
                format_args!("a number of {} octets", contents.len()),
            );
            self.walk.problem(Problem::NotANumber(contents.len()));
            None
        }
    }

    /// A value whose presence says it all.
    pub(crate) fn null(&mut self, tag: u8, name: &'static str) -> Option<()> {
        let contents = self.primitive(tag)?;
        self.walk.field(name, None, format_args!("yes"));
        if !contents.is_empty() {
            self.walk.problem(Problem::Surplus(contents.len()));
        }
        Some(())
    }

    /// Whatever comes next, as a whole.
    pub(crate) fn skip(&mut self, name: &'static str) {
        if let Some(found) = self.found() {
            self.take(found.whole());
            self.walk
                .field(name, None, format_args!("{} octets", found.whole()));
        }
    }

    /// Everything that is left, as it is.
    pub(crate) fn rest_as(&mut self, name: &'static str) -> &'a [u8] {
        let rest = self.take(self.rest.len());
        self.walk
            .field(name, None, format_args!("{} octets", rest.len()));
        rest
    }

    /// Something that must be next, and is not.
    pub(crate) fn missing<T>(&mut self, name: &'static str) -> Option<T> {
        self.walk.octets(Octet::counted(self.index), 0);
        self.walk.problem(Problem::Missing(name));
        None
    }

    /// What is left has no place here.
    pub(crate) fn finish(&mut self) {
        while let Some(tag) = self.peek() {
            if let Some(found) = self.found() {
                self.take(found.whole());
                self.walk.problem(Problem::Unexpected(tag));
            }
        }
    }
}

/// A value: tag, length, contents. The shortest form of length, as Q.932 has it.
pub(crate) fn value(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut octets = Vec::from([tag]);
    let length = contents.len().to_be_bytes();
    let significant = length.iter().skip_while(|octet| **octet == 0);
    if contents.len() >= 0x80 {
        // At most 8 octets.
        octets.push(0x80 | u8::try_from(significant.clone().count()).unwrap_or(8));
        octets.extend(significant);
    } else {
        octets.push(length[length.len() - 1]);
    }
    octets.extend_from_slice(contents);
    octets
}

/// A number, in as few octets as it takes.
pub(crate) fn integer(tag: u8, number: i64) -> Vec<u8> {
    let octets = number.to_be_bytes();
    let sign = if number < 0 { 0xFF } else { 0 };
    // An octet can go when it and the next one's first bit are nothing but sign.
    let spare = octets
        .windows(2)
        .take_while(|pair| pair[0] == sign && (pair[1] ^ sign) < 0x80)
        .count();
    value(tag, &octets[spare..])
}

#[cfg(test)]
mod tests {
    use std::{format, string::String, vec::Vec};

    use super::{INTEGER, Reader, SEQUENCE, integer, value};
    use crate::walk::Findings;

    #[test]
    fn numbers_take_as_few_octets_as_they_need() {
        assert_eq!(integer(INTEGER, 0), [2, 1, 0]);
        assert_eq!(integer(INTEGER, 127), [2, 1, 0x7F]);
        assert_eq!(integer(INTEGER, 128), [2, 2, 0, 0x80]);
        assert_eq!(integer(INTEGER, -128), [2, 1, 0x80]);
        assert_eq!(integer(INTEGER, -129), [2, 2, 0xFF, 0x7F]);
        assert_eq!(integer(INTEGER, 16_777_215), [2, 4, 0, 0xFF, 0xFF, 0xFF]);
        for number in [i64::MIN, -1, 0, 255, 256, i64::MAX] {
            let bytes = integer(INTEGER, number);
            let mut findings = Findings::default();
            let mut reader = Reader::new(&bytes, &mut findings);
            assert_eq!(reader.integer(INTEGER, "number"), Some(number));
            reader.finish();
            assert_eq!(findings.found(), []);
        }
    }

    #[test]
    fn lengths_have_three_forms() {
        assert_eq!(value(4, &[7; 127])[..3], [4, 127, 7]);
        assert_eq!(value(4, &[7; 128])[..4], [4, 0x81, 128, 7]);
        assert_eq!(value(4, &[7; 300])[..5], [4, 0x82, 1, 44, 7]);
        let forms = [
            &[0x30, 3, 2, 1, 5][..],
            &[0x30, 0x82, 0, 3, 2, 1, 5],
            &[0x30, 0x80, 2, 1, 5, 0, 0],
        ];
        for bytes in forms {
            let mut findings = Findings::default();
            let mut reader = Reader::new(bytes, &mut findings);
            let read = reader.open(SEQUENCE, "sequence", |inner| {
                inner.integer(INTEGER, "number")
            });
            assert_eq!(read, Some(Some(5)));
            reader.finish();
            assert_eq!(findings.found(), []);
        }
    }

    fn problems(bytes: &[u8]) -> Vec<String> {
        let mut findings = Findings::default();
        Reader::new(bytes, &mut findings).finish();
        let found = findings.found();
        found
            .iter()
            .map(|finding| format!("{}: {}", finding.index, finding.problem))
            .collect()
    }

    #[test]
    fn what_is_broken_off_is_told_of() {
        assert_eq!(problems(&[2]), ["0: the length is missing"]);
        assert_eq!(
            problems(&[2, 3, 1]),
            ["0: the length says 3 octets, and 1 are there"]
        );
        assert_eq!(
            problems(&[2, 0x82, 1]),
            ["0: the length says 2 octets, and 1 are there"]
        );
        let huge = [2, 0x8A, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5];
        assert_eq!(
            problems(&huge),
            [format!(
                "0: the length says {} octets, and 1 are there",
                usize::MAX
            )]
        );
        assert_eq!(
            problems(&[0x30, 0x80, 2, 1, 5]),
            ["0: the end of contents is missing"]
        );
        assert_eq!(
            problems(&[0x3F, 1, 0]),
            ["0: a value with tag 0x3f has no place here"]
        );
        let deep = [0x30, 0x80].repeat(1000);
        assert_eq!(problems(&deep), ["0: values lie too deep in one another"]);
        assert_eq!(
            problems(&[2, 1, 5, 4, 0]),
            [
                "0: a value with tag 0x02 has no place here",
                "3: a value with tag 0x04 has no place here"
            ]
        );
    }
}
