//! Byte for byte: what the sender answers to what.

mod support;

use std::time::Duration;

use support::bench::{ACK, CAN, EOT, NAK, block, data_block, receiver, sender};
use support::sample;
use tspkit_xymodem::{
    BlockSize, Check, Error, Event, File, ReceiveOptions, SendOptions, Sender, SetupError, Side,
    Stage, Transfer, Variant, Violation,
};

#[test]
fn a_whole_ymodem_batch_from_the_sender() {
    let data = sample(1300);
    let mut bench = sender(SendOptions::new(Variant::Ymodem), &data);
    assert_eq!(bench.out(), []);
    assert_eq!(bench.put(b"C"), block(0, b"f\x001300\0", 0, Check::Crc));
    assert_eq!(bench.put(&[ACK]), []);
    assert_eq!(bench.put(b"C"), data_block(1, &data[..1024]));
    assert_eq!(bench.put(&[ACK]), data_block(2, &data[1024..]));
    assert_eq!(bench.put(&[ACK]), [EOT]);
    assert_eq!(bench.put(&[NAK]), [EOT]);
    assert_eq!(bench.put(&[ACK, b'C']), block(0, &[], 0, Check::Crc));
    assert_eq!(bench.put(&[ACK]), []);
    assert!(bench.succeeded());
    let total = Some(1300);
    assert_eq!(
        bench.log.events[0],
        Event::Started {
            check: Check::Crc,
            streaming: false
        }
    );
    assert!(
        matches!(&bench.log.events[1], Event::FileStart(info) if info.name == "f" && info.size == total)
    );
    assert_eq!(bench.log.events[2], Event::Progress { done: 1024, total });
    assert_eq!(bench.log.events[3], Event::Progress { done: 1300, total });
    assert_eq!(bench.log.events[4], Event::FileEnd { size: 1300 });
    assert!(
        matches!(bench.log.events[5], Event::Done(done) if done.files == 1 && done.bytes == 1300 && done.confirmed)
    );
    assert_eq!(bench.log.events.len(), 6);
}

#[test]
fn answers_that_come_doubled_are_left_overs() {
    let data = sample(1000);
    let mut bench = sender(SendOptions::new(Variant::XmodemCrc), &data);
    bench.out();
    assert_eq!(bench.put(b"CCC"), data_block(1, &data[..128]));
    assert_eq!(bench.put(&[ACK, ACK, NAK]), data_block(2, &data[128..256]));
    assert_eq!(bench.put(&[NAK, NAK]), data_block(2, &data[128..256]));
    assert_eq!(bench.put(&[ACK, ACK]), data_block(3, &data[256..384]));
    // Before the block has even been handed out, nothing can be about it.
    bench.machine.handle_input(bench.now, &[ACK]);
    bench.machine.handle_input(bench.now, &[ACK]);
    assert_eq!(bench.out(), data_block(4, &data[384..512]));
}

#[test]
fn with_a_known_rate_early_answers_are_left_overs() {
    let data = sample(1000);
    let mut options = SendOptions::new(Variant::XmodemCrc);
    options.line_rate = std::num::NonZeroU32::new(1330);
    let mut bench = sender(options, &data);
    bench.out();
    assert_eq!(bench.put(b"C"), data_block(1, &data[..128]));
    bench.now = Duration::from_millis(99);
    assert_eq!(bench.put(&[ACK]), []);
    bench.now = Duration::from_millis(100);
    assert_eq!(bench.put(&[ACK]), data_block(2, &data[128..256]));
    assert_eq!(
        bench.machine.poll_timeout(),
        Some(Duration::from_millis(100 + 100 + 15_000))
    );
}

#[test]
fn the_sender_follows_a_receiver_that_falls_back() {
    let data = sample(2000);
    let mut bench = sender(SendOptions::new(Variant::Xmodem), &data);
    bench.out();
    assert_eq!(bench.put(b"C"), [], "this sender knows no CRC");
    assert_eq!(bench.put(&[NAK]), block(1, &data[..128], 0x1a, Check::Sum));

    let mut bench = sender(SendOptions::new(Variant::Xmodem1k), &data);
    bench.out();
    assert_eq!(
        bench.put(&[NAK]),
        block(1, &data[..128], 0x1a, Check::Sum),
        "checksums have no 1K variant"
    );

    // It fell back while the first block was on its way: after three refusals the other check is tried.
    let mut bench = sender(SendOptions::new(Variant::XmodemCrc), &data);
    bench.out();
    let with_crc = bench.put(b"C");
    assert_eq!(bench.put(&[NAK]), with_crc);
    assert_eq!(bench.put(&[NAK]), with_crc);
    assert_eq!(bench.put(&[NAK]), block(1, &data[..128], 0x1a, Check::Sum));
    assert_eq!(
        bench.put(b"C"),
        with_crc,
        "and a request for a CRC settles it"
    );
}

