//! What carries a call: asked for as it is made, changed while it is up, and the same at both ends.

use tspkit_abi::{LineBearerModes, LineCallFeatures, LineError, LineMediaModes};
use tspkit_driver_sim::{LineRequestKind, LineRuleConfig};
use tspkit_hal::{CallId, CallParams, Hardware, LineRequest, Party};

use crate::bench::{A, B, Bench, C, make};

const OFFICE: &str = r#"
[[lines]]
name = "A"
address = "101"
[[lines]]
name = "B"
address = "102"
max_rate = 9600
[[lines]]
name = "C"
address = "103"
bearer_modes = ["voice"]
features = ["answer", "drop", "accept", "hold", "unhold"]
[[outside]]
number = "01"
after = "1ms"
"#;

fn set(call: CallId, bearer_mode: LineBearerModes, rates: (u32, u32)) -> LineRequest {
    LineRequest::SetCallParams {
        call,
        bearer_mode,
        rates,
        dial: None,
    }
}

fn data(rates: (u32, u32)) -> CallParams {
    let mut params = CallParams::default();
    params.bearer_mode = LineBearerModes::DATA;
    params.media_mode = LineMediaModes::DATAMODEM;
    params.rates = rates;
    params
}

#[test]
fn both_ends_are_told_what_carries_the_call() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    bench.ok(A, set(call, LineBearerModes::DATA, (9600, 64_000)));
    let mode = "BearerMode(LineBearerModes(DATA))";
    assert_eq!(
        bench.log(),
        [
            "1 SetCallParams".to_owned(),
            format!("1 1 {mode}"),
            "1 1 Rate(64000)".to_owned(),
            format!("2 1 {mode}"),
            "2 1 Rate(64000)".to_owned(),
        ]
    );
    // What stays as it was is not told, and rates of which nothing is said stay.
    bench.ok(B, set(far, LineBearerModes::DATA, (0, 0)));
    assert_eq!(bench.log(), ["2 SetCallParams"]);
    bench.ok(B, set(far, LineBearerModes::DATA, (2400, 2400)));
    assert_eq!(
        bench.log(),
        ["1 1 Rate(2400)", "2 SetCallParams", "2 1 Rate(2400)"]
    );
    // A highest of 0 is the line's.
    bench.ok(A, set(call, LineBearerModes::SPEECH, (9600, 0)));
    assert_eq!(bench.of(A).last().unwrap(), "1 1 Rate(64000)");
    bench.drop_call(A, call);
    let over = set(call, LineBearerModes::VOICE, (0, 0));
    assert_eq!(bench.ask(A, over), Err(LineError::InvalCallState));
    let gone = set(far, LineBearerModes::VOICE, (0, 0));
    assert_eq!(bench.ask(B, gone), Err(LineError::InvalCallState));
    let nobody = set(CallId(77), LineBearerModes::VOICE, (0, 0));
    assert_eq!(bench.ask(B, nobody), Err(LineError::InvalCallHandle));
}

#[test]
fn it_is_changed_in_every_state_but_the_last_two() {
    let bench = Bench::default_office();
    let speech = |call| set(call, LineBearerModes::SPEECH, (0, 0));
    // Dial tone: what is changed then is what the call is offered with.
    let call = bench.call(A, 1, "");
    bench.ok(A, speech(call));
    bench.log();
    let digits = "102".to_owned();
    bench.ok(A, LineRequest::Dial { call, digits });
    let far = bench.incoming();
    assert_eq!(bench.info(far).bearer_mode, LineBearerModes::SPEECH);
    assert_eq!(
        bench
            .log()
            .iter()
            .filter(|told| told.contains("Bearer"))
            .count(),
        0
    );
    // Offering, at the end that is called.
    bench.ok(B, set(far, LineBearerModes::VOICE, (0, 0)));
    assert_eq!(bench.of(A), ["1 1 BearerMode(LineBearerModes(VOICE))"]);
    bench.answer(B, far);
    bench.ok(A, LineRequest::Hold { call });
    bench.ok(A, speech(call));
    bench.drop_call(A, call);

    let busy = bench.call(C, 1, "0555");
    assert_eq!(bench.log().last().unwrap(), "3 1 Busy STATION");
    bench.ok(C, speech(busy));
    assert_eq!(bench.of(C).len(), 2);
}

#[test]
fn what_a_line_cannot_is_refused() {
    let bench = Bench::from_toml(OFFICE);
    let (call, far) = bench.talk(A, 1, B);
    let cases = [
        (
            LineBearerModes::RESTRICTEDDATA,
            (0, 0),
            LineError::InvalBearerMode,
        ),
        (LineBearerModes::empty(), (0, 0), LineError::InvalBearerMode),
        (
            LineBearerModes::VOICE | LineBearerModes::SPEECH,
            (0, 0),
            LineError::InvalBearerMode,
        ),
        (LineBearerModes::VOICE, (2, 1), LineError::InvalRate),
        (LineBearerModes::VOICE, (64_001, 0), LineError::InvalRate),
        // The other end has 9,600.
        (
            LineBearerModes::DATA,
            (9601, 64_000),
            LineError::RateUnavail,
        ),
    ];
    for (mode, rates, code) in cases {
        let refused = bench.ask(A, set(call, mode, rates));
        assert_eq!(refused, Err(code), "{mode:?} {rates:?}");
    }
    bench.log();
    bench.ok(A, set(call, LineBearerModes::DATA, (2400, 64_000)));
    assert_eq!(bench.of(A).last().unwrap(), "1 1 Rate(9600)");
    bench.drop_call(A, call);
    bench.drop_call(B, far);

    let (call, far) = bench.talk(A, 2, C);
    let other = bench.ask(A, set(call, LineBearerModes::SPEECH, (0, 0)));
    assert_eq!(other, Err(LineError::BearerModeUnavail));
    // Its office file leaves the feature out.
    let without = bench.ask(C, set(far, LineBearerModes::VOICE, (0, 0)));
    assert_eq!(without, Err(LineError::OperationUnavail));
    let lines = bench.office.inventory().lines;
    let can = |line: usize| {
        lines[line]
            .model
            .features
            .contains(LineCallFeatures::SETCALLPARAMS)
    };
    assert_eq!([can(0), can(1), can(2)], [true, true, false]);
    assert_eq!(lines[1].model.max_rate, 9600);
    assert_eq!(lines[0].model.max_rate, 64_000);
}

