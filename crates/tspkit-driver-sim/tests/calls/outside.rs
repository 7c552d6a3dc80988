//! Calls to outside and from there.

use std::time::Duration;

use tspkit_abi::{LineCallOrigins, LineCallReasons};
use tspkit_driver_sim::Incoming;
use tspkit_hal::{CallId, Hardware, LineRequest, Party};
use tspkit_q931::{AdviceOfCharge, ChargingInfo};

use crate::bench::{A, B, Bench, C, uui};

/// Advice of charge as octets: one unit in all.
const IN_ALL: &str = "Charging 91a11102010102012430093007a1053003020101";

/// One unit so far.
fn so_far() -> String {
    let info = ChargingInfo::new(1, AdviceOfCharge::units_so_far(1));
    let octets = info
        .encode()
        .into_iter()
        .map(|octet| format!("{octet:02x}"));
    format!("Charging {}", octets.collect::<String>())
}

#[test]
fn an_outside_number_answers_and_tells_what_it_costs() {
    let bench = Bench::default_office();
    let call = bench.call(A, 1, "0800");
    let told = bench.wait_told(A, &so_far());
    let all = [
        "1 MakeCall",
        "1 1 CallId(1)",
        "1 1 Caller: 101 Reception",
        "1 1 Dialing",
        "1 1 Called: 0800 Speaking clock",
        "1 1 Proceeding",
        "1 1 Trunk(Some(0))",
        "1 1 Ringback",
        "1 1 Connected: 0800 Speaking clock",
        "1 1 Connected ACTIVE",
        &format!("1 1 {}", so_far()),
    ];
    assert_eq!(told, all);
    let control = bench.control();
    let data = uui("hello");
    bench.ok(A, LineRequest::SendUserUserInfo { call, data });
    assert_eq!(control.far_heard(A, call).unwrap(), ["hello"]);
    bench.log();
    assert!(control.far_send(A, call, uui("time")));
    assert!(control.far_hang_up(A, call, uui("bye")));
    let told = [
        "1 1 UUI time",
        "1 1 UUI bye",
        &format!("1 1 {IN_ALL}"),
        "1 1 Disconnected NORMAL",
    ];
    assert_eq!(bench.log(), told);
    assert!(!control.far_send(A, call, uui("late")));
    assert_eq!(control.far_heard(A, call), None);
    bench.drop_call(A, call);
    assert_eq!(control.calls_up(), 0);
}

#[test]
fn outside_numbers_that_are_not_answered() {
    let bench = Bench::default_office();
    for (call, number, end) in [
        (1, "0555", "Busy STATION"),
        (2, "0999", "Disconnected CONGESTION"),
        (3, "0444", "Ringback"),
        (4, "0333", "SpecialInfo CUSTIRREG"),
        (5, "0111", "Disconnected BADADDRESS"),
    ] {
        let call = bench.call(A, call, number);
        let told = bench.log();
        assert_eq!(told.last().unwrap(), &format!("1 {} {end}", call.0));
        bench.drop_call(A, call);
    }
    let call = bench.call(A, 6, "0444");
    assert!(bench.control().far_answer(A, call, uui("at last")));
    assert!(!bench.control().far_answer(A, call, uui("again")));
    let told = bench.log();
    let end = [
        "1 6 UUI at last",
        "1 6 Connected: 0444 ",
        "1 6 Connected ACTIVE",
    ];
    assert_eq!(told[told.len() - 3..], end);
}

#[test]
fn there_are_so_many_trunks() {
    let bench = Bench::default_office();
    let first = bench.call(A, 1, "0444");
    bench.call(B, 1, "0444");
    bench.call(C, 1, "0444");
    assert_eq!(bench.of(C).last().unwrap(), "3 1 Busy TRUNK");
    assert!(bench.of(B).contains(&"2 1 Trunk(Some(1))".to_owned()));
    assert_eq!(
        bench.control().call_in(C, Incoming::new(Party::blocked())),
        None
    );
    bench.drop_call(A, first);
    bench.drop_call(C, CallId(1));
    let call = bench.control().call_in(C, Incoming::new(Party::blocked()));
    assert_eq!(bench.info(call.unwrap()).trunk, Some(0));
}

