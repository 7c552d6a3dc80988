//! Whatever a sender sends, and whenever: the receiver ends within its limits, with one outcome, and holds no more than it
//! may. The input is options (2 bytes) and then pieces: length, time before it in tenths of a second, bytes.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use tspkit_xymodem::{EndCheck, Event, ReceiveOptions, Receiver, Transfer, Variant};

const MAX_SIZE: u64 = 20_000;

#[derive(Default)]
struct Told {
    outcomes: usize,
    data: u64,
    in_file: u64,
    size: Option<u64>,
}

fuzz_target!(|input: &[u8]| {
    let [variant, flags, rest @ ..] = input else {
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
    let mut options = ReceiveOptions::new(variants[usize::from(*variant) % variants.len()]);
    options.max_size = MAX_SIZE;
    options.max_files = 5;
    options.fall_back = flags & 1 == 0;
    options.end_check = if flags & 2 == 0 {
        EndCheck::Confirm
    } else {
        EndCheck::Silence
    };
    options.close_required = flags & 4 == 0;
    options.linger = Duration::from_secs(u64::from(flags >> 6));
    let cancels_at = (flags & 8 != 0).then_some(3);
    let hangs_up = flags & 16 != 0;

    let mut receiver = Receiver::new(options);
    let mut told = Told::default();
    let mut now = Duration::ZERO;
    let mut pieces = 0;
    settle(&mut receiver, now, &mut told);
    while let [length, wait, more @ ..] = rest {
        let (piece, after) = more.split_at(usize::from(*length).min(more.len()));
        rest = after;
        let until = now + Duration::from_millis(u64::from(*wait) * 100);
        while receiver.poll_timeout().is_some_and(|due| due <= until) {
            now = now.max(receiver.poll_timeout().unwrap_or(now));
            receiver.handle_timeout(now);
            settle(&mut receiver, now, &mut told);
        }
        now = until;
        receiver.handle_input(now, piece);
        pieces += 1;
        if cancels_at == Some(pieces) {
            receiver.cancel(now);
        }
        settle(&mut receiver, now, &mut told);
    }
    if hangs_up {
        receiver.handle_hang_up(now);
        settle(&mut receiver, now, &mut told);
        assert!(receiver.is_finished());
    }
    for _ in 0..100 {
        let Some(due) = receiver.poll_timeout() else {
            break;
        };
        now = now.max(due);
        receiver.handle_timeout(now);
        settle(&mut receiver, now, &mut told);
    }
    assert!(receiver.is_finished(), "silence does not end it");
    assert_eq!(told.outcomes, 1);
});

fn settle(receiver: &mut Receiver, now: Duration, told: &mut Told) {
    let mut answers = 0;
    while let Some(bytes) = receiver.poll_transmit(now) {
        answers += bytes.len();
        assert!(answers <= 64);
    }
    while let Some(event) = receiver.poll_event() {
        match event {
            Event::FileStart(info) => {
                told.in_file = 0;
                told.size = info.size;
            }
            Event::Data(bytes) => {
                assert_eq!(told.outcomes, 0, "data after the outcome");
                told.data += bytes.len() as u64;
                told.in_file += bytes.len() as u64;
                assert!(told.data <= MAX_SIZE);
            }
            Event::FileEnd { size } => {
                assert_eq!(size, told.in_file);
                assert!(told.size.is_none_or(|announced| announced == size));
            }
            Event::Done(_) | Event::Failed(_) => told.outcomes += 1,
            _ => {}
        }
    }
    assert_eq!(receiver.poll_timeout().is_none(), receiver.is_finished());
}
