//! The table itself: it is whole, says where each row comes from, and knows no other words.

use std::collections::HashSet;

use crate::table::{self, KINDS, Row, TEXT};

/// Every state that a call can be in, at either end.
const STATES: [(&str, &str, &str); 24] = [
    ("out", "IDLE", "created"),
    ("out", "INPROGRESS", "dialtone"),
    ("out", "INPROGRESS", "dialing"),
    ("out", "INPROGRESS", "proceeding"),
    ("out", "INPROGRESS", "ringback"),
    ("out", "INPROGRESS", "busy"),
    ("out", "INPROGRESS", "specialinfo"),
    ("out", "CONNECTED", "connected"),
    ("out", "HOLD", "onhold"),
    ("out", "HOLD", "onholdpendtransfer"),
    ("out", "HOLD", "onholdpendconf"),
    ("out", "DISCONNECTED", "disconnected"),
    ("out", "DISCONNECTED", "ended"),
    ("out", "-", "closed"),
    ("in", "OFFERING", "offering"),
    ("in", "OFFERING", "accepted"),
    ("in", "QUEUED", "queued"),
    ("in", "CONNECTED", "connected"),
    ("in", "HOLD", "onhold"),
    ("in", "HOLD", "onholdpendtransfer"),
    ("in", "HOLD", "onholdpendconf"),
    ("in", "DISCONNECTED", "disconnected"),
    ("in", "DISCONNECTED", "ended"),
    ("in", "-", "closed"),
];

fn states(rows: &[Row]) -> Vec<(&'static str, &'static str, &'static str)> {
    rows.iter()
        .map(|row| (row.state.end, row.state.call, row.state.line))
        .collect()
}

#[test]
fn each_operation_has_a_row_for_every_state() {
    for section in ["put", "get", "release"] {
        assert_eq!(states(&table::rows(section)), STATES, "[{section}]");
    }
}

#[test]
fn the_table_knows_no_other_words() {
    let words: [(&str, &[&str]); 3] = [
        (
            "put",
            &["stored", "sent", "set", "INVALCALLSTATE", "INVALIDARG"],
        ),
        (
            "get",
            &["stored", "far", "setup", "set", "device", "INVALCALLSTATE"],
        ),
        ("release", &["next", "same"]),
    ];
    for (section, words) in words {
        let used: HashSet<_> = table::rows(section)
            .iter()
            .flat_map(|row| row.cells)
            .collect();
        assert_eq!(
            used,
            words.iter().copied().collect::<HashSet<_>>(),
            "[{section}]"
        );
    }
}

#[test]
fn every_reading_of_our_own_has_its_reason() {
    let rows = ["put", "get", "release"].into_iter().flat_map(table::rows);
    let sources = rows
        .map(|row| row.from)
        .chain(table::sizes().into_iter().map(|row| row.from));
    let mut used = HashSet::new();
    for part in sources.flat_map(|from| from.split("; ")) {
        if let Some(letter) = part.strip_prefix("rec ") {
            let reason = format!("# rec {letter}   ");
            assert!(
                TEXT.lines().any(|line| line.starts_with(&reason)),
                "expected.txt gives no reason {letter}"
            );
            used.insert(letter);
        } else {
            assert!(
                part.starts_with(|first: char| first.is_ascii_digit()),
                "expected.txt: {part} is no section"
            );
        }
    }
    let given: HashSet<_> = TEXT
        .lines()
        .filter_map(|line| line.strip_prefix("# rec "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(given, used);
}

#[test]
fn the_columns_are_the_kinds() {
    let headings: Vec<_> = TEXT
        .lines()
        .filter(|line| line.starts_with("# end  CALL_STATE"))
        .collect();
    assert_eq!(headings.len(), 3);
    for heading in headings {
        let words: Vec<_> = heading.split_whitespace().collect();
        assert_eq!(words[5..11], KINDS);
    }
}

#[test]
fn the_sizes_are_given_for_every_way_to_send_and_to_store() {
    let rows = table::sizes();
    let pairs: HashSet<_> = rows.iter().map(|row| (row.done, row.kind)).collect();
    assert_eq!(pairs.len(), 10);
    for row in &rows {
        assert!(KINDS.contains(&row.kind), "{row:?}");
        assert!(["max", "max+1", "0", "none"].contains(&row.size), "{row:?}");
        let fails = ["USERUSERINFOTOOBIG", "INVALIDARG"].contains(&row.gives);
        assert!(
            fails || ["stored", "sent", "set", "ok"].contains(&row.gives),
            "{row:?}"
        );
        assert_eq!(
            fails,
            row.size == "max+1" && !row.then.starts_with("connect:"),
            "{row:?}"
        );
    }
}
