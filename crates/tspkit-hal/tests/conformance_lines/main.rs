//! The suite passes a driver with a line that is right, and finds each flaw by the check that is there for it.

mod board;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tspkit_hal::conformance::Suite;

use board::{Board, Flaw, Handle, LINE};

fn suite(flaw: Flaw, limit: Duration) -> Suite {
    let latest = Arc::new(Mutex::new(Board::new(flaw)));
    let [called, served, added] = [0; 3].map(|_| latest.clone());
    Suite::new(move || {
        let board = Board::new(flaw);
        *latest.lock().unwrap() = board.clone();
        Box::new(Handle(board))
    })
    .requests_at_once(12)
    .limit(limit)
    .call(LINE, "1")
    .call_in(LINE, move |_| {
        let board = called.lock().unwrap().clone();
        board.call_in();
    })
    .serve(LINE, move |_, is| {
        let board = served.lock().unwrap().clone();
        board.serve(is);
    })
    .add_line(move || {
        let board = added.lock().unwrap().clone();
        board.add_line();
    })
}

#[test]
fn a_driver_without_flaw_passes_every_check_for_lines() {
    let report = suite(Flaw::None, Duration::from_secs(300)).run();
    report.assert_passed();
    let lines = [
        "every request of a line is answered",
        "an unknown line or call is answered with an error",
        "requests of lines by many threads are each answered once",
        "submitting a line's request never waits",
        "a call is told of after its answer and not after idle",
        "a call that is dropped at once ends",
        "a call that comes in is a new one",
        "a call whose making is cancelled leaves the line free",
        "digits that are cancelled are let go, and the next are sent",
        "digits are sent, and end with their call",
        "what carries a call is changed and told",
        "a call is transferred",
        "a line that goes out of service says so, and comes back",
        "a line that is added is a new one",
        "stopping ends calls and what is pending on lines",
        "after stopping, requests of lines are answered with an error",
    ];
    let run = report.checks();
    let names: Vec<_> = run.iter().map(|check| check.name).collect();
    assert_eq!(names[names.len() - lines.len()..], lines);
    let skipped = report.not_applicable();
    assert!(lines.iter().all(|line| !skipped.contains(line)), "{report}");
}

#[test]
fn nothing_is_dialled_where_it_is_not_said() {
    let report = Suite::new(|| Box::new(Handle(Board::new(Flaw::None)))).run();
    report.assert_passed();
    let skipped = report.not_applicable();
    for check in [
        "a call is told of after its answer and not after idle",
        "a call that is dropped at once ends",
        "a call that comes in is a new one",
        "a call whose making is cancelled leaves the line free",
        "digits that are cancelled are let go, and the next are sent",
        "digits are sent, and end with their call",
        "what carries a call is changed and told",
        "a call is transferred",
        "a line that goes out of service says so, and comes back",
        "a line that is added is a new one",
        "stopping ends calls and what is pending on lines",
    ] {
        assert!(skipped.contains(&check), "{report}");
    }
}

/// The suite finds the flaw by that check.
fn finds(flaw: Flaw, check: &str) {
    let report = suite(flaw, Duration::from_millis(700)).run();
    assert!(
        report.failed().contains(&check),
        "{flaw:?} was not found by `{check}`:\n{report}"
    );
}

macro_rules! flaws {
    ($($test:ident: $flaw:ident by $check:literal;)*) => {
        $(
            #[test]
            fn $test() {
                finds(Flaw::$flaw, $check);
            }
        )*
    };
}

flaws! {
    never_answering: NeverAnswersDial by "every request of a line is answered";
    dropping_tokens: DropsDial by "every request of a line is answered";
    panicking: PanicsInSubmit by "every request of a line is answered";
    knowing_every_call: KnowsEveryCall by "an unknown line or call is answered with an error";
    answering_with_another_code: WrongCode by "an unknown line or call is answered with an error";
    taking_every_line: TakesEveryLine by "an unknown line or call is answered with an error";
    losing_requests: LosesSomeRequests by "requests of lines by many threads are each answered once";
    talking_before_the_answer: TalksBeforeTheAnswer by "a call is told of after its answer and not after idle";
    never_saying_idle: NeverSaysIdle by "a call is told of after its answer and not after idle";
    never_saying_idle_at_once: NeverSaysIdle by "a call that is dropped at once ends";
    talking_after_idle: TalksAfterIdle by "a call is told of after its answer and not after idle";
    talking_of_unknown_calls: TalksOfUnknownCalls by "a call is told of after its answer and not after idle";
    talking_of_unknown_lines: TalksOfUnknownLines by "a call is told of after its answer and not after idle";
    talking_of_refused_calls: TalksOfRefusedCalls by "every request of a line is answered";
    calling_in_without_the_bit: CallsInWithoutTheBit by "a call that comes in is a new one";
    calling_in_twice_the_same: CallsInTwiceTheSame by "a call that comes in is a new one";
    calling_in_unannounced: CallsInUnannounced by "a call that comes in is a new one";
    leaving_requests_pending: LeavesPending by "stopping ends calls and what is pending on lines";
    talking_after_stop: TalksAfterStop by "stopping ends calls and what is pending on lines";
    waiting_in_submit: WaitsInSubmit by "submitting a line's request never waits";
    keeping_cancelled_calls: KeepsCancelledCalls by "a call whose making is cancelled leaves the line free";
    staying_busy_with_cancelled_calls: StaysBusyWithCancelledCalls by "a call whose making is cancelled leaves the line free";
    keeping_cancelled_digits: KeepsCancelledDigits by "digits that are cancelled are let go, and the next are sent";
    staying_busy_with_cancelled_digits: StaysBusyWithCancelledDigits by "digits that are cancelled are let go, and the next are sent";
    answering_digits_at_once: AnswersDigitsAtOnce by "digits are sent, and end with their call";
    keeping_digits_of_dropped_calls: KeepsDigitsOfDroppedCalls by "digits are sent, and end with their call";
    sending_digits_when_idle: SendsDigitsWhenIdle by "digits are sent, and end with their call";
    saying_nothing_of_parameters: SaysNothingOfParams by "what carries a call is changed and told";
    refusing_parameters: RefusesParams by "what carries a call is changed and told";
    transferring_without_hold: TransfersWithoutHold by "a call is transferred";
    telling_of_consultations_first: TellsOfConsultationsFirst by "a call is transferred";
    keeping_transferred_calls: KeepsTransferredCalls by "a call is transferred";
    being_silent_out_of_service: IsSilentOutOfService by "a line that goes out of service says so, and comes back";
    calling_out_of_service: CallsOutOfService by "a line that goes out of service says so, and comes back";
    being_listed_in_service: IsListedInService by "a line that goes out of service says so, and comes back";
    adding_silently: AddsSilently by "a line that is added is a new one";
    adding_the_same: AddsTheSame by "a line that is added is a new one";
    adding_unlisted: AddsUnlisted by "a line that is added is a new one";
    answering_after_stop: AnswersAfterStop by "after stopping, requests of lines are answered with an error";
}
