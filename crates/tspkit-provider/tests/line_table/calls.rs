//! Every function in every state of a call.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::{
    functions::{self, DIGITS},
    office::{Author, office},
    scene::{Desk, LATE, Scene, config},
    table::{self, Cell, STATES},
    world::{Call, LINE_CALLINFO, LINE_CALLSTATE, LINE_GENERATE, Message, VOICE, dword},
};

#[test]
fn every_function_does_in_every_state_what_the_table_says() {
    functions::walk("calls", 25 * 12, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        let details = table::details();
        for (function, cells) in table::calls() {
            for (state, cell) in STATES.into_iter().zip(cells) {
                let problem = walk_cell(&desk, &details, (function, state), cell);
                walked.cell(&format!("{function} in {state} ({cell})"), problem);
            }
        }
        desk.office.shut_down();
    });
}

/// What is wrong with a cell.
fn walk_cell(
    desk: &Desk,
    details: &HashMap<&str, usize>,
    (function, state): (&'static str, &'static str),
    wanted: Cell,
) -> Option<String> {
    let scene = desk.scene_for(function, state);
    let (call, other) = (scene.call, scene.other);
    let before = desk.told(call).len();
    let told_of_other = other.map(|other| desk.told(other).len());
    let ending = functions::ask(
        desk.office.lines,
        function,
        call.handle,
        other.map_or(0, |other| other.handle),
    );
    desk.settle();
    let expected = expected(wanted.word, details);
    let told = told(desk, call, before, expected.len());
    let word = if wanted.word == "S" {
        "INVALCALLSTATE"
    } else {
        "ok"
    };
    let mut problem = None;
    if ending.word != word {
        problem = Some(format!("it ended with {}", ending.word));
    } else if told != expected {
        problem = Some(format!("TAPI was told {told:x?}, not {expected:x?}"));
    } else if let Some(wrong) = wrong_status(desk, &scene, state, wanted.word) {
        problem = Some(wrong);
    } else if let (Some(other), Some(before)) = (other, told_of_other)
        && let Some(wrong) = wrong_other(desk, details, (function, state), wanted, (other, before))
    {
        problem = Some(wrong);
    }
    scene.clean(ending.new);
    ending.check_never_completed();
    let after = self::told(desk, call, before, 0);
    if wanted.word == "closed" && !after.is_empty() {
        problem = Some(format!("TAPI was told {after:x?} after it was closed"));
    }
    problem
}

/// A message without the handles.
type Told = (u32, [usize; 3]);

fn expected(word: &str, details: &HashMap<&str, usize>) -> Vec<Told> {
    if word.starts_with(['+', '>']) {
        let (bit, state) = word.split_once('>').unwrap_or((word, ""));
        let bit = bit.strip_prefix('+');
        let bit = bit.map(|bit| (LINE_CALLINFO, [table::change(bit), 0, 0]));
        let state = (!state.is_empty()).then(|| state_told(state, details));
        return bit.into_iter().chain(state).collect();
    }
    match word {
        "digits" => vec![(LINE_GENERATE, [1, DIGITS as usize, 0])],
        "S" | "ok" | "closed" => Vec::new(),
        word => panic!("the table has no meaning for {word}"),
    }
}

fn state_told(state: &str, details: &HashMap<&str, usize>) -> Told {
    let params = [table::state(state), details[state], VOICE as usize];
    (LINE_CALLSTATE, params)
}

