//! Reading a log, line by line.

mod line;

use std::{
    fmt,
    io::{self, BufRead, Read as _},
};

use crate::record::Record;

/// Longer lines are no records, and are not kept in memory: 1 MiB.
pub const MOST_LINE: usize = 1 << 20;

/// The records of a log, in its order.
///
/// A line that is no record is an error, and the line after it is read all the same. Empty lines are passed over.
/// Only when the input itself fails there is nothing after the error.
///
/// ```
/// use tspkit_trace::{Problem, Reader};
///
/// let log = "not a record\n{\"time\":\"2026-11-21T11:25:33Z\",\"thread\":1,\"note\":\"hello\"";
/// let mut reader = Reader::new(log.as_bytes());
/// let first = reader.next().unwrap().unwrap_err();
/// assert_eq!(first.line, 1);
/// assert!(matches!(first.problem, Problem::NotARecord(_)));
/// let second = reader.next().unwrap().unwrap_err();
/// assert_eq!(second.line, 2);
/// assert!(matches!(second.problem, Problem::Truncated));
/// assert!(reader.next().is_none());
/// ```
pub struct Reader<R> {
    input: R,
    text: Vec<u8>,
    line: u64,
    failed: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads from the beginning of a log, or of any of its lines, which then counts as line 1.
    pub fn new(input: R) -> Self {
        Self {
            input,
            text: Vec::new(),
            line: 0,
            failed: false,
        }
    }

    /// The number of the line that was read last; 0 before the first.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads on to the next line that is not empty; `None` at the end.
    fn advance(&mut self) -> io::Result<Option<Ending>> {
        loop {
            self.text.clear();
            let mut bounded = self.input.by_ref().take(MOST_LINE as u64 + 1);
            if bounded.read_until(b'\n', &mut self.text)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let ending = if self.text.ends_with(b"\n") {
                Ending::Whole
            } else if self.text.len() > MOST_LINE {
                self.input.skip_until(b'\n')?;
                return Ok(Some(Ending::TooLong));
            } else {
                Ending::EndOfInput
            };
            if !self.text.trim_ascii().is_empty() {
                return Ok(Some(ending));
            }
        }
    }
}

enum Ending {
    Whole,
    EndOfInput,
    TooLong,
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let problem = match self.advance() {
            Ok(None) => return None,
            Ok(Some(Ending::TooLong)) => Problem::TooLong,
            Ok(Some(ending)) => match line::parse(&self.text) {
                Ok(record) => return Some(Ok(record)),
                Err(_) if matches!(ending, Ending::EndOfInput) => Problem::Truncated,
                Err(error) => Problem::NotARecord(error),
            },
            Err(error) => {
                self.failed = true;
                self.line += 1;
                Problem::Input(error)
            }
        };
        let line = self.line;
        Some(Err(ReadError { line, problem }))
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// A line that is no record.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ReadError {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong with it.
    #[source]
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It is no JSON, or not the JSON of a record; which, and in which column.
    #[error("not a record: {0}")]
    NotARecord(String),
    /// The log ends in the middle of it: its writer was ended, or is still writing.
    #[error("the log ends in the middle of the record")]
    Truncated,
    /// It has more than [`MOST_LINE`] bytes.
    #[error("not a record: longer than {MOST_LINE} bytes")]
    TooLong,
    /// The input could not be read, and nothing follows.
    #[error("cannot be read: {0}")]
    Input(#[source] io::Error),
}
