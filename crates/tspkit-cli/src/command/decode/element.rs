//! Whole information elements: identifier and length before the contents.

use tspkit_q931::{Element, ElementId, Explanation, Field, Octet, Problem, Row};

use crate::{
    args::BufferKind,
    failure::{Failure, Kind},
};

/// Explains identifier, length, contents, and what follows the element.
pub(super) fn explain(kind: BufferKind, bytes: &[u8]) -> Result<Explanation, Failure> {
    let Some(wanted) = kind.element() else {
        let message =
            "a header of SIP is no information element, and --element does not go with it";
        return Err(Failure::new(Kind::Usage, message));
    };
    let element = Element::decode(bytes);
    let contents = element.value.contents();
    let mut explanation = tspkit_q931::explain(kind.kind(), contents);
    let begin = bytes.len().min(2);
    for row in &mut explanation.rows {
        row.range = row.range.start + begin..row.range.end + begin;
    }
    let mut rows = vec![identifier(wanted, &element.value), length(&element.value)];
    for finding in element.findings {
        let row = usize::from(finding.octet != Octet::new(1));
        rows[row].problems.push(finding.problem);
    }
    rows.append(&mut explanation.rows);
    let rest = element.value.rest();
    if !rest.is_empty() {
        let end = begin + contents.len();
        let mut row = row(end, rest, Octet::counted(contents.len()));
        row.problems.push(Problem::Surplus(rest.len()));
        rows.push(row);
    }
    explanation.rows = rows;
    Ok(explanation)
}

fn identifier((wanted, field_name): (ElementId, &'static str), element: &Element) -> Row {
    let Some(identifier) = element.identifier() else {
        return row(0, &[], Octet::new(1));
    };
    let number = identifier.code();
    let mut row = row(0, &[number], Octet::new(1));
    let meaning = identifier.meaning().unwrap_or("another element");
    row.fields
        .push(field("information element identifier", number, meaning));
    if identifier != wanted {
        row.problems.push(Problem::Unknown {
            field: field_name,
            number,
        });
    }
    row
}

fn length(element: &Element) -> Row {
    let Some(length) = element.declared_length() else {
        return row(1, &[], Octet::new(2));
    };
    let number = u8::try_from(length).unwrap_or(u8::MAX);
    let mut row = row(1, &[number], Octet::new(2));
    let field = field("length of contents", number, "octets that follow");
    row.fields.push(field);
    row
}

fn row(begin: usize, bytes: &[u8], octet: Octet) -> Row {
    Row {
        range: begin..begin + bytes.len(),
        bytes: bytes.to_vec(),
        octet,
        fields: Vec::new(),
        problems: Vec::new(),
    }
}

fn field(name: &'static str, number: u8, meaning: &str) -> Field {
    Field {
        name,
        number: Some(number.into()),
        meaning: meaning.to_owned(),
    }
}
