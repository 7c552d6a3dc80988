//! Byte for byte: what the receiver answers to what.

mod support;

use std::time::Duration;

use support::bench::{ACK, CAN, EOT, NAK, SOH, block, data_block, receiver, sender};
use support::sample;
use tspkit_xymodem::{
    Check, EndCheck, Error, Event, ReceiveOptions, SendOptions, Stage, Transfer, Variant, Violation,
};

#[test]
fn a_whole_ymodem_batch_to_the_receiver() {
    let data = sample(1300);
    let mut bench = receiver(ReceiveOptions::new(Variant::Ymodem));
    assert_eq!(bench.out(), b"C");
    assert_eq!(
        bench.put(&block(0, b"f\x001300 0 644\0", 0, Check::Crc)),
        [ACK, b'C']
    );
    assert_eq!(bench.put(&data_block(1, &data[..1024])), [ACK]);
    assert_eq!(bench.put(&data_block(2, &data[1024..1152])), [ACK]);
    assert_eq!(bench.put(&data_block(3, &data[1152..1280])), [ACK]);
    assert_eq!(bench.put(&data_block(4, &data[1280..])), [ACK]);
    // The size has been reached, so the first EOT counts.
    assert_eq!(bench.put(&[EOT]), [ACK, b'C']);
    assert_eq!(
        bench.put(&[EOT]),
        [ACK, b'C'],
        "its acknowledgement was lost"
    );
    assert_eq!(bench.put(&block(0, &[], 0, Check::Crc)), [ACK]);
    assert!(bench.succeeded());
    assert_eq!(bench.log.files, [(b"f".to_vec(), data, true)]);
}

#[test]
fn a_lost_block_and_a_lost_acknowledgement() {
    let data = sample(300);
    let mut bench = sender(SendOptions::new(Variant::XmodemCrc), &data);
    bench.out();
    let first = bench.put(b"C");
    assert_eq!(bench.silence(), first, "no answer: once more");
    assert_eq!(bench.now, Duration::from_secs(15));

    let mut options = ReceiveOptions::new(Variant::XmodemCrc);
    options.end_check = EndCheck::Silence;
    let mut bench = receiver(options);
    assert_eq!(bench.out(), b"C");
    assert_eq!(bench.put(&first), [ACK]);
    assert_eq!(
        bench.put(&first),
        [ACK],
        "the acknowledgement was lost, the block is not taken twice"
    );
    assert_eq!(bench.silence(), [NAK]);
    assert_eq!(bench.put(&data_block(2, &data[128..256])), [ACK]);
    assert_eq!(bench.put(&[EOT]), []);
    assert_eq!(bench.silence(), [ACK]);
    assert!(bench.succeeded());
    assert_eq!(bench.log.files[0].1, data[..256]);
}

#[test]
fn numbers_wrap_at_256() {
    let mut bench = sender(SendOptions::new(Variant::XmodemCrc), &sample(128 * 300));
    bench.out();
    let mut other = receiver(ReceiveOptions::new(Variant::XmodemCrc));
    let mut ask = other.out();
    for number in 1..=300u16 {
        let frame = bench.put(&ask);
        assert_eq!(frame[1], number.to_le_bytes()[0]);
        ask = other.put(&frame);
        assert_eq!(ask, [ACK]);
        assert_eq!(other.put(&frame), [ACK], "block {number} repeated");
    }
    assert_eq!(bench.put(&ask), [EOT]);
    assert_eq!(other.put(&[EOT]), [NAK]);
    assert_eq!(other.put(&[EOT]), [ACK]);
    assert_eq!(other.log.files[0].1, sample(128 * 300));
}

#[test]
fn damaged_blocks_are_asked_for_after_silence() {
    let data = sample(256);
    let mut bench = receiver(ReceiveOptions::new(Variant::XmodemCrc));
    bench.out();
    let mut hurt = data_block(1, &data[..128]);
    hurt[50] ^= 1;
    assert_eq!(bench.put(&hurt), []);
    assert_eq!(
        bench.put(&[EOT, CAN, CAN, SOH]),
        [],
        "nothing in a damaged burst counts"
    );
    assert_eq!(
        bench.silence(),
        b"C",
        "before the first block, the request is repeated"
    );
    assert_eq!(bench.put(&data_block(1, &data[..128])), [ACK]);
    assert_eq!(bench.put(&data_block(2, &data[128..])[..100]), []);
    assert_eq!(bench.silence(), [NAK]);
    assert_eq!(
        bench.put(&[EOT]),
        [CAN; 8],
        "the damaged block is still due"
    );
    let violation = Violation::EndInsteadOfBlock;
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Data { block: 2 },
            violation
        }
    );
    assert!(!bench.machine.is_finished());
    assert_eq!(bench.silence(), []);
    assert_eq!(
        bench.log.events.last(),
        Some(&Event::LineClean { silent: true })
    );
    assert!(bench.machine.is_finished());
}

#[test]
fn blocks_out_of_sequence_cannot_be_mended() {
    let mut bench = receiver(ReceiveOptions::new(Variant::XmodemCrc));
    bench.out();
    bench.put(&data_block(1, b"a"));
    assert_eq!(bench.put(&data_block(3, b"c")), [CAN; 8]);
    let violation = Violation::OutOfSequence {
        expected: 2,
        got: 3,
    };
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Data { block: 2 },
            violation
        }
    );
}

