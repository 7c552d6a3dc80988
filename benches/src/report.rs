//! One line for each row.

use crate::measure::{Nanoseconds, Pair};

/// Above the rows.
pub(crate) fn heading() {
    println!(
        "{:<64} {:>12} {:>12} {:>8}  bar",
        "", "ours", "floor", "ratio"
    );
}

pub(crate) fn ratio(what: &str, pair: &Pair, bar: &str) {
    println!("{}  <= {bar}x", compared(what, pair));
}

/// What part of another row something is, without a bar of its own.
pub(crate) fn ratio_of_part(what: &str, pair: &Pair) {
    println!("{}", compared(what, pair));
}

pub(crate) fn rate(what: &str, cost: Nanoseconds, bar: &str) {
    let rate = 1e3 / cost.0;
    println!("{what:<64} {rate:>9.2} M/s {:>21}  >= {bar} M/s", "");
}

fn compared(what: &str, pair: &Pair) -> String {
    let (ours, floor) = (
        format!("{:.1} ns", pair.ours.0),
        format!("{:.1} ns", pair.floor.0),
    );
    format!("{what:<64} {ours:>12} {floor:>12} {:>7.2}x", pair.ratio)
}
