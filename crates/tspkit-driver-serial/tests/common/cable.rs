//! A cable to a notepad: a pseudo-terminal of this process.

use super::{
    notepad::{Areas, notepad},
    pty::Pty,
};

/// A port and, while it is plugged in, a notepad at its other end.
pub(crate) struct Cable(Pty);

impl Cable {
    /// Plugged in, the notepad being empty.
    pub(crate) fn new() -> Self {
        let mut cable = Self::unplugged();
        cable.plug();
        cable
    }

    pub(crate) fn unplugged() -> Self {
        Self(Pty::unplugged())
    }

    /// The port's name.
    pub(crate) fn port(&self) -> String {
        self.0.path()
    }

    /// Plugs in an empty notepad.
    pub(crate) fn plug(&mut self) {
        let areas = Areas::default();
        self.0.plug(move |wire| notepad(wire, &areas));
    }

    pub(crate) fn unplug(&mut self) {
        self.0.unplug();
    }
}
