//! The tests built for Windows, run under Wine.

mod route;
mod wine;

use std::fs;

use anyhow::{Context as _, Result};

pub(crate) use self::route::{Route, has_target};
use self::wine::Wine;
use crate::run::{Outcome, Run};

/// Its tests start the host's cargo, which under Wine they cannot.
const LEFT_OUT: &str = env!("CARGO_PKG_NAME");

pub(crate) fn test(run: &mut Run<'_>) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::NotHere(
            "Wine is used on Linux; elsewhere the stage `test` runs the same tests".into(),
        ));
    }
    let route = Route::available().context(
        "neither the target x86_64-pc-windows-gnu nor Debian's rustc-web, cargo-web and rust-web-src are installed; \
         `cargo xtask setup` installs one of them",
    )?;
    println!("route: {route}");
    let home = run.project.target("wine");
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    let wine = Wine::start(run, &home)?;
    if route.needs_process_prng() {
        wine.add_process_prng(run)?;
    }
    let parts = [
        "--workspace",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--tests",
        "--exclude",
        LEFT_OUT,
    ];
    let test = route.cargo(run.project, "test").args(parts);
    run.tests(wine.runs_programs_of(test, route))?;
    Ok(Outcome::By(route.to_string()))
}
