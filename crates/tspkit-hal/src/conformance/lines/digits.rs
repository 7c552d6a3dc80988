//! Digits within a call.

use std::time::Duration;

use tspkit_abi::{LineCallFeatures, LineDigitModes};

use super::{
    super::{
        context::{Checked, Context, wrong},
        watched::End,
    },
    session::Session,
};
use crate::{
    ids::CallId,
    line::{LineModel, LineRequest},
};

/// How long a digit of many lasts, where the line has it.
const LONG: u32 = 10_000;

/// What a line sends.
pub(super) struct Digits {
    ways: Vec<LineDigitModes>,
    /// In milliseconds.
    shortest: u32,
    longest: u32,
    limit: Duration,
}

fn request(call: CallId, mode: LineDigitModes, count: u128, time: u32) -> LineRequest {
    LineRequest::GenerateDigits {
        call,
        digits: "1".repeat(usize::try_from(count).unwrap_or(usize::MAX)),
        mode,
        duration: Some(Duration::from_millis(time.into())),
    }
}

impl Digits {
    pub(super) fn of(context: &Context, model: &LineModel) -> Checked<Self> {
        let ways: Vec<_> = model.digit_modes.iter().collect();
        if ways.is_empty() {
            return wrong("a line offers to send digits, and names no way in which it does");
        }
        let (shortest, longest) = (&model.dial.shortest, &model.dial.longest);
        Ok(Self {
            ways,
            shortest: shortest.digit_duration.max(1),
            longest: match longest.digit_duration {
                0 => LONG,
                time => time.min(LONG),
            },
            limit: context.limit,
        })
    }

    /// Two digits in the first way there is.
    pub(super) fn short(&self, call: CallId) -> LineRequest {
        request(call, self.ways[0], 2, self.shortest)
    }

    /// As many as take much longer than anything may.
    pub(super) fn endless(&self, call: CallId) -> LineRequest {
        let count = 4 * self.limit.as_millis() / u128::from(self.longest) + 1;
        request(call, self.ways[0], count, self.longest)
    }
}

pub(super) fn sent(context: &Context) -> Checked {
    let session = Session::started(context)?;
    let model = session.offered(context, LineCallFeatures::GENERATEDIGITS)?;
    let digits = Digits::of(context, &model)?;
    let (line, call) = session.talking(context, &[])?;
    for mode in &digits.ways {
        let request = request(call, *mode, 2, digits.shortest);
        session.done(session.submit(line, request))?;
    }
    let pending = session.submit(line, digits.endless(call));
    if let Some(End::Answer(Ok(_))) = session.recorder.end(pending) {
        return wrong(format!(
            "{} was answered long before they can have been sent",
            session.recorder.what(pending)
        ));
    }
    session.drop_call(line, call)?;
    let _ = session.answer(pending)?;
    session.refused_late(line, digits.short(call))?;
    session.watch()
}
