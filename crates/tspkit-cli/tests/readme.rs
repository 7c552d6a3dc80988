//! What the README shows is what happens.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::{run, tspkit};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(root().join(path)).expect("a file of the project");
    text.replace("\r\n", "\n")
}

/// The README's blocks of code in that language.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let begin = format!("```{language}\n");
    let blocks: Vec<_> = readme
        .split(&begin)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect();
    assert!(!blocks.is_empty(), "the README has no {language}");
    blocks
}

#[test]
fn the_quick_start_is_an_example() {
    let example = read("examples/quick_start.rs");
    let code: Vec<_> = example
        .lines()
        .skip_while(|line| line.starts_with("//!") || line.is_empty())
        .collect();
    assert_eq!(blocks("rust")[0], code.join("\n") + "\n");
}

/// All of the provider to copy but what is imported, and the hardware's fallback.
#[test]
fn the_provider_is_an_example() {
    let example = read("examples/office-tsp/src/lib.rs");
    let [_, provider] = blocks("rust").try_into().unwrap();
    let mut rest = example.as_str();
    for part in provider.split("\n\n") {
        let part = part.trim_end_matches(['\n', '}']);
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("not there: {part}"));
        rest = after;
    }
}

#[test]
fn the_transcripts_are_what_the_program_prints() {
    for block in blocks("console") {
        for shown in block.split("$ tspkit ").skip(1) {
            let (command, expected) = shown.split_once('\n').unwrap();
            let output = tspkit()
                .args(command.split(' '))
                .current_dir(root())
                .output()
                .unwrap();
            let printed = [output.stdout, output.stderr].concat();
            let printed = String::from_utf8(printed).unwrap();
            match expected.split_once('…') {
                Some((begin, end)) => {
                    assert!(printed.starts_with(begin), "{command}:\n{printed}");
                    assert_eq!(end, "\n", "what follows … would not be compared");
                }
                None => assert_eq!(printed, expected, "{command}"),
            }
        }
    }
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let help = run(["--help"]).stdout;
    let (_, codes) = help.split_once("Exit codes:\n").unwrap();
    let (codes, _) = codes.split_once("\n\n").unwrap();
    let codes: Vec<_> = codes
        .lines()
        .map(|line| line.trim().split_once("  ").unwrap())
        .collect();
    assert_eq!(codes.len(), 14);

    let readme = read("README.md");
    let (_, table) = readme.split_once("|---:|---|---|\n").unwrap();
    let rows: Vec<Vec<_>> = table
        .lines()
        .take_while(|line| !line.is_empty())
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let rows: Vec<_> = rows.iter().map(|cells| (cells[1], cells[3])).collect();
    assert_eq!(rows, codes);
}

#[test]
fn folders_and_examples_exist() {
    let readme = read("README.md");
    let examples = read("examples/Cargo.toml");
    for name in ["download", "async_download", "callbacks", "watch", "driver"] {
        assert!(readme.contains(&format!("| `{name}` |")), "{name}");
        assert!(examples.contains(&format!("name = \"{name}\"")), "{name}");
    }
    let mut crates: Vec<_> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    crates.retain(|name| !readme.contains(&format!("`crates/{name}`")));
    assert_eq!(crates, [""; 0], "the README's table of folders lacks these");
}
