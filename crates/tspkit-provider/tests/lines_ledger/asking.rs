//! What a thread asks of calls, to be answered later.

use rand::Rng;
use tspkit_provider::abi::LineCallFeatures;

use crate::{
    book::About,
    hardware::{LINES, is_elsewhere},
    kinds::Kind,
    support::code::line as code,
    user::User,
    world::{Call, Open, bytes_of},
};

/// What may refuse a request while calls, lines and the provider are closed by others, and things go wrong in the
/// hardware.
const REFUSALS: [i32; 9] = [
    code::INVALCALLHANDLE,
    code::INVALLINEHANDLE,
    code::INVALCALLSTATE,
    code::INVALLINESTATE,
    code::OPERATIONUNAVAIL,
    code::RESOURCEUNAVAIL,
    code::OPERATIONFAILED,
    code::NODEVICE,
    code::UNINITIALIZED,
];

/// States of calls.
const IDLE: u32 = 1;
const ONHOLD: u32 = 0x400;
const ONHOLDPENDTRANSFER: u32 = 0x2000;
const DISCONNECTED: u32 = 0x4000;

/// What is dialled.
fn destination(random: &mut impl Rng) -> String {
    match random.random_range(0..40) {
        0 => String::new(),
        1 => "10;".into(),
        2 => "7".into(),
        3 => "0555".into(),
        4 => "0444".into(),
        5..8 => "0800".into(),
        8..12 => "0801".into(),
        _ => (101 + random.random_range(0..32)).to_string(),
    }
}

impl User {
    /// Something that the call says can be done with it, mostly.
    pub(crate) fn with_call(&mut self, place: u32, call: Call, id: u32) {
        let (result, status) = self.world.lines.call_status(call.handle);
        if result != 0 {
            assert_eq!(result, code::INVALCALLHANDLE);
            self.world
                .calls_at(place)
                .retain(|each| each.number != call.number);
            return;
        }
        let features = LineCallFeatures::from_bits_retain(crate::dword(&status, 24));
        // Nobody is at its other end any more, or it was not made; or it is let go while it is offered.
        let is_over = matches!(crate::dword(&status, 12), IDLE | DISCONNECTED);
        let is_offered = features.contains(LineCallFeatures::ANSWER);
        match self.random.random_range(0..16) {
            0 => self.of_call(call),
            1..8 if is_over => self.close_call(call),
            1 | 2 if is_offered => self.close_call(call),
            1 if self.random.random_range(0..4) == 0 => self.close_call(call),
            2 => {
                let kind = Kind::ALL[self.random.random_range(1..Kind::ALL.len())];
                self.ask(place, call, kind, id);
            }
            _ => match self.choose(features) {
                Some(kind) => self.ask(place, call, kind, id),
                // It is just being made: this goes at any time.
                None => self.ask(place, call, Kind::ReleaseUserUserInfo, id),
            },
        }
    }

    /// One of the things that can be done with a call; rather what leads on than what ends it.
    fn choose(&mut self, features: LineCallFeatures) -> Option<Kind> {
        // How often of twelve.
        let leading = [
            (Kind::CompleteTransfer, 4),
            (Kind::SwapHold, 6),
            (Kind::Unhold, 2),
            (Kind::Dial, 2),
            (Kind::Answer, 2),
            (Kind::SetupTransfer, 2),
            (Kind::Hold, 3),
        ];
        let leading = leading.into_iter().find(|(kind, odds)| {
            features.contains(kind.feature()) && self.random.random_range(0..12) < *odds
        });
        let leading = leading.map(|(kind, _)| kind);
        leading.or_else(|| {
            let possible = Kind::ALL
                .iter()
                .copied()
                .filter(|kind| !kind.feature().is_empty() && features.contains(kind.feature()));
            let possible: Vec<_> = possible.collect();
            let last = possible.len().checked_sub(1)?;
            Some(possible[self.random.random_range(0..=last)])
        })
    }

