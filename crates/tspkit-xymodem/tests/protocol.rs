//! Byte for byte: what each side answers to what, and where a transfer ends.

mod support;

use std::time::Duration;

use support::{Log, sample};
use tspkit_xymodem::{
    BlockSize, Check, EndCheck, Error, Event, File, LastAck, ReceiveOptions, Receiver, SendOptions,
    Sender, SetupError, Side, Stage, Transfer, Variant, Violation,
};

const SOH: u8 = 0x01;
const STX: u8 = 0x02;
const EOT: u8 = 0x04;
const ACK: u8 = 0x06;
const NAK: u8 = 0x15;
const CAN: u8 = 0x18;

/// A machine, its clock and what it has told.
struct Bench<T> {
    machine: T,
    now: Duration,
    log: Log,
}

impl<T: Transfer> Bench<T> {
    fn new(machine: T) -> Self {
        Self {
            machine,
            now: Duration::ZERO,
            log: Log::default(),
        }
    }

    /// Everything it wants to write.
    fn out(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(more) = self.machine.poll_transmit(self.now) {
            bytes.extend_from_slice(more);
        }
        self.log.drain(&mut self.machine);
        bytes
    }

    fn put(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.machine.handle_input(self.now, bytes);
        self.out()
    }

    /// Lets the next time-out come.
    fn silence(&mut self) -> Vec<u8> {
        self.now = self.machine.poll_timeout().expect("a time-out");
        self.machine.handle_timeout(self.now);
        self.out()
    }

    fn hang_up(&mut self) {
        self.machine.handle_hang_up(self.now);
        assert_eq!(self.out(), []);
        assert!(self.machine.is_finished());
    }

    fn succeeded(&self) -> bool {
        self.machine.is_finished() && self.log.succeeded()
    }
}

fn sender(options: SendOptions, data: &[u8]) -> Bench<Sender> {
    Bench::new(Sender::new(options, File::new("f", data.to_vec())).expect("a good name"))
}

fn receiver(options: ReceiveOptions) -> Bench<Receiver> {
    Bench::new(Receiver::new(options))
}

/// A block as the specification draws it, its CRC computed bit by bit.
fn block(number: u8, data: &[u8], pad: u8, check: Check) -> Vec<u8> {
    let size = if data.len() > 128 { 1024 } else { 128 };
    let mut frame = vec![if size == 128 { SOH } else { STX }, number, 255 - number];
    frame.extend_from_slice(data);
    frame.resize(3 + size, pad);
    match check {
        Check::Sum => frame.push(
            frame[3..]
                .iter()
                .map(|byte| u32::from(*byte))
                .sum::<u32>()
                .to_le_bytes()[0],
        ),
        Check::Crc => {
            let mut crc = 0u16;
            for byte in &frame[3..] {
                crc ^= u16::from(*byte) << 8;
                for _ in 0..8 {
                    crc = if crc & 0x8000 == 0 {
                        crc << 1
                    } else {
                        (crc << 1) ^ 0x1021
                    };
                }
            }
            frame.extend_from_slice(&crc.to_be_bytes());
        }
    }
    frame
}

