//! The walk over the simulated switch, as far as its calls come, with a far end that is there.

use tspkit::{
    Bytes, Call,
    abi::{CallInfoBuffer, LineCallStates},
};

use crate::{
    exchange::{KINDS, hresult},
    scene::given,
    support::within_reason,
    switch::{Switch, carries, over, reach, shows, user_user},
    table::{self, Row, State},
    walk::{PUT, code},
};

/// What the called party sends along with accepting.
const FAR: &str = "far: first";

/// A call in the state wanted, and its other end where there is one.
struct Ends {
    call: Call,
    far: Option<Call>,
    /// What the far end has sent.
    received: Bytes,
    _switch: Switch,
}

/// The number of a line that alerts when its call is accepted, and not before.
const PROCEEDS: &str = "104";

const OFFICE: &str = r#"
[[lines]]
name = "Desk"
address = "101"
count = 3

[[lines]]
name = "Back office"
address = "104"
accept_to_alert = true

[[outside]]
number = "0555"
behaviour = "busy"

[[outside]]
number = "0333"
behaviour = "vacant"
"#;

/// The switch holds no conferences, which the other walk has, and no driver can bring about what only TAPI 3 knows.
fn is_reachable(row: &Row) -> bool {
    !["queued", "onholdpendconf"].contains(&row.state.line)
}

fn bring(state: State) -> Ends {
    let switch = Switch::of(OFFICE);
    let to = match state.line {
        "dialtone" => "",
        "dialing" => "1;",
        "proceeding" => PROCEEDS,
        "busy" => "0555",
        "specialinfo" => "0333",
        _ => "102",
    };
    let caller = switch.create(0, to);
    for kind in [0, 1, 2, 4, 5] {
        caller.put_buffer(KINDS[kind], given(kind)).unwrap();
    }
    if state.line == "created" {
        let received = given(0);
        return ends(switch, caller, None, received);
    }
    caller.connect().wait().unwrap();
    if to != "102" {
        let wanted = match state.line {
            "dialtone" => LineCallStates::DIALTONE,
            "dialing" => LineCallStates::DIALING,
            "proceeding" => LineCallStates::PROCEEDING,
            "busy" => LineCallStates::BUSY,
            _ => LineCallStates::SPECIALINFO,
        };
        reach(&caller, wanted);
        return ends(switch, caller, None, Bytes::new());
    }
    let partner = switch.comes_in(1);
    if state.line != "offering" {
        partner.accept(FAR).wait().unwrap();
        reach(&caller, LineCallStates::RINGBACK);
        shows(&caller, FAR);
    }
    if !["offering", "accepted", "ringback"].contains(&state.line) {
        partner.answer("").wait().unwrap();
        reach(&caller, LineCallStates::CONNECTED);
        reach(&partner, LineCallStates::CONNECTED);
    }
    let (call, far, received) = if state.end == "out" {
        (caller, partner, FAR.into())
    } else {
        (partner, caller, given(0))
    };
    match state.line {
        "onhold" => {
            call.hold().wait().unwrap();
            reach(&call, LineCallStates::ONHOLD);
        }
        "onholdpendtransfer" => {
            call.setup_transfer().unwrap().wait().unwrap();
            reach(&call, LineCallStates::ONHOLDPENDTRANSFER);
        }
        "disconnected" => {
            far.disconnect("").wait().unwrap();
            reach(&call, LineCallStates::DISCONNECTED);
        }
        "ended" => {
            call.disconnect("").wait().unwrap();
            over(&call);
        }
        "closed" => call.close().unwrap(),
        _ => {}
    }
    ends(switch, call, Some(far), received)
}

fn ends(switch: Switch, call: Call, far: Option<Call>, received: Bytes) -> Ends {
    Ends {
        call,
        far,
        received,
        _switch: switch,
    }
}

fn get(ends: &Ends, kind: usize) -> Result<Bytes, u32> {
    let got = ends.call.buffer(KINDS[kind]);
    got.map_err(|error| hresult(&error))
}

fn meaning(ends: &Ends, word: &str, kind: usize) -> Result<Bytes, u32> {
    match word {
        "far" => Ok(ends.received.clone()),
        // Calls within the office cost nothing; device-specific data comes back as it was given.
        "device" if kind == 3 => Ok(Bytes::new()),
        "stored" | "setup" | "set" | "device" => Ok(given(kind)),
        error => Err(code(error)),
    }
}

#[test]
fn the_switch_carries_what_the_table_says() {
    within_reason(|| {
        let [puts, gets, releases] = ["put", "get", "release"].map(table::rows);
        let mut cells = 0;
        for row in (0..puts.len()).filter(|row| is_reachable(&puts[*row])) {
            for (kind, buffer) in KINDS.into_iter().enumerate() {
                let ends = bring(puts[row].state);
                let at = format!("{buffer:?} of {}", puts[row].state);
                let before = meaning(&ends, gets[row].cells[kind], kind);
                assert_eq!(get(&ends, kind), before, "get {at}");
                let after = put(&ends, &puts[row], kind, before);
                release(&ends, &releases[row], kind, after);
                cells += 3;
            }
        }
        println!("over the switch: {cells} cells");
        assert_eq!(cells, 21 * 6 * 3);
    });
}

/// Puts; what get shows then.
fn put(ends: &Ends, row: &Row, kind: usize, before: Result<Bytes, u32>) -> Result<Bytes, u32> {
    let at = format!("put {:?} of {}", KINDS[kind], row.state);
    let result = ends.call.put_buffer(KINDS[kind], PUT);
    let result = result.map_err(|error| hresult(&error));
    let after = match row.cells[kind] {
        "stored" | "set" => Ok(Bytes::from(PUT)),
        _ => before,
    };
    match row.cells[kind] {
        "stored" | "set" | "sent" => assert_eq!(result, Ok(()), "{at}"),
        error => assert_eq!(result, Err(code(error)), "{at}"),
    }
    assert_eq!(get(ends, kind), after, "{at}: what get shows");
    let Some(far) = &ends.far else {
        return after;
    };
    let shown_before = user_user(far);
    match row.cells[kind] {
        "sent" => {
            // Behind what came with the call or its answer.
            while user_user(far) != PUT && !user_user(far).is_empty() {
                far.release_user_user_info().wait().unwrap();
            }
            shows(far, PUT);
        }
        // What an end that is over says, the other need not hear.
        "set" if ["ended", "disconnected"].contains(&row.state.line) => {}
        "set" => carries(far, PUT),
        _ => {
            assert_eq!(user_user(far), shown_before, "{at}: the far end");
            let data = far.buffer(CallInfoBuffer::CallDataBuffer).unwrap();
            assert_ne!(data, PUT, "{at}: the far end");
        }
    }
    after
}

fn release(ends: &Ends, row: &Row, kind: usize, before: Result<Bytes, u32>) {
    let at = format!("release {:?} of {}", KINDS[kind], row.state);
    ends.call.release_user_user_info().wait().unwrap();
    let expected = match row.cells[kind] {
        "next" => Ok(Bytes::new()),
        _ => before,
    };
    assert_eq!(get(ends, kind), expected, "{at}");
}
