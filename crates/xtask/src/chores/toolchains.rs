//! Type checks with other compilers than the one of every day.

use anyhow::Result;

use crate::{
    chores::windows::has_target,
    run::{Outcome, Run},
    setup,
    tool::Tool,
};

const MSVC: &str = "x86_64-pc-windows-msvc";

/// A machine without an operating system, and so without std.
pub(crate) const NO_STD: &str = "thumbv7em-none-eabi";

/// The crates that are built for it.
const WITHOUT_STD: [&str; 2] = ["tspkit-q931", "tspkit-xymodem"];

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

/// The oldest Rust, and a machine without a standard library for the crates that say they need none.
pub(crate) fn oldest_rust(run: &mut Run<'_>) -> Result<Outcome> {
    let bare = without_std(run)?;
    let oldest = run.project.oldest_rust()?;
    if !setup::has_toolchain(&oldest) {
        let reason = format!(
            "Rust {oldest} is not installed; clippy's incompatible_msrv has looked at what is used; {bare}"
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
    Ok(Outcome::By(format!("Rust {oldest}; {bare}")))
}

/// Builds the crates without std for a target that has none, and says so, or why not.
fn without_std(run: &Run<'_>) -> Result<String> {
    if !has_target(NO_STD) {
        return Ok(format!("without {NO_STD}, which is not installed"));
    }
    let build = run.project.cargo("build").args(["--target", NO_STD]);
    let packages = WITHOUT_STD
        .iter()
        .flat_map(|package| ["--package", package]);
    run.step(build.args(packages))?;
    Ok(format!("{} for {NO_STD}", WITHOUT_STD.join(" and ")))
}
