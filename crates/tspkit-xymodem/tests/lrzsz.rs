//! Against lrzsz over pipes, clean and through noise.

#![cfg(unix)]

mod support;

use std::fs;
use std::thread;
use std::time::Duration;

use support::noise::{Damage, Noise};
use support::{Log, program, sample};
use tempfile::TempDir;
use tspkit_xymodem::{
    BlockSize, Check, EndCheck, Error, Event, File, ReceiveOptions, Receiver, SendOptions, Sender,
    Transfer, Variant,
};

const PACKAGE: &str = "lrzsz";

/// Sends `files` to lrzsz and returns what it wrote and whether it was content.
fn send(
    options: SendOptions,
    program: &str,
    arguments: &[&str],
    files: &[(&str, Vec<u8>)],
) -> (Log, bool, TempDir) {
    let directory = TempDir::new().expect("a directory for the test");
    let child = program::spawn(program, PACKAGE, arguments, directory.path());
    let files = files
        .iter()
        .map(|(name, data)| File::new(name.to_string(), data.clone()));
    let mut sender = Sender::batch(options, files).expect("good names");
    let (log, status) = program::run(child, &mut sender, None);
    (log, status.success(), directory)
}

/// Receives from lrzsz.
fn receive(
    options: ReceiveOptions,
    program: &str,
    arguments: &[&str],
    files: &[(&str, Vec<u8>)],
) -> (Log, bool) {
    let directory = TempDir::new().expect("a directory for the test");
    let mut arguments = arguments.to_vec();
    for (name, data) in files {
        fs::write(directory.path().join(name), data).expect("a file for the test");
        arguments.push(name);
    }
    let child = program::spawn(program, PACKAGE, &arguments, directory.path());
    let (log, status) = program::run(child, &mut Receiver::new(options), None);
    (log, status.success())
}

fn padded(data: &[u8], block: usize) -> Vec<u8> {
    let mut data = data.to_vec();
    data.resize(data.len().next_multiple_of(block), 0x1a);
    data
}

#[test]
fn xmodem_to_rx() {
    let mut long_in_short = SendOptions::new(Variant::XmodemCrc);
    long_in_short.block = BlockSize::Long;
    let cases = [
        (
            SendOptions::new(Variant::Xmodem),
            vec!["-q", "x.bin"],
            Check::Sum,
        ),
        (
            SendOptions::new(Variant::XmodemCrc),
            vec!["-q", "-c", "x.bin"],
            Check::Crc,
        ),
        (
            SendOptions::new(Variant::XmodemCrc),
            vec!["-q", "x.bin"],
            Check::Sum,
        ),
        (
            SendOptions::new(Variant::Xmodem1k),
            vec!["-q", "-c", "x.bin"],
            Check::Crc,
        ),
        (
            SendOptions::new(Variant::Xmodem1k),
            vec!["-q", "x.bin"],
            Check::Sum,
        ),
        (long_in_short, vec!["-q", "-c", "x.bin"], Check::Crc),
    ];
    thread::scope(|scope| {
        for (options, arguments, check) in cases {
            for length in [1, 128, 5000, 40_000] {
                let (options, arguments) = (options.clone(), arguments.clone());
                scope.spawn(move || {
                    let data = sample(length);
                    let (log, content, directory) =
                        send(options, "rx", &arguments, &[("x.bin", data.clone())]);
                    assert!(
                        log.succeeded() && content,
                        "{arguments:?} {length}: {:?}",
                        log.outcome
                    );
                    let streaming = false;
                    assert_eq!(log.events[0], Event::Started { check, streaming });
                    let got = fs::read(directory.path().join("x.bin")).expect("rx made the file");
                    assert_eq!(got[..length], data);
                    assert!(
                        got.len() < length + 1024 && got[length..].iter().all(|byte| *byte == 0x1a)
                    );
                });
            }
        }
    });
}

#[test]
fn ymodem_to_rb() {
    let files = [
        ("a.bin", sample(5000)),
        ("empty", Vec::new()),
        ("b c.txt", sample(1024)),
        ("long.bin", sample(300_000)),
    ];
    // lrzsz's receiver never asks for a stream, and a sender that could then sends plain YMODEM.
    for variant in [Variant::Ymodem, Variant::YmodemG] {
        let (log, content, directory) = send(SendOptions::new(variant), "rb", &["-q"], &files);
        assert!(log.succeeded() && content, "{variant:?}: {:?}", log.outcome);
        assert_eq!(
            log.events[0],
            Event::Started {
                check: Check::Crc,
                streaming: false
            }
        );
        for (name, data) in &files {
            assert_eq!(
                &fs::read(directory.path().join(name)).expect("rb made the file"),
                data,
                "{name}"
            );
        }
    }
}

