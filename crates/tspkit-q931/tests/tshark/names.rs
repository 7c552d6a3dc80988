//! The numbers that tshark has names for.

use std::sync::LazyLock;

use crate::program::Program;

/// All of tshark's tables, a line for each number.
static TABLES: LazyLock<String> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let arguments = ["-G", "values"];
    Program::start("tshark", "tshark", &arguments, folder.path(), "values").succeed()
});

/// The numbers of a field that have a name, in their order.
pub(crate) fn numbers(field: &str) -> Vec<u64> {
    let mut numbers: Vec<_> = TABLES
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|words| words[0] == "V" && words[1] == field)
        .map(|words| number(words[2]))
        .collect();
    assert!(!numbers.is_empty(), "tshark has no names for {field}");
    numbers.sort_unstable();
    numbers
}

fn number(text: &str) -> u64 {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    }
    .expect("a number")
}
