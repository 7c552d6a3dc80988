//! Buffers on calls, each figure with its ratio to the floor: `cargo bench -p tspkit-benches --bench calls`.
//!
//! The floor is `floor/calls.c`: malloc, memcpy and free, at -O2, in this process, in turn with what it is
//! compared with.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "calls/floor.rs"]
mod floor;
mod line_driver;
#[path = "calls/lines.rs"]
mod lines;
#[allow(dead_code, reason = "this bench measures pairs alone")]
mod measure;
#[allow(dead_code, reason = "this bench reports ratios alone")]
mod report;
#[path = "calls/rows.rs"]
mod rows;

fn main() {
    // `cargo bench -p tspkit-benches --bench calls -- many` runs the rows with that in their name.
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
        .unwrap_or_default();
    let rows: [(&str, fn()); 3] = [
        ("before", rows::before),
        ("connected", rows::connected_call),
        ("many-calls", rows::many),
    ];
    report::heading();
    rows.iter()
        .filter(|(name, _)| name.contains(&filter))
        .for_each(|(_, row)| row());
}
