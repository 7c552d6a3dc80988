//! The records as a table, or as JSON.

use humantime::format_rfc3339_micros;
use serde_json::{Value, json};
use tspkit_trace::{Problem, Record, What};

use super::{
    files::{self, Bad, Place},
    words,
};
use crate::{args::Trace, failure::Failure, output::Output};

/// People are told of so many lines that are no records, then only how many there were.
const MOST_TOLD: u64 = 10;

pub(super) fn show(args: &Trace, output: &Output) -> Result<(), Failure> {
    let mut bad = Bad::default();
    let mut table = Table::default();
    files::each(&args.files, |place, record| match record {
        Ok(record) if !is_wanted(args, &record.what) => Ok(()),
        Ok(record) if output.json => output.object(&fields(&place, &record)),
        Ok(record) => output.write(table.row(&record).as_bytes()),
        Err(problem) => {
            let told = bad.count(&place, &problem);
            tell(&place, &problem, told, output)
        }
    })?;
    bad.result()
}

fn is_wanted(args: &Trace, what: &What) -> bool {
    let by_name = args.function.is_empty()
        || what.function().is_some_and(|function| {
            let short = function.strip_prefix("TSPI_").unwrap_or(function);
            let mut names = args.function.iter();
            names
                .any(|name| name.eq_ignore_ascii_case(function) || name.eq_ignore_ascii_case(short))
        });
    by_name && (!args.errors || words::is_error(what))
}

fn tell(place: &Place, problem: &Problem, told: u64, output: &Output) -> Result<(), Failure> {
    let Place { file, line } = place;
    if output.json {
        return output.object(&json!({
            "file": file,
            "line": line,
            "problem": problem.to_string(),
        }));
    }
    if told <= MOST_TOLD {
        output.note(&format!("{file}:{line}: {problem}"));
    }
    Ok(())
}

/// The record as it stands in the log, with its place, and its result by name.
fn fields(place: &Place, record: &Record) -> Value {
    let mut text = Vec::new();
    record.write(&mut text);
    let mut fields = json!({ "file": place.file, "line": place.line });
    let written = serde_json::from_slice(&text);
    if let (Some(fields), Ok(Value::Object(written))) = (fields.as_object_mut(), written) {
        fields.extend(written);
    }
    if let Some(result) = words::result(&record.what) {
        fields["result_name"] = result.into();
    }
    fields
}

/// Rows under a head; the date stands above the first record of each day.
#[derive(Debug, Default)]
struct Table {
    date: String,
}

impl Table {
    fn row(&mut self, record: &Record) -> String {
        let time = format_rfc3339_micros(record.time).to_string();
        let (date, time) = time.split_once('T').unwrap_or_default();
        let mut text = String::new();
        if self.date.is_empty() {
            text += &line(
                "TIME (UTC)",
                "THREAD",
                "µs",
                "RESULT",
                "FUNCTION",
                "ARGUMENTS",
            );
        }
        if self.date != date {
            self.date = date.into();
            text = text + date + "\n";
        }
        let thread = record.thread.to_string();
        let time = time.trim_end_matches('Z');
        let result = words::result(&record.what).unwrap_or_default();
        let arguments = words::arguments(&record.what);
        text += &match &record.what {
            What::Call { function, took, .. } | What::Callback { function, took, .. } => {
                let took = took.as_micros().to_string();
                line(time, &thread, &took, &result, function, &arguments)
            }
            What::Note {
                message,
                level,
                target,
                ..
            } => {
                let words = format!("{} {arguments}", message.escape_debug());
                line(time, &thread, "", level.name(), target, &words)
            }
        };
        text
    }
}

fn line(
    time: &str,
    thread: &str,
    took: &str,
    result: &str,
    function: &str,
    arguments: &str,
) -> String {
    let row =
        format!("{time:<15}  {thread:>7}  {took:>8}  {result:<26}  {function:<24}  {arguments}");
    row.trim_end().to_owned() + "\n"
}