    /// A call and another one of the same line, of the same transfer if there is one, in their order: the one that
    /// is transferred first, or the one that is on hold last.
    fn pair(&self, place: u32, call: Call, kind: Kind) -> (Call, Call) {
        let calls = self.world.calls_at(place).clone();
        let of_transfer =
            |other: &&Call| other.number == call.transfers || other.transfers == call.number;
        let others = || calls.iter().rev().filter(|each| each.number != call.number);
        let held = |call: &Call| {
            let (_, status) = self.world.lines.call_status(call.handle);
            matches!(crate::dword(&status, 12), ONHOLD | ONHOLDPENDTRANSFER)
        };
        if kind == Kind::SwapHold {
            let is_held = held(&call);
            let other = others().take(8).find(|other| held(other) != is_held);
            let other = *other.unwrap_or(&call);
            return if is_held {
                (other, call)
            } else {
                (call, other)
            };
        }
        let other = calls
            .iter()
            .rev()
            .find(of_transfer)
            .or_else(|| others().next());
        let other = *other.unwrap_or(&call);
        if call.transfers == other.number {
            (other, call)
        } else {
            (call, other)
        }
    }

    fn ask(&mut self, place: u32, call: Call, kind: Kind, id: u32) {
        let lines = self.world.lines;
        let handle = call.handle;
        if kind == Kind::SetupTransfer {
            return self.set_up_transfer(place, call, id);
        }
        if kind == Kind::Digits {
            return self.send_digits(call, id);
        }
        let size = match kind {
            Kind::SendUserUserInfo if place < LINES => self.random.random_range(4..=1024),
            Kind::SetCallData => self.random.random_range(0..=4096),
            _ => self.random.random_range(0..=131),
        };
        let mut bytes = if size == 0 {
            Vec::new()
        } else {
            bytes_of(id, size)
        };
        let number = destination(&mut self.random);
        // The request is of the call that is named first.
        let (first, second) = match kind {
            Kind::SwapHold | Kind::CompleteTransfer => self.pair(place, call, kind),
            _ => (call, call),
        };
        let about = About::call(first.opening, first.number);
        self.world.book.begin(id, kind, about, 0);
        let result = match kind {
            Kind::Accept => lines.accept(id, handle, &bytes),
            Kind::Answer => lines.answer(id, handle, &bytes),
            Kind::Drop => lines.drop_call(id, handle, &bytes),
            Kind::Dial => lines.dial(id, handle, &number),
            Kind::Hold => lines.hold(id, handle),
            Kind::Unhold => lines.unhold(id, handle),
            Kind::SwapHold => lines.swap_hold(id, first.handle, second.handle),
            Kind::CompleteTransfer => lines.complete_transfer(id, first.handle, second.handle, 1),
            Kind::BlindTransfer => lines.blind_transfer(id, handle, &number),
            Kind::Redirect => lines.redirect(id, handle, &number),
            Kind::SendUserUserInfo => lines.send(id, handle, &bytes),
            Kind::ReleaseUserUserInfo => lines.release(id, handle),
            Kind::SetCallData => lines.set_call_data(id, handle, &bytes),
            Kind::SetCallParams => lines.set_call_params(id, handle, 1, [0, 64_000], None),
            Kind::DevSpecific => match self.world.open(place) {
                Some(open) => lines.dev_specific(id, open.handle, handle, &bytes),
                None => code::INVALLINEHANDLE,
            },
            Kind::MakeCall | Kind::SetupTransfer | Kind::Digits => unreachable!("asked above"),
        };
        bytes.fill(0xEE);
        self.asked(place, id, kind, about, result);
    }

