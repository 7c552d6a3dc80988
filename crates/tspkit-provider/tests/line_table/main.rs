//! Every function of lines and calls, in every state: what happens is what `expected.txt` says, which was written from
//! TAPI's pages and not from the code.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::print_stdout,
    reason = "the support of all tests of the provider has more than is used here, and a walk says how far it went"
)]

mod calls;
mod digits;
mod ending;
mod fields;
mod functions;
mod handles;
mod making;
mod messages;
#[path = "../lines/office.rs"]
mod office;
mod opening;
mod scene;
mod sizes;
mod structures;
#[path = "../support/mod.rs"]
mod support;
mod table;
#[path = "../lines/tapi.rs"]
mod tapi;
mod versions;
#[path = "../lines/world.rs"]
mod world;