#[test]
fn a_call_is_made_as_fast_as_both_ends_are() {
    let bench = Bench::from_toml(OFFICE);
    let call = bench.call_with(A, 1, "102", data((2400, 64_000)));
    let far = bench.info(bench.incoming());
    assert_eq!((far.bearer_mode, far.rate), (LineBearerModes::DATA, 9600));
    let told = bench.of(A);
    assert!(told.contains(&"1 1 Rate(64000)".to_owned()), "{told:?}");
    assert!(told.contains(&"1 1 Rate(9600)".to_owned()), "{told:?}");
    bench.drop_call(A, call);
    bench.log();
    // Not slower than the caller wants.
    bench.call_with(A, 2, "102", data((14_400, 64_000)));
    assert_eq!(bench.log().last().unwrap(), "1 2 Disconnected INCOMPATIBLE");
    let impossible = bench.ask(A, make(CallId(3), "102", data((64_001, 0))));
    assert_eq!(impossible, Err(LineError::InvalRate));
    // Of a voice call nothing is said.
    bench.log();
    bench.call(A, 4, "103");
    assert_eq!(bench.info(bench.incoming()).rate, 0);
    assert!(!bench.log().iter().any(|told| told.contains("Rate")));
}

#[test]
fn what_carries_a_call_goes_with_it() {
    let bench = Bench::from_toml(&OFFICE.replace(
        "features = [\"answer\", \"drop\", \"accept\", \"hold\", \"unhold\"]\n",
        "",
    ));
    // A data call that was answered is none for a line that has voice only.
    let call = bench.call_with(A, 1, "102", data((0, 0)));
    let far = bench.incoming();
    bench.answer(B, far);
    let destination = "103".to_owned();
    let transfer = LineRequest::BlindTransfer {
        call: far,
        destination,
    };
    assert_eq!(bench.ask(B, transfer), Err(LineError::OperationFailed));
    // Nor after asking there.
    let asking = CallId(7);
    bench.ok(
        B,
        LineRequest::SetupTransfer {
            call: far,
            consultation: asking,
            params: Box::default(),
        },
    );
    let digits = "103".to_owned();
    bench.ok(
        B,
        LineRequest::Dial {
            call: asking,
            digits,
        },
    );
    bench.answer(C, bench.incoming());
    let complete = LineRequest::CompleteTransfer {
        call: far,
        consultation: asking,
    };
    assert_eq!(
        bench.ask(B, complete.clone()),
        Err(LineError::OperationFailed)
    );
    // As a voice call it can: the media mode is still the first caller's.
    bench.ok(A, set(call, LineBearerModes::VOICE, (0, 9600)));
    bench.log();
    bench.ok(B, complete);
    let told = bench.of(C);
    assert!(told.contains(&"3 2 Rate(9600)".to_owned()), "{told:?}");
    let media = "3 2 MediaMode(LineMediaModes(DATAMODEM))".to_owned();
    assert!(told.contains(&media), "{told:?}");
}

#[test]
fn calls_outside_are_carried_as_the_line_says() {
    let bench = Bench::from_toml(OFFICE);
    let call = bench.call(A, 1, "01");
    bench.wait_told(A, "Connected ACTIVE");
    bench.ok(A, set(call, LineBearerModes::DATA, (64_000, 64_000)));
    assert_eq!(bench.of(A).len(), 3);
    let mut incoming = tspkit_driver_sim::Incoming::new(Party::known("0301234", "Anna"));
    incoming.bearer_mode = LineBearerModes::DATA;
    let control = bench.control();
    assert!(control.call_in(C, incoming.clone()).is_none());
    assert!(control.call_in(B, incoming).is_some());
    assert_eq!(
        bench.info(bench.incoming()).bearer_mode,
        LineBearerModes::DATA
    );
}

#[test]
fn rules_are_about_it_too() {
    let bench = Bench::default_office();
    let kind = LineRequestKind::new("SetCallParams").unwrap();
    let rule = LineRuleConfig::new()
        .request(kind)
        .error(LineError::ResourceUnavail);
    bench.control().add_line_rule(&rule.nth(1)).unwrap();
    let (call, _) = bench.talk(A, 1, B);
    let request = set(call, LineBearerModes::DATA, (0, 0));
    assert_eq!(
        bench.ask(A, request.clone()),
        Err(LineError::ResourceUnavail)
    );
    bench.ok(A, request);
}
