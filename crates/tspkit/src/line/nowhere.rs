//! Requests whose answers nobody wants.

use std::sync::Arc;

use tspkit_hal::{
    CallId, Completion, CompletionTarget, LineId, LineReply, LineRequest, Outcome, Token,
};

use crate::{call::CallCell, office::OfficeCore};

/// Where such answers go.
struct Nowhere;

impl CompletionTarget<LineReply> for Nowhere {
    fn complete(self: Arc<Self>, _token: Token, _outcome: Outcome<LineReply>) {}

    fn abandon(self: Arc<Self>, _token: Token) {}

    fn is_cancelled(&self, _token: Token) -> bool {
        false
    }

    fn on_cancel(&self, _token: Token, _hook: Box<dyn FnOnce() + Send>) {}

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

impl OfficeCore {
    /// Tells the driver something that it need not answer.
    fn tell_line(&self, line: LineId, request: LineRequest) {
        let done = Completion::new(Arc::new(Nowhere), Token(0));
        self.hand_over_line(line, request, done);
    }

    /// Tells the driver that nobody wants that call any more, and ends it where it is still up. No lock may be
    /// held.
    pub(crate) fn abandon_call(&self, cell: &CallCell) {
        if let Some(is_up) = cell.let_go() {
            self.abandon_call_at(cell.device.id, cell.id, is_up);
        }
    }

    /// Forgets a call that is over and that nobody has, and has the driver forget it. No lock may be held.
    pub(crate) fn forget_unwanted(&self, cell: &Arc<CallCell>) {
        if cell.device.remove_unwanted(cell) && !cell.device.is_removed() {
            self.abandon_call(cell);
        }
    }

    /// As [`abandon_call`](Self::abandon_call), of a call that nobody here has.
    pub(crate) fn abandon_call_at(&self, line: LineId, call: CallId, is_up: bool) {
        if is_up {
            let drop = LineRequest::Drop {
                call,
                user_user: bytes::Bytes::new(),
            };
            self.tell_line(line, drop);
        }
        self.tell_line(line, LineRequest::CloseCall { call });
    }
}
