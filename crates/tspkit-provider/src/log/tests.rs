//! The log, as files show it.
