//! The exact lines, and what is said of lines that are none.

use std::{
    io::{self, BufReader, Read},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tspkit_trace::{
    Level, MOST_BYTES, MOST_LINE, MOST_TEXT, Problem, Reader, Stamp, Value, What, write,
};

const WHOLE: &str = r#"{"time":"2026-11-21T11:25:33Z","thread":1,"note":"n","level":"info","target":"t","fields":{}}"#;

fn stamp() -> Stamp {
    let time: SystemTime = UNIX_EPOCH + Duration::new(1_795_260_332, 123_456_789);
    Stamp { time, thread: 4711 }
}

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut line = b"before\n".to_vec();
    write(&mut line);
    let text = String::from_utf8(line).unwrap();
    text.strip_prefix("before\n").expect("appended").to_owned()
}

#[test]
fn a_call() {
    let arguments = [
        ("dwRequestID", Value::Number(17)),
        ("hdPhone", Value::Hex(0x10001)),
        ("lpData", Value::Bytes(b"Hello")),
        ("lpsDisplay", Value::Text("Büro \"2\"\n")),
    ];
    let (result, took) = (-0x6FFF_FFF4, Duration::from_nanos(12_999));
    assert_eq!(
        text(|line| write::call(line, stamp(), "TSPI_phoneSetData", &arguments, result, took)),
        r#"{"time":"2026-11-21T11:25:32.123456Z","thread":4711,"call":"TSPI_phoneSetData","args":{"dwRequestID":17,"hdPhone":"0x10001","lpData":{"bytes":"48656c6c6f","length":5},"lpsDisplay":"Büro \"2\"\n"},"result":-1879048180,"us":12}
"#
    );
}

#[test]
fn a_callback() {
    let arguments = [
        ("dwRequestID", Value::Number(17)),
        ("lResult", Value::Signed(-1)),
    ];
    let took = Duration::from_millis(2);
    assert_eq!(
        text(|line| write::callback(line, stamp(), "ASYNC_COMPLETION", &arguments, took)),
        r#"{"time":"2026-11-21T11:25:32.123456Z","thread":4711,"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":-1},"us":2000}
"#
    );
}

#[test]
fn a_note() {
    let fields = [("phone", Value::Number(3)), ("word", Value::Text("0x1f"))];
    assert_eq!(
        text(|line| write::note(line, stamp(), Level::Warn, "a::b", "it is down", &fields)),
        r#"{"time":"2026-11-21T11:25:32.123456Z","thread":4711,"note":"it is down","level":"warn","target":"a::b","fields":{"phone":3,"word":{"text":"0x1f","length":4}}}
"#
    );
}

#[test]
fn what_is_long_is_cut() {
    let bytes = [0xAB; MOST_BYTES + 1];
    let long = "é".repeat(MOST_TEXT);
    let fields = [
        ("lpData", Value::Bytes(&bytes)),
        ("text", Value::Text(&long)),
    ];
    let line = text(|line| write::note(line, stamp(), Level::Error, "t", &long, &fields));
    let (hex, kept) = ("ab".repeat(MOST_BYTES), "é".repeat(MOST_TEXT / 2));
    let expected = format!(
        r#"{{"time":"2026-11-21T11:25:32.123456Z","thread":4711,"note":"{kept}…","level":"error","target":"t","fields":{{"lpData":{{"bytes":"{hex}","length":65}},"text":{{"text":"{kept}","length":8192}}}}}}
"#
    );
    assert_eq!(line, expected);
}

#[test]
fn keys_may_come_in_any_order_and_unknown_ones_are_passed_over() {
    let log = r#" {"us":1,"new":[{"x":null}],"result":-1,"args":{"b":1,"a":2},"call":"f","thread":2,"time":"2026-11-21T11:25:33.5Z"}  "#;
    let record = Reader::new(log.as_bytes()).next().unwrap().unwrap();
    let What::Call { arguments, .. } = record.what else {
        panic!("a call");
    };
    let names: Vec<_> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["b", "a"], "the order of the line");
}

