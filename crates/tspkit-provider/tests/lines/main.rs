//! Lines and calls of the simulated office, as TAPI uses them: several providers in one process.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "the support of all tests of the provider has more than is used here"
)]

mod calls;
mod carrier;
mod closing_inside;
mod devices;
mod endings;
mod inside;
mod malformed;
mod messages;
mod no_room;
mod office;
mod read_live;
mod read_most;
mod sizes;
#[path = "../support/mod.rs"]
mod support;
mod tapi;
mod torture;
mod transfers;
mod world;
