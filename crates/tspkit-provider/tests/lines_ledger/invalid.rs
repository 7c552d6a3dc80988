//! What must be refused, whatever the others do; and the functions that are about no open line.

use rand::Rng;

use crate::{
    book::add,
    hardware::LINES,
    support::{code::line as code, tapi::V3_0},
    user::User,
    world::Open,
};

/// Functions with a call's handle, and with a line's.
const OF_CALL: usize = 18;
const OF_LINE: usize = 9;

impl User {
    /// A forged or stale handle: nobody's, whatever the others do.
    pub(crate) fn invalid_handle(&mut self, place: u32, id: u32) {
        let chosen: usize = self.random.random_range(0..1000);
        let forged = |handle: usize| {
            // No place of the table, another kind's, or a generation that is far away.
            let bit = [24, 25, 27, 30, 31, 32, 55, 60, 63][chosen % 9];
            handle ^ 1 << bit
        };
        let [stale_line, stale_call] = self.world.stale(place);
        let line = self.world.open(place).map(|open| open.handle);
        let call = self.world.calls_at(place).last().map(|call| call.handle);
        if chosen.is_multiple_of(2) {
            let handle = match (chosen % 4, call) {
                (0, Some(call)) => forged(call),
                // A line is no call.
                (0, None) => line.unwrap_or(chosen),
                _ => stale_call,
            };
            let result = self.with_invalid_call(chosen / 4 % OF_CALL, handle, id);
            assert_eq!(result, code::INVALCALLHANDLE, "{chosen} {handle:#x}");
        } else {
            let handle = match (chosen % 4, line) {
                (1, Some(line)) => forged(line),
                (1, None) => call.unwrap_or(chosen),
                _ => stale_line,
            };
            let result = self.with_invalid_line(chosen / 4 % OF_LINE, handle, id);
            assert_eq!(result, code::INVALLINEHANDLE, "{chosen} {handle:#x}");
        }
        add(&self.world.counts.invalid);
    }

    fn with_invalid_call(&self, function: usize, call: usize, id: u32) -> i32 {
        let lines = self.world.lines;
        match function {
            0 => lines.accept(id, call, b"a"),
            1 => lines.answer(id, call, b"a"),
            2 => lines.drop_call(id, call, b"a"),
            3 => lines.hold(id, call),
            4 => lines.unhold(id, call),
            5 => lines.swap_hold(id, call, call),
            6 => lines.setup_transfer(id, call, 16).0,
            7 => lines.complete_transfer(id, call, call, 1),
            8 => lines.blind_transfer(id, call, "101"),
            9 => lines.redirect(id, call, "101"),
            10 => lines.dial(id, call, "101"),
            11 => lines.send(id, call, b"a"),
            12 => lines.release(id, call),
            13 => lines.set_call_data(id, call, b"a"),
            14 => lines.set_app_specific(call, 1),
            15 => lines.call_info(call).0,
            16 => lines.generate_digits(call, id, 2, Some("1")),
            _ => lines.close_call(call),
        }
    }

    fn with_invalid_line(&self, function: usize, line: usize, id: u32) -> i32 {
        let lines = self.world.lines;
        match function {
            0 => lines.make_call(id, line, 16, Some("101"), None).0,
            1 => lines.dev_specific(id, line, 0, b"a"),
            2 => lines.detect(line, 4),
            3 => lines.line_status(line).0,
            4 => lines.address_status(line, 0).0,
            5 => lines.set_status_messages(line, 0, 0),
            6 => lines.addresses(line).0,
            7 => lines.could_call(line, 4, None),
            _ => lines.close(line),
        }
    }

    /// The functions that are about no open line, with ids that exist and ids that do not.
    pub(crate) fn by_device(&mut self, place: u32) {
        let (function, device) = (self.random.random_range(0..6), place % LINES);
        let ending = self.is_ending();
        for (device, is_there) in [(device, true), (LINES + device, false)] {
            let lines = self.world.lines;
            let (result, expected) = match function {
                0 => (lines.negotiate(device).0, 0),
                1 => (
                    lines.negotiate_ext(device, 1, 2).0,
                    code::INCOMPATIBLEEXTVERSION,
                ),
                2 => (lines.extension_id(device).0, 0),
                3 => (lines.dev_caps(device).0, 0),
                4 => (lines.address_caps(device, 0).0, 0),
                _ => (lines.icon(device), code::OPERATIONUNAVAIL),
            };
            let expected = if is_there {
                expected
            } else {
                code::BADDEVICEID
            };
            let gone = ending || self.is_ending();
            assert!(
                result == expected || (gone && result == code::UNINITIALIZED),
                "function {function} of device {device} says {result:#x}"
            );
        }
        add(&self.world.counts.invalid);
    }

    /// A request that the line must refuse.
    pub(crate) fn malformed(&mut self, open: Open, id: u32) {
        let lines = self.world.lines;
        let user = vec![1; 1200];
        let with = |member: usize, size: u32, offset: u32| {
            let mut bytes = crate::params(&[(80, b"user"), (156, b"data")]);
            bytes[member..member + 4].copy_from_slice(&size.to_le_bytes());
            bytes[member + 4..member + 8].copy_from_slice(&offset.to_le_bytes());
            bytes
        };
        let mut short = crate::params(&[]);
        short[..4].copy_from_slice(&[175, 0, 0, 0]);
        short.truncate(175);
        let (number, params, expected) = match self.random.random_range(0..9) {
            0 => ("101", with(80, 8, 184), code::INVALCALLPARAMS),
            1 => ("101", with(88, u32::MAX, 180), code::INVALCALLPARAMS),
            2 => ("101", with(156, 4, u32::MAX - 3), code::INVALCALLPARAMS),
            3 => ("101", with(104, 4, 8), code::INVALCALLPARAMS),
            4 => ("101", short, code::STRUCTURETOOSMALL),
            5 => ("1?", crate::params(&[]), code::DIALPROMPT),
            6 => ("1W", crate::params(&[]), code::DIALDIALTONE),
            _ => (
                "101",
                crate::params(&[(80, &user)]),
                code::USERUSERINFOTOOBIG,
            ),
        };
        let params = params.into_boxed_slice();
        let (result, _) = lines.make_call(id, open.handle, 16, Some(number), Some(&params));
        // It may be closed, out of service or gone, which is looked at first.
        let others = [code::INVALLINEHANDLE, code::INVALLINESTATE, code::NODEVICE];
        assert!(
            result == expected || others.contains(&result),
            "{result:#x} and not {expected:#x}"
        );
        let no_id = lines.make_call(0, open.handle, 16, Some("101"), None).0;
        assert!(no_id == code::INVALPARAM || no_id == code::INVALLINEHANDLE);
        let version = lines.negotiate_ext(u32::MAX - 1, V3_0, V3_0).0;
        assert!(version < 0);
        add(&self.world.counts.malformed);
    }
}
