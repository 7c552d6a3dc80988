//! One who does as they like with calls.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use tspkit::{
    Call, CallRequest,
    abi::{CallInfoBuffer, LineCallStates, LineDigitModes},
};

use crate::{
    exchange::{KINDS, code, hresult},
    ledger::Ledger,
    office::{ADDRESSES, Desks},
    switch::line_state,
};

pub(crate) struct User {
    number: u64,
    random: Pcg64Mcg,
    desks: Arc<Desks>,
    ledger: Arc<Ledger>,
    /// The number of the next message.
    message: u64,
}

impl User {
    pub(crate) fn new(seed: u64, desks: Arc<Desks>, ledger: Arc<Ledger>) -> Self {
        Self {
            number: seed & 0xFF,
            random: Pcg64Mcg::seed_from_u64(seed),
            desks,
            ledger,
            message: 0,
        }
    }

    pub(crate) fn step(&mut self) {
        let index = self.random.random_range(0..self.desks.count());
        if self.random.random_range(0..2_000) == 0 {
            self.desks.reopen(index);
        }
        let line = self.desks.line(index);
        match self.random.random_range(0..8) {
            0 => {
                if let Ok(call) = line.create_call(self.address()) {
                    self.prepare(&call);
                    self.make(call.connect());
                }
            }
            1 | 2 => {
                if let Some(call) = line.next_call(Duration::ZERO) {
                    self.take(&call);
                }
            }
            _ => {
                let calls = line.calls();
                if !calls.is_empty() {
                    let chosen = self.random.random_range(0..calls.len());
                    self.act(&calls[chosen], &calls);
                }
            }
        }
    }

    fn address(&mut self) -> String {
        let outside = ["0800", "0555", "0444", "0999", "0333", "77", ""];
        match self.random.random_range(0..10) {
            0 => outside[self.random.random_range(0..outside.len())].into(),
            _ => (ADDRESSES + self.random.random_range(0..crate::office::LINES)).to_string(),
        }
    }

    fn text(&mut self) -> String {
        self.message += 1;
        format!("{} {}", self.number, self.message)
    }

    fn prepare(&mut self, call: &Call) {
        if self.random.random() {
            for kind in &KINDS[1..] {
                let result = call.put_buffer(*kind, "given");
                let result = result.map_err(|error| hresult(&error));
                let expected = match kind {
                    CallInfoBuffer::ChargingInfoBuffer => Err(code::INVALIDARG),
                    _ if call.is_closed() => continue,
                    _ => Ok(()),
                };
                assert_eq!(result, expected, "{kind:?}");
            }
        }
    }

    /// A call that comes in.
    fn take(&mut self, call: &Call) {
        let text = self.text();
        let request = match self.random.random_range(0..8) {
            0 => call.redirect(self.address()),
            1 => call.disconnect(text),
            2 | 3 => call.accept(text),
            _ => call.answer(text),
        };
        self.make(request);
    }

    fn act(&mut self, call: &Call, all: &[Call]) {
        let other = &all[self.random.random_range(0..all.len())];
        let (text, address) = (self.text(), self.address());
        match self.random.random_range(0..32) {
            0 => self.make(call.accept("")),
            1 | 2 => self.make(call.answer("")),
            3 => self.make(call.hold()),
            4 => self.make(call.unhold()),
            5 => self.make(call.swap_hold(other)),
            6 | 7 => self.consult(call),
            8 => self.transfer(call, other),
            9 => self.make(call.blind_transfer(address)),
            10 => self.make(call.redirect(address)),
            11 => self.make(call.dial(address)),
            12 => self.make(call.generate_digits("12#", LineDigitModes::DTMF, None)),
            13 => self.make(call.set_call_data(text)),
            14 => {
                let kind = KINDS[self.random.random_range(1..KINDS.len())];
                // Nothing but the rules decides; an error is as good.
                let _ = call.put_buffer(kind, "put");
                let _ = call.buffer(kind);
            }
            15 => self.make(call.disconnect(text)),
            16 => self.make(call.disconnect("")),
            17 if self.random.random_range(0..4) == 0 => {
                // Whatever is open on it is answered.
                call.close().expect("the call closes");
            }
            18..22 => self.ledger.read(call),
            22..25 => self.hand_over(all),
            _ => self.send(call),
        }
    }

    /// One message after another, each waited for: so the order of this thread's is known.
    fn send(&mut self, call: &Call) {
        for _ in 0..self.random.random_range(1..4) {
            let text = self.text();
            let line = self.ledger.line();
            match call.send_user_user_info(text).start() {
                Ok(pending) => self.ledger.answered(line, &pending.wait()),
                Err(error) => self.ledger.refused(line, &error),
            }
        }
    }

    fn consult(&mut self, call: &Call) {
        let line = self.ledger.line();
        let result = call
            .setup_transfer()
            .and_then(|request| request.deadline(Duration::from_millis(100)).wait());
        self.ledger.answered(line, &result);
        if let Ok(consultation) = result {
            let address = self.address();
            self.make(consultation.dial(address));
        }
    }

    /// Completes a transfer that has been set up, if the line has one that is far enough.
    fn hand_over(&mut self, all: &[Call]) {
        let find = |wanted: LineCallStates| {
            let mut calls = all.iter();
            calls.find(|call| wanted.contains(line_state(call)) && call.status().is_some())
        };
        let waiting = find(LineCallStates::ONHOLDPENDTRANSFER);
        let consultation = find(LineCallStates::CONNECTED | LineCallStates::RINGBACK);
        if let (Some(waiting), Some(consultation)) = (waiting, consultation) {
            self.transfer(waiting, consultation);
        }
    }

    fn transfer(&mut self, call: &Call, consultation: &Call) {
        let line = self.ledger.line();
        let result = call.complete_transfer(consultation).wait();
        self.ledger.answered(line, &result);
        if result.is_ok() {
            self.ledger.transferred.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Makes a request, in one of the ways there are.
    fn make(&mut self, request: CallRequest<()>) {
        let (line, ledger) = (self.ledger.line(), self.ledger.clone());
        // A network that says nothing is not waited for.
        let request = request.deadline(Duration::from_millis(100));
        match self.random.random_range(0..5) {
            0 => ledger.answered(line, &request.wait()),
            1 => {
                let book = ledger.clone();
                let made = request.on_done(move |result| book.answered(line, &result));
                if let Err(error) = made {
                    ledger.refused(line, &error);
                }
            }
            2 => {
                let book = ledger.clone();
                match request.on_done(move |result| book.answered(line, &result)) {
                    Ok(ticket) => ticket.cancel(),
                    Err(error) => ledger.refused(line, &error),
                }
            }
            3 => {
                let brief = request.deadline(Duration::from_micros(50));
                ledger.answered(line, &brief.wait());
            }
            _ => match request.start() {
                Ok(pending) => ledger.answered(line, &pending.wait()),
                Err(error) => ledger.refused(line, &error),
            },
        }
    }
}