/// What was told of a call after so many messages, of which so many are awaited.
fn told(desk: &Desk, call: Call, before: usize, awaited: usize) -> Vec<Told> {
    let began = Instant::now();
    loop {
        let all = desk.told(call);
        let told: Vec<Told> = all[before..].iter().map(plain).collect();
        if told.len() >= awaited || began.elapsed() > LATE {
            return told;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn plain(told: &Message) -> Told {
    let mut params = told.params;
    if told.what == LINE_GENERATE {
        // When it was, in milliseconds.
        params[2] = 0;
    }
    (told.what, params)
}

/// `LINECALLSTATUS` says where a call is then.
fn wrong_status(desk: &Desk, scene: &Scene<'_>, state: &str, word: &str) -> Option<String> {
    let (code, status) = desk.office.lines.call_status(scene.call.handle);
    if word == "closed" {
        return (code != crate::support::code::line::INVALCALLHANDLE)
            .then(|| format!("its handle gives {code:#x} afterwards"));
    }
    let now = table::state(word.split_once('>').map_or(state, |(_, state)| state));
    let found = dword(&status, 12) as usize;
    (code != 0 || found != now).then(|| format!("its state is then {found:#x}"))
}

/// The second call of `SwapHold` goes where the first was, that of `CompleteTransfer` to its end.
fn wrong_other(
    desk: &Desk,
    details: &HashMap<&str, usize>,
    (function, state): (&str, &str),
    cell: Cell,
    (other, before): (Call, usize),
) -> Option<String> {
    let expected = match (cell.word, function) {
        ("S", _) => Vec::new(),
        (_, "SwapHold.active" | "SwapHold.held") => vec![state_told(state, details)],
        _ => vec![state_told("idle", details)],
    };
    let told = told(desk, other, before, expected.len());
    (told != expected).then(|| format!("of the other call TAPI was told {told:x?}"))
}

/// The bits of `dwCallFeatures` by the functions that they stand for.
const FEATURES: [(&str, u32); 14] = [
    ("Accept", 0x1),
    ("Answer", 0x4),
    ("BlindTransfer", 0x8),
    ("Dial", 0x40),
    ("Drop", 0x80),
    ("GenerateDigits", 0x200),
    ("Hold", 0x800),
    ("Redirect", 0x2_0000),
    ("SendUserUserInfo", 0x10_0000),
    ("SetCallParams", 0x20_0000),
    ("SetupTransfer", 0x200_0000),
    ("Unhold", 0x800_0000),
    ("ReleaseUserUserInfo", 0x1000_0000),
    ("SetCallData", 0x8000_0000),
];

#[test]
fn the_status_of_every_state_is_what_the_table_says() {
    functions::walk("status", 12 * 3, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for [state, detail] in table::words::<2>("status") {
            let scene = desk.scene(state);
            let (code, status) = desk.office.lines.call_status(scene.call.handle);
            assert_eq!(code, 0);
            let at = |what: &str| format!("{what} of {state}");
            let expected = (table::state(state), table::constant(Cell::of(detail).word));
            let found = (dword(&status, 12) as usize, dword(&status, 16) as usize);
            let differ = (found != expected).then(|| format!("{found:x?}, not {expected:x?}"));
            walked.cell(&at("state and detail"), differ);
            walked.cell(&at("message"), wrong_message(&desk, &scene, expected));
            walked.cell(&at("features"), wrong_features(dword(&status, 24), state));
            scene.clean(None);
        }
        desk.office.shut_down();
    });
}

fn wrong_message(
    desk: &Desk,
    scene: &Scene<'_>,
    (state, detail): (usize, usize),
) -> Option<String> {
    let last = desk.under_test.states(scene.call).last().copied();
    let expected = [state, detail, VOICE as usize];
    (last != Some(expected)).then(|| format!("TAPI was told {last:x?}, not {expected:x?}"))
}

fn wrong_features(found: u32, state: &str) -> Option<String> {
    let column = STATES.iter().position(|each| *each == state);
    let column = column.expect("it is a state");
    let mut wrong = Vec::new();
    let calls: HashMap<_, _> = table::calls().into_iter().collect();
    for (function, bit) in FEATURES {
        let succeeds = calls[function][column].word != "S";
        if succeeds != (found & bit != 0) {
            let is = if succeeds { "is missing" } else { "is there" };
            wrong.push(format!("{function} {is}"));
        }
    }
    let known = FEATURES.iter().fold(0, |all, (_, bit)| all | bit);
    let others = found & !known;
    if others != 0 {
        wrong.push(format!("{others:#x} are there"));
    }
    (!wrong.is_empty()).then(|| wrong.join(", "))
}
