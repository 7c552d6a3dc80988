//! What this process has, as Linux tells.

use std::fs;

fn entries(path: &str) -> usize {
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    entries.count()
}

/// How many threads there are whose name begins like that. Linux keeps 15 characters of a name.
pub fn threads_named(prefix: &str) -> usize {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux lists a process's threads");
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("comm")).ok())
        .filter(|name| name.starts_with(prefix))
        .count()
}

/// How many threads there are.
pub fn threads() -> usize {
    entries("/proc/self/task")
}

/// How many files are open, the listing of them left out.
pub fn open_files() -> usize {
    entries("/proc/self/fd") - 1
}

/// How many bytes of memory are in use.
pub fn resident_bytes() -> u64 {
    let statm = fs::read_to_string("/proc/self/statm").expect("Linux tells the memory in use");
    let pages: u64 = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .expect("the second number is the resident pages");
    pages * 4096
}
