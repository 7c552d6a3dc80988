//! How transfers end: the last acknowledgement, the end of a batch, cancelling, and giving up.

mod support;

use std::time::Duration;

use support::bench::{ACK, CAN, EOT, NAK, block, data_block, receiver, sender};
use support::sample;
use tspkit_xymodem::{
    Check, Error, Event, LastAck, ReceiveOptions, SendOptions, Side, Stage, Transfer, Variant,
};

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
