//! What is written is read back as the same, whatever it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::{collection::vec, prelude::*};
use tspkit_trace::{
    Level, MOST_BYTES, MOST_TEXT, OwnedValue, Reader, Record, Stamp, Value, What, write,
};

/// A value that owns what a `Value` borrows.
#[derive(Debug, Clone)]
enum Any {
    Number(u64),
    Signed(i64),
    Hex(u64),
    Bytes(Vec<u8>),
    Text(String),
}

impl Any {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Signed(number) => Value::Signed(*number),
            Self::Hex(number) => Value::Hex(*number),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Text(text) => Value::Text(text),
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        1 => "0x[0-9a-f]{0,18}",
        1 => "[a-z \"\\\\]{0,20}",
        1 => ("é|x", MOST_TEXT / 2..MOST_TEXT + 10).prop_map(|(text, times)| text.repeat(times)),
    ]
}

fn any_value() -> impl Strategy<Value = Any> {
    prop_oneof![
        any::<u64>().prop_map(Any::Number),
        any::<i64>().prop_map(Any::Signed),
        any::<u64>().prop_map(Any::Hex),
        vec(any::<u8>(), 0..MOST_BYTES * 2).prop_map(Any::Bytes),
        any_text().prop_map(Any::Text),
    ]
}

fn any_values() -> impl Strategy<Value = Vec<(String, Any)>> {
    vec((any::<String>(), any_value()), 0..8)
}

/// Any time that can be written, in nanoseconds.
fn any_stamp() -> impl Strategy<Value = (SystemTime, u64)> {
    let time = (0..253_402_300_800_u64, 0..1_000_000_000_u32);
    let time = time.prop_map(|(seconds, nanos)| UNIX_EPOCH + Duration::new(seconds, nanos));
    (time, any::<u64>())
}

fn any_duration() -> impl Strategy<Value = Duration> {
    (any::<u64>(), 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanos)| Duration::new(seconds >> 32, nanos))
}

fn borrowed(values: &[(String, Any)]) -> Vec<(&str, Value<'_>)> {
    let values = values.iter();
    values
        .map(|(name, value)| (name.as_str(), value.value()))
        .collect()
}

fn owned(values: &[(String, Any)]) -> Vec<(String, OwnedValue)> {
    let values = values.iter();
    values
        .map(|(name, value)| (name.clone(), value.value().into()))
        .collect()
}

fn cut(time: SystemTime) -> SystemTime {
    let since = time.duration_since(UNIX_EPOCH).unwrap();
    UNIX_EPOCH + whole(since)
}

/// In whole microseconds.
fn whole(duration: Duration) -> Duration {
    Duration::new(duration.as_secs(), duration.subsec_micros() * 1000)
}

/// The one record of a log of one line, which its own writer writes the same again.
fn read(log: &[u8]) -> Record {
    assert_eq!(str::from_utf8(log).unwrap().matches('\n').count(), 1);
    let records: Result<Vec<_>, _> = Reader::new(log).collect();
    let [record] = <[Record; 1]>::try_from(records.unwrap()).unwrap();
    let mut again = Vec::new();
    record.write(&mut again);
    assert_eq!(
        String::from_utf8(again).unwrap(),
        str::from_utf8(log).unwrap()
    );
    record
}

proptest! {
    #[test]
    fn calls((time, thread) in any_stamp(), function in any::<String>(), values in any_values(), result: i32, took in any_duration()) {
        let mut log = Vec::new();
        write::call(&mut log, Stamp { time, thread }, &function, &borrowed(&values), result, took);
        let arguments = owned(&values);
        let what = What::Call { function: function.clone(), arguments, result, took: whole(took) };
        prop_assert_eq!(read(&log), Record { time: cut(time), thread, what });
    }

    #[test]
    fn callbacks((time, thread) in any_stamp(), function in any::<String>(), values in any_values(), took in any_duration()) {
        let mut log = Vec::new();
        write::callback(&mut log, Stamp { time, thread }, &function, &borrowed(&values), took);
        let arguments = owned(&values);
        let what = What::Callback { function: function.clone(), arguments, took: whole(took) };
        prop_assert_eq!(read(&log), Record { time: cut(time), thread, what });
    }

    #[test]
    fn notes((time, thread) in any_stamp(), message in any_text(), target in any::<String>(), values in any_values(), level in prop::sample::select(&Level::ALL)) {
        let mut log = Vec::new();
        write::note(&mut log, Stamp { time, thread }, level, &target, &message, &borrowed(&values));
        let Record { what: What::Note { message: read_message, level: read_level, target: read_target, fields }, .. } = read(&log) else {
            panic!("no note");
        };
        prop_assert_eq!((read_level, read_target, fields), (level, target, owned(&values)));
        match read_message.strip_suffix('…') {
            Some(shown) if message.len() > MOST_TEXT => {
                prop_assert!(message.starts_with(shown));
                prop_assert!(shown.len() > MOST_TEXT - 4 && shown.len() <= MOST_TEXT);
            }
            _ => prop_assert_eq!(read_message, message),
        }
    }

    #[test]
    fn any_lines_are_records_or_errors_with_their_numbers(lines in vec("[ -~]{0,80}", 0..20)) {
        let log = lines.join("\n");
        let numbers: Vec<_> = Reader::new(log.as_bytes())
            .map(|record| record.unwrap_err().line)
            .collect();
        let expected: Vec<_> = (1..)
            .zip(&lines)
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(numbers, expected);
    }
}
