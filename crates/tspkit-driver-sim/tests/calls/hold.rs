//! Holding calls, and sending them on.

use tspkit_abi::{LineCallOrigins, LineCallReasons, LineError};
use tspkit_hal::{CallId, CallParams, LineRequest, Party};

use crate::bench::{A, B, Bench, C, uui};

#[test]
fn the_far_end_learns_that_it_is_on_hold() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    bench.ok(A, LineRequest::Hold { call });
    assert_eq!(
        bench.log(),
        ["1 Hold", "1 1 OnHold", "2 1 Connected ACTIVEHELD"]
    );
    bench.ok(B, LineRequest::Hold { call: far });
    assert_eq!(bench.log(), ["2 Hold", "2 1 OnHold"]);
    bench.ok(A, LineRequest::Unhold { call });
    assert_eq!(bench.log(), ["1 Unhold", "1 1 Connected ACTIVEHELD"]);
    bench.ok(B, LineRequest::Unhold { call: far });
    assert_eq!(
        bench.log(),
        ["1 1 Connected ACTIVE", "2 Unhold", "2 1 Connected ACTIVE"]
    );
    bench.ok(A, LineRequest::Hold { call });
    bench.log();
    bench.drop_call(B, far);
    assert_eq!(bench.of(A), ["1 1 Disconnected NORMAL"]);
}

#[test]
fn calls_can_be_swapped() {
    let bench = Bench::default_office();
    let (first, at_b) = bench.talk(A, 1, B);
    let hold = LineRequest::Hold { call: first };
    bench.ok(A, hold);
    let (second, at_c) = bench.talk(A, 2, C);
    assert_eq!(
        bench.ask(A, LineRequest::Hold { call: second }),
        Err(LineError::ResourceUnavail)
    );
    assert_eq!(
        bench.ask(A, LineRequest::Unhold { call: first }),
        Err(LineError::ResourceUnavail)
    );
    bench.log();
    let swap = LineRequest::SwapHold {
        active: second,
        held: first,
    };
    bench.ok(A, swap.clone());
    assert_eq!(
        bench.of(A),
        ["1 SwapHold", "1 2 OnHold", "1 1 Connected ACTIVE"]
    );
    assert_eq!(bench.of(B), ["2 1 Connected ACTIVE"]);
    assert_eq!(bench.of(C), ["3 2 Connected ACTIVEHELD"]);
    assert_eq!(bench.ask(A, swap), Err(LineError::InvalCallState));
    bench.drop_call(B, at_b);
    bench.drop_call(C, at_c);
}

/// A has called B, who asks C: the calls at all ends.
fn consult(bench: &Bench, data: &str) -> (CallId, CallId, CallId, CallId) {
    let mut params = CallParams::default();
    params.call_data = uui(data);
    let call = bench.call_with(A, 1, "102", params);
    let at_b = bench.incoming();
    bench.answer(B, at_b);
    bench.log();
    let asking = CallId(2);
    bench.ok(
        B,
        LineRequest::SetupTransfer {
            call: at_b,
            consultation: asking,
            params: Box::default(),
        },
    );
    let told = [
        "2 SetupTransfer",
        "2 1 OnHoldPendingTransfer",
        "2 2 CallId(2)",
        "2 2 RelatedCallId(1)",
        "2 2 Caller: 102 Lobby",
        "2 2 DialTone NORMAL",
    ];
    assert_eq!(bench.of(B), told);
    assert_eq!(bench.of(A), ["1 1 Connected ACTIVEHELD"]);
    let digits = "103".to_owned();
    bench.ok(
        B,
        LineRequest::Dial {
            call: asking,
            digits,
        },
    );
    (call, at_b, asking, bench.incoming())
}

