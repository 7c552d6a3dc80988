//! What requests are made to.

use std::fmt::DebugStruct;

use tspkit_delivery::Turn;

use super::Extra;

/// What requests are made to: a [`Phone`](crate::Phone), or a line or call ([`OnLine`](crate::OnLine)). Implemented
/// by this crate alone.
pub trait Target: sealed::Sealed {}

pub(crate) mod sealed {
    use super::{DebugStruct, Extra, Turn};

    /// What the two kinds of requests have not in common.
    pub trait Sealed: Clone + Send + Sync + Sized + 'static {
        /// What is asked.
        type What: Send;
        /// What the driver answers.
        type Reply: Send + 'static;
        /// What goes wrong.
        type Error: Send + 'static;
        /// Names it without keeping it open.
        type Name: Copy + Send + 'static;

        /// Makes the request.
        fn submit(&self, what: Self::What, extra: Extra<Self>) -> Result<(u32, Turn), Self::Error>;

        /// Ends that request, if it is still open.
        fn cancel(&self, index: u32, turn: Turn);

        /// Its name.
        fn name(&self) -> Self::Name;

        /// The driver's answer does not fit the request.
        fn unexpected(name: Self::Name, got: Self::Reply) -> Self::Error;

        /// Shows itself and the request.
        fn describe(&self, what: &Self::What, debug: &mut DebugStruct<'_, '_>);
    }
}
