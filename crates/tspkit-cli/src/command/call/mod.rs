//! `tspkit call`.

mod ends;
mod steps;
mod timeline;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use serde_json::json;
use tspkit::{CallError, Line, Office};

use self::{ends::Conversation, timeline::Timeline};
use crate::{
    args::MakeCall,
    failure::{Failure, Kind, with_causes},
    interrupt::Interrupts,
    output::Output,
    target::{close, open},
};

pub(crate) fn call(
    args: &MakeCall,
    output: &Output,
    interrupts: &Interrupts,
) -> Result<(), Failure> {
    let office = open(&args.url)?;
    let interrupted = Arc::new(AtomicBool::new(false));
    let armed = {
        let (office, interrupted) = (office.clone(), interrupted.clone());
        interrupts.on(move || {
            interrupted.store(true, Ordering::SeqCst);
            // Ends the events, and the calls.
            close(&office);
        })
    };
    let result = run(args, &office, output);
    drop(armed);
    close(&office);
    match result {
        Err(failure) if failure.kind == Kind::Unread => Err(failure),
        _ if interrupted.load(Ordering::SeqCst) => Err(Failure::interrupted()),
        result => result,
    }
}

fn run(args: &MakeCall, office: &Office, output: &Output) -> Result<(), Failure> {
    let events = office.events();
    let (from, calling) = line(office, &args.from)?;
    // A call to oneself has one end only.
    let called = find(office, &args.to).filter(|index| *index != from);
    if called.is_none() {
        only_of_lines_here(args)?;
    }
    let passed_on = args.transfer.as_deref().and_then(|to| find(office, to));
    let passed_on = passed_on.filter(|index| *index != from && Some(*index) != called);
    let others = called.into_iter().chain(passed_on);
    let others: Vec<_> = others
        .map(|index| opened(office, index))
        .collect::<Result<_, _>>()?;
    let began = Instant::now();
    let timeline = Timeline::new(output, args.explain, began);
    let mut conversation = Conversation::new(args, calling, others, events, timeline);
    let end = conversation.run();
    // Whatever happened, nobody is left in the call.
    let hung_up = conversation.hang_up_all();
    end.and(hung_up)?;
    if output.json {
        output.done(
            "",
            json!({ "command": "call", "from": args.from, "to": args.to }),
        )?;
    }
    Ok(())
}

/// Options that are about the other end, when that is not here.
fn only_of_lines_here(args: &MakeCall) -> Result<(), Failure> {
    let given = [
        ("--answer", args.answer.is_some()),
        ("--reject", args.reject.is_some()),
        ("--reply", !args.reply.is_empty()),
        ("--transfer", args.transfer.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((option, _)) => {
            let message = format!("{option} is for a line here, and `{}` is none", args.to);
            Err(Failure::new(Kind::Usage, message))
        }
    }
}

/// The line of that address or name, opened, and its number.
fn line(office: &Office, wanted: &str) -> Result<(u32, Line), Failure> {
    let Some(index) = find(office, wanted) else {
        let failure = Failure::new(Kind::Refused, format!("there is no line `{wanted}`"));
        let lines = office.lines().into_iter();
        let lines: Vec<_> = lines
            .map(|line| format!("{} ({})", line.info.address, line.info.name))
            .collect();
        return Err(match lines.as_slice() {
            [] => failure.hint("there are no lines"),
            lines => failure.hint(format!("lines: {}", lines.join(", "))),
        });
    };
    Ok((index, opened(office, index)?))
}

fn find(office: &Office, wanted: &str) -> Option<u32> {
    let lines = office.lines();
    let by_address = lines.iter().find(|line| *line.info.address == *wanted);
    let by_name = || lines.iter().find(|line| *line.info.name == *wanted);
    Some(by_address.or_else(by_name)?.index)
}

fn opened(office: &Office, index: u32) -> Result<Line, Failure> {
    office
        .line(index)
        .map_err(|error| failure(&error, Kind::Refused))
}

/// The SDK's error.
fn failure(error: &CallError, kind: Kind) -> Failure {
    let kind = if error.is_timeout() {
        Kind::TimedOut
    } else {
        kind
    };
    let words = with_causes(error);
    // The code is printed behind every message.
    let code = format!(" ({})", error.code().name());
    let words = words.strip_suffix(&code).unwrap_or(&words).to_owned();
    Failure::new(kind, words).code(error.code())
}
