//! Making calls: with which parameters, and what can be dialled.

use std::ptr;

use tspkit_provider::hal::LineId;

use crate::{
    functions::{self, Ending},
    office::{Author, office},
    scene::{Desk, config},
    support::tapi::wide,
    table::{self, Cell},
    world::{Call, LINE_NEWCALL, dword, next_handle, next_request, params, text},
};

/// Puts a `DWORD` into a structure.
fn put(bytes: &mut [u8], offset: usize, value: u32) {
    bytes[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
}

/// A `LINECALLPARAMS` as the table describes it; `None` for a null pointer.
fn described(field: &str) -> Option<Vec<u8>> {
    const ADDRESS: usize = 48;
    let address = |own: &str| {
        let bytes: Vec<u8> = wide(own).into_iter().flat_map(u16::to_le_bytes).collect();
        let mut params = params(&[(ADDRESS, &bytes)]);
        put(&mut params, 24, 2);
        params
    };
    let with = |values: &[(usize, u32)]| {
        let mut bytes = params(&[]);
        for (offset, value) in values {
            put(&mut bytes, *offset, *value);
        }
        bytes
    };
    Some(match field {
        "none (null pointer)" => return None,
        "all zero" | "no call appearance left" | "line out of service" | "country code 44" => {
            with(&[])
        }
        "bearer VOICE" => with(&[(4, 1)]),
        "bearer DATA" => with(&[(4, 8)]),
        "bearer MULTIUSE" => with(&[(4, 4)]),
        "bearer 0" => with(&[(4, 0)]),
        "bearer VOICE and DATA" => with(&[(4, 9)]),
        "media INTERACTIVEVOICE" => with(&[(16, 0x4)]),
        "media DATAMODEM" => with(&[(16, 0x10)]),
        "media VIDEO" => with(&[(16, 0x8000)]),
        "min rate above max rate" => with(&[(8, 64_000), (12, 9_600)]),
        "address mode ADDRESSID, id 0" => with(&[(24, 1), (28, 0)]),
        "address mode ADDRESSID, id 1" => with(&[(24, 1), (28, 1)]),
        "address mode DIALABLEADDR, own" => address("201"),
        "address mode DIALABLEADDR, other" => address("202"),
        "address mode 4" => with(&[(24, 4)]),
        "address type PHONENUMBER" => with(&[(176, 1)]),
        "address type IPADDRESS" => with(&[(176, 0x10)]),
        "total size below the fixed part" => with(&[(0, 179)]),
        "offset past the end" => with(&[(80, 1), (84, 180)]),
        "offset and size overflow" => with(&[(80, 2), (84, u32::MAX)]),
        "IDLE flag, no appearance left" => with(&[(20, 2)]),
        field => panic!("nothing here is {field}"),
    })
}

#[test]
fn call_parameters_are_taken_as_the_table_says() {
    functions::walk("call parameters", 25, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for [field, result] in table::columns("call parameters") {
            let mut scene = desk.scene("idle");
            let control = desk.office.control();
            // Three calls fill the line.
            let fill = if field.ends_with("appearance left") {
                3
            } else {
                0
            };
            for _ in 0..fill {
                scene.make(desk.under_test, None);
            }
            if field == "line out of service" {
                assert!(control.line_out_of_service(LineId(1)));
                desk.settle();
            }
            let country = if field.starts_with("country") { 44 } else { 0 };
            let ending = make(&desk, None, described(field).as_deref(), country);
            desk.settle();
            let expected = Cell::of(result).word;
            let problem =
                (ending.word != expected).then(|| format!("it ended with {}", ending.word));
            walked.cell(field, problem);
            assert!(control.line_in_service(LineId(1)));
            scene.clean(ending.new);
            ending.check_never_completed();
        }
        desk.office.shut_down();
    });
}

/// `TSPI_lineMakeCall` on the line under test.
fn make(desk: &Desk, number: Option<&str>, params: Option<&[u8]>, country: u32) -> Ending {
    let (request, tapi, mut handle) = (next_request(), next_handle(), 0);
    let number = number.map(wide);
    // SAFETY: the output is a variable, the number ends with a NUL, and the structure is as long as it says or, where
    // that is what is tried, shorter.
    let code = unsafe {
        desk.office.exports.line_make_call(
            request,
            desk.under_test.handle,
            tapi,
            &raw mut handle,
            number.as_ref().map_or(ptr::null(), Vec::as_ptr),
            country,
            params.map_or(ptr::null(), <[u8]>::as_ptr),
        )
    };
    let mut ending = Ending::asynchronous(request, code);
    if ending.word == "ok" {
        ending.new = Some(Call { handle, tapi });
    }
    ending
}

#[test]
fn numbers_are_dialled_as_the_table_says() {
    functions::walk("dialling", 59, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for [function, string, result, reached] in table::columns("dialling") {
            let problem = match function {
                "MakeCall" => made(&desk, string, result, reached),
                "Dial" => dialled(&desk, string, result, reached),
                _ => sent_on(&desk, function, string, result, reached),
            };
            walked.cell(&format!("{function} {string} ({result})"), problem);
        }
        desk.office.shut_down();
    });
}

