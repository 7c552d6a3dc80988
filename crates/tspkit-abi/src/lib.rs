//! TAPI vocabulary.
