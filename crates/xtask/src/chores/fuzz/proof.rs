//! Proof that fuzzing here finds bugs: one planted in a target is found from nothing, within bounds.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::{
    chores::fuzz::{
        build::Fuzzers,
        engine::{self, Bounds, Seeds},
    },
    run::Run,
};

const BOUNDS: Bounds = Bounds {
    runs: 2_000_000,
    seconds: 600,
};

/// Finds the planted bug, and shows that the input that found it fails for that bug alone.
pub(super) fn planted_bug_is_found(run: &Run<'_>, fuzzers: &Fuzzers) -> Result<String> {
    let name = fuzzers.with_planted_bug()?;
    let planted = fuzzers.build_with_planted_bug(run, name)?;
    fuzzers.build(run)?;
    let ended = engine::bounded(run, name, &planted, Seeds::Nothing, BOUNDS)?;
    let Some(failing) = ended.failing.as_ref().filter(|_| !ended.passed()) else {
        let Bounds { runs, seconds } = BOUNDS;
        bail!("the bug planted in `{name}` was not found within {runs} inputs or {seconds} s");
    };
    if engine::passes(run, &planted, failing)? {
        bail!(
            "the input that found the bug planted in `{name}` does not find it again: {}",
            failing.display()
        );
    }
    if !engine::passes(run, &fuzzers.program(name), failing)? {
        bail!(
            "`{name}` fails without its planted bug as well; again: it with {}",
            failing.display()
        );
    }
    let size = fs::metadata(failing)
        .with_context(|| format!("cannot read {}", failing.display()))?
        .len();
    Ok(format!(
        "the bug planted in {name} found after {} inputs, in {size} bytes",
        ended.tried
    ))
}
