//! Whether a line's request takes time or goes wrong.

use std::{
    sync::{
        Mutex, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tspkit_hal::{LineId, LineRequest};

use super::rules::{Dice, Rule, Verdict};
use crate::{
    config::{LineRuleConfig, OfficeConfig},
    lock, read,
    switch::Line,
    write,
};

/// The rules of lines, and how far they have counted.
#[derive(Debug)]
pub(super) struct Judging {
    seed: i64,
    rules: RwLock<Vec<Rule>>,
    /// There is a rule.
    ruled: AtomicBool,
    lines: Box<[Route]>,
}

/// How a line's requests go.
#[derive(Debug)]
struct Route {
    address: Box<str>,
    latency: Duration,
    jitter: Duration,
    /// They are carried out by the office's thread.
    queued: AtomicBool,
    dice: Mutex<Option<Box<Dice>>>,
}

impl Judging {
    pub(super) fn new(config: &OfficeConfig, lines: &[Line]) -> Self {
        let rules: Vec<_> = config.line_rules.iter().map(Rule::new).collect();
        let mut routes = Vec::with_capacity(lines.len());
        let mut rest = lines.iter();
        for block in &config.lines {
            let latency = block.latency.unwrap_or(config.latency);
            let jitter = block.jitter.unwrap_or(config.jitter);
            for line in rest.by_ref().take(block.count.unwrap_or(1) as usize) {
                let takes_time = |rule: &Rule| rule.takes_time() && rule.is_about(&line.address);
                let queued = config.worker
                    || !latency.is_zero()
                    || !jitter.is_zero()
                    || rules.iter().any(takes_time);
                routes.push(Route {
                    address: (*line.address).into(),
                    latency,
                    jitter,
                    queued: AtomicBool::new(queued),
                    dice: Mutex::default(),
                });
            }
        }
        Self {
            seed: config.seed,
            ruled: AtomicBool::new(!rules.is_empty()),
            rules: RwLock::new(rules),
            lines: routes.into(),
        }
    }

    /// A rule more; it begins to count now.
    pub(super) fn add(&self, config: &LineRuleConfig) {
        let rule = Rule::new(config);
        if rule.takes_time() {
            let concerned = self
                .lines
                .iter()
                .filter(|line| rule.is_about(&line.address));
            concerned.for_each(|line| line.queued.store(true, Ordering::Release));
        }
        write(&self.rules).push(rule);
        self.ruled.store(true, Ordering::Release);
    }

    pub(super) fn is_queued(&self, place: u32) -> bool {
        self.lines[place as usize].queued.load(Ordering::Acquire)
    }

    /// What becomes of a request; nothing special when there is no chance and no rule.
    pub(super) fn judge(&self, place: u32, id: LineId, request: &LineRequest) -> Option<Verdict> {
        let line = &self.lines[place as usize];
        if !self.is_queued(place) && !self.ruled.load(Ordering::Acquire) {
            return None;
        }
        let rules = read(&self.rules);
        let mut dice = lock(&line.dice);
        let dice = dice.get_or_insert_with(|| Box::new(Dice::new(self.seed, id)));
        let times = (line.latency, line.jitter);
        Some(dice.judge(&rules, times, &line.address, request))
    }
}
