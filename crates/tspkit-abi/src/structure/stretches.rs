//! Which parts of a structure are its writer's, worked out at compile time.

use crate::layout::{FieldInfo, FilledBy};

/// More than any structure has.
const MOST: usize = 16;
/// The largest fixed part, in `DWORD`s.
const DWORDS: usize = 128;
const DWORD: usize = size_of::<u32>();

/// Bytes one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The fields that the writer fills, neighbours put together: a few stretches in place of some eighty fields, so that
/// they are cleared in a few steps.
pub(super) struct Stretches {
    all: [Stretch; MOST],
    count: usize,
}

impl Stretches {
    /// The writer's among those fields. All are made of `DWORD`s.
    pub(super) const fn of(fields: &[FieldInfo]) -> Self {
        let own = own_dwords(fields);
        let mut stretches = Self {
            all: [Stretch { start: 0, end: 0 }; MOST],
            count: 0,
        };
        let mut at = 0;
        while at < DWORDS {
            if !own[at] {
                at += 1;
                continue;
            }
            let start = at * DWORD;
            while at < DWORDS && own[at] {
                at += 1;
            }
            let end = at * DWORD;
            stretches.all[stretches.count] = Stretch { start, end };
            stretches.count += 1;
        }
        stretches
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.all[..self.count].iter().copied()
    }
}

const fn own_dwords(fields: &[FieldInfo]) -> [bool; DWORDS] {
    let mut own = [false; DWORDS];
    let mut each = 0;
    while each < fields.len() {
        let field = &fields[each];
        assert!(field.offset.is_multiple_of(DWORD) && field.size.is_multiple_of(DWORD));
        let mut at = field.offset / DWORD;
        while at * DWORD < field.offset + field.size {
            own[at] = matches!(field.filled_by, FilledBy::Writer);
            at += 1;
        }
        each += 1;
    }
    own
}
