//! Tests under ThreadSanitizer and AddressSanitizer, with the stable compiler told to allow them.

use std::path::Path;

use anyhow::Result;

use crate::{
    run::{Outcome, Run},
    tool::Tool,
};

/// Whose tests run under ThreadSanitizer: the packages where threads meet. `&[]` is all of a package's tests.
const THREADS: &[(&str, &[&str])] = &[("tspkit-delivery", &[]), ("tspkit", &["ledger"])];

/// Whose tests run under AddressSanitizer: the packages with unsafe code.
const ADDRESSES: &[(&str, &[&str])] = &[("tspkit-abi", &[]), ("tspkit", &["ledger"])];

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

fn test(
    run: &mut Run<'_>,
    sanitizer: &str,
    name: &str,
    packages: &[(&str, &[&str])],
) -> Result<Outcome> {
    if run.project.host() != "x86_64-unknown-linux-gnu" {
        return Ok(Outcome::NotHere(
            "the sanitizers are set up for x86_64 Linux".into(),
        ));
    }
    let with_library = library_source_exists();
    for (package, tests) in packages {
        run.project.package(package)?;
        let mut test = run
            .project
            .cargo("test")
            .args(["--package", package, "--no-fail-fast"]);
        test = match tests {
            [] => test.arg("--tests"),
            named => test.args(named.iter().flat_map(|name| ["--test", name])),
        };
        if with_library {
            test = test.arg("-Zbuild-std");
        }
        let flags = format!("-Zsanitizer={sanitizer} -Cunsafe-allow-abi-mismatch=sanitizer");
        let test = test
            .args(["--target", run.project.host()])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", flags);
        run.tests(test.env("CARGO_TARGET_DIR", run.project.target(name)))?;
    }
    let extent = if with_library { "with" } else { "without" };
    Ok(Outcome::By(format!(
        "{extent} the standard library instrumented"
    )))
}
