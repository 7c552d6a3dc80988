//! The numbers to reach for the exported functions: `cargo bench -p tspkit-benches --bench provider`.
//!
//! They are called as TAPI calls them, by their addresses. The floor is the other benches', in turn with them.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[allow(dead_code, reason = "this bench uses some of the drivers")]
mod driver;
#[path = "provider/exports.rs"]
mod exports;
mod floor;
mod measure;
#[path = "provider/rows.rs"]
mod provider_rows;
mod report;

fn main() {
    // `cargo bench -p tspkit-benches --bench provider -- inline` runs the rows with that in their name.
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
        .unwrap_or_default();
    let rows: [(&str, fn()); 5] = [
        ("inline-64", || provider_rows::inline_download(64, "5")),
        ("inline-4096", || {
            provider_rows::inline_download(4096, "1.6");
        }),
        ("inline-watched", provider_rows::inline_watched),
        ("queued", provider_rows::queued),
        ("many-phones", provider_rows::many_phones),
    ];
    report::heading();
    rows.iter()
        .filter(|(name, _)| name.contains(&filter))
        .for_each(|(_, row)| row());
}
