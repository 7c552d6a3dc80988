//! Digits within a call.

use crate::{
    ending, functions,
    office::{Author, kind, office},
    scene::{Desk, config},
    table::{self, Cell},
    world::{LINE_GENERATE, done},
};

/// The end-to-end ids of a request, and of the one after it.
const IDS: [u32; 2] = [0x51, 0x52];

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

fn walk_row(desk: &Desk, (mode, digits): (&str, &str), result: Cell, term: Cell) -> Option<String> {
    let scene = desk.scene("connected");
    let (lines, call) = (desk.office.lines, scene.call);
    let send = |id, mode, digits| lines.generate_digits(call.handle, id, mode, digits);
    let mode = mode.parse().expect("it is a number");
    let started = |first: &str| {
        // They would take an hour.
        assert_eq!(first, "ok");
    };
    // The requests of which the row does not speak never end by themselves.
    let slow = matches!(
        digits,
        "(replaced)" | "(cancelled)" | "(dropped)" | "(closed)" | "(refused)"
    );
    if slow {
        let silent = tspkit_driver_sim::LineRuleConfig::new()
            .request(kind("GenerateDigits"))
            .nth(1)
            .silence();
        let control = desk.office.control();
        control.add_line_rule(&silent).expect("the rule is good");
        started(ending::name(send(IDS[0], 2, Some("1"))));
    }
    let code = match digits {
        "(null)" => send(IDS[0], mode, None),
        "(replaced)" => send(IDS[1], mode, Some("2")),
        "(cancelled)" => send(IDS[1], mode, None),
        "(refused)" => send(IDS[1], mode, Some("2")),
        "(dropped)" => {
            done(|request| lines.drop_call(request, call.handle, b""));
            0
        }
        "(closed)" => lines.close_call(call.handle),
        digits => send(IDS[0], mode, Some(digits)),
    };
    let at_once = desk
        .told(call)
        .iter()
        .filter(|told| told.what == LINE_GENERATE)
        .count();
    desk.settle();
    let ends = |id: u32| {
        let told = desk.under_test.of_call(call, LINE_GENERATE);
        let own = told.iter().filter(|params| params[1] == id as usize);
        own.map(|params| params[0]).collect::<Vec<_>>()
    };
    let expected = match term.word {
        "DONE" => vec![1],
        "CANCEL" => vec![2],
        _ => Vec::new(),
    };
    let awaited = || ends(IDS[0]).len() >= expected.len();
    let began = std::time::Instant::now();
    while !awaited() && began.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let found = ending::name(code);
    let mut problem = None;
    if found != result.word {
        problem = Some(format!("it ended with {found}"));
    } else if ends(IDS[0]) != expected {
        problem = Some(format!("the terms are {:?}", ends(IDS[0])));
    } else if digits == "(closed)" && at_once == 0 {
        problem = Some("nothing was told before it was closed".to_owned());
    } else if result.word != "ok" && !ends(IDS[1]).is_empty() {
        problem = Some("an end of what never began".to_owned());
    }
    scene.clean(None);
    problem
}
