//! The records of several files, one after the other.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

use tspkit_trace::{Problem, Reader, Record};

use crate::failure::{Failure, Kind};

/// A line of a file.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: u64,
}

/// A line that is no record, for the end of the command.
#[derive(Debug, Default)]
pub(super) struct Bad {
    count: u64,
    first: Option<String>,
}

/// Goes over all records and all lines that are none; what lies between the two may end it early.
pub(super) fn each(
    files: &[PathBuf],
    mut with: impl FnMut(Place, Result<Record, Problem>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for path in files {
        let file = path.display().to_string();
        let mut reader = Reader::new(open(path)?);
        while let Some(record) = reader.next() {
            let (line, file) = (reader.line(), file.clone());
            match record {
                Ok(record) => with(Place { file, line }, Ok(record))?,
                Err(error) => match error.problem {
                    Problem::Input(error) => return Err(Failure::file("read", path, &error)),
                    problem => with(Place { file, line }, Err(problem))?,
                },
            }
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| Failure::file("read", path, &error))?;
    Ok(Box::new(BufReader::new(file)))
}

impl Bad {
    /// Counts a line unless it is only cut off, as the last line of a log that is being written may be. Says how many
    /// there are by now.
    pub(super) fn count(&mut self, place: &Place, problem: &Problem) -> u64 {
        if !matches!(problem, Problem::Truncated) {
            self.count += 1;
            self.first
                .get_or_insert_with(|| format!("{}:{}: {problem}", place.file, place.line));
        }
        self.count
    }

    pub(super) fn result(self) -> Result<(), Failure> {
        let Some(first) = self.first else {
            return Ok(());
        };
        let message = match self.count {
            1 => format!("1 line is no record: {first}"),
            count => format!("{count} lines are no records; the first: {first}"),
        };
        Err(Failure::new(Kind::File, message)
            .hint("is it the log of a service provider (LogFile), and has anybody changed it?"))
    }
}