#[test]
fn xmodem_from_sx() {
    let cases = [
        (Variant::Xmodem, vec!["-q"], Check::Sum, 128),
        (Variant::XmodemCrc, vec!["-q"], Check::Crc, 128),
        (Variant::Xmodem1k, vec!["-q", "-k"], Check::Crc, 128),
    ];
    thread::scope(|scope| {
        for (variant, arguments, check, block) in cases {
            for end_check in [EndCheck::Confirm, EndCheck::Silence] {
                for length in [1, 128, 5000, 40_000] {
                    let arguments = arguments.clone();
                    scope.spawn(move || {
                        let mut options = ReceiveOptions::new(variant);
                        options.end_check = end_check;
                        let data = sample(length);
                        let (log, content) =
                            receive(options, "sx", &arguments, &[("x.bin", data.clone())]);
                        assert!(
                            log.succeeded() && content,
                            "{variant:?} {end_check:?} {length}: {:?}",
                            log.outcome
                        );
                        assert_eq!(
                            log.events[0],
                            Event::Started {
                                check,
                                streaming: false
                            }
                        );
                        assert_eq!(log.files[0].1, padded(&data, block));
                        assert!(log.files[0].2);
                    });
                }
            }
        }
    });
}

#[test]
fn ymodem_from_sb() {
    let files = [
        ("a.bin", sample(5000)),
        ("empty", Vec::new()),
        ("b.txt", sample(1024)),
        ("long.bin", sample(300_000)),
    ];
    for variant in [Variant::Ymodem, Variant::YmodemG] {
        for arguments in [&["-q", "-k"][..], &["-q"][..]] {
            let (log, content) = receive(ReceiveOptions::new(variant), "sb", arguments, &files);
            assert!(
                log.succeeded() && content,
                "{variant:?} {arguments:?}: {:?}",
                log.outcome
            );
            let streaming = variant == Variant::YmodemG;
            assert_eq!(
                log.events[0],
                Event::Started {
                    check: Check::Crc,
                    streaming
                }
            );
            let expected: Vec<_> = files
                .iter()
                .map(|(name, data)| (name.as_bytes().to_vec(), data.clone(), true))
                .collect();
            assert!(
                log.files == expected,
                "{variant:?} {arguments:?}: the files differ"
            );
        }
    }
}

#[test]
fn both_sides_cancel() {
    // Ours, in the middle of a batch from sb: it stops with an error, and the line falls silent.
    let directory = TempDir::new().expect("a directory for the test");
    fs::write(directory.path().join("a.bin"), sample(2_000_000)).expect("a file for the test");
    let child = program::spawn("sb", PACKAGE, &["-q", "-k", "a.bin"], directory.path());
    let mut options = ReceiveOptions::new(Variant::Ymodem);
    options.max_size = 100_000;
    let (log, status) = program::run(child, &mut Receiver::new(options), None);
    assert_eq!(
        log.error(),
        &Error::SizeExceeded {
            limit: 100_000,
            needed: 2_000_000
        }
    );
    assert!(matches!(log.events.last(), Some(Event::LineClean { .. })));
    assert!(!status.success());

    // Theirs: rb refuses a name that leaves its directory and cancels.
    let (log, content, _directory) = send(
        SendOptions::new(Variant::Ymodem),
        "rb",
        &["-q", "--restricted"],
        &[("../a.bin", sample(5000))],
    );
    assert!(!content);
    assert!(!log.succeeded(), "{log:?}");
}

