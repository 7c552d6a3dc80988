//! What TAPI holds of a provider's phones, lines and calls: numbers.

mod table;

use std::fmt;

pub(crate) use self::table::{Entered, Kind, Table};
use crate::provider::{OpenCall, OpenLine, OpenPhone};

/// The tables of a provider's handles, for a static of its own: all zero and large, and memory only where it is
/// used.
///
/// There is a table for each kind, so that a place takes 16 bytes and what is looked up is found where it lies,
/// without asking what it is.
pub struct Handles {
    pub(crate) phones: Table<OpenPhone>,
    pub(crate) lines: Table<OpenLine>,
    pub(crate) calls: Table<OpenCall>,
}

impl Handles {
    /// Empty tables, for a static: they are too large for a stack.
    #[cfg(not(loom))]
    #[allow(
        clippy::new_without_default,
        reason = "they are made at compile time, and nowhere else"
    )]
    pub const fn new() -> Self {
        Self {
            phones: Table::new(),
            lines: Table::new(),
            calls: Table::new(),
        }
    }

    /// Small tables, as loom wants them.
    #[cfg(loom)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            phones: Table::new(),
            lines: Table::new(),
            calls: Table::new(),
        }
    }
}

impl fmt::Debug for Handles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handles")
    }
}
