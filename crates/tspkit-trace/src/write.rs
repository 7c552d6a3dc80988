//! Writing: each function appends one line, its end included, to a buffer that is used again and again.
//!
//! Nothing is allocated but what the buffer itself needs to grow.

use std::{io::Write as _, time::Duration};

use crate::{
    record::Level,
    time::{self, Stamp},
    value::{MOST_BYTES, Value, beginning, hexadecimal},
};

/// A function of the provider that TAPI has called, and what it returned.
pub fn call(
    line: &mut Vec<u8>,
    stamp: Stamp,
    function: &str,
    arguments: &[(&str, Value<'_>)],
    result: i32,
    took: Duration,
) {
    begin(line, stamp, "call", function);
    named(line, "args", arguments);
    add(line, format_args!(",\"result\":{result}"));
    end_after(line, took);
}

/// A function of TAPI that the provider has called: `ASYNC_COMPLETION`, `PHONEEVENT`, `LINEEVENT`.
pub fn callback(
    line: &mut Vec<u8>,
    stamp: Stamp,
    function: &str,
    arguments: &[(&str, Value<'_>)],
    took: Duration,
) {
    begin(line, stamp, "callback", function);
    named(line, "args", arguments);
    end_after(line, took);
}

/// What somebody in the provider had to say.
///
/// The message is cut as a [`Value::Text`] is, and then ends in `…`.
pub fn note(
    line: &mut Vec<u8>,
    stamp: Stamp,
    level: Level,
    target: &str,
    message: &str,
    fields: &[(&str, Value<'_>)],
) {
    let shown = beginning(message);
    begin(line, stamp, "note", shown);
    if shown.len() < message.len() {
        line.pop();
        add(line, format_args!("…\""));
    }
    add(line, format_args!(",\"level\":\"{level}\",\"target\":"));
    string(line, beginning(target));
    named(line, "fields", fields);
    add(line, format_args!("}}\n"));
}

pub(crate) fn begin(line: &mut Vec<u8>, stamp: Stamp, kind: &str, what: &str) {
    add(line, format_args!("{{\"time\":\""));
    time::write(line, stamp.time);
    add(
        line,
        format_args!("\",\"thread\":{},\"{kind}\":", stamp.thread),
    );
    string(line, what);
}

pub(crate) fn end_after(line: &mut Vec<u8>, took: Duration) {
    let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    add(line, format_args!(",\"us\":{microseconds}}}\n"));
}

fn named(line: &mut Vec<u8>, key: &str, values: &[(&str, Value<'_>)]) {
    let values = values.iter().map(|(name, value)| (*name, *value));
    object(line, key, values, |line, value| match value {
        Value::Number(number) => add(line, format_args!("{number}")),
        Value::Signed(number) => add(line, format_args!("{number}")),
        Value::Hex(number) => add(line, format_args!("\"{number:#x}\"")),
        Value::Bytes(all) => bytes(line, &all[..all.len().min(MOST_BYTES)], all.len() as u64),
        Value::Text(all) => text(line, beginning(all), all.len() as u64),
    });
}

pub(crate) fn object<'a, V>(
    line: &mut Vec<u8>,
    key: &str,
    values: impl Iterator<Item = (&'a str, V)>,
    mut write: impl FnMut(&mut Vec<u8>, V),
) {
    add(line, format_args!(",\"{key}\":{{"));
    for (index, (name, value)) in values.enumerate() {
        if index > 0 {
            line.push(b',');
        }
        string(line, name);
        line.push(b':');
        write(line, value);
    }
    line.push(b'}');
}

pub(crate) fn bytes(line: &mut Vec<u8>, shown: &[u8], length: u64) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    add(line, format_args!("{{\"bytes\":\""));
    for byte in shown {
        line.push(DIGITS[usize::from(byte >> 4)]);
        line.push(DIGITS[usize::from(byte & 15)]);
    }
    add(line, format_args!("\",\"length\":{length}}}"));
}

pub(crate) fn text(line: &mut Vec<u8>, shown: &str, length: u64) {
    if shown.len() as u64 == length && hexadecimal(shown).is_none() {
        return string(line, shown);
    }
    add(line, format_args!("{{\"text\":"));
    string(line, shown);
    add(line, format_args!(",\"length\":{length}}}"));
}

pub(crate) fn string(line: &mut Vec<u8>, text: &str) {
    // Neither a string nor a vector has a reason to fail.
    let _ = serde_json::to_writer(line, text);
}

pub(crate) fn add(line: &mut Vec<u8>, arguments: std::fmt::Arguments<'_>) {
    // Writing to a vector does not fail.
    let _ = line.write_fmt(arguments);
}
