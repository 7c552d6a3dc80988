//! What applications read most: who takes part, where a call comes from and why, and what a line is known by.

use tspkit_driver_sim::Incoming;
use tspkit_provider::hal::{LineId, Party};

use crate::{
    office::{LINES, Office, office},
    support::{until, within_reason},
    world::{CONNECTED, Call, IDLE, Line, done, dword, field, text},
};

/// The simulated office's number of the first line.
const FIRST: LineId = LineId(1);

/// `LINECALLINFOSTATE_CALLERID` and the four that follow it, in the order of their fields.
const CALLERID: usize = 0x8000;
const CALLEDID: usize = 0x1_0000;
const CONNECTEDID: usize = 0x2_0000;
const REDIRECTIONID: usize = 0x4_0000;
const REDIRECTINGID: usize = 0x8_0000;
const TRUNK: usize = 0x4000;

/// `LINECALLPARTYID_`: blocked, out of area, name and address, partial, unknown, unavailable.
const BLOCKED: u32 = 0x1;
const OUTOFAREA: u32 = 0x2;
const BOTH: u32 = 0x4 | 0x8;
const PARTIAL: u32 = 0x10;
const UNKNOWN: u32 = 0x20;
const UNAVAIL: u32 = 0x40;

/// Which of the parties of `LINECALLINFO`.
const CALLER: usize = 0;
const CALLED: usize = 1;
const CONNECTED_TO: usize = 2;
const REDIRECTION: usize = 3;
const REDIRECTING: usize = 4;

/// Flags, number and name of a party.
type Shown = (u32, String, String);

/// A party of `LINECALLINFO`.
fn party(info: &[u8], which: usize) -> Shown {
    let at = 108 + 20 * which;
    // The kind of its number: a telephone's.
    let kind = dword(info, 324 + 4 * which);
    let number = text(info, at + 4);
    assert_eq!(kind, u32::from(!number.is_empty()), "dwAddressType");
    (dword(info, at), number, text(info, at + 12))
}

fn known(number: &str, name: &str) -> Shown {
    (BOTH, number.to_owned(), name.to_owned())
}

fn without(flags: u32) -> Shown {
    (flags, String::new(), String::new())
}

/// `LINECALLINFO`: origin, reason, trunk.
fn origin(info: &[u8]) -> [u32; 3] {
    [dword(info, 80), dword(info, 84), dword(info, 104)]
}

/// Waits until a party is so, and its notice was told.
#[track_caller]
fn shows(line: Line, call: Call, which: usize, wanted: &Shown, news: usize) {
    until("a party of the call", || {
        &party(&line.info(call), which) == wanted
    });
    line.changes(call, news, 1);
}

#[test]
fn five_parties_at_every_end_of_a_call_that_is_redirected() {
    within_reason(|| {
        let office = office!();
        let lines = office.lines;
        let [here, there, last] = [0, 1, 2].map(|line| Line::open(lines, LINES + line));
        let (reception, lobby) = (known("101", "Reception"), known("102", "Lobby"));
        let room = known("103", "Conference room");
        let caller = here.make(Some("102"), None);
        shows(here, caller, CALLER, &reception, CALLERID);
        shows(here, caller, CALLED, &lobby, CALLEDID);
        let partner = there.comes_in(0);
        let info = there.info(partner);
        assert_eq!(party(&info, CALLER), reception);
        assert_eq!(party(&info, CALLED), lobby);
        for which in [CONNECTED_TO, REDIRECTION, REDIRECTING] {
            assert_eq!(party(&info, which), without(UNAVAIL), "{which}");
        }
        // Internal and direct, without a trunk; made here, and direct.
        assert_eq!(origin(&info), [0x2, 0x1, u32::MAX]);
        assert_eq!(origin(&here.info(caller)), [0x1, 0x1, u32::MAX]);
        // One number at both ends, in both places where it can be asked for.
        let id = dword(&info, 40);
        assert_ne!(id, 0);
        assert_eq!(lines.call_ids(partner.handle), (0, [0, id, 0]));
        until("the number of the call", || {
            lines.call_ids(caller.handle) == (0, [0, id, 0])
        });

        done(|request| lines.redirect(request, partner.handle, "103"));
        there.reach(partner, IDLE);
        let third = last.comes_in(0);
        let info = last.info(third);
        assert_eq!(party(&info, CALLER), reception);
        assert_eq!(party(&info, CALLED), lobby);
        assert_eq!(party(&info, REDIRECTION), room);
        assert_eq!(party(&info, REDIRECTING), lobby);
        // LINECALLREASON_REDIRECT.
        assert_eq!(origin(&info), [0x2, 0x40, u32::MAX]);
        shows(here, caller, REDIRECTION, &room, REDIRECTIONID);
        shows(here, caller, REDIRECTING, &lobby, REDIRECTINGID);
        done(|request| lines.answer(request, third.handle, b""));
        shows(here, caller, CONNECTED_TO, &room, CONNECTEDID);
        shows(last, third, CONNECTED_TO, &reception, CONNECTEDID);
        office.shut_down();
    });
}

