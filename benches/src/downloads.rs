//! The numbers to reach, each with its ratio to the floor: `cargo bench -p tspkit-benches`.
//!
//! The floor is `floor/floor.c`, compiled at -O2 and run in this process, in turn with what it is compared
//! with. A ratio travels between machines, a time does not.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[allow(dead_code, reason = "this bench uses some of the drivers")]
mod driver;
mod floor;
mod measure;
mod report;
mod rows;

fn main() {
    // `cargo bench -p tspkit-benches -- inline` runs the rows with that in their name.
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
        .unwrap_or_default();
    let rows: [(&str, fn()); 6] = [
        ("inline-64", || rows::inline_download(64, "5")),
        ("inline-4096", || rows::inline_download(4096, "1.6")),
        ("copying-64", || rows::copying_alone(64)),
        ("copying-4096", || rows::copying_alone(4096)),
        ("queued", rows::queued),
        ("many-phones", rows::many_phones),
    ];
    report::heading();
    rows.iter()
        .filter(|(name, _)| name.contains(&filter))
        .for_each(|(_, row)| row());
}
