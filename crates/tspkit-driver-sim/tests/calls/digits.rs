//! Digits sent within a call.

use std::time::Duration;

use tspkit_abi::{LineDigitModes, LineError};
use tspkit_hal::{CallId, LineReply, LineRequest};

use crate::bench::{A, B, Bench};

fn digits(call: CallId, digits: &str, mode: LineDigitModes, millis: u64) -> LineRequest {
    LineRequest::GenerateDigits {
        call,
        digits: digits.to_owned(),
        mode,
        duration: Some(Duration::from_millis(millis)),
    }
}

#[test]
fn digits_are_answered_when_they_have_been_sent() {
    let bench = Bench::default_office();
    let (call, _) = bench.talk(A, 1, B);
    let token = bench.submit(A, digits(call, "12#", LineDigitModes::DTMF, 2));
    assert_eq!(bench.wait(token), Ok(LineReply::Done));
    assert_eq!(
        bench.ask(A, digits(call, "1", LineDigitModes::DTMF, 0)),
        Ok(LineReply::Done)
    );
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let bench = Bench::default_office();
    let (call, _) = bench.talk(A, 1, B);
    let cases = [
        ("1x", LineDigitModes::DTMF, LineError::InvalDigits),
        ("1#", LineDigitModes::PULSE, LineError::InvalDigits),
        ("1", LineDigitModes::DTMFEND, LineError::InvalDigitMode),
        (
            "1",
            LineDigitModes::PULSE | LineDigitModes::DTMF,
            LineError::InvalDigitMode,
        ),
    ];
    for (text, mode, code) in cases {
        assert_eq!(
            bench.ask(A, digits(call, text, mode, 1)),
            Err(code),
            "{text}"
        );
    }
    bench.ok(A, LineRequest::Hold { call });
    let held = bench.ask(A, digits(call, "1", LineDigitModes::DTMF, 1));
    assert_eq!(held, Err(LineError::InvalCallState));
}

#[test]
fn digits_are_broken_off_when_their_call_ends_or_others_follow() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    let long = || digits(call, "123456", LineDigitModes::DTMF, 3_600_000);
    let first = bench.submit(A, long());
    let second = bench.submit(A, long());
    assert_eq!(bench.end(first), Some(Err(LineError::OperationFailed)));
    assert_eq!(bench.end(second), None);
    bench.log();
    bench.drop_call(B, far);
    let told = [
        "1 GenerateDigits LINEERR_OPERATIONFAILED",
        "1 1 Disconnected NORMAL",
    ];
    assert_eq!(bench.of(A), told);
}

#[test]
fn digits_that_are_cancelled_are_let_go() {
    let bench = Bench::default_office();
    let (call, _) = bench.talk(A, 1, B);
    let token = bench.submit(A, digits(call, "1", LineDigitModes::DTMF, 3_600_000));
    bench.cancel(token);
    bench.until(|| {
        bench
            .log()
            .contains(&"1 GenerateDigits dropped".to_owned())
            .then_some(())
    });
}
