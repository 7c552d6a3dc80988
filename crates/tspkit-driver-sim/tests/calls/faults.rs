//! What goes wrong to order.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use tspkit_abi::LineError;
use tspkit_driver_sim::{LineRequestKind, LineRuleConfig};
use tspkit_hal::{CallId, CallParams, Deadline, Hardware, LineReply, LineRequest, Stopped};

use crate::bench::{A, B, Bench, HANG, make, uui};

fn kind(name: &str) -> LineRequestKind {
    LineRequestKind::new(name).unwrap()
}

fn two(rules: &str) -> Bench {
    Bench::from_toml(&format!(
        "{rules}\n[[lines]]\nname = \"L\"\naddress = \"101\"\ncount = 2\n"
    ))
}

fn send(call: CallId, text: &str) -> LineRequest {
    let data = uui(text);
    LineRequest::SendUserUserInfo { call, data }
}

#[test]
fn the_network_refuses_loses_and_delays_user_user_information() {
    let bench = Bench::default_office();
    let control = bench.control();
    let (call, far) = bench.talk(A, 1, B);
    let rule = || {
        LineRuleConfig::new()
            .line("101")
            .request(kind("SendUserUserInfo"))
    };
    let refuse = rule().nth(1).error(LineError::UserUserInfoTooBig);
    control.add_line_rule(&refuse.message("not now")).unwrap();
    control
        .add_line_rule(&rule().nth(2).lose_user_user())
        .unwrap();
    for (nth, late) in [
        (3, Duration::from_secs(3600)),
        (5, Duration::from_millis(5)),
    ] {
        let late = rule().nth(nth).delay_user_user(late);
        control.add_line_rule(&late).unwrap();
    }
    let refused = bench.ask(A, send(call, "1"));
    assert_eq!(refused, Err(LineError::UserUserInfoTooBig));
    for text in ["2", "3", "4", "5"] {
        bench.ok(A, send(call, text));
    }
    assert_eq!(bench.wait_told(B, "UUI 5"), ["2 1 UUI 4", "2 1 UUI 5"]);
    bench.ok(B, send(far, "6"));
    assert_eq!(bench.of(A).last().unwrap(), "1 1 UUI 6");

    let drop = LineRuleConfig::new().request(kind("Drop")).lose_user_user();
    control.add_line_rule(&drop).unwrap();
    let user_user = uui("bye");
    bench.ok(A, LineRequest::Drop { call, user_user });
    assert_eq!(
        bench.of(B),
        ["2 SendUserUserInfo", "2 1 Disconnected NORMAL"]
    );
}

#[test]
fn user_user_information_of_a_call_that_is_made_is_lost_or_late() {
    let bench = two(
        "[[line_rules]]\nrequests = [\"MakeCall\"]\nnth = 1\nlose_user_user = true\n\
         [[line_rules]]\nrequests = [\"MakeCall\"]\nnth = 2\ndelay_user_user = \"3ms\"\n",
    );
    for (call, told) in [(1, None), (2, Some("UUI hello"))] {
        let mut params = CallParams::default();
        params.user_user = uui("hello");
        let call = bench.call_with(A, call, "102", params);
        let far = bench.incoming();
        assert_eq!(bench.info(far).user_user, "");
        if let Some(told) = told {
            bench.wait_told(B, told);
        }
        bench.drop_call(A, call);
        bench.drop_call(B, far);
        let after = bench.of(B);
        assert!(after.iter().all(|told| !told.contains("UUI")), "{after:?}");
    }
}

#[test]
fn the_network_is_congested_and_a_line_goes_out_of_service() {
    let bench = two(
        "[[line_rules]]\nrequests = [\"MakeCall\", \"Dial\"]\nnth = 1\ncongested = true\n\
         [[line_rules]]\nline = \"101\"\nrequests = [\"Hold\"]\nout_of_service = \"2ms\"\n",
    );
    let call = bench.call(A, 1, "102");
    assert_eq!(bench.log().last().unwrap(), "1 1 Disconnected CONGESTION");
    bench.drop_call(A, call);
    let (call, _) = bench.talk(A, 2, B);
    let held = bench.ask(A, LineRequest::Hold { call });
    assert_eq!(held, Err(LineError::InvalCallState));
    let told = bench.wait_told(A, "InService");
    let expected = [
        "1 OutOfService",
        "1 2 Disconnected TEMPFAILURE",
        "1 Hold LINEERR_INVALCALLSTATE",
        "1 InService",
    ];
    assert_eq!(told.len(), 4);
    assert!(
        expected.iter().all(|one| told.contains(&(*one).to_owned())),
        "{told:?}"
    );
    assert_eq!(bench.of(B), ["2 1 Disconnected OUTOFORDER"]);
}