fn data_block(number: u8, data: &[u8]) -> Vec<u8> {
    block(number, data, 0x1a, Check::Crc)
}

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
fn retry_limits() {
    let mut options = SendOptions::new(Variant::XmodemCrc);
    options.retry_limit = 2;
    options.fall_back = false;
    let mut bench = sender(options, &sample(200));
    bench.out();
    bench.put(b"C");
    let second = bench.put(&[ACK]);
    assert_eq!(bench.put(&[NAK]), second);
    assert_eq!(bench.silence(), second);
    assert_eq!(bench.put(&[NAK]), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::TooManyRetries {
            stage: Stage::Data { block: 2 }
        }
    );

    let mut options = ReceiveOptions::new(Variant::XmodemCrc);
    options.retry_limit = 2;
    let mut bench = receiver(options);
    bench.out();
    bench.put(&data_block(1, b"a"));
    assert_eq!(bench.silence(), [NAK]);
    assert_eq!(bench.silence(), [NAK]);
    assert_eq!(bench.silence(), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::TooManyRetries {
            stage: Stage::Data { block: 2 }
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
fn two_can_cancel_and_one_does_not() {
    let mut bench = sender(SendOptions::new(Variant::XmodemCrc), &sample(500));
    bench.out();
    bench.put(b"C");
    assert_eq!(bench.put(&[CAN]), []);
    assert_eq!(bench.put(&[ACK]).len(), 133);
    assert_eq!(bench.put(&[CAN]), []);
    assert_eq!(bench.put(&[CAN, 8, 8]), []);
    assert_eq!(bench.log.error(), &Error::Cancelled { by: Side::Peer });

    let mut bench = receiver(ReceiveOptions::new(Variant::XmodemCrc));
    bench.out();
    assert_eq!(bench.put(&[CAN]), []);
    assert_eq!(bench.put(&data_block(1, b"a")), [ACK]);
    // Broken off in the middle of a block.
    let mut broken = data_block(2, &[7; 128])[..60].to_vec();
    broken.extend([CAN; 10]);
    broken.extend([8; 10]);
    assert_eq!(bench.put(&broken), []);
    assert_eq!(bench.silence(), []);
    assert_eq!(bench.log.error(), &Error::Cancelled { by: Side::Peer });
}

#[test]
fn cancelling_here_tells_the_peer_and_when_the_line_is_clean() {
    let mut bench = sender(SendOptions::new(Variant::Xmodem1k), &sample(5000));
    bench.out();
    bench.put(b"C");
    bench.machine.cancel(bench.now);
    assert_eq!(bench.out(), [CAN; 8]);
    assert_eq!(bench.log.error(), &Error::Cancelled { by: Side::Local });
    bench.now = Duration::from_millis(400);
    assert_eq!(bench.put(b"left over"), []);
    assert_eq!(
        bench.machine.poll_timeout(),
        Some(Duration::from_millis(900))
    );
    bench.silence();
    assert_eq!(
        bench.log.events.last(),
        Some(&Event::LineClean { silent: true })
    );
    assert!(bench.machine.is_finished());
    bench.machine.cancel(bench.now);
    assert_eq!(bench.out(), []);

    // A peer that never stops talking is not waited for longer than the limit.
    let mut bench = receiver(ReceiveOptions::new(Variant::Xmodem));
    bench.out();
    bench.machine.cancel(bench.now);
    while !bench.machine.is_finished() {
        bench.now += Duration::from_millis(100);
        bench.machine.handle_input(bench.now, b"blah");
        bench.out();
    }
    assert_eq!(bench.now, Duration::from_secs(5));
    assert_eq!(
        bench.log.events.last(),
        Some(&Event::LineClean { silent: false })
    );
}

#[test]
fn the_last_acknowledgement_is_lost() {
    let to_the_end = |last_ack| {
        let mut options = SendOptions::new(Variant::Xmodem);
        options.last_ack = last_ack;
        options.retry_limit = 1;
        let mut bench = sender(options, b"data");
        bench.out();
        bench.put(&[NAK]);
        assert_eq!(bench.put(&[ACK]), [EOT]);
        bench
    };
    let stage = Stage::EndOfFile;
    let mut bench = to_the_end(LastAck::Required);
    bench.hang_up();
    assert_eq!(
        bench.log.error(),
        &Error::LastAckLost {
            stage,
            hung_up: true
        }
    );
    assert!(bench.log.error().all_data_acknowledged());

    let mut bench = to_the_end(LastAck::Required);
    assert_eq!(bench.silence(), [EOT]);
    assert_eq!(bench.silence(), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::LastAckLost {
            stage,
            hung_up: false
        }
    );

    let mut bench = to_the_end(LastAck::Optional);
    bench.hang_up();
    assert!(
        matches!(bench.log.outcome, Some(Ok(summary)) if !summary.confirmed && summary.bytes == 4)
    );

    let bench = to_the_end(LastAck::NotAwaited);
    assert!(bench.machine.is_finished());
    assert!(matches!(bench.log.outcome, Some(Ok(summary)) if !summary.confirmed));

    // In a batch it is the empty block's.
    let mut bench = sender(SendOptions::new(Variant::Ymodem), b"");
    bench.out();
    bench.put(b"C");
    assert_eq!(bench.put(&[ACK, b'C']), [EOT]);
    assert_eq!(bench.put(&[ACK]), []);
    bench.hang_up();
    assert_eq!(
        bench.log.error(),
        &Error::LastAckLost {
            stage: Stage::Closing,
            hung_up: true
        }
    );
}

#[test]
fn an_acknowledgement_taken_for_the_last_one_is_corrected_while_lingering() {
    let mut options = SendOptions::new(Variant::Xmodem);
    options.linger = Duration::from_secs(20);
    let mut bench = sender(options, b"data");
    bench.out();
    bench.put(&[NAK]);
    assert_eq!(bench.put(&[ACK]), [EOT]);
    assert_eq!(bench.put(&[ACK]), []);
    assert!(bench.log.outcome.is_none());
    assert_eq!(bench.put(&[NAK]), [EOT]);
    assert_eq!(bench.put(&[CAN, CAN]), []);
    assert_eq!(bench.log.error(), &Error::Cancelled { by: Side::Peer });
}

#[test]
fn the_end_is_asked_for_again_after_its_acknowledgement() {
    let mut bench = sender(SendOptions::new(Variant::Ymodem), b"data");
    bench.out();
    bench.put(b"C");
    bench.put(&[ACK, b'C']);
    assert_eq!(bench.put(&[ACK]), [EOT]);
    assert_eq!(bench.put(&[ACK]), []);
    assert_eq!(bench.put(&[NAK]), [EOT]);
    assert_eq!(bench.put(&[ACK, b'C']), block(0, &[], 0, Check::Crc));
    bench.put(&[ACK]);
    assert!(bench.succeeded());
    assert_eq!(
        bench
            .log
            .events
            .iter()
            .filter(|event| matches!(event, Event::FileEnd { .. }))
            .count(),
        1
    );
}

#[test]
fn a_batch_that_is_not_closed() {
    let to_the_end = |close_required| {
        let mut options = ReceiveOptions::new(Variant::Ymodem);
        options.close_required = close_required;
        options.retry_limit = 2;
        let mut bench = receiver(options);
        bench.out();
        bench.put(&block(0, b"f\x001\0", 0, Check::Crc));
        bench.put(&data_block(1, b"x"));
        assert_eq!(bench.put(&[EOT]), [ACK, b'C']);
        bench
    };
    let mut bench = to_the_end(true);
    assert_eq!(bench.silence(), b"C");
    assert_eq!(bench.silence(), b"C");
    assert_eq!(bench.silence(), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::BatchNotClosed {
            files: 1,
            hung_up: false
        }
    );
    assert!(bench.log.error().all_data_acknowledged());
    assert_eq!(bench.log.files, [(b"f".to_vec(), b"x".to_vec(), true)]);

    let mut bench = to_the_end(false);
    bench.hang_up();
    assert!(
        matches!(bench.log.outcome, Some(Ok(summary)) if !summary.confirmed && summary.files == 1)
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
fn endless_noise_ends() {
    let mut bench = sender(SendOptions::new(Variant::Xmodem), b"data");
    bench.out();
    assert_eq!(bench.put(&[b'.'; 8192]), []);
    assert_eq!(bench.put(b"."), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::TooMuchNoise {
            bytes: 8193,
            stage: Stage::Start
        }
    );

    let mut bench = receiver(ReceiveOptions::new(Variant::Xmodem));
    bench.out();
    assert_eq!(bench.put(&[b'.'; 8192]), []);
    assert_eq!(bench.put(b"."), [CAN; 8]);
    assert_eq!(
        bench.log.error(),
        &Error::TooMuchNoise {
            bytes: 8193,
            stage: Stage::Start
        }
    );
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
