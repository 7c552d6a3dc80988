//! What is wrong with an office file.

use std::{fmt, path::PathBuf};

/// Why there is no such office.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// The file cannot be read.
    #[error("the office file `{}` cannot be read; check that the path is right", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file's text is not TOML, or says something that an office does not have.
    #[error("the office file is wrong at {at}: {message}")]
    Text {
        /// Where.
        at: Position,
        /// What is wrong there, and what to write.
        message: String,
    },
    /// Something in the office does not fit something else in it.
    #[error("the office is wrong at {}{place}: {problem}", Prefix(.at.as_ref()))]
    Invalid {
        /// Where in the text, when the office came from one.
        at: Option<Position>,
        /// What, such as `models.desk.areas[2]`.
        place: String,
        /// What is wrong with it, and what to do about it.
        problem: String,
    },
    /// What follows `sim:` in a URL is not understood.
    #[error(
        "`{part}` is not understood in a reference to an office; write a path, then `?seed=` and a number if wanted"
    )]
    Reference {
        /// The part.
        part: String,
    },
}

impl OfficeError {
    pub(crate) fn invalid(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid {
            at: None,
            place: place.into(),
            problem: problem.into(),
        }
    }

    /// Where in the file, when that is known.
    pub const fn position(&self) -> Option<Position> {
        match self {
            Self::Text { at, .. } => Some(*at),
            Self::Invalid { at, .. } => *at,
            _ => None,
        }
    }
}

/// A place in a text: line and column, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// The place of the byte at `offset`, or the end of the text when it is shorter.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A position with a comma, or nothing.
struct Prefix<'a>(Option<&'a Position>);

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |position| write!(f, "{position}, "))
    }
}
