//! The functions of calls.

mod asking;
mod buffers;
mod control;
mod info;
mod making;
mod transfer;
