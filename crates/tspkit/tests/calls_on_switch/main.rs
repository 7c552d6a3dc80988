//! Calls between lines of the simulated switch, and what they carry.

mod before_connect;
mod bounds;
mod callbacks;
mod carrier;
mod endings;
#[path = "../exchange/mod.rs"]
mod exchange;
mod faults;
mod holding;
mod lines;
mod outcomes;
mod parties;
mod queue;
mod refusals;
#[path = "../support/mod.rs"]
mod support;
mod transfer;
mod views;
mod watching;
mod while_connected;

use exchange::switch;
