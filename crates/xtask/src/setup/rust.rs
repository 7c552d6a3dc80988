//! Rust components, targets and toolchains, as far as rustup can fetch them.

use anyhow::{Result, bail};

use crate::{
    chores::{
        sanitizers::library_source_exists,
        toolchains::NO_STD,
        windows::{Route, has_target},
    },
    run::Run,
    setup::debian,
    tool::Tool,
};

/// Installs everything, and gives back what could not be had and the check can do without.
pub(super) fn install(run: &Run<'_>) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for (component, program) in [("rustfmt", "rustfmt"), ("clippy", "cargo-clippy")] {
        if !Tool::new(program).arg("--version").succeeds()
            && !rustup(run, &["component", "add", component])
        {
            bail!("`{program}` is missing and rustup cannot install its component `{component}`");
        }
    }
    if !library_source_exists() && !rustup(run, &["component", "add", "rust-src"]) {
        missing.push("the standard library's source (rust-src)".into());
    }
    for target in ["x86_64-pc-windows-gnu", "x86_64-pc-windows-msvc", NO_STD] {
        if !has_target(target) && !rustup(run, &["target", "add", target]) {
            missing.push(format!("the target {target}"));
        }
    }
    if Route::available().is_none() {
        debian::install_windows_without_rustup(run)?;
    }
    let oldest = run.project.oldest_rust()?;
    if !has_toolchain(&oldest)
        && !rustup(
            run,
            &[
                "toolchain",
                "install",
                &oldest,
                "--profile",
                "minimal",
                "--no-self-update",
            ],
        )
    {
        missing.push(format!("Rust {oldest}"));
    }
    Ok(missing)
}

pub(crate) fn has_toolchain(version: &str) -> bool {
    Tool::new("rustup")
        .args(["run", version, "cargo", "--version"])
        .succeeds()
}

fn rustup(run: &Run<'_>, args: &[&str]) -> bool {
    let result = run.step(Tool::new("rustup").args(args));
    if let Err(error) = &result {
        println!("{error:#}");
    }
    result.is_ok()
}
