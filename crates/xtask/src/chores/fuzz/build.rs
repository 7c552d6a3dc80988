//! The fuzz targets as instrumented programs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::Package;

use crate::{
    chores::fuzz::MANIFEST,
    project::{Project, metadata_of},
    run::Run,
    tool::Tool,
};

/// What libFuzzer needs in every crate: counters on every edge, the compared values, AddressSanitizer.
const FLAGS: &[&str] = &[
    "--cfg fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Zsanitizer=address",
    "-Cunsafe-allow-abi-mismatch=sanitizer",
];

/// The feature of `fuzz/Cargo.toml` that plants a bug, and the key of its metadata that names the target with it.
const PLANTED: &str = "planted_bug";

pub(super) fn possible(run: &Run<'_>) -> bool {
    run.project.host() == "x86_64-unknown-linux-gnu"
}

/// The package of fuzz targets.
pub(super) struct Fuzzers {
    package: Package,
    dir: PathBuf,
}

impl Fuzzers {
    pub(super) fn of(project: &Project) -> Result<Self> {
        let metadata = metadata_of(&project.root().join(MANIFEST[1]))?;
        let package = metadata
            .packages
            .into_iter()
            .next()
            .context("fuzz/Cargo.toml has no package")?;
        let fuzzers = Self {
            package,
            dir: project.target("fuzz"),
        };
        fuzzers.all_are_listed()?;
        Ok(fuzzers)
    }

    /// All targets, or the one named.
    pub(super) fn chosen(&self, only: Option<&str>) -> Result<Vec<&str>> {
        let all = self
            .package
            .targets
            .iter()
            .filter(|target| target.is_bin())
            .map(|target| target.name.as_str());
        let chosen: Vec<_> = all
            .clone()
            .filter(|name| only.is_none_or(|only| only == *name))
            .collect();
        if chosen.is_empty() {
            bail!(
                "there is no fuzz target `{}`, only {}",
                only.unwrap_or("*"),
                all.collect::<Vec<_>>().join(", ")
            );
        }
        Ok(chosen)
    }

    /// The target in which the feature plants a bug.
    pub(super) fn with_planted_bug(&self) -> Result<&str> {
        let name = self.package.metadata[PLANTED].as_str();
        let name = name.with_context(|| {
            format!("fuzz/Cargo.toml: [package.metadata] {PLANTED} names no target")
        })?;
        Ok(self.chosen(Some(name))?[0])
    }

    pub(super) fn clippy(&self, run: &Run<'_>) -> Result<()> {
        let clippy = self.cargo(run, "clippy").args(["--bins", "--all-features"]);
        run.step(clippy.args(["--", "--deny", "warnings"]))
    }

    pub(super) fn build(&self, run: &Run<'_>) -> Result<()> {
        run.step(self.cargo(run, "build").arg("--bins"))
    }

    /// Builds one target with the planted bug, and gives back the program, set aside.
    pub(super) fn build_with_planted_bug(&self, run: &Run<'_>, name: &str) -> Result<PathBuf> {
        run.step(
            self.cargo(run, "build")
                .args(["--bin", name, "--features", PLANTED]),
        )?;
        let aside = self.dir.join(format!("{name}-{PLANTED}"));
        fs::copy(self.program(name), &aside)
            .with_context(|| format!("cannot write {}", aside.display()))?;
        Ok(aside)
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join("x86_64-unknown-linux-gnu/release").join(name)
    }

    /// `--target`, so that build scripts and macros are spared the instrumentation.
    fn cargo(&self, run: &Run<'_>, command: &str) -> Tool {
        let cargo = run.project.cargo(command).args(MANIFEST).args([
            "--release",
            "--target",
            run.project.host(),
        ]);
        let cargo = cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", FLAGS.join(" "));
        cargo.env("CARGO_TARGET_DIR", &self.dir)
    }

    /// A file that no `[[bin]]` names would never run.
    fn all_are_listed(&self) -> Result<()> {
        let dir = Path::new(self.package.manifest_path.as_str()).with_file_name("fuzz_targets");
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
            let path = entry?.path();
            if !self
                .package
                .targets
                .iter()
                .any(|target| target.src_path.as_std_path() == path)
            {
                bail!("{} has no [[bin]] entry in fuzz/Cargo.toml", path.display());
            }
        }
        Ok(())
    }
}
