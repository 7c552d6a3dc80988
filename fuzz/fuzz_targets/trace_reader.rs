//! The reader of logs: every line is a record or an error that names it, and what was read is written and read back as
//! the same; no log brings the account down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_trace::{Account, Problem, Reader, Record};

fuzz_target!(|log: &[u8]| {
    let mut account = Account::new();
    let mut reader = Reader::new(log);
    let mut records = Vec::new();
    let (mut line, mut truncated) = (0, false);
    while let Some(record) = reader.next() {
        assert!(!truncated, "nothing follows what is cut off");
        assert!(reader.line() > line, "a line is read once");
        line = reader.line();
        match record {
            Ok(record) => {
                account.record(line, &record);
                records.push(record);
            }
            Err(error) => {
                assert_eq!(error.line, line);
                assert!(!error.to_string().is_empty());
                truncated = matches!(error.problem, Problem::Truncated);
            }
        }
    }
    let lines = log.split(|byte| *byte == b'\n').count() as u64;
    assert!(line <= lines);
    assert!(!truncated || !log.ends_with(b"\n"));

    let summary = account.finish();
    assert!(summary.accepted + summary.refused <= summary.calls);
    assert!(summary.completions <= summary.callbacks);
    let all = summary.calls + summary.callbacks + summary.notes;
    assert_eq!(all, records.len() as u64);
    let named = summary.breaches.iter().map(|breach| breach.line);
    assert!(named.clone().is_sorted() && named.max() <= Some(line));

    let mut written = Vec::new();
    for record in &records {
        record.write(&mut written);
    }
    let again: Result<Vec<Record>, _> = Reader::new(&written[..]).collect();
    assert_eq!(again.expect("what was read can be written"), records);
});
