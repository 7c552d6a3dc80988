//! The guide to a first provider does what it says: its files are written and its commands run, in its order.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::run::{Outcome, Run};

const GUIDE: &str = "docs/first-provider.md";

/// Before the fenced text of a file, and of a command that is to be run.
const FILE: &str = "<!-- file: ";
const RUN: &str = "<!-- run";

/// What the guide writes for the place where the reader has the project.
const PLACE: &str = "…/crates/";

/// One thing that the guide tells its reader to do.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Write { path: String, text: String },
    Run { command: String },
}

/// Builds the guide's provider in a folder of its own, as the reader would, and runs its tests.
pub(crate) fn follow(run: &mut Run<'_>) -> Result<Outcome> {
    let guide = run.project.root().join(GUIDE);
    let text =
        fs::read_to_string(&guide).with_context(|| format!("cannot read {}", guide.display()))?;
    let steps = steps(&text)?;
    let dir = tempfile::tempdir().context("cannot make a temporary directory for the guide")?;
    // The same versions as everywhere else in the check.
    fs::copy(
        run.project.root().join("Cargo.lock"),
        dir.path().join("Cargo.lock"),
    )?;
    let mut tested = 0;
    for step in &steps {
        match step {
            Step::Write { path, text } => write(run, dir.path(), path, text)?,
            Step::Run { command } => {
                for command in command.split("&&") {
                    tested += usize::from(cargo(run, dir.path(), command.trim())?);
                }
            }
        }
    }
    // For hardware by URL, for a phone of one's own, and for a line.
    if tested != 3 {
        bail!("{GUIDE} has its reader run tests {tested} times; it should be 3");
    }
    Ok(Outcome::Done)
}

fn write(run: &Run<'_>, dir: &Path, path: &str, text: &str) -> Result<()> {
    let file = dir.join(path);
    let folder = file.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    let text = if path == "Cargo.toml" {
        let crates = run.project.root().join("crates");
        // A literal string, since a Windows path has backslashes; and a workspace of its own.
        let text = text.replace(PLACE, &format!("{}/", crates.display()));
        text.replace("path = \"", "path = '").replace("\" }", "' }") + "\n[workspace]\n"
    } else {
        text.to_owned()
    };
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// Whether it was tests.
fn cargo(run: &mut Run<'_>, dir: &Path, command: &str) -> Result<bool> {
    let mut words = command.split_whitespace();
    if words.next() != Some("cargo") {
        bail!("{GUIDE}: `{command}` is no command of cargo's, and this check runs no others");
    }
    let tool = run.project.cargo(words.next().unwrap_or_default());
    let tool = tool
        .args(words)
        .dir(dir)
        .env("CARGO_TARGET_DIR", run.project.target("guide"));
    if command.starts_with("cargo test") {
        run.tests(tool)?;
        return Ok(true);
    }
    run.step(tool)?;
    Ok(false)
}

fn steps(guide: &str) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let file = line.strip_prefix(FILE);
        if file.is_none() && !line.starts_with(RUN) {
            continue;
        }
        if !lines.next().is_some_and(|line| line.starts_with("```")) {
            bail!("{GUIDE}: no fenced text follows `{line}`");
        }
        let text: String = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .flat_map(|line| [line, "\n"])
            .collect();
        steps.push(match file {
            Some(path) => Step::Write {
                path: path.trim_end_matches(" -->").to_owned(),
                text,
            },
            None => Step::Run {
                command: text.trim().to_owned(),
            },
        });
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_commands_are_found_in_order() {
        let guide = "A\n<!-- file: src/lib.rs -->\n```rust\nfn a() {}\n```\n```rust\nno\n```\n\
                     <!-- run: cargo test -->\n```sh\ncargo build && cargo test\n```\n";
        let (path, text) = ("src/lib.rs".to_owned(), "fn a() {}\n".to_owned());
        let command = "cargo build && cargo test".to_owned();
        assert_eq!(
            steps(guide).unwrap(),
            [Step::Write { path, text }, Step::Run { command }]
        );
    }

    #[test]
    fn a_mark_without_its_text_is_an_error() {
        assert!(steps("<!-- file: a -->\n\n```\n```\n").is_err());
    }
}
