//! What holds for every decoder of call info buffers.

use tspkit_q931::{Decoded, Finding, Kind, explain};

/// As much of an input as is worth the time: an element has 255 octets at the most.
pub fn worthwhile(input: &[u8]) -> &[u8] {
    &input[..input.len().min(300)]
}

/// Nothing is lost, and the explanation has each byte once and each finding at its place.
///
/// # Panics
/// When that does not hold.
pub fn check<T>(kind: Kind, bytes: &[u8], decoded: &Decoded<T>, encode: impl Fn(&T) -> Vec<u8>) {
    assert_eq!(encode(&decoded.value), bytes);
    let explanation = explain(kind, bytes);
    let mut next = 0;
    let mut findings = Vec::new();
    for row in &explanation.rows {
        assert_eq!(row.range.start, next);
        next = row.range.end;
        assert_eq!(row.bytes, bytes[row.range.clone()]);
        findings.extend(row.problems.iter().map(|problem| Finding {
            index: row.range.start,
            octet: row.octet,
            problem: problem.clone(),
        }));
    }
    assert_eq!(next, bytes.len());
    assert_eq!(findings, decoded.findings);
    assert_eq!(explanation.is_sound(), findings.is_empty());
    assert!(explanation.to_string().lines().count() > explanation.rows.len());
}
