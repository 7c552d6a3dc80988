//! Ending a child together with everything it started.
//!
//! Every child that is not in the foreground leads a process group of its own, so that a stage over its hard
//! limit, or one interrupted by Ctrl-C, leaves neither compilers nor test programs behind.

use std::{
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context as _, Result};

/// The group to end on Ctrl-C; 0 when there is none. One child runs at a time.
static CURRENT: AtomicU32 = AtomicU32::new(0);

/// Makes the command lead a process group, where the system has them.
pub(crate) fn lead_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Remembers a child as the one that Ctrl-C ends, until dropped.
pub(crate) struct Running(());

impl Running {
    pub(crate) fn new(child: &Child) -> Self {
        CURRENT.store(child.id(), Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        CURRENT.store(0, Ordering::SeqCst);
    }
}

/// Ends the group that the child with this id leads.
pub(crate) fn end_group(id: u32) {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID"]).arg(id.to_string());
        command
    } else {
        let mut command = Command::new("sh");
        command
            .args(["-c", "kill -9 \"-$1\"", "sh"])
            .arg(id.to_string());
        command
    };
    // A group that has ended by itself meanwhile is what was wanted.
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

pub(crate) fn end_children_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let id = CURRENT.load(Ordering::SeqCst);
        if id != 0 {
            end_group(id);
        }
        std::process::exit(130);
    })
    .context("cannot install the handler for Ctrl-C")
}
