//! Reading advice of charge.

mod call;
mod rate;
mod recorded;

use alloc::vec::Vec;

use self::{
    call::{at_end, during_call},
    rate::at_setup,
    recorded::{currency, units},
};
use super::{AdviceOfCharge, Invocation, ProtocolProfile};
use crate::{
    Problem,
    ber::{INTEGER, NULL, Reader, SEQUENCE, context},
    walk::{Walk, WalkMore as _},
};

/// The largest of Q.956's numbers of units, amounts and times.
const LARGEST: i64 = 16_777_215;

/// The components of a Facility element, after its octet 3 if that is there.
pub(super) fn facility(bytes: &[u8], walk: &mut dyn Walk) -> Vec<Invocation> {
    let mut reader = Reader::new(bytes, walk);
    let mut invocations = Vec::new();
    match reader.peek() {
        None => {
            reader.missing::<()>("protocol profile");
        }
        Some(component) if component >> 5 == 5 => {}
        Some(octet) => {
            let profile = ProtocolProfile::from_bits(octet);
            reader.take(1);
            let walk = reader.walk();
            walk.coded("protocol profile", profile.code(), profile.meaning());
            walk.spare((octet ^ 0x80) & 0xE0);
            let known = [
                ProtocolProfile::REMOTE_OPERATIONS,
                ProtocolProfile::NETWORKING_EXTENSIONS,
            ];
            if !known.contains(&profile) {
                walk.problem(Problem::OtherStandard);
                if reader.peek().is_some() {
                    reader.take(bytes.len());
                }
            }
        }
    }
    while let Some(tag) = reader.peek() {
        match tag {
            0xA1 => invocations.extend(reader.open(tag, "invoke component", invocation).flatten()),
            0xA2 => not_read(&mut reader, "return result component"),
            0xA3 => not_read(&mut reader, "return error component"),
            0xA4 => not_read(&mut reader, "reject component"),
            0xAA => reader.skip("network facility extension"),
            0x92 => reader.skip("network protocol profile"),
            0x8B => reader.skip("interpretation"),
            _ => reader.finish(),
        }
    }
    invocations
}

fn not_read(reader: &mut Reader<'_, '_>, name: &'static str) {
    reader.skip(name);
    reader.walk().problem(Problem::NotRead(name));
}

fn invocation(reader: &mut Reader<'_, '_>) -> Option<Invocation> {
    let Some(id) = reader.integer(INTEGER, "invoke identifier") else {
        return reader.missing("invoke identifier");
    };
    reader.integer(context(0), "linked identifier");
    let Some(operation) = reader.integer(INTEGER, "operation") else {
        return reader.missing("operation");
    };
    if let Some(said) = said_by(operation) {
        let walk = reader.walk();
        walk.field("advice of charge", None, format_args!("{said}"));
    }
    let advice = match operation {
        31 => at_setup(reader),
        32 => special_arrangement(reader),
        33 => during_call(reader, currency).map(AdviceOfCharge::DuringInCurrency),
        34 => during_call(reader, units).map(AdviceOfCharge::DuringInUnits),
        35 => at_end(reader, currency).map(AdviceOfCharge::AtEndInCurrency),
        36 => at_end(reader, units).map(AdviceOfCharge::AtEndInUnits),
        _ => {
            reader.walk().problem(Problem::OtherOperation(operation));
            while reader.peek().is_some() {
                reader.skip("argument");
            }
            return None;
        }
    }?;
    Some(Invocation { id, advice })
}

fn special_arrangement(reader: &mut Reader<'_, '_>) -> Option<AdviceOfCharge> {
    if reader.null(NULL, "charge not available").is_some() {
        return Some(AdviceOfCharge::SpecialArrangement(None));
    }
    match reader.number(INTEGER, "special arrangement", 1, 10) {
        Some(code) => Some(AdviceOfCharge::SpecialArrangement(Some(code))),
        None => reader.missing("special arrangement"),
    }
}

/// All of a list's sequences. `None` when something is missing in one of them, which has been told of.
fn all<T>(
    reader: &mut Reader<'_, '_>,
    name: &'static str,
    read: impl Fn(&mut Reader<'_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut items = Some(Vec::new());
    while reader.peek() == Some(SEQUENCE) {
        let item = reader.open(SEQUENCE, name, &read).flatten();
        items = items.zip(item).map(|(mut items, item)| {
            items.push(item);
            items
        });
    }
    if items.as_ref().is_some_and(Vec::is_empty) {
        return reader.missing(name);
    }
    items
}

/// When an operation tells of charges, and in what.
const fn said_by(operation: i64) -> Option<&'static str> {
    Some(match operation {
        31 => "at set-up, in currency",
        32 => "at set-up, a special arrangement",
        33 => "during the call, in currency",
        34 => "during the call, in units",
        35 => "at the end of the call, in currency",
        36 => "at the end of the call, in units",
        _ => return None,
    })
}
