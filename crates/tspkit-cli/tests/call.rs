//! `tspkit call`.

mod common;

use common::{Folder, Run, run};
use serde_json::{Value, json};

/// Three lines and some of the world outside; nothing in it happens because a machine is slow.
const OFFICE: &str = r#"
[switch]
ring_every = "1h"
busy_tone = "1h"
no_answer = "1h"

[[lines]]
name = "Reception"
address = "101"

[[lines]]
name = "Lobby"
address = "102"

[[lines]]
name = "Conference room"
address = "103"

[[outside]]
number = "0800"
name = "Speaking clock"

[[outside]]
number = "0900"
name = "Charged"
units = 1
units_every = "1h"

[[outside]]
number = "0555"
behaviour = "busy"

[[outside]]
number = "0444"
behaviour = "silent"

[[outside]]
number = "0999"
behaviour = "congested"
"#;

fn call(arguments: &[&str]) -> Run {
    let folder = Folder::new();
    let office = folder.office(OFFICE);
    let words = ["call", &office, "--timeout", "10m"];
    // The usual time is short for a slow machine.
    let ring: &[_] = if arguments.contains(&"--ring") {
        &[]
    } else {
        &["--ring", "10m"]
    };
    run(words.iter().chain(ring).chain(arguments))
}

/// The lines without their times.
fn timeline(run: &Run) -> Vec<String> {
    run.stdout
        .lines()
        .map(|line| match line.get(..9).map(str::trim) {
            Some("") | None => line.to_owned(),
            Some(seconds) => {
                assert!(seconds.parse::<f64>().is_ok(), "{line}");
                line[11..].to_owned()
            }
        })
        .collect()
}

/// What one end is told and does; the order between the ends is no matter.
fn end(run: &Run, name: &str) -> Vec<String> {
    let lines = timeline(run).into_iter();
    lines
        .filter_map(|line| Some(line.strip_prefix(name)?.trim_start().to_owned()))
        .collect()
}

#[test]
fn a_conversation_with_everything() {
    let arguments = "101 102 --user-user ia5:hello --call-data hex:0102 --hlc hex:9181 --llc hex:8890 \
                     --dev-specific text:dev --answer=ia5:yes --send ia5:second --send ia5:third \
                     --reply hex:00FF --digits 1 --hold --goodbye ia5:bye";
    let run = call(&arguments.split_whitespace().collect::<Vec<_>>());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let here = [
        "> calls 102",
        "caller 101 (Reception)",
        "dialing",
        "called 102 (Lobby)",
        "proceeding",
        "ringback",
        "user-user information: \"yes\"",
        "connected with 102 (Lobby)",
        "connected (active)",
        "> sends user-user information",
        "> sends user-user information",
        "user-user information, 2 bytes: 00 FF",
        "> dials 1",
        "> holds the call",
        "on hold",
        "> takes the call back",
        "connected (active)",
        "> hangs up",
        "idle",
    ];
    let there = [
        "internal call, direct",
        "caller 101 (Reception)",
        "called 102 (Lobby)",
        "user-user information: \"hello\"",
        "device-specific data, 3 bytes: 64 65 76",
        "call data, 2 bytes: 01 02",
        "high layer compatibility, 2 bytes: 91 81 (telephony)",
        "low layer compatibility, 2 bytes: 88 90 (unrestricted digital information)",
        "offering (active)",
        "> answers",
        "rings",
        "stops ringing",
        "connected with 101 (Reception)",
        "connected (active)",
        "user-user information: \"second\"",
        "user-user information: \"third\"",
        "> sends user-user information",
        "connected (activeheld)",
        "connected (active)",
        "user-user information: \"bye\"",
        "disconnected (normal)",
        "> hangs up",
        "idle",
    ];
    assert_eq!(end(&run, "101"), here);
    assert_eq!(end(&run, "102"), there);
    assert_eq!(timeline(&run).len(), here.len() + there.len());
}

