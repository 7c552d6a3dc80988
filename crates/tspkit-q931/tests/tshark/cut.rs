//! Elements that end too early.

use tspkit_q931::{Element, ElementId, Problem};

use crate::dissect;

/// Every proper beginning of these contents, once each.
pub(crate) fn beginnings(contents: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut beginnings: Vec<_> = contents
        .iter()
        .flat_map(|contents| (0..contents.len()).map(|length| contents[..length].to_vec()))
        .collect();
    beginnings.sort();
    beginnings.dedup();
    beginnings
}

/// Elements whose length octet promises more than there is: both sides say so, and neither says how they would have gone on.
pub(crate) fn promised_more(identifier: ElementId, beginnings: &[Vec<u8>]) {
    let elements: Vec<_> = beginnings
        .iter()
        .map(|contents| {
            let length = u8::try_from(contents.len() + 1).expect("a short element");
            [&[identifier.code(), length], contents.as_slice()].concat()
        })
        .collect();
    for (element, found) in elements.iter().zip(dissect::elements(&elements)) {
        assert!(found.malformed, "{element:02x?}");
        let decoded = Element::decode(element);
        let length = Problem::Length {
            declared: element.len() - 1,
            there: element.len() - 2,
        };
        let problems: Vec<_> = decoded
            .findings
            .iter()
            .map(|found| &found.problem)
            .collect();
        assert_eq!(problems, [&length], "{element:02x?}");
        assert_eq!(decoded.value.contents(), &element[2..]);
        assert_eq!(decoded.value.encode(), *element);
    }
}
