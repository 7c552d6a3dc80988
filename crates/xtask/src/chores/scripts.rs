//! The scripts for Windows, as far as they can be examined without one: their C# compiles for Windows PowerShell 5.1,
//! and what it says of TAPI is what `tapi.h` says.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{
    run::{Outcome, Run},
    tool::{Output, Tool},
};

const SCRIPTS: &str = "examples/office-tsp/windows";
const LAYOUT: &str = "crates/xtask/windows/layout.cs";

/// mingw's compiler: its `tapi.h` is not ours.
const COMPILER: &str = "x86_64-w64-mingw32-gcc";

pub(crate) fn examine(run: &mut Run<'_>) -> Result<Outcome> {
    if cfg!(windows) {
        return Ok(Outcome::NotHere("it takes mono and mingw".to_owned()));
    }
    let scripts = run.project.root().join(SCRIPTS);
    let work = run.project.target("scripts");
    fs::create_dir_all(&work)?;
    ascii(&scripts)?;

    let library = work.join("Tapi.dll");
    let program = work.join("layout.exe");
    run.step(
        compiler()
            .args(["-target:library", &out(&library)])
            .arg(scripts.join("Tapi.cs")),
    )?;
    run.step(
        compiler()
            .arg(out(&program))
            .arg(format!("-reference:{}", library.display()))
            .arg(run.project.root().join(LAYOUT)),
    )?;
    let mut layout = String::new();
    let printing = Tool::new("mono").arg(&program).silent();
    let status = printing.lines(Output::Standard, run.limit(), |line| layout.push_str(line))?;
    if !status.success() {
        bail!("{status}: {}", program.display());
    }
    let module = fs::read_to_string(scripts.join("Provider.psm1"))?;
    layout.push_str(&codes(&module)?);
    let source = work.join("layout.c");
    fs::write(&source, layout)?;
    run.step(Tool::new(COMPILER).arg("-fsyntax-only").arg(source))?;
    Ok(Outcome::Done)
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
