//! What is asked of an open line, its addresses, and the ids of devices.

use crate::{
    ending, functions,
    office::{Author, LINES, Office, PHONES, office},
    scene::{Desk, config},
    support::tapi::{room, wide},
    table::{self, Cell},
    world::{Line, VOICE, dword, event, field, next_handle},
};

/// `LINEMEDIAMODE_VIDEO`.
const VIDEO: u32 = 0x8000;

#[test]
fn an_open_line_answers_as_the_table_says() {
    functions::walk("open", 19, |walked| {
        let office = office!(Author::of(config));
        let mut handle = 0;
        for [step, result] in table::columns("open") {
            let result = Cell::of(result).word;
            let (code, number) = open_step(&office, step, &mut handle);
            let problem = match (ending::name(code), result.parse::<u32>()) {
                ("ok", Ok(expected)) if number == expected => None,
                (word, Err(_)) if word == result => None,
                (word, _) => Some(format!("{word}, {number}")),
            };
            walked.cell(step, problem);
        }
        office.shut_down();
    });
}

/// The code, and the number if it gives one.
fn open_step(office: &Office, step: &str, handle: &mut usize) -> (i32, u32) {
    let lines = office.lines;
    let open = || lines.open(LINES, next_handle(), Some(event));
    let code = match step {
        "open" | "open after close" => {
            let (code, opened) = open();
            *handle = opened;
            code
        }
        "open again" => open().0,
        "close" | "close again" => lines.close(*handle),
        "media 0" => lines.detect(*handle, 0),
        "media INTERACTIVEVOICE" => lines.detect(*handle, VOICE),
        "media VIDEO" => lines.detect(*handle, VIDEO),
        "conditional INTERACTIVEVOICE" => lines.could_call(*handle, VOICE, None),
        "conditional VIDEO" => lines.could_call(*handle, VIDEO, None),
        "addresses" => return lines.addresses(*handle),
        // LINEADDRESSMODE_DIALABLEADDR is 2, LINEADDRESSMODE_ADDRESSID is 1.
        "address id of own" => return lines.address_id(*handle, 2, "201"),
        "address id of other" => lines.address_id(*handle, 2, "202").0,
        "address id by mode ADDRESSID" => lines.address_id(*handle, 1, "201").0,
        "address id by mode 4" => lines.address_id(*handle, 4, "201").0,
        "address caps 1" => lines.address_caps(LINES, 1).0,
        "address status 1" => lines.address_status(*handle, 1).0,
        "line status" => lines.line_status(*handle).0,
        "address status 0" => lines.address_status(*handle, 0).0,
        step => panic!("there is no step {step} here"),
    };
    (code, 0)
}

fn bits(text: &str) -> u32 {
    let digits = text.strip_prefix("0x").expect("it is hexadecimal");
    u32::from_str_radix(digits, 16).expect("it is a number")
}

#[test]
fn status_messages_are_chosen_as_the_table_says() {
    functions::walk("status messages", 7, |walked| {
        let office = office!(Author::of(config));
        let line = Line::open(office.lines, LINES);
        for [states, address_states, result] in table::words("status messages") {
            let code =
                office
                    .lines
                    .set_status_messages(line.handle, bits(states), bits(address_states));
            let found = ending::name(code);
            let problem = (found != Cell::of(result).word).then(|| found.to_owned());
            walked.cell(&format!("{states} {address_states}"), problem);
        }
        office.shut_down();
    });
}

#[test]
fn media_modes_of_calls_are_set_as_the_table_says() {
    functions::walk("media modes", 9, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for [mode, result, shown] in table::words("media modes") {
            let scene = desk.scene("connected");
            let code = desk
                .office
                .lines
                .set_media_mode(scene.call.handle, bits(mode));
            // dwMediaMode.
            let media = dword(&desk.under_test.info(scene.call), 32);
            let found = (ending::name(code), media);
            let expected = (Cell::of(result).word, bits(shown));
            walked.cell(mode, (found != expected).then(|| format!("{found:x?}")));
            scene.clean(None);
        }
        desk.office.shut_down();
    });
}

#[test]
fn device_ids_are_what_the_table_says() {
    functions::walk("ids", 13, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        let scene = desk.scene("connected");
        let (line, far) = (desk.under_test.handle, desk.far.handle);
        for [class, of, result, data] in table::columns("ids") {
            let call = scene.call.handle;
            // LINECALLSELECT_LINE is 1, ADDRESS 2, CALL 4.
            let (line, address, call, select) = match of {
                "line 201" => (line, 0, 0, 1),
                "line 202" => (far, 0, 0, 1),
                "address 0" => (line, 0, 0, 2),
                "address 1" => (line, 1, 0, 2),
                "call" => (0, 0, call, 4),
                "select 0" => (line, 0, call, 0),
                "select 32" => (line, 0, call, 32),
                of => panic!("there is nothing like {of} here"),
            };
            let class_text = wide(if class == "(empty)" { "" } else { class });
            let mut id = room();
            // SAFETY: the structure is as long as it says, and the class ends with a NUL.
            let code = unsafe {
                desk.office.exports.line_get_id(
                    line,
                    address,
                    call,
                    select,
                    id.as_mut_ptr(),
                    class_text.as_ptr(),
                    0,
                )
            };
            let found = ending::name(code);
            let expected = match data {
                "line" => Some(LINES),
                "phone" => Some(PHONES),
                _ => None,
            };
            let mut problem = (found != Cell::of(result).word).then(|| found.to_owned());
            if let (None, Some(expected)) = (&problem, expected) {
                // STRINGFORMAT_BINARY, and a DWORD.
                let shown = (dword(&id, 12), field(&id, 16));
                problem = (shown != (4, &expected.to_le_bytes())).then(|| format!("{shown:?}"));
            }
            walked.cell(&format!("{class} of {of}"), problem);
        }
        scene.clean(None);
        desk.office.shut_down();
    });
}
