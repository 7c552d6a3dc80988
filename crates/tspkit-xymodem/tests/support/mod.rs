//! What the tests share: damaged lines, a simulated link between two machines, and programs at the other end of pipes.
#![allow(dead_code, reason = "each test binary uses a part")]

pub(crate) mod bench;
pub(crate) mod link;
pub(crate) mod noise;
pub(crate) mod program;

use tspkit_xymodem::{Error, Event, Summary, Transfer};

/// What a transfer has told so far.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The files as far as they came: name, data, and whether they came whole.
    pub(crate) files: Vec<(Vec<u8>, Vec<u8>, bool)>,
    pub(crate) outcome: Option<Result<Summary, Error>>,
    pub(crate) events: Vec<Event>,
}

impl Log {
    pub(crate) fn drain(&mut self, machine: &mut dyn Transfer) {
        while let Some(event) = machine.poll_event() {
            match &event {
                Event::FileStart(info) => self.files.push((info.name.to_vec(), Vec::new(), false)),
                Event::Data(bytes) => self
                    .files
                    .last_mut()
                    .expect("data belongs to a file")
                    .1
                    .extend_from_slice(bytes),
                Event::FileEnd { .. } => {
                    self.files.last_mut().expect("an end belongs to a file").2 = true;
                }
                Event::Done(summary) => {
                    assert!(self.outcome.replace(Ok(*summary)).is_none(), "two outcomes");
                }
                Event::Failed(error) => {
                    assert!(
                        self.outcome.replace(Err(error.clone())).is_none(),
                        "two outcomes"
                    );
                }
                _ => {}
            }
            self.events.push(event);
        }
    }

    pub(crate) fn succeeded(&self) -> bool {
        matches!(self.outcome, Some(Ok(_)))
    }

    pub(crate) fn error(&self) -> &Error {
        self.outcome
            .as_ref()
            .expect("no outcome")
            .as_ref()
            .expect_err("it succeeded")
    }
}

/// Bytes in which every value occurs and no block is like another.
pub(crate) fn sample(length: usize) -> Vec<u8> {
    (0..length)
        .map(|at| (at.wrapping_mul(31) ^ (at >> 8).wrapping_mul(97) ^ (at >> 3)).to_le_bytes()[0])
        .collect()
}
