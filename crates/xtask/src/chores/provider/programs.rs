//! C programs that load a provider and drive it as TAPI does, compiled against mingw's own headers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{run::Run, tool::Tool};

const TESTS: &str = "examples/office-tsp/tests";

/// What the programs share.
const SHARED: &str = "tapi";

/// Declares the provider's functions, independently of us.
const HEADERS: &[&str] = &["tapi.h", "tspi.h"];

const WINDOWS_COMPILER: &str = "x86_64-w64-mingw32-gcc";

/// A program, by the name of its folder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Program {
    /// TAPI's order of calls, with every answer
    TapiOrder,
    /// Loading and unloading
    LoadCycles,
    /// Calls between lines, and what goes with them
    Calls,
}

/// What a program is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Linux,
    LinuxWithAddressSanitizer,
    Windows,
}

impl Program {
    pub(crate) const ALL: &[Self] = &[Self::LoadCycles, Self::TapiOrder, Self::Calls];

    fn name(self) -> &'static str {
        match self {
            Self::TapiOrder => "tapi_order",
            Self::LoadCycles => "load_cycles",
            Self::Calls => "calls",
        }
    }

    /// Where the programs and their files are made.
    fn workshop(run: &Run<'_>) -> PathBuf {
        run.project.target("provider")
    }

    /// Compiles it, warnings denied.
    pub(crate) fn compile(self, run: &Run<'_>, platform: Platform) -> Result<PathBuf> {
        let workshop = Self::workshop(run);
        fs::create_dir_all(&workshop)
            .with_context(|| format!("cannot make {}", workshop.display()))?;
        let tests = run.project.root().join(TESTS);
        let folders = [tests.join(SHARED), tests.join(self.name())];
        let program = workshop.join(format!("{}{}", self.name(), platform.ending()));
        let mut compiler = match platform {
            Platform::Windows => Tool::new(WINDOWS_COMPILER),
            Platform::Linux => native_compiler(run, &workshop, &folders[0])?,
            Platform::LinuxWithAddressSanitizer => {
                native_compiler(run, &workshop, &folders[0])?.arg("-fsanitize=address")
            }
        };
        compiler = compiler
            .args(["-std=c11", "-O1", "-g"])
            .args(["-Wall", "-Wextra", "-Werror"])
            .arg("-I")
            .arg(&folders[0]);
        for folder in &folders {
            compiler = compiler.args(sources(folder, platform)?);
        }
        run.step(compiler.arg("-o").arg(&program))
            .with_context(|| format!("the C program {} does not compile", self.name()))?;
        Ok(program)
    }

    /// Completes `tool`, a compiled program or what runs it, by what the program asks for: the library to load, and its
    /// office in the environment.
    pub(crate) fn asking_for(self, run: &Run<'_>, tool: Tool, library: &Path) -> Result<Tool> {
        let office = run.project.root().join(TESTS).join(self.name());
        let office = office.join("office.toml");
        let scratch = Self::workshop(run).join("scratch");
        fs::create_dir_all(&scratch)
            .with_context(|| format!("cannot make the folder {}", scratch.display()))?;
        let tool = tool
            .arg(library)
            .dir(&scratch)
            .env("OFFICE_TSP_HARDWARE", format!("sim:{}", office.display()));
        // Whoever runs the check may have a log of his own.
        Ok(["LOG_FILE", "LOG_LEVEL", "LOG_SIZE", "LOG_FILES"]
            .iter()
            .fold(tool, |tool, key| {
                tool.without_env(format!("OFFICE_TSP_{key}"))
            }))
    }

    /// The same in less time, where everything takes longer: what shows in a hundred cycles shows in a few.
    pub(crate) fn shortened(self, tool: Tool) -> Tool {
        match self {
            Self::TapiOrder | Self::Calls => tool,
            Self::LoadCycles => tool.args(["--cycles", "6", "--memory-elsewhere"]),
        }
    }
}

impl Platform {
    fn ending(self) -> &'static str {
        match self {
            Self::Linux => "",
            Self::LinuxWithAddressSanitizer => "_asan",
            Self::Windows => ".exe",
        }
    }

    /// Whether a source file is for another system, as the end of its name tells.
    fn leaves_out(self, stem: &str) -> bool {
        let other = match self {
            Self::Windows => "_linux",
            Self::Linux | Self::LinuxWithAddressSanitizer => "_windows",
        };
        stem.ends_with(other)
    }
}

/// `cc` with mingw's two headers, what they need of `windows.h`, and nothing else of mingw's.
fn native_compiler(run: &Run<'_>, workshop: &Path, shared: &Path) -> Result<Tool> {
    let include = workshop.join("include");
    fs::create_dir_all(&include)
        .with_context(|| format!("cannot make the folder {}", include.display()))?;
    let theirs = mingw_headers()?;
    for header in HEADERS {
        run.step(
            Tool::new("ln")
                .arg("-sfn")
                .arg(theirs.join(header))
                .arg(include.join(header)),
        )?;
    }
    Ok(Tool::new("cc")
        .arg("-pthread")
        .arg("-I")
        .arg(shared.join("native"))
        .arg("-I")
        .arg(include))
}

/// The folder in which mingw's compiler finds its headers.
fn mingw_headers() -> Result<PathBuf> {
    let answer = Tool::new(WINDOWS_COMPILER)
        .args(["-x", "c", "-E", "-M", "-include", HEADERS[1], "/dev/null"])
        .answer()
        .with_context(|| {
            format!(
                "{WINDOWS_COMPILER} does not find {} (Debian package gcc-mingw-w64-x86-64)",
                HEADERS[1]
            )
        })?;
    let mut words = answer.split_whitespace().map(Path::new);
    let header = words.find(|path| path.ends_with(HEADERS[1]));
    let folder = header.and_then(Path::parent);
    Ok(folder
        .with_context(|| format!("{WINDOWS_COMPILER} does not say where {} is", HEADERS[1]))?
        .to_owned())
}

fn sources(folder: &Path, platform: Platform) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut sources = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|end| end == "c") && !platform.leaves_out(&stem) {
            sources.push(path);
        }
    }
    if sources.is_empty() {
        bail!("{} has no C file", folder.display());
    }
    sources.sort_unstable();
    Ok(sources)
}
