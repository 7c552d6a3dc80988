//! Structures member by member, as a C program reads them.

use std::{
    collections::HashMap,
    fmt::Write as _,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    functions::{self, Walked},
    office::{Author, LINES, Office, office},
    scene::config,
    support::tapi::V3_0,
    table::Cell,
    world::{Call, Line, VOICE, done, dword, field, params, text},
};

const TABLE: &str = include_str!("fields.txt");

/// What a structure is filled with beforehand, but for what TAPI has cleared.
const TAPI: u32 = 0xA5A5_A5A5;

const ROOM: usize = 4096;

/// The fixed parts at 2.0, 2.2 and 3.1.
const FIXED: [(&str, [usize; 3]); 4] = [
    ("LINEDEVCAPS", [252, 268, 292]),
    ("LINEADDRESSCAPS", [228; 3]),
    ("LINECALLINFO", [324, 324, 344]),
    ("LINECALLSTATUS", [56; 3]),
];

const VERSIONS: [u32; 3] = [0x0002_0000, 0x0002_0002, 0x0003_0001];

/// A row of the table.
#[derive(Clone, Copy)]
struct Row {
    structure: &'static str,
    at: usize,
    member: &'static str,
    expected: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines();
    let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let short = || panic!("fields.txt: this line is too short: {line}");
        let (structure, rest) = line.split_once(' ').unwrap_or_else(short);
        let (at, rest) = rest.trim_start().split_once(' ').unwrap_or_else(short);
        let (member, rest) = rest.trim_start().split_once(' ').unwrap_or_else(short);
        let (expected, from) = rest.trim_start().split_once("  ").unwrap_or_else(short);
        assert!(!from.trim().is_empty(), "fields.txt: no source: {line}");
        let at = at.parse().expect("it is a number");
        Row {
            structure,
            at,
            member,
            expected: Cell::of(expected).word,
        }
    })
    .collect()
}

/// How many bytes a row is about.
fn extent(row: &Row) -> usize {
    match row.expected.split(' ').next() {
        Some("text" | "list" | "bytes" | "none" | "sizes") => 8,
        Some("TAPI") if matches!(row.at, 208 | 216 | 224 | 232) => 8,
        Some("guid" | "time" | "default") => 16,
        Some("dial") => 48,
        _ => 4,
    }
}

/// No member is left out, and none is there twice.
#[test]
fn the_table_has_every_member_of_the_structures() {
    for (structure, fixed) in FIXED {
        let mut end = 0;
        for row in rows().iter().filter(|row| row.structure == structure) {
            assert_eq!(row.at, end, "{structure} {}", row.member);
            end += extent(row);
        }
        assert_eq!(end, fixed[2], "{structure}");
    }
}

#[test]
fn every_member_is_what_the_table_says_at_three_versions() {
    functions::walk("members", 481, |walked| {
        // Each with an office of its own, so that nothing is left of the one before.
        let offices = [
            office!(Author::of(config)),
            office!(Author::of(config)),
            office!(Author::of(config)),
        ];
        for (index, office) in offices.into_iter().enumerate() {
            let scene = Scene::start(office, VERSIONS[index]);
            let filled: HashMap<&str, Vec<u8>> = FIXED
                .iter()
                .map(|(structure, _)| (*structure, scene.fill(structure)))
                .collect();
            for row in rows() {
                let (_, fixed) = FIXED
                    .iter()
                    .find(|(structure, _)| *structure == row.structure)
                    .expect("it is one of them");
                if row.at < fixed[index] {
                    check(&scene, &filled, &row, fixed[index], walked);
                }
            }
            scene.office.shut_down();
        }
    });
}

/// A call that was made with everything, and answered.
struct Scene {
    office: Office,
    version: u32,
    call: Call,
    /// The switch's number of it, as the caller has it.
    number: u32,
}

impl Scene {
    fn start(office: Office, version: u32) -> Self {
        let lines = office.lines;
        let line = Line::open_deaf(lines, LINES, version);
        assert_eq!(lines.detect(line.handle, VOICE), 0);
        let third = Line::open_deaf(lines, LINES + 2, V3_0);
        let given = params(&[
            (80, b"hello"),
            (88, b"high"),
            (96, b"low"),
            (104, b"specific"),
            (156, b"data"),
        ]);
        let caller = third.make(Some("201"), Some(&given));
        let call = line.comes_in(0);
        done(|request| lines.answer(request, call.handle, b""));
        line.reach(call, crate::table::state("connected"));
        third.reach(caller, crate::table::state("connected"));
        let (code, ids) = lines.call_ids(caller.handle);
        assert_eq!(code, 0);
        assert_ne!(ids[1], 0, "the switch numbers its calls");
        Self {
            office,
            version,
            call,
            number: ids[1],
        }
    }

