//! Where a value ends.

use crate::Problem;

/// How deep values of indefinite length may lie in one another; Q.956's need 7.
const DEEPEST: usize = 16;

/// The first value of some octets, found but not yet told of.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    /// Tag and length.
    pub(super) header: usize,
    pub(super) contents: &'a [u8],
    /// The two octets that end a value of indefinite length, or none.
    pub(super) trailer: usize,
}

impl<'a> Found<'a> {
    pub(super) fn first(bytes: &'a [u8], depth: usize) -> Result<Self, Problem> {
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

    pub(super) const fn whole(&self) -> usize {
        self.header + self.contents.len() + self.trailer
    }
}