#[test]
fn xmodem_and_ymodem_recognize_each_other() {
    let mut bench = receiver(ReceiveOptions::new(Variant::Ymodem));
    bench.out();
    bench.put(&data_block(1, b"a"));
    let violation = Violation::DataInsteadOfHeader { got: 1 };
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Start,
            violation
        }
    );

    let mut bench = receiver(ReceiveOptions::new(Variant::Xmodem1k));
    bench.out();
    bench.put(&block(0, b"f\x005\0", 0, Check::Crc));
    let violation = Violation::HeaderInsteadOfData;
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Start,
            violation
        }
    );
}

#[test]
fn requests_for_a_start_fall_back() {
    let mut options = ReceiveOptions::new(Variant::YmodemG);
    options.fall_back_after = 4;
    options.start_limit = 6;
    let mut bench = receiver(options);
    let mut asked = bench.out();
    for _ in 0..5 {
        asked.extend(bench.silence());
    }
    assert_eq!(asked, b"GGGCCC");
    assert_eq!(bench.silence(), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::NoAnswer {
            stage: Stage::Start
        }
    );

    let mut bench = receiver(ReceiveOptions::new(Variant::XmodemCrc));
    let mut asked = bench.out();
    for _ in 0..4 {
        asked.extend(bench.silence());
    }
    assert_eq!(asked, [b'C', b'C', b'C', NAK, NAK]);
    assert_eq!(bench.put(&block(1, b"x", 0x1a, Check::Sum)), [ACK]);
    assert_eq!(
        bench.log.events[0],
        Event::Started {
            check: Check::Sum,
            streaming: false
        }
    );
}

#[test]
fn sizes_are_believed_and_limited() {
    let mut options = ReceiveOptions::new(Variant::Ymodem);
    options.max_size = 100;
    let mut bench = receiver(options.clone());
    bench.out();
    assert_eq!(bench.put(&block(0, b"f\x00101\0", 0, Check::Crc)), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::SizeExceeded {
            limit: 100,
            needed: 101
        }
    );

    // No size announced: the data itself is counted.
    let mut bench = receiver(options);
    bench.out();
    bench.put(&block(0, b"f\0\0", 0, Check::Crc));
    assert_eq!(bench.put(&data_block(1, b"x")), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::SizeExceeded {
            limit: 100,
            needed: 128
        }
    );

    let mut bench = receiver(ReceiveOptions::new(Variant::Ymodem));
    bench.out();
    bench.put(&block(0, b"f\x005\0", 0, Check::Crc));
    bench.put(&data_block(1, b"hello"));
    assert_eq!(bench.put(&data_block(2, b"more")), [CAN; 8]);
    let violation = Violation::BeyondSize { size: 5 };
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Data { block: 2 },
            violation
        }
    );

    let mut bench = receiver(ReceiveOptions::new(Variant::Ymodem));
    bench.out();
    bench.put(&block(0, b"f\x00500\0", 0, Check::Crc));
    bench.put(&data_block(1, b"hello"));
    assert_eq!(
        bench.put(&[EOT]),
        [NAK],
        "it may be a damaged block's header"
    );
    assert_eq!(bench.put(&[EOT]), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::Truncated {
            expected: 500,
            received: 128
        }
    );

    let mut options = ReceiveOptions::new(Variant::Ymodem);
    options.max_files = 0;
    let mut bench = receiver(options);
    bench.out();
    bench.put(&block(0, b"f\x00500\0", 0, Check::Crc));
    assert_eq!(bench.log.error(), &Error::TooManyFiles { limit: 0 });
}

#[test]
fn a_header_that_is_repeated_or_unreadable() {
    let mut bench = receiver(ReceiveOptions::new(Variant::Ymodem));
    bench.out();
    let header = block(0, b"f\x005\0", 0, Check::Crc);
    assert_eq!(bench.put(&header), [ACK, b'C']);
    assert_eq!(bench.put(&header), [ACK, b'C']);
    assert_eq!(bench.log.files.len(), 1);

    let mut bench = receiver(ReceiveOptions::new(Variant::Ymodem));
    bench.out();
    bench.put(&block(0, b"f\x005x\0", 0, Check::Crc));
    let violation = Violation::BadHeader;
    assert_eq!(
        bench.log.error(),
        &Error::ProtocolViolation {
            stage: Stage::Start,
            violation
        }
    );
}

#[test]
fn a_repetition_that_came_damaged_is_not_due() {
    let mut bench = receiver(ReceiveOptions::new(Variant::XmodemCrc));
    bench.out();
    let frame = data_block(1, b"a");
    assert_eq!(bench.put(&frame), [ACK]);
    assert_eq!(bench.silence(), [NAK], "the acknowledgement was lost");
    assert_eq!(bench.put(&frame[..132]), []);
    assert_eq!(bench.silence(), [NAK]);
    assert_eq!(bench.put(&frame), [ACK]);
    assert_eq!(bench.put(&[EOT]), [NAK]);
    assert_eq!(bench.put(&[EOT]), [ACK]);
    assert!(bench.succeeded());
}
