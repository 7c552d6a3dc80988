//! Panics of a driver and of a provider's author, wherever their code runs: the process goes on, TAPI gets the right
//! code, the log names the function and what the panic said, and the provider works afterwards.

#[path = "../support/mod.rs"]
mod support;

mod author;
mod lifecycle;
mod lines;
mod planted;
mod requests;
mod site;
mod switch;
#[path = "../lines/tapi.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the tests of lines use all of it"
)]
mod tapi;
