//! What applications read again and again: states with their details, what can be done now, and the notices of it.

use std::time::Duration;

use tspkit_driver_sim::{Incoming, OfficeConfig};
use tspkit_provider::hal::{LineId, Party};

use crate::{
    office::{Author, LINES, office},
    support::{until, within_reason},
    world::{
        CONNECTED, Call, DIALTONE, DISCONNECTED, IDLE, LINE_ADDRESSSTATE, LINE_CALLSTATE,
        LINE_LINEDEVSTATE, LINE_NEWCALL, Line, OFFERING, ONHOLD, RINGBACK, done, dword, messages,
        params,
    },
};

/// The simulated office's number of the first line.
const FIRST: LineId = LineId(1);

const BUSY: usize = 0x40;
const SPECIALINFO: usize = 0x80;

/// `LINECALLFEATURE_UNHOLD`.
const UNHOLD: u32 = 0x0800_0000;

/// Waits for the state, and shows that it came with that detail, which can be asked for too.
#[track_caller]
fn detail(line: Line, call: Call, state: usize, wanted: usize) {
    line.reach(call, state);
    let told = line.states(call);
    let last = told.last().expect("it has been reached");
    assert_eq!([last[0], last[1]], [state, wanted]);
    let (result, status) = line.lines.call_status(call.handle);
    let asked = [dword(&status, 12) as usize, dword(&status, 16) as usize];
    assert_eq!((result, asked), (0, [state, wanted]));
}

/// Ends a call, and lets go of it.
#[track_caller]
fn end(line: Line, call: Call) {
    done(|request| line.lines.drop_call(request, call.handle, b""));
    detail(line, call, IDLE, 0);
    assert_eq!(line.lines.close_call(call.handle), 0);
}

#[test]
fn calls_that_come_to_nothing_say_why() {
    within_reason(|| {
        let office = office!();
        let [here, there, last] = [0, 1, 2].map(|line| Line::open(office.lines, LINES + line));
        // LINEBUSYMODE_STATION, LINESPECIALINFO_CUSTIRREG, LINEDISCONNECTMODE_CONGESTION and _BADADDRESS,
        // LINEDIALTONEMODE_NORMAL.
        for (number, state, mode) in [
            (Some("0555"), BUSY, 0x1),
            (Some("0333"), SPECIALINFO, 0x2),
            (Some("0999"), DISCONNECTED, 0x200),
            (Some("9"), DISCONNECTED, 0x80),
            (None, DIALTONE, 0x1),
        ] {
            let call = here.make(number, None);
            detail(here, call, state, mode);
            end(here, call);
        }
        // LINEDISCONNECTMODE_NOANSWER, when the caller does not wait for longer than a second.
        let mut patience = params(&[]);
        patience[164] = 1;
        let call = here.make(Some("0444"), Some(&patience));
        detail(here, call, DISCONNECTED, 0x40);
        end(here, call);
        // All trunks are taken: LINEBUSYMODE_TRUNK.
        let taken = [here, there].map(|line| (line, line.make(Some("0444"), None)));
        for (line, call) in taken {
            line.reach(call, RINGBACK);
        }
        let call = last.make(Some("0800"), None);
        detail(last, call, BUSY, 0x2);
        end(last, call);
        for (line, call) in taken {
            end(line, call);
        }
        // The line that is called is out of service: LINEDISCONNECTMODE_OUTOFORDER.
        assert!(office.control().line_out_of_service(LineId(2)));
        let call = here.make(Some("102"), None);
        detail(here, call, DISCONNECTED, 0x4000);
        office.shut_down();
    });
}

#[test]
fn offered_connected_held_and_hung_up() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let [here, there] = [0, 1].map(|line| Line::open(lines, LINES + line));
        // Offered and refused: LINEOFFERINGMODE_ACTIVE, LINEDISCONNECTMODE_REJECT.
        let call = here.make(Some("102"), None);
        let partner = there.comes_in(0);
        detail(there, partner, OFFERING, 0x1);
        end(there, partner);
        detail(here, call, DISCONNECTED, 0x4);
        end(here, call);
        // Connected, and held by the other side: LINECONNECTEDMODE_ACTIVE and _ACTIVEHELD.
        let call = here.make(Some("102"), None);
        let partner = there.comes_in(1);
        done(|request| lines.answer(request, partner.handle, b""));
        detail(here, call, CONNECTED, 0x1);
        detail(there, partner, CONNECTED, 0x1);
        let mode = |wanted| {
            until("it is told", || {
                here.states(call)
                    .last()
                    .is_some_and(|told| told[1] == wanted)
            });
            detail(here, call, CONNECTED, wanted);
        };
        done(|request| lines.hold(request, partner.handle));
        mode(0x4);
        done(|request| lines.unhold(request, partner.handle));
        mode(0x1);
        // Hung up: LINEDISCONNECTMODE_NORMAL.
        end(there, partner);
        detail(here, call, DISCONNECTED, 0x1);
        end(here, call);
        office.shut_down();
    });
}

/// What can be done with a line and its address now.
fn features(line: Line) -> [u32; 2] {
    let (result, status) = line.lines.line_status(line.handle);
    assert_eq!(result, 0);
    let (result, address) = line.lines.address_status(line.handle, 0);
    assert_eq!(result, 0);
    [dword(&status, 32), dword(&address, 28)]
}

/// A message with its first two parameters.
type Told = (u32, usize, usize);

