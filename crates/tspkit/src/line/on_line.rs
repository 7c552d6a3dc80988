//! What requests to lines and calls are made to.

use std::fmt::{self, DebugStruct};

use tspkit_delivery::Turn;
use tspkit_hal::LineReply;

use super::{
    Line,
    payload::{Extra, Route},
};
use crate::{
    call::{Ask, Call, CallError, Place},
    request::{Target, sealed},
};

/// A line, or a call on it: what a [`CallRequest`](crate::CallRequest) is made to. It keeps the line open.
#[derive(Clone)]
pub struct OnLine {
    line: Line,
    call: Option<Call>,
}

impl OnLine {
    pub(crate) fn line(line: Line) -> Self {
        Self { line, call: None }
    }

    pub(crate) fn call(call: Call) -> Self {
        Self {
            line: call.line().clone(),
            call: Some(call),
        }
    }

    pub(crate) fn place(&self) -> Place {
        Place {
            line: self.line.id(),
            call: self.call.as_ref().map(Call::id),
        }
    }

    /// Has a request answered under a number.
    pub(crate) fn submit_numbered(
        &self,
        number: u64,
        ask: Ask,
        limit: Option<std::time::Duration>,
    ) -> Result<(), CallError> {
        let session = self.line.session();
        session
            .submit(ask, Route::Numbered(number), limit)
            .map(drop)
    }
}

impl Target for OnLine {}

impl sealed::Sealed for OnLine {
    type What = Ask;
    type Reply = LineReply;
    type Error = CallError;
    type Name = Place;

    fn submit(&self, ask: Ask, extra: Extra) -> Result<(u32, Turn), CallError> {
        let limit = extra.limit;
        let session = self.line.session();
        session.submit(ask, Route::Extra(Box::new(extra)), limit)
    }

    fn cancel(&self, index: u32, turn: Turn) {
        let why = CallError::Cancelled {
            place: self.place(),
        };
        self.line.session().cancel(index, turn, why);
    }

    fn name(&self) -> Place {
        self.place()
    }

    fn unexpected(place: Place, got: LineReply) -> CallError {
        let got = match got {
            LineReply::Data(data) => format!("{} bytes of data", data.len()),
            other => format!("{other:?}"),
        };
        CallError::UnexpectedReply {
            place,
            got: got.into(),
        }
    }

    fn describe(&self, ask: &Ask, debug: &mut DebugStruct<'_, '_>) {
        debug.field("at", self).field("request", &ask.name());
    }
}

impl fmt::Debug for OnLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place())
    }
}
