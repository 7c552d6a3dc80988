//! `LINECALLPARAMS` as nobody should write it: exact codes, and no reading outside.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_assert_eq, prop_oneof,
    sample::select,
    test_runner::{Config, TestRunner},
};

use crate::{
    office::{LINES, office},
    support::{code::line as code, tapi::V3_0},
    world::{
        Line, OFFERING, VOICE, done, dword, field, next_handle, next_request, outcome, params,
    },
};

/// Each version with the size of its fixed part.
const VERSIONS: [(u32, usize); 5] = [
    (0x0002_0000, 176),
    (0x0002_0001, 176),
    (0x0002_0002, 176),
    (V3_0, 180),
    (0x0003_0001, 180),
];

/// Where the size of each variable field is, from `dwOrigAddressSize` to `dwCallingPartyIDSize`, with its offset behind it.
const FIELDS: [usize; 15] = [
    48, 56, 64, 72, 80, 88, 96, 104, 116, 124, 132, 140, 148, 156, 168,
];

/// From what a size or an offset is reckoned.
#[derive(Debug, Clone, Copy)]
enum From {
    Zero,
    FixedPart,
    End,
    /// The other way round from 4 GiB.
    Most,
    /// What takes a sum of both just past 4 GiB, or not.
    Other,
}

/// A field of which that is claimed.
#[derive(Debug, Clone, Copy)]
struct Claim {
    field: usize,
    size: (From, u32),
    offset: (From, u32),
}

/// A structure, and the memory that it lies in.
#[derive(Debug, Clone)]
struct Case {
    version: u32,
    fixed: usize,
    /// How long it says that it is, when that is less than its fixed part and what follows.
    total: Option<usize>,
    /// By how much its memory is out of line.
    out_of_line: usize,
    behind: Vec<u8>,
    claims: Vec<Claim>,
}

impl Case {
    fn total(&self) -> usize {
        let whole = self.fixed + self.behind.len();
        self.total.map_or(whole, |total| total.min(whole))
    }

    fn number(&self, (from, more): (From, u32), other: u32) -> u32 {
        let small = |size: usize| u32::try_from(size).expect("it is small");
        match from {
            From::Zero => more,
            From::FixedPart => (small(self.fixed) + more).saturating_sub(8),
            From::End => (small(self.total()) + more).saturating_sub(8),
            From::Most => u32::MAX - more,
            From::Other => other.wrapping_neg().wrapping_add(more),
        }
    }

    /// Its bytes: as many as it says, but those of the total size at least.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.fixed];
        for claim in &self.claims {
            let size = self.number(claim.size, 0);
            let offset = self.number(claim.offset, size);
            bytes[claim.field..claim.field + 4].copy_from_slice(&size.to_le_bytes());
            bytes[claim.field + 4..claim.field + 8].copy_from_slice(&offset.to_le_bytes());
        }
        bytes.extend_from_slice(&self.behind);
        let total = self.total();
        bytes[..4].copy_from_slice(&u32::try_from(total).expect("it is small").to_le_bytes());
        bytes.truncate(total.max(4));
        bytes
    }

    /// What the rules for such structures say: it is as long as its fixed part, and what has a size lies wholly
    /// behind that and before the end. What is right otherwise ends at the number, which cannot be dialled.
    fn expected(&self) -> (i32, Outcome) {
        let total = self.total();
        if total < self.fixed {
            return (code::STRUCTURETOOSMALL, Outcome::TooSmall);
        }
        let bytes = self.bytes();
        let mut said = Outcome::Right;
        for member in FIELDS {
            let size = u64::from(dword(&bytes, member));
            let offset = u64::from(dword(&bytes, member + 4));
            if size == 0 {
                continue;
            }
            if offset < self.fixed as u64 {
                said = Outcome::InFixedPart;
            } else if offset + size > total as u64 {
                let wraps = offset + size > u64::from(u32::MAX);
                said = if wraps {
                    Outcome::Wraps
                } else {
                    Outcome::Outside
                };
            } else if said == Outcome::Right {
                said = Outcome::RightWithBytes;
            }
        }
        match said {
            Outcome::Right | Outcome::RightWithBytes => (code::DIALPROMPT, said),
            _ => (code::INVALCALLPARAMS, said),
        }
    }
}

/// What can be the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    TooSmall,
    InFixedPart,
    Outside,
    Wraps,
    Right,
    RightWithBytes,
}

const OUTCOMES: usize = 6;

fn number() -> impl Strategy<Value = (From, u32)> {
    let from = select(vec![
        From::Zero,
        From::FixedPart,
        From::End,
        From::Most,
        From::Other,
    ]);
    (
        from,
        prop_oneof![4 => 0..24_u32, 1 => any::<u32>().prop_map(|any| any >> 1)],
    )
}

