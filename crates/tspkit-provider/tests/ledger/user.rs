//! What each thread does: TAPI's calls, each of which has a line in the ledger.

use std::{ops::Range, sync::atomic::Ordering, time::Duration};

use rand::Rng;
use rand_pcg::Pcg64Mcg;
use tspkit_provider::{
    abi::{ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes},
    hal::{PhoneEvent, Ring},
};

use crate::{
    book::add,
    event,
    hardware::{PHONES, bytes_of, has_worker},
    support::{
        code,
        desk::AREA_SIZE,
        tapi::{ASYNCHRONOUS, BASE, BY_DEVICE, SYNCHRONOUS, button_info},
    },
    world::{Open, World},
};

/// What any function may answer while phones are unplugged, closed and shut down by others.
const AT_ANY_TIME: [i32; 6] = [
    code::INVALPHONEHANDLE,
    code::INVALPHONESTATE,
    // Instead of the state, where a function's page has no such code.
    code::OPERATIONUNAVAIL,
    code::RESOURCEUNAVAIL,
    code::OPERATIONFAILED,
    code::UNINITIALIZED,
];

pub(crate) struct User {
    world: &'static World,
    random: Pcg64Mcg,
    lines: Range<u64>,
    /// What this thread has requested of each phone since it last closed it: openings and lines.
    pending: Vec<Vec<(u64, u64)>>,
    unplugged: Option<u32>,
}

impl User {
    pub(crate) fn new(world: &'static World, random: Pcg64Mcg, lines: Range<u64>) -> Self {
        Self {
            world,
            random,
            lines,
            pending: vec![Vec::new(); PHONES as usize],
            unplugged: None,
        }
    }

    /// How many calls are left.
    pub(crate) fn left(&self) -> u64 {
        self.lines.end - self.lines.start
    }

    /// Calls until so many are left, or the provider is being shut down.
    pub(crate) fn work(&mut self, until: u64) {
        while self.left() > until && !self.world.ending.load(Ordering::SeqCst) {
            let line = self.lines.start;
            self.lines.start += 1;
            self.step(line);
        }
        self.plug_in();
    }