/// The text that the table stands for; `None` for a null pointer.
fn string(word: &str) -> Option<String> {
    match word {
        "(null)" => None,
        "(empty)" => Some(String::new()),
        word => Some(word.replace("(CRLF)", "\r\n")),
    }
}

fn wrong_ending(ending: &Ending, result: &'static str) -> Option<String> {
    let (is_sync, word) = match result.strip_prefix("sync ") {
        Some(word) => (true, word),
        None => (false, result),
    };
    if ending.word != Cell::of(word).word {
        return Some(format!("it ended with {}", ending.word));
    }
    (is_sync && !ending.at_once).then(|| "it ended in its completion".to_owned())
}

/// Where a call went: calls that came in on the far line before, and the call's own state.
fn wrong_end(desk: &Desk, before: usize, call: Option<Call>, reached: &str) -> Option<String> {
    let came = desk.far.told(LINE_NEWCALL).len() - before;
    let state = call.map(|call| {
        let (code, status) = desk.office.lines.call_status(call.handle);
        assert_eq!(code, 0);
        dword(&status, 12) as usize
    });
    let is_number = reached.starts_with(|first: char| first.is_ascii_digit());
    if !is_number {
        let expected = (reached != "-").then(|| table::state(reached));
        let is_right = came == 0 && state == expected;
        return (!is_right).then(|| format!("{came} calls came through, its state is {state:x?}"));
    }
    if came != 1 {
        return Some(format!("{came} calls came through"));
    }
    let partner = desk.far.comes_in(before);
    // dwCalledID.
    let called = text(&desk.far.info(partner), 132);
    (called != reached).then(|| format!("it was called as {called}"))
}

fn made(desk: &Desk, word: &str, result: &'static str, reached: &str) -> Option<String> {
    let scene = desk.scene("idle");
    let before = desk.far.told(LINE_NEWCALL).len();
    let number = string(word);
    let ending = make(desk, number.as_deref(), None, 0);
    desk.settle();
    let problem =
        wrong_ending(&ending, result).or_else(|| wrong_end(desk, before, ending.new, reached));
    scene.clean(ending.new);
    ending.check_never_completed();
    problem
}

fn dial(desk: &Desk, call: Call, number: &str) -> Ending {
    let request = next_request();
    let code = desk.office.lines.dial(request, call.handle, number);
    Ending::asynchronous(request, code)
}

/// In dial tone, or after the part of a number that stands in parentheses.
fn dialled(desk: &Desk, word: &str, result: &'static str, reached: &str) -> Option<String> {
    let scene = desk.scene("dialtone");
    let before = desk.far.told(LINE_NEWCALL).len();
    let (first, rest) = match word.split_once(' ') {
        Some((first, rest)) => (Some(first.trim_matches(['(', ')'])), rest),
        None => (None, word),
    };
    if let Some(first) = first {
        assert_eq!(dial(desk, scene.call, first).word, "ok");
    }
    let ending = dial(desk, scene.call, &string(rest).expect("it is a string"));
    desk.settle();
    let problem = wrong_ending(&ending, result)
        .or_else(|| wrong_end(desk, before, Some(scene.call), reached));
    scene.clean(None);
    ending.check_never_completed();
    problem
}

/// A call from the third line is sent on, offered or answered.
fn sent_on(
    desk: &Desk,
    function: &str,
    word: &str,
    result: &'static str,
    reached: &str,
) -> Option<String> {
    let scene = desk.offered_from_third(function == "BlindTransfer");
    let before = desk.far.told(LINE_NEWCALL).len();
    let told = desk.told(scene.call).len();
    let request = next_request();
    let number = string(word).map(|number| wide(&number));
    let number = number.as_ref().map_or(ptr::null(), Vec::as_ptr);
    let (exports, call) = (desk.office.exports, scene.call.handle);
    let code = if function == "Redirect" {
        // SAFETY: the number is null or ends with a NUL.
        unsafe { exports.line_redirect(request, call, number, 0) }
    } else {
        // SAFETY: as above.
        unsafe { exports.line_blind_transfer(request, call, number, 0) }
    };
    let ending = Ending::asynchronous(request, code);
    desk.settle();
    let told_now = desk.told(scene.call).len() - told;
    let stays = ending.word != "ok" && told_now > 0;
    let problem = wrong_ending(&ending, result)
        .or_else(|| wrong_sent_on(desk, before, reached))
        .or_else(|| stays.then(|| "it was refused, and something was told".to_owned()));
    scene.clean(None);
    ending.check_never_completed();
    problem
}

/// Who is called now, redirected or transferred: the called party is the first or the second.
fn wrong_sent_on(desk: &Desk, before: usize, reached: &str) -> Option<String> {
    let came = desk.far.told(LINE_NEWCALL).len() - before;
    let expected = usize::from(reached != "-");
    (came != expected).then(|| format!("{came} calls came through"))
}
