//! The two ways to build for Windows on Linux.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use crate::{project::Project, tool::Tool};

const RUSTUP_TARGET: &str = "x86_64-pc-windows-gnu";
const DEBIAN_TARGET: &str = "x86_64-win7-windows-gnu";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// A way to build for Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Route {
    /// The everyday compiler with the target that rustup fetches
    Rustup,
    /// Debian's compiler, building the standard library from Debian's package of its source
    Debian,
}

impl Route {
    /// The first way that this machine has.
    pub(crate) fn available() -> Option<Self> {
        Self::value_variants()
            .iter()
            .copied()
            .find(|route| route.exists())
    }

    /// The same, or what is missing.
    pub(crate) fn first() -> Result<Self> {
        Self::available().context(
            "neither the target x86_64-pc-windows-gnu nor Debian's rustc-web, cargo-web and rust-web-src are installed; \
             `cargo xtask setup` installs one of them",
        )
    }

    fn exists(self) -> bool {
        match self {
            Self::Rustup => has_target(RUSTUP_TARGET),
            Self::Debian => Path::new(DEBIAN_CARGO).exists() && debian_library_source_exists(),
        }
    }

    pub(crate) fn target(self) -> &'static str {
        match self {
            Self::Rustup => RUSTUP_TARGET,
            Self::Debian => DEBIAN_TARGET,
        }
    }

    /// Whether programs import `ProcessPrng`; the library for Windows 7 does not.
    pub(super) fn needs_process_prng(self) -> bool {
        self == Self::Rustup
    }

    /// Where it builds what is built under `target`: two compilers would throw each other's work away.
    pub(crate) fn target_folder(self, target: &Path) -> PathBuf {
        match self {
            Self::Rustup => target.to_owned(),
            Self::Debian => target.join("windows-debian"),
        }
    }

    /// `cargo COMMAND` for Windows.
    pub(crate) fn cargo(self, project: &Project, command: &str) -> Tool {
        let cargo = match self {
            Self::Rustup => project.cargo(command),
            Self::Debian => Tool::new(DEBIAN_CARGO)
                .args([command, "-Zbuild-std"])
                .dir(project.root())
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_DIR", self.target_folder(&project.target(""))),
        };
        cargo.args(["--target", self.target()])
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compiler = match self {
            Self::Rustup => "rustup's",
            Self::Debian => "Debian's rustc-web and rust-web-src for",
        };
        write!(f, "{compiler} {}", self.target())
    }
}

/// Whether the everyday compiler has its standard library for the target.
pub(crate) fn has_target(target: &str) -> bool {
    let dir = Tool::new("rustc")
        .args(["--print", "target-libdir", "--target", target])
        .answer();
    dir.is_some_and(|dir| Path::new(&dir).exists())
}

fn debian_library_source_exists() -> bool {
    let sysroot = Tool::new(DEBIAN_RUSTC)
        .args(["--print", "sysroot"])
        .answer();
    sysroot.is_some_and(|sysroot| {
        Path::new(&sysroot)
            .join("lib/rustlib/src/rust/library/std")
            .exists()
    })
}
