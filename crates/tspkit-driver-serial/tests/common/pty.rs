//! Pseudo-terminals that can be unplugged.

use std::{
    fs::File,
    os::{fd::OwnedFd, unix::fs::symlink},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{read, write},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{OptionalActions, tcgetattr, tcsetattr},
};
use tempfile::TempDir;

/// A serial port by a name of its own, behind which a pseudo-terminal is plugged in or not.
pub(crate) struct Pty {
    directory: TempDir,
    plugged: Option<Plugged>,
}

struct Plugged {
    master: Arc<OwnedFd>,
    /// Open as long as the cable is: otherwise closing the port would hang up at the other end.
    _slave: File,
    stop: Arc<AtomicBool>,
    peer: Option<JoinHandle<()>>,
}

/// The other end of the cable.
pub(crate) struct Wire {
    master: Arc<OwnedFd>,
    stop: Arc<AtomicBool>,
}

impl Pty {
    /// A port with nothing behind it.
    pub(crate) fn unplugged() -> Self {
        Self {
            directory: TempDir::new().expect("a directory for the test"),
            plugged: None,
        }
    }

    /// A port with `peer` at the other end, on a thread.
    pub(crate) fn with(peer: impl FnOnce(&Wire) + Send + 'static) -> Self {
        let mut pty = Self::unplugged();
        pty.plug(peer);
        pty
    }

    pub(crate) fn path(&self) -> String {
        self.file().display().to_string()
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("ttyTEST0")
    }

    pub(crate) fn plug(&mut self, peer: impl FnOnce(&Wire) + Send + 'static) {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&master).expect("a pseudo-terminal");
        unlockpt(&master).expect("a pseudo-terminal");
        let name = ptsname(&master, Vec::new()).expect("it has a name");
        let name = name.to_str().expect("a plain name");
        let slave = File::options()
            .read(true)
            .write(true)
            .open(name)
            .expect("it can be opened");
        let mut settings = tcgetattr(&slave).expect("it is a terminal");
        settings.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &settings).expect("it is a terminal");
        let master = Arc::new(master);
        let stop = Arc::new(AtomicBool::new(false));
        let wire = Wire {
            master: master.clone(),
            stop: stop.clone(),
        };
        let peer = thread::spawn(move || peer(&wire));
        symlink(name, self.file()).expect("a name for the port");
        self.plugged = Some(Plugged {
            master,
            _slave: slave,
            stop,
            peer: Some(peer),
        });
    }

    /// Whether the phone at the other end has done all it does.
    pub(crate) fn peer_has_ended(&self) -> bool {
        let peer = self
            .plugged
            .as_ref()
            .and_then(|plugged| plugged.peer.as_ref());
        peer.is_none_or(JoinHandle::is_finished)
    }

    /// Pulls the cable: the port hangs up and is gone.
    pub(crate) fn unplug(&mut self) {
        let Some(mut plugged) = self.plugged.take() else {
            return;
        };
        std::fs::remove_file(self.file()).expect("the port's name");
        plugged.stop.store(true, Ordering::Release);
        let peer = plugged.peer.take().expect("it runs once");
        let outcome = peer.join();
        assert_eq!(Arc::strong_count(&plugged.master), 1);
        drop(plugged);
        if !thread::panicking() {
            outcome.expect("the phone at the other end does not panic");
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.unplug();
    }
}

impl Wire {
    pub(crate) fn is_unplugged(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Waits for bytes, at most so long; none when nothing came.
    pub(crate) fn read(&self, wait: Duration) -> Vec<u8> {
        let wait = Timespec {
            tv_sec: wait.as_secs().try_into().expect("a short wait"),
            tv_nsec: wait.subsec_nanos().into(),
        };
        let mut fds = [PollFd::new(&*self.master, PollFlags::IN)];
        if poll(&mut fds, Some(&wait)).expect("it can be polled") == 0 {
            return Vec::new();
        }
        let mut buffer = vec![0; 16 * 1024];
        let length = read(&*self.master, &mut buffer).unwrap_or(0);
        buffer.truncate(length);
        buffer
    }

    pub(crate) fn write(&self, mut bytes: &[u8]) {
        let start = Instant::now();
        while !bytes.is_empty() && !self.is_unplugged() {
            assert!(
                start.elapsed() < Duration::from_secs(300),
                "the driver takes no bytes"
            );
            let mut fds = [PollFd::new(&*self.master, PollFlags::OUT)];
            let wait = Timespec {
                tv_sec: 0,
                tv_nsec: 20_000_000,
            };
            if poll(&mut fds, Some(&wait)).expect("it can be polled") == 0 {
                continue;
            }
            match write(&*self.master, &bytes[..bytes.len().min(1024)]) {
                Ok(length) => bytes = &bytes[length..],
                Err(_) => return,
            }
        }
    }

    pub(crate) fn write_text(&self, text: &str) {
        self.write(text.as_bytes());
    }

    /// The next byte; none once the cable is pulled.
    pub(crate) fn byte(&self, rest: &mut Vec<u8>) -> Option<u8> {
        while rest.is_empty() {
            if self.is_unplugged() {
                return None;
            }
            *rest = self.read(Duration::from_millis(20));
        }
        Some(rest.remove(0))
    }

    /// The next line, without its end; none once the cable is pulled.
    pub(crate) fn line(&self, rest: &mut Vec<u8>) -> Option<String> {
        let mut line = Vec::new();
        loop {
            match self.byte(rest)? {
                b'\r' => return Some(String::from_utf8_lossy(&line).into_owned()),
                b'\n' => {}
                // Cancelling and interrupting both mean: forget what was typed.
                0x18 | 0x03 => line.clear(),
                byte => line.push(byte),
            }
        }
    }
}
