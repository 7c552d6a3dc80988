//! Which threads this process has.

use std::collections::HashSet;

/// The numbers of the threads; `None` where they cannot be counted.
#[cfg(target_os = "linux")]
pub(super) fn now() -> Option<HashSet<u64>> {
    let entries = std::fs::read_dir("/proc/self/task").ok()?;
    let numbers = entries.map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers.collect()
}

/// The numbers of the threads; `None` where they cannot be counted.
#[cfg(not(target_os = "linux"))]
pub(super) fn now() -> Option<HashSet<u64>> {
    None
}
