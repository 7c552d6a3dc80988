//! Tests under ThreadSanitizer and AddressSanitizer, with the stable compiler told to allow them.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{
    project::Project,
    run::{Outcome, Run},
    tool::Tool,
};

/// Whose tests run under ThreadSanitizer: the packages where threads meet. `&[]` is all of a package's tests.
const THREADS: &[(&str, &[&str])] = &[
    ("tspkit-delivery", &[]),
    ("tspkit", &["ledger", "calls_stress"]),
    ("tspkit-provider", &["ledger", "lines_ledger"]),
];

/// Whose tests run under AddressSanitizer: the packages with unsafe code.
const ADDRESSES: &[(&str, &[&str])] = &[
    ("tspkit-abi", &[]),
    ("tspkit", &["ledger"]),
    (
        "tspkit-provider",
        &["containment", "ledger", "lines", "lines_ledger"],
    ),
];

pub(crate) fn threads(run: &mut Run<'_>) -> Result<Outcome> {
    if !library_source_exists() {
        // It misses the synchronisation in a library built without it: even the test harness's own channel races.
        return Ok(Outcome::NotHere(
            "without rust-src ThreadSanitizer reports races where there are none".into(),
        ));
    }
    test(run, "thread", "tsan", THREADS)
}

pub(crate) fn addresses(run: &mut Run<'_>) -> Result<Outcome> {
    test(run, "address", "asan", ADDRESSES)
}

/// Whether the compiler has the standard library's source, to build it with a sanitizer too.
pub(crate) fn library_source_exists() -> bool {
    let sysroot = Tool::new("rustc").args(["--print", "sysroot"]).answer();
    let source = "lib/rustlib/src/rust/library/Cargo.lock";
    sysroot.is_some_and(|sysroot| Path::new(&sysroot).join(source).exists())
}

/// Whether the sanitizers are set up for this machine.
pub(crate) fn possible(project: &Project) -> bool {
    project.host() == "x86_64-unknown-linux-gnu"
}

/// Makes cargo build with a sanitizer, the standard library too if its source is there, under `target/NAME`; gives
/// back the folder in which the profiles' folders then are.
pub(crate) fn instrument(
    project: &Project,
    cargo: Tool,
    sanitizer: &str,
    name: &str,
) -> (Tool, PathBuf) {
    let target = project.target(name);
    let library: &[&str] = if library_source_exists() {
        &["-Zbuild-std"]
    } else {
        &[]
    };
    let flags = format!("-Zsanitizer={sanitizer} -Cunsafe-allow-abi-mismatch=sanitizer");
    let cargo = cargo
        .args(library)
        .args(["--target", project.host()])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", flags)
        .env("CARGO_TARGET_DIR", &target);
    (cargo, target.join(project.host()))
}

fn test(
    run: &mut Run<'_>,
    sanitizer: &str,
    name: &str,
    packages: &[(&str, &[&str])],
) -> Result<Outcome> {
    if !possible(run.project) {
        return Ok(Outcome::NotHere(
            "the sanitizers are set up for x86_64 Linux".into(),
        ));
    }
    for (package, tests) in packages {
        run.project.package(package)?;
        let mut test = run
            .project
            .cargo("test")
            .args(["--package", package, "--no-fail-fast"])
            .env("TSPKIT_CALLS_STEPS", "1500");
        test = match tests {
            [] => test.arg("--tests"),
            named => test.args(named.iter().flat_map(|name| ["--test", name])),
        };
        let (test, _) = instrument(run.project, test, sanitizer, name);
        run.tests(test)?;
    }
    let extent = if library_source_exists() {
        "with"
    } else {
        "without"
    };
    Ok(Outcome::By(format!(
        "{extent} the standard library instrumented"
    )))
}
