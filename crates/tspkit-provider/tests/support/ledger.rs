//! What the ledgers of the provider share.

use std::{
    env,
    sync::atomic::{AtomicBool, Ordering},
};

/// A number from the environment, or what stands for it.
pub fn setting(name: &str, default: u64) -> u64 {
    match env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|error| panic!("{name}={text}: {error}")),
        Err(_) => default,
    }
}

/// Lets the pump end, also when a thread has panicked.
pub struct StopPump<'a>(pub &'a AtomicBool);

impl Drop for StopPump<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
