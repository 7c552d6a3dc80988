//! What is wrong with a profile, and where.

use std::{fmt, ops::Range, path::PathBuf};

use thiserror::Error;

/// Why there is no such profile.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("the profile `{}` cannot be read; check that the path is right", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something in it is wrong.
    #[error("{}{at}: {problem}", Prefix(.path.as_ref()))]
    Wrong {
        /// The file, when the profile came from one.
        path: Option<PathBuf>,
        /// Where.
        at: Position,
        /// What is wrong there, and what to write.
        problem: String,
    },
}

impl ProfileError {
    /// Where in the text, when the text is what is wrong.
    pub const fn position(&self) -> Option<Position> {
        match self {
            Self::Read { .. } => None,
            Self::Wrong { at, .. } => Some(*at),
        }
    }

    /// The same error, in that file.
    pub(super) fn in_file(self, file: &std::path::Path) -> Self {
        match self {
            Self::Wrong { at, problem, .. } => Self::Wrong {
                path: Some(file.to_owned()),
                at,
                problem,
            },
            read @ Self::Read { .. } => read,
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

struct Prefix<'a>(Option<&'a PathBuf>);

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(path) => write!(f, "{}, ", path.display()),
            None => f.write_str("the profile is wrong at "),
        }
    }
}

/// A problem found by a check, not yet turned into a position.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) span: Range<usize>,
    pub(super) problem: String,
}

impl Wrong {
    pub(super) fn at(span: Range<usize>, problem: impl Into<String>) -> Self {
        Self {
            span,
            problem: problem.into(),
        }
    }
}
