//! Every function with handles that are not what it wants.

use crate::{
    ending, functions,
    office::{Author, PHONES, office},
    scene::{Desk, config},
    support::tapi::V3_0,
    table::{self, Cell},
    tapi::Lines,
    world::{next_handle, next_request},
};

/// Messages about phones do not matter here.
unsafe extern "system" fn phone_event(_: usize, _: u32, _: usize, _: usize, _: usize) {}

/// The handle of an open phone.
fn phone(desk: &Desk) -> usize {
    let mut handle = 0;
    // SAFETY: the output is a variable, and the procedure a function.
    let result = unsafe {
        desk.office.exports.phone_open(
            PHONES,
            next_handle(),
            &raw mut handle,
            V3_0,
            Some(phone_event),
        )
    };
    assert_eq!(result, 0);
    handle
}

fn code(cell: Cell) -> &'static str {
    match cell.word {
        "H" => "INVALCALLHANDLE",
        "L" => "INVALLINEHANDLE",
        word => panic!("the table has no meaning for {word}"),
    }
}

/// A row of four handles is about calls until the first function of lines.
const OF_CALLS: usize = 26;

#[test]
fn handles_that_are_none_are_refused_by_every_function() {
    functions::walk("handles", (OF_CALLS + 12) * 4, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        let lines = desk.office.lines;
        let phone = phone(&desk);
        let stale = desk.scene("connected");
        let stale_call = stale.call.handle;
        assert_eq!(lines.close_call(stale_call), 0);
        stale.clean(None);
        let stale_line = desk.quiet.handle;
        assert_eq!(lines.close(stale_line), 0);
        let scene = desk.scene("connected");
        let (call, line) = (scene.call, desk.under_test.handle);
        let rows = table::words::<5>("handles");
        for (row, [function, cells @ ..]) in rows.into_iter().enumerate() {
            let of_calls = row < OF_CALLS;
            let handles = if of_calls {
                [
                    ("null", 0),
                    ("stale", stale_call),
                    ("line", line),
                    ("phone", phone),
                ]
            } else {
                let call = call.handle;
                [
                    ("null", 0),
                    ("stale", stale_line),
                    ("call", call),
                    ("phone", phone),
                ]
            };
            for ((kind, handle), cell) in handles.into_iter().zip(cells.map(Cell::of)) {
                let before = desk.told(call).len();
                let found = if of_calls {
                    // The other call would do.
                    functions::ask(lines, function, handle, call.handle).word
                } else {
                    of_line(lines, function, handle)
                };
                desk.settle();
                let expected = code(cell);
                let mut problem = (found != expected).then(|| format!("it ended with {found}"));
                let told = desk.told(call).split_off(before);
                if !told.is_empty() {
                    problem = Some(format!("TAPI was told {told:?}"));
                }
                walked.cell(&format!("{function} of {kind} ({cell})"), problem);
            }
        }
        scene.clean(None);
        desk.office.shut_down();
    });
}

/// A function of lines by its name.
fn of_line(lines: Lines, function: &str, line: usize) -> &'static str {
    ending::name(match function {
        "Close" => lines.close(line),
        "MakeCall" => {
            let (result, handle) =
                lines.make_call(next_request(), line, next_handle(), Some("202"), None);
            assert!(
                result >= 0 || handle == 0,
                "a handle of a call that is none"
            );
            result
        }
        "GetAddressID" => lines.address_id(line, 2, "201").0,
        "GetAddressStatus" => lines.address_status(line, 0).0,
        "GetLineDevStatus" => lines.line_status(line).0,
        "GetNumAddressIDs" => lines.addresses(line).0,
        "GetID.line" => lines.id(line, 0, 1, "tapi/line").0,
        "GetID.address" => lines.id(line, 0, 2, "tapi/line").0,
        "SetStatusMessages" => lines.set_status_messages(line, 2, 0),
        "SetDefaultMediaDetection" => lines.detect(line, 4),
        "ConditionalMediaDetection" => lines.could_call(line, 4, None),
        "SelectExtVersion" => lines.select_ext_version(line, 0),
        function => panic!("there is no function {function} here"),
    })
}

#[test]
fn closing_a_line_makes_the_handles_of_its_calls_stale() {
    functions::walk("calls of a closed line", 26, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        let lines = desk.office.lines;
        let scene = desk.scene("connected");
        let call = scene.call.handle;
        assert_eq!(lines.close(desk.under_test.handle), 0);
        let rows = table::words::<5>("handles");
        for [function, ..] in &rows[..OF_CALLS] {
            let found = functions::ask(lines, function, call, call).word;
            let problem = (found != "INVALCALLHANDLE").then(|| format!("it ended with {found}"));
            walked.cell(function, problem);
        }
        desk.office.shut_down();
    });
}