#[test]
fn a_consultation_that_is_dropped_gives_the_call_back() {
    for is_closed in [false, true] {
        let bench = Bench::default_office();
        let (call, at_b, asking, at_c) = consult(&bench, "");
        bench.log();
        if is_closed {
            bench.ok(B, LineRequest::CloseCall { call: asking });
        } else {
            bench.drop_call(B, asking);
        }
        let last = bench.of(B).split_off(1);
        assert_eq!(last, ["2 2 Idle", "2 1 Connected ACTIVE"]);
        assert_eq!(bench.of(A), ["1 1 Connected ACTIVE"]);
        assert_eq!(bench.of(C).last().unwrap(), "3 2 Disconnected NORMAL");
        bench.drop_call(C, at_c);
        bench.drop_call(B, at_b);
        bench.drop_call(A, call);
        assert_eq!(bench.control().calls_up(), 0);
    }
}

#[test]
fn a_call_taken_back_from_a_transfer_ends_the_consultation() {
    let bench = Bench::default_office();
    let (_, at_b, asking, at_c) = consult(&bench, "");
    bench.answer(C, at_c);
    bench.log();
    bench.ok(B, LineRequest::Unhold { call: at_b });
    assert_eq!(
        bench.of(B),
        ["2 Unhold", "2 2 Idle", "2 1 Connected ACTIVE"]
    );
    assert_eq!(bench.of(A), ["1 1 Connected ACTIVE"]);
    assert_eq!(bench.of(C), ["3 2 Disconnected NORMAL"]);
    // The consultation is over: dropping it changes nothing.
    let dropped = LineRequest::Drop {
        call: asking,
        user_user: uui(""),
    };
    assert_eq!(bench.ask(B, dropped), Err(LineError::InvalCallState));
    assert_eq!(bench.of(A), Vec::<String>::new());
}

#[test]
fn a_consultation_that_was_swapped_goes_on_when_its_call_is_dropped() {
    let bench = Bench::default_office();
    let (call, at_b, asking, at_c) = consult(&bench, "");
    bench.answer(C, at_c);
    let swap = LineRequest::SwapHold {
        active: asking,
        held: at_b,
    };
    bench.ok(B, swap);
    bench.log();
    // The call that it asked about is up, so dropping the consultation gives nothing back.
    bench.drop_call(B, asking);
    assert_eq!(bench.of(B).split_off(1), ["2 2 Idle"]);
    assert_eq!(bench.of(A), Vec::<String>::new());
    bench.drop_call(A, call);
    assert_eq!(bench.of(B), ["2 1 Disconnected NORMAL"]);
}

#[test]
fn a_call_is_transferred_after_asking() {
    let bench = Bench::default_office();
    let (call, at_b, asking, at_c) = consult(&bench, "order 7");
    assert_eq!(
        bench.info(at_c).parties.caller,
        Party::known("102", "Lobby")
    );
    bench.answer(C, at_c);
    bench.log();
    let complete = LineRequest::CompleteTransfer {
        call: at_b,
        consultation: asking,
    };
    bench.ok(B, complete);
    assert_eq!(bench.of(B), ["2 CompleteTransfer", "2 1 Idle", "2 2 Idle"]);
    let told = [
        "1 1 RelatedCallId(2)",
        "1 1 Redirecting: 102 Lobby",
        "1 1 Connected: 103 Conference room",
        "1 1 Connected ACTIVE",
    ];
    assert_eq!(bench.of(A), told);
    let told = [
        "3 2 CallData order 7",
        "3 2 CallId(1)",
        "3 2 RelatedCallId(2)",
        "3 2 Redirecting: 102 Lobby",
        "3 2 Connected: 101 Reception",
    ];
    assert_eq!(bench.of(C), told);
    let data = uui("hello");
    bench.ok(A, LineRequest::SendUserUserInfo { call, data });
    assert_eq!(bench.of(C), ["3 2 UUI hello"]);
    bench.drop_call(C, at_c);
    assert_eq!(bench.of(A).last().unwrap(), "1 1 Disconnected NORMAL");
    bench.drop_call(A, call);
    assert_eq!(bench.control().calls_up(), 0);
}

