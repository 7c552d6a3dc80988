//! Arrays of small structures and of texts in a structure's variable part.

use super::StructWriter;
use super::writer::{fill_units, until_nul};
use crate::layout::{Pair, Structure};

/// A member of a small structure in an array.
#[derive(Debug, Clone, Copy)]
pub(super) enum Member<'a> {
    /// A `DWORD`.
    Number(u32),
    /// A size and an offset, from the start of the whole structure, of a text with its NUL.
    Text(&'a str),
}

impl Member<'_> {
    const fn size(self) -> usize {
        match self {
            Self::Number(_) => 4,
            Self::Text(_) => 8,
        }
    }

    fn text_size(self) -> usize {
        match self {
            Self::Number(_) => 0,
            Self::Text(text) => text_size(until_nul(text)),
        }
    }
}

impl<S: Structure> StructWriter<'_, S> {
    /// Puts an array of small structures, given as all their members, and behind it the texts that they name.
    ///
    /// The pair's size is that of the array. Without room for all texts nothing is written. An empty text is 0/0.
    pub(super) fn put_records<'t>(
        &mut self,
        field: Pair<S>,
        members: impl Iterator<Item = Member<'t>> + Clone,
    ) -> &mut Self {
        let size = sum(members.clone().map(Member::size));
        let texts = sum(members.clone().map(Member::text_size));
        self.put_with(field, size, texts, |start, room| {
            let (mut array, mut text_room) = room.split_at_mut(size);
            let mut offset = start + size;
            for member in members {
                match member {
                    Member::Number(number) => array = put_dword(array, number),
                    Member::Text(text) => {
                        let text = until_nul(text);
                        let size = text_size(text);
                        let place = if size == 0 { 0 } else { offset };
                        array = put_dword(array, saturated(size));
                        array = put_dword(array, saturated(place));
                        let (this, rest) = text_room.split_at_mut(size);
                        fill_units(this, text.encode_utf16().chain([0]));
                        text_room = rest;
                        offset += size;
                    }
                }
            }
        })
    }

    /// Puts a table of texts, each in an entry of the same size with NULs to its end, and answers that size.
    ///
    /// A table of empty texts leaves the pair at 0/0, and its entries have size 0.
    pub(super) fn put_utf16_table<'t>(
        &mut self,
        field: Pair<S>,
        texts: impl Iterator<Item = &'t str> + Clone,
    ) -> u32 {
        let texts = texts.map(until_nul);
        let entry = texts.clone().map(text_size).max().unwrap_or(0);
        let size = texts.clone().count().saturating_mul(entry);
        self.put_with(field, size, 0, |_, room| {
            for (entry, text) in room.chunks_exact_mut(entry).zip(texts) {
                fill_units(entry, text.encode_utf16().chain(core::iter::repeat(0)));
            }
        });
        saturated(entry)
    }
}

/// Bytes that a text takes as UTF-16 with its NUL; none if it is empty.
fn text_size(text: &str) -> usize {
    if text.is_empty() {
        return 0;
    }
    text.encode_utf16()
        .count()
        .saturating_add(1)
        .saturating_mul(2)
}

fn sum(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.fold(0, usize::saturating_add)
}

/// Sizes and offsets in a structure whose total size is a `DWORD` always fit.
fn saturated(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn put_dword(array: &mut [u8], value: u32) -> &mut [u8] {
    let (four, rest) = array.split_at_mut(size_of::<u32>());
    four.copy_from_slice(&value.to_le_bytes());
    rest
}
