//! Building a provider's library.

use std::{
    env::consts::{DLL_PREFIX, DLL_SUFFIX},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::Package;

use crate::{
    chores::{sanitizers, windows::Route},
    project::cdylib_of,
    run::Run,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    Dev,
    Release,
}

impl Profile {
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

/// The library for this machine.
pub(super) fn native(run: &Run<'_>, package: &str, profile: Profile) -> Result<PathBuf> {
    let package = run.project.package(package)?;
    let build = run
        .project
        .cargo("build")
        .args(["--profile", profile.name()]);
    run.step(build.args(["--package", package.name.as_str()]))?;
    let folder = run.project.target(profile.folder());
    made(folder.join(native_file(package)?))
}

/// The same, looking for memory errors; whoever loads it brings `AddressSanitizer`'s runtime.
pub(super) fn with_address_sanitizer(run: &Run<'_>, package: &str) -> Result<PathBuf> {
    let package = run.project.package(package)?;
    let build = run
        .project
        .cargo("build")
        .args(["--package", package.name.as_str()]);
    let (build, target) = sanitizers::instrument(run.project, build, "address", "asan");
    run.step(build)?;
    let folder = target.join(Profile::Dev.folder());
    made(folder.join(native_file(package)?))
}

/// The library for Windows as it ships, by the name that Windows wants: `target/tsp/NAME.tsp`.
pub(crate) fn for_windows(
    run: &Run<'_>,
    package: &Package,
    target: &Path,
    route: Route,
) -> Result<PathBuf> {
    let name = cdylib_of(package)?;
    let work = route.target_folder(target);
    let build = route.cargo(run.project, "build").arg("--release");
    let build = build.arg("--manifest-path").arg(&package.manifest_path);
    run.step(build.env("CARGO_TARGET_DIR", &work))?;
    let folder = work.join(route.target()).join(Profile::Release.folder());
    let library = made(folder.join(format!("{name}.dll")))?;
    let folder = target.join("tsp");
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let provider = folder.join(format!(
        "{}.tsp",
        name.strip_suffix("_tsp").unwrap_or(&name)
    ));
    fs::copy(&library, &provider).with_context(|| {
        format!(
            "cannot copy {} to {}",
            library.display(),
            provider.display()
        )
    })?;
    Ok(provider)
}

fn native_file(package: &Package) -> Result<String> {
    Ok(format!("{DLL_PREFIX}{}{DLL_SUFFIX}", cdylib_of(package)?))
}

fn made(library: PathBuf) -> Result<PathBuf> {
    if !library.exists() {
        bail!("cargo has built no {}", library.display());
    }
    Ok(library)
}
