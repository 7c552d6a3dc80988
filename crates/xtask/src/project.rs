//! The workspace as cargo sees it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};

use crate::tool::Tool;

/// The workspace, its packages, and the machine it is checked on.
pub(crate) struct Project {
    metadata: Metadata,
    host: String,
}

impl Project {
    pub(crate) fn load() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
        let metadata = metadata_of(&manifest)?;
        let version = Tool::new("rustc")
            .arg("-vV")
            .answer()
            .context("`rustc -vV` does not answer")?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.context("`rustc -vV` names no host")?.to_owned();
        Ok(Self { metadata, host })
    }

    pub(crate) fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// A directory under `target`: builds with flags of their own do not throw each other's work away.
    pub(crate) fn target(&self, name: &str) -> PathBuf {
        self.metadata
            .target_directory
            .join(name)
            .into_std_path_buf()
    }

    /// The triple of this machine.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// `cargo COMMAND`, in the root of the project.
    pub(crate) fn cargo(&self, command: &str) -> Tool {
        Tool::new("cargo").arg(command).dir(self.root())
    }

    pub(crate) fn package(&self, name: &str) -> Result<&Package> {
        let package = self
            .metadata
            .workspace_packages()
            .into_iter()
            .find(|package| package.name == name);
        package.with_context(|| {
            format!("the workspace has no package `{name}`, which crates/xtask names")
        })
    }

    /// Packages that are never published, such as this one.
    pub(crate) fn private_packages(&self) -> Vec<&str> {
        let packages = self.metadata.workspace_packages().into_iter();
        let private =
            packages.filter(|package| package.publish.as_ref().is_some_and(Vec::is_empty));
        private.map(|package| package.name.as_str()).collect()
    }

    /// The names of the integration tests for which `wanted` holds.
    pub(crate) fn test_targets(&self, wanted: impl Fn(&str) -> bool) -> Vec<&str> {
        let targets = self
            .metadata
            .workspace_packages()
            .into_iter()
            .flat_map(|package| &package.targets);
        let tests = targets
            .filter(|target| target.kind.contains(&TargetKind::Test) && wanted(&target.name));
        let mut names: Vec<_> = tests.map(|target| target.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The names of a package's examples.
    pub(crate) fn examples(&self, package: &str) -> Result<Vec<&str>> {
        let targets = self.package(package)?.targets.iter();
        let examples = targets.filter(|target| target.kind.contains(&TargetKind::Example));
        Ok(examples.map(|target| target.name.as_str()).collect())
    }

    /// The oldest Rust that the project supports, as a toolchain's name.
    pub(crate) fn oldest_rust(&self) -> Result<String> {
        let version = self.package(env!("CARGO_PKG_NAME"))?.rust_version.as_ref();
        Ok(version
            .context("rust-version is not set in Cargo.toml")?
            .to_string())
    }
}

/// The name of the package's C-compatible shared library, as its file has it between prefix and ending.
pub(crate) fn cdylib_of(package: &Package) -> Result<String> {
    let mut targets = package.targets.iter();
    let library = targets.find(|target| target.kind.contains(&TargetKind::CDyLib));
    let library = library.with_context(|| {
        format!(
            "package `{}` makes no DLL; its Cargo.toml needs `[lib]` with `crate-type = [\"cdylib\"]`",
            package.name
        )
    })?;
    Ok(library.name.replace('-', "_"))
}

pub(crate) fn metadata_of(manifest: &Path) -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    let metadata = command.manifest_path(manifest).no_deps().exec();
    let metadata = metadata.with_context(|| format!("cargo cannot read {}", manifest.display()))?;
    if metadata.workspace_packages().is_empty() {
        bail!("{} has no packages", manifest.display());
    }
    Ok(metadata)
}
