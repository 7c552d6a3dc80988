//! The walk: a call in every state, everything put, got and released in it.

use tspkit::{
    Bytes, PutRule,
    abi::{CallState, LineCallFeatures, LineCallInfoStates, LineCallStates},
    hal::LineRequest,
};

use crate::{
    exchange::{KINDS, code, hresult},
    scene::{Got, Scene, given},
    table::{self, Row},
};

/// What is put.
pub(crate) const PUT: &str = "put now";

/// The error that a word of the table stands for.
pub(crate) fn code(word: &str) -> u32 {
    match word {
        "INVALCALLSTATE" => code::INVALCALLSTATE,
        "INVALIDARG" => code::INVALIDARG,
        "USERUSERINFOTOOBIG" => code::USERUSERINFOTOOBIG,
        "INVALCALLPARAMS" => code::INVALCALLPARAMS,
        word => panic!("the table has no meaning for {word}"),
    }
}

/// The state that only TAPI 3 knows: no driver can bring a call there.
fn is_reachable(row: &Row) -> bool {
    row.state.line != "queued"
}

/// Goes through the reachable cells of a section, each with everything there and with nothing there.
fn walk(section: &str, cell: impl Fn(&Scene, &Row, usize)) -> usize {
    let mut cells = 0;
    for row in table::rows(section).iter().filter(|row| is_reachable(row)) {
        for kind in 0..KINDS.len() {
            for filled in [true, false] {
                cell(&Scene::at(row.state, filled), row, kind);
            }
            cells += 1;
        }
    }
    cells
}

fn at(row: &Row, kind: usize) -> String {
    format!("{:?} of {}", KINDS[kind], row.state)
}

#[test]
fn get_gives_what_the_table_says() {
    let cells = walk("get", |scene, row, kind| {
        let expected = scene.meaning(row.cells[kind], kind);
        assert_eq!(scene.get(kind), expected, "get {}", at(row, kind));
        assert_eq!(scene.asked(), [], "get {} asked the driver", at(row, kind));
    });
    println!("get: {cells} cells");
    assert_eq!(cells, 23 * 6);
}

#[test]
fn put_does_what_the_table_says() {
    let cells = walk("put", put);
    println!("put: {cells} cells");
    assert_eq!(cells, 23 * 6);
}

fn put(scene: &Scene, row: &Row, kind: usize) {
    let at = format!("put {}", at(row, kind));
    let call = scene.call.id();
    let before = scene.get_all();
    let result = scene.call.put_buffer(KINDS[kind], PUT);
    let result = result.map_err(|error| hresult(&error));
    let (asked, after) = (scene.asked(), scene.get_all());
    let data = Bytes::from(PUT);
    let shows = |kind: usize| {
        let mut shown = before.clone();
        shown[kind] = Ok(data.clone());
        shown
    };
    let (outcome, requests, read, notices): (_, Vec<_>, Vec<Got>, _) = match row.cells[kind] {
        "stored" => (Ok(()), vec![], shows(kind), 0),
        "sent" => {
            let data = data.clone();
            let request = LineRequest::SendUserUserInfo { call, data };
            (Ok(()), vec![request], before.clone(), 0)
        }
        "set" => {
            let data = data.clone();
            let request = LineRequest::SetCallData { call, data };
            let announced = usize::from(row.state.line != "ended");
            (Ok(()), vec![request], shows(kind), announced)
        }
        error => (Err(code(error)), vec![], before.clone(), 0),
    };
    assert_eq!(result, outcome, "{at}");
    assert_eq!(asked, requests, "{at}: what the driver was asked");
    assert_eq!(after, read, "{at}: what get shows");
    scene.watch.settle(&scene.hands);
    let announced = vec![LineCallInfoStates::CALLDATA; notices];
    assert_eq!(scene.watch.changes(call), announced, "{at}: notices");
}

#[test]
fn release_does_what_the_table_says() {
    let cells = walk("release", release);
    println!("release: {cells} cells");
    assert_eq!(cells, 23 * 6);
}

