//! Data that travels as it is, with a length or a terminator.

use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::{
    fault::{Fault, Heard, printable},
    profile::{
        needle::position,
        tables::{Length, WayTable},
    },
    talk::{SLICE, Talk},
};

/// How much is written between two reports of progress.
const PIECE: usize = 4096;

/// Whether `data` can travel at all: found out before the phone is told to expect it.
pub(crate) fn check(way: &WayTable, data: &Bytes) -> Result<(), Fault> {
    let Some(terminator) = way.terminator.as_ref() else {
        return Ok(());
    };
    let terminator = terminator.get_ref().as_bytes();
    if position(&[data, terminator].concat(), terminator) == Some(data.len()) {
        return Ok(());
    }
    Err(Fault::Data(format!(
        "the data contains `{}`, which ends it; this phone cannot take such data",
        printable(terminator)
    )))
}

/// Sends `data`, with what ends it.
pub(crate) fn send(
    talk: &mut Talk<'_>,
    way: &WayTable,
    size: u32,
    data: &Bytes,
) -> Result<(), Fault> {
    let terminator = way
        .terminator
        .as_ref()
        .map(|text| text.get_ref().as_bytes());
    let wanted = match way.length.as_ref().map(toml::Spanned::get_ref) {
        Some(Length::Fixed(length)) => *length as usize,
        Some(Length::Area) => size as usize,
        _ => data.len(),
    };
    let total = data.len() as u64;
    let mut done = 0;
    for piece in data.chunks(PIECE) {
        talk.say(piece)?;
        done += piece.len() as u64;
        talk.want.progress(done, total);
    }
    let pad = [way.pad.unwrap_or(0); 64];
    let mut missing = wanted.saturating_sub(data.len());
    while missing > 0 {
        let length = missing.min(pad.len());
        talk.say(&pad[..length])?;
        missing -= length;
    }
    talk.say(terminator.unwrap_or_default())
}

/// Receives what the phone sends, `length` bytes or up to the terminator.
pub(crate) fn receive(
    talk: &mut Talk<'_>,
    way: &WayTable,
    length: usize,
    limit: Duration,
) -> Result<Bytes, Fault> {
    match &way.terminator {
        Some(terminator) => until(talk, terminator.get_ref().as_bytes(), length, limit),
        None => exactly(talk, length, limit),
    }
}

/// What comes before `terminator`, which is taken too.
fn until(
    talk: &mut Talk<'_>,
    terminator: &[u8],
    most: usize,
    limit: Duration,
) -> Result<Bytes, Fault> {
    let mut wait = Wait::new(limit);
    // What was searched before is not searched again.
    let mut from = 0;
    loop {
        if let Some(at) = position(&talk.inbox[from..], terminator) {
            let end = from + at;
            if end > most {
                return Err(too_long(end, most));
            }
            let data = Bytes::copy_from_slice(&talk.inbox[..end]);
            talk.inbox.drain(..end + terminator.len());
            return Ok(data);
        }
        from = talk.inbox.len().saturating_sub(terminator.len() - 1);
        if from > most {
            let seen = talk.inbox.len();
            talk.inbox.clear();
            return Err(too_long(seen, most));
        }
        wait.more(talk, "the end of the data")?;
        talk.want.progress(talk.inbox.len() as u64, most as u64);
    }
}

fn exactly(talk: &mut Talk<'_>, length: usize, limit: Duration) -> Result<Bytes, Fault> {
    let mut wait = Wait::new(limit);
    while talk.inbox.len() < length {
        talk.want.progress(talk.inbox.len() as u64, length as u64);
        wait.more(talk, "the rest of the data")?;
    }
    let data = Bytes::copy_from_slice(&talk.inbox[..length]);
    talk.inbox.drain(..length);
    Ok(data)
}

fn too_long(seen: usize, most: usize) -> Fault {
    Fault::TooMuch { seen, most }
}

/// Waiting for bytes that must not pause for longer than a limit.
struct Wait {
    limit: Duration,
    since: Instant,
}

impl Wait {
    fn new(limit: Duration) -> Self {
        Self {
            limit,
            since: Instant::now(),
        }
    }

    fn more(&mut self, talk: &mut Talk<'_>, what: &str) -> Result<(), Fault> {
        loop {
            if talk.want.is_over() {
                return Err(Fault::Cancelled);
            }
            if talk.listen(SLICE)? > 0 {
                self.since = Instant::now();
                return Ok(());
            }
            if self.since.elapsed() >= self.limit {
                let bytes = talk.inbox.len();
                return Err(Fault::Silent {
                    what: what.to_owned(),
                    limit_ms: self.limit.as_millis(),
                    heard: Heard {
                        bytes,
                        last: talk.inbox[bytes.saturating_sub(60)..].to_vec(),
                    },
                });
            }
        }
    }
}
