//! Digits within a call.

use std::time::{Duration, Instant};

use crate::{
    ending, functions,
    office::{Author, office},
    scene::{Desk, LATE, config},
    support::tapi::wide,
    table::{self, Cell},
    world::{Call, LINE_GENERATE, done},
};

/// The end-to-end ids of a request, and of the one after it.
const IDS: [u32; 2] = [0x51, 0x52];

/// `LINEDIGITMODE_DTMF`.
const DTMF: u32 = 2;

#[test]
fn digits_are_sent_as_the_table_says() {
    functions::walk("digits", 15, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for [mode, digits, result, term] in table::columns("digits") {
            let problem = walk_row(&desk, (mode, digits), Cell::of(result), Cell::of(term));
            walked.cell(&format!("{mode} {digits}"), problem);
        }
        desk.office.shut_down();
    });
}

/// `TSPI_lineGenerateDigits`, each digit as long as the line has it at the most.
fn send_slowly(desk: &Desk, call: Call, id: u32, digits: &str) -> i32 {
    let digits = wide(digits);
    let exports = desk.office.exports;
    // SAFETY: the digits end with a NUL.
    unsafe { exports.line_generate_digits(call.handle, id, DTMF, digits.as_ptr(), u32::MAX) }
}

fn walk_row(desk: &Desk, (mode, digits): (&str, &str), result: Cell, term: Cell) -> Option<String> {
    let scene = desk.scene("connected");
    let (lines, call) = (desk.office.lines, scene.call);
    let mode = mode.parse().expect("it is a number");
    let send = |id, digits| lines.generate_digits(call.handle, id, mode, digits);
    let is_second = digits.starts_with('(') && digits != "(null)";
    if is_second {
        // They take longer than anybody waits for them here.
        assert_eq!(send_slowly(desk, call, IDS[0], &"1".repeat(100)), 0);
        desk.settle();
    }
    let code = match digits {
        "(null)" => send(IDS[0], None),
        "(replaced)" | "(refused)" => send(IDS[1], Some("2")),
        "(cancelled)" => send(IDS[1], None),
        "(dropped)" => {
            done(|request| lines.drop_call(request, call.handle, b""));
            0
        }
        "(closed)" => lines.close_call(call.handle),
        digits => send(IDS[0], Some(digits)),
    };
    let was_told = !ends(desk, call, IDS[0]).is_empty();
    desk.settle();
    let expected = match term.word {
        "DONE" => vec![1],
        "CANCEL" => vec![2],
        _ => Vec::new(),
    };
    let began = Instant::now();
    while ends(desk, call, IDS[0]).len() < expected.len() && began.elapsed() < LATE {
        std::thread::sleep(Duration::from_millis(1));
    }
    let (found, terms) = (ending::name(code), ends(desk, call, IDS[0]));
    let problem = if found != result.word {
        Some(format!("it ended with {found}"))
    } else if terms != expected {
        Some(format!("the terms are {terms:?}"))
    } else if digits == "(closed)" && !was_told {
        Some("nothing was told before it was closed".to_owned())
    } else if result.word != "ok" && !ends(desk, call, IDS[1]).is_empty() {
        Some("an end was told of what never began".to_owned())
    } else {
        None
    };
    scene.clean(None);
    problem
}

/// The terms that were told of a request.
fn ends(desk: &Desk, call: Call, id: u32) -> Vec<usize> {
    let told = desk.under_test.of_call(call, LINE_GENERATE);
    let own = told.iter().filter(|params| params[1] == id as usize);
    own.map(|params| params[0]).collect()
}