/// A claim of anything, or of something that is right in most structures.
fn claim() -> impl Strategy<Value = Claim> {
    let wild = (select(&FIELDS[..]), number(), number());
    let right = (select(&FIELDS[..]), 0..12_u32, 8..20_u32);
    prop_oneof![
        wild.prop_map(|(field, size, offset)| Claim {
            field,
            size,
            offset
        }),
        right.prop_map(|(field, size, offset)| Claim {
            field,
            size: (From::Zero, size),
            offset: (From::FixedPart, offset),
        }),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    let total = prop_oneof![5 => Just(None), 1 => (0..200_usize).prop_map(Some)];
    let parts = (
        select(&VERSIONS[..]),
        total,
        0..4_usize,
        vec(any::<u8>(), 0..64),
        vec(claim(), 0..4),
    );
    parts.prop_map(
        |((version, fixed), total, out_of_line, behind, claims)| Case {
            version,
            fixed,
            total,
            out_of_line,
            behind,
            claims,
        },
    )
}

#[test]
fn whatever_the_sizes_and_offsets_are() {
    let counts: [[AtomicUsize; OUTCOMES]; 2] = Default::default();
    let office = office!();
    let functions = office.lines;
    let check = |case: Case| {
        let bytes = case.bytes();
        // Its memory ends where it does, for tools that see who reads beyond.
        let mut memory = vec![0xEE; case.out_of_line];
        memory.extend_from_slice(&bytes);
        let memory = memory.into_boxed_slice();
        let structure = Some(&memory[case.out_of_line..]);
        let (expected, outcome) = case.expected();
        let line = Line::open_deaf(functions, LINES, case.version);
        let made = functions.make_call(
            next_request(),
            line.handle,
            next_handle(),
            Some("1?"),
            structure,
        );
        let could = functions.could_call(line.handle, VOICE, structure);
        assert_eq!(functions.close(line.handle), 0);
        prop_assert_eq!(made.0, expected);
        // It looks at the same structure, and at no number.
        let right = expected == code::DIALPROMPT;
        prop_assert_eq!(could, if right { 0 } else { expected });
        let new = usize::from(case.fixed == 180);
        counts[new][outcome as usize].fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    let config = Config {
        cases: 4_000,
        source_file: Some(file!()),
        ..Config::default()
    };
    let ended = TestRunner::new(config).run(&case(), check);
    if let Err(error) = ended {
        panic!("{error}");
    }
    // Of every kind there were some, in the old layout and in the new one.
    for (layout, counts) in counts.iter().enumerate() {
        for (outcome, count) in counts.iter().enumerate() {
            let count = count.load(Ordering::Relaxed);
            assert!(
                count >= 20,
                "layout {layout}, outcome {outcome}: {count} cases"
            );
        }
    }
}

/// Fields that share bytes, out of line, at the very end: each is read as it is.
#[test]
fn what_overlaps_is_read_by_each() {
    let office = office!();
    let functions = office.lines;
    for (version, fixed) in VERSIONS {
        let line = Line::open_deaf(functions, LINES, version);
        let there = Line::open(functions, LINES + 1);
        let mut bytes = vec![0; fixed];
        // UserUserInfo, HighLevelComp, DevSpecific, CallData: size and distance from the fixed part.
        let shared = [(80, 5, 0), (88, 3, 2), (104, 8, 0), (156, 1, 7)];
        for (member, size, distance) in shared {
            bytes[member] = size;
            let offset = u32::try_from(fixed).expect("it is small") + distance;
            bytes[member + 4..member + 8].copy_from_slice(&offset.to_le_bytes());
        }
        bytes.extend_from_slice(b"abcdefgh");
        bytes[0] = u8::try_from(bytes.len()).expect("it is small");
        bytes.insert(0, 0xEE);
        let memory = bytes.into_boxed_slice();
        let request = next_request();
        let made = functions.make_call(
            request,
            line.handle,
            next_handle(),
            Some("102"),
            Some(&memory[1..]),
        );
        assert_eq!((made.0, outcome(request)), (request.cast_signed(), 0));
        let call = there.comes_in(0);
        there.reach(call, OFFERING);
        let info = there.info(call);
        assert_eq!(field(&info, 248), b"abcde");
        assert_eq!(field(&info, 256), b"cde");
        assert_eq!(field(&info, 288), b"abcdefgh");
        assert_eq!(field(&info, 300), b"h");
        done(|request| functions.drop_call(request, call.handle, b""));
        assert_eq!(functions.close(line.handle), 0);
        assert_eq!(functions.close(there.handle), 0);
    }
    office.shut_down();
}

#[test]
fn a_structure_without_anything_makes_a_voice_call() {
    let office = office!();
    let line = Line::open(office.lines, LINES);
    let call = line.make(Some("0444"), Some(&params(&[])));
    line.reach(call, crate::world::RINGBACK);
    let (request, tapi) = (next_request(), next_handle());
    let (result, _) = office
        .lines
        .make_call(request, line.handle, tapi, Some("0444"), None);
    // No room for a second one: the hardware says so, here or later.
    let end = if result == request.cast_signed() {
        outcome(request)
    } else {
        result
    };
    assert!(end < 0);
    office.shut_down();
}
