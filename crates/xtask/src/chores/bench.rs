//! `cargo xtask bench`.

use anyhow::Result;

use crate::run::Run;

const PACKAGE: &str = "tspkit-benches";

pub(crate) fn bench(run: &mut Run<'_>, arguments: &[String]) -> Result<()> {
    run.project.package(PACKAGE)?;
    run.step(
        run.project
            .cargo("bench")
            .args(["--package", PACKAGE, "--"])
            .args(arguments),
    )
}
