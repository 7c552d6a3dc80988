//! The end of an office.

use std::{
    cell::Cell,
    sync::{
        Arc, Mutex,
        atomic::{Ordering, fence},
    },
};

use tspkit_hal::Deadline;

use super::{CloseError, OfficeCore, lock};
use crate::{line::LineSession, phone::Session};

/// How far closing has come.
#[derive(Default)]
pub(super) struct Closing(Mutex<Progress>);

#[derive(Default)]
enum Progress {
    #[default]
    NotBegun,
    /// That is being closed.
    Begun(Arc<Open>),
    /// Everything is answered, as far as that was to be had in time.
    Settled,
}

/// What was open when it began.
struct Open {
    phones: Vec<Arc<Session>>,
    lines: Vec<Arc<LineSession>>,
}

impl Open {
    /// Accepts nothing more, and cancels what is open. Whoever closes does that, so as to know that it is done.
    fn shut(&self) {
        for session in &self.phones {
            session.shut();
        }
        for session in &self.lines {
            session.shut();
        }
    }
}

impl OfficeCore {
    pub(super) fn close(&self) -> Result<(), CloseError> {
        let first = !self.closed.swap(true, Ordering::SeqCst);
        let limit = Deadline::after(self.options.close_limit);
        if first {
            let open = Open {
                phones: self.table.take_sessions(),
                lines: self.lines.take_sessions(),
            };
            *lock(&self.closing.0) = Progress::Begun(Arc::new(open));
            self.dispatcher.announce();
        }
        let mut result = self.settle_all(limit);
        if !first {
            // The rest is for the one who was first: this may be a thread of the driver's, which cannot wait for its own end.
            return result;
        }
        let ended = std::mem::replace(&mut *lock(&self.closing.0), Progress::Settled);
        drop(ended);
        // What is left of the limit, and not less than a tenth of it: those are not to blame.
        let least = || limit.max(Deadline::after(self.options.close_limit / 10));
        if self.dispatcher.is_delivering() {
            // Likewise.
            self.stop_later.store(true, Ordering::SeqCst);
        } else {
            result = result.and(self.stop_hardware(least()));
        }
        result.and(self.end_courier(least()))
    }

    /// Answers everything, and sees to it that nothing is called back any more.
    fn settle_all(&self, limit: Deadline) -> Result<(), CloseError> {
        let has_begun = |_| !matches!(*lock(&self.closing.0), Progress::NotBegun);
        let mut settled = self.dispatcher.settle(Some(limit.instant()), has_begun);
        let open = match &*lock(&self.closing.0) {
            Progress::Begun(open) => open.clone(),
            Progress::Settled => return Ok(()),
            Progress::NotBegun => return Err(CloseError::CallbackRunning),
        };
        open.shut();
        let looked_at = vec![Cell::new(0); open.phones.len()];
        let looked_at_lines = vec![Cell::new(0); open.lines.len()];
        let answered = |nested| {
            let mut each = open.phones.iter().zip(&looked_at);
            let mut each_line = open.lines.iter().zip(&looked_at_lines);
            each.all(|(session, from)| session.is_answered(nested, from))
                && each_line.all(|(session, from)| session.is_answered(nested, from))
        };
        settled &= self.dispatcher.settle(Some(limit.instant()), answered);
        self.listeners().close();
        // Against the fence of whoever tells: it is seen here, or finds that there are no listeners.
        fence(Ordering::SeqCst);
        let target = self.dispatcher.target();
        let told = |nested| nested || !target.is_telling();
        settled &= self.dispatcher.settle(Some(limit.instant()), told);
        if settled {
            return Ok(());
        }
        tracing::error!(limit = ?self.options.close_limit, "a callback did not return while an office closed");
        Err(CloseError::CallbackRunning)
    }
}
