//! Making, accepting, answering and dropping.

use std::time::Duration;

use tspkit_abi::{LineCallOrigins, LineCallParamFlags, LineCallReasons, LineError};
use tspkit_hal::{CallId, CallParams, Hardware, LineRequest, Party};

use crate::bench::{A, B, Bench, C, make, uui};

#[test]
fn a_call_is_offered_accepted_answered_and_dropped_by_its_caller() {
    let bench = Bench::default_office();
    let call = bench.call(A, 7, "102");
    let caller = [
        "1 MakeCall",
        "1 7 CallId(1)",
        "1 7 Caller: 101 Reception",
        "1 7 Dialing",
        "1 7 Called: 102 Lobby",
        "1 7 Proceeding",
        "1 7 Ringback",
    ];
    assert_eq!(bench.of(A), caller);
    assert_eq!(bench.of(B), ["2 new 1 Offering ACTIVE", "2 ring 1 1"]);
    let far = bench.incoming();
    assert_eq!(far.0, 0x8000_0001);
    let info = bench.info(far);
    assert_eq!(info.origin, LineCallOrigins::INTERNAL);
    assert_eq!(info.reason, LineCallReasons::DIRECT);
    assert_eq!(
        (info.call_id, info.related_call_id, info.trunk),
        (1, 0, None)
    );
    assert_eq!(info.parties.caller, Party::known("101", "Reception"));
    assert_eq!(info.parties.called, Party::known("102", "Lobby"));
    assert_eq!(info.parties.redirecting, Party::unavailable());

    let user_user = uui("wait");
    bench.ok(
        B,
        LineRequest::Accept {
            call: far,
            user_user,
        },
    );
    assert_eq!(bench.log(), ["1 7 UUI wait", "2 Accept", "2 1 Accepted"]);
    let user_user = uui("yes");
    bench.ok(
        B,
        LineRequest::Answer {
            call: far,
            user_user,
        },
    );
    let answered = [
        "2 Answer",
        "2 ring 0 1",
        "2 1 Connected: 101 Reception",
        "2 1 Connected ACTIVE",
    ];
    assert_eq!(bench.of(B), answered);
    let caller = [
        "1 7 UUI yes",
        "1 7 Connected: 102 Lobby",
        "1 7 Connected ACTIVE",
    ];
    assert_eq!(bench.of(A), caller);
    assert_eq!(bench.control().calls_up(), 2);

    let user_user = uui("bye");
    bench.ok(A, LineRequest::Drop { call, user_user });
    assert_eq!(bench.of(A), ["1 Drop", "1 7 Idle"]);
    assert_eq!(bench.of(B), ["2 1 UUI bye", "2 1 Disconnected NORMAL"]);
    bench.drop_call(B, far);
    assert_eq!(bench.log(), ["2 Drop", "2 1 Idle"]);
    assert_eq!(bench.control().calls_up(), 0);
}

#[test]
fn who_is_called_can_drop_as_well() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    bench.drop_call(B, far);
    assert_eq!(
        bench.log(),
        ["1 1 Disconnected NORMAL", "2 Drop", "2 1 Idle"]
    );
    bench.drop_call(A, call);
    assert_eq!(bench.log(), ["1 Drop", "1 1 Idle"]);
}

#[test]
fn a_call_can_be_refused_and_given_up() {
    let bench = Bench::default_office();
    let call = bench.call(A, 1, "102");
    bench.log();
    let user_user = uui("no");
    let far = bench.incoming();
    bench.ok(
        B,
        LineRequest::Drop {
            call: far,
            user_user,
        },
    );
    assert_eq!(bench.of(B), ["2 Drop", "2 ring 0 1", "2 1 Idle"]);
    assert_eq!(bench.of(A), ["1 1 UUI no", "1 1 Disconnected REJECT"]);
    bench.drop_call(A, call);

    let call = bench.call(A, 2, "102");
    bench.log();
    let user_user = uui("late");
    bench.ok(A, LineRequest::Drop { call, user_user });
    assert_eq!(bench.of(A), ["1 Drop", "1 2 Idle"]);
    let given_up = ["2 2 UUI late", "2 ring 0 1", "2 2 Disconnected NORMAL"];
    assert_eq!(bench.of(B), given_up);
}