#[test]
fn what_is_wrong_is_told_and_the_next_line_is_read() {
    let head = r#"{"time":"2026-11-21T11:25:33Z","thread":1"#;
    let callback = format!(r#"{head},"callback":"f","us":1,"args""#);
    let hex = "`bytes` must have two hexadecimal digits for each byte";
    let wrong = [
        ("hello".to_owned(), "expected value (column 1)"),
        (
            "[]".into(),
            "invalid length 0, expected struct Line with 11 elements (column 2)",
        ),
        (r#"{"thread":1}"#.into(), "missing field `time` (column 12)"),
        (
            r#"{"time":"now","thread":1,"note":""}"#.into(),
            "the time `now`: timestamp format is invalid",
        ),
        (
            format!("{head}}}"),
            "there must be one of `call`, `callback` and `note`",
        ),
        (
            format!(r#"{head},"call":"","note":""}}"#),
            "there must be one of `call`, `callback` and `note`",
        ),
        (
            format!(r#"{head},"call":"f","args":{{}},"us":1}}"#),
            "missing field `result`",
        ),
        (
            format!(r#"{head},"callback":"f","args":{{}}}}"#),
            "missing field `us`",
        ),
        (
            format!(r#"{head},"note":"n","level":"loud","target":"t","fields":{{}}}}"#),
            "`loud` is no level; there are error, warn, info, debug and trace",
        ),
        (
            format!(r#"{callback}:{{"a":{{"bytes":"0","length":1}}}}}}"#),
            hex,
        ),
        (
            format!(r#"{callback}:{{"a":{{"bytes":"+1","length":1}}}}}}"#),
            hex,
        ),
        (
            format!(r#"{callback}:{{"a":{{"bytes":"0000","length":1}}}}}}"#),
            "2 bytes are more than the `length` 1",
        ),
        (
            format!(r#"{callback}:{{"a":{{"length":1}}}}}}"#),
            "a value that is an object has either `bytes` or `text`",
        ),
        (
            format!(r#"{callback}:{{"a":1.5}}}}"#),
            "invalid type: floating point `1.5`, expected a whole number, a string, or an object",
        ),
    ];
    for (line, words) in wrong {
        let log = format!("{WHOLE}\n\r\n{line}\n{WHOLE}\n");
        let mut reader = Reader::new(log.as_bytes());
        assert!(reader.next().unwrap().is_ok());
        let error = reader.next().unwrap().unwrap_err();
        let message = error.to_string();
        let begin = format!("line 3: not a record: {words}");
        assert!(message.starts_with(&begin), "{message}\n{begin}");
        assert!(reader.next().unwrap().is_ok());
        assert_eq!(reader.line(), 4);
        assert!(reader.next().is_none());
    }
}

#[test]
fn bytes_that_are_no_text_are_no_record() {
    let log = [b"\"\xFF\xFE\"\n".as_slice(), WHOLE.as_bytes(), b"\n"].concat();
    let mut reader = Reader::new(&log[..]);
    let error = reader.next().unwrap().unwrap_err();
    assert!(matches!(error.problem, Problem::NotARecord(_)), "{error}");
    assert!(reader.next().unwrap().is_ok());
}

#[test]
fn a_log_may_end_anywhere() {
    let log = format!("{WHOLE}\n{WHOLE}");
    for end in 0..log.len() {
        let mut reader = Reader::new(&log.as_bytes()[..end]);
        let last = reader.by_ref().last();
        match end {
            0 => assert!(last.is_none()),
            _ if end == WHOLE.len() || end == WHOLE.len() + 1 => {
                assert!(last.unwrap().is_ok(), "only the line's end is missing");
            }
            _ => {
                let error = last.unwrap().unwrap_err();
                let line = if end < WHOLE.len() { 1 } else { 2 };
                assert!(
                    matches!(error.problem, Problem::Truncated),
                    "{end}: {error}"
                );
                let words = "the log ends in the middle of the record";
                assert_eq!(error.to_string(), format!("line {line}: {words}"));
            }
        }
    }
}

#[test]
fn a_line_without_end_is_not_kept() {
    let longest = format!("{WHOLE}{}\n", " ".repeat(MOST_LINE - WHOLE.len()));
    let longer = format!("{WHOLE}{}\n", " ".repeat(MOST_LINE - WHOLE.len() + 1));
    let log = [&longest, &longer, WHOLE, "\n", &"x".repeat(3 * MOST_LINE)].concat();
    let mut reader = Reader::new(BufReader::with_capacity(1000, log.as_bytes()));
    assert!(reader.next().unwrap().is_ok());
    let error = reader.next().unwrap().unwrap_err();
    assert!(matches!(error.problem, Problem::TooLong));
    assert_eq!(
        error.to_string(),
        "line 2: not a record: longer than 1048576 bytes"
    );
    assert!(reader.next().unwrap().is_ok());
    assert!(matches!(
        reader.next().unwrap().unwrap_err().problem,
        Problem::TooLong
    ));
    assert!(reader.next().is_none());
}

/// Fails after what it has.
struct Breaks<'a>(&'a [u8]);

impl Read for Breaks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn an_input_that_fails_is_the_end() {
    let log = format!("{WHOLE}\n{{");
    let mut reader = Reader::new(BufReader::new(Breaks(log.as_bytes())));
    assert!(reader.next().unwrap().is_ok());
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2: cannot be read: the disk is gone"
    );
    assert!(reader.next().is_none());
}
