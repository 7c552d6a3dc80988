//! A real program at the other end of a pair of pipes.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver as Inbox, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tspkit_xymodem::Transfer;

use super::Log;
use super::noise::Noise;

/// Nothing a test does takes this long; a hang is a failure and not a stuck test run.
const HANG: Duration = Duration::from_secs(600);

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

/// Runs `machine` against `child`, through noise in both directions (out, in), until both are over.
pub(crate) fn run(
    mut child: Child,
    machine: &mut dyn Transfer,
    noise: Option<(&mut Noise, &mut Noise)>,
) -> (Log, ExitStatus) {
    let mut output = child.stdout.take().expect("piped");
    let mut input = Some(child.stdin.take().expect("piped"));
    let (sender, inbox) = channel();
    let reader = thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = output.read(&mut buffer) {
            if sender.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut log = Log::default();
    pump(machine, &mut log, &mut input, &inbox, noise);
    // The program sees the end of its input and leaves.
    drop(input);
    drop(inbox);
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        if start.elapsed() > HANG {
            child.kill().expect("a child can be killed");
        }
        thread::sleep(Duration::from_millis(5));
    };
    reader.join().expect("the reader does not panic");
    (log, status)
}

fn pump(
    machine: &mut dyn Transfer,
    log: &mut Log,
    input: &mut Option<impl Write>,
    inbox: &Inbox<Vec<u8>>,
    mut noise: Option<(&mut Noise, &mut Noise)>,
) {
    let start = Instant::now();
    let mut gone = false;
    loop {
        while let Some(bytes) = machine.poll_transmit(start.elapsed()) {
            let pieces = match &mut noise {
                Some((out, _)) => out.pass(bytes),
                None => vec![(Duration::ZERO, bytes.to_vec())],
            };
            for (pause, bytes) in pieces {
                thread::sleep(pause);
                if let Some(pipe) = input
                    && pipe.write_all(&bytes).and_then(|()| pipe.flush()).is_err()
                {
                    *input = None;
                }
            }
            if let Ok(bytes) = inbox.try_recv() {
                take(machine, &bytes, start, &mut noise);
            }
        }
        log.drain(machine);
        if machine.is_finished() {
            return;
        }
        assert!(start.elapsed() < HANG, "no end: {log:?}");
        let due = machine
            .poll_timeout()
            .expect("an unfinished machine has a time-out");
        if gone {
            machine.handle_hang_up(start.elapsed());
            continue;
        }
        match inbox.recv_timeout(due.saturating_sub(start.elapsed())) {
            Ok(bytes) => take(machine, &bytes, start, &mut noise),
            Err(RecvTimeoutError::Timeout) => machine.handle_timeout(start.elapsed()),
            Err(RecvTimeoutError::Disconnected) => gone = true,
        }
    }
}

fn take(
    machine: &mut dyn Transfer,
    bytes: &[u8],
    start: Instant,
    noise: &mut Option<(&mut Noise, &mut Noise)>,
) {
    match noise {
        None => machine.handle_input(start.elapsed(), bytes),
        Some((_, noise)) => {
            for (pause, bytes) in noise.pass(bytes) {
                thread::sleep(pause);
                machine.handle_input(start.elapsed(), &bytes);
            }
        }
    }
}
