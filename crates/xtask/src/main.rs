//! The project's chores: `cargo xtask setup`, `check`, `fuzz`, `provider`, `windows`, `tsp`, `bench`.
//!
//! `check` is the whole examination of a change and what CI runs; its stages are listed by
//! `cargo xtask check --list` and defined in `stages.rs`, one module each under `chores`.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a person at a terminal"
)]

mod check;
mod chores;
mod counts;
mod processes;
mod project;
mod run;
mod setup;
mod stages;
mod tool;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{
    check::Selection,
    chores::{fuzz, provider, tsp, windows},
    project::Project,
    run::Run,
};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The chores of tspkit")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what building and checking take: Debian packages, Rust components and targets
    Setup,
    /// Run every stage of the check, or those named
    Check(Selection),
    /// Fuzz every target, or the one named
    Fuzz(fuzz::Options),
    /// Check the example service provider's library on this machine: its exports, C programs that drive it, its memory
    Provider(provider::Options),
    /// Build a service provider for Windows, as it is installed there
    Tsp(tsp::Options),
    /// Build the tests and the example service provider for Windows and run them under Wine
    Windows(windows::Options),
    /// Run the benches; what follows is passed on to them
    Bench(chores::bench::Options),
}

fn main() -> ExitCode {
    run(Cli::parse().chore).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(chore: Chore) -> Result<ExitCode> {
    processes::end_children_on_interrupt()?;
    let project = Project::load()?;
    let mut run = Run::unlimited(&project);
    match chore {
        Chore::Setup => setup::install(&mut run)?,
        Chore::Check(selection) => return check::check(&project, &selection),
        Chore::Fuzz(options) => fuzz::command(&mut run, &options)?,
        Chore::Provider(options) => provider::command(&mut run, &options)?,
        Chore::Tsp(options) => tsp::command(&mut run, &options)?,
        Chore::Windows(options) => windows::command(&mut run, &options)?,
        Chore::Bench(options) => chores::bench::bench(&mut run, &options)?,
    }
    Ok(ExitCode::SUCCESS)
}
