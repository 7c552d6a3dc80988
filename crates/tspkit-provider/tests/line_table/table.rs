//! Reads `expected.txt`.

use std::{collections::HashMap, fmt};

/// The table, as it stands beside this file.
const TEXT: &str = include_str!("expected.txt");

/// What is expected: a word of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub word: &'static str,
    /// No page decides it.
    pub is_reading: bool,
}

impl Cell {
    pub fn of(text: &'static str) -> Self {
        let bare = text.strip_prefix('?');
        Self {
            word: bare.unwrap_or(text),
            is_reading: bare.is_some(),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_reading { "?" } else { "" };
        write!(f, "{mark}{}", self.word)
    }
}

/// The lines of a section that are no comments.
fn lines(section: &str) -> impl Iterator<Item = &'static str> {
    let heading = format!("[{section}]");
    let mut rest = TEXT.lines();
    assert!(
        rest.by_ref().any(|line| line == heading),
        "expected.txt has no section {heading}"
    );
    rest.take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The rows of a section whose columns hold single words, without the source at the end.
pub fn words<const N: usize>(section: &str) -> Vec<[&'static str; N]> {
    let row = |line: &'static str| {
        let mut words = line.split_whitespace();
        let row = std::array::from_fn(|_| words.next().unwrap_or_else(|| short(line)));
        assert!(words.next().is_some(), "no source is given: {line}");
        row
    };
    lines(section).map(row).collect()
}

/// The rows of a section whose columns are parted by two blanks or more, likewise.
pub fn columns<const N: usize>(section: &str) -> Vec<[&'static str; N]> {
    let row = |line: &'static str| {
        let mut columns = parts(line);
        let row = std::array::from_fn(|_| columns.next().unwrap_or_else(|| short(line)));
        assert!(columns.next().is_some(), "no source is given: {line}");
        row
    };
    lines(section).map(row).collect()
}

fn parts(line: &'static str) -> impl Iterator<Item = &'static str> {
    let parts = line.trim().split("  ").map(str::trim);
    parts.filter(|text| !text.is_empty())
}

fn short(line: &str) -> ! {
    panic!("expected.txt: this line is too short: {line}")
}

/// A row of `[messages]`: whether it is of a call or of a line, at which end, and the message.
pub type Told = [&'static str; 3];

/// The scenarios of `[messages]`, each with its rows.
pub fn scenarios() -> Vec<(&'static str, Vec<Told>)> {
    let mut all: Vec<(&str, Vec<Told>)> = Vec::new();
    for line in lines("messages") {
        if let Some(name) = line.strip_suffix(':') {
            all.push((name, Vec::new()));
            continue;
        }
        let mut columns = parts(line);
        let row = std::array::from_fn(|_| columns.next().unwrap_or_else(|| short(line)));
        assert!(columns.next().is_some(), "no source is given: {line}");
        let (_, rows) = all.last_mut().expect("a scenario begins with its name");
        rows.push(row);
    }
    all
}

/// The states of calls, in the order of the columns of `[calls]`.
pub const STATES: [&str; 12] = [
    "offering",
    "accepted",
    "dialtone",
    "dialing",
    "proceeding",
    "ringback",
    "busy",
    "connected",
    "onhold",
    "pending",
    "disconnected",
    "idle",
];

/// The rows of `[calls]`: a function, and its cell for each state.
pub fn calls() -> Vec<(&'static str, [Cell; 12])> {
    let rows = words::<13>("calls").into_iter();
    rows.map(|[function, cells @ ..]| (function, cells.map(Cell::of)))
        .collect()
}

/// The detail of each state.
pub fn details() -> HashMap<&'static str, usize> {
    let rows = words::<2>("status").into_iter();
    rows.map(|[state, detail]| (state, constant(Cell::of(detail).word)))
        .collect()
}

/// A constant by its name, as the header has it.
pub fn constant(name: &str) -> usize {
    match name {
        "0" => 0,
        "LINEOFFERINGMODE_ACTIVE"
        | "LINECONNECTEDMODE_ACTIVE"
        | "LINEBUSYMODE_STATION"
        | "LINEDIALTONEMODE_NORMAL"
        | "LINEDISCONNECTMODE_NORMAL" => 1,
        "LINEDISCONNECTMODE_REJECT" | "LINECONNECTEDMODE_ACTIVEHELD" | "voice" => 4,
        "LINEDISCONNECTMODE_TEMPFAILURE" => 0x8000,
        "LINEDISCONNECTMODE_OUTOFORDER" => 0x4000,
        name => panic!("the table has no number for {name}"),
    }
}

/// A state's number, as the header has it.
pub fn state(name: &str) -> usize {
    match name {
        "idle" => 0x1,
        "offering" => 0x2,
        "accepted" => 0x4,
        "dialtone" => 0x8,
        "dialing" => 0x10,
        "ringback" => 0x20,
        "busy" => 0x40,
        "connected" => 0x100,
        "proceeding" => 0x200,
        "onhold" => 0x400,
        "pending" => 0x2000,
        "disconnected" => 0x4000,
        name => panic!("there is no state {name}"),
    }
}

/// A bit of `LINE_CALLINFO` by its name, as the header has it.
pub fn change(name: &str) -> usize {
    match name {
        "BEARERMODE" => 0x4,
        "MEDIAMODE" => 0x10,
        "APPSPECIFIC" => 0x20,
        "CALLID" => 0x40,
        "RELATEDCALLID" => 0x80,
        "CALLERID" => 0x8000,
        "CALLEDID" => 0x1_0000,
        "CONNECTEDID" => 0x2_0000,
        "USERUSERINFO" => 0x20_0000,
        "CALLDATA" => 0x4000_0000,
        name => panic!("LINE_CALLINFO has no {name} here"),
    }
}
