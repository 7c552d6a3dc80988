//! `tspkit decode`.

mod buffer;
mod element;
mod kind;

use serde_json::{Value, json};
use tspkit_q931::{Explanation, Row, explain};

use crate::{
    args::Decode,
    failure::{Failure, Kind},
    hex,
    output::Output,
};

pub(crate) fn decode(args: &Decode, output: &Output) -> Result<(), Failure> {
    let bytes = buffer::read(args)?;
    let explanation = if args.element {
        element::explain(args.kind, &bytes)?
    } else {
        explain(args.kind.kind(), &bytes)
    };
    let fields = fields(args, &bytes, &explanation);
    let problems = problems(&explanation);
    if problems > 0 && args.check {
        if !output.json {
            output.write(explanation.to_string().as_bytes())?;
        }
        let message = match problems {
            1 => "1 thing is wrong with the buffer".into(),
            problems => format!("{problems} things are wrong with the buffer"),
        };
        return Err(Failure::new(Kind::Malformed, message).fields(fields));
    }
    if output.json {
        output.done("", fields)
    } else {
        output.write(explanation.to_string().as_bytes())
    }
}

fn problems(explanation: &Explanation) -> usize {
    explanation.rows.iter().map(|row| row.problems.len()).sum()
}

fn fields(args: &Decode, bytes: &[u8], explanation: &Explanation) -> Value {
    json!({
        "command": "decode",
        "kind": args.kind.word(),
        "bytes": bytes.len(),
        "sound": explanation.is_sound(),
        "octets": explanation.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn row(row: &Row) -> Value {
    let fields = row.fields.iter().map(
        |field| json!({ "name": field.name, "number": field.number, "meaning": field.meaning }),
    );
    json!({
        "octet": row.octet.to_string(),
        "at": row.range.start,
        "hex": hex::written(&row.bytes),
        "fields": fields.collect::<Vec<_>>(),
        "problems": row.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
