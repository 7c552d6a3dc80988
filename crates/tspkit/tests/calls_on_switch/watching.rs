//! Calls that are watched, and not taken by that.

use std::time::Duration;

use tspkit::{
    CallError, CallEvent, CallId, CallInfo, CallStatus, LineError, LineEvent, LineRequest,
    abi::{
        LineBearerModes, LineCallFeatures, LineCallInfoStates, LineCallOrigins, LineCallReasons,
        LineConnectedModes, LineDisconnectModes,
    },
};

use crate::{
    exchange::{
        hands::{Hands, LINE},
        watch::Watch,
    },
    support::{options, until, within_reason},
};

const CALL: CallId = CallId(0x8000_0001);
const CONNECTED: CallStatus = CallStatus::Connected(LineConnectedModes::ACTIVE);

#[test]
fn a_call_is_told_anew_and_what_others_keep_of_it_is_told_too() {
    within_reason(|| {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let line = office.line(0).unwrap();
        assert_eq!(line.id(), LINE);
        let info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
        hands.tell(LineEvent::NewCall {
            call: CALL,
            status: CONNECTED,
            info: Box::new(info),
        });
        until("it is there", || line.watch_call(CALL).is_some());
        assert!(line.watch_call(CallId(0x8000_0002)).is_none());
        let watch = Watch::on(&office);
        watch.settle(&hands);
        watch.forget();

        let call = line.watch_call(CALL).unwrap();
        call.tell_anew();
        call.tell_info(LineCallInfoStates::APPSPECIFIC);
        watch.settle(&hands);
        assert!(!call.is_taken());
        let told = [
            CallEvent::New,
            CallEvent::State(CONNECTED),
            CallEvent::Info(LineCallInfoStates::APPSPECIFIC),
        ];
        assert_eq!(watch.all(), told.map(|event| (CALL, event)));

        // One that is still to be made is nobody's business.
        line.create_call("200").unwrap().tell_anew();
        assert!(line.call(CALL).unwrap().is_taken());
        call.close().unwrap();
        call.tell_anew();
        call.tell_info(LineCallInfoStates::APPSPECIFIC);
        watch.settle(&hands);
        assert_eq!(watch.all().len(), told.len());
    });
}

#[test]
fn a_call_is_told_anew_later_unless_it_is_over_by_then() {
    within_reason(|| {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let line = office.line(0).unwrap();
        let calls = [1, 2, 3].map(|number| CallId(0x8000_0000 | number));
        for call in calls {
            let info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
            hands.comes_in(call, CONNECTED, info);
            until("it is there", || line.watch_call(call).is_some());
        }
        let [over, closed, up] = calls.map(|call| line.watch_call(call).unwrap());
        let watch = Watch::on(&office);
        watch.settle(&hands);
        watch.forget();
        hands.state(over.id(), CallStatus::Idle);
        watch.settle(&hands);
        watch.forget();
        over.tell_anew_after(Duration::ZERO);
        closed.tell_anew_after(Duration::from_millis(30));
        closed.close().unwrap();
        closed.tell_anew_after(Duration::ZERO);
        // Not when it was to be before, but then.
        up.tell_anew_after(Duration::from_secs(24 * 60 * 60));
        up.tell_anew_after(Duration::from_millis(60));
        until("the last is told", || watch.all().len() >= 2);
        watch.settle(&hands);
        let told = [CallEvent::New, CallEvent::State(CONNECTED)];
        assert_eq!(watch.all(), told.map(|event| (up.id(), event)));
        assert!(!up.is_taken());
        // A day is a long time: closing does not wait for it.
        up.tell_anew_after(Duration::from_secs(24 * 60 * 60));
        line.close().unwrap();
        up.tell_anew_after(Duration::ZERO);
        office.close().unwrap();
        assert_eq!(watch.all().len(), 2);
    });
}

#[test]
fn what_carries_a_call_is_changed_where_the_line_can() {
    within_reason(|| {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let line = office.line(0).unwrap();
        let info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
        hands.comes_in(CALL, CONNECTED, info);
        until("it is there", || line.watch_call(CALL).is_some());
        let call = line.call(CALL).unwrap();
        assert!(call.features().contains(LineCallFeatures::SETCALLPARAMS));
        let set = |mode, rates| call.set_call_params(mode, rates, None).wait();
        set(LineBearerModes::VOICE, (0, 64_000)).unwrap();
        let request = LineRequest::SetCallParams {
            call: CALL,
            bearer_mode: LineBearerModes::VOICE,
            rates: (0, 64_000),
            dial: None,
        };
        assert_eq!(hands.requests(), [request]);
        let code = |result: Result<(), CallError>| result.unwrap_err().code();
        let data = code(set(LineBearerModes::DATA, (0, 0)));
        assert_eq!(data, LineError::BearerModeUnavail);
        let none = code(set(LineBearerModes::empty(), (0, 0)));
        assert_eq!(none, LineError::InvalBearerMode);
        let rates = code(set(LineBearerModes::VOICE, (2, 1)));
        assert_eq!(rates, LineError::InvalRate);
        hands.state(CALL, CallStatus::Disconnected(LineDisconnectModes::NORMAL));
        until("it is over", || {
            !call.features().contains(LineCallFeatures::SETCALLPARAMS)
        });
        let late = code(set(LineBearerModes::VOICE, (0, 0)));
        assert_eq!(late, LineError::InvalCallState);
        assert!(hands.requests().is_empty());
    });
}
