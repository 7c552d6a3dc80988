//! Fuzzing without `cargo fuzz`, whose installation takes longer than a bounded run of every target.
//!
//! The targets are those of `cargo fuzz` (`fuzz/fuzz_targets`, libFuzzer), so that it runs them too.

mod build;
mod engine;
mod proof;

use anyhow::{Result, bail};
use clap::Args;

use self::{
    build::Fuzzers,
    engine::{Bounds, Seeds},
};
use crate::run::{Outcome, Run};

/// Where cargo finds the fuzz targets, which are a workspace of their own.
pub(crate) const MANIFEST: [&str; 2] = ["--manifest-path", "fuzz/Cargo.toml"];

#[derive(Args)]
pub(crate) struct Options {
    /// Fuzz only this target
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// Inputs to try per target, at the least
    #[arg(long, value_name = "N", default_value_t = Bounds::CHECK.runs)]
    runs: u64,
    /// Seconds within which they must have been tried
    #[arg(long, value_name = "N", default_value_t = Bounds::CHECK.seconds)]
    seconds: u64,
    /// Show instead that a bug planted in a target is found, and that the target without it passes
    #[arg(long, conflicts_with_all = ["target", "runs", "seconds"])]
    prove: bool,
}

pub(crate) fn command(run: &mut Run<'_>, options: &Options) -> Result<()> {
    let fuzzers = Fuzzers::of(run.project)?;
    if !build::possible(run) {
        bail!("fuzzing is set up for x86_64 Linux");
    }
    if options.prove {
        println!("{}", proof::planted_bug_is_found(run, &fuzzers)?);
        return Ok(());
    }
    let bounds = Bounds {
        runs: options.runs,
        seconds: options.seconds,
    };
    fuzzers.build(run)?;
    for name in fuzzers.chosen(options.target.as_deref())? {
        engine::fuzz(run, name, &fuzzers.program(name), Seeds::Corpus, bounds)?;
    }
    Ok(())
}

/// The stage of the check: clippy, since the targets are in no other stage's workspace, the proof, every target.
pub(crate) fn stage(run: &mut Run<'_>) -> Result<Outcome> {
    if !build::possible(run) {
        return Ok(Outcome::NotHere(
            "fuzzing is set up for x86_64 Linux".into(),
        ));
    }
    let fuzzers = Fuzzers::of(run.project)?;
    fuzzers.clippy(run)?;
    let proof = proof::planted_bug_is_found(run, &fuzzers)?;
    fuzzers.build(run)?;
    let mut tried = 0;
    let names = fuzzers.chosen(None)?;
    for name in &names {
        tried += engine::fuzz(
            run,
            name,
            &fuzzers.program(name),
            Seeds::Corpus,
            Bounds::CHECK,
        )?;
    }
    Ok(Outcome::By(format!(
        "{} targets, {tried} inputs; {proof}",
        names.len()
    )))
}
