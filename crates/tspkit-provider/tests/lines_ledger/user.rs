//! What each thread does: TAPI's functions of lines and calls, each under a request id of its own.

use std::{ops::Range, sync::atomic::Ordering};

use rand::Rng;
use rand_pcg::Pcg64Mcg;
use tspkit_driver_sim::Incoming;
use tspkit_provider::{
    abi::LineMediaModes,
    hal::{LineId, Party},
};

use crate::{
    book::{About, add},
    event,
    hardware::LINES,
    support::{code::line as code, tapi::V3_0},
    world::{Call, Open, PLACES, World, are_whole, bytes_of, lock},
};

/// The versions in which lines are opened.
const VERSIONS: [u32; 5] = [0x0002_0000, 0x0002_0001, 0x0002_0002, V3_0, 0x0003_0001];
/// Device ids that guests get.
const GUEST_IDS: u32 = 1_000;

pub(crate) struct User {
    pub(crate) world: &'static World,
    pub(crate) random: Pcg64Mcg,
    ids: Range<u32>,
    /// What this thread has requested, as far as it may not be completed yet.
    pub(crate) pending: Vec<(About, u32)>,
}

impl User {
    pub(crate) fn new(world: &'static World, random: Pcg64Mcg, ids: Range<u32>) -> Self {
        Self {
            world,
            random,
            ids,
            pending: Vec::new(),
        }
    }

    /// How many operations are left.
    pub(crate) fn left(&self) -> u32 {
        self.ids.end - self.ids.start
    }

    /// Works until so many are left, or the provider is being shut down.
    pub(crate) fn work(&mut self, until: u32) {
        while self.left() > until && !self.is_ending() {
            let id = self.ids.start;
            self.ids.start += 1;
            self.step(id);
        }
    }

    pub(crate) fn is_ending(&self) -> bool {
        self.world.ending.load(Ordering::SeqCst)
    }

    fn step(&mut self, id: u32) {
        // Those that another thread answers more often, for they answer more slowly.
        let place = self.random.random_range(0..PLACES + 8);
        let place = if place < PLACES { place } else { place - 20 };
        match self.random.random_range(0..1000) {
            0..2 => return self.close_line(place),
            2..4 => return self.service(place),
            4..30 => return self.happen(place),
            30..50 => return self.invalid_handle(place, id),
            50..65 => return self.by_device(place),
            65..75 => return self.guest(place),
            _ => {}
        }
        let open = self.world.open(place).or_else(|| self.open_line(place, id));
        let Some(open) = open else {
            // Somebody opens or closes it, or there is none.
            std::thread::yield_now();
            return;
        };
        match self.random.random_range(0..1000) {
            0..20 => self.malformed(open, id),
            20..60 => self.of_line(open),
            60..200 => self.make(place, open, id),
            200..210 => self.line_dev_specific(place, open, id),
            _ => match self.some_call(place) {
                Some(call) => self.with_call(place, call, id),
                None => self.make(place, open, id),
            },
        }
    }

    /// Mostly one of the last.
    fn some_call(&mut self, place: u32) -> Option<Call> {
        let calls = self.world.calls_at(place);
        let back = self.random.random_range(0..calls.len().clamp(1, 6));
        calls.iter().rev().nth(back).copied()
    }

    fn open_line(&mut self, place: u32, id: u32) -> Option<Open> {
        let device = self.world.device(place)?;
        let lines = self.world.lines;
        let version = VERSIONS[self.random.random_range(0..VERSIONS.len())];
        self.world.opens(place, id);
        let (result, handle) = lines.open_as(device, id as usize, version, Some(event));
        match result {
            0 => {}
            code::ALLOCATED => return None,
            code::UNINITIALIZED if self.is_ending() => return None,
            code::NODEVICE | code::BADDEVICEID if place >= LINES => return None,
            other => panic!("Open says {other:#x}"),
        }
        add(&self.world.counts.opened);
        let open = Open {
            handle,
            opening: id,
        };
        // Before anything is told of it, the hardware closing it included.
        self.world.opened(place, open);
        if self.world.book.is_closed(About::line(id)) {
            self.world.take(place, Some(id));
        }
        for said in [
            lines.set_status_messages(handle, 0x01FF_FFFF, 0x1FF),
            lines.detect(handle, 4),
        ] {
            assert!(said == 0 || said == code::INVALLINEHANDLE, "{said:#x}");
        }
        Some(open)
    }

    fn close_line(&mut self, place: u32) {
        let Some(opening) = self.world.close_line(place) else {
            return;
        };
        self.all_completed(|about| about.opening == opening);
    }

    pub(crate) fn close_call(&mut self, call: Call) {
        if self.world.close_call(call) {
            self.all_completed(|about| about.calls.contains(&call.number));
        }
    }

    /// Everything that this thread has asked of what it has closed is completed.
    fn all_completed(&mut self, of: impl Fn(About) -> bool) {
        let book = &self.world.book;
        self.pending.retain(|(about, id)| {
            let completed = book.is_completed(*id);
            if of(*about) && !completed {
                book.complain(format!(
                    "request {id} outlived what it was about: {about:?}"
                ));
            }
            !completed
        });
    }

