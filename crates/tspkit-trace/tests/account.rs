//! The account of a log: what keeps the contract passes, each way to break it is found with its line.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use tspkit_trace::{
    Account, Breach, BreachKind, Level, OwnedValue, Record, Summary, What,
    account::{is_asynchronous, is_synchronous},
};

const FAILED: i32 = 0x9000_001C_u32.cast_signed();

fn time(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
}

fn at(seconds: u64, what: What) -> Record {
    let (time, thread) = (time(seconds), 1);
    Record { time, thread, what }
}

fn arguments(list: &[(&str, i64)]) -> Vec<(String, OwnedValue)> {
    let number = |number: i64| match number.try_into() {
        Ok(number) => OwnedValue::Number(number),
        Err(_) => OwnedValue::Signed(number),
    };
    list.iter()
        .map(|(name, value)| ((*name).to_owned(), number(*value)))
        .collect()
}

fn call_of(function: &str, list: &[(&str, i64)], result: i32) -> What {
    What::Call {
        function: function.into(),
        arguments: arguments(list),
        result,
        took: Duration::from_micros(3),
    }
}

fn call(id: i64, result: i32) -> What {
    call_of("TSPI_phoneSetData", &[("dwRequestID", id)], result)
}

fn callback(function: &str, list: &[(&str, i64)]) -> What {
    What::Callback {
        function: function.into(),
        arguments: arguments(list),
        took: Duration::ZERO,
    }
}

fn completion(id: i64, result: i64) -> What {
    callback(
        "ASYNC_COMPLETION",
        &[("dwRequestID", id), ("lResult", result)],
    )
}

/// The account of records that come a second apart, in lines from 1.
fn account(log: &[What]) -> Summary {
    let mut account = Account::new();
    for (line, what) in (1..).zip(log) {
        account.record(line, &at(line, what.clone()));
    }
    account.finish()
}

fn breaches(log: &[What]) -> Vec<(u64, BreachKind)> {
    let breaches = account(log).breaches.into_iter();
    breaches.map(|breach| (breach.line, breach.kind)).collect()
}

#[test]
fn a_log_that_keeps_the_contract() {
    let note = What::Note {
        message: "hello".into(),
        level: Level::Info,
        target: "test".into(),
        fields: Vec::new(),
    };
    let summary = account(&[
        note,
        call_of("TSPI_providerInit", &[], 0),
        call(1, 1),
        call(2, FAILED),
        completion(3, FAILED.into()),
        call(3, 3),
        callback("PHONEEVENT", &[("dwMsg", 18)]),
        completion(1, 0),
        call(1, 1),
        completion(1, 0),
        call_of("TSPI_phoneGetData", &[], FAILED),
        call_of("TSPI_lineMakeCall", &[("dwRequestID", 9)], 9),
        completion(9, 0),
        call_of("TSPI_unheardOf", &[("dwRequestID", 10)], 10),
    ]);
    let expected = Summary {
        calls: 8,
        accepted: 4,
        refused: 1,
        callbacks: 5,
        completions: 4,
        failures: 1,
        notes: 1,
        breaches: Vec::new(),
    };
    assert_eq!(summary, expected);
}

#[test]
fn nine_functions_of_phones_are_asynchronous_and_those_of_lines_with_a_request_id() {
    let functions = [
        "TSPI_phoneClose",
        "TSPI_phoneDevSpecific",
        "TSPI_phoneGetButtonInfo",
        "TSPI_phoneGetData",
        "TSPI_phoneGetDevCaps",
        "TSPI_phoneGetDisplay",
        "TSPI_phoneGetExtensionID",
        "TSPI_phoneGetGain",
        "TSPI_phoneGetHookSwitch",
        "TSPI_phoneGetIcon",
        "TSPI_phoneGetID",
        "TSPI_phoneGetLamp",
        "TSPI_phoneGetRing",
        "TSPI_phoneGetStatus",
        "TSPI_phoneGetVolume",
        "TSPI_phoneNegotiateExtVersion",
        "TSPI_phoneNegotiateTSPIVersion",
        "TSPI_phoneOpen",
        "TSPI_phoneSelectExtVersion",
        "TSPI_phoneSetButtonInfo",
        "TSPI_phoneSetData",
        "TSPI_phoneSetDisplay",
        "TSPI_phoneSetGain",
        "TSPI_phoneSetHookSwitch",
        "TSPI_phoneSetLamp",
        "TSPI_phoneSetRing",
        "TSPI_phoneSetStatusMessages",
        "TSPI_phoneSetVolume",
    ];
    let asynchronous = functions.iter().filter(|name| is_asynchronous(name));
    assert_eq!(asynchronous.count(), 9);
    assert!(
        functions
            .iter()
            .all(|name| is_asynchronous(name) != is_synchronous(name))
    );
    assert!(is_synchronous("TUISPI_providerInstall"));
    assert!(is_synchronous("TSPI_lineNegotiateTSPIVersion"));
    assert!(is_synchronous("TSPI_lineCloseCall") && is_synchronous("TSPI_lineGenerateDigits"));
    assert!(is_asynchronous("TSPI_lineDrop") && !is_synchronous("TSPI_lineDrop"));
    assert!(!is_asynchronous("TSPI_other") && !is_synchronous("TSPI_other"));
}

#[test]
fn results_that_may_not_be() {
    let function = || "TSPI_phoneSetData".to_owned();
    let open = "TSPI_phoneOpen".to_owned();
    assert_eq!(
        breaches(&[
            call(17, 0),
            call(18, 17),
            call_of("TSPI_phoneOpen", &[], 1),
            completion(17, 0),
        ]),
        [
            (
                1,
                BreachKind::Zero {
                    function: function(),
                    id: 17
                }
            ),
            (
                2,
                BreachKind::Foreign {
                    function: function(),
                    id: 18,
                    result: 17
                }
            ),
            (
                3,
                BreachKind::Positive {
                    function: open,
                    result: 1
                }
            ),
            (4, BreachKind::NotAccepted { id: 17, call: 1 }),
        ]
    );
}

