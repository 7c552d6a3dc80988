//! Reading BER (X.209, X.690) so that every octet is accounted for, and writing it.
//!
//! What Q.932's components need and no more: short tags, definite and indefinite lengths. Depth is bounded by who reads.

mod found;
mod reader;
mod writer;

pub(crate) use reader::Reader;
pub(crate) use writer::{integer, value};

/// Universal tags.
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const ENUMERATED: u8 = 0x0A;
pub(crate) const SEQUENCE: u8 = 0x30;

/// The tag [n] of a primitive value.
pub(crate) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The tag [n] of a value that holds others.
pub(crate) const fn holder(number: u8) -> u8 {
    0xA0 | number
}

#[cfg(test)]
mod tests {
    use std::{format, string::String, vec::Vec};

    use super::{INTEGER, Reader, SEQUENCE, integer, value};
    use crate::walk::Findings;

    #[test]
    fn numbers_take_as_few_octets_as_they_need() {
        assert_eq!(integer(INTEGER, 0), [2, 1, 0]);
        assert_eq!(integer(INTEGER, 127), [2, 1, 0x7F]);
        assert_eq!(integer(INTEGER, 128), [2, 2, 0, 0x80]);
        assert_eq!(integer(INTEGER, -128), [2, 1, 0x80]);
        assert_eq!(integer(INTEGER, -129), [2, 2, 0xFF, 0x7F]);
        assert_eq!(integer(INTEGER, 16_777_215), [2, 4, 0, 0xFF, 0xFF, 0xFF]);
        for number in [i64::MIN, -1, 0, 255, 256, i64::MAX] {
            let bytes = integer(INTEGER, number);
            let mut findings = Findings::default();
            let mut reader = Reader::new(&bytes, &mut findings);
            assert_eq!(reader.integer(INTEGER, "number"), Some(number));
            reader.finish();
            assert_eq!(findings.found(), []);
        }
    }

    #[test]
    fn lengths_have_three_forms() {
        assert_eq!(value(4, &[7; 127])[..3], [4, 127, 7]);
        assert_eq!(value(4, &[7; 128])[..4], [4, 0x81, 128, 7]);
        assert_eq!(value(4, &[7; 300])[..5], [4, 0x82, 1, 44, 7]);
        let forms = [
            &[0x30, 3, 2, 1, 5][..],
            &[0x30, 0x82, 0, 3, 2, 1, 5],
            &[0x30, 0x80, 2, 1, 5, 0, 0],
        ];
        for bytes in forms {
            let mut findings = Findings::default();
            let mut reader = Reader::new(bytes, &mut findings);
            let read = reader.open(SEQUENCE, "sequence", |inner| {
                inner.integer(INTEGER, "number")
            });
            assert_eq!(read, Some(Some(5)));
            reader.finish();
            assert_eq!(findings.found(), []);
        }
    }

    fn problems(bytes: &[u8]) -> Vec<String> {
        let mut findings = Findings::default();
        Reader::new(bytes, &mut findings).finish();
        let found = findings.found();
        found
            .iter()
            .map(|finding| format!("{}: {}", finding.index, finding.problem))
            .collect()
    }

    #[test]
    fn what_is_broken_off_is_told_of() {
        assert_eq!(problems(&[2]), ["0: the length is missing"]);
        assert_eq!(
            problems(&[2, 3, 1]),
            ["0: the length says 3 octets, and 1 are there"]
        );
        assert_eq!(
            problems(&[2, 0x82, 1]),
            ["0: the length says 2 octets, and 1 are there"]
        );
        let huge = [2, 0x8A, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5];
        assert_eq!(
            problems(&huge),
            [format!(
                "0: the length says {} octets, and 1 are there",
                usize::MAX
            )]
        );
        assert_eq!(
            problems(&[0x30, 0x80, 2, 1, 5]),
            ["0: the end of contents is missing"]
        );
        assert_eq!(
            problems(&[0x3F, 1, 0]),
            ["0: a value with tag 0x3f has no place here"]
        );
        let deep = [0x30, 0x80].repeat(1000);
        assert_eq!(problems(&deep), ["0: values lie too deep in one another"]);
        assert_eq!(
            problems(&[2, 1, 5, 4, 0]),
            [
                "0: a value with tag 0x02 has no place here",
                "3: a value with tag 0x04 has no place here"
            ]
        );
    }
}
