//! The scripts for Windows, as far as they can be examined without one: their C# compiles for Windows PowerShell 5.1,
//! what it says of TAPI is what `tapi.h` says, and it drives the example provider over a stand-in for tapi32.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{
    run::{Outcome, Run},
    tool::{Output, Tool},
};

const SCRIPTS: &str = "examples/office-tsp/windows";
/// Programs around that C#, and what they call.
const PROGRAMS: &str = "crates/xtask/windows";
const PROVIDER: &str = "office-tsp";
const PROVIDER_FILE: &str = "liboffice_tsp.so";
const PROGRAM: &str = "tspkit-cli";
const PRODUCT: &str = "Office TSP";

/// mingw's compiler: its `tapi.h` is not ours.
const COMPILER: &str = "x86_64-w64-mingw32-gcc";

pub(crate) fn examine(run: &mut Run<'_>) -> Result<Outcome> {
    if cfg!(windows) {
        return Ok(Outcome::NotHere("it takes mono and mingw".to_owned()));
    }
    let work = run.project.target("scripts");
    fs::create_dir_all(&work)?;
    let scripts = run.project.root().join(SCRIPTS);
    ascii(&scripts)?;
    let library = work.join("Tapi.dll");
    let sources = [scripts.join("Tapi.cs"), scripts.join("Acceptance.cs")];
    run.step(
        compiler()
            .args(["-target:library", &out(&library)])
            .args(sources),
    )?;
    layout(run, &scripts, &work)?;
    acceptance(run, &work)?;
    Ok(Outcome::Done)
}

/// Structures, constants and the table of codes, as `tapi.h` has them.
fn layout(run: &Run<'_>, scripts: &Path, work: &Path) -> Result<()> {
    let mut layout = String::new();
    let printing = program(run, "layout", work)?.silent();
    let status = printing.lines(Output::Standard, run.limit(), |line| layout.push_str(line))?;
    if !status.success() {
        bail!("{status}: layout.exe");
    }
    let module = fs::read_to_string(scripts.join("Provider.psm1"))?;
    layout.push_str(&codes(&module)?);
    let source = work.join("layout.c");
    fs::write(&source, layout)?;
    run.step(Tool::new(COMPILER).arg("-fsyntax-only").arg(source))
}

/// Runs what `accept.ps1` runs through tapi32, and judges the log as it does.
fn acceptance(run: &Run<'_>, work: &Path) -> Result<()> {
    let log = work.join("provider.log");
    if log.exists() {
        fs::remove_file(&log)?;
    }
    run.step(run.project.cargo("build").args(["--package", PROVIDER]))?;
    // mono looks for `tapi32.dll` under this name.
    run.step(
        Tool::new("cc")
            .args(["-std=c11", "-D_DEFAULT_SOURCE", "-Wall", "-Wextra"])
            .args(["-Werror", "-shared", "-fPIC", "-pthread", "-o"])
            .arg(work.join("libtapi32.so"))
            .arg(run.project.root().join(PROGRAMS).join("tapi32_standin.c")),
    )?;
    run.step(
        program(run, "acceptance", work)?
            .arg(PRODUCT)
            .env("OFFICE_TSP_HARDWARE", "sim:")
            .env("OFFICE_TSP_LOG_FILE", &log)
            .env("OFFICE_TSP_LOG_LEVEL", "debug")
            .env(
                "TAPI_PROVIDER",
                run.project.target("debug").join(PROVIDER_FILE),
            )
            .env("MONO_PATH", work)
            .dir(work),
    )?;
    let judge = run.project.cargo("run").args(["--package", PROGRAM, "--"]);
    run.step(judge.args(["trace", "--check"]).arg(log))
}

/// A program in C#, compiled, to be run.
fn program(run: &Run<'_>, name: &str, work: &Path) -> Result<Tool> {
    let file = work.join(name).with_extension("exe");
    let source = run.project.root().join(PROGRAMS).join(name);
    run.step(
        compiler()
            .arg(out(&file))
            .arg(format!("-reference:{}", work.join("Tapi.dll").display()))
            .arg(source.with_extension("cs")),
    )?;
    Ok(Tool::new("mono").arg(file))
}

/// The C# of Windows PowerShell 5.1.
fn compiler() -> Tool {
    Tool::new("mcs").args(["-langversion:5", "-warnaserror"])
}

fn out(file: &Path) -> String {
    format!("-out:{}", file.display())
}

/// Windows PowerShell 5.1 takes other characters for ANSI.
fn ascii(scripts: &Path) -> Result<()> {
    for file in fs::read_dir(scripts)? {
        let file = file?.path();
        let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut lines = text.split(|byte| *byte == b'\n');
        if let Some(at) = lines.position(|line| !line.is_ascii()) {
            bail!("{}:{}: not ASCII", file.display(), at + 1);
        }
    }
    Ok(())
}

/// The module's table of codes, as assertions in C.
fn codes(module: &str) -> Result<String> {
    let mut assertions = String::new();
    for line in module.lines() {
        if let Some((code, rest)) = line.trim().split_once(" = '")
            && code.starts_with("0x8")
            && let Some((name, _)) = rest.split_once('\'')
        {
            writeln!(assertions, "_Static_assert({name} == {code}, \"{name}\");")?;
        }
    }
    if assertions.is_empty() {
        bail!("Provider.psm1 has no table of codes any more, or this does not find it");
    }
    Ok(assertions)
}
