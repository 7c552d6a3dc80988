//! Reads `expected.txt`.

use std::fmt;

/// The table, as it stands beside this file.
pub(crate) const TEXT: &str = include_str!("expected.txt");

/// The kinds of buffer, in the order of `CALLINFO_BUFFER` and of the table's columns.
pub(crate) const KINDS: [&str; 6] = ["UUI", "DEVSPECIFIC", "CALLDATA", "CHARGING", "HLC", "LLC"];

/// A state of a call at one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// `out` or `in`.
    pub(crate) end: &'static str,
    /// TAPI 3's word; `-` for a call that was closed.
    pub(crate) call: &'static str,
    /// The state below.
    pub(crate) line: &'static str,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.end, self.call, self.line)
    }
}

/// A row: what is expected of each kind in one state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) state: State,
    pub(crate) cells: [&'static str; 6],
    /// Where it comes from.
    pub(crate) from: &'static str,
}

/// A row about a size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SizeRow {
    pub(crate) done: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) size: &'static str,
    pub(crate) gives: &'static str,
    pub(crate) then: &'static str,
    pub(crate) from: &'static str,
}

/// The rows of `[put]`, `[get]` or `[release]`.
pub(crate) fn rows(section: &str) -> Vec<Row> {
    lines(section)
        .map(|line| {
            let (head, from) = fields::<9>(line);
            let [end, call, line, cells @ ..] = head;
            Row {
                state: State { end, call, line },
                cells,
                from,
            }
        })
        .collect()
}

/// The rows of `[sizes]`.
pub(crate) fn sizes() -> Vec<SizeRow> {
    lines("sizes")
        .map(|line| {
            let ([done, kind, size, gives, then], from) = fields(line);
            SizeRow {
                done,
                kind,
                size,
                gives,
                then,
                from,
            }
        })
        .collect()
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
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The first words of a line, and what follows them.
fn fields<const N: usize>(line: &'static str) -> ([&'static str; N], &'static str) {
    let mut rest = line;
    let words = std::array::from_fn(|_| {
        let (word, after) = rest
            .split_once(char::is_whitespace)
            .unwrap_or_else(|| panic!("expected.txt: this line is too short: {line}"));
        rest = after.trim_start();
        word
    });
    assert!(!rest.is_empty(), "expected.txt: no source is given: {line}");
    (words, rest)
}
