//! What users get: the packages as they would be published, and the SDK in a project of their own.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use crate::run::{Outcome, Run};

const SDK: &str = "tspkit";

/// The stranger's program, relative to the project; it must exit with 0 once its download has arrived.
const STRANGER: &str = "examples/stranger/src/main.rs";

/// Packages everything that is published and builds each package from its archive alone.
pub(crate) fn package(run: &mut Run<'_>) -> Result<Outcome> {
    let private = run.project.private_packages();
    let private = private
        .into_iter()
        .flat_map(|package| ["--exclude", package]);
    // Cargo remembers what it unpacked by the archive's path and version, not by its contents: at
    // a path used before, a package would be built with the sources that its neighbours had then.
    let targets = run.project.target("package-check");
    fs::create_dir_all(&targets).with_context(|| format!("cannot make {}", targets.display()))?;
    let target = tempfile::tempdir_in(&targets)
        .with_context(|| format!("cannot make a directory in {}", targets.display()))?;
    // The tree of a developer at work is checked as it stands; CI's has nothing uncommitted.
    let package = run
        .project
        .cargo("package")
        .args(["--workspace", "--allow-dirty"])
        .args(private);
    run.step(package.env("CARGO_TARGET_DIR", target.path()))?;
    Ok(Outcome::Done)
}

/// Builds and runs a small program in a project outside the workspace, which inherits nothing from it.
pub(crate) fn stranger(run: &mut Run<'_>) -> Result<Outcome> {
    let sdk = run.project.package(SDK)?;
    let sdk = sdk
        .manifest_path
        .parent()
        .context("the SDK's manifest lies in no directory")?;
    let dir = tempfile::tempdir()
        .context("cannot make a temporary directory for the stranger's project")?;
    fs::create_dir(dir.path().join("src"))?;
    copy(
        &run.project.root().join(STRANGER),
        &dir.path().join("src/main.rs"),
    )?;
    // The same versions as everywhere else in the check.
    copy(
        &run.project.root().join("Cargo.lock"),
        &dir.path().join("Cargo.lock"),
    )?;
    let manifest = dir.path().join("Cargo.toml");
    fs::write(&manifest, stranger_manifest(sdk.as_str()))
        .with_context(|| format!("cannot write {}", manifest.display()))?;
    let program = run.project.cargo("run").dir(dir.path());
    run.step(program.env("CARGO_TARGET_DIR", run.project.target("stranger")))?;
    Ok(Outcome::Done)
}

fn stranger_manifest(sdk: &str) -> String {
    // A literal string: a Windows path has backslashes.
    format!(
        "[package]\nname = \"stranger\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{SDK} = {{ path = '{sdk}' }}\n\n[workspace]\n"
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}