#[test]
fn a_caller_outside_that_is_known_better_and_better() {
    within_reason(|| {
        let office = office!();
        let control = office.control();
        let line = Line::open(office.lines, LINES);
        let came = control.call_in(FIRST, Incoming::new(Party::unknown()));
        let id = came.expect("the line is free");
        let call = line.comes_in(0);
        let info = line.info(call);
        assert_eq!(party(&info, CALLER), without(UNKNOWN));
        assert_eq!(party(&info, CALLED), known("101", "Reception"));
        // LINECALLORIGIN_EXTERNAL, direct, on a trunk.
        let [external, direct, trunk] = origin(&info);
        assert_eq!([external, direct], [0x4, 0x1]);
        assert!(trunk < 2, "trunk {trunk}");
        let number = |flags, number: &str| (flags, number.to_owned(), String::new());
        let steps = [
            (Party::partial("0301"), number(PARTIAL, "0301")),
            (Party::known("0301234", ""), number(0x8, "0301234")),
            (Party::known("0301234", "Anna"), known("0301234", "Anna")),
            (Party::blocked(), without(BLOCKED)),
            (Party::out_of_area(), without(OUTOFAREA)),
        ];
        for (times, (told, wanted)) in (1..).zip(steps) {
            assert!(control.far_party(FIRST, id, told));
            until("the caller", || party(&line.info(call), CALLER) == wanted);
            line.changes(call, CALLERID, times);
        }
        // The caller's end of a call to the outside.
        done(|request| office.lines.drop_call(request, call.handle, b""));
        line.reach(call, IDLE);
        let out = line.make(Some("0800"), None);
        line.reach(out, CONNECTED);
        let clock = known("0800", "Speaking clock");
        shows(line, out, CALLED, &clock, CALLEDID);
        shows(line, out, CONNECTED_TO, &clock, CONNECTEDID);
        line.changes(out, TRUNK, 1);
        let [outbound, direct, trunk] = origin(&line.info(out));
        assert_eq!([outbound, direct], [0x1, 0x1]);
        assert!(trunk < 2, "trunk {trunk}");
        office.shut_down();
    });
}

/// What a line is known by, as long as there is such a line: number, name, GUID and address.
fn identity(office: Office, device: u32) -> (u32, String, Vec<u8>, String) {
    let (result, caps) = office.lines.dev_caps(device);
    assert_eq!(result, 0);
    // LINEADDRESSTYPE_PHONENUMBER, and TAPIPROTOCOL_PSTN.
    assert_eq!(dword(&caps, 268), 0x1, "dwAddressTypes");
    let pstn = [
        0xD6, 0xE2, 0x1C, 0x83, 0xB5, 0x83, 0xD1, 0x11, 0xBB, 0x5C, 0x00, 0xC0, 0x4F, 0xB6, 0x80,
        0x9F,
    ];
    assert_eq!(caps[272..288], pstn, "ProtocolGuid");
    let (result, address) = office.lines.address_caps(device, 0);
    assert_eq!(result, 0);
    let guid = caps[252..268].to_vec();
    (dword(&caps, 28), text(&caps, 32), guid, text(&address, 16))
}

#[test]
fn what_a_line_is_known_by_stays() {
    within_reason(|| {
        let office = office!();
        let identities = |office| [0, 1, 2].map(|line| identity(office, LINES + line));
        let all = identities(office);
        let numbers = all.each_ref().map(|line| line.0);
        assert_eq!(numbers, [1, 2, 3], "dwPermanentLineID");
        let names = all.each_ref().map(|line| line.1.as_str());
        assert_eq!(names, ["Reception", "Lobby", "Conference room"]);
        let addresses = all.each_ref().map(|line| line.3.as_str());
        assert_eq!(addresses, ["101", "102", "103"]);
        let [first, second, third] = all.each_ref().map(|line| &line.2);
        assert!(first != second && second != third && first != third);
        assert!(all.iter().all(|line| line.2 != [0; 16]));
        office.shut_down();
        // The next session, and another provider of the same kind, as on another day.
        let again = Office::start(office.author, office.exports);
        assert_eq!(identities(again), all);
        again.shut_down();
        let other = office!();
        assert_eq!(identities(other), all);
        // The classes by which other devices of a line are asked for.
        let caps = other.lines.dev_caps(LINES).1;
        let classes: Vec<u8> = "tapi/line\0tapi/phone\0\0"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(field(&caps, 244), classes);
        other.shut_down();
    });
}
