//! What decoding finds wrong, and where.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::Octet;

/// A decoded value, and what was wrong with the bytes. The value keeps every byte, so that encoding it gives the same again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Decoded<T> {
    /// What the bytes mean, as far as they mean something.
    pub value: T,
    /// What is wrong or not known, in the order of the bytes.
    pub findings: Vec<Finding>,
}

impl<T> Decoded<T> {
    /// The value, if there is nothing wrong with it.
    ///
    /// # Errors
    /// [`Malformed`], with every finding.
    pub fn sound(self) -> Result<T, Malformed> {
        if self.findings.is_empty() {
            Ok(self.value)
        } else {
            Err(Malformed {
                findings: self.findings,
            })
        }
    }
}

/// One thing that is wrong or not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Where: the place in the buffer, from 0. It is the buffer's length for what is missing at the end.
    pub index: usize,
    /// The octet's name in the Recommendation.
    pub octet: Octet,
    /// What it is.
    pub problem: Problem,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "octet {} (byte {} of the buffer): {}",
            self.octet, self.index, self.problem
        )
    }
}

/// What can be wrong with an octet. None of these loses anything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The buffer ends before an octet that every such element has.
    #[error("the {0} is missing")]
    Missing(&'static str),
    /// An extension bit says that another octet follows, and the buffer ends.
    #[error("the extension bit says that another octet follows, and none does")]
    CutShort,
    /// A number that the Recommendation does not give a meaning.
    #[error("{number} has no meaning as {field}")]
    Unknown {
        /// The field.
        field: &'static str,
        /// Its number.
        number: u8,
    },
    /// Bits that are to be 0 are not.
    #[error("spare bits are set: {0:#04x}")]
    Spare(u8),
    /// A coding standard whose octets this crate does not read.
    #[error("the octets that follow are coded to another standard and are not looked at")]
    OtherStandard,
    /// More octets than the Recommendation has; they are kept.
    #[error("octets without a place in the element: {0}")]
    Surplus(usize),
    /// An octet that is not a character of IA5, in what is said to be IA5 text.
    #[error("octets that are no IA5 characters: {count}, the first {octet:#04x}")]
    NotIa5 {
        /// The first such octet.
        octet: u8,
        /// How many there are.
        count: usize,
    },
    /// In a header: a character that no token has.
    #[error("{:?} cannot stand here without quotes", char::from(*.0))]
    NotInToken(u8),
    /// In a header: a quoted string that does not end, or that something follows.
    #[error("the quoted string does not end as it should")]
    Unquoted,
    /// In a header: a parameter that may be there once.
    #[error("the parameter {0} is there more than once; the first counts")]
    Repeated(&'static str),
    /// In a header: data that is said to be hex, and is not, or has an odd number of digits.
    #[error("the data is not hex: {} at its byte {index}", what_is_there(*octet))]
    NotHex {
        /// What stands there; nothing when a digit is missing at the end.
        octet: Option<u8>,
        /// Its place in the data.
        index: usize,
    },
    /// In a header: an encoding other than hex.
    #[error("the encoding {0:?} is not known")]
    UnknownEncoding(String),
    /// In BER: a value with this tag is not expected here, or its tag is longer than any that is.
    #[error("a value with tag {0:#04x} has no place here")]
    Unexpected(u8),
    /// In BER: deeper than any value of a charging component lies.
    #[error("values lie too deep in one another")]
    TooDeep,
    /// In BER: a number of no octets, or of too many.
    #[error("a number cannot have {0} octets here")]
    NotANumber(usize),
    /// A number or a text's length beyond what the Recommendation allows.
    #[error("{number} is beyond what {field} may be")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// What is there.
        number: i64,
    },
    /// In a component: an operation that is no advice of charge. Its argument is not looked at.
    #[error("operation {0} is no advice of charge")]
    OtherOperation(i64),
    /// A component other than an invocation. It is not looked at.
    #[error("a {0} is not looked at")]
    NotRead(&'static str),
    /// An element's length and its contents differ.
    #[error("the length says {declared} octets, and {there} are there")]
    Length {
        /// The number in the length octet.
        declared: usize,
        /// How many octets there are.
        there: usize,
    },
}

fn what_is_there(octet: Option<u8>) -> String {
    match octet {
        Some(octet) => alloc::format!("{:?}", char::from(octet)),
        None => String::from("the second digit is missing"),
    }
}

/// Bytes with something wrong in them, where only sound ones will do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Malformed {
    /// What is wrong; not empty.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, finding) in self.findings.iter().enumerate() {
            if number > 0 {
                f.write_str("; ")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Malformed {}
