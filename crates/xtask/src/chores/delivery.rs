//! The delivery protocol and the table of handles under every interleaving of its threads.

use anyhow::Result;

use crate::run::{Outcome, Run};

/// The packages with a test file named `loom`.
const PACKAGES: &[&str] = &["tspkit-delivery", "tspkit-provider"];

pub(crate) fn loom(run: &mut Run<'_>) -> Result<Outcome> {
    for package in PACKAGES {
        run.project.package(package)?;
        let test = run.project.cargo("test").args([
            "--profile",
            "stress",
            "--package",
            package,
            "--no-default-features",
            "--test",
            "loom",
        ]);
        run.tests(
            test.env("RUSTFLAGS", "--cfg loom")
                .env("CARGO_TARGET_DIR", run.project.target("loom")),
        )?;
    }
    Ok(Outcome::Done)
}