#[test]
fn a_line_that_is_busy_and_a_number_that_is_not_there() {
    let bench = Bench::default_office();
    bench.talk(A, 1, B);
    bench.call(C, 2, "102");
    let told = bench.log();
    assert_eq!(
        told[told.len() - 2..],
        ["3 2 Proceeding", "3 2 Busy STATION"]
    );
    bench.drop_call(C, CallId(2));
    bench.call(C, 3, "103");
    assert_eq!(bench.log().last().unwrap(), "3 3 Busy STATION");
    bench.drop_call(C, CallId(3));
    bench.call(C, 4, "1234");
    let told = bench.log();
    let end = [
        "3 4 Called: 1234 ",
        "3 4 Proceeding",
        "3 4 Disconnected BADADDRESS",
    ];
    assert_eq!(told[told.len() - 3..], end);
    bench.drop_call(C, CallId(4));
    bench.call(C, 5, "0999");
    assert_eq!(bench.log().last().unwrap(), "3 5 Disconnected CONGESTION");
    assert_eq!(bench.control().calls_up(), 2);
}

#[test]
fn a_busy_tone_ends_by_itself() {
    let bench = Bench::from_toml(
        "switch = { busy_tone = \"5ms\" }\n[[lines]]\nname = \"A\"\naddress = \"1\"\n",
    );
    bench.call(A, 1, "1");
    let told = bench.wait_told(A, "Disconnected BUSY");
    assert_eq!(
        told[told.len() - 2..],
        ["1 1 Busy STATION", "1 1 Disconnected BUSY"]
    );
}

#[test]
fn numbers_can_be_dialled_in_parts() {
    let bench = Bench::default_office();
    let call = bench.call(A, 1, "");
    let tone = [
        "1 MakeCall",
        "1 1 CallId(1)",
        "1 1 Caller: 101 Reception",
        "1 1 DialTone NORMAL",
    ];
    assert_eq!(bench.log(), tone);
    let dial = |digits: &str| LineRequest::Dial {
        call,
        digits: digits.to_owned(),
    };
    bench.ok(A, dial("1;"));
    assert_eq!(bench.log(), ["1 Dial", "1 1 Dialing"]);
    assert_eq!(bench.ask(A, dial("W")), Err(LineError::DialDialTone));
    assert_eq!(bench.log(), ["1 Dial LINEERR_DIALDIALTONE"]);
    bench.ok(A, dial("02"));
    let told = bench.of(A);
    assert_eq!(
        told,
        [
            "1 Dial",
            "1 1 Called: 102 Lobby",
            "1 1 Proceeding",
            "1 1 Ringback"
        ]
    );
    assert_eq!(bench.ask(A, dial("3")), Err(LineError::InvalCallState));
}

#[test]
fn callers_can_hide_or_show_another_number() {
    let bench = Bench::default_office();
    let mut params = CallParams::default();
    params.flags = LineCallParamFlags::BLOCKID;
    let call = bench.call_with(A, 1, "102", params);
    assert_eq!(
        bench.info(bench.incoming()).parties.caller,
        Party::blocked()
    );
    bench.log();
    bench.answer(B, bench.incoming());
    let told = bench.of(B);
    let party = "2 1 Connected: LineCallPartyIds(BLOCKED)";
    assert_eq!(told[2], party);
    bench.drop_call(A, call);
    bench.drop_call(B, bench.incoming());

    let mut params = CallParams::default();
    params.calling_number = "100".to_owned();
    bench.call_with(A, 2, "102", params);
    let caller = bench.info(bench.incoming()).parties.caller;
    assert_eq!(caller, Party::known("100", "Reception"));
}

#[test]
fn a_call_is_given_up_when_nobody_answers() {
    let bench = Bench::default_office();
    let mut params = CallParams::default();
    params.no_answer = Some(Duration::from_millis(5));
    bench.call_with(A, 1, "102", params);
    let told = bench.wait_told(A, "Disconnected NOANSWER");
    let end = ["1 1 Ringback", "1 1 Disconnected NOANSWER"];
    assert_eq!(told[told.len() - 2..], end);
    let told = bench.wait_told(B, "Disconnected NORMAL");
    assert_eq!(told[2..], ["2 ring 0 1", "2 1 Disconnected NORMAL"]);
}

