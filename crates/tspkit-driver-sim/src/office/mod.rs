//! The office as a driver.

mod actions;
mod control;
mod lines;
mod orders;
mod outbox;
mod reference;
mod table;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tspkit_abi::{LineError, PhoneError};
use tspkit_hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, LineId, LineReply,
    LineRequest, PhoneId, PhoneReply, PhoneRequest, Stopped,
};

pub use self::control::{Counters, SimControl};
pub(crate) use self::{lines::LineVerdict, orders::Order};
use self::{lines::Lines, outbox::Outbox, table::Table};
use crate::{
    chance::Fate,
    config::{OfficeConfig, OfficeError},
    phone::{Effects, Phone, unplugged},
    timeline::{Inbox, Job, Message},
};

/// The text of the default office.
const DEFAULT: &str = include_str!("../default_office.toml");

/// A simulated office: a driver whose phones and lines exist only in memory.
///
/// Requests for which neither latency nor rules are set are carried out inside
/// [`submit`](Hardware::submit), under the lock of their phone alone, and those of lines inside
/// [`submit_line`](Hardware::submit_line), under the lock of the switch. The others are carried out by the
/// office's one thread, which is started by [`start`](Hardware::start) and joined by [`stop`](Hardware::stop). Phones
/// keep their state over a stop; their rules go on counting, and the events of the office begin anew. Calls end with it.
#[derive(Debug)]
pub struct SimOffice(Arc<Office>);

/// What the driver, its controls and its thread share.
#[derive(Debug)]
pub(crate) struct Office {
    pub(crate) config: OfficeConfig,
    pub(crate) phones: Table,
    pub(crate) lines: Lines,
    pub(crate) outbox: Outbox,
    pub(crate) inbox: Inbox,
    running: AtomicBool,
}

impl SimOffice {
    /// An office of that kind.
    ///
    /// # Errors
    ///
    /// Something in it does not fit; see [`OfficeConfig::check`].
    pub fn new(config: OfficeConfig) -> Result<Self, OfficeError> {
        config.check()?;
        let phones = Table::new(&config)?;
        let lines = Lines::new(&config, &phones);
        Ok(Self(Arc::new(Office {
            config,
            phones,
            lines,
            outbox: Outbox::default(),
            inbox: Inbox::default(),
            running: AtomicBool::new(false),
        })))
    }

    /// The office that `sim:` stands for; [the crate's page](crate#the-default-office) lists its phones.
    ///
    /// # Panics
    ///
    /// Never: the office is part of this crate, and a test reads it.
    pub fn default_office() -> Self {
        Self::from_toml(DEFAULT).expect("the default office is a valid office file")
    }

    /// An office from the text of an office file.
    ///
    /// # Errors
    ///
    /// See [`OfficeConfig::from_toml`].
    pub fn from_toml(text: &str) -> Result<Self, OfficeError> {
        Self::new(OfficeConfig::from_toml(text)?)
    }

    /// An office from an office file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or see [`OfficeConfig::from_toml`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, OfficeError> {
        Self::new(OfficeConfig::from_file(path)?)
    }

    /// An office from what follows `sim:` in a URL; see [`OfficeConfig::from_reference`].
    ///
    /// # Errors
    ///
    /// The reference is not understood, or see [`from_file`](Self::from_file).
    pub fn from_reference(reference: &str) -> Result<Self, OfficeError> {
        Self::new(OfficeConfig::from_reference(reference)?)
    }

    /// The hands in the office: by them tests and examples plug phones in and out, press buttons, and look at
    /// what has arrived. Works whether or not the office is started.
    pub fn control(&self) -> SimControl {
        SimControl::new(self.0.clone())
    }

    /// What the office was made from.
    pub fn config(&self) -> &OfficeConfig {
        &self.0.config
    }
}

impl Hardware for SimOffice {
    fn inventory(&self) -> Inventory {
        let mut inventory = Inventory::new();
        self.0.phones.each(|phone| {
            let line = self.0.lines.of_phone(phone.id);
            let info = phone.info();
            inventory.phones.extend(info.map(|info| match line {
                Some(line) => info.on_line(line),
                None => info,
            }));
        });
        inventory.lines = self.0.lines.infos();
        inventory
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        self.0.start(events)
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        self.0.submit(phone, request, done);
    }

    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        self.0.submit_line(line, request, done);
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.0.stop(deadline)
    }
}

