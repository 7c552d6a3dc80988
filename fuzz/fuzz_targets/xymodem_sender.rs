//! Whatever a receiver answers, and whenever: the sender ends within its limits, with one outcome, and writes blocks only.
//! The input is options (2 bytes), a length of data (2 bytes), and then pieces: length, time before it in tenths of
//! a second, bytes.
#![no_main]

use std::num::NonZeroU32;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use tspkit_xymodem::{Event, File, LastAck, SendOptions, Sender, Transfer, Variant};

fuzz_target!(|input: &[u8]| {
    let [variant, flags, low, high, rest @ ..] = input else {
        return;
    };
    let mut rest = rest;
    let variants = [
        Variant::Xmodem,
        Variant::XmodemCrc,
        Variant::Xmodem1k,
        Variant::Ymodem,
        Variant::YmodemG,
    ];
    let variant = variants[usize::from(*variant) % variants.len()];
    let mut options = SendOptions::new(variant);
    options.fall_back = flags & 1 == 0;
    options.last_ack = [LastAck::Required, LastAck::Optional, LastAck::NotAwaited]
        [usize::from(flags >> 1 & 3) % 3];
    options.line_rate = if flags & 32 == 0 {
        None
    } else {
        NonZeroU32::new(960)
    };
    options.linger = Duration::from_secs(u64::from(flags >> 6));
    let cancels_at = (flags & 8 != 0).then_some(3);
    let hangs_up = flags & 16 != 0;
    let length = usize::from(u16::from_le_bytes([*low, *high]) % 5000);
    let mut files = vec![File::new("a", vec![7; length])];
    if variant.is_batch() {
        files.push(File::new("b", &b"second"[..]));
    }
    let Ok(mut sender) = Sender::batch(options, files) else {
        panic!("the files are fit to be sent")
    };

    let mut outcomes = 0;
    let mut now = Duration::ZERO;
    let mut pieces = 0;
    settle(&mut sender, now, &mut outcomes);
    while let [piece_length, wait, more @ ..] = rest {
        let (piece, after) = more.split_at(usize::from(*piece_length).min(more.len()));
        rest = after;
        let until = now + Duration::from_millis(u64::from(*wait) * 100);
        while sender.poll_timeout().is_some_and(|due| due <= until) {
            now = now.max(sender.poll_timeout().unwrap_or(now));
            sender.handle_timeout(now);
            settle(&mut sender, now, &mut outcomes);
        }
        now = until;
        sender.handle_input(now, piece);
        pieces += 1;
        if cancels_at == Some(pieces) {
            sender.cancel(now);
        }
        settle(&mut sender, now, &mut outcomes);
    }
    if hangs_up {
        sender.handle_hang_up(now);
        settle(&mut sender, now, &mut outcomes);
        assert!(sender.is_finished());
    }
    for _ in 0..100 {
        let Some(due) = sender.poll_timeout() else {
            break;
        };
        now = now.max(due);
        sender.handle_timeout(now);
        settle(&mut sender, now, &mut outcomes);
    }
    assert!(sender.is_finished(), "silence does not end it");
    assert_eq!(outcomes, 1);
});

fn settle(sender: &mut Sender, now: Duration, outcomes: &mut usize) {
    let mut writes = 0;
    while let Some(bytes) = sender.poll_transmit(now) {
        assert!(matches!(bytes.len(), 1 | 8 | 132 | 133 | 1028 | 1029));
        writes += 1;
        assert!(writes < 100, "more than both files have");
    }
    while let Some(event) = sender.poll_event() {
        if matches!(event, Event::Done(_) | Event::Failed(_)) {
            *outcomes += 1;
        }
    }
    assert_eq!(sender.poll_timeout().is_none(), sender.is_finished());
}
