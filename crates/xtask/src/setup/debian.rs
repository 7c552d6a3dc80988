//! Debian packages.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::{run::Run, tool::Tool};

/// The packages that the check needs, and what for.
const PACKAGES: &[(&str, &str)] = &[
    ("build-essential", "linking, C and C++ examples, libFuzzer"),
    ("gcc-mingw-w64-x86-64", "linking for Windows"),
    ("gammu", "an independent client of AT phones"),
    (
        "lrzsz",
        "an independent XMODEM and YMODEM to transfer files with",
    ),
    ("mono-mcs", "compiling the C# of the scripts for Windows"),
    (
        "mono-runtime",
        "comparing the structures of that C# with tapi.h",
    ),
    ("python3-xmodem", "another independent XMODEM"),
    (
        "sip-tester",
        "independent SIP ends to carry user-user information between",
    ),
    ("tshark", "an independent decoder of Q.931 and SIP"),
    ("valgrind", "memory errors and leaks of a service provider"),
    ("wine", "running the Windows tests"),
    ("wine64", "running the Windows tests"),
];

/// Debian's own Rust with its library's source: builds for Windows where rustup cannot fetch the target.
const WINDOWS_WITHOUT_RUSTUP: &[(&str, &str)] = &[
    ("cargo-web", "building for Windows"),
    ("rust-web-src", "building for Windows"),
    ("rustc-web", "building for Windows"),
];

/// Whether sudo may ask for a password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    Allowed,
    Never,
}

pub(super) fn install(run: &Run<'_>, asking: Asking) -> Result<()> {
    install_packages(run, asking, PACKAGES)
}

pub(super) fn install_windows_without_rustup(run: &Run<'_>) -> Result<()> {
    install_packages(run, Asking::Never, WINDOWS_WITHOUT_RUSTUP)
}

fn install_packages(
    run: &Run<'_>,
    asking: Asking,
    packages: &[(&'static str, &str)],
) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<_> = packages
        .iter()
        .filter(|(package, _)| !installed(package))
        .collect();
    if missing.is_empty() {
        println!("every Debian package needed is installed");
        return Ok(());
    }
    for (package, purpose) in &missing {
        println!("missing Debian package {package}: {purpose}");
    }
    let names: Vec<_> = missing.iter().map(|(package, _)| *package).collect();
    let become_root = become_root(asking).with_context(|| {
        format!(
            "to install Debian packages takes root or sudo; have it done: apt-get install {}",
            names.join(" ")
        )
    })?;
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!(
            "there is no apt-get here; install what corresponds to Debian's {}",
            names.join(", ")
        );
    }
    apt_get(run, &become_root, &["update"])?;
    apt_get(
        run,
        &become_root,
        &[
            &["install", "--yes", "--no-install-recommends"],
            names.as_slice(),
        ]
        .concat(),
    )
}

fn installed(package: &str) -> bool {
    let status = Tool::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .answer();
    status.is_some_and(|status| status == "installed")
}

/// The words to put before a command so that it runs as root.
fn become_root(asking: Asking) -> Option<Vec<&'static str>> {
    if Tool::new("id").arg("-u").answer()? == "0" {
        return Some(vec![]);
    }
    let unasked = Tool::new("sudo").args(["-n", "true"]).succeeds();
    let possible =
        unasked || (asking == Asking::Allowed && Tool::new("sudo").arg("--version").succeeds());
    possible.then(|| vec!["sudo"])
}

fn apt_get(run: &Run<'_>, become_root: &[&str], args: &[&str]) -> Result<()> {
    // `env`, since sudo passes none of ours on.
    let words = [
        become_root,
        &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
        args,
    ]
    .concat();
    run.step(Tool::new(words[0]).args(&words[1..]).foreground())
}