    fn fill(&self, structure: &str) -> Vec<u8> {
        let mut bytes: Vec<u8> = TAPI.to_le_bytes().repeat(ROOM / 4);
        let total = u32::try_from(ROOM).expect("it is small");
        bytes[..4].copy_from_slice(&total.to_le_bytes());
        let (exports, out, call) = (self.office.exports, bytes.as_mut_ptr(), self.call.handle);
        let code = match structure {
            // SAFETY: the structure is as long as it says; likewise below.
            "LINEDEVCAPS" => unsafe { exports.line_get_dev_caps(LINES, self.version, 0, out) },
            // SAFETY: as above.
            "LINEADDRESSCAPS" => unsafe {
                exports.line_get_address_caps(LINES, 0, self.version, 0, out)
            },
            // SAFETY: as above.
            "LINECALLINFO" => unsafe { exports.line_get_call_info(call, out) },
            // SAFETY: as above.
            _ => unsafe { exports.line_get_call_status(call, out) },
        };
        assert_eq!(code, 0);
        bytes
    }
}

fn number(text: &str) -> u32 {
    match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).expect("it is hexadecimal"),
        None => text.parse().expect("it is a number"),
    }
}

fn check(
    scene: &Scene,
    filled: &HashMap<&str, Vec<u8>>,
    row: &Row,
    fixed: usize,
    walked: &mut Walked,
) {
    let bytes = filled[row.structure].as_slice();
    let (at, found) = (row.at, dword(bytes, row.at));
    let (word, rest) = row.expected.split_once(' ').unwrap_or((row.expected, ""));
    let dwords = |at: usize, count: usize| -> Vec<u32> {
        (0..count).map(|each| dword(bytes, at + 4 * each)).collect()
    };
    let is_right = match word {
        "total" => found as usize == ROOM,
        "sizes" => found == dword(bytes, 8) && found as usize >= fixed,
        "has" => found & number(rest) == number(rest),
        "not" => found != number(rest),
        "text" => text(bytes, at) == rest && within(bytes, at, fixed),
        "list" => {
            let listed: String = rest.split('+').flat_map(|each| [each, "\0"]).collect();
            text(bytes, at) == listed && within(bytes, at, fixed)
        }
        "bytes" => field(bytes, at) == rest.as_bytes() && within(bytes, at, fixed),
        "none" => (found, dword(bytes, at + 4)) == (0, 0),
        "TAPI" => dwords(at, extent(row) / 4).iter().all(|each| *each == TAPI),
        "switch" => found == scene.number,
        "dial" => {
            let [min, max, default] = [0, 16, 32].map(|further| dwords(at + further, 4));
            let between = |each: usize| min[each] <= default[each] && default[each] <= max[each];
            (0..4).all(between) && max != [0; 4]
        }
        "default" => dwords(at, 4) == default_dial(&filled["LINEDEVCAPS"]),
        "guid" if rest == "some" => bytes[at..at + 16] != [0; 16] && found != TAPI,
        "guid" => hexadecimal(&bytes[at..at + 16]) == rest,
        "time" => is_now(bytes, at),
        exactly => found == number(exactly),
    };
    let problem = (!is_right).then(|| format!("{:x?} is there", dwords(at, extent(row) / 4)));
    walked.cell(
        &format!("{} {} {:#x}", row.structure, row.member, scene.version),
        problem,
    );
}

/// A variable field lies past the fixed part and within what is used.
fn within(bytes: &[u8], at: usize, fixed: usize) -> bool {
    let [size, offset, used] = [at, at + 4, 8].map(|at| dword(bytes, at) as usize);
    offset >= fixed && offset + size <= used
}

fn default_dial(caps: &[u8]) -> Vec<u32> {
    (0..4).map(|each| dword(caps, 188 + 4 * each)).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        write!(text, "{byte:02X}").expect("a string takes it");
    }
    text
}

/// A `SYSTEMTIME` of the last hours, in UTC: year, month, weekday, day, hour, minute, second, millisecond.
fn is_now(bytes: &[u8], at: usize) -> bool {
    let word = |index: usize| {
        let at = at + 2 * index;
        u64::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
    };
    let days = days_since_1970(word(0), word(1), word(3));
    let seconds = days * 86_400 + word(4) * 3600 + word(5) * 60 + word(6);
    // 1970 began on a Thursday, and Sunday is 0.
    let weekday = (days + 4) % 7;
    let told = UNIX_EPOCH + Duration::from_secs(seconds);
    let ago = SystemTime::now().duration_since(told);
    word(2) == weekday && word(7) < 1000 && ago.is_ok_and(|ago| ago < Duration::from_secs(7200))
}

fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let of_years: u64 = (1970..year)
        .map(|year| if is_leap(year) { 366 } else { 365 })
        .sum();
    let months = [
        31,
        if is_leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let of_months: u64 = months
        .iter()
        .take(usize::try_from(month).unwrap_or(1).max(1) - 1)
        .sum();
    of_years + of_months + day.max(1) - 1
}
