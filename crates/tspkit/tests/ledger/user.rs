//! What each thread does.

use std::{
    ops::Range,
    sync::{Arc, PoisonError, RwLock, atomic::Ordering},
    thread,
    time::Duration,
};

use rand::Rng;
use rand_pcg::Pcg64Mcg;
use tspkit::{Error, Office, Phone, PhoneRequest, Request};

use crate::{
    book::Book,
    hardware::{PHONES, Parked, has_worker},
    support::AREA_SIZE,
};

/// The office, and the handles that the threads share.
pub(crate) struct Desk {
    pub(crate) office: Office,
    handles: Vec<RwLock<Option<Phone>>>,
}

impl Desk {
    pub(crate) fn new(office: Office, phones: u32) -> Self {
        let handles = (0..phones).map(|_| RwLock::default()).collect();
        Self { office, handles }
    }

    fn handle(&self, index: u32) -> Option<Phone> {
        let handle = self.handles[index as usize].read();
        handle.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, index: u32, phone: Phone) {
        let handle = self.handles[index as usize].write();
        *handle.unwrap_or_else(PoisonError::into_inner) = Some(phone);
    }

    fn take(&self, index: u32) -> Option<Phone> {
        let handle = self.handles[index as usize].write();
        handle.unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn close_all(&self) {
        for index in 0..PHONES {
            if let Some(phone) = self.take(index) {
                phone.close().unwrap();
            }
        }
    }
}

/// One thread's operations, each of which has a line in the ledger.
pub(crate) struct User<'a> {
    desk: &'a Desk,
    book: &'a Arc<Book>,
    parked: &'a Parked,
    random: Pcg64Mcg,
    lines: Range<u64>,
    /// What this thread has requested of each phone by a callback or a number since it last closed it.
    open: Vec<Vec<u64>>,
    unplugged: Option<u32>,
    /// The last request was one too many for its phone.
    full: bool,
}

impl<'a> User<'a> {
    pub(crate) fn new(
        desk: &'a Desk,
        book: &'a Arc<Book>,
        parked: &'a Parked,
        random: Pcg64Mcg,
        lines: Range<u64>,
    ) -> Self {
        Self {
            desk,
            book,
            parked,
            random,
            lines,
            open: vec![Vec::new(); PHONES as usize],
            unplugged: None,
            full: false,
        }
    }

    pub(crate) fn work(&mut self) {
        for line in self.lines.clone() {
            let index = self.random.random_range(0..PHONES);
            let choice = self.random.random_range(0..1000);
            match choice {
                0..5 => self.close(index),
                5..10 => self.unplug(index),
                _ => {
                    let phone = self.desk.handle(index).or_else(|| self.reopen(index));
                    if let Some(phone) = phone {
                        self.request_with_room(choice, index, &phone, line);
                    }
                }
            }
            if choice % 4 == 0
                && let Some(index) = self.unplugged.take()
            {
                self.parked.plug(index, true);
            }
        }
        if let Some(index) = self.unplugged.take() {
            self.parked.plug(index, true);
        }
    }