/// All that was told of a line and its calls but their information. Of a new call, that it came.
fn told(line: Line) -> Vec<Told> {
    let all = [
        LINE_NEWCALL,
        LINE_CALLSTATE,
        LINE_LINEDEVSTATE,
        LINE_ADDRESSSTATE,
    ];
    let own = messages(|each| each.line == line.tapi && all.contains(&each.what));
    let told = own.into_iter().map(|each| match each.what {
        LINE_NEWCALL => (each.what, 0, 0),
        _ => (each.what, each.params[0], each.params[1]),
    });
    told.collect()
}

#[test]
fn what_can_be_done_with_a_line_changes_with_a_notice() {
    /// `LINEFEATURE_MAKECALL` and `_DEVSPECIFIC`, `LINEADDRFEATURE_MAKECALL`; and while a call is up.
    const FREE: [u32; 2] = [0x9, 0x2];
    const TAKEN: [u32; 2] = [0x1, 0];
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let control = office.control();
        let line = Line::open(lines, LINES);
        // All that there is.
        let states = lines.set_status_messages(line.handle, 0x01FF_FFFF, 0x1FF);
        assert_eq!(states, 0);
        let numcalls = (LINE_LINEDEVSTATE, 0x800, 0);
        // LINEADDRESSSTATE_NUMCALLS, with _INUSEONE, _INUSEZERO or neither.
        let [one, zero, more] = [0x28, 0x24, 0x20].map(|states| (LINE_ADDRESSSTATE, 0, states));
        let mut seen = Vec::new();
        let mut expect = |news: &[Told], can: [u32; 2]| {
            seen.extend_from_slice(news);
            until("all of it", || told(line).len() >= seen.len());
            assert_eq!(told(line), seen);
            assert_eq!(features(line), can);
        };
        expect(&[], FREE);
        let anna = Incoming::new(Party::known("0301234", "Anna"));
        assert!(control.call_in(FIRST, anna).is_some());
        let offered = [
            (LINE_NEWCALL, 0, 0),
            (LINE_CALLSTATE, OFFERING, 0x1),
            numcalls,
            one,
            // Ringing in the first mode.
            (LINE_LINEDEVSTATE, 0x2, 1),
        ];
        expect(&offered, TAKEN);
        let call = line.comes_in(0);
        done(|request| lines.answer(request, call.handle, b""));
        expect(&[(LINE_CALLSTATE, CONNECTED, 0x1)], TAKEN);
        // One on hold makes room for another.
        done(|request| lines.hold(request, call.handle));
        expect(&[(LINE_CALLSTATE, ONHOLD, 0), numcalls, more], FREE);
        let unhold = || dword(&lines.call_status(call.handle).1, 24) & UNHOLD;
        assert_eq!(unhold(), UNHOLD);
        // While that is there, there is no room to take the first back.
        let second = line.make(None, None);
        expect(&[(LINE_CALLSTATE, DIALTONE, 0x1), numcalls, more], TAKEN);
        assert_eq!(unhold(), 0);
        done(|request| lines.drop_call(request, second.handle, b""));
        expect(&[(LINE_CALLSTATE, IDLE, 0), numcalls, more], FREE);
        assert_eq!(unhold(), UNHOLD);
        done(|request| lines.drop_call(request, call.handle, b""));
        expect(&[(LINE_CALLSTATE, IDLE, 0), numcalls, zero], FREE);

        // Out of service and back: the line says so, and its address that something else is another.
        let other = (LINE_ADDRESSSTATE, 0, 0x1);
        let state = |state| (LINE_LINEDEVSTATE, state, 0);
        assert!(control.line_out_of_service(FIRST));
        expect(&[state(0x80), state(0x8), other], TAKEN);
        assert!(control.line_in_service(FIRST));
        expect(&[state(0x40), state(0x4), other], FREE);
        // All of these are announced as what may be told.
        let (caps, address) = (lines.dev_caps(LINES).1, lines.address_caps(LINES, 0).1);
        let states = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x800;
        assert_eq!(dword(&caps, 128) & states, states, "dwLineStates");
        assert_eq!(dword(&address, 36) & 0x2D, 0x2D, "dwAddressStates");
        office.shut_down();
        assert_eq!(told(line), seen);
    });
}

/// The default office with lines that ring all the time.
fn ringing() -> OfficeConfig {
    let mut config = OfficeConfig::default_office().expect("the default office is valid");
    let never = Duration::from_secs(24 * 60 * 60);
    let often = Duration::from_millis(5);
    config.switch = config.switch.ring_every(often).no_answer(never);
    config
}

#[test]
fn rings_are_counted_until_somebody_answers() {
    within_reason(|| {
        let office = office!(Author::of(ringing));
        let lines = office.lines;
        let line = Line::open(lines, LINES);
        assert_eq!(lines.set_status_messages(line.handle, 0x2, 0), 0);
        let ring_mode = || dword(&lines.line_status(line.handle).1, 40);
        assert_eq!(ring_mode(), 0);
        let hidden = Incoming::new(Party::blocked());
        assert!(office.control().call_in(FIRST, hidden).is_some());
        let call = line.comes_in(0);
        until("it rings again and again", || {
            line.told(LINE_LINEDEVSTATE).len() >= 4
        });
        assert_eq!(ring_mode(), 1);
        done(|request| lines.answer(request, call.handle, b""));
        line.reach(call, CONNECTED);
        until("it is quiet", || ring_mode() == 0);
        office.shut_down();
        for (count, told) in line.told(LINE_LINEDEVSTATE).into_iter().enumerate() {
            assert_eq!(told, [0x2, 1, count]);
        }
    });
}
