//! Calls of the provider by its exported functions, each figure with its ratio to the floor:
//! `cargo bench -p tspkit-benches --bench provider_calls`.
//!
//! The floor is `floor/lines.c` at -O2, in this process, in turn with what it is compared with; what both write into
//! `LINECALLINFO` is compared first.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "provider_calls/block.rs"]
mod block;
#[allow(dead_code, reason = "this bench has no phones")]
#[path = "provider/exports.rs"]
mod exports;
#[path = "provider_calls/floor.rs"]
mod floor;
mod line_driver;
#[allow(dead_code, reason = "this bench uses some of the functions")]
#[path = "provider_calls/exports.rs"]
mod lines;
#[allow(dead_code, reason = "this bench measures pairs alone")]
mod measure;
#[allow(dead_code, reason = "this bench has no bars")]
mod report;
#[path = "provider_calls/rows.rs"]
mod rows;

use lines::Contents;

fn main() {
    // `cargo bench -p tspkit-benches --bench provider_calls -- many` runs the rows with that in their name.
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
        .unwrap_or_default();
    let rows: [(&str, fn()); 3] = [
        ("fill-caller", || {
            rows::fill("caller only", Contents::Caller);
        }),
        ("fill-everything", || {
            rows::fill("every buffer", Contents::Everything);
        }),
        ("many-calls", rows::many),
    ];
    report::heading();
    rows.iter()
        .filter(|(name, _)| name.contains(&filter))
        .for_each(|(_, row)| row());
}
