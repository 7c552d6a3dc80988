//! Every kind of call info buffer, in every state of a call, put, got and released: what happens is what
//! `expected.txt` says, which was written from TAPI's pages and not from the code.

#![allow(
    clippy::print_stdout,
    reason = "a walk says how many cells it has walked"
)]

#[path = "../exchange/mod.rs"]
mod exchange;
mod literal;
mod scene;
mod sizes;
#[path = "../support/mod.rs"]
mod support;
mod switch_walk;
mod table;
mod walk;

use exchange::switch;
