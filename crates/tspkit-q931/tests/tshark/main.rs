//! Debian's tshark decodes what this crate encodes.

#![cfg(target_os = "linux")]

mod charging;
mod cut;
mod dissect;
mod expect;
mod header;
mod high_layer;
mod low_layer;
mod names;
#[path = "../support/program.rs"]
mod program;
mod user_user;