    pub(crate) fn note_pending(&mut self, about: About, id: u32) {
        self.pending.push((about, id));
        if self.pending.len() > 256 {
            let book = &self.world.book;
            self.pending.retain(|(_, id)| !book.is_completed(*id));
        }
    }

    /// A line goes out of service, and in again.
    fn service(&mut self, place: u32) {
        let control = self.world.hands().control;
        let line = LineId(place % LINES + 1);
        control.line_out_of_service(line);
        std::thread::yield_now();
        control.line_in_service(line);
    }

    /// Somebody outside does something.
    fn happen(&mut self, place: u32) {
        let control = self.world.hands().control;
        let line = LineId(place % LINES + 1);
        let number = self.random.random_range(0..1000_u32);
        let incoming = Incoming::new(Party::known(number.to_string(), "Anna"))
            .user_user(bytes_of(number, 30))
            .call_data(bytes_of(number, 50));
        let came = control.call_in(line, incoming);
        let Some(call) = came else { return };
        // Perhaps somebody answers it meanwhile.
        std::thread::yield_now();
        match number % 4 {
            0 => control.far_send(line, call, bytes_of(number, 200)),
            1 => control.far_charge(line, call, bytes_of(number, 20)),
            2 => control.far_hang_up(line, call, bytes_of(number, 20)),
            _ => control.far_party(line, call, Party::known("0301234", "Otto")),
        };
    }

    /// A guest comes, is numbered or goes.
    fn guest(&mut self, place: u32) {
        let world = self.world;
        let slot = &world.guests[(place % crate::hardware::GUESTS) as usize];
        let goes = self.random.random_range(0..3) == 0;
        let taken = if goes { lock(slot).take() } else { *lock(slot) };
        match taken {
            Some((_, temporary)) if goes => return world.hands().go(temporary),
            Some(_) => return,
            None => {}
        }
        let announced = lock(&world.announced).pop();
        let Some(temporary) = announced else {
            return world.hands().come();
        };
        let device = GUEST_IDS + u32::try_from(temporary & 0xF_FFFF).expect("it is small");
        let result = world.lines.create_device(temporary, device);
        let mut slot = lock(slot);
        match result {
            0 if slot.is_none() => *slot = Some((device, temporary)),
            0 => {
                drop(slot);
                world.hands().go(temporary);
            }
            code::NODEVICE | code::BADDEVICEID => {}
            code::UNINITIALIZED if self.is_ending() => {}
            other => panic!("CreateLineDevice says {other:#x}"),
        }
    }

    /// What is asked of an open line, and answered at once.
    fn of_line(&mut self, open: Open) {
        let lines = self.world.lines;
        let line = open.handle;
        let voice = LineMediaModes::INTERACTIVEVOICE.bits();
        let result = match self.random.random_range(0..12) {
            0 => lines.line_status(line).0,
            1 => lines.address_status(line, 0).0,
            2 => lines.addresses(line).0,
            3 => lines.id(line, 0, 1, "tapi/line").0,
            4 => lines.set_status_messages(line, 0x01FF_FFFF, self.random.random_range(0..0x1FF)),
            5 => lines.select_ext_version(line, 0),
            6 => lines.detect(line, 0),
            7..10 => lines.detect(line, voice),
            10 => lines.address_id(line, 2, "101").0,
            _ => lines.could_call(line, voice, None),
        };
        let others = [
            code::INVALLINEHANDLE,
            code::RESOURCEUNAVAIL,
            code::INVALADDRESS,
            code::OPERATIONUNAVAIL,
        ];
        assert!(result == 0 || others.contains(&result), "{result:#x}");
        add(&self.world.counts.synchronous);
    }

    /// What is asked of a call, and answered at once.
    pub(crate) fn of_call(&mut self, call: Call) {
        let (lines, handle) = (self.world.lines, call.handle);
        let result = match self.random.random_range(0..7) {
            0 => lines.call_status(handle).0,
            1 => lines.call_address(handle).0,
            2 => lines.call_ids(handle).0,
            3 => lines.set_app_specific(handle, self.random.random_range(0..9)),
            4 => lines.set_media_mode(handle, 2 << self.random.random_range(0..2)),
            5 => lines.id(0, handle, 4, "tapi/line").0,
            _ => {
                let (result, info) = lines.call_info(handle);
                // User-user information, call data.
                for field in [248, 300] {
                    let shown = crate::field(&info, field);
                    // Before 2.0 there is no such field; what is not told has no size.
                    if result == 0 && !are_whole(shown) {
                        let what = format!("call {} shows {shown:x?}", call.number);
                        self.world.book.complain(what);
                    }
                }
                result
            }
        };
        let others = [code::INVALCALLHANDLE, code::OPERATIONUNAVAIL];
        assert!(result == 0 || others.contains(&result), "{result:#x}");
        add(&self.world.counts.synchronous);
    }
}
