//! Installing what building and checking take.

mod debian;
mod rust;

pub(crate) use rust::has_toolchain;

use anyhow::Result;

use crate::run::{Outcome, Run};

/// `cargo xtask setup`: installs as root, or through sudo, which may ask for a password.
pub(crate) fn install(run: &mut Run<'_>) -> Result<()> {
    debian::install(run, debian::Asking::Allowed)?;
    for missing in rust::install(run)? {
        println!("not installed: {missing}");
    }
    println!("set up; `cargo xtask check` checks everything");
    Ok(())
}

/// The first stage of the check: the same, but nobody is asked for a password.
pub(crate) fn prepare(run: &mut Run<'_>) -> Result<Outcome> {
    debian::install(run, debian::Asking::Never)?;
    let missing = rust::install(run)?;
    Ok(if missing.is_empty() {
        Outcome::Done
    } else {
        Outcome::By(format!("without {}", missing.join(", ")))
    })
}