impl Drop for SimOffice {
    fn drop(&mut self) {
        if self
            .0
            .stop(Deadline::after(std::time::Duration::from_secs(1)))
            == Stopped::StillRunning
        {
            tracing::error!(
                "a simulated office was dropped while its thread was busy; stop it first"
            );
        }
    }
}

impl Office {
    fn start(self: &Arc<Self>, events: EventSink) -> Result<(), HardwareError> {
        self.inbox.open(self)?;
        self.outbox.open(events.clone());
        self.lines.open(events);
        self.running.store(true, Ordering::Release);
        self.begin_events();
        Ok(())
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.running.store(false, Ordering::Release);
        let ended = self.inbox.shut(deadline);
        let told = self.outbox.shut(deadline);
        let lines = self.lines.shut(deadline);
        if ended && told && lines {
            Stopped::Clean
        } else {
            Stopped::StillRunning
        }
    }

    fn submit(self: &Arc<Self>, id: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        let Some(phone) = self.phones.find(id) else {
            let message = format!("{}: the office has no {id}", request.name());
            return done.fail(HardwareError::with_message(PhoneError::NoDevice, message));
        };
        if !self.is_running() {
            let message = format!("{}: the office of {id} is not started", request.name());
            return done.fail(HardwareError::failed(message));
        }
        // What most requests are: a way of its own saves most of their time.
        let request = match request {
            PhoneRequest::SetData { area, data } => {
                let data = match phone.plan.plain(area, data.len()) {
                    None => data,
                    Some(plain) => match phone.keep(plain, data) {
                        Ok(()) => return done.complete(Ok(PhoneReply::Done)),
                        Err(data) => data,
                    },
                };
                PhoneRequest::SetData { area, data }
            }
            other => other,
        };
        let route = phone.plan.route(&request);
        if !route.judged && !route.queued {
            return self.carry_out(&phone, request, done);
        }
        let verdict = phone.judge(route, &request);
        if let Some(time) = verdict.unplug {
            self.away(&phone, time);
            // What unplugs the phone fails with it, even if the phone is back in no time.
            phone.count();
            return done.fail(unplugged(id, &request));
        }
        match &verdict.fate {
            Fate::Panic => panic!("the office was told to panic: {} of {id}", request.name()),
            Fate::Discard => return drop(done),
            _ => {}
        }
        if !route.queued {
            return self.answer(&phone, request, &verdict.fate, done);
        }
        let job = Job {
            phone: id,
            request,
            done,
            verdict,
        };
        self.send(Message::Request(job));
    }

    /// Answers a request whose time has come.
    pub(crate) fn answer(
        self: &Arc<Self>,
        phone: &Phone,
        request: PhoneRequest,
        fate: &Fate,
        done: Completion<PhoneReply>,
    ) {
        match fate.error() {
            None => self.carry_out(phone, request, done),
            Some(error) => {
                phone.count();
                done.fail(error);
            }
        }
    }

    fn carry_out(
        self: &Arc<Self>,
        phone: &Phone,
        request: PhoneRequest,
        done: Completion<PhoneReply>,
    ) {
        let mut effects = Effects {
            order: self.order(phone, &request),
            ..Effects::default()
        };
        let (outcome, tell) = {
            let mut state = phone.state();
            let outcome = state.carry_out(phone, request, &mut effects);
            let tell = !effects.events.is_empty();
            if tell {
                self.outbox.put(phone.id, effects.events);
            }
            (outcome, tell)
        };
        let order = effects.order.filter(|_| outcome.is_ok());
        // TAPI's state messages follow success.
        done.complete(outcome);
        if let Some(time) = effects.restart {
            self.away(phone, time);
        }
        if tell {
            self.outbox.tell();
        }
        if let Some(Ok(order)) = order {
            self.obey(order);
        }
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running.load(Ordering::Acquire)
    }

    /// Sends something to the office's thread. `false` when that has ended; then a request is failed.
    pub(crate) fn send(&self, message: Message) -> bool {
        match self.inbox.send(message) {
            None => true,
            Some(Message::Request(job)) => {
                let what = job.request.name();
                job.done.fail(HardwareError::with_message(
                    PhoneError::ResourceUnavail,
                    format!("{what}: the office stops"),
                ));
                false
            }
            Some(Message::LineRequest(job)) => {
                let what = job.request.name();
                job.done.fail(HardwareError::with_message(
                    LineError::ResourceUnavail,
                    format!("{what}: the office stops"),
                ));
                false
            }
            Some(_) => false,
        }
    }
}
