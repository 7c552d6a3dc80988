//! One bounded run of libFuzzer.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitStatus,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    run::Run,
    tool::{Output, Tool},
};

/// How long a target is fuzzed: until it has tried so many inputs, which takes at most so many seconds, on a machine with
/// much else to do.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) runs: u64,
    pub(super) seconds: u64,
}

impl Bounds {
    pub(super) const CHECK: Self = Self {
        runs: 100_000,
        seconds: 600,
    };
}

/// What fuzzing starts from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Seeds {
    /// The target's checked-in corpus, with other random numbers each time.
    Corpus,
    /// Nothing, with the same random numbers each time.
    Nothing,
}

/// How a run of libFuzzer ended.
pub(super) struct Ended {
    status: ExitStatus,
    pub(super) tried: u64,
    /// The input at which the target failed.
    pub(super) failing: Option<PathBuf>,
}

impl Ended {
    pub(super) fn passed(&self) -> bool {
        self.status.success()
    }
}

/// Fuzzes a target, which must neither fail nor be too slow, and gives back how many inputs it was tried with.
pub(super) fn fuzz(
    run: &Run<'_>,
    name: &str,
    program: &Path,
    seeds: Seeds,
    bounds: Bounds,
) -> Result<u64> {
    let ended = bounded(run, name, program, seeds, bounds)?;
    if let Some(failing) = ended.failing {
        bail!(
            "fuzz target `{name}` fails; again: {} {}",
            program.display(),
            failing.display()
        );
    }
    if !ended.passed() {
        bail!("fuzz target `{name}`: {}", ended.status);
    }
    if ended.tried < bounds.runs {
        let Bounds { runs, seconds } = bounds;
        bail!(
            "fuzz target `{name}` tried only {} of {runs} inputs in {seconds} s",
            ended.tried
        );
    }
    Ok(ended.tried)
}

/// Runs libFuzzer within bounds, however it ends.
pub(super) fn bounded(
    run: &Run<'_>,
    name: &str,
    program: &Path,
    seeds: Seeds,
    bounds: Bounds,
) -> Result<Ended> {
    // What is found goes to the first directory given, and so never among the checked-in inputs.
    let work = run.project.target("fuzz").join("work").join(name);
    let (found, failing) = (work.join("found"), work.join("failing/"));
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))?;
    }
    for dir in [&found, &failing] {
        fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    }
    let mut fuzzer = Tool::new(program).dir(&work).arg(&found);
    let corpus = run.project.root().join("fuzz/corpus").join(name);
    if seeds == Seeds::Nothing {
        fuzzer = fuzzer.arg("-seed=1");
    } else if corpus.exists() {
        fuzzer = fuzzer.arg(corpus);
    }
    let fuzzer = fuzzer
        .arg(format!("-runs={}", bounds.runs))
        .arg(format!("-max_total_time={}", bounds.seconds))
        .arg(format!("-artifact_prefix={}", failing.display()))
        .args([
            "-timeout=60",
            // At the end only: threads of a target make libFuzzer look for leaks after nearly every input.
            "-detect_leaks=0",
            "-print_final_stats=1",
            "-print_funcs=0",
            "-verbosity=0",
        ])
        .env("ASAN_OPTIONS", "detect_odr_violation=0");
    let mut tried = 0;
    // Shown afterwards: without the dictionary that libFuzzer proposes, and only if a failure is not what is wanted.
    let status = fuzzer.silent().lines(Output::Error, run.limit(), |line| {
        if let Some(count) = line.strip_prefix("stat::number_of_executed_units:") {
            tried = count.trim().parse().unwrap_or(0);
        }
        if seeds == Seeds::Corpus && !line.starts_with(['"', '#']) {
            print!("{line}");
        }
    })?;
    let mut inputs = fs::read_dir(&failing)?.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(Ended {
        status,
        tried,
        failing: inputs.next(),
    })
}

/// Runs a target with one input, and says whether it passes.
pub(super) fn passes(run: &Run<'_>, program: &Path, input: &Path) -> Result<bool> {
    Ok(Tool::new(program)
        .arg(input)
        .silent()
        .status(run.limit())?
        .success())
}