#[test]
fn a_line_rings_on_until_it_is_answered() {
    let bench = Bench::from_toml(
        "switch = { ring_every = \"2ms\" }\n[[lines]]\nname = \"L\"\naddress = \"101\"\ncount = 2\n",
    );
    bench.call(A, 1, "102");
    let told = bench.wait_told(B, "ring 1 3");
    let rings = ["2 ring 1 1", "2 ring 1 2", "2 ring 1 3"];
    assert_eq!(told[1..4], rings);
    bench.answer(B, bench.incoming());
    let told = bench.of(B);
    let stop = told.iter().position(|told| told.starts_with("2 ring 0"));
    assert!(stop.is_some(), "{told:?}");
    assert!(
        !told[stop.unwrap() + 1..]
            .iter()
            .any(|told| told.contains("ring"))
    );
}

#[test]
fn a_line_that_alerts_when_it_accepts() {
    let bench = Bench::from_toml(
        "[[lines]]\nname = \"L\"\naddress = \"101\"\ncount = 2\naccept_to_alert = true\n",
    );
    bench.call(A, 1, "102");
    assert_eq!(bench.of(A).last().unwrap(), "1 1 Proceeding");
    assert_eq!(bench.of(B), ["2 new 1 Offering INACTIVE"]);
    let user_user = uui("");
    let call = bench.incoming();
    bench.ok(B, LineRequest::Accept { call, user_user });
    assert_eq!(bench.of(A), ["1 1 Ringback"]);
    assert_eq!(bench.of(B), ["2 Accept", "2 1 Accepted", "2 ring 1 1"]);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    let user_user = uui("");
    let refused = [
        (
            A,
            make(CallId(2), "103", CallParams::default()),
            LineError::CallUnavail,
        ),
        (
            C,
            make(CallId(1 << 31), "101", CallParams::default()),
            LineError::InvalCallHandle,
        ),
        (
            A,
            make(call, "103", CallParams::default()),
            LineError::InvalCallHandle,
        ),
        (
            C,
            make(CallId(3), "1x", CallParams::default()),
            LineError::InvalAddress,
        ),
        (
            A,
            LineRequest::Answer {
                call,
                user_user: user_user.clone(),
            },
            LineError::InvalCallState,
        ),
        (
            B,
            LineRequest::Accept {
                call: far,
                user_user: user_user.clone(),
            },
            LineError::InvalCallState,
        ),
        (
            B,
            LineRequest::Drop {
                call,
                user_user: user_user.clone(),
            },
            LineError::InvalCallHandle,
        ),
        (A, LineRequest::Unhold { call }, LineError::InvalCallState),
        (
            tspkit_hal::LineId(9),
            LineRequest::Hold { call },
            LineError::NoDevice,
        ),
    ];
    for (line, request, code) in refused {
        let what = format!("{request:?}");
        assert_eq!(bench.ask(line, request), Err(code), "{what}");
        assert_eq!(bench.log().len(), 1, "{what}");
    }
    assert_eq!(bench.control().calls_up(), 2);
}

#[test]
fn a_call_that_is_over_can_be_closed_and_one_that_is_up_as_well() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    bench.drop_call(A, call);
    let user_user = uui("");
    let drop = LineRequest::Drop { call, user_user };
    assert_eq!(bench.ask(A, drop.clone()), Err(LineError::InvalCallState));
    bench.ok(A, LineRequest::CloseCall { call });
    assert_eq!(bench.ask(A, drop), Err(LineError::InvalCallHandle));
    bench.drop_call(B, far);
    bench.ok(B, LineRequest::CloseCall { call: far });

    let (call, far) = bench.talk(A, 2, B);
    bench.ok(A, LineRequest::CloseCall { call });
    assert_eq!(bench.of(B), ["2 2 Disconnected NORMAL"]);
    bench.drop_call(B, far);
    assert_eq!(bench.control().calls_up(), 0);
}

#[test]
fn stopping_ends_all_calls_and_starting_again_begins_without_any() {
    let bench = Bench::default_office();
    bench.talk(A, 1, B);
    let stopped = bench
        .office
        .stop(tspkit_hal::Deadline::after(crate::bench::HANG));
    assert_eq!(stopped, tspkit_hal::Stopped::Clean);
    assert_eq!(bench.log(), Vec::<String>::new());
    let hold = LineRequest::Hold { call: CallId(1) };
    assert_eq!(bench.ask(A, hold.clone()), Err(LineError::OperationFailed));
    bench
        .office
        .start(tspkit_hal::EventSink::new(bench.user.clone()))
        .unwrap();
    assert_eq!(bench.ask(A, hold), Err(LineError::InvalCallHandle));
    bench.talk(A, 2, B);
    assert_eq!(bench.control().calls_up(), 2);
}
