//! The account of a log.

use std::path::PathBuf;

use serde_json::{Value, json};
use tspkit_trace::{Account, Breach, BreachKind, Problem, Summary};

use super::files::{self, Bad, Place};
use crate::{
    failure::{Failure, Kind},
    output::Output,
};

pub(super) fn check(paths: &[PathBuf], output: &Output) -> Result<(), Failure> {
    let mut account = Account::new();
    let mut bad = Bad::default();
    let mut lines = Lines::default();
    files::each(paths, |place, record| {
        match record {
            Ok(record) => account.record(lines.number(&place), &record),
            Err(problem) => {
                bad.count(&place, &problem);
                if !output.json && matches!(problem, Problem::Truncated) {
                    output.note(&format!("{}:{}: {problem}", place.file, place.line));
                }
            }
        }
        Ok(())
    })?;
    bad.result()?;
    let summary = account.finish();
    let fields = fields(&summary, &lines);
    if summary.breaches.is_empty() {
        return output.done(&counts(&summary), fields);
    }
    if !output.json {
        for breach in &summary.breaches {
            let (Place { file, line }, message) = lines.told(breach);
            output.line(&format!("{file}:{line}: {message}"))?;
        }
    }
    let breaches = match summary.breaches.len() {
        1 => "the asynchronous contract is broken once".into(),
        breaches => format!("the asynchronous contract is broken {breaches} times"),
    };
    let message = format!("{breaches} in {}", counts(&summary));
    Err(Failure::new(Kind::Breach, message).fields(fields))
}

fn counts(summary: &Summary) -> String {
    let Summary {
        calls,
        accepted,
        refused,
        completions,
        failures,
        ..
    } = summary;
    format!(
        "{calls} calls; requests: {accepted} accepted, {refused} refused; completions: {completions}, {failures} with an error"
    )
}

fn fields(summary: &Summary, lines: &Lines) -> Value {
    let breaches = summary.breaches.iter().map(|breach| {
        let (Place { file, line }, message) = lines.told(breach);
        json!({ "file": file, "line": line, "message": message })
    });
    json!({
        "command": "trace",
        "calls": summary.calls,
        "accepted": summary.accepted,
        "refused": summary.refused,
        "callbacks": summary.callbacks,
        "completions": summary.completions,
        "failures": summary.failures,
        "notes": summary.notes,
        "breaches": breaches.collect::<Vec<_>>(),
    })
}

/// The lines of all files, numbered as if they were one.
#[derive(Debug, Default)]
struct Lines {
    /// How many lines are before each file, and its name.
    files: Vec<(u64, String)>,
    last: u64,
}

impl Lines {
    /// The number of a place; places come in their order.
    fn number(&mut self, place: &Place) -> u64 {
        if self
            .files
            .last()
            .is_none_or(|(_, file)| *file != place.file)
        {
            self.files.push((self.last, place.file.clone()));
        }
        let before = self.files.last().map_or(0, |(before, _)| *before);
        self.last = before + place.line;
        self.last
    }

    /// Where a breach is, and what it is: in words that name lines of files.
    fn told(&self, breach: &Breach) -> (Place, String) {
        let place = self.place(breach.line);
        let mut kind = breach.kind.clone();
        let mut elsewhere = String::new();
        if let BreachKind::Again { call, .. } | BreachKind::NotAccepted { call, .. } = &mut kind {
            let of_call = self.place(*call);
            *call = of_call.line;
            if of_call.file != place.file {
                elsewhere = format!(" (the line is of {})", of_call.file);
            }
        }
        (place, format!("{kind}{elsewhere}"))
    }

    fn place(&self, number: u64) -> Place {
        let mut files = self.files.iter().rev();
        let (before, file) = files
            .find(|(before, _)| *before < number)
            .cloned()
            .unwrap_or_default();
        let line = number - before;
        Place { file, line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back_to_places() {
        let mut lines = Lines::default();
        let places = [("b", 1), ("b", 7), ("a", 2), ("a", 3), ("b", 1)];
        let numbers = places.map(|(file, line)| {
            let file = file.into();
            lines.number(&Place { file, line })
        });
        assert_eq!(numbers, [1, 7, 9, 10, 11]);
        for (number, (file, line)) in numbers.into_iter().zip(places) {
            let place = lines.place(number);
            assert_eq!((place.file.as_str(), place.line), (file, line));
        }
    }
}
