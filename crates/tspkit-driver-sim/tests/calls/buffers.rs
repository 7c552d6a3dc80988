//! What goes along with calls, and what does not fit.

use bytes::Bytes;
use tspkit_abi::LineError;
use tspkit_hal::{CallId, CallParams, Hardware, LineReply, LineRequest};

use crate::bench::{A, B, Bench, C, make, uui};

fn octets(count: usize) -> Bytes {
    (b'a'..=b'z').cycle().take(count).collect()
}

fn send(call: CallId, data: Bytes) -> LineRequest {
    LineRequest::SendUserUserInfo { call, data }
}

#[test]
fn every_buffer_reaches_the_called_party_as_it_is_offered() {
    let bench = Bench::default_office();
    let mut params = CallParams::default();
    params.user_user = octets(131);
    params.high_layer = uui("high");
    params.low_layer = uui("low");
    params.call_data = octets(4096);
    params.dev_specific = uui("device");
    bench.call_with(A, 1, "102", params.clone());
    let info = bench.info(bench.incoming());
    assert_eq!(info.user_user, params.user_user);
    assert_eq!(info.high_layer, params.high_layer);
    assert_eq!(info.low_layer, params.low_layer);
    assert_eq!(info.call_data, params.call_data);
    assert_eq!(info.dev_specific, params.dev_specific);
    assert!(bench.of(A).contains(&"1 1 DevSpecific device".to_owned()));
}

#[test]
fn what_is_too_big_is_refused() {
    let bench = Bench::default_office();
    let with = |change: fn(&mut CallParams)| {
        let mut params = CallParams::default();
        change(&mut params);
        make(CallId(1), "102", params)
    };
    let cases = [
        (
            with(|params| params.user_user = octets(132)),
            LineError::UserUserInfoTooBig,
        ),
        (
            with(|params| params.call_data = octets(4097)),
            LineError::InvalCallParams,
        ),
        (
            with(|params| params.dev_specific = octets(1025)),
            LineError::InvalCallParams,
        ),
        (
            with(|params| params.media_mode = tspkit_abi::LineMediaModes::VIDEO),
            LineError::InvalMediaMode,
        ),
        (
            with(|params| params.bearer_mode = tspkit_abi::LineBearerModes::MULTIUSE),
            LineError::InvalBearerMode,
        ),
    ];
    for (request, code) in cases {
        assert_eq!(bench.ask(A, request), Err(code));
    }
    assert_eq!(bench.control().calls_up(), 0);
    bench.call(A, 1, "102");
    let call = bench.incoming();
    let user_user = octets(132);
    let big = Err(LineError::UserUserInfoTooBig);
    let requests = [
        LineRequest::Accept {
            call,
            user_user: user_user.clone(),
        },
        LineRequest::Answer {
            call,
            user_user: user_user.clone(),
        },
        LineRequest::Drop { call, user_user },
        send(call, octets(1025)),
    ];
    for request in requests {
        assert_eq!(bench.ask(B, request.clone()), big, "{request:?}");
    }
    let data = octets(4097);
    let set = LineRequest::SetCallData { call, data };
    assert_eq!(bench.ask(B, set), Err(LineError::InvalParam));
}

#[test]
fn long_messages_are_chained() {
    let bench = Bench::from_toml(
        "switch = { network_message = 33 }\n[[lines]]\nname = \"L\"\naddress = \"101\"\ncount = 2\n",
    );
    let (call, far) = bench.talk(A, 1, B);
    let text =
        |range: std::ops::Range<usize>| String::from_utf8(octets(100)[range].to_vec()).unwrap();
    bench.ok(A, send(call, octets(100)));
    let told = [
        format!("2 1 UUI {} …", text(0..33)),
        format!("2 1 UUI {} …", text(33..66)),
        format!("2 1 UUI {} …", text(66..99)),
        format!("2 1 UUI {}", text(99..100)),
    ];
    assert_eq!(bench.of(B), told);
    bench.ok(B, send(far, octets(33)));
    bench.ok(B, send(far, octets(0)));
    assert_eq!(bench.of(A)[1..], [format!("1 1 UUI {}", text(0..33))]);
}

