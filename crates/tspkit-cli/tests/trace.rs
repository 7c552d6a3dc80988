//! `tspkit trace`.

mod common;

use std::{
    io::Write as _,
    process::{Child, Stdio},
};

use common::{Folder, Run, run, tspkit};
use serde_json::{Value, json};

const LOG: &str = r#"{"time":"2026-11-21T23:59:59.000000Z","thread":4711,"note":"the log begins","level":"info","target":"tspkit_provider::log","fields":{"product":"Office TSP"}}
{"time":"2026-11-21T23:59:59.123456Z","thread":4711,"call":"TSPI_phoneSetData","args":{"dwRequestID":17,"hdPhone":"0x10001","lpData":{"bytes":"4865","length":2}},"result":17,"us":12}
{"time":"2026-11-22T00:00:00.000001Z","thread":4712,"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":-1879048164},"us":3}
{"time":"2026-11-22T00:00:00.000002Z","thread":4712,"callback":"PHONEEVENT","args":{"htPhone":"0x5","dwMsg":18},"us":1}
{"time":"2026-11-22T00:00:01.000000Z","thread":4711,"call":"TSPI_phoneSetLamp","args":{"dwRequestID":18},"result":-1879048183,"us":4}
{"time":"2026-11-22T00:00:01.500000Z","thread":4711,"call":"TSPI_providerShutdown","args":{},"result":0,"us":2500}
{"time":"2026-11-22T00:00:02.000000Z","thread":4711,"note":"it broke\nhere","level":"error","target":"panic","fields":{"line":7}}
"#;

const AGAIN: &str = r#"{"time":"2026-11-22T00:00:03.000000Z","thread":4712,"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":0},"us":3}
"#;

const LOST: &str = r#"{"time":"2026-11-22T00:00:04.000000Z","thread":4711,"call":"TSPI_phoneSetRing","args":{"dwRequestID":19},"result":19,"us":4}
"#;

fn trace(options: &[&str], log: &str) -> Run {
    let folder = Folder::new();
    folder.file("office.log", log);
    let mut command = tspkit();
    command.args(["trace", "office.log"]).args(options);
    let output = command.current_dir(folder.path("")).output();
    output.expect("the program can be run").into()
}

fn rows(run: &Run) -> Vec<Value> {
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_log_is_a_table() {
    let run = trace(&[], LOG);
    let table = "\
TIME (UTC)        THREAD        µs  RESULT                      FUNCTION                  ARGUMENTS
2026-11-21
23:59:59.000000     4711            info                        tspkit_provider::log      the log begins product=\"Office TSP\"
23:59:59.123456     4711        12  request 17                  TSPI_phoneSetData         dwRequestID=17 hdPhone=0x10001 lpData=<2: 48 65>
2026-11-22
00:00:00.000001     4712         3  PHONEERR_OPERATIONFAILED    ASYNC_COMPLETION          dwRequestID=17 lResult=-1879048164
00:00:00.000002     4712         1                              PHONEEVENT                htPhone=0x5 dwMsg=PHONE_STATE
00:00:01.000000     4711         4  PHONEERR_INVALBUTTONLAMPID  TSPI_phoneSetLamp         dwRequestID=18
00:00:01.500000     4711      2500  ok                          TSPI_providerShutdown
00:00:02.000000     4711            error                       panic                     it broke\\nhere line=7
";
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), table));
    assert_eq!(run.stderr, "");
}

#[test]
fn one_function_or_errors_only() {
    let names = |options: &[&str]| -> Vec<String> {
        let run = trace(&[options, &["--json"]].concat(), LOG);
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        let name = |row: &Value| {
            let kinds = ["call", "callback", "note"].iter();
            let mut names = kinds.filter_map(|kind| row[*kind].as_str());
            names.next().unwrap().to_owned()
        };
        rows(&run).iter().map(name).collect()
    };
    let lamp = "TSPI_phoneSetLamp";
    assert_eq!(names(&["--function", lamp]), [lamp]);
    assert_eq!(
        names(&["--function", "phonesetlamp", "-f", "PHONEEVENT"]),
        ["PHONEEVENT", lamp]
    );
    assert_eq!(
        names(&["--errors"]),
        ["ASYNC_COMPLETION", lamp, "it broke\nhere"]
    );
    assert_eq!(names(&["-e", "-f", lamp, "-f", "phoneSetData"]), [lamp]);
    assert_eq!(names(&["-f", "phoneSet"]), [""; 0]);
}

#[test]
fn as_json_each_record_has_its_place_and_its_results_name() {
    let run = trace(&["--json", "-f", "phoneSetData", "-f", "PHONEEVENT"], LOG);
    let mut rows = rows(&run);
    assert_eq!(
        rows.remove(0),
        json!({
            "file": "office.log",
            "line": 2,
            "time": "2026-11-21T23:59:59.123456Z",
            "thread": 4711,
            "call": "TSPI_phoneSetData",
            "args": {
                "dwRequestID": 17,
                "hdPhone": "0x10001",
                "lpData": { "bytes": "4865", "length": 2 },
            },
            "result": 17,
            "us": 12,
            "result_name": "request 17",
        })
    );
    assert_eq!(rows[0]["line"], 4);
    assert_eq!(rows[0].get("result_name"), None);
}