/// The caller's lines between dialling and hanging up.
#[track_caller]
fn comes_to_nothing(arguments: &[&str], code: i32, caller: &[&str], error: &str) -> Run {
    let run = call(arguments);
    let calls = format!("> calls {}", arguments[1]);
    let begin = [calls.as_str(), "caller 101 (Reception)", "dialing"];
    let lines = [&begin, caller, &["> hangs up", "idle"]].concat();
    assert_eq!(end(&run, "101"), lines);
    let error = format!("error: {error}\n");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(code), error.as_str())
    );
    run
}

#[test]
fn busy() {
    let tone = ["proceeding", "busy (station)"];
    comes_to_nothing(&["101", "0555"], 10, &tone, "0555 is busy");
    let own = ["called 101 (Reception)", "proceeding", "busy (station)"];
    comes_to_nothing(&["101", "101"], 10, &own, "101 is busy");
}

#[test]
fn no_answer() {
    let given_up = ["proceeding", "ringback", "disconnected (noanswer)"];
    let arguments = ["101", "0444", "--ring", "200ms"];
    comes_to_nothing(&arguments, 11, &given_up, "0444 did not answer");

    let given_up = [&["called 102 (Lobby)"], &given_up[..]].concat();
    let arguments = ["101", "102", "--ring", "200ms"];
    let run = comes_to_nothing(&arguments, 11, &given_up, "102 did not answer");
    assert_eq!(
        end(&run, "102"),
        [
            "internal call, direct",
            "caller 101 (Reception)",
            "called 102 (Lobby)",
            "offering (active)",
            "rings",
            "stops ringing",
            "disconnected (normal)",
            "> hangs up",
            "idle",
        ]
    );
}

#[test]
fn rejected_and_not_reached() {
    for (number, detail) in [("0999", "congestion"), ("777", "badaddress")] {
        let state = format!("disconnected ({detail})");
        let error = format!("the call to {number} came to nothing: {state}");
        comes_to_nothing(&["101", number], 12, &["proceeding", &state], &error);
    }
    let run = comes_to_nothing(
        &["101", "102", "--reject=ia5:no"],
        12,
        &[
            "called 102 (Lobby)",
            "proceeding",
            "ringback",
            "user-user information: \"no\"",
            "disconnected (reject)",
        ],
        "the call to 102 came to nothing: disconnected (reject)",
    );
    let called = end(&run, "102");
    let rejects = ["> rejects the call", "rings", "stops ringing", "idle"];
    assert_eq!(called[called.len() - 4..], rejects);
}