    fn step(&mut self, line: u64) {
        // The workers' phones more often, for they answer more slowly.
        let index = self.random.random_range(0..PHONES * 5 / 4);
        let index = if index < PHONES {
            index
        } else {
            (index * 2 + 1) % PHONES
        };
        let choice: u32 = self.random.random_range(0..1000);
        match choice {
            0..3 => return self.close(index),
            3..6 => return self.unplug(index),
            6..16 => return self.happen(index),
            16..36 => return self.invalid_handle(index, line),
            36..46 => return self.by_device(index),
            _ => {}
        }
        if choice.is_multiple_of(4) {
            self.plug_in();
        }
        let open = self.world.open(index).or_else(|| self.open(index, line));
        let Some(open) = open else {
            // Somebody opens or closes it.
            std::thread::sleep(Duration::from_millis(1));
            return;
        };
        match choice {
            46..66 => self.invalid_parameter(open, line),
            66..76 => self.synchronous(open),
            76..96 => self.upload(open),
            _ => {
                // Again, and the same, when the phone has more than it can do for now.
                let before = self.random.clone();
                while !self.request(index, open, line) {
                    self.random = before.clone();
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        }
    }

    fn open(&mut self, index: u32, line: u64) -> Option<Open> {
        let tapi = self.world.tapi;
        let tapi_handle = usize::try_from(line + 1).expect("64 bits");
        let (result, handle) = tapi.open(BASE + index, tapi_handle, Some(event));
        match result {
            0 => {}
            code::ALLOCATED => return None,
            code::UNINITIALIZED if self.world.ending.load(Ordering::SeqCst) => return None,
            other => panic!("Open says {other:#x}"),
        }
        add(&self.world.book.opened);
        let open = Open {
            handle,
            opening: line,
        };
        let all = tapi.set_status_messages(handle, 0x00FF_FFFF, 0x3F, 0xF);
        assert!(all == 0 || all == code::INVALPHONEHANDLE, "{all:#x}");
        self.world.put(index, open);
        Some(open)
    }

    /// Closes a phone; everything that this thread had open under its handle is completed then.
    fn close(&mut self, index: u32) {
        if let Some(opening) = self.world.close(index) {
            add(&self.world.book.closed);
            for (made, line) in self.pending[index as usize].drain(..) {
                assert!(
                    made != opening || self.world.book.is_completed(line),
                    "request {line} outlived its phone's closing"
                );
            }
        }
    }

    fn unplug(&mut self, index: u32) {
        if self.unplugged.is_none() {
            self.world.aside.tell(index, PhoneEvent::Disconnected);
            self.unplugged = Some(index);
        }
    }

    fn plug_in(&mut self) {
        if let Some(index) = self.unplugged.take() {
            self.world.aside.tell(index, PhoneEvent::Connected);
        }
    }

    /// Something happens to a phone by itself.
    fn happen(&mut self, index: u32) {
        let number = self.random.random_range(0..2);
        let device = HookSwitchDevices::SPEAKER;
        let event = match self.random.random_range(0..6) {
            0 => PhoneEvent::Button {
                button: number,
                mode: ButtonModes::FEATURE,
                state: ButtonStates::DOWN,
            },
            1 => PhoneEvent::LampChanged {
                lamp: number,
                mode: LampModes::STEADY,
            },
            2 => PhoneEvent::RingChanged(Ring {
                mode: number,
                volume: 1,
            }),
            3 => PhoneEvent::HookSwitchChanged {
                device,
                mode: HookSwitchModes::MICSPEAKER,
            },
            4 => PhoneEvent::DataChanged { area: number },
            _ => PhoneEvent::DevSpecific([1, 2, 3]),
        };
        self.world.aside.tell(index, event);
    }

    /// A forged or stale handle: nobody's, whatever the others do.
    fn invalid_handle(&mut self, index: u32, line: u64) {
        let forged = |handle: usize, bits: usize| {
            // No place of the table, no phone's, or a generation that is far away.
            let bit = [24, 25, 27, 30, 31, 32, 55, 60, 63][bits % 9];
            handle ^ 1 << bit
        };
        let chosen: usize = self.random.random_range(0..1000);
        let handle = match (chosen % 3, self.world.open(index)) {
            (0, Some(open)) => forged(open.handle, chosen),
            (1, _) => chosen,
            _ => self.world.stale(index),
        };
        let tapi = self.world.tapi;
        let result = if chosen.is_multiple_of(2) {
            let (_, call) = ASYNCHRONOUS[chosen % ASYNCHRONOUS.len()];
            call(tapi, u32::try_from(line + 1).expect("a request id"), handle)
        } else {
            let (_, call) = SYNCHRONOUS[chosen % SYNCHRONOUS.len()];
            call(tapi, handle)
        };
        assert_eq!(result, code::INVALPHONEHANDLE, "{handle:#x}");
        add(&self.world.book.invalid);
    }

    /// The functions that are about no open phone, with ids that exist and ids that do not.
    fn by_device(&mut self, index: u32) {
        let (name, call) = BY_DEVICE[self.random.random_range(0..BY_DEVICE.len() - 1)];
        let ending = self.world.ending.load(Ordering::SeqCst);
        let result = call(self.world.tapi, BASE + index);
        let expected = match name {
            "GetIcon" => code::OPERATIONUNAVAIL,
            "NegotiateExtVersion" => code::INCOMPATIBLEEXTVERSION,
            _ => 0,
        };
        let none = call(self.world.tapi, BASE + PHONES + index);
        // After both: it may be shut down between them.
        let gone = ending || self.world.ending.load(Ordering::SeqCst);
        for (result, expected) in [(result, expected), (none, code::BADDEVICEID)] {
            assert!(
                result == expected || (gone && result == code::UNINITIALIZED),
                "{name} says {result:#x}"
            );
        }
        add(&self.world.book.invalid);
    }

    /// A request that the phone must refuse.
    fn invalid_parameter(&mut self, open: Open, line: u64) {
        let tapi = self.world.tapi;
        let (phone, request) = (open.handle, u32::try_from(line + 1).expect("a request id"));
        let too_large = vec![0; AREA_SIZE as usize + 1];
        let (result, expected) = match self.random.random_range(0..9) {
            0 => (
                tapi.set_data(request, phone, 2, b"upload only"),
                code::INVALDATAID,
            ),
            1 => (
                tapi.set_data(request, phone, 0, &too_large),
                code::OPERATIONFAILED,
            ),
            2 => (
                tapi.set_display(request, phone, [2, 0], b"x\0"),
                code::INVALPARAM,
            ),
            3 => (tapi.set_lamp(request, phone, 2, 4), code::INVALBUTTONLAMPID),
            4 => (tapi.set_lamp(request, phone, 0, 6), code::INVALLAMPMODE),
            5 => (tapi.set_ring(request, phone, 4, 1), code::INVALRINGMODE),
            6 => (
                tapi.set_hook_switch(request, phone, 1, 2),
                code::INVALHOOKSWITCHMODE,
            ),
            7 => (
                tapi.set_volume(request, phone, 8, 1),
                code::INVALHOOKSWITCHDEV,
            ),
            _ => (tapi.set_data(0, phone, 0, b"no id"), code::INVALPARAM),
        };
        let others = [code::INVALPHONEHANDLE, code::INVALPHONESTATE];
        assert!(
            result == expected || others.contains(&result),
            "{result:#x} and not {expected:#x}"
        );
        add(&self.world.book.invalid);
    }

    fn synchronous(&mut self, open: Open) {
        let (name, call) = SYNCHRONOUS[self.random.random_range(0..SYNCHRONOUS.len())];
        let result = call(self.world.tapi, open.handle);
        assert!(
            result == 0 || AT_ANY_TIME.contains(&result),
            "{name} says {result:#x}"
        );
        add(&self.world.book.synchronous);
    }

    fn upload(&mut self, open: Open) {
        let area = self.random.random_range(0..3_u8);
        let mut data = vec![0xA5; self.random.random_range(0..=AREA_SIZE as usize + 16)];
        let result = self
            .world
            .tapi
            .get_data(open.handle, area.into(), &mut data);
        if result == 0 {
            let (filled, rest) = data.split_at(data.len().min(AREA_SIZE as usize));
            assert!(filled.iter().all(|byte| *byte == area));
            assert!(rest.iter().all(|byte| *byte == 0));
        } else {
            assert!(AT_ANY_TIME.contains(&result), "GetData says {result:#x}");
        }
        add(&self.world.book.synchronous);
    }

    /// A request that the phone can do; what it was made of is overwritten as soon as the function has returned.
    /// `false` when the phone has no room for it now.
    fn request(&mut self, index: u32, open: Open, line: u64) -> bool {
        let (tapi, phone) = (self.world.tapi, open.handle);
        let request = u32::try_from(line + 1).expect("a request id");
        self.world.book.begin(line, open.opening);
        let mut bytes = bytes_of(line, self.random.random_range(8..=AREA_SIZE as usize));
        let mut digits: Vec<u8> = line
            .to_string()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let result = match self.random.random_range(0..20) {
            0 => tapi.set_lamp(request, phone, 1, 4),
            1 => tapi.set_ring(request, phone, 2, 7),
            2 => tapi.set_hook_switch(request, phone, 5, 8),
            3 => tapi.set_volume(request, phone, 2, 0xFFFF),
            4 => tapi.set_gain(request, phone, 4, 0),
            5 | 6 => tapi.set_display(request, phone, [1, 3], &digits),
            7 | 8 => {
                let mut info = button_info(&line.to_string());
                let result = tapi.set_button_info(request, phone, 1, &mut info);
                info.fill(0xEE);
                result
            }
            9..12 => tapi.dev_specific(request, phone, &mut bytes),
            area => tapi.set_data(request, phone, [0, 1, 3][area % 3], &bytes),
        };
        bytes.fill(0xEE);
        digits.fill(0xEE);
        if result == request.cast_signed() {
            self.world.book.accepted(line, has_worker(index));
            self.pending[index as usize].push((open.opening, line));
        } else {
            let refusals = &AT_ANY_TIME[..4];
            assert!(refusals.contains(&result), "request {line}: {result:#x}");
            self.world.book.refused(result);
        }
        result != code::RESOURCEUNAVAIL
    }
}
