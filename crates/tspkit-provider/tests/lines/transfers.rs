//! Hold, transfers of both kinds, redirection.

use tspkit_driver_sim::LineRuleConfig;
use tspkit_provider::abi::LineError;

use crate::{
    office::{LINES, Office, kind, office},
    support::{code::line as code, within_reason},
    world::{
        CONNECTED, Call, IDLE, Line, ONHOLD, ONHOLDPENDTRANSFER, RINGBACK, ask, completed_so_far,
        done, field, next_handle, next_request, outcome, text,
    },
};

const CALL_DATA: usize = 300;

struct Talk {
    office: Office,
    lines: [Line; 3],
    /// The ends of a call from line 0 to line 1.
    caller: Call,
    partner: Call,
}

impl Talk {
    fn start(office: Office) -> Self {
        let lines = [0, 1, 2].map(|number| Line::open(office.lines, LINES + number));
        let caller = lines[0].make(Some("102"), None);
        let partner = lines[1].comes_in(0);
        done(|request| office.lines.answer(request, partner.handle, b""));
        lines[0].reach(caller, CONNECTED);
        lines[1].reach(partner, CONNECTED);
        done(|request| {
            office
                .lines
                .set_call_data(request, caller.handle, b"travels")
        });
        Self {
            office,
            lines,
            caller,
            partner,
        }
    }
}

#[test]
fn a_call_is_held_taken_back_and_swapped() {
    within_reason(|| {
        let talk = Talk::start(office!());
        let functions = talk.office.lines;
        let caller = talk.caller;
        done(|request| functions.hold(request, caller.handle));
        talk.lines[0].reach(caller, ONHOLD);
        let second = talk.lines[0].make(Some("0800"), None);
        talk.lines[0].reach(second, CONNECTED);
        done(|request| functions.swap_hold(request, second.handle, caller.handle));
        talk.lines[0].reach(second, ONHOLD);
        let refused = next_request();
        // With itself, and with a call of another line.
        let itself = functions.swap_hold(refused, caller.handle, caller.handle);
        assert_eq!(itself, code::INVALCALLHANDLE);
        let others = functions.swap_hold(refused, caller.handle, talk.partner.handle);
        assert_eq!(others, code::INVALCALLHANDLE);
        let nobody = functions.swap_hold(refused, caller.handle, 0);
        assert_eq!(nobody, code::INVALCALLHANDLE);
        done(|request| functions.drop_call(request, caller.handle, b""));
        done(|request| functions.unhold(request, second.handle));
        talk.office.shut_down();
        assert!(completed_so_far(refused).is_empty());
    });
}

#[test]
fn a_transfer_with_consultation() {
    within_reason(|| {
        let talk = Talk::start(office!());
        let functions = talk.office.lines;
        let (transferred, line) = (talk.partner, talk.lines[1]);
        let (request, tapi) = (next_request(), next_handle());
        let (result, handle) = functions.setup_transfer(request, transferred.handle, tapi);
        assert_eq!(result, request.cast_signed());
        assert_eq!(outcome(request), 0);
        let consultation = Call { handle, tapi };
        line.reach(transferred, ONHOLDPENDTRANSFER);
        line.reach(consultation, crate::world::DIALTONE);
        done(|request| functions.dial(request, consultation.handle, "103"));
        let third = talk.lines[2].comes_in(0);
        done(|request| functions.answer(request, third.handle, b""));
        line.reach(consultation, CONNECTED);

        let refused = next_request();
        // As a conference it cannot be had.
        let conference = functions.complete_transfer(refused, transferred.handle, handle, 2);
        assert_eq!(conference, code::OPERATIONUNAVAIL);
        // The hardware's word for it is not one of this function's.
        let rule = LineRuleConfig::new()
            .request(kind("CompleteTransfer"))
            .nth(1)
            .error(LineError::InvalConsultCallHandle);
        talk.office
            .control()
            .add_line_rule(&rule)
            .expect("the rule is good");
        let word =
            ask(|request| functions.complete_transfer(request, transferred.handle, handle, 1));
        assert_eq!(word, code::INVALCALLHANDLE);
        done(|request| functions.complete_transfer(request, transferred.handle, handle, 1));
        line.reach(transferred, IDLE);
        line.reach(consultation, IDLE);
        // Those that are left talk to each other, and the data has travelled.
        talk.lines[2].shows(third, CALL_DATA, b"travels");
        done(|request| functions.send(request, talk.caller.handle, b"is that you?"));
        talk.lines[2].shows(third, 248, b"is that you?");
        talk.office.shut_down();
        assert!(completed_so_far(refused).is_empty());
    });
}

#[test]
fn a_transfer_without_asking_and_a_redirected_call() {
    within_reason(|| {
        let talk = Talk::start(office!());
        let functions = talk.office.lines;
        done(|request| functions.blind_transfer(request, talk.partner.handle, "103"));
        talk.lines[1].reach(talk.partner, IDLE);
        let third = talk.lines[2].comes_in(0);
        assert_eq!(field(&talk.lines[2].info(third), CALL_DATA), b"travels");
        done(|request| functions.drop_call(request, third.handle, b""));
        talk.lines[2].reach(third, IDLE);
        talk.lines[0].reach(talk.caller, crate::world::DISCONNECTED);
        done(|request| functions.drop_call(request, talk.caller.handle, b""));
        talk.lines[0].reach(talk.caller, IDLE);

        let again = talk.lines[0].make(Some("102"), None);
        let offered = talk.lines[1].comes_in(1);
        let whole = functions.redirect(next_request(), offered.handle, "10;");
        assert_eq!(whole, code::INVALADDRESS);
        done(|request| functions.redirect(request, offered.handle, "103"));
        talk.lines[1].reach(offered, IDLE);
        let redirected = talk.lines[2].comes_in(1);
        // dwRedirectingID is who has redirected it.
        assert_eq!(text(&talk.lines[2].info(redirected), 192), "102");
        done(|request| functions.accept(request, redirected.handle, b""));
        talk.lines[0].reach(again, RINGBACK);
        talk.office.shut_down();
    });
}
