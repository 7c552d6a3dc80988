//! What carries a call, and how fast it dials: asked for, changed, and shown at the ends that it belongs to.

use std::time::Duration;

use tspkit::{
    CallError, CallId, CallInfo, CallStatus, LineError, LineRequest,
    abi::{
        LineBearerModes, LineCallFeatures, LineCallInfoStates, LineCallOrigins, LineCallReasons,
        LineCallStates, LineConnectedModes, LineDigitModes, structure::DialParams,
    },
    hal::DialLimits,
};

use crate::{
    exchange::{
        hands::{Hands, model},
        watch::Watch,
    },
    support::{options, until, within_reason},
    switch::{Switch, over, reach},
};

const CALL: CallId = CallId(0x8000_0001);
const CONNECTED: CallStatus = CallStatus::Connected(LineConnectedModes::ACTIVE);

fn digits(digit_duration: u32) -> DialParams {
    DialParams {
        digit_duration,
        ..DialParams::default()
    }
}

#[test]
fn both_ends_show_what_carries_the_call() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        for call in [&caller, &partner] {
            let info = call.info();
            assert_eq!((info.bearer_mode, info.rate), (LineBearerModes::VOICE, 0));
            assert!(call.features().contains(LineCallFeatures::SETCALLPARAMS));
        }
        let set = |mode, rates| caller.set_call_params(mode, rates, None).wait();
        set(LineBearerModes::DATA, (9600, 64_000)).unwrap();
        for call in [&caller, &partner] {
            until("it is carried so", || {
                let info = call.info();
                (info.bearer_mode, info.rate) == (LineBearerModes::DATA, 64_000)
            });
            for change in [LineCallInfoStates::BEARERMODE, LineCallInfoStates::RATE] {
                switch.watch.wait_for(call.id(), change, 1);
            }
        }
        let code = |result: Result<(), CallError>| result.unwrap_err().code();
        assert_eq!(
            code(set(LineBearerModes::DATA, (64_001, 0))),
            LineError::InvalRate
        );
        caller.disconnect("").wait().unwrap();
        over(&caller);
        reach(&partner, LineCallStates::DISCONNECTED);
        for call in [&caller, &partner] {
            assert!(!call.features().contains(LineCallFeatures::SETCALLPARAMS));
            let late = call.set_call_params(LineBearerModes::VOICE, (0, 0), None);
            assert_eq!(code(late.wait()), LineError::InvalCallState);
            for change in [LineCallInfoStates::BEARERMODE, LineCallInfoStates::RATE] {
                assert_eq!(switch.watch.count(call.id(), change), 1);
            }
        }
    });
}

#[test]
fn an_office_may_forbid_it() {
    within_reason(|| {
        let switch = Switch::of(
            r#"
            [[lines]]
            name = "A"
            address = "101"
            [[lines]]
            name = "B"
            address = "102"
            bearer_modes = ["voice"]
            features = ["accept", "answer", "drop"]
            "#,
        );
        let (caller, partner) = switch.talking(0, 1);
        let set = |call: &tspkit::Call, mode| {
            let result = call.set_call_params(mode, (0, 0), None).wait();
            result.map_err(|error| error.code())
        };
        let forbidden = set(&partner, LineBearerModes::VOICE);
        assert_eq!(forbidden, Err(LineError::OperationUnavail));
        assert!(!partner.features().contains(LineCallFeatures::SETCALLPARAMS));
        let other = set(&caller, LineBearerModes::DATA);
        assert_eq!(other, Err(LineError::BearerModeUnavail));
        assert_eq!(set(&caller, LineBearerModes::VOICE), Ok(()));
        let what = set(&caller, LineBearerModes::RESTRICTEDDATA);
        assert_eq!(what, Err(LineError::BearerModeUnavail));
        assert_eq!(caller.info().bearer_mode, LineBearerModes::VOICE);
    });
}

#[test]
fn a_call_dials_as_fast_as_it_was_told_within_what_the_line_has() {
    within_reason(|| {
        let limits = DialLimits::new(digits(40), digits(100), digits(1000));
        let hands = Hands::with(1, model().digits(LineDigitModes::DTMF).dial(limits));
        let office = hands.open(&options());
        let line = office.line(0).unwrap();
        // What it is made with.
        let made = line.create_call("200").unwrap();
        assert_eq!(made.info().dial, digits(100));
        made.set_params(|params| params.dial = digits(5000))
            .unwrap();
        assert_eq!(made.info().dial, digits(1000));
        made.connect().wait().unwrap();
        let LineRequest::MakeCall { params, .. } = hands.next().request else {
            panic!("it is made first");
        };
        assert_eq!(params.dial, digits(1000));
        assert_eq!(made.info().dial, digits(1000));

        let info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
        hands.comes_in(CALL, CONNECTED, info);
        until("it is there", || line.watch_call(CALL).is_some());
        let call = line.call(CALL).unwrap();
        let watch = Watch::on(&office);
        let lasts = |asked: Option<u64>| {
            let asked = asked.map(Duration::from_millis);
            let sent = call.generate_digits("1", LineDigitModes::DTMF, asked);
            sent.wait().unwrap();
            match hands.next().request {
                LineRequest::GenerateDigits { duration, .. } => duration.unwrap().as_millis(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(lasts(None), 100);
        assert_eq!(
            [lasts(Some(0)), lasts(Some(1)), lasts(Some(5000))],
            [100, 40, 1000]
        );
        let set = |dial| {
            call.set_call_params(LineBearerModes::VOICE, (0, 0), dial)
                .wait()
        };
        let asked = |dial| LineRequest::SetCallParams {
            call: CALL,
            bearer_mode: LineBearerModes::VOICE,
            rates: (0, 0),
            dial,
        };
        let elsewhere = DialParams {
            pause: 7,
            ..digits(7)
        };
        set(Some(elsewhere)).unwrap();
        assert_eq!(hands.next().request, asked(Some(digits(40))));
        assert_eq!((call.info().dial, lasts(None)), (digits(40), 40));
        watch.wait_for(CALL, LineCallInfoStates::DIALPARAMS, 1);
        // As it is: nothing is told. 0 is the usual time again.
        set(None).unwrap();
        set(Some(digits(40))).unwrap();
        assert_eq!(hands.requests(), [asked(None), asked(Some(digits(40)))]);
        set(Some(digits(0))).unwrap();
        assert_eq!(hands.requests(), [asked(Some(digits(100)))]);
        assert_eq!(lasts(None), 100);
        watch.settle(&hands);
        assert_eq!(watch.count(CALL, LineCallInfoStates::DIALPARAMS), 2);
        // What fails changes nothing.
        hands.hold_back(true);
        let failing = call
            .set_call_params(LineBearerModes::VOICE, (0, 0), Some(digits(300)))
            .start()
            .unwrap();
        hands.next().fail(LineError::ResourceUnavail);
        assert_eq!(
            failing.wait().unwrap_err().code(),
            LineError::ResourceUnavail
        );
        assert_eq!(call.info().dial, digits(100));
    });
}