#[test]
fn a_log_that_keeps_the_contract_is_accounted() {
    let run = trace(&["--check"], LOG);
    let words = "3 calls; requests: 1 accepted, 1 refused; completions: 1, 1 with an error\n";
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), words));
    assert_eq!(run.stderr, "");
    assert_eq!(trace(&["--check", "--quiet"], LOG).stdout, "");
    let run = trace(&["--check", "--json"], LOG);
    assert_eq!(
        run.json(),
        json!({
            "ok": true,
            "command": "trace",
            "calls": 3,
            "accepted": 1,
            "refused": 1,
            "callbacks": 2,
            "completions": 1,
            "failures": 1,
            "notes": 2,
            "breaches": [],
        })
    );
}

#[test]
fn a_log_that_breaks_it_has_exit_code_8() {
    let log = [LOG, AGAIN, LOST].concat();
    let run = trace(&["--check"], &log);
    assert_eq!(run.code, Some(8));
    assert_eq!(
        run.stdout,
        "office.log:8: request 17 of line 2 was completed again\n\
         office.log:9: TSPI_phoneSetRing accepted request 19, which was never completed\n"
    );
    assert_eq!(
        run.stderr,
        "error: the asynchronous contract is broken 2 times in 4 calls; requests: 2 accepted, 1 refused; \
         completions: 2, 1 with an error\n"
    );
    let report = trace(&["--check", "--json"], &log).json();
    assert_eq!(report["ok"], false);
    assert_eq!(report["exit_code"], 8);
    assert_eq!(report["error"]["kind"], "breach");
    assert_eq!(
        report["breaches"][1],
        json!({
            "file": "office.log",
            "line": 9,
            "message": "TSPI_phoneSetRing accepted request 19, which was never completed",
        })
    );
}

#[test]
fn files_that_rotation_has_made_are_one_log() {
    let folder = Folder::new();
    let (first, rest) = LOG.split_at(LOG.match_indices('\n').nth(1).unwrap().0 + 1);
    let old = folder.file("office.log.1", first);
    let new = folder.file("office.log", [rest, AGAIN].concat());
    let ended = run(["trace", "--check", &old, &new]);
    assert_eq!(ended.code, Some(8));
    let words =
        format!("{new}:6: request 17 of line 2 was completed again (the line is of {old})\n");
    assert_eq!(ended.stdout, words);
    let ended = run(["trace", "--check", &new]);
    assert!(ended.stdout.contains("no call in the log has made it"));
}

#[test]
fn lines_that_are_no_records_are_told_and_the_others_shown() {
    let log = format!("{}half a rec\n{LOG}", "\n".repeat(2));
    let run = trace(&["--errors"], &log);
    assert_eq!(run.code, Some(6));
    assert_eq!(run.stdout.lines().count(), 5, "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "office.log:3: not a record: expected value (column 1)\n\
         error: 1 line is no record: office.log:3: not a record: expected value (column 1)\n\
         hint: is it the log of a service provider (LogFile), and has anybody changed it?\n"
    );
    assert_eq!(trace(&["--check"], &log).code, Some(6));

    let run = trace(&["--json", "--errors"], &log);
    let rows = rows(&run);
    assert_eq!(rows.len(), 5);
    assert_eq!(
        rows[0],
        json!({
            "file": "office.log",
            "line": 3,
            "problem": "not a record: expected value (column 1)",
        })
    );
    assert_eq!(rows[4]["error"]["kind"], "file");

    let run = trace(&[], &"?\n".repeat(1000));
    assert_eq!(run.stderr.lines().count(), 12, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("error: 1000 lines are no records; the first: office.log:1")
    );
}

#[test]
fn a_log_that_is_being_written_may_end_anywhere() {
    let log = &LOG[..LOG.len() - 30];
    let told = "office.log:7: the log ends in the middle of the record\n";
    for options in [&["--errors"][..], &["--check"]] {
        let run = trace(options, log);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), told));
    }
}

#[test]
fn standard_input_is_read_and_what_cannot_be_read_is_told() {
    let mut child: Child = tspkit()
        .args(["trace", "--check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all([LOG, AGAIN].concat().as_bytes()).unwrap();
    drop(stdin);
    let ended = Run::from(child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(8));
    assert_eq!(
        ended.stdout,
        "-:8: request 17 of line 2 was completed again\n"
    );

    let ended = run(["trace", "no such file"]);
    assert_eq!(ended.code, Some(6));
    assert!(
        ended
            .stderr
            .starts_with("error: cannot read `no such file`: ")
    );
    assert_eq!(run(["trace"]).code, Some(2));
    assert_eq!(run(["trace", "x", "--check", "--errors"]).code, Some(2));
}
