//! Requests of lines that take time: those of one line wait for one another.

use std::{
    collections::{HashMap, VecDeque},
    time::Instant,
};

use tspkit_hal::{Completion, HardwareError, LineReply, LineRequest};

use super::{Message, Timeline, What};
use crate::office::LineVerdict;

/// A line's request on its way through the office's thread.
#[derive(Debug)]
pub(crate) struct LineJob {
    /// The line's place.
    pub(crate) place: u32,
    pub(crate) request: LineRequest,
    pub(crate) done: Completion<LineReply>,
    pub(crate) verdict: LineVerdict,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    job: LineJob,
    /// The step that the first one waits for; a step of another number is out of date.
    step: u64,
}

/// The requests of lines that wait.
#[derive(Debug, Default)]
pub(super) struct LineLanes {
    lanes: HashMap<u32, VecDeque<Waiting>>,
    /// Requests that are never answered.
    silent: HashMap<u64, LineJob>,
}

impl LineLanes {
    /// All that waits: it is over with it.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = LineJob> {
        let waiting = self.lanes.drain().flat_map(|(_, lane)| lane);
        let silent = self.silent.drain();
        waiting
            .map(|waiting| waiting.job)
            .chain(silent.map(|(_, job)| job))
    }
}

impl Timeline {
    pub(super) fn accept_line_job(&mut self, job: LineJob) {
        let place = job.place;
        self.last += 1;
        let number = self.last;
        let silent = job.verdict.fate.is_silence();
        if silent || !job.verdict.delay.is_zero() || self.lines.lanes.contains_key(&place) {
            self.hook_line(&job, number);
        }
        if silent {
            self.lines.silent.insert(number, job);
            return;
        }
        let lane = self.lines.lanes.entry(place).or_default();
        lane.push_back(Waiting {
            number,
            job,
            step: 0,
        });
        if lane.len() == 1 {
            self.next_of_line(place);
        }
    }

    /// Has the thread told when a job is cancelled.
    fn hook_line(&self, job: &LineJob, number: u64) {
        let office = std::sync::Arc::downgrade(&self.office);
        let place = job.place;
        job.done.on_cancel(move || {
            if let Some(office) = office.upgrade() {
                office
                    .inbox
                    .send_if_running(Message::LineCancelled(place, number));
            }
        });
    }

    /// Begins with the first job of a lane, and goes on until one takes time or none is left.
    fn next_of_line(&mut self, place: u32) {
        while let Some(lane) = self.lines.lanes.get_mut(&place) {
            let Some(first) = lane.front() else {
                self.lines.lanes.remove(&place);
                return;
            };
            let delay = first.job.verdict.delay;
            if !delay.is_zero() {
                let step = self.put(Instant::now() + delay, What::LineStep(place));
                let lane = self.lines.lanes.get_mut(&place);
                if let Some(first) = lane.and_then(VecDeque::front_mut) {
                    first.step = step;
                }
                return;
            }
            if let Some(first) = lane.pop_front() {
                self.office.finish_line(first.job);
            }
        }
    }

    /// The first job of a lane goes on.
    pub(super) fn step_line(&mut self, place: u32, number: u64) {
        let lane = self.lines.lanes.get_mut(&place);
        let first = lane.and_then(|lane| {
            let current = lane.front().is_some_and(|first| first.step == number);
            current.then(|| lane.pop_front()).flatten()
        });
        if let Some(first) = first {
            self.office.finish_line(first.job);
            self.next_of_line(place);
        }
    }

    pub(super) fn cancel_line(&mut self, place: u32, number: u64) {
        if self.lines.silent.remove(&number).is_some() {
            return;
        }
        let Some(lane) = self.lines.lanes.get_mut(&place) else {
            return;
        };
        let Some(index) = lane.iter().position(|waiting| waiting.number == number) else {
            return;
        };
        drop(lane.remove(index));
        if index == 0 {
            self.next_of_line(place);
        }
    }
}

pub(super) fn stopped(job: LineJob) {
    let message = format!(
        "{}: the office stopped before it was done",
        job.request.name()
    );
    job.done.fail(HardwareError::failed(message));
}
