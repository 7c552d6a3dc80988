//! A conversation over a line: say something, wait for an answer.

use std::time::{Duration, Instant};

use crate::{
    fault::{Fault, Heard, printable},
    port::Port,
    profile::{
        Profile,
        needle::{Found, Needle},
        tables::StepTable,
        template::{Template, Values},
    },
    want::Want,
    watch,
};

/// How long one wait lasts at most: as late as that is a cancellation noticed.
pub(crate) const SLICE: Duration = Duration::from_millis(50);

/// How long a line may take no bytes.
const STUCK: Duration = Duration::from_secs(10);

/// How much of what nobody waits for is kept.
const KEPT: usize = 64 * 1024;

/// How long to wait at most for a line to fall silent.
pub(crate) const CLEAN_LIMIT: Duration = Duration::from_secs(2);

/// What goes along with a command.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// What follows the command.
    pub(crate) line_end: Option<&'a str>,
    pub(crate) echo: Option<bool>,
    pub(crate) timeout: Option<Duration>,
}

/// One end of an open line, for the time of one request.
pub(crate) struct Talk<'a> {
    pub(crate) port: &'a mut dyn Port,
    /// What has come and was not used yet.
    pub(crate) inbox: &'a mut Vec<u8>,
    pub(crate) heard: &'a mut Vec<watch::Heard>,
    pub(crate) profile: &'a Profile,
    pub(crate) want: &'a dyn Want,
}

