//! A cable to a notepad: a COM port, mapped to the pseudo-terminal of the program `peer`, which is told what to do
//! with the cable over TCP.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
};

/// The COM port that is mapped to the peer's pseudo-terminal.
const PORT: &str = "TSPKIT_TEST_COM_PORT";

/// Where the peer listens, as in `127.0.0.1:4711`.
const PEER: &str = "TSPKIT_TEST_COM_PEER";

/// A port and, while it is plugged in, a notepad at its other end. There is one for all tests: the peer listens to one
/// after the other.
pub(crate) struct Cable {
    port: String,
    peer: BufReader<TcpStream>,
}

impl Cable {
    /// Plugged in, the notepad being empty.
    pub(crate) fn new() -> Self {
        let port = variable(PORT);
        let address = variable(PEER);
        let peer = TcpStream::connect(&address)
            .unwrap_or_else(|error| panic!("no peer at {address}, which is {PEER}: {error}"));
        let mut cable = Self {
            port,
            peer: BufReader::new(peer),
        };
        cable.plug();
        cable
    }

    /// The port's name.
    pub(crate) fn port(&self) -> String {
        self.port.clone()
    }

    /// Plugs in an empty notepad.
    pub(crate) fn plug(&mut self) {
        self.tell("plug");
    }

    pub(crate) fn unplug(&mut self) {
        self.tell("unplug");
    }

    fn tell(&mut self, what: &str) {
        let command = format!("{what}\n");
        let sent = self.peer.get_mut().write_all(command.as_bytes());
        sent.expect("the peer listens");
        let mut answer = String::new();
        self.peer.read_line(&mut answer).expect("the peer answers");
        assert_eq!(answer, "done\n", "{what}");
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|error| {
        panic!(
            "{name}: {error}; on Windows this test needs a COM port with the example `peer` of this package at its \
             other end: `cargo xtask windows` arranges that on Linux, under Wine"
        )
    })
}
