//! The switch between the lines of an office: a state machine without threads, clock or locks.
//!
//! [`Exchange`] takes requests, points in time and what hands do; it gives answers, events and what it wants to be
//! reminded of. A call is two legs: each belongs to a line, or to somebody outside.

mod buffers;
mod calls;
mod carrier;
mod digits;
mod exchange;
mod hold;
mod incoming;
mod legs;
mod line;
mod making;
mod numbers;
mod output;
mod outside;
mod parties;
#[cfg(test)]
mod properties;
mod ringing;
mod route;
mod service;
mod transfer;

pub use self::incoming::Incoming;
pub(crate) use self::{
    exchange::Exchange,
    legs::Key,
    line::{Line, address},
    output::{Conditions, Output, Timer},
};
