//! The example service provider as TAPI meets it: a library that is loaded, driven from C, and unloaded.

mod build;
mod exports;
mod programs;
mod refusal;

use anyhow::{Context as _, Result};
use clap::Args;

pub(crate) use self::build::for_windows;
use self::{
    build::Profile,
    programs::{Platform, Program},
};
use crate::{
    chores::{
        sanitizers,
        windows::{self, Route, Wine},
    },
    run::{Outcome, Run},
    tool::Tool,
};

/// The provider to copy.
pub(crate) const EXAMPLE: &str = "office-tsp";

#[derive(Args)]
pub(crate) struct Options {
    /// The library for Windows under Wine instead, as the stage `windows` does after its tests
    #[arg(long)]
    wine: bool,
}

/// `cargo xtask provider`.
pub(crate) fn command(run: &mut Run<'_>, options: &Options) -> Result<()> {
    let outcome = if options.wine {
        windows::provider_alone(run)?
    } else {
        stage(run)?
    };
    println!("{outcome}");
    Ok(())
}

/// The stage of the check: the library for this machine.
pub(crate) fn stage(run: &mut Run<'_>) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::NotHere(
            "the C programs are compiled on Linux; there the stage `windows` runs them under Wine too".into(),
        ));
    }
    refusal::panic_abort_does_not_compile(run, EXAMPLE)?;
    let shipped = build::native(run, EXAMPLE, Profile::Release)?;
    exports::check(run.project, &shipped)?;
    let debug = build::native(run, EXAMPLE, Profile::Dev)?;
    exports::check(run.project, &debug)?;
    for program in Program::ALL {
        let compiled = program.compile(run, Platform::Linux)?;
        run.step(program.asking_for(run, Tool::new(&compiled), &shipped)?)?;
        let valgrind = program.asking_for(run, valgrind().arg(&compiled), &debug)?;
        run.step(program.shortened(valgrind))
            .context("valgrind, or the program under it")?;
    }
    if !sanitizers::possible(run.project) {
        return Ok(Outcome::By(
            "without AddressSanitizer, which is set up for x86_64 Linux".into(),
        ));
    }
    let instrumented = build::with_address_sanitizer(run, EXAMPLE)?;
    for program in Program::ALL {
        let compiled = program.compile(run, Platform::LinuxWithAddressSanitizer)?;
        let tool = program.asking_for(run, Tool::new(&compiled), &instrumented)?;
        run.step(program.shortened(tool))
            .context("AddressSanitizer, or the program with it")?;
    }
    Ok(Outcome::Done)
}

/// The same programs with the library for Windows, in the prefix that the Windows tests use.
pub(super) fn under_wine(run: &Run<'_>, wine: &Wine, route: Route) -> Result<()> {
    let package = run.project.package(EXAMPLE)?;
    let library = for_windows(run, package, &run.project.target(""), route)?;
    exports::check(run.project, &library)?;
    for program in Program::ALL {
        let compiled = program.compile(run, Platform::Windows)?;
        run.step(program.asking_for(run, wine.program(&compiled), &library)?)?;
    }
    Ok(())
}

/// Errors, and memory that nothing refers to any more, fail. What the system's loader keeps is still referred to.
fn valgrind() -> Tool {
    Tool::new("valgrind")
        .args(["--quiet", "--error-exitcode=99", "--keep-debuginfo=yes"])
        .args(["--leak-check=full", "--show-leak-kinds=definite,indirect"])
        .args(["--errors-for-leak-kinds=definite,indirect"])
        // One thread at a time runs there; without this a waiting one may starve.
        .arg("--fair-sched=yes")
}
