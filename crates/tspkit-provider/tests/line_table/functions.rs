//! The functions of calls by their names in the table.

use crate::{
    ending,
    support::within_reason,
    tapi::Lines,
    world::{Call, completed_so_far, dword, next_handle, next_request, outcome},
};

/// What a number leads to that a function is given: the third line.
const ONWARD: &str = "203";

/// How a function ended.
#[derive(Debug)]
pub struct Ending {
    /// The table's word.
    pub word: &'static str,
    /// The end came with the call: no completion follows, or ever did.
    pub at_once: bool,
    pub request: u32,
    /// The call that it has made.
    pub new: Option<Call>,
}

impl Ending {
    fn synchronous(code: i32) -> Self {
        Self {
            word: ending::name(code),
            at_once: true,
            request: 0,
            new: None,
        }
    }

    /// What an asynchronous function gave back: its id, or an error.
    #[track_caller]
    pub fn asynchronous(request: u32, code: i32) -> Self {
        let at_once = code < 0;
        let code = if at_once {
            code
        } else {
            assert_eq!(code, request.cast_signed(), "neither its id nor an error");
            outcome(request)
        };
        Self {
            word: ending::name(code),
            at_once,
            request,
            new: None,
        }
    }

    /// A request that was refused at once is never completed.
    #[track_caller]
    pub fn check_never_completed(&self) {
        if self.at_once && self.request != 0 {
            let completed = completed_so_far(self.request);
            assert!(completed.is_empty(), "it was refused, and is completed");
        }
    }
}

/// The end-to-end id of a request for digits.
pub const DIGITS: u32 = 0x77;

/// Calls the function of that name with a call's handle, and with another's where it takes two.
#[track_caller]
pub fn ask(lines: Lines, function: &str, call: usize, other: usize) -> Ending {
    match function {
        "CloseCall" => Ending::synchronous(lines.close_call(call)),
        "GenerateDigits" => Ending::synchronous(lines.generate_digits(call, DIGITS, 2, Some("12"))),
        "GetCallInfo" => Ending::synchronous(lines.call_info(call).0),
        "GetCallStatus" => Ending::synchronous(lines.call_status(call).0),
        "GetCallAddressID" => {
            let (code, address) = lines.call_address(call);
            assert!(code != 0 || address == 0, "it is the only address");
            Ending::synchronous(code)
        }
        "GetCallIDs" => {
            let (code, ids) = lines.call_ids(call);
            if code == 0 {
                let (_, info) = lines.call_info(call);
                // dwAddressID, dwCallID, dwRelatedCallID.
                let expected = [20, 40, 44].map(|offset| dword(&info, offset));
                assert_eq!(ids, expected, "as LINECALLINFO has them");
            }
            Ending::synchronous(code)
        }
        "SetAppSpecific" => Ending::synchronous(lines.set_app_specific(call, 0x1234)),
        // LINEMEDIAMODE_DATAMODEM.
        "SetMediaMode" => Ending::synchronous(lines.set_media_mode(call, 0x10)),
        "GetID.call" => Ending::synchronous(lines.id(0, call, 4, "tapi/line").0),
        "SetupTransfer" => {
            let (request, tapi) = (next_request(), next_handle());
            let (code, handle) = lines.setup_transfer(request, call, tapi);
            let mut ending = Ending::asynchronous(request, code);
            if !ending.at_once {
                ending.new = Some(Call { handle, tapi });
            }
            ending
        }
        function => {
            let request = next_request();
            let code = asynchronous(lines, function, request, [call, other]);
            Ending::asynchronous(request, code)
        }
    }
}

fn asynchronous(lines: Lines, function: &str, request: u32, [call, other]: [usize; 2]) -> i32 {
    match function {
        "Accept" => lines.accept(request, call, b""),
        "Answer" => lines.answer(request, call, b""),
        "Drop" => lines.drop_call(request, call, b""),
        "Hold" => lines.hold(request, call),
        "Unhold" => lines.unhold(request, call),
        "SwapHold.active" => lines.swap_hold(request, call, other),
        "SwapHold.held" => lines.swap_hold(request, other, call),
        // LINETRANSFERMODE_TRANSFER.
        "CompleteTransfer.call" => lines.complete_transfer(request, call, other, 1),
        "CompleteTransfer.consult" => lines.complete_transfer(request, other, call, 1),
        "BlindTransfer" => lines.blind_transfer(request, call, ONWARD),
        "Redirect" => lines.redirect(request, call, ONWARD),
        "Dial" => lines.dial(request, call, "2;"),
        "SendUserUserInfo" => lines.send(request, call, b"to the far end"),
        "ReleaseUserUserInfo" => lines.release(request, call),
        "SetCallData" => lines.set_call_data(request, call, b"data of the call"),
        // LINEBEARERMODE_DATA.
        "SetCallParams" => lines.set_call_params(request, call, 8, [0, 0], None),
        function => panic!("there is no function {function} here"),
    }
}

/// Runs a walk, and says how many cells it went through and which of them were not as the table has them.
#[track_caller]
pub fn walk(what: &'static str, cells: usize, walk: impl FnOnce(&mut Walked) + Send + 'static) {
    within_reason(move || {
        let mut walked = Walked::default();
        walk(&mut walked);
        println!("{what}: {} cells", walked.cells);
        let wrong = walked.wrong.join("\n");
        assert!(wrong.is_empty(), "not as expected.txt has it:\n{wrong}");
        assert_eq!(walked.cells, cells, "cells of {what}");
    });
}

/// How far a walk went.
#[derive(Debug, Default)]
pub struct Walked {
    pub cells: usize,
    pub wrong: Vec<String>,
}

impl Walked {
    /// One cell has been walked.
    pub fn cell(&mut self, name: &str, problem: Option<String>) {
        self.cells += 1;
        if let Some(problem) = problem {
            self.wrong.push(format!("{name}: {problem}"));
        }
    }
}