#[test]
fn somebody_outside_calls() {
    let bench = Bench::default_office();
    let control = bench.control();
    let incoming = Incoming::new(Party::out_of_area())
        .user_user(uui("uui"))
        .compatibilities(uui("high"), uui("low"))
        .dev_specific(uui("device"))
        .call_data(uui("data"));
    let call = control.call_in(B, incoming.clone()).unwrap();
    assert_eq!(call.0, 0x8000_0001);
    let info = bench.info(call);
    assert_eq!(info.origin, LineCallOrigins::EXTERNAL);
    assert_eq!(info.reason, LineCallReasons::DIRECT);
    assert_eq!(info.trunk, Some(0));
    assert_eq!(info.parties.caller, Party::out_of_area());
    let buffers = [
        &info.user_user,
        &info.high_layer,
        &info.low_layer,
        &info.dev_specific,
        &info.call_data,
    ];
    assert_eq!(buffers, ["uui", "high", "low", "device", "data"]);
    assert_eq!(bench.log(), ["2 new 1 Offering ACTIVE", "2 ring 1 1"]);
    assert!(control.far_party(B, call, Party::known("0301234", "Anna")));
    assert_eq!(bench.log(), ["2 1 Caller: 0301234 Anna"]);
    assert_eq!(control.call_in(B, incoming), None);
    bench.answer(B, call);
    bench.log();
    assert!(control.far_charge(B, call, uui("3 units")));
    assert_eq!(bench.log(), ["2 1 Charging 3320756e697473"]);

    let destination = "103".to_owned();
    bench.ok(B, LineRequest::BlindTransfer { call, destination });
    let at_c = bench.incoming();
    let info = bench.info(at_c);
    assert_eq!(info.origin, LineCallOrigins::EXTERNAL);
    assert_eq!(info.reason, LineCallReasons::TRANSFER);
    assert_eq!(info.parties.caller, Party::known("0301234", "Anna"));
    assert_eq!((info.trunk, &info.call_data), (Some(0), &uui("data")));
    bench.answer(C, at_c);
    bench.drop_call(C, at_c);
    assert_eq!(control.calls_up(), 0);
    assert!(
        control
            .call_in(A, Incoming::new(Party::blocked()))
            .is_some()
    );
    assert_eq!(bench.info(bench.incoming()).trunk, Some(0));
}

#[test]
fn a_line_out_of_service_takes_no_calls_and_loses_those_it_has() {
    let bench = Bench::default_office();
    let control = bench.control();
    bench.talk(A, 1, B);
    assert!(control.line_out_of_service(B));
    let told = ["2 OutOfService", "2 1 Disconnected TEMPFAILURE"];
    assert_eq!(bench.of(B), told);
    assert_eq!(bench.of(A), ["1 1 Disconnected OUTOFORDER"]);
    bench.drop_call(A, CallId(1));
    bench.call(A, 2, "102");
    assert_eq!(bench.of(A).last().unwrap(), "1 2 Disconnected OUTOFORDER");
    let refused = crate::bench::make(CallId(9), "101", tspkit_hal::CallParams::default());
    let code = bench.ask(B, refused);
    assert_eq!(code, Err(tspkit_abi::LineError::InvalLineState));
    assert_eq!(control.call_in(B, Incoming::new(Party::blocked())), None);
    assert!(!bench.office.inventory().lines[1].in_service);
    bench.log();
    assert!(control.line_in_service(B));
    assert!(control.line_in_service(B));
    assert_eq!(bench.log(), ["2 InService"]);
    assert!(control.line_out_of_service_for(B, Duration::from_millis(3)));
    assert_eq!(
        bench.wait_told(B, "InService"),
        ["2 OutOfService", "2 InService"]
    );
    assert!(!control.line_in_service(tspkit_hal::LineId(9)));
}