#[test]
fn a_stream_does_not_wait_and_does_not_repeat() {
    let data = sample(3000);
    let mut bench = sender(SendOptions::new(Variant::YmodemG), &data);
    bench.out();
    assert_eq!(bench.put(b"G"), block(0, b"f\x003000\0", 0, Check::Crc));
    let stream: Vec<u8> = [
        data_block(1, &data[..1024]),
        data_block(2, &data[1024..2048]),
        data_block(3, &data[2048..]),
        vec![EOT],
    ]
    .concat();
    assert_eq!(bench.put(&[ACK, b'G']), stream);
    assert_eq!(bench.put(&[ACK, b'G']), block(0, &[], 0, Check::Crc));
    bench.hang_up();
    assert!(
        matches!(bench.log.outcome, Some(Ok(summary)) if !summary.confirmed),
        "nobody owes it an answer"
    );

    let mut bench = receiver(ReceiveOptions::new(Variant::YmodemG));
    assert_eq!(bench.out(), b"G");
    assert_eq!(
        bench.put(&block(0, b"f\x003000\0", 0, Check::Crc)),
        [ACK, b'G']
    );
    assert_eq!(bench.put(&stream), [ACK, b'G']);
    assert_eq!(bench.put(&block(0, &[], 0, Check::Crc)), [ACK]);
    assert_eq!(bench.log.files, [(b"f".to_vec(), data.clone(), true)]);

    let mut bench = receiver(ReceiveOptions::new(Variant::YmodemG));
    bench.out();
    bench.put(&block(0, b"f\x003000\0", 0, Check::Crc));
    let mut hurt = stream;
    hurt[1500] ^= 4;
    assert_eq!(bench.put(&hurt), []);
    assert_eq!(bench.silence(), [CAN; 8]);
    let violation = Violation::StreamBroken;
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Data { block: 2 },
            violation
        }
    );

    let mut bench = sender(SendOptions::new(Variant::YmodemG), &data);
    bench.out();
    bench.put(b"G");
    bench.machine.handle_input(bench.now, b"G");
    assert_eq!(
        bench.machine.poll_transmit(bench.now).map(<[u8]>::len),
        Some(1029)
    );
    bench.machine.handle_input(bench.now, &[CAN, CAN]);
    assert_eq!(bench.out(), []);
    assert_eq!(bench.log.error(), &Error::Cancelled { by: Side::Peer });
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let files = |names: &[&str]| -> Vec<File> {
        names
            .iter()
            .map(|name| File::new(name.to_string(), "x"))
            .collect()
    };
    let refused = |variant, names: &[&str]| {
        Sender::batch(SendOptions::new(variant), files(names))
            .map(drop)
            .unwrap_err()
    };
    assert_eq!(
        refused(Variant::Xmodem, &["a", "b"]),
        SetupError::NotOneFile { files: 2 }
    );
    assert_eq!(
        refused(Variant::XmodemCrc, &[]),
        SetupError::NotOneFile { files: 0 }
    );
    assert_eq!(
        refused(Variant::Ymodem, &["a", ""]),
        SetupError::NoName { index: 1 }
    );
    assert_eq!(
        refused(Variant::Ymodem, &["a\0b"]),
        SetupError::BadName {
            index: 0,
            length: 3
        }
    );
    // Name, NUL, size of one digit, NUL.
    assert_eq!(
        refused(Variant::Ymodem, &[&"n".repeat(1022)]),
        SetupError::BadName {
            index: 0,
            length: 1022
        }
    );
    assert!(
        Sender::batch(
            SendOptions::new(Variant::Ymodem),
            files(&[&"n".repeat(1021)])
        )
        .is_ok()
    );
}

#[test]
fn long_blocks_where_they_pay() {
    let data = sample(1024 + 257);
    let mut options = SendOptions::new(Variant::XmodemCrc);
    options.block = BlockSize::Long;
    options.pad = 0;
    let mut bench = sender(options, &data);
    bench.out();
    assert_eq!(bench.put(b"C"), data_block(1, &data[..1024]));
    assert_eq!(bench.put(&[ACK]), block(2, &data[1024..], 0, Check::Crc));
    assert_eq!(bench.put(&[ACK]), [EOT]);
}
