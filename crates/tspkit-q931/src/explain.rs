//! Buffers explained to a person, octet by octet.

use alloc::{borrow::ToOwned as _, string::String, vec::Vec};
use core::{
    fmt::{self, Write as _},
    ops::Range,
};

use crate::{
    ChargingInfo, HighLayerCompatibility, LowLayerCompatibility, Octet, Problem, UserToUser,
    UserUserInfo, walk::Walk,
};

/// What a buffer is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// User-user information.
    UserUser,
    /// High layer compatibility.
    HighLayer,
    /// Low layer compatibility.
    LowLayer,
    /// Charging information.
    Charging,
    /// The text of a SIP header `User-to-User`.
    UserToUser,
}

impl Kind {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UserUser => "user-user information",
            Self::HighLayer => "high layer compatibility",
            Self::LowLayer => "low layer compatibility",
            Self::Charging => "charging information",
            Self::UserToUser => "User-to-User header",
        }
    }

    /// Where it is described.
    pub const fn source(self) -> &'static str {
        match self {
            Self::UserUser => "Q.931 4.5.30",
            Self::HighLayer => "Q.931 4.5.17",
            Self::LowLayer => "Q.931 4.5.19",
            Self::Charging => "Q.956.2",
            Self::UserToUser => "RFC 7433",
        }
    }
}

/// A buffer, explained: every byte of it is in exactly one row. Printed, it is a table.
///
/// ```
/// use tspkit_q931::{Kind, explain};
///
/// assert_eq!(
///     explain(Kind::HighLayer, &[0x91, 0x84]).to_string(),
///     "\
/// high layer compatibility (Q.931 4.5.17), 2 bytes
/// octet 3   91  coding standard: ITU-T standardized coding (0)
///               interpretation: first (primary or only) high layer characteristics to be used in the call (4)
///               presentation method of protocol profile: high layer protocol profile (without specification of attributes) (1)
/// octet 4   84  high layer characteristics identification: facsimile group 2/3 (F.182) (4)
/// "
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What the buffer is said to hold.
    pub kind: Kind,
    /// The octets, in their order.
    pub rows: Vec<Row>,
}

/// Octets that are explained together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Their places in the buffer. Empty for something that is missing there.
    pub range: Range<usize>,
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// What the Recommendation calls the first of them.
    pub octet: Octet,
    /// What they hold.
    pub fields: Vec<Field>,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
}

/// A field of one or more octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// Its bits as a number, where it is one.
    pub number: Option<u32>,
    /// What that means.
    pub meaning: String,
}

/// Explains a buffer as TAPI hands it over, from octet 3 on. Nothing is too broken to be explained.
pub fn explain(kind: Kind, bytes: &[u8]) -> Explanation {
    let mut rows = Rows {
        bytes,
        next: 0,
        done: Vec::new(),
    };
    match kind {
        Kind::UserUser => UserUserInfo::decode(bytes).value.walk(&mut rows),
        Kind::HighLayer => HighLayerCompatibility::decode(bytes).value.walk(&mut rows),
        Kind::LowLayer => LowLayerCompatibility::decode(bytes).value.walk(&mut rows),
        Kind::Charging => {
            ChargingInfo::walk(bytes, &mut rows);
        }
        Kind::UserToUser => UserToUser::decode(bytes).value.walk(&mut rows),
    }
    Explanation {
        kind,
        rows: rows.done,
    }
}

impl Explanation {
    /// Whether nothing is wrong with the buffer.
    pub fn is_sound(&self) -> bool {
        self.rows.iter().all(|row| row.problems.is_empty())
    }
}

struct Rows<'a> {
    bytes: &'a [u8],
    next: usize,
    done: Vec<Row>,
}

impl Rows<'_> {
    fn last(&mut self) -> &mut Row {
        if self.done.is_empty() {
            self.octets(Octet::FIRST, 0);
        }
        let last = self.done.len() - 1;
        &mut self.done[last]
    }
}

impl Walk for Rows<'_> {
    fn octets(&mut self, octet: Octet, length: usize) {
        let range = self.next..self.next + length;
        self.next = range.end;
        self.done.push(Row {
            bytes: self.bytes.get(range.clone()).unwrap_or_default().to_owned(),
            range,
            octet,
            fields: Vec::new(),
            problems: Vec::new(),
        });
    }

    fn field(&mut self, name: &'static str, number: Option<u32>, meaning: fmt::Arguments<'_>) {
        let field = Field {
            name,
            number,
            meaning: alloc::fmt::format(meaning),
        };
        self.last().fields.push(field);
    }

    fn problem(&mut self, problem: Problem) {
        self.last().problems.push(problem);
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.meaning)?;
        self.number
            .map_or(Ok(()), |number| write!(f, " ({number})"))
    }
}

/// Bytes that a line shows before it goes on in the next.
const BYTES_A_LINE: usize = 8;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.rows.last().map_or(0, |row| row.range.end);
        let (name, source) = (self.kind.name(), self.kind.source());
        writeln!(f, "{name} ({source}), {length} bytes")?;
        let widest = self
            .rows
            .iter()
            .map(|row| row.bytes.len())
            .max()
            .unwrap_or(0);
        let width = (3 * widest.min(BYTES_A_LINE)).saturating_sub(1);
        for row in &self.rows {
            row.lines(f, width)?;
        }
        Ok(())
    }
}

impl Row {
    /// The bytes on the left and the fields on the right, each as many lines as it takes.
    fn lines(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        let mut bytes = self.bytes.chunks(BYTES_A_LINE);
        let mut says: Vec<String> = Vec::new();
        says.extend(self.fields.iter().map(|field| alloc::format!("{field}")));
        says.extend(
            self.problems
                .iter()
                .map(|wrong| alloc::format!("! {wrong}")),
        );
        let lines = says.len().max(bytes.len()).max(1);
        let mut says = says.into_iter();
        for line in 0..lines {
            let octet = if line == 0 {
                alloc::format!("octet {}", self.octet)
            } else {
                String::new()
            };
            let mut hex = String::new();
            for byte in bytes.next().unwrap_or_default() {
                let space = if hex.is_empty() { "" } else { " " };
                write!(hex, "{space}{byte:02X}")?;
            }
            let said = says.next().unwrap_or_default();
            let line = alloc::format!("{octet:<9} {hex:<width$}  {said}");
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
