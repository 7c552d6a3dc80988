//! Ctrl-C.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::failure::{Failure, Kind};

type Action = Box<dyn FnOnce() + Send>;

/// What Ctrl-C does: the first one what [`on`](Self::on) says, a second one, or one when nothing is under way,
/// ends the program at once.
#[derive(Clone, Default)]
pub(crate) struct Interrupts(Arc<Mutex<Option<Action>>>);

/// Ctrl-C ends the program again once this is dropped.
#[must_use]
pub(crate) struct Armed<'a>(&'a Interrupts);

impl Interrupts {
    pub(crate) fn install() -> Result<Self, Failure> {
        let interrupts = Self::default();
        let handler = interrupts.clone();
        let installed = ctrlc::set_handler(move || {
            let action = handler.lock().take();
            match action {
                Some(action) => action(),
                // Nothing is printed: the thread that holds standard output may be stuck in it.
                None => std::process::exit(Kind::Interrupted.exit_code().into()),
            }
        });
        match installed {
            Ok(()) => Ok(interrupts),
            Err(error) => Err(Failure::new(
                Kind::Failed,
                format!("Ctrl-C cannot be caught: {error}"),
            )),
        }
    }

    /// The next Ctrl-C does this, on a thread of its own.
    pub(crate) fn on(&self, action: impl FnOnce() + Send + 'static) -> Armed<'_> {
        *self.lock() = Some(Box::new(action));
        Armed(self)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Action>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Armed<'_> {
    fn drop(&mut self) {
        self.0.lock().take();
    }
}
