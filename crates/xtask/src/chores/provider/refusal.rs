//! What must not compile.

use anyhow::{Result, bail};

use crate::{run::Run, tool::Output};

/// A panic that ends the process cannot become an error code, so the kit refuses to be built like that, in these words.
const REFUSAL: &str = "tspkit-provider needs `panic = \"unwind\"` in the profile";

/// Fails unless building the package with `panic = "abort"` fails for that reason.
pub(super) fn panic_abort_does_not_compile(run: &Run<'_>, package: &str) -> Result<()> {
    let check = run
        .project
        .cargo("check")
        .args(["--package", package])
        .args(["--config", "profile.dev.panic=\"abort\""])
        .env("CARGO_TARGET_DIR", run.project.target("panic-abort"));
    let mut errors = Vec::new();
    let status = check.lines(Output::Error, run.limit(), |line| {
        if line.starts_with("error") {
            errors.push(line.trim_end().to_owned());
        }
    })?;
    if status.success() {
        bail!("{package} compiles with `panic = \"abort\"`");
    }
    if !errors.iter().any(|error| error.contains(REFUSAL)) {
        bail!(
            "{package} does not compile with `panic = \"abort\"`, but for another reason: {}",
            errors.join("; ")
        );
    }
    println!("as it must be: with `panic = \"abort\"` it does not compile");
    Ok(())
}