#[test]
fn user_user_information_goes_only_in_the_states_that_let_it() {
    let bench = Bench::default_office();
    let call = bench.call(A, 1, "");
    let wrong = Err(LineError::InvalCallState);
    assert_eq!(bench.ask(A, send(call, uui("x"))), wrong);
    let digits = "102".to_owned();
    bench.ok(A, LineRequest::Dial { call, digits });
    let far = bench.incoming();
    bench.log();
    bench.ok(A, send(call, uui("ringing")));
    assert_eq!(bench.of(B), ["2 1 UUI ringing"]);
    bench.ok(B, send(far, uui("offered")));
    let user_user = Bytes::new();
    bench.ok(
        B,
        LineRequest::Accept {
            call: far,
            user_user,
        },
    );
    bench.ok(B, send(far, uui("accepted")));
    let told = ["1 SendUserUserInfo", "1 1 UUI offered", "1 1 UUI accepted"];
    assert_eq!(bench.of(A), told);
    bench.answer(B, far);
    bench.ok(A, LineRequest::Hold { call });
    assert_eq!(bench.ask(A, send(call, uui("x"))), wrong);
    bench.ok(B, LineRequest::ReleaseUserUserInfo { call: far });
    bench.drop_call(B, far);
    assert_eq!(bench.ask(A, send(call, uui("x"))), wrong);
}

#[test]
fn what_the_far_end_cannot_receive_is_refused_or_left_out() {
    let bench = Bench::from_toml(
        "[[lines]]\nname = \"A\"\naddress = \"101\"\n\
         [[lines]]\nname = \"B\"\naddress = \"102\"\nuser_user = 0\nuser_user_chained = 4\n",
    );
    let mut params = CallParams::default();
    params.user_user = uui("five!");
    let call = bench.call_with(A, 1, "102", params);
    let far = bench.incoming();
    assert_eq!(bench.info(far).user_user, "");
    bench.answer(B, far);
    bench.log();
    let big = Err(LineError::UserUserInfoTooBig);
    assert_eq!(bench.ask(A, send(call, uui("five!"))), big);
    bench.ok(A, send(call, uui("four")));
    assert_eq!(bench.of(B), ["2 1 UUI four"]);
    let user_user = uui("five!");
    bench.ok(A, LineRequest::Drop { call, user_user });
    assert_eq!(bench.of(B), ["2 1 Disconnected NORMAL"]);
}

#[test]
fn call_data_is_the_same_at_both_ends_and_can_be_set_when_all_is_over() {
    let bench = Bench::default_office();
    let (call, far) = bench.talk(A, 1, B);
    let set = |call, data| LineRequest::SetCallData { call, data };
    bench.ok(B, set(far, uui("order 7")));
    let told = [
        "1 1 CallData order 7",
        "2 SetCallData",
        "2 1 CallData order 7",
    ];
    assert_eq!(bench.log(), told);
    bench.ok(A, set(call, uui("")));
    let told = ["1 SetCallData", "1 1 CallData ", "2 1 CallData "];
    assert_eq!(bench.log(), told);
    bench.drop_call(A, call);
    bench.log();
    bench.ok(B, set(far, uui("sold")));
    assert_eq!(bench.log(), ["2 SetCallData", "2 1 CallData sold"]);
    bench.ok(A, set(call, uui("done")));
    assert_eq!(bench.log(), ["1 SetCallData"]);
}

#[test]
fn device_specific_requests_give_their_bytes_back() {
    let bench = Bench::from_toml(
        "[[lines]]\nname = \"A\"\naddress = \"101\"\n\
         [[lines]]\nname = \"B\"\naddress = \"102\"\ndev_specific_requests = false\ncompatibilities = false\n",
    );
    let ask = |call, data: &str| LineRequest::DevSpecific {
        call,
        data: uui(data),
    };
    assert_eq!(bench.ask(A, ask(None, "x")), Ok(LineReply::Data(uui("x"))));
    let unknown = bench.ask(A, ask(Some(CallId(5)), "x"));
    assert_eq!(unknown, Err(LineError::InvalCallHandle));
    assert_eq!(
        bench.ask(B, ask(None, "x")),
        Err(LineError::OperationUnavail)
    );
    let mut params = CallParams::default();
    params.high_layer = uui("x");
    let refused = bench.ask(B, make(CallId(1), "101", params));
    assert_eq!(refused, Err(LineError::InvalCallParams));
    assert_eq!(bench.ask(C, ask(None, "x")), Err(LineError::NoDevice));
    assert_eq!(bench.office.inventory().lines.len(), 2);
}
