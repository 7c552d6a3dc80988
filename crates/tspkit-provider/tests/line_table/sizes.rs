//! Sizes of user-user information and of call data, at their limits and one more.

use std::ptr;

use crate::{
    functions::{self, Ending},
    office::{Author, LINES, office},
    scene::{Desk, Scene, config},
    table::{self, Cell},
    world::{Call, Line, dword, field, next_handle, next_request, params},
};

const USER_USER: usize = 248;
const CALL_DATA: usize = 300;

/// The bytes 0, 1, 2, ...
fn bytes(size: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().take(size).collect()
}

/// A size by the table's word.
fn size(word: &str, limit: usize) -> usize {
    match word {
        "limit" => limit,
        "limit+1" => limit + 1,
        "null" => 5,
        "empty" | "0" => 0,
        number => number.parse().expect("it is a number"),
    }
}

/// The limit of `LINEDEVCAPS` for a function.
fn limit(desk: &Desk, function: &str) -> usize {
    let offset = match function {
        "Accept" => 132,
        "Answer" => 136,
        "MakeCall" | "SetupTransfer" => 140,
        "Drop" => 144,
        "SendUserUserInfo" => 148,
        function => panic!("{function} has no limit"),
    };
    let (code, caps) = desk.office.lines.dev_caps(LINES);
    assert_eq!(code, 0);
    dword(&caps, offset) as usize
}

#[test]
fn user_user_information_is_as_large_as_the_table_says() {
    functions::walk("user-user", 20, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        for [function, size_word, result, far] in table::words("user-user") {
            let limit = limit(&desk, function);
            assert!(limit > 100, "{function} takes {limit} bytes");
            let data = bytes(size(size_word, limit));
            let is_null = size_word == "null";
            let state = match function {
                "Accept" | "Answer" => "offering",
                "MakeCall" => "idle",
                _ => "connected",
            };
            let mut scene = desk.scene(state);
            let calls = desk.far.told(crate::world::LINE_NEWCALL).len();
            let before = desk.told(scene.call).len();
            let ending = with_user_user(&desk, &mut scene, function, &data, is_null);
            desk.settle();
            let expected = bytes(size(far, limit));
            let word = Cell::of(result).word;
            let came = || desk.far.told(crate::world::LINE_NEWCALL).len() != calls;
            let problem = if ending.word != word {
                Some(format!("it ended with {}", ending.word))
            } else if word != "ok" && (came() || desk.told(scene.call).len() != before) {
                Some("it was refused, and something was told".to_owned())
            } else if function == "MakeCall" && word != "ok" {
                None
            } else {
                let (line, call) = match function {
                    "MakeCall" => (desk.far, desk.far.comes_in(calls)),
                    _ => scene.far_end(),
                };
                wrong_field(line, call, USER_USER, &expected)
            };
            walked.cell(&format!("{function} {size_word}"), problem);
            scene.clean(ending.new);
            ending.check_never_completed();
        }
        desk.office.shut_down();
    });
}

/// What is wrong with a variable field of `LINECALLINFO`, which may be larger than other structures.
fn wrong_field(line: Line, call: Call, offset: usize, expected: &[u8]) -> Option<String> {
    let mut info = vec![0; 16 * 1024];
    let total = u32::try_from(info.len()).expect("it is small");
    info[..4].copy_from_slice(&total.to_le_bytes());
    // SAFETY: the structure is as long as it says.
    let code = unsafe {
        line.lines
            .0
            .line_get_call_info(call.handle, info.as_mut_ptr())
    };
    assert_eq!(code, 0);
    let found = field(&info, offset);
    (found != expected).then(|| format!("{} bytes are there", found.len()))
}

fn with_user_user(
    desk: &Desk,
    scene: &mut Scene<'_>,
    function: &str,
    data: &[u8],
    is_null: bool,
) -> Ending {
    let request = next_request();
    let exports = desk.office.exports;
    let (call, size) = (
        scene.call.handle,
        u32::try_from(data.len()).expect("it is small"),
    );
    let pointer = if is_null { ptr::null() } else { data.as_ptr() };
    let code = match function {
        // SAFETY: null, or the size is the slice's; likewise below.
        "Accept" => unsafe { exports.line_accept(request, call, pointer, size) },
        // SAFETY: as above.
        "Answer" => unsafe { exports.line_answer(request, call, pointer, size) },
        // SAFETY: as above.
        "Drop" => unsafe { exports.line_drop(request, call, pointer, size) },
        // SAFETY: as above.
        "SendUserUserInfo" => unsafe {
            exports.line_send_user_user_info(request, call, pointer, size)
        },
        "MakeCall" => return scene.try_to_make(Some("202"), &params(&[(80, data)])),
        "SetupTransfer" => {
            let mut handle = 0;
            let params = params(&[(80, data)]);
            // SAFETY: the output is a variable, and the structure as long as it says.
            unsafe {
                exports.line_setup_transfer(
                    request,
                    call,
                    next_handle(),
                    &raw mut handle,
                    params.as_ptr(),
                )
            }
        }
        function => panic!("there is no function {function} here"),
    };
    Ending::asynchronous(request, code)
}

#[test]
fn call_data_is_as_large_as_the_table_says() {
    functions::walk("call data", 6, |walked| {
        let desk = Desk::start(office!(Author::of(config)));
        let (code, caps) = desk.office.lines.address_caps(LINES, 0);
        assert_eq!(code, 0);
        let limit = dword(&caps, 204) as usize;
        assert!(limit > 1000 && limit < 10_000, "{limit} bytes");
        for [function, size_word, result, shown] in table::words("call data") {
            let (data, expected) = (bytes(size(size_word, limit)), bytes(size(shown, limit)));
            let mut scene = desk.scene("connected");
            let (line, lines) = (desk.under_test, desk.office.lines);
            let (ending, call) = if function == "MakeCall" {
                let params = params(&[(156, &data)]);
                let ending = scene.try_to_make(Some("203"), &params);
                let call = ending.new;
                (ending, call)
            } else {
                let call = scene.call;
                crate::world::done(|request| lines.set_call_data(request, call.handle, &bytes(1)));
                let request = next_request();
                let code = lines.set_call_data(request, call.handle, &data);
                (Ending::asynchronous(request, code), Some(call))
            };
            desk.settle();
            let mut problem = None;
            if ending.word != Cell::of(result).word {
                problem = Some(format!("it ended with {}", ending.word));
            } else if let Some(call) = call {
                problem = wrong_field(line, call, CALL_DATA, &expected);
            }
            walked.cell(&format!("{function} {size_word}"), problem);
            scene.clean(None);
            ending.check_never_completed();
        }
        desk.office.shut_down();
    });
}
