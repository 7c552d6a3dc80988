//! What files cost on serial lines: `cargo bench -p tspkit-benches --bench serial`.
//!
//! Our YMODEM sender is compared with lrzsz's `sb`, each in a process of its own and with lrzsz's `rb` behind pipes;
//! and with what a line of 115200 baud can carry at all.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[cfg(unix)]
#[allow(dead_code, reason = "this bench uses the median")]
mod measure;
#[path = "serial/paced.rs"]
mod paced;
#[cfg(unix)]
#[path = "serial/processes.rs"]
mod processes;
#[cfg(unix)]
#[path = "serial/send.rs"]
mod send;

use tspkit_xymodem::Variant;

/// As the first argument: be the sender of the file that follows, over standard input and output.
#[cfg(unix)]
const SEND: &str = "send-by-ymodem";

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    #[cfg(unix)]
    if let [first, file] = &arguments[..]
        && first == SEND
    {
        return send::send(file.as_ref());
    }
    // `cargo bench -p tspkit-benches --bench serial -- paced` runs the rows with that in their name.
    let filter = arguments
        .iter()
        .find(|argument| !argument.starts_with('-'))
        .map_or("", String::as_str);
    let rows: [(&str, fn()); 3] = [
        ("lrzsz", lrzsz),
        ("paced-ymodem", || paced::row("YMODEM", Variant::Ymodem)),
        ("paced-xmodem-1k", || {
            paced::row("XMODEM-1K", Variant::Xmodem1k);
        }),
    ];
    println!(
        "{:<64} {:>12} {:>12} {:>8}  bar",
        "", "ours", "other", "ratio"
    );
    rows.iter()
        .filter(|(name, _)| name.contains(filter))
        .for_each(|(_, row)| row());
}

#[cfg(unix)]
fn lrzsz() {
    processes::row();
}

#[cfg(not(unix))]
fn lrzsz() {
    println!("YMODEM against lrzsz's `sb`: not measured here, lrzsz is a program for Unix");
}