#[test]
fn requests_of_a_line_that_take_time_are_answered_in_order() {
    let bench = two("latency = \"1ms\"\njitter = \"2ms\"\n");
    let mut tokens = vec![bench.submit(A, make(CallId(1), "", CallParams::default()))];
    let call = CallId(1);
    for digits in ["1;", "0;", "2"] {
        let digits = digits.to_owned();
        tokens.push(bench.submit(A, LineRequest::Dial { call, digits }));
    }
    for token in &tokens {
        assert_eq!(bench.wait(*token), Ok(LineReply::Done));
    }
    bench.wait_told(B, "Offering ACTIVE");
    let told = bench.of(A);
    let answers: Vec<_> = told
        .iter()
        .filter(|told| told.contains("Call") || told.contains("Dial"))
        .collect();
    assert_eq!(answers[0], "1 MakeCall");
    assert_eq!(told.last().unwrap(), "1 1 Ringback");
}

#[test]
fn requests_that_are_never_answered_and_end_when_the_office_stops() {
    let bench = two("[[line_rules]]\nrequests = [\"Drop\"]\nnth = 1\nsilence = true\n");
    let (call, _) = bench.talk(A, 1, B);
    let user_user = uui("");
    let drop = LineRequest::Drop { call, user_user };
    let first = bench.submit(A, drop.clone());
    let second = bench.submit(A, drop);
    assert_eq!(bench.wait(second), Ok(LineReply::Done));
    assert_eq!(bench.end(first), None);
    let stopped = bench.office.stop(Deadline::after(HANG));
    assert_eq!(stopped, Stopped::Clean);
    assert_eq!(bench.end(first), Some(Err(LineError::OperationFailed)));
}

#[test]
fn requests_that_are_cancelled_are_let_go_and_do_nothing() {
    let bench = two("[[line_rules]]\nrequests = [\"Hold\", \"Drop\"]\ndelay = \"1h\"\n");
    let (call, far) = (CallId(1), CallId(0x8000_0001));
    let token = bench.submit(A, make(call, "102", CallParams::default()));
    bench.wait(token).unwrap();
    let user_user = uui("");
    let hold = bench.submit(A, LineRequest::Hold { call });
    let drop = bench.submit(A, LineRequest::Drop { call, user_user });
    let last = bench.submit(A, LineRequest::ReleaseUserUserInfo { call });
    bench.cancel(drop);
    bench.cancel(hold);
    assert_eq!(bench.wait(last), Ok(LineReply::Done));
    let told = bench.log();
    for dropped in ["1 Hold dropped", "1 Drop dropped"] {
        assert!(told.contains(&dropped.to_owned()), "{told:?}");
    }
    assert_eq!(bench.control().calls_up(), 2);
    assert_eq!(bench.incoming(), far);
}

#[test]
fn tokens_are_dropped_and_the_driver_panics() {
    let bench = two("[[line_rules]]\nrequests = [\"Hold\"]\ndiscard = true\n\
         [[line_rules]]\nrequests = [\"Unhold\"]\npanic = true\n");
    let (call, _) = bench.talk(A, 1, B);
    bench.submit(A, LineRequest::Hold { call });
    assert_eq!(bench.log(), ["1 Hold dropped"]);
    let unhold = || bench.submit(A, LineRequest::Unhold { call });
    assert!(catch_unwind(AssertUnwindSafe(unhold)).is_err());
    assert_eq!(bench.log(), ["1 Unhold dropped"]);
    bench.ok(A, send(call, "still there"));
}

#[test]
fn rules_that_cannot_be_are_refused() {
    let control = Bench::default_office().control();
    let nobody = LineRuleConfig::new().line("7").silence();
    let error = control.add_line_rule(&nobody).unwrap_err();
    let said = "the office is wrong at line: there is no line `7`; write a line's address";
    assert_eq!(error.to_string(), said);
    assert!(control.add_line_rule(&LineRuleConfig::new()).is_err());
}

#[test]
fn the_same_seed_gives_the_same_faults() {
    let run = || {
        let bench = two(
            "seed = 5\n[[line_rules]]\nrequests = [\"DevSpecific\"]\nprobability = 0.5\nerror = \"LINEERR_NOMEM\"\n",
        );
        let ask = |_| {
            let data = uui("x");
            bench
                .ask(A, LineRequest::DevSpecific { call: None, data })
                .is_ok()
        };
        (0..64).map(ask).collect::<Vec<_>>()
    };
    let first = run();
    assert_eq!(first, run());
    assert!(first.contains(&true) && first.contains(&false));
}
