//! What is known of a call is the same, copied or lent.

use tspkit::{
    Bytes, Call, CallId, CallInfo, CallStatus, LineEvent, Party,
    abi::{
        CallInfoBuffer, LineBearerModes, LineCallOrigins, LineCallReasons, LineConnectedModes,
        LineMediaModes,
    },
    hal::PartyRole,
};

use crate::{
    exchange::hands::Hands,
    support::{options, until, within_reason},
};

const CALL: CallId = CallId(0x8000_0001);

/// What is lent, put together.
fn lent(call: &Call) -> CallInfo {
    call.with_info(|view| {
        let mut info = CallInfo::new(view.origin(), view.reason());
        info.call_id = view.call_id();
        info.related_call_id = view.related_call_id();
        info.trunk = view.trunk();
        info.media_mode = view.media_mode();
        info.bearer_mode = view.bearer_mode();
        info.rate = view.rate();
        info.dial = view.dial();
        for role in PartyRole::ALL {
            info.parties[role] = view.party(role).clone();
        }
        let buffer = |kind| view.buffer(kind).clone();
        info.user_user = buffer(CallInfoBuffer::UserUserInfo);
        info.high_layer = buffer(CallInfoBuffer::HighLevelCompatibilityBuffer);
        info.low_layer = buffer(CallInfoBuffer::LowLevelCompatibilityBuffer);
        info.charging = buffer(CallInfoBuffer::ChargingInfoBuffer);
        info.dev_specific = buffer(CallInfoBuffer::DevSpecificBuffer);
        info.call_data = buffer(CallInfoBuffer::CallDataBuffer);
        info
    })
}

fn buffer(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

#[test]
fn a_call_that_comes_in_is_lent_as_it_was_told() {
    within_reason(|| {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let line = office.line(0).unwrap();
        let mut info = CallInfo::new(LineCallOrigins::INTERNAL, LineCallReasons::TRANSFER);
        (info.call_id, info.related_call_id) = (7, 8);
        (info.trunk, info.rate) = (Some(3), 64_000);
        info.media_mode = LineMediaModes::DIGITALDATA;
        info.bearer_mode = LineBearerModes::DATA;
        info.parties[PartyRole::Caller] = Party::known("101", "Anna");
        info.parties[PartyRole::Redirecting] = Party::blocked();
        info.user_user = buffer("uui");
        info.high_layer = buffer("hlc");
        info.low_layer = buffer("llc");
        info.charging = buffer("aoc");
        info.dev_specific = buffer("dev");
        info.call_data = buffer("data");
        hands.tell(LineEvent::NewCall {
            call: CALL,
            status: CallStatus::Connected(LineConnectedModes::ACTIVE),
            info: Box::new(info.clone()),
        });
        until("it is there", || line.watch_call(CALL).is_some());
        let call = line.watch_call(CALL).unwrap();
        assert_eq!(lent(&call), info);
        assert_eq!(call.info(), info);
        assert_eq!(call.media_mode(), LineMediaModes::DIGITALDATA);
    });
}

#[test]
fn a_call_that_is_to_be_made_is_lent_with_what_it_is_to_be_made_with() {
    within_reason(|| {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let call = office.line(0).unwrap().create_call("200").unwrap();
        assert_eq!(lent(&call), call.info());
        let set = |params: &mut tspkit::CallParams| {
            params.media_mode = LineMediaModes::DIGITALDATA;
            params.bearer_mode = LineBearerModes::DATA;
            params.user_user = buffer("uui");
            params.high_layer = buffer("hlc");
            params.low_layer = buffer("llc");
            params.dev_specific = buffer("dev");
            params.call_data = buffer("data");
        };
        call.set_params(set).unwrap();
        let info = lent(&call);
        assert_eq!(info, call.info());
        assert_eq!(call.media_mode(), LineMediaModes::DIGITALDATA);
        assert_eq!(info.bearer_mode, LineBearerModes::DATA);
        let buffers = [
            info.user_user,
            info.high_layer,
            info.low_layer,
            info.dev_specific,
            info.call_data,
        ];
        assert_eq!(buffers, ["uui", "hlc", "llc", "dev", "data"].map(buffer));
    });
}