    /// What became of a request.
    fn asked(&mut self, place: u32, id: u32, kind: Kind, about: About, result: i32) {
        let book = &self.world.book;
        if result == id.cast_signed() {
            book.accepted(id, is_elsewhere(place));
            self.note_pending(about, id);
            return;
        }
        let others: &[i32] = match kind {
            Kind::Dial | Kind::BlindTransfer | Kind::Redirect | Kind::MakeCall => {
                &[code::INVALADDRESS]
            }
            _ => &[],
        };
        assert!(
            REFUSALS.contains(&result) || others.contains(&result),
            "{kind:?} under {id} says {result:#x}"
        );
        book.refused(result);
    }

    pub(crate) fn make(&mut self, place: u32, open: Open, id: u32) {
        let number = destination(&mut self.random);
        // Guests take no buffers.
        let params = if place < LINES { self.params(id) } else { None };
        let call = self.world.book.new_call();
        let about = About::call(open.opening, call);
        self.world.book.begin(id, Kind::MakeCall, about, call);
        let number = Some(number.as_str()).filter(|number| !number.is_empty());
        let (result, handle) = self.world.lines.make_call(
            id,
            open.handle,
            (call as usize) << 4,
            number,
            params.as_deref(),
        );
        self.made(
            result,
            id,
            place,
            Call {
                handle,
                number: call,
                opening: open.opening,
                transfers: 0,
            },
        );
        self.asked(place, id, Kind::MakeCall, about, result);
    }

    /// A call that is accepted has a handle; it was closed if its line was closed meanwhile.
    fn made(&mut self, result: i32, id: u32, place: u32, call: Call) {
        if result == id.cast_signed() {
            assert_ne!(call.handle, 0);
            self.world.calls_at(place).push(call);
        }
    }

    fn set_up_transfer(&mut self, place: u32, call: Call, id: u32) {
        let consultation = self.world.book.new_call();
        let about = About::call(call.opening, call.number).and(consultation);
        self.world
            .book
            .begin(id, Kind::SetupTransfer, about, consultation);
        let tapi = (consultation as usize) << 4;
        let (result, handle) = self.world.lines.setup_transfer(id, call.handle, tapi);
        let made = Call {
            handle,
            number: consultation,
            opening: call.opening,
            transfers: call.number,
        };
        self.made(result, id, place, made);
        self.asked(place, id, Kind::SetupTransfer, about, result);
    }

    /// Sends digits, or stops those that are being sent.
    fn send_digits(&mut self, call: Call, id: u32) {
        let about = About::call(call.opening, call.number);
        self.world.book.begin(id, Kind::Digits, about, 0);
        let digits = ["1", "12#", "1,1"][self.random.random_range(0..3)];
        let stops = self.random.random_range(0..8) == 0;
        let digits = (!stops).then_some(digits);
        let result = self
            .world
            .lines
            .generate_digits_for(call.handle, id, 2, digits, 1);
        if result != 0 {
            assert!(
                REFUSALS.contains(&result),
                "GenerateDigits says {result:#x}"
            );
            self.world.book.refused(result);
        } else if !stops {
            self.world.book.accepted(id, false);
        }
    }

    pub(crate) fn line_dev_specific(&mut self, place: u32, open: Open, id: u32) {
        let about = About::line(open.opening);
        self.world.book.begin(id, Kind::DevSpecific, about, 0);
        let mut bytes = bytes_of(id, self.random.random_range(4..200));
        let result = self.world.lines.dev_specific(id, open.handle, 0, &bytes);
        bytes.fill(0xEE);
        self.asked(place, id, Kind::DevSpecific, about, result);
    }

    /// The parameters of a call: none, or with all buffers.
    fn params(&mut self, id: u32) -> Option<Vec<u8>> {
        if self.random.random_range(0..4) == 0 {
            return None;
        }
        let mut size = |most| self.random.random_range(4..most);
        let [user, high, low, specific, data] =
            [131, 16, 18, 200, 300].map(|most| bytes_of(id, size(most)));
        Some(crate::params(&[
            (80, &user),
            (88, &high),
            (96, &low),
            (104, &specific),
            (156, &data),
        ]))
    }
}
