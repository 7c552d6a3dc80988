//! What carries a call and how fast it dials, as `LINECALLPARAMS` and `TSPI_lineSetCallParams` have it.

use tspkit_driver_sim::LineRuleConfig;
use tspkit_provider::abi::LineError;

use crate::{
    office::{LINES, kind, office},
    support::{code::line as code, until, within_reason},
    world::{
        CONNECTED, DISCONNECTED, LINE_CALLINFO, LINE_GENERATE, Line, VOICE, ask, completed_so_far,
        done, dword, next_request, params,
    },
};

const BEARER_MODE: usize = 24;
const RATE: usize = 28;
const DIAL_PARAMS: usize = 64;

/// `LINEBEARERMODE_VOICE`, `_SPEECH`, `_DATA` and `_MULTIUSE`.
const BEARER_VOICE: u32 = 1;
const BEARER_SPEECH: u32 = 2;
const BEARER_MULTIUSE: u32 = 4;
const BEARER_DATA: u32 = 8;

/// `LINECALLINFOSTATE_BEARERMODE`, `_RATE` and `_DIALPARAMS`.
const NEWS_BEARER: usize = 0x4;
const NEWS_RATE: usize = 0x8;
const NEWS_DIAL: usize = 0x0400_0000;

/// `LINECALLFEATURE_SETCALLPARAMS`.
const FEATURE: u32 = 0x0020_0000;

/// `LINEDIGITMODE_DTMF`.
const DTMF: u32 = 2;
/// `LINEGENERATETERM_DONE` and `_CANCEL`.
const DONE: usize = 1;
const CANCEL: usize = 2;

/// Two calls that are one: the lines, and the call at each.
macro_rules! talking {
    ($office:expr) => {{
        let (here, there) = (
            Line::open($office.lines, LINES),
            Line::open($office.lines, LINES + 1),
        );
        let caller = here.make(Some("102"), None);
        let partner = there.comes_in(0);
        done(|request| $office.lines.answer(request, partner.handle, b""));
        here.reach(caller, CONNECTED);
        there.reach(partner, CONNECTED);
        (here, caller, there, partner)
    }};
}

fn four(bytes: &[u8], offset: usize) -> [u32; 4] {
    std::array::from_fn(|each| dword(bytes, offset + 4 * each))
}

#[test]
fn both_ends_are_told_and_show_what_carries_the_call() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, caller, there, partner) = talking!(office);
        let ends = [(here, caller), (there, partner)];
        for (line, call) in ends {
            let info = line.info(call);
            assert_eq!(
                [dword(&info, BEARER_MODE), dword(&info, RATE)],
                [BEARER_VOICE, 0]
            );
            assert_eq!(
                dword(&lines.call_status(call.handle).1, 24) & FEATURE,
                FEATURE
            );
        }
        let set = |bearer, rates| {
            move |request| lines.set_call_params(request, caller.handle, bearer, rates, None)
        };
        done(set(BEARER_DATA, [9600, 64_000]));
        for (line, call) in ends {
            line.changes(call, NEWS_BEARER, 1);
            line.changes(call, NEWS_RATE, 1);
            let info = line.info(call);
            assert_eq!(
                [dword(&info, BEARER_MODE), dword(&info, RATE)],
                [BEARER_DATA, 64_000]
            );
        }
        // As it is: it succeeds, and nothing is told. The highest being 0, the line's is meant.
        done(set(BEARER_DATA, [0, 0]));
        done(set(BEARER_DATA, [64_000, 0]));
        let refused = next_request();
        for (bearer, rates, expected) in [
            (BEARER_MULTIUSE, [0, 0], code::BEARERMODEUNAVAIL),
            (BEARER_VOICE | BEARER_SPEECH, [0, 0], code::INVALBEARERMODE),
            (0, [0, 0], code::INVALBEARERMODE),
            (BEARER_DATA, [2, 1], code::INVALRATE),
            (BEARER_DATA, [64_001, 0], code::INVALRATE),
        ] {
            assert_eq!(set(bearer, rates)(refused), expected, "{bearer} {rates:?}");
        }
        // What the hardware says is passed on as it is.
        let rule = LineRuleConfig::new().request(kind("SetCallParams"));
        let rule = rule.nth(1).error(LineError::BearerModeUnavail);
        office.control().add_line_rule(&rule).unwrap();
        assert_eq!(ask(set(BEARER_VOICE, [0, 0])), code::BEARERMODEUNAVAIL);

        done(|request| lines.drop_call(request, partner.handle, b""));
        here.reach(caller, DISCONNECTED);
        for (_, call) in ends {
            assert_eq!(dword(&lines.call_status(call.handle).1, 24) & FEATURE, 0);
        }
        assert_eq!(set(BEARER_VOICE, [0, 0])(refused), code::INVALCALLSTATE);
        let idle = lines.set_call_params(refused, partner.handle, BEARER_VOICE, [0, 0], None);
        assert_eq!(idle, code::INVALCALLSTATE);
        let nobody = lines.set_call_params(refused, here.handle, BEARER_VOICE, [0, 0], None);
        assert_eq!(nobody, code::INVALCALLHANDLE);
        office.shut_down();
        assert!(completed_so_far(refused).is_empty());
        for (line, call) in ends {
            for news in [NEWS_BEARER, NEWS_RATE] {
                let told = line.of_call(call, LINE_CALLINFO);
                assert_eq!(told.iter().filter(|told| told[0] & news != 0).count(), 1);
            }
        }
    });
}

