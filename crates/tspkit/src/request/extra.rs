//! What a request has that not every request has.

use std::{fmt, sync::Arc, time::Duration};

use super::{Waiter, target::sealed::Sealed};

pub(crate) type Callback<R, E> = Box<dyn FnOnce(Result<R, E>) + Send>;
pub(crate) type Progress = Arc<dyn Fn(u64, u64) + Send + Sync>;
type WaiterOf<D> = Waiter<Result<<D as Sealed>::Reply, <D as Sealed>::Error>>;

/// Where an answer goes that goes to nobody's number, and what else there is.
pub struct Extra<D: Sealed> {
    pub(crate) callback: Option<Callback<D::Reply, D::Error>>,
    pub(crate) waiter: Option<Arc<WaiterOf<D>>>,
    pub(crate) progress: Option<Progress>,
    /// How long the request may take, when that is its own.
    pub(crate) limit: Option<Duration>,
    /// The request itself, when its success tells something of the phone.
    pub(crate) asked: Option<D::What>,
    /// The driver's, for when the request is cancelled.
    pub(crate) hook: Option<Box<dyn FnOnce() + Send>>,
}

impl<D: Sealed> Default for Extra<D> {
    fn default() -> Self {
        Self {
            callback: None,
            waiter: None,
            progress: None,
            limit: None,
            asked: None,
            hook: None,
        }
    }
}

impl<D: Sealed> fmt::Debug for Extra<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extra")
            .field("callback", &self.callback.is_some())
            .field("waiter", &self.waiter.is_some())
            .finish_non_exhaustive()
    }
}
