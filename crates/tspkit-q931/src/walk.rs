//! One walk through a value, octet by octet, for whoever wants to hear of it.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{Finding, Octet, Problem, group::Group};

/// Hears what a value's octets hold, in their order.
pub(crate) trait Walk {
    /// The next `length` octets; what follows concerns them. 0 for something that is missing here.
    fn octets(&mut self, octet: Octet, length: usize);

    /// A field of these octets, its bits as a number, and what that means.
    fn field(&mut self, name: &'static str, number: Option<u32>, meaning: fmt::Arguments<'_>);

    /// Something wrong with these octets.
    fn problem(&mut self, problem: Problem);
}

/// Gathers what is wrong and lets the rest pass.
#[derive(Default)]
pub(crate) struct Findings {
    next: usize,
    index: usize,
    octet: Option<Octet>,
    found: Vec<Finding>,
}

impl Findings {
    pub(crate) fn found(self) -> Vec<Finding> {
        self.found
    }
}

impl Walk for Findings {
    fn octets(&mut self, octet: Octet, length: usize) {
        self.index = self.next;
        self.next += length;
        self.octet = Some(octet);
    }

    fn field(&mut self, _: &'static str, _: Option<u32>, _: fmt::Arguments<'_>) {}

    fn problem(&mut self, problem: Problem) {
        self.found.push(Finding {
            index: self.index,
            octet: self.octet.unwrap_or(Octet::FIRST),
            problem,
        });
    }
}

/// What the walks of most values need over and over.
pub(crate) trait WalkMore: Walk {
    /// A coded field: its number, its name, and a problem when it has none.
    fn coded(&mut self, field: &'static str, number: u8, name: Option<&'static str>) {
        let meaning = name.unwrap_or("unknown");
        self.field(field, Some(number.into()), format_args!("{meaning}"));
        if name.is_none() {
            self.problem(Problem::Unknown { field, number });
        }
    }

    /// A bit with a meaning either way.
    fn bit(&mut self, field: &'static str, set: bool, meanings: [&'static str; 2]) {
        let meaning = meanings[usize::from(set)];
        self.field(field, Some(set.into()), format_args!("{meaning}"));
    }

    /// Text as it was written.
    fn text(&mut self, field: &'static str, text: &[u8]) {
        let text = String::from_utf8_lossy(text);
        self.field(field, None, format_args!("{text:?}"));
    }

    /// Bits that are to be 0.
    fn spare(&mut self, bits: u8) {
        if bits != 0 {
            self.problem(Problem::Spare(bits));
        }
    }

    /// A layer's first octet: its number, and which layer it says it is.
    fn layer(&mut self, number: u32, identifier: u8) {
        self.octets(Octet::new(number), 1);
        self.field(
            "layer identifier",
            Some(identifier.into()),
            format_args!("layer {identifier}"),
        );
    }

    /// The end of a group of which `known` octets have been walked: those that have no place, and whether it was cut short.
    fn surplus(&mut self, number: u32, group: &Group, known: usize) {
        let surplus = group.len().saturating_sub(known);
        if surplus > 0 {
            self.octets(Octet::extended(number, known), surplus);
            self.problem(Problem::Surplus(surplus));
        }
        if group.cut_short {
            self.problem(Problem::CutShort);
        }
    }
}

impl<W: Walk + ?Sized> WalkMore for W {}
