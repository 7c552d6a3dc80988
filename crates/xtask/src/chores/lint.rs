//! What is found without running anything: formatting, clippy, documentation.

use anyhow::Result;

use crate::{
    chores::fuzz,
    run::{Outcome, Run},
};

pub(crate) fn format(run: &mut Run<'_>) -> Result<Outcome> {
    run.step(run.project.cargo("fmt").args(["--all", "--check"]))?;
    run.step(run.project.cargo("fmt").arg("--check").args(fuzz::MANIFEST))?;
    Ok(Outcome::Done)
}

pub(crate) fn clippy(run: &mut Run<'_>) -> Result<Outcome> {
    run.step(run.project.cargo("clippy").args([
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    Ok(Outcome::Done)
}

pub(crate) fn document(run: &mut Run<'_>) -> Result<Outcome> {
    let rustdoc = run.project.cargo("doc").args(["--workspace", "--no-deps"]);
    run.step(rustdoc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(Outcome::Done)
}