#[test]
fn a_call_is_passed_on() {
    let run = call(&["Reception", "102", "--answer", "--transfer", "103"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let caller = end(&run, "101");
    assert_eq!(
        caller[caller.len() - 6..],
        [
            "connected (active)",
            "redirected by 102 (Lobby)",
            "redirected to 103 (Conference room)",
            "connected with 103 (Conference room)",
            "> hangs up",
            "idle",
        ]
    );
    let there = end(&run, "102");
    let passes_on = ["connected (active)", "> transfers the call to 103", "idle"];
    assert_eq!(there[there.len() - 3..], passes_on);
    let third = end(&run, "103");
    assert_eq!(third[0], "internal call, transfer");
    let answers = ["offering (active)", "> answers", "rings", "stops ringing"];
    assert_eq!(third[5..9], answers);
    assert_eq!(
        third[9..],
        [
            "connected with 101 (Reception)",
            "connected (active)",
            "disconnected (normal)",
            "> hangs up",
            "idle"
        ]
    );
}

#[test]
fn outside() {
    let run = call(&["101", "0800", "--for", "10ms"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let lines = end(&run, "101");
    let answered = [
        "called 0800 (Speaking clock)",
        "proceeding",
        "ringback",
        "connected with 0800 (Speaking clock)",
        "connected (active)",
        "> hangs up",
        "idle",
    ];
    assert_eq!(lines[3..], answered);
}

#[test]
fn buffers_explained() {
    let arguments = [
        "101",
        "102",
        "--answer",
        "--user-user",
        "hex:04 68 FF",
        "--explain",
    ];
    let run = call(&arguments);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let (_, explained) = run.stdout.split_once("user-user information, ").unwrap();
    let expected = r#"3 bytes: 04 68 FF
                       octet 3   04  protocol discriminator: IA5 characters (4)
                       octet 4   68  user information: "h"
                       octet 5   FF  ! octets that are no IA5 characters: 1, the first 0xff
"#;
    assert!(explained.starts_with(expected), "{explained}");
}

#[test]
fn as_json() {
    let run = call(&["101", "102", "--answer", "--call-data", "hex:01", "--json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let lines: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let (last, events) = lines.split_last().unwrap();
    assert_eq!(
        *last,
        json!({ "ok": true, "command": "call", "from": "101", "to": "102" })
    );
    let with = |end: &str, kind: &str| -> Vec<Value> {
        let wanted = events
            .iter()
            .filter(|event| event["end"] == end && event["event"] == kind);
        let wanted = wanted.cloned().map(|mut event| {
            let seconds = event.as_object_mut().unwrap().remove("seconds");
            assert!(seconds.unwrap().is_f64());
            event
        });
        wanted.collect()
    };
    let buffer = json!({ "end": "102", "event": "buffer", "buffer": "call data", "hex": "01" });
    assert_eq!(with("102", "buffer"), [buffer]);
    let states: Vec<_> = with("101", "state")
        .iter()
        .map(|state| state["state"].clone())
        .collect();
    assert_eq!(
        states,
        ["dialing", "proceeding", "ringback", "connected", "idle"]
    );
    let caller = json!({
        "end": "102", "event": "party", "role": "caller", "number": "101", "name": "Reception", "flags": "name+address",
    });
    assert_eq!(with("102", "party")[0], caller);

    let busy = call(&["101", "0555", "--json"]);
    assert_eq!(busy.code, Some(10));
    let last: Value = serde_json::from_str(busy.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["ok"], &last["error"]["kind"]),
        (&json!(false), &json!("busy"))
    );
}

#[test]
fn refused() {
    let too_big = format!("hex:{}", "41".repeat(200));
    for (arguments, code, stderr) in [
        (
            &["105", "101"][..],
            4,
            "error: there is no line `105`\nhint: lines: 101 (Reception), 102 (Lobby), 103 (Conference room)\n",
        ),
        (
            &["101", "102", "--user-user", &too_big],
            4,
            "error: call 1 on line 1: 200 octets of user-user information are more than the 131 that go with making a \
             call (LINEERR_USERUSERINFOTOOBIG)\n",
        ),
        (
            &["101", "0800", "--answer"],
            2,
            "error: --answer is for a line here, and `0800` is none\n",
        ),
        (
            &["101", "0800", "--reply", "ia5:a"],
            2,
            "error: --reply is for a line here, and `0800` is none\n",
        ),
    ] {
        let run = call(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(code), stderr));
    }
    for arguments in [
        &["101"][..],
        &["101", "102", "--user-user", "hello"],
        &["101", "102", "--send", "hex:1"],
        &["101", "102", "--answer", "--reject"],
    ] {
        assert_eq!(call(arguments).code, Some(2), "{arguments:?}");
    }
    // What is sent in the call is refused when it is, and the call is hung up all the same.
    let send = format!("hex:{}", "41".repeat(2000));
    let run = call(&["101", "102", "--answer", "--send", &send]);
    assert_eq!(run.code, Some(4));
    assert!(
        run.stderr.ends_with("(LINEERR_USERUSERINFOTOOBIG)\n"),
        "{}",
        run.stderr
    );
    assert_eq!(end(&run, "101").last().unwrap(), "idle");
    assert_eq!(end(&run, "102").last().unwrap(), "idle");
}

#[test]
fn charges_are_told() {
    let run = call(&["101", "0900"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let lines = end(&run, "101");
    assert_eq!(lines.last().unwrap(), "idle");
    let charges: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("charging information, "))
        .collect();
    let last = "charging information, 20 bytes: 91 A1 11 02 01 01 02 01 24 30 09 30 07 A1 05 30 03 02 01 01 (1 unit in all)";
    assert_eq!(charges.last().unwrap().as_str(), last);
}