#[test]
fn a_call_is_transferred_while_the_other_still_rings() {
    let bench = Bench::default_office();
    let (call, at_b, asking, at_c) = consult(&bench, "");
    bench.log();
    let complete = LineRequest::CompleteTransfer {
        call: at_b,
        consultation: asking,
    };
    bench.ok(B, complete);
    let told = [
        "1 1 RelatedCallId(2)",
        "1 1 Redirecting: 102 Lobby",
        "1 1 Redirection: 103 Conference room",
        "1 1 Connected ACTIVE",
    ];
    assert_eq!(bench.of(A), told);
    let told = bench.of(C);
    assert_eq!(told.last().unwrap(), "3 2 Caller: 101 Reception");
    bench.answer(C, at_c);
    assert_eq!(bench.of(A), ["1 1 Connected: 103 Conference room"]);
    let told = [
        "3 Answer",
        "3 ring 0 1",
        "3 2 Connected: 101 Reception",
        "3 2 Connected ACTIVE",
    ];
    assert_eq!(bench.of(C), told);
    bench.drop_call(A, call);
    assert_eq!(bench.of(C), ["3 2 Disconnected NORMAL"]);
}

#[test]
fn a_transfer_that_comes_to_nothing_gives_the_call_back() {
    let bench = Bench::default_office();
    let (_, at_b, asking, at_c) = consult(&bench, "");
    bench.drop_call(C, at_c);
    bench.log();
    let complete = LineRequest::CompleteTransfer {
        call: at_b,
        consultation: asking,
    };
    assert_eq!(bench.ask(B, complete), Err(LineError::InvalCallState));
    let unknown = LineRequest::CompleteTransfer {
        call: at_b,
        consultation: CallId(99),
    };
    assert_eq!(
        bench.ask(B, unknown),
        Err(LineError::InvalConsultCallHandle)
    );
    bench.drop_call(B, asking);
    assert_eq!(bench.of(A), ["1 1 Connected ACTIVE"]);
    assert_eq!(bench.of(B).last().unwrap(), "2 1 Connected ACTIVE");
}

#[test]
fn a_call_is_transferred_without_asking() {
    let bench = Bench::default_office();
    let (call, at_b, ..) = {
        let mut params = CallParams::default();
        params.call_data = uui("order 7");
        let call = bench.call_with(A, 1, "102", params);
        let at_b = bench.incoming();
        bench.answer(B, at_b);
        bench.log();
        (call, at_b)
    };
    let to = |destination: &str| LineRequest::BlindTransfer {
        call: at_b,
        destination: destination.to_owned(),
    };
    for (destination, code) in [
        ("4", LineError::InvalAddress),
        ("102", LineError::OperationFailed),
        ("101", LineError::OperationFailed),
        ("0555", LineError::OperationFailed),
        ("0999", LineError::OperationFailed),
        ("x", LineError::InvalAddress),
    ] {
        assert_eq!(bench.ask(B, to(destination)), Err(code), "{destination}");
        assert_eq!(bench.log().len(), 1, "{destination}");
    }
    bench.ok(B, to("103"));
    assert_eq!(bench.of(B), ["2 BlindTransfer", "2 1 Idle"]);
    let told = [
        "1 1 Redirecting: 102 Lobby",
        "1 1 Redirection: 103 Conference room",
    ];
    assert_eq!(bench.of(A), told);
    let at_c = bench.incoming();
    let info = bench.info(at_c);
    assert_eq!(info.reason, LineCallReasons::TRANSFER);
    assert_eq!(info.origin, LineCallOrigins::INTERNAL);
    assert_eq!((info.call_id, &info.call_data), (1, &uui("order 7")));
    assert_eq!(info.parties.caller, Party::known("101", "Reception"));
    assert_eq!(info.parties.called, Party::known("103", "Conference room"));
    assert_eq!(info.parties.redirecting, Party::known("102", "Lobby"));
    bench.answer(C, at_c);
    assert_eq!(bench.of(A), ["1 1 Connected: 103 Conference room"]);
    bench.drop_call(C, at_c);
    assert_eq!(bench.of(A), ["1 1 Disconnected NORMAL"]);
    bench.drop_call(A, call);
    assert_eq!(bench.control().calls_up(), 0);
}

