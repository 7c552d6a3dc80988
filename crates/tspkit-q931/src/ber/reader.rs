//! Reading values in their order.

use super::found::Found;
use crate::{
    Octet, Problem,
    walk::{Walk, WalkMore as _},
};

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
