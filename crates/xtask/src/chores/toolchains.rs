//! Type checks with other compilers than the one of every day.

use anyhow::Result;

use crate::{
    chores::windows::has_target,
    run::{Outcome, Run},
    setup,
    tool::Tool,
};

const MSVC: &str = "x86_64-pc-windows-msvc";

/// What compiles C, for which a checker without Microsoft's compiler has nothing.
const WITH_C: &str = "tspkit-benches";

pub(crate) fn msvc(run: &mut Run<'_>) -> Result<Outcome> {
    if !has_target(MSVC) {
        return Ok(Outcome::NotHere(format!(
            "the target {MSVC} is not installed"
        )));
    }
    let check = run
        .project
        .cargo("check")
        .args(["--workspace", "--all-targets", "--target", MSVC])
        .args(["--exclude", WITH_C]);
    run.step(check)?;
    Ok(Outcome::Done)
}

pub(crate) fn oldest_rust(run: &mut Run<'_>) -> Result<Outcome> {
    let oldest = run.project.oldest_rust()?;
    if !setup::has_toolchain(&oldest) {
        let reason = format!(
            "Rust {oldest} is not installed; clippy's incompatible_msrv has looked at what is used"
        );
        return Ok(Outcome::NotHere(reason));
    }
    let check = Tool::new("rustup").args([
        "run",
        &oldest,
        "cargo",
        "check",
        "--workspace",
        "--all-targets",
    ]);
    run.step(
        check
            .dir(run.project.root())
            .env("CARGO_TARGET_DIR", run.project.target("msrv")),
    )?;
    Ok(Outcome::By(format!("Rust {oldest}")))
}
