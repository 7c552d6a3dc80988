//! `cargo xtask tsp`: a provider as it is installed on Windows.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::{Metadata, Package};
use clap::Args;

use crate::{
    chores::{
        provider::{EXAMPLE, for_windows},
        windows::Route,
    },
    project::{cdylib_of, metadata_of},
    run::Run,
};

#[derive(Args)]
pub(crate) struct Options {
    /// The provider's package; without it the example, or the only one there that makes a DLL
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// The Cargo.toml of a package or workspace other than this one
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// The way to build for Windows; without it the first that this machine has
    #[arg(long)]
    route: Option<Route>,
}

pub(crate) fn command(run: &mut Run<'_>, options: &Options) -> Result<()> {
    let route = options.route.map_or_else(Route::first, Ok)?;
    println!("route: {route}");
    let file = if let Some(manifest) = &options.manifest_path {
        let metadata = metadata_of(manifest)?;
        let package = provider_of(&metadata, options.package.as_deref())?;
        for_windows(run, package, metadata.target_directory.as_std_path(), route)?
    } else {
        let package = run
            .project
            .package(options.package.as_deref().unwrap_or(EXAMPLE))?;
        for_windows(run, package, &run.project.target(""), route)?
    };
    let size = fs::metadata(&file)
        .with_context(|| format!("cannot read {}", file.display()))?
        .len();
    println!("{} ({} KiB)", file.display(), size.div_ceil(1024));
    Ok(())
}

fn provider_of<'a>(metadata: &'a Metadata, name: Option<&str>) -> Result<&'a Package> {
    let root = &metadata.workspace_root;
    let packages = metadata.workspace_packages();
    if let Some(name) = name {
        let package = packages.into_iter().find(|package| package.name == name);
        return package.with_context(|| format!("there is no package `{name}` in {root}"));
    }
    let makes_dll = |package: &&Package| cdylib_of(package).is_ok();
    let providers: Vec<_> = packages.into_iter().filter(makes_dll).collect();
    match providers.as_slice() {
        [provider] => Ok(provider),
        [] => bail!(
            "no package in {root} makes a DLL; its Cargo.toml needs `[lib]` with `crate-type = [\"cdylib\"]`"
        ),
        several => {
            let names: Vec<_> = several
                .iter()
                .map(|package| package.name.as_str())
                .collect();
            bail!(
                "several packages in {root} make a DLL: {}; choose by --package",
                names.join(", ")
            )
        }
    }
}
