//! `tspkit`: list phones, download files to them, upload from them, watch what happens, and explain what a call carries.

#![forbid(unsafe_code)]

mod args;
mod buffer;
mod call_words;
mod command;
mod event_words;
mod failure;
mod hex;
mod input;
mod interrupt;
mod log;
mod outfile;
mod output;
mod progress;
mod reach;
mod target;
mod transfer;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, Parser as _};

use crate::{
    args::{Arguments, Command},
    failure::{Failure, Kind},
    interrupt::Interrupts,
    output::Output,
};

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    match Arguments::try_parse_from(&words) {
        Ok(arguments) => {
            let output = Output::new(arguments.common.json, arguments.common.quiet);
            end(run(&arguments, &output), &output)
        }
        Err(error) => not_understood(&error, &words),
    }
}

fn run(arguments: &Arguments, output: &Output) -> Result<(), Failure> {
    if let Command::Completions { shell } = arguments.command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), "tspkit", &mut script);
        return output.write(&script);
    }
    log::start(&arguments.common, output)?;
    let interrupts = Interrupts::install()?;
    match &arguments.command {
        Command::Phones { url } => command::phones(url, output),
        Command::Ports => command::ports(output),
        Command::Download(args) => command::download(args, output, &interrupts),
        Command::Upload(args) => command::upload(args, output, &interrupts),
        Command::Watch(args) => command::watch(args, output, &interrupts),
        Command::Trace(args) => command::trace(args, output),
        Command::Call(args) => command::call(args, output, &interrupts),
        Command::Decode(args) => command::decode(args, output),
        Command::Completions { .. } => Ok(()),
    }
}

fn end(result: Result<(), Failure>, output: &Output) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(&failure);
            failure.kind.exit_code().into()
        }
    }
}

/// clap's message, or `--help` and `--version`, which are no failures.
fn not_understood(error: &clap::Error, words: &[OsString]) -> ExitCode {
    let is_failure = error.use_stderr();
    if is_failure && words.iter().any(|word| word == "--json") {
        let text = error.to_string();
        let text = text.trim().strip_prefix("error: ").unwrap_or(text.trim());
        let failure = Failure::new(Kind::Usage, text);
        return end(Err(failure), &Output::new(true, false));
    }
    // Whoever closed the output does not want to read it.
    let _ = error.print();
    if is_failure {
        Kind::Usage.exit_code().into()
    } else {
        ExitCode::SUCCESS
    }
}
