//! Calls that are watched, and not taken by that.

use tspkit::{
    CallEvent, CallId, CallInfo, CallStatus, LineEvent,
    abi::{LineCallInfoStates, LineCallOrigins, LineCallReasons, LineConnectedModes},
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