/// A variant, what `rb` or `rx` is told to receive it, what `sb` or `sx` is told to send it, and the largest block that it pads to.
struct Noisy {
    variant: Variant,
    receiver: [&'static str; 3],
    sender: [&'static str; 3],
    block: usize,
}

impl Noisy {
    /// The data, and nothing behind it but padding to a whole block: a sender may end a file with short blocks.
    fn is_whole(&self, got: &[u8], data: &[u8]) -> bool {
        let Some(padding) = got.strip_prefix(data) else {
            return false;
        };
        padding.len() < self.block && padding.iter().all(|byte| *byte == 0x1a)
    }
}

const NOISY: [Noisy; 3] = [
    Noisy {
        variant: Variant::Ymodem,
        receiver: ["rb", "-q", "-b"],
        sender: ["sb", "-q", "-k"],
        block: 1,
    },
    Noisy {
        variant: Variant::XmodemCrc,
        receiver: ["rx", "-q", "-c"],
        sender: ["sx", "-q", "-b"],
        block: 128,
    },
    Noisy {
        variant: Variant::Xmodem1k,
        receiver: ["rx", "-q", "-c"],
        sender: ["sx", "-q", "-k"],
        block: 1024,
    },
];

/// Through noise: whole or an error, never a wrong success. The damage is spaced so that a block is hit at most once, which
/// both checks see; short time-outs on our side keep the repairs quick where it is our turn to ask.
#[test]
fn through_noise() {
    let forward = Damage {
        delay: false,
        ..Damage::all(1500, 1100)
    };
    let back = Damage {
        one_in: 12,
        after: 0,
        spacing: 12,
        corrupt: true,
        drop: true,
        double: true,
        delay: true,
    };
    let data = sample(20_000);
    let data = &data;
    thread::scope(|scope| {
        for (seed, noisy) in (1..=4).flat_map(|seed| NOISY.iter().map(move |noisy| (seed, noisy))) {
            scope.spawn(move || noisy_to_lrzsz(noisy, data, seed, (forward, back)));
            scope.spawn(move || noisy_from_lrzsz(noisy, data, seed, (forward, back)));
        }
    });
}

fn noisy_to_lrzsz(noisy: &Noisy, data: &[u8], seed: u64, (forward, back): (Damage, Damage)) {
    let directory = TempDir::new().expect("a directory for the test");
    let [program, arguments @ ..] = noisy.receiver;
    let mut arguments = arguments.to_vec();
    if noisy.block > 1 {
        arguments.push("a.bin");
    }
    let child = program::spawn(program, PACKAGE, &arguments, directory.path());
    let mut options = SendOptions::new(noisy.variant);
    options.ack_timeout = Duration::from_secs(7);
    let mut sender = Sender::new(options, File::new("a.bin", data.to_vec())).expect("a good name");
    let (mut out, mut back) = (Noise::new(forward, seed), Noise::new(back, seed));
    let (log, _) = program::run(child, &mut sender, Some((&mut out, &mut back)));
    let got = fs::read(directory.path().join("a.bin")).unwrap_or_default();
    assert!(out.hits + back.hits > 0, "nothing was damaged");
    let everything_arrived = log
        .outcome
        .as_ref()
        .is_some_and(|end| end.as_ref().is_err_and(Error::all_data_acknowledged));
    if log.succeeded() || everything_arrived {
        assert!(
            noisy.is_whole(&got, data),
            "{program}, seed {seed}: a wrong success"
        );
    }
}

fn noisy_from_lrzsz(noisy: &Noisy, data: &[u8], seed: u64, (forward, back): (Damage, Damage)) {
    let directory = TempDir::new().expect("a directory for the test");
    fs::write(directory.path().join("a.bin"), data).expect("a file for the test");
    let [program, arguments @ ..] = noisy.sender;
    let mut arguments = arguments.to_vec();
    arguments.push("a.bin");
    let child = program::spawn(program, PACKAGE, &arguments, directory.path());
    let mut options = ReceiveOptions::new(noisy.variant);
    options.block_timeout = Duration::from_secs(4);
    let (mut out, mut back) = (Noise::new(back, seed), Noise::new(forward, seed));
    let (log, _) = program::run(
        child,
        &mut Receiver::new(options),
        Some((&mut out, &mut back)),
    );
    assert!(out.hits + back.hits > 0, "nothing was damaged");
    if log.succeeded() {
        let got = &log.files[0].1;
        assert!(
            noisy.is_whole(got, data),
            "{program}, seed {seed}: a wrong success"
        );
    }
}

/// lrzsz hangs up in the middle: a clean error, at once.
#[test]
fn hang_up_in_the_middle() {
    let directory = TempDir::new().expect("a directory for the test");
    // Stands for a receiver that takes the header and 1,000 bytes, and dies.
    let script = "printf 'C'; head -c 133 >/dev/null; printf '\\006C'; head -c 1000 >/dev/null";
    let child = program::spawn("sh", "dash", &["-c", script], directory.path());
    let mut sender = Sender::new(
        SendOptions::new(Variant::Ymodem),
        File::new("a.bin", sample(5000)),
    )
    .expect("a good name");
    let (log, _) = program::run(child, &mut sender, None);
    assert_eq!(
        log.error(),
        &Error::PeerHungUp {
            stage: tspkit_xymodem::Stage::Data { block: 1 }
        }
    );
    assert!(sender.is_finished());
}