#[test]
fn who_was_transferred_can_be_refused() {
    let bench = Bench::default_office();
    let (_, at_b) = bench.talk(A, 1, B);
    let destination = "103".to_owned();
    bench.ok(
        B,
        LineRequest::BlindTransfer {
            call: at_b,
            destination,
        },
    );
    bench.log();
    bench.drop_call(C, bench.incoming());
    assert_eq!(bench.of(A), ["1 1 Disconnected REJECT"]);
}

#[test]
fn a_call_is_redirected_with_all_that_goes_with_it() {
    let bench = Bench::default_office();
    let mut params = CallParams::default();
    params.user_user = uui("uui");
    params.high_layer = uui("high");
    params.low_layer = uui("low");
    params.dev_specific = uui("device");
    params.call_data = uui("data");
    let call = bench.call_with(A, 1, "102", params);
    let at_b = bench.incoming();
    bench.log();
    let redirect = LineRequest::Redirect {
        call: at_b,
        destination: "103".to_owned(),
    };
    bench.ok(B, redirect);
    assert_eq!(bench.of(B), ["2 Redirect", "2 ring 0 1", "2 1 Idle"]);
    let told = [
        "1 1 Redirecting: 102 Lobby",
        "1 1 Redirection: 103 Conference room",
    ];
    assert_eq!(bench.of(A), told);
    let at_c = bench.incoming();
    let info = bench.info(at_c);
    assert_eq!(info.reason, LineCallReasons::REDIRECT);
    assert_eq!(info.parties.called, Party::known("102", "Lobby"));
    assert_eq!(
        info.parties.redirection,
        Party::known("103", "Conference room")
    );
    assert_eq!(info.parties.redirecting, Party::known("102", "Lobby"));
    let buffers = [
        &info.user_user,
        &info.high_layer,
        &info.low_layer,
        &info.dev_specific,
        &info.call_data,
    ];
    assert_eq!(buffers, ["uui", "high", "low", "device", "data"]);
    bench.answer(C, at_c);
    let told = bench.of(A);
    assert_eq!(told.last().unwrap(), "1 1 Connected ACTIVE");
    let again = LineRequest::Redirect {
        call: at_c,
        destination: "102".to_owned(),
    };
    assert_eq!(bench.ask(C, again), Err(LineError::InvalCallState));
    bench.drop_call(A, call);
}

#[test]
fn two_who_have_not_answered_are_not_brought_together() {
    let bench = Bench::from_toml("[[lines]]\nname = \"L\"\naddress = \"101\"\ncount = 4\n");
    let (call, at_b) = bench.talk(A, 1, B);
    let destination = "103".to_owned();
    bench.ok(
        B,
        LineRequest::BlindTransfer {
            call: at_b,
            destination,
        },
    );
    let at_c = bench.incoming();
    // A hears C ring, and may still hold and ask another.
    bench.ok(A, LineRequest::Hold { call });
    let consultation = CallId(2);
    let params = Box::default();
    bench.ok(
        A,
        LineRequest::SetupTransfer {
            call,
            consultation,
            params,
        },
    );
    let digits = "104".to_owned();
    let call_d = LineRequest::Dial {
        call: consultation,
        digits,
    };
    bench.ok(A, call_d);
    let complete = LineRequest::CompleteTransfer { call, consultation };
    assert_eq!(
        bench.ask(A, complete.clone()),
        Err(LineError::InvalCallState)
    );
    bench.answer(C, at_c);
    bench.ok(A, complete);
    let info = bench.info(bench.incoming());
    assert_eq!(info.parties.caller, Party::known("101", "L 1"));
    bench.answer(tspkit_hal::LineId(4), bench.incoming());
    assert_eq!(bench.of(C).last().unwrap(), "3 2 Connected: 104 L 4");
}
