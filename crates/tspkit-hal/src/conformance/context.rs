//! What checks know of the driver, and how one is run.

use std::{
    any::Any,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use super::report::{CheckReport, Verdict};
use crate::{
    hardware::Hardware,
    ids::{LineId, PhoneId},
    inventory::{DataArea, Direction, Inventory},
};

/// Why a check does not pass.
#[derive(Debug)]
pub(super) enum Finding {
    Wrong(String),
    NotApplicable(String),
}

pub(super) type Checked<T = ()> = Result<T, Finding>;

/// The driver does something wrong.
pub(super) fn wrong<T>(what: impl Into<String>) -> Checked<T> {
    Err(Finding::Wrong(what.into()))
}

/// The check says nothing about the driver.
pub(super) fn not_applicable<T>(why: impl Into<String>) -> Checked<T> {
    Err(Finding::NotApplicable(why.into()))
}

/// A check.
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) run: fn(&Context) -> Checked,
}

pub(super) type Make = Arc<dyn Fn() -> Box<dyn Hardware> + Send + Sync>;

/// How a line is called from outside.
pub(super) type CallIn = Arc<dyn Fn(LineId) + Send + Sync>;

/// How a line is taken out of service and back from outside.
pub(super) type Serve = Arc<dyn Fn(LineId, bool) + Send + Sync>;

#[derive(Clone)]
pub(super) struct Context {
    pub(super) make: Make,
    pub(super) area: Option<(PhoneId, u32)>,
    pub(super) slow_area: Option<(PhoneId, u32)>,
    pub(super) most_bytes: u32,
    pub(super) requests_at_once: u32,
    pub(super) limit: Duration,
    pub(super) plug: Option<Arc<dyn Fn(PhoneId, bool) + Send + Sync>>,
    pub(super) add_phone: Option<Arc<dyn Fn() + Send + Sync>>,
    pub(super) alone: bool,
    pub(super) call: Option<(LineId, String)>,
    pub(super) call_in: Option<(LineId, CallIn)>,
    pub(super) serve: Option<(LineId, Serve)>,
    pub(super) add_line: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl Context {
    pub(super) fn new(make: Make) -> Self {
        Self {
            make,
            area: None,
            slow_area: None,
            most_bytes: 65_536,
            requests_at_once: 64,
            limit: Duration::from_secs(120),
            plug: None,
            add_phone: None,
            alone: false,
            call: None,
            call_in: None,
            serve: None,
            add_line: None,
        }
    }

    /// The driver has lines. One that cannot even say so is found out by the first check.
    pub(super) fn has_lines(&self) -> bool {
        let asked = catch_unwind(AssertUnwindSafe(|| {
            !(self.make)().inventory().lines.is_empty()
        }));
        asked.unwrap_or_default()
    }

    /// The area to write to and read.
    pub(super) fn area(&self, inventory: &Inventory) -> Checked<(PhoneId, DataArea)> {
        if let Some(chosen) = self.area {
            return named(inventory, chosen);
        }
        let connected = inventory.phones.iter().filter(|phone| phone.connected);
        let found = connected.into_iter().find_map(|phone| {
            let both = |area: &&DataArea| area.direction == Direction::Both && area.size > 0;
            Some((phone.id, phone.model.areas().find(both)?.clone()))
        });
        found.map_or_else(
            || {
                not_applicable(
                    "no connected phone has a data area for both directions; name one with `area`",
                )
            },
            Ok,
        )
    }

    /// The area whose requests take their time, or else the ordinary one.
    pub(super) fn slow_area(&self, inventory: &Inventory) -> Checked<(PhoneId, DataArea)> {
        match self.slow_area {
            Some(chosen) => named(inventory, chosen),
            None => self.area(inventory),
        }
    }

    /// Runs a check on a thread of its own, so that a driver that hangs does not hang the suite.
    pub(super) fn run(&self, check: &'static Check) -> CheckReport {
        let (sender, receiver) = mpsc::channel();
        let context = self.clone();
        let started = thread::Builder::new()
            .name(format!("check: {}", check.name))
            .spawn(move || {
                let result = catch_unwind(AssertUnwindSafe(|| (check.run)(&context)));
                drop(context);
                // Nobody listens any more when the check was given up.
                let _ = sender.send(result);
            });
        // A check waits a few times, each for the limit.
        let patience = self.limit.saturating_mul(8);
        let verdict = match started {
            Err(error) => {
                Verdict::Failed(format!("no thread could be started for the check: {error}"))
            }
            Ok(thread) => match receiver.recv_timeout(patience) {
                Ok(result) => {
                    // Its end is near; it has nothing more to say.
                    let _ = thread.join();
                    verdict(result)
                }
                Err(_) => Verdict::Failed(format!(
                    "a call of the driver had not returned after {patience:?}"
                )),
            },
        };
        CheckReport {
            name: check.name,
            verdict,
        }
    }
}

fn named(inventory: &Inventory, (id, number): (PhoneId, u32)) -> Checked<(PhoneId, DataArea)> {
    let phone = inventory.phones.iter().find(|phone| phone.id == id);
    match phone.and_then(|phone| phone.model.find_area(number)) {
        Some(area) => Ok((id, area.clone())),
        None => wrong(format!(
            "the suite was told of area {number} of {id}, which the inventory does not have"
        )),
    }
}

fn verdict(result: Result<Checked, Box<dyn Any + Send>>) -> Verdict {
    match result {
        Ok(Ok(())) => Verdict::Passed,
        Ok(Err(Finding::Wrong(what))) => Verdict::Failed(what),
        Ok(Err(Finding::NotApplicable(why))) => Verdict::NotApplicable(why),
        Err(panic) => {
            let owned = panic.downcast_ref::<String>().map(String::as_str);
            let text = owned.or_else(|| panic.downcast_ref::<&str>().copied());
            Verdict::Failed(format!(
                "the driver panicked: {}",
                text.unwrap_or("no message")
            ))
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("area", &self.area)
            .field("slow_area", &self.slow_area)
            .field("most_bytes", &self.most_bytes)
            .field("requests_at_once", &self.requests_at_once)
            .field("limit", &self.limit)
            .field("alone", &self.alone)
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