impl Talk<'_> {
    /// Takes what comes within `wait`; the number of bytes.
    pub(crate) fn listen(&mut self, wait: Duration) -> Result<usize, Fault> {
        let mut buffer = [0; 16 * 1024];
        let length = self.port.read(&mut buffer, wait).map_err(Fault::Gone)?;
        self.inbox.extend_from_slice(&buffer[..length]);
        Ok(length)
    }

    /// Writes all of `bytes`, unless cancelled.
    pub(crate) fn say(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        let mut since = Instant::now();
        while !bytes.is_empty() {
            if self.want.is_over() {
                self.port.discard_output();
                return Err(Fault::Cancelled);
            }
            let length = self.port.write(bytes, SLICE).map_err(Fault::Gone)?;
            bytes = bytes.get(length..).unwrap_or_default();
            if length > 0 {
                since = Instant::now();
            } else if since.elapsed() >= STUCK {
                self.port.discard_output();
                return Err(Fault::Stuck);
            }
        }
        Ok(())
    }

    /// Forgets what has come so far, but for reports.
    pub(crate) fn clear(&mut self) -> Result<(), Fault> {
        // A phone that never stops talking is not waited for.
        for _ in 0..16 {
            if self.listen(Duration::ZERO)? == 0 {
                break;
            }
        }
        self.take_reports();
        let cut_short = !matches!(self.inbox.last(), None | Some(b'\r' | b'\n'));
        if cut_short && !self.profile.reports().is_empty() {
            // Perhaps the beginning of a report.
            self.listen(Duration::from_millis(20))?;
            self.take_reports();
        }
        if !self.inbox.is_empty() {
            tracing::debug!(bytes = printable(self.inbox), "left-overs on the line");
            self.inbox.clear();
        }
        Ok(())
    }

    /// Waits until the line is silent, within a limit.
    pub(crate) fn quiet(&mut self) -> Result<(), Fault> {
        let quiet = self.profile.tables().dialogue.quiet.0;
        let end = Instant::now() + CLEAN_LIMIT;
        let mut since = Instant::now();
        while since.elapsed() < quiet && Instant::now() < end {
            if self.want.is_over() {
                return Err(Fault::Cancelled);
            }
            let wait = quiet.saturating_sub(since.elapsed()).min(SLICE);
            if self.listen(wait)? > 0 {
                since = Instant::now();
                self.trim();
            }
        }
        self.clear()
    }

    /// Takes the reports out of what has come, and forgets the other lines.
    pub(crate) fn sift(&mut self) {
        self.take_reports();
        let last = self
            .inbox
            .iter()
            .rposition(|byte| matches!(byte, b'\r' | b'\n'));
        if let Some(last) = last {
            self.inbox.drain(..=last);
        }
        self.trim();
    }

    fn take_reports(&mut self) {
        watch::take_reports(self.profile, self.inbox, self.heard);
    }

    fn trim(&mut self) {
        if self.inbox.len() > KEPT {
            let surplus = self.inbox.len() - KEPT / 2;
            self.inbox.drain(..surplus);
        }
    }

    /// Waits until one of `needles` comes, and takes everything up to its end. Says which it was.
    pub(crate) fn await_any(
        &mut self,
        needles: &[Needle],
        what: &str,
        limit: Duration,
    ) -> Result<(usize, Found), Fault> {
        let start = Instant::now();
        let mut bytes = self.inbox.len();
        loop {
            self.take_reports();
            let found = needles
                .iter()
                .enumerate()
                .filter_map(|(index, needle)| Some((index, needle.search(self.inbox)?)))
                .min_by_key(|(_, found)| found.start);
            if let Some((index, found)) = found {
                self.inbox.drain(..found.end);
                return Ok((index, found));
            }
            self.trim();
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                let tail = self.inbox.len().saturating_sub(60);
                return Err(Fault::Silent {
                    what: what.to_owned(),
                    limit_ms: limit.as_millis(),
                    heard: Heard {
                        bytes,
                        last: self.inbox.get(tail..).unwrap_or_default().to_vec(),
                    },
                });
            }
            if self.want.is_over() {
                return Err(Fault::Cancelled);
            }
            bytes += self.listen(left.min(SLICE))?;
        }
    }

    /// Sends a command, and skips its echo where there is one.
    pub(crate) fn command(
        &mut self,
        template: &Template,
        values: &Values<'_>,
        manner: Manner<'_>,
    ) -> Result<String, Fault> {
        self.clear()?;
        let dialogue = &self.profile.tables().dialogue;
        let text = template.render(values);
        let mut bytes = text.clone();
        bytes.extend_from_slice(manner.line_end.unwrap_or(&dialogue.line_end).as_bytes());
        tracing::debug!(bytes = printable(&bytes), "command");
        self.say(&bytes)?;
        let shown = printable(&text);
        if manner.echo.unwrap_or(dialogue.echo) && !text.is_empty() {
            let limit = manner.timeout.unwrap_or(dialogue.timeout.0);
            let what = format!("the echo of `{shown}`");
            self.await_any(&[Needle::bytes(text)], &what, limit)?;
        }
        Ok(shown)
    }

    /// Waits for `expect`; one of the texts that mean failure is an error.
    pub(crate) fn answer<'t>(
        &mut self,
        expect: Needle,
        fail: impl Iterator<Item = &'t Template>,
        values: &Values<'_>,
        command: &str,
        limit: Duration,
    ) -> Result<Found, Fault> {
        let (_, found) = self.answers(vec![expect], fail, values, command, limit)?;
        Ok(found)
    }

    /// Waits for one of `expected`; says which it was.
    pub(crate) fn answers<'t>(
        &mut self,
        expected: Vec<Needle>,
        fail: impl Iterator<Item = &'t Template>,
        values: &Values<'_>,
        command: &str,
        limit: Duration,
    ) -> Result<(usize, Found), Fault> {
        let good = expected.len();
        let mut needles = expected;
        let general = self.profile.tables().dialogue.fail.iter();
        needles.extend(general.map(|text| text.get_ref().needle(&Values::default(), &[])));
        needles.extend(fail.map(|text| text.needle(values, &[])));
        let what = format!("the answer to `{command}`");
        let (index, found) = self.await_any(&needles, &what, limit)?;
        if index < good {
            return Ok((index, found));
        }
        Err(Fault::Refused {
            answer: self.rest_of_line(&needles[index]),
            command: command.to_owned(),
        })
    }

    fn rest_of_line(&mut self, needle: &Needle) -> String {
        // What stands behind the text belongs to it: `ERROR` is followed by its number.
        let _ = self.listen(Duration::from_millis(20));
        let end = self
            .inbox
            .iter()
            .position(|byte| matches!(byte, b'\r' | b'\n'))
            .unwrap_or(0);
        let rest: Vec<u8> = self.inbox.drain(..end).collect();
        let text = [needle.literal(), &rest].concat();
        let trimmed = text.trim_ascii();
        printable(trimmed)
    }

    /// Goes through steps, in order.
    pub(crate) fn steps<'t>(
        &mut self,
        steps: impl IntoIterator<Item = &'t StepTable>,
        values: &Values<'_>,
    ) -> Result<(), Fault> {
        steps
            .into_iter()
            .try_for_each(|step| self.step(step, values))
    }

    /// Goes through one step, as often as it may be tried.
    pub(crate) fn step(&mut self, step: &StepTable, values: &Values<'_>) -> Result<(), Fault> {
        let dialogue = &self.profile.tables().dialogue;
        let usual = dialogue.retries.saturating_add(1);
        let tries = step.tries.as_ref().map_or(usual, |tries| *tries.get_ref());
        let mut attempt = 1;
        loop {
            match self.attempt(step, values) {
                Err(fault @ Fault::Silent { .. }) if attempt < tries => {
                    tracing::debug!(%fault, attempt, "trying again");
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    fn attempt(&mut self, step: &StepTable, values: &Values<'_>) -> Result<(), Fault> {
        let limit = step
            .timeout
            .unwrap_or(self.profile.tables().dialogue.timeout)
            .0;
        let mut command = "nothing".to_owned();
        if let Some(send) = &step.send {
            let manner = Manner {
                line_end: step.line_end.as_deref(),
                echo: step.echo,
                timeout: Some(limit),
            };
            command = self.command(send.get_ref(), values, manner)?;
        }
        if let Some(expect) = &step.expect {
            let fail = step.fail.iter().map(toml::Spanned::get_ref);
            let expect = expect.get_ref().needle(values, &[]);
            self.answer(expect, fail, values, &command, limit)?;
        }
        match step.pause {
            Some(pause) if self.want.wait(pause.0) => Err(Fault::Cancelled),
            _ => Ok(()),
        }
    }
}
