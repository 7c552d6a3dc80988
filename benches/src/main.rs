//! The numbers to reach, each with its ratio to the floor: `cargo bench -p tspkit-benches`.
//!
//! The floor is `floor/floor.c`, compiled at -O2 and run in this process, in turn with what it is compared
//! with. A ratio travels between machines, a time does not.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod driver;
mod floor;
mod measure;
mod rows;

fn main() {
    println!("{:<64} {:>12} {:>12} {:>8}  bar", "", "ours", "floor", "ratio");
    rows::inline_download(64, "5");
    rows::inline_download(4096, "1.6");
    rows::copying_alone(64);
    rows::allocations();
    rows::queued();
    rows::many_phones();
    rows::memory_per_phone();
}
