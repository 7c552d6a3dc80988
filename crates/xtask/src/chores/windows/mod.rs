//! The tests and the example provider built for Windows, run under Wine.

mod peer;
mod route;
mod wine;

use std::fs;

use anyhow::{Context as _, Result};
use clap::Args;

use self::peer::Peer;
pub(crate) use self::{
    route::{Route, has_target},
    wine::Wine,
};
use crate::{
    chores::{provider, testing},
    run::{Outcome, Run},
    tool::Tool,
};

/// Its tests start the host's cargo, which under Wine they cannot.
const LEFT_OUT: &str = env!("CARGO_PKG_NAME");

/// What the phone at the end of a pseudo-terminal is reached by; far from the numbers that Wine gives away itself.
const COM_PORT: &str = "COM33";

#[derive(Args)]
pub(crate) struct Options {
    /// The way to build for Windows; without it the first that this machine has
    #[arg(long)]
    route: Option<Route>,
}

/// `cargo xtask windows`.
pub(crate) fn command(run: &mut Run<'_>, options: &Options) -> Result<()> {
    let outcome = match options.route {
        Some(route) => test_by(run, route)?,
        None => test(run)?,
    };
    println!("{outcome}; {}", run.counts());
    Ok(())
}

/// The stage of the check.
pub(crate) fn test(run: &mut Run<'_>) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::NotHere(
            "Wine is used on Linux; elsewhere the stage `test` runs the same tests".into(),
        ));
    }
    let route = Route::first()?;
    test_by(run, route)
}

/// The stage's part about the example provider alone.
pub(crate) fn provider_alone(run: &Run<'_>) -> Result<Outcome> {
    let route = Route::first()?;
    let wine = start_wine(run, route)?;
    provider::under_wine(run, &wine, route)?;
    wine.end(run)?;
    Ok(Outcome::By(route.to_string()))
}

/// Has cargo build something for Windows and run it under Wine.
pub(crate) fn run_by_cargo(
    run: &Run<'_>,
    command: &str,
    what: impl FnOnce(Tool) -> Tool,
) -> Result<()> {
    let route = Route::first()?;
    let wine = start_wine(run, route)?;
    let cargo = what(route.cargo(run.project, command));
    run.step(wine.runs_programs_of(cargo, route))?;
    wine.end(run)
}

/// Wine as programs built by the route need it.
fn start_wine(run: &Run<'_>, route: Route) -> Result<Wine> {
    println!("route: {route}");
    let home = run.project.target("wine");
    fs::create_dir_all(&home).with_context(|| format!("cannot create {}", home.display()))?;
    let wine = Wine::start(run, &home)?;
    if route.needs_process_prng() {
        wine.add_process_prng(run)?;
    }
    Ok(wine)
}

fn test_by(run: &mut Run<'_>, route: Route) -> Result<Outcome> {
    let wine = start_wine(run, route)?;
    let peer = Peer::start(run)?;
    wine.map_port(run, COM_PORT, peer.port())?;
    let test = testing::unoptimised(run.project, route.cargo(run.project, "test"));
    let test = test.args(["--exclude", LEFT_OUT]);
    let test = test
        .env("TSPKIT_TEST_COM_PORT", COM_PORT)
        .env("TSPKIT_TEST_COM_PEER", peer.address());
    run.tests(wine.runs_programs_of(test, route))?;
    peer.end()?;
    provider::under_wine(run, &wine, route)?;
    wine.end(run)?;
    Ok(Outcome::By(route.to_string()))
}