#[test]
fn a_call_is_made_with_a_rate_and_times_of_dialling() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let caps = lines.dev_caps(LINES).1;
        assert_eq!(dword(&caps, 56), 64_000, "dwMaxRate");
        assert_eq!(four(&caps, 156), [0; 4], "MinDialParams");
        assert_eq!(four(&caps, 172), [0, 0, 10_000, 0], "MaxDialParams");
        assert_eq!(four(&caps, 188), [0, 0, 100, 0], "DefaultDialParams");
        let features = dword(&lines.address_caps(LINES, 0).1, 108);
        assert_eq!(features & FEATURE, FEATURE);
        let states = dword(&lines.address_caps(LINES, 0).1, 40) as usize;
        let news = NEWS_BEARER | NEWS_RATE | NEWS_DIAL;
        assert_eq!(states & news, news, "dwCallInfoStates");

        let (here, there) = (Line::open(lines, LINES), Line::open(lines, LINES + 1));
        let mut asked = params(&[]);
        for (offset, value) in [
            (4, BEARER_DATA),
            (8, 2400),
            (12, 9600),
            (16, VOICE),
            // Pause, speed, digit's duration, waiting for dial tone.
            (32, 1),
            (36, 2),
            (40, 20_000),
            (44, 4),
        ] {
            asked[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
        }
        let caller = here.make(Some("102"), Some(&asked));
        let partner = there.comes_in(0);
        for (line, call) in [(here, caller), (there, partner)] {
            until("the rate", || dword(&line.info(call), RATE) == 9600);
            assert_eq!(dword(&line.info(call), BEARER_MODE), BEARER_DATA);
        }
        // The nearest that there is, at this end; the usual times at the other.
        assert_eq!(four(&here.info(caller), DIAL_PARAMS), [0, 0, 10_000, 0]);
        assert_eq!(four(&there.info(partner), DIAL_PARAMS), [0, 0, 100, 0]);
        done(|request| lines.drop_call(request, partner.handle, b""));
        // A call that would be too slow is none. Of a highest of 0, the line's is meant.
        for (rates, result) in [
            ([64_001_u32, 0_u32], code::OPERATIONUNAVAIL),
            ([9600, 2400], code::OPERATIONUNAVAIL),
            ([9600, 0], 0),
        ] {
            for (offset, value) in [(8, rates[0]), (12, rates[1])] {
                asked[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
            }
            let could = lines.could_call(there.handle, VOICE, Some(&asked));
            assert_eq!(could, result, "{rates:?}");
        }
        office.shut_down();
    });
}

#[test]
fn digits_last_as_long_as_the_call_was_told() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let (here, caller, there, partner) = talking!(office);
        let set = |milliseconds| {
            let dial = Some([0, 0, milliseconds, 0]);
            done(move |request| {
                lines.set_call_params(request, caller.handle, BEARER_VOICE, [0, 0], dial)
            });
        };
        let ended = |id: usize| {
            let told = here.of_call(caller, LINE_GENERATE);
            let own = told.iter().find(|told| told[1] == id);
            own.map(|told| told[0])
        };
        set(20_000);
        here.changes(caller, NEWS_DIAL, 1);
        assert_eq!(four(&here.info(caller), DIAL_PARAMS), [0, 0, 10_000, 0]);
        // A thousand seconds: long enough for it to be stopped.
        let hundred = "1".repeat(100);
        let digits_for = |id, digits, duration| {
            lines.generate_digits_for(caller.handle, id, DTMF, digits, duration)
        };
        assert_eq!(digits_for(1, Some(&hundred), 0), 0);
        assert_eq!(digits_for(2, None, 0), 0);
        until("they were stopped", || ended(1).is_some());
        assert_eq!(ended(1), Some(CANCEL));
        // What is named with the digits goes before, and the times of others are theirs.
        assert_eq!(digits_for(3, Some("12"), 1), 0);
        until("they were sent", || ended(3).is_some());
        assert_eq!(ended(3), Some(DONE));
        set(1);
        here.changes(caller, NEWS_DIAL, 2);
        assert_eq!(digits_for(4, Some(&hundred), 0), 0);
        until("they were sent", || ended(4).is_some());
        assert_eq!(ended(4), Some(DONE));
        assert_eq!(four(&there.info(partner), DIAL_PARAMS), [0, 0, 100, 0]);
        // 0 is as usual; and what does not change is not told.
        set(0);
        set(100);
        here.changes(caller, NEWS_DIAL, 3);
        assert_eq!(four(&here.info(caller), DIAL_PARAMS), [0, 0, 100, 0]);
        office.shut_down();
        let told = here.of_call(caller, LINE_CALLINFO);
        assert_eq!(
            told.iter().filter(|told| told[0] & NEWS_DIAL != 0).count(),
            3
        );
        let told = there.of_call(partner, LINE_CALLINFO);
        assert_eq!(
            told.iter().filter(|told| told[0] & NEWS_DIAL != 0).count(),
            0
        );
    });
}