    /// Makes the same request again for as long as the phone has no room for it.
    fn request_with_room(&mut self, choice: u32, index: u32, phone: &Phone, line: u64) {
        let before = self.random.clone();
        loop {
            self.full = false;
            self.request(choice, index, phone, line);
            if !self.full {
                return;
            }
            self.random = before.clone();
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn request(&mut self, choice: u32, index: u32, phone: &Phone, line: u64) {
        match choice {
            10..60 => self.wait(index, phone, line),
            60..100 => self.drop_pending(index, phone, line),
            100..150 => self.cancel_by_ticket(index, phone, line),
            150..180 => self.brief(index, phone, line),
            180..200 => Self::invalid(phone),
            200..400 => self.by_callback(index, phone, line),
            400..450 => {
                let request = PhoneRequest::GetData { area: 1, size: 8 };
                self.numbered(index, phone, line, request);
            }
            _ => {
                let request = PhoneRequest::SetData {
                    area: self.area(),
                    data: self.data(line).into(),
                };
                self.numbered(index, phone, line, request);
            }
        }
    }

    fn area(&mut self) -> u32 {
        [0, 1, 3][self.random.random_range(0..3)]
    }

    /// Bytes that say which line they are.
    fn data(&mut self, line: u64) -> Vec<u8> {
        let mut data = line.to_le_bytes().to_vec();
        data.resize(self.random.random_range(8..=AREA_SIZE as usize), 0x55);
        data
    }

    fn download(&mut self, phone: &Phone, line: u64) -> Request<()> {
        let area = self.area();
        let request = phone.set_data(area, self.data(line));
        if line.is_multiple_of(2) {
            return request;
        }
        let book = self.book.clone();
        request.on_progress(move |done, total| {
            assert!(done <= total);
            book.progress.fetch_add(1, Ordering::Relaxed);
        })
    }

    /// Notes whether it was accepted; a refusal has to be one that can come up here.
    fn note<T>(&mut self, index: u32, line: u64, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(accepted) => {
                self.book.accepted(line, has_worker(index));
                Some(accepted)
            }
            Err(Error::Closed { .. } | Error::NotConnected { .. }) => None,
            Err(Error::QueueFull { .. }) => {
                self.full = true;
                None
            }
            Err(other) => panic!("request {line} was refused: {other}"),
        }
    }

    fn numbered(&mut self, index: u32, phone: &Phone, line: u64, request: PhoneRequest) {
        let result = phone.submit(line, request);
        if self.note(index, line, result).is_some() {
            self.open[index as usize].push(line);
        }
    }

    fn by_callback(&mut self, index: u32, phone: &Phone, line: u64) {
        let book = self.book.clone();
        let request = self.download(phone, line);
        let result = request.on_done(move |result| book.called_back(line, &result));
        if self.note(index, line, result).is_some() {
            self.open[index as usize].push(line);
        }
    }

    fn cancel_by_ticket(&mut self, index: u32, phone: &Phone, line: u64) {
        let book = self.book.clone();
        let request = self.download(phone, line);
        let result = request.on_done(move |result| book.called_back(line, &result));
        if let Some(ticket) = self.note(index, line, result) {
            self.open[index as usize].push(line);
            ticket.cancel();
        }
    }

    fn wait(&mut self, index: u32, phone: &Phone, line: u64) {
        let result = self.download(phone, line).start();
        if let Some(pending) = self.note(index, line, result) {
            self.book.answered(line, &pending.wait());
        }
    }

    fn brief(&mut self, index: u32, phone: &Phone, line: u64) {
        self.book.brief(line);
        let limit = Duration::from_millis(self.random.random_range(0..3));
        let result = self.download(phone, line).deadline(limit).start();
        if let Some(pending) = self.note(index, line, result) {
            self.book.answered(line, &pending.wait());
        }
    }

    fn drop_pending(&mut self, index: u32, phone: &Phone, line: u64) {
        let result = self.download(phone, line).start();
        if let Some(pending) = self.note(index, line, result) {
            self.book.dropped(line);
            drop(pending);
        }
    }

    fn invalid(phone: &Phone) {
        let too_large = vec![0; AREA_SIZE as usize + 1];
        assert!(phone.set_data(4, "no such area").start().is_err());
        assert!(phone.set_data(0, too_large).start().is_err());
    }

    /// Closes a phone; everything that this thread had open on it is answered then.
    fn close(&mut self, index: u32) {
        let Some(phone) = self.desk.take(index) else {
            return;
        };
        phone.close().unwrap();
        self.book.closes.fetch_add(1, Ordering::Relaxed);
        for line in self.open[index as usize].drain(..) {
            assert!(
                self.book.is_answered(line),
                "request {line} outlived its phone's closing"
            );
        }
    }

    fn reopen(&mut self, index: u32) -> Option<Phone> {
        match self.desk.office.phone(index) {
            Ok(phone) => {
                self.book.reopens.fetch_add(1, Ordering::Relaxed);
                self.desk.put(index, phone.clone());
                Some(phone)
            }
            Err(Error::AlreadyOpen { .. }) => None,
            Err(other) => panic!("phone {index} cannot be opened: {other}"),
        }
    }

    fn unplug(&mut self, index: u32) {
        if self.unplugged.is_none() {
            self.parked.plug(index, false);
            self.unplugged = Some(index);
        }
    }
}
