//! A driver of one's own: a phone whose memory is a file. Whoever uses tspkit opens it as `file:` and a folder.
//!
//! A driver says what phones there are, and answers requests. This one blocks while it reads and writes, so it
//! implements the trait for such drivers, and its requests are carried out on a thread of its own.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use std::{error::Error, fs, io, path::PathBuf, sync::Arc, time::Duration};

use tspkit::{
    Bytes, DataArea, Direction, Drivers, HardwareError, PhoneId, PhoneInfo, PhoneModel, PhoneReply,
    PhoneRequest,
    hal::{EventSink, Inventory, blocking},
};

const AREA: u32 = 0;

/// A phone that keeps its phone book in a file of this folder.
struct FilePhone {
    folder: PathBuf,
}