/// Releases until nothing is held, and twice more.
fn release(scene: &Scene, row: &Row, kind: usize) {
    let at = format!("release {}", at(row, kind));
    let call = scene.call.id();
    let before = scene.get(kind);
    for releases in 1..=4 {
        let result = scene.call.release_user_user_info().wait();
        assert!(result.is_ok(), "{at}: {result:?}");
        let expected = match row.cells[kind] {
            "same" => before.clone(),
            "next" => Ok(scene.after_releases(releases)),
            word => panic!("the table has no meaning for {word}"),
        };
        assert_eq!(scene.get(kind), expected, "{at}, {releases} times");
    }
    // The one message that waited is announced; nothing is after the last state.
    let waited = scene.after_releases(1).len().min(1);
    let held = row.cells[0] == "next" && row.state.line != "ended";
    let notices = if held { waited } else { 0 };
    scene.watch.settle(&scene.hands);
    let announced = vec![LineCallInfoStates::USERUSERINFO; notices];
    assert_eq!(scene.watch.changes(call), announced, "{at}: notices");
}

#[test]
fn the_live_features_say_what_put_will_do() {
    for row in table::rows("put").iter().filter(|row| is_reachable(row)) {
        let features = Scene::at(row.state, true).call.features();
        let sends = features.contains(LineCallFeatures::SENDUSERUSER);
        assert_eq!(
            sends,
            row.cells[0] == "sent",
            "SENDUSERUSER of {}",
            row.state
        );
        let sets = features.contains(LineCallFeatures::SETCALLDATA);
        assert_eq!(sets, row.cells[2] == "set", "SETCALLDATA of {}", row.state);
    }
}

#[test]
fn device_specific_data_is_the_caller_s_until_the_driver_reports_some() {
    for row in table::rows("get") {
        if row.state.end == "out" && row.cells[1] == "device" {
            let scene = Scene::with_given_alone(row.state);
            assert_eq!(scene.get(1), Ok(given(1)), "{}", row.state);
        }
    }
}

/// A program may ask beforehand what put will do; that is the only way to the state that no driver can bring about.
#[test]
fn the_rule_that_programs_can_ask_is_the_table() {
    let mut cells = 0;
    let rows = table::rows("put");
    for row in rows.iter().filter(|row| row.state.line != "closed") {
        let (state, line) = states(row);
        for (kind, buffer) in KINDS.into_iter().enumerate() {
            let word = match PutRule::of(buffer, state, line) {
                PutRule::Store => "stored",
                PutRule::Send => "sent",
                PutRule::Set => "set",
                PutRule::Refuse(error) => {
                    let refused = error.code().cast_unsigned();
                    assert_eq!(refused, code(row.cells[kind]), "{}", at(row, kind));
                    row.cells[kind]
                }
            };
            assert_eq!(word, row.cells[kind], "{}", at(row, kind));
            cells += 1;
        }
    }
    println!("put, by the rule: {cells} cells");
    assert_eq!(cells, 22 * 6);
}

fn states(row: &Row) -> (CallState, Option<LineCallStates>) {
    let state = match row.state.call {
        "IDLE" => CallState::Idle,
        "INPROGRESS" => CallState::InProgress,
        "CONNECTED" => CallState::Connected,
        "DISCONNECTED" => CallState::Disconnected,
        "OFFERING" => CallState::Offering,
        "HOLD" => CallState::Hold,
        "QUEUED" => CallState::Queued,
        word => panic!("TAPI 3 has no state {word}"),
    };
    let line = match row.state.line {
        "created" | "queued" => return (state, None),
        "dialtone" => LineCallStates::DIALTONE,
        "dialing" => LineCallStates::DIALING,
        "proceeding" => LineCallStates::PROCEEDING,
        "ringback" => LineCallStates::RINGBACK,
        "busy" => LineCallStates::BUSY,
        "specialinfo" => LineCallStates::SPECIALINFO,
        "connected" => LineCallStates::CONNECTED,
        "onhold" => LineCallStates::ONHOLD,
        "onholdpendtransfer" => LineCallStates::ONHOLDPENDTRANSFER,
        "onholdpendconf" => LineCallStates::ONHOLDPENDCONF,
        "disconnected" => LineCallStates::DISCONNECTED,
        "ended" => LineCallStates::IDLE,
        "offering" => LineCallStates::OFFERING,
        "accepted" => LineCallStates::ACCEPTED,
        word => panic!("there is no line state {word}"),
    };
    (state, Some(line))
}
