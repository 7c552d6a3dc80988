//! Real programs, and the relay that connects one to a wire.

use std::{
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::pty::Wire;

/// A hang is a failure and not a stuck test run.
const HANG: Duration = Duration::from_secs(600);

/// A sender for Debian's python3-xmodem: sends `x.bin` as the argument says, reading what is asked for within the time, as a serial port would.
pub(crate) const PYTHON_SENDER: &str = r#"
import os, select, sys, time
from xmodem import XMODEM
def getc(size, timeout=1):
    end, data = time.monotonic() + timeout, b""
    while len(data) < size:
        if not select.select([0], [], [], max(0, end - time.monotonic()))[0]:
            break
        more = os.read(0, size - len(data))
        if not more:
            break
        data += more
    return data or None
def putc(data, timeout=1):
    return os.write(1, data)
with open("x.bin", "rb") as file:
    sys.exit(0 if XMODEM(getc, putc, sys.argv[1]).send(file, quiet=1, timeout=10) else 1)
"#;

/// Starts `program` in `directory` with its input and output on pipes.
///
/// # Panics
///
/// When it cannot be started, naming the Debian package.
pub(crate) fn spawn(program: &str, package: &str, arguments: &[&str], directory: &Path) -> Child {
    Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("cannot run {program}: {error}; install the Debian package {package}")
        })
}

/// Carries bytes between `child` and the wire until the child has ended; whether it was content. A receiver gets
/// pipes because on a terminal its last acknowledgement is often lost: it flushes the terminal as it leaves.
pub(crate) fn relay(wire: &Wire, mut child: Child) -> bool {
    let mut output = child.stdout.take().expect("piped");
    let mut input = Some(child.stdin.take().expect("piped"));
    let start = Instant::now();
    thread::scope(|scope| {
        let out = scope.spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                wire.write(&buffer[..length]);
            }
        });
        while !out.is_finished() {
            let bytes = wire.read(Duration::from_millis(5));
            if let Some(pipe) = &mut input
                && pipe.write_all(&bytes).and_then(|()| pipe.flush()).is_err()
            {
                input = None;
            }
            if wire.is_unplugged() || start.elapsed() > HANG {
                let _ = child.kill();
                input = None;
            }
        }
    });
    drop(input);
    child.wait().expect("a child can be waited for").success()
}
