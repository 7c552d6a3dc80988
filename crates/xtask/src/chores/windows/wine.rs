//! A Wine prefix of the project's own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{chores::windows::Route, run::Run, tool::Tool};

/// Rust's standard library imports one function of this DLL, which Wine 8 lacks.
const STAND_IN: &str = "bcryptprimitives.dll";

/// For so many seconds without a program, such as the time that the tests take to build, its server stays.
const STAY: &str = "-p900";

/// The prefix, with its server kept running between one test program and the next.
pub(crate) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Creates the prefix if need be, and starts its server.
    pub(super) fn start(run: &Run<'_>, home: &Path) -> Result<Self> {
        let wine = Self {
            prefix: home.join("prefix"),
        };
        // The server wants its folder to be there, unlike the programs that would start it.
        fs::create_dir_all(&wine.prefix)
            .with_context(|| format!("cannot make the folder {}", wine.prefix.display()))?;
        // One of an earlier run may write to where that run did. It is well if there is none.
        wine.tool("wineserver").arg("-k").succeeds();
        // Their own output goes nowhere: what they leave in the background would keep ours open. The server stays between
        // programs, since one that a test program starts writes among the tests' output: it takes a pseudo-terminal that it
        // opens for its own, and tells its whole state when that hangs up.
        run.step(wine.tool("wineserver").arg(STAY).silent())
            .context("Wine's server does not start (Debian packages wine and wine64)")?;
        run.step(wine.tool("wine").args(["wineboot", "--init"]).silent())
            .context("Wine does not start (Debian packages wine and wine64)")?;
        Ok(wine)
    }

    /// Puts the stand-in where every program of this prefix finds it, so that it lies beside none that ships.
    pub(super) fn add_process_prng(&self, run: &Run<'_>) -> Result<()> {
        let installed = self.prefix.join("drive_c/windows/system32").join(STAND_IN);
        if installed.exists() && !is_ours(&installed)? {
            println!("this Wine has a {STAND_IN} of its own");
            return Ok(());
        }
        let source = run
            .project
            .root()
            .join("crates/xtask/windows/process_prng.c");
        let compiler = Tool::new("x86_64-w64-mingw32-gcc")
            .args(["-shared", "-s", "-O2", "-Wall", "-Werror", "-o"]);
        run.step(compiler.arg(&installed).arg(source).arg("-ladvapi32"))
            .context(
                "the stand-in for ProcessPrng does not build (Debian package gcc-mingw-w64-x86-64)",
            )?;
        if !is_ours(&installed)? {
            bail!("the stand-in {} lacks its mark", installed.display());
        }
        Ok(())
    }

    /// Ends the server.
    pub(super) fn end(self, run: &Run<'_>) -> Result<()> {
        run.step(self.tool("wineserver").arg("-k"))
    }

    /// Makes a port of the host's a COM port here. Those of the lowest numbers are Wine's own to give.
    pub(super) fn map_port(&self, run: &Run<'_>, com: &str, port: &str) -> Result<()> {
        let link = self.prefix.join("dosdevices").join(com.to_lowercase());
        run.step(Tool::new("ln").args(["-sfn", port]).arg(link))
    }

    /// A Windows program, run here.
    pub(crate) fn program(&self, program: &Path) -> Tool {
        self.tool("wine").arg(program)
    }

    /// Lets cargo run programs of the route's target here.
    pub(super) fn runs_programs_of(&self, cargo: Tool, route: Route) -> Tool {
        let variable = route.target().replace('-', "_").to_uppercase();
        self.environment(cargo)
            .env(format!("CARGO_TARGET_{variable}_RUNNER"), "wine")
    }

    fn tool(&self, program: &str) -> Tool {
        self.environment(Tool::new(program))
    }

    fn environment(&self, tool: Tool) -> Tool {
        // No window, no question whether to fetch Mono or Gecko.
        let tool = tool
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .without_env("DISPLAY");
        tool.env("WINEDLLOVERRIDES", "mscoree,mshtml=")
    }
}

/// Whether the file is the stand-in and not Wine's DLL of that name.
fn is_ours(dll: &Path) -> Result<bool> {
    let mark = b"tspkit stand-in for tests";
    let bytes = fs::read(dll).with_context(|| format!("cannot read {}", dll.display()))?;
    Ok(bytes.windows(mark.len()).any(|window| window == mark))
}