#[test]
fn a_request_without_a_completion() {
    let log = [call(17, 17), call(18, 18), completion(18, 0)];
    let function = "TSPI_phoneSetData".to_owned();
    assert_eq!(
        breaches(&log),
        [(1, BreachKind::Unanswered { function, id: 17 })]
    );
}

#[test]
fn completions_that_may_not_be() {
    assert_eq!(
        breaches(&[
            call(1, 1),
            completion(1, 0),
            completion(1, 0),
            call(2, FAILED),
            completion(2, 0),
            completion(3, 0),
            completion(4, FAILED.into()),
            call(4, FAILED),
        ]),
        [
            (3, BreachKind::Again { id: 1, call: 1 }),
            (5, BreachKind::NotAccepted { id: 2, call: 4 }),
            (6, BreachKind::Unknown { id: 3 }),
            (7, BreachKind::NotAccepted { id: 4, call: 8 }),
        ]
    );
}

#[test]
fn a_completion_too_many_before_the_calls_line() {
    assert_eq!(
        breaches(&[completion(1, 0), completion(1, 0), call(1, 1)]),
        [(2, BreachKind::Again { id: 1, call: 3 })]
    );
}

#[test]
fn a_completion_of_long_ago_is_no_answer_to_a_new_call() {
    let mut account = Account::new();
    account.record(1, &at(0, call(1, 1)));
    account.record(2, &at(1, completion(1, 0)));
    account.record(3, &at(2, completion(1, 0)));
    account.record(4, &at(60, call(1, 1)));
    let function = "TSPI_phoneSetData".to_owned();
    let breach = |line, kind| Breach { line, kind };
    assert_eq!(
        account.finish().breaches,
        [
            breach(3, BreachKind::Again { id: 1, call: 1 }),
            breach(4, BreachKind::Unanswered { function, id: 1 }),
        ]
    );
}

#[test]
fn a_completion_within_a_long_call_is_its_answer() {
    let mut account = Account::new();
    account.record(1, &at(0, completion(1, 0)));
    let mut long = call(1, 1);
    if let What::Call { took, .. } = &mut long {
        *took = Duration::from_secs(100);
    }
    account.record(2, &at(99, long));
    assert_eq!(account.finish().breaches, []);
}

#[test]
fn what_cannot_be_accounted_is_told() {
    let lacks = |function: &str, argument| BreachKind::Lacks {
        function: function.into(),
        argument,
    };
    assert_eq!(
        breaches(&[
            call_of("TSPI_phoneSetLamp", &[], 1),
            callback("ASYNC_COMPLETION", &[("lResult", 0)]),
            call(1, 1),
            callback("ASYNC_COMPLETION", &[("dwRequestID", 1)]),
            call(2, 2),
            completion(2, 7),
        ]),
        [
            (1, lacks("TSPI_phoneSetLamp", "dwRequestID")),
            (2, lacks("ASYNC_COMPLETION", "dwRequestID")),
            (4, lacks("ASYNC_COMPLETION", "lResult")),
            (6, BreachKind::Outcome { id: 2, result: 7 }),
        ]
    );
}

#[test]
fn sentences() {
    let breach = |what: &[What]| account(what).breaches[0].to_string();
    assert_eq!(
        breach(&[call(17, 0)]),
        "line 1: TSPI_phoneSetData returned 0 for request 17; it may return the request id or an error"
    );
    assert_eq!(
        breach(&[call(17, 17)]),
        "line 1: TSPI_phoneSetData accepted request 17, which was never completed"
    );
    assert_eq!(
        breach(&[call(17, FAILED), completion(17, 0)]),
        "line 2: request 17 was completed although line 1 did not accept it"
    );
}

/// What one thread of TAPI and one of the provider may do with a few request ids: each request's call and completion,
/// in either order, ids used again after completion.
fn lawful() -> impl Strategy<Value = Vec<What>> {
    let step = (1..5_i64, 0..4_u8, prop::bool::ANY);
    prop::collection::vec(step, 0..60).prop_map(|steps| {
        let mut log = Vec::new();
        let mut open: Vec<i64> = Vec::new();
        for (id, kind, fails) in steps {
            let result = if fails { FAILED.into() } else { 0 };
            let is_open = open.contains(&id);
            match kind {
                _ if is_open => {
                    open.retain(|known| *known != id);
                    log.push(completion(id, result));
                }
                0 => log.push(call(id, FAILED)),
                1 => log.extend([completion(id, result), call(id, i32::try_from(id).unwrap())]),
                _ => {
                    open.push(id);
                    log.push(call(id, i32::try_from(id).unwrap()));
                }
            }
        }
        log.extend(open.into_iter().map(|id| completion(id, 0)));
        log
    })
}

proptest! {
    #[test]
    fn what_is_lawful_passes(log in lawful()) {
        prop_assert_eq!(breaches(&log), []);
    }

    #[test]
    fn a_completion_left_out_or_doubled_is_one_breach(log in lawful(), which: prop::sample::Index, double: bool) {
        let completions: Vec<_> = (0..log.len())
            .filter(|index| matches!(log[*index], What::Callback { .. }))
            .collect();
        prop_assume!(!completions.is_empty());
        let index = completions[which.index(completions.len())];
        let mut log = log;
        let one = log.remove(index);
        if double {
            log.splice(index..index, [one.clone(), one]);
        }
        prop_assert_eq!(breaches(&log).len(), 1);
    }
}
