//! Two senders, each a process with `rb` behind pipes, in turn: the time until they are done and what they used of the
//! processor.

use std::{
    fs,
    io::pipe,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};

use crate::measure::median;

const SIZE: u32 = 4 << 20;
const ROUNDS: usize = 11;

/// What one transfer took, in milliseconds.
struct Cost {
    elapsed: f64,
    cpu: f64,
}

/// User and system time of the children that have ended.
fn used_by_children() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    let microseconds = (usage.user_time() + usage.system_time()).num_microseconds();
    Duration::from_micros(microseconds.unsigned_abs())
}

fn start(mut command: Command, input: impl Into<Stdio>, output: impl Into<Stdio>) -> Child {
    command.stdin(input).stdout(output).stderr(Stdio::null());
    command.spawn().unwrap_or_else(|error| {
        let program = command.get_program().display();
        panic!("cannot run {program}: {error}; `rb` and `sb` are in the Debian package lrzsz")
    })
}

/// From the sender's start to its end; `rb` is running before, and ends after it.
fn transfer(sender: Command, file: &Path) -> Cost {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (data_out, data_in) = pipe().expect("a pipe");
    let (answers_out, answers_in) = pipe().expect("a pipe");
    let mut receiver = Command::new("rb");
    receiver.arg("-q").current_dir(folder.path());
    let mut receiver = start(receiver, data_out, answers_in);
    let before = used_by_children();
    let begin = Instant::now();
    let mut sender = start(sender, answers_out, data_in);
    let status = sender.wait().expect("a child can be waited for");
    let elapsed = begin.elapsed();
    let cpu = used_by_children().saturating_sub(before);
    assert!(status.success(), "the sender ended with {status}");
    let status = receiver.wait().expect("a child can be waited for");
    assert!(status.success(), "rb ended with {status}");
    let name = file.file_name().expect("a file");
    let same = fs::read(folder.path().join(name)).expect("rb wrote the file")
        == fs::read(file).expect("the file can be read");
    assert!(same, "the file arrived as it was sent");
    Cost {
        elapsed: elapsed.as_secs_f64() * 1e3,
        cpu: cpu.as_secs_f64() * 1e3,
    }
}

fn ours(file: &Path) -> Cost {
    let mut sender = Command::new(std::env::current_exe().expect("this program has a path"));
    sender.arg(crate::SEND).arg(file);
    transfer(sender, file)
}

fn theirs(file: &Path) -> Cost {
    let mut sender = Command::new("sb");
    sender.args(["-k", "-q"]).arg(file);
    transfer(sender, file)
}

/// Elapsed time and processor time, each with the median of the ratios round by round.
pub(crate) fn row() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("firmware.bin");
    let data: Vec<u8> = (0..SIZE)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0])
        .collect();
    fs::write(&file, data).expect("the file can be written");
    // Whoever comes first in a round is not always the same.
    let rounds: Vec<_> = (0..ROUNDS)
        .map(|round| {
            if round % 2 == 0 {
                let ours = ours(&file);
                (ours, theirs(&file))
            } else {
                let theirs = theirs(&file);
                (ours(&file), theirs)
            }
        })
        .collect();
    print("elapsed", &rounds, |cost| cost.elapsed);
    print("user and system time of the sender", &rounds, |cost| {
        cost.cpu
    });
}

fn print(what: &str, rounds: &[(Cost, Cost)], of: fn(&Cost) -> f64) {
    let ours = median(rounds.iter().map(|round| of(&round.0)));
    let theirs = median(rounds.iter().map(|round| of(&round.1)));
    let ratio = median(rounds.iter().map(|round| of(&round.0) / of(&round.1)));
    let (ours, theirs) = (format!("{ours:.1} ms"), format!("{theirs:.1} ms"));
    println!(
        "{:<64} {ours:>12} {theirs:>12} {ratio:>7.2}x  <= 1.0x",
        format!("YMODEM of 4 MiB to `rb`, against `sb`: {what}")
    );
}
