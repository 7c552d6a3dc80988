//! The table's sizes: at the limit, beyond it, and nothing at all.

use tspkit::{
    Bytes, CallError,
    abi::{CallInfoBuffer, CallState},
    hal::{CallParams, LineRequest},
};

use crate::{
    exchange::{
        KINDS,
        hands::{CALL_DATA, limits},
        hresult,
    },
    scene::Scene,
    table::{self, KINDS as NAMES, SizeRow},
    walk::code,
};

#[test]
fn sizes_are_kept_to_as_the_table_says() {
    let rows = table::sizes();
    for row in &rows {
        match row.done {
            "put-created" => put_created(row),
            "put-connected" => put_connected(row),
            _ => along_with(row),
        }
    }
    println!("sizes: {} rows", rows.len());
    assert_eq!(rows.len(), 25);
}

fn kind(row: &SizeRow) -> CallInfoBuffer {
    let column = NAMES.iter().position(|name| *name == row.kind);
    KINDS[column.expect("a kind of the table")]
}

/// As many bytes as the row says.
fn bytes(row: &SizeRow) -> Bytes {
    let limits = limits();
    let limit = match (row.kind, row.done) {
        ("CALLDATA", _) => CALL_DATA,
        (_, "put-created") => limits.make_call,
        (_, "put-connected") => limits.send,
        (_, "accept") => limits.accept,
        (_, "answer") => limits.answer,
        (_, "drop") => limits.drop,
        _ => panic!("no limit is known: {row:?}"),
    };
    let size = match row.size {
        "max" => limit,
        "max+1" => limit + 1,
        "0" | "none" => 0,
        size => panic!("the table has no meaning for {size}"),
    };
    Bytes::from(vec![0xA5; size as usize])
}

/// A call in that state with nothing in its buffers.
fn call_at(end: &str, line: &str) -> Scene {
    let rows = table::rows("put");
    let row = rows
        .iter()
        .find(|row| (row.state.end, row.state.line) == (end, line));
    Scene::at(row.expect("a state of the table").state, false)
}

fn outcome(result: Result<(), CallError>) -> Result<(), u32> {
    result.map_err(|error| hresult(&error))
}

/// What the table says comes of it.
fn expected(word: &str) -> Result<(), u32> {
    match word {
        "stored" | "sent" | "set" | "ok" => Ok(()),
        error => Err(code(error)),
    }
}

fn param(params: &CallParams, kind: CallInfoBuffer) -> &Bytes {
    match kind {
        CallInfoBuffer::UserUserInfo => &params.user_user,
        CallInfoBuffer::DevSpecificBuffer => &params.dev_specific,
        CallInfoBuffer::CallDataBuffer => &params.call_data,
        CallInfoBuffer::HighLevelCompatibilityBuffer => &params.high_layer,
        CallInfoBuffer::LowLevelCompatibilityBuffer => &params.low_layer,
        kind @ CallInfoBuffer::ChargingInfoBuffer => panic!("{kind:?} is no parameter of a call"),
    }
}

/// Connects, and what the driver got of that kind.
#[track_caller]
fn connect(scene: &Scene, kind: CallInfoBuffer) -> Bytes {
    scene.call.connect().wait().expect("the call is made");
    match &scene.asked()[..] {
        [LineRequest::MakeCall { params, .. }] => param(params, kind).clone(),
        other => panic!("the driver was asked {other:?}"),
    }
}

fn put_created(row: &SizeRow) {
    let (scene, kind, data) = (call_at("out", "created"), kind(row), bytes(row));
    scene.call.put_buffer(kind, "before").expect("it is stored");
    let result = outcome(scene.call.put_buffer(kind, data.clone()));
    assert_eq!(result, expected(row.gives), "{row:?}");
    assert_eq!(scene.call.buffer(kind).unwrap(), data, "{row:?}");
    match row.then {
        "connect:ok" => assert_eq!(connect(&scene, kind), data, "{row:?}"),
        "far:empty" => assert_eq!(connect(&scene, kind), Bytes::new(), "{row:?}"),
        then => {
            let refused = then.strip_prefix("connect:").expect("a word of the table");
            let result = outcome(scene.call.connect().wait());
            assert_eq!(result, Err(code(refused)), "{row:?}");
            assert_eq!(scene.asked(), [], "{row:?}: the driver was asked");
            assert_eq!(scene.call.state(), CallState::Idle, "{row:?}");
            // It can be put right.
            scene.call.put_buffer(kind, "after").expect("it is stored");
            assert_eq!(connect(&scene, kind), "after", "{row:?}");
        }
    }
}

fn put_connected(row: &SizeRow) {
    let (scene, kind, data) = (call_at("out", "connected"), kind(row), bytes(row));
    let call = scene.call.id();
    if kind == CallInfoBuffer::CallDataBuffer {
        scene.call.put_buffer(kind, "before").expect("it is set");
        scene.forget();
    }
    let result = outcome(scene.call.put_buffer(kind, data.clone()));
    assert_eq!(result, expected(row.gives), "{row:?}");
    let asked = scene.asked();
    let shown = scene.call.buffer(kind).unwrap();
    match row.then {
        "far:same" => assert_eq!(asked, [LineRequest::SendUserUserInfo { call, data }]),
        "far:unchanged" => assert_eq!(asked, [], "{row:?}"),
        "own:unchanged" => {
            assert_eq!(asked, [], "{row:?}");
            assert_eq!(shown, "before", "{row:?}");
        }
        "own:same" | "own:empty" => {
            assert_eq!(row.then == "own:empty", data.is_empty(), "{row:?}");
            assert_eq!(shown, data, "{row:?}");
            assert_eq!(asked, [LineRequest::SetCallData { call, data }]);
        }
        then => panic!("the table has no meaning for {then}"),
    }
}

/// User-user information that goes along with accepting, answering or dropping.
fn along_with(row: &SizeRow) {
    let scene = match row.done {
        "drop" => call_at("out", "connected"),
        _ => call_at("in", "offering"),
    };
    let (call, user_user) = (scene.call.id(), bytes(row));
    let data = user_user.clone();
    let (result, request) = match row.done {
        "accept" => (
            scene.call.accept(data).wait(),
            LineRequest::Accept { call, user_user },
        ),
        "answer" => (
            scene.call.answer(data).wait(),
            LineRequest::Answer { call, user_user },
        ),
        "drop" => (
            scene.call.disconnect(data).wait(),
            LineRequest::Drop { call, user_user },
        ),
        done => panic!("the table has no meaning for {done}"),
    };
    let result = outcome(result);
    assert_eq!(result, expected(row.gives), "{row:?}");
    let requests = if result.is_ok() {
        vec![request]
    } else {
        vec![]
    };
    assert_eq!(scene.asked(), requests, "{row:?}");
}
