//! The tests on this machine.

use anyhow::{Result, bail};

use crate::{
    project::Project,
    run::{Outcome, Run},
    tool::Tool,
};

/// Tests that count to a million take optimised code: the names of their files end like this.
const OPTIMISED: &[&str] = &["stress", "ledger"];

/// On Windows it takes a COM port with a pseudo-terminal's phone at its other end, which the stage `windows` arranges
/// on Linux.
const COM_PORT: &str = "com_port";

fn is_optimised(test: &str) -> bool {
    OPTIMISED.iter().any(|ending| test.ends_with(ending))
}

/// Programs that end by themselves, and fail when what they show is not so.
const EXAMPLES: &str = "tspkit-examples";

/// All tests but the optimised ones, which plain `cargo test` runs too.
pub(crate) fn all(run: &mut Run<'_>) -> Result<Outcome> {
    run.tests(unoptimised(run.project, run.project.cargo("test")))?;
    let doc_tests = ["--workspace", "--no-fail-fast", "--doc"];
    run.some_tests(run.project.cargo("test").args(doc_tests))?;
    for example in run.project.examples(EXAMPLES)? {
        let words = ["--quiet", "--package", EXAMPLES, "--example", example];
        run.step(run.project.cargo("run").args(words))?;
    }
    if cfg!(windows) {
        return Ok(Outcome::By(format!(
            "all but `{COM_PORT}`, which the stage `windows` runs on Linux"
        )));
    }
    Ok(Outcome::Done)
}

/// Makes `cargo test` run everything but doc tests and the optimised tests.
pub(super) fn unoptimised(project: &Project, cargo_test: Tool) -> Tool {
    let left_out = |test: &str| is_optimised(test) || (cfg!(windows) && test == COM_PORT);
    let files = project.test_targets(|test| !left_out(test));
    let files = files.into_iter().flat_map(|test| ["--test", test]);
    let parts = [
        "--workspace",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--examples",
    ];
    cargo_test.args(parts).args(files)
}

pub(crate) fn stress(run: &mut Run<'_>) -> Result<Outcome> {
    let files = run.project.test_targets(is_optimised);
    if files.is_empty() {
        bail!("no test file is named *{}", OPTIMISED.join(" or *"));
    }
    let files = files.into_iter().flat_map(|test| ["--test", test]);
    run.tests(
        run.project
            .cargo("test")
            .args(["--workspace", "--no-fail-fast", "--profile", "stress"])
            .args(files)
            .env("TSPKIT_LEDGER_OPS", "1000000")
            .env("TSPKIT_LEDGER_THREADS", "8"),
    )?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn optimised_tests_are_known_by_their_name() {
        assert!(is_optimised("stress") && is_optimised("queue_stress") && is_optimised("ledger"));
        assert!(!is_optimised("stressed") && !is_optimised("download"));
    }
}
