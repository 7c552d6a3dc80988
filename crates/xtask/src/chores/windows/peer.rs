//! The phone at the other end of the COM port: a program of this machine, since Wine has no pseudo-terminals.

use std::{
    io::{BufRead as _, BufReader},
    process::Child,
};

use anyhow::{Context as _, Result, bail};

use crate::run::Run;

/// The example of the serial driver, which says itself what it prints and takes.
const PEER: &[&str] = &["--package", "tspkit-driver-serial", "--example", "peer"];

/// It runs until it is ended, or we are: then its input closes.
pub(super) struct Peer {
    child: Child,
    port: String,
    address: String,
}

impl Peer {
    pub(super) fn start(run: &Run<'_>) -> Result<Self> {
        run.step(run.project.cargo("build").args(PEER))?;
        let peer = run.project.cargo("run").arg("--quiet").args(PEER);
        let mut child = peer.talk()?;
        let output = child.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .context("the peer's output cannot be read")?;
        let Some((port, address)) = line.trim_end().split_once(' ') else {
            bail!("the peer says `{line}` instead of a port and an address");
        };
        Ok(Self {
            port: port.to_owned(),
            address: address.to_owned(),
            child,
        })
    }

    /// The path of its pseudo-terminal.
    pub(super) fn port(&self) -> &str {
        &self.port
    }

    /// Where it listens to what it is to do.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Ends it; an error when it has failed.
    pub(super) fn end(mut self) -> Result<()> {
        // Closes its input before waiting.
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the peer at the other end of the COM port: {status}");
        }
        Ok(())
    }
}
