//! When there is a log, and what calls and callbacks look like in it.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use tspkit_trace::{Level, Value, What};

use super::{Bench, LogError};

const ARGUMENTS: [(&str, Value<'_>); 5] = [
    ("dwRequestID", Value::Number(17)),
    ("hdPhone", Value::Hex(0x10001)),
    ("dwDataID", Value::Number(3)),
    ("lpData", Value::Bytes(b"Hello")),
    ("dwSize", Value::Number(5)),
];

fn call(bench: &Bench) {
    let took = Duration::from_nanos(12_999);
    bench.log.call("TSPI_phoneSetData", &ARGUMENTS, 17, took);
}

fn callback(bench: &Bench) {
    let arguments = [
        ("dwRequestID", Value::Number(17)),
        ("lResult", Value::Signed(-0x6FFF_FFE4)),
    ];
    let took = Duration::from_millis(2);
    bench.log.callback("ASYNC_COMPLETION", &arguments, took);
}

#[test]
fn it_is_off_unless_it_is_configured() {
    let bench = Bench::new("Writing off");
    bench.start().unwrap();
    assert!(!bench.log.is_on());
    call(&bench);

    bench.set("LogFile", bench.path("log").to_str().unwrap());
    bench.start().unwrap();
    assert!(!bench.log.is_on(), "a file alone is not enough");
    bench.set("LogLevel", "Off");
    bench.start().unwrap();
    assert!(!bench.log.is_on());
    call(&bench);
    assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), 0);
}

#[test]
fn each_call_and_callback_is_a_line() {
    let bench = Bench::started("Writing lines", "info");
    call(&bench);
    callback(&bench);
    bench.log.stop();
    let process = std::process::id();
    assert_eq!(
        bench.lines("log"),
        [
            format!(
                r#"{{"note":"the log begins","level":"info","target":"tspkit_provider::log","fields":{{"vendor":"tspkit","product":"Writing lines","file":"office.tsp","version":"{}","process":{process},"level":"info"}}}}"#,
                env!("CARGO_PKG_VERSION")
            ),
            r#"{"call":"TSPI_phoneSetData","args":{"dwRequestID":17,"hdPhone":"0x10001","dwDataID":3,"lpData":{"bytes":"48656c6c6f","length":5},"dwSize":5},"result":17,"us":12}"#.into(),
            r#"{"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":-1879048164},"us":2000}"#.into(),
            r#"{"note":"the log ends","level":"info","target":"tspkit_provider::log","fields":{}}"#.into(),
        ]
    );
}

#[test]
fn calls_are_of_the_level_info() {
    let levels = [
        ("Writing error", "error", 0),
        ("Writing warn", "WARN", 0),
        ("Writing debug", "debug", 2),
        ("Writing trace", "Trace", 2),
    ];
    for (product, level, lines) in levels {
        let bench = Bench::started(product, level);
        assert_eq!(bench.log.is_on(), lines > 0, "{level}");
        call(&bench);
        callback(&bench);
        let records = bench.records("log");
        let calls = records
            .iter()
            .filter(|record| record.what.function().is_some());
        assert_eq!(calls.count(), lines, "{level}");
    }
}

#[test]
fn starting_twice_is_starting_once_and_a_later_start_appends() {
    let bench = Bench::started("Writing twice", "info");
    bench.start().unwrap();
    call(&bench);
    bench.log.stop();
    bench.log.stop();
    call(&bench);
    assert!(!bench.log.is_on());
    bench.start().unwrap();
    callback(&bench);
    bench.log.stop();
    let kinds: Vec<_> = bench
        .lines("log")
        .iter()
        .map(|line| line.split('"').nth(3).unwrap().to_owned())
        .collect();
    let (begins, ends) = ("the log begins", "the log ends");
    assert_eq!(
        kinds,
        [
            begins,
            "TSPI_phoneSetData",
            ends,
            begins,
            "ASYNC_COMPLETION",
            ends
        ]
    );
}

#[test]
fn threads_write_whole_lines_under_their_own_numbers() {
    const EACH: u64 = 500;
    let bench = Bench::started("Writing threads", "info");
    let data = [0xA5; 300];
    thread::scope(|scope| {
        for writer in 0..8 {
            let (log, data) = (bench.log, &data);
            scope.spawn(move || {
                for number in 0..EACH {
                    let arguments = [
                        ("writer", Value::Number(writer)),
                        ("number", Value::Number(number)),
                        ("lpData", Value::Bytes(data)),
                    ];
                    log.call("TSPI_phoneGetData", &arguments, 0, Duration::ZERO);
                }
            });
        }
    });
    let mut threads = Vec::new();
    let mut next = [0; 8];
    for record in bench.records("log") {
        let What::Call { .. } = record.what else {
            continue;
        };
        let number = |name| record.what.argument(name).unwrap().number().unwrap();
        let writer = usize::try_from(number("writer")).unwrap();
        assert_eq!(number("number"), next[writer], "in the writer's order");
        next[writer] += 1;
        threads.push((writer, record.thread));
    }
    assert_eq!(next, [EACH; 8]);
    threads.sort_unstable();
    threads.dedup();
    let mut numbers: Vec<_> = threads.iter().map(|(_, thread)| *thread).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((threads.len(), numbers.len()), (8, 8));
}

#[test]
fn it_may_be_stopped_and_started_while_others_write() {
    let bench = Bench::started("Writing meanwhile", "info");
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !ended.load(Ordering::Relaxed) {
                    call(&bench);
                    tracing::info!("an event");
                }
            });
        }
        for _ in 0..100 {
            bench.log.stop();
            bench.start().unwrap();
        }
        ended.store(true, Ordering::Relaxed);
    });
    bench.log.stop();
    let records = bench.records("log");
    let begins = records.iter().filter(
        |record| matches!(&record.what, What::Note { message, .. } if message == "the log begins"),
    );
    assert_eq!(begins.count(), 101);
}

#[test]
fn what_is_wrong_with_the_configuration_is_told() {
    let bench = Bench::new("Writing wrong");
    bench.set("LogLevel", "loud");
    let error = bench.start().unwrap_err().to_string();
    let begin = "the configuration's LogLevel is `loud`: `loud` is no level; there are error, warn, info, debug and \
                 trace; correct WRITING_WRONG_LOG_LEVEL";
    assert!(error.starts_with(begin), "{error}");

    bench.set("LogLevel", "info");
    let error = bench.start().unwrap_err().to_string();
    let begin = "the configuration has LogLevel but no LogFile; set WRITING_WRONG_LOG_FILE";
    assert!(error.starts_with(begin), "{error}");

    fs::write(bench.path("file"), "").unwrap();
    let path = bench.path("file").join("log");
    bench.set("LogFile", path.to_str().unwrap());
    let error = bench.start().unwrap_err();
    assert!(matches!(error, LogError::Open { .. }), "{error:?}");
    let begin = format!("the log `{}` cannot be opened: ", path.display());
    assert!(error.to_string().starts_with(&begin), "{error}");

    bench.set("LogFile", bench.path("log").to_str().unwrap());
    bench.set("LogSize", "10 MiB");
    let error = bench.start().unwrap_err().to_string();
    let begin = "the configuration's LogSize is `10 MiB`: invalid digit found in string; correct";
    assert!(error.starts_with(begin), "{error}");
    assert!(!bench.log.has(Level::Error), "the log stays off");
    call(&bench);
    assert!(!bench.path("log").exists());

    bench.set("LogSize", "");
    bench.start().unwrap();
    assert!(bench.log.is_on());
}
