//! What sender and receiver share: events, the clock, cancelling, and leaving the line clean.

use alloc::collections::VecDeque;
use core::time::Duration;

use crate::control::CAN;
use crate::error::Error;
use crate::event::{Event, Summary};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    New,
    Running,
    /// Failed; waiting until the line is silent, or until the time given.
    Draining {
        until: Duration,
        heard: bool,
    },
    Finished,
}

#[derive(Debug)]
pub(crate) struct Session {
    life: Life,
    now: Duration,
    deadline: Duration,
    quiet: Duration,
    clean_limit: Duration,
    events: VecDeque<Event>,
    progress: Option<(u64, Option<u64>)>,
    last_was_can: bool,
}

impl Session {
    pub(crate) fn new(quiet: Duration, clean_limit: Duration) -> Self {
        Self {
            life: Life::New,
            now: Duration::ZERO,
            deadline: Duration::ZERO,
            quiet,
            clean_limit,
            events: VecDeque::new(),
            progress: None,
            last_was_can: false,
        }
    }

    /// Takes the time; true the first time.
    pub(crate) fn tick(&mut self, now: Duration) -> bool {
        self.now = self.now.max(now);
        let first = self.life == Life::New;
        if first {
            self.life = Life::Running;
        }
        first
    }

    pub(crate) const fn now(&self) -> Duration {
        self.now
    }

    pub(crate) const fn is_running(&self) -> bool {
        matches!(self.life, Life::Running)
    }

    pub(crate) const fn is_finished(&self) -> bool {
        matches!(self.life, Life::Finished)
    }

    /// Lets the next time-out be due `wait` from now.
    pub(crate) fn wait(&mut self, wait: Duration) {
        self.deadline = self.now.saturating_add(wait);
    }

    pub(crate) fn is_due(&self) -> bool {
        !self.is_finished() && self.now >= self.deadline
    }

    pub(crate) fn deadline(&self) -> Option<Duration> {
        (!self.is_finished()).then_some(self.deadline)
    }

    /// Whether `byte` is the second CAN in a row.
    pub(crate) fn is_cancel(&mut self, byte: u8) -> bool {
        let second = byte == CAN && self.last_was_can;
        self.last_was_can = byte == CAN;
        second
    }

    pub(crate) fn progress(&mut self, done: u64, total: Option<u64>) {
        self.progress = Some((done, total));
    }

    pub(crate) fn note(&mut self, event: Event) {
        self.flush_progress();
        self.events.push_back(event);
    }

    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    pub(crate) fn next_event(&mut self) -> Option<Event> {
        if self.events.is_empty() {
            self.flush_progress();
        }
        self.events.pop_front()
    }

    fn flush_progress(&mut self) {
        if let Some((done, total)) = self.progress.take() {
            self.events.push_back(Event::Progress { done, total });
        }
    }

    pub(crate) fn finish(&mut self, summary: Summary) {
        self.note(Event::Done(summary));
        self.life = Life::Finished;
    }

    /// Fails and begins to wait for a silent line.
    pub(crate) fn fail(&mut self, error: Error) {
        self.note(Event::Failed(error));
        self.life = Life::Draining {
            until: self.now.saturating_add(self.clean_limit),
            heard: false,
        };
        self.wait(self.quiet.min(self.clean_limit));
    }

    /// Fails because the line is gone; there is nothing to wait for.
    pub(crate) fn fail_at_once(&mut self, error: Error) {
        self.note(Event::Failed(error));
        self.clean(false);
    }

    /// Input after a failure: not silent yet. The limit bounds how long that may go on.
    pub(crate) fn drain(&mut self) {
        if let Life::Draining { until, .. } = self.life {
            if self.now >= until {
                self.clean(false);
            } else {
                self.deadline = self.now.saturating_add(self.quiet).min(until);
                self.life = Life::Draining { until, heard: true };
            }
        }
    }

    /// The time-out after a failure.
    pub(crate) fn drained(&mut self) {
        if let Life::Draining { until, heard } = self.life {
            // At the limit itself the silence was cut short, unless nothing at all has come since.
            self.clean(self.deadline < until || !heard);
        }
    }

    pub(crate) fn hung_up(&mut self) {
        if let Life::Draining { .. } = self.life {
            self.clean(false);
        }
    }

    fn clean(&mut self, silent: bool) {
        self.note(Event::LineClean { silent });
        self.life = Life::Finished;
    }
}
