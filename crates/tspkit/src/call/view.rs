//! A look at what is known of a call, without a copy.

use std::fmt;

use bytes::Bytes;
use tspkit_abi::{
    CallInfoBuffer, LineBearerModes, LineCallOrigins, LineCallReasons, LineMediaModes,
    structure::DialParams,
};
use tspkit_hal::{Party, PartyRole};

use super::{Call, cell::State};
use crate::{line::LineDevice, office::lock};

/// What is known of a call, lent to what [`Call::with_info`] is given: a [`CallInfo`](crate::hal::CallInfo) of which nothing
/// was copied.
#[derive(Clone, Copy)]
pub struct CallView<'a> {
    state: &'a State,
    line: &'a LineDevice,
}

impl Call {
    /// What `look` makes of what is known of the call: as [`info`](Self::info), without a copy and without an allocation.
    ///
    /// Nothing changes about the call meanwhile: whoever changes it waits, the hardware's events among them. So `look`
    /// is to be brief, and must not use the call: that would wait for itself.
    ///
    /// ```
    /// use tspkit::{abi::CallInfoBuffer, hal::PartyRole};
    ///
    /// let office = tspkit::open("sim:")?;
    /// let call = office.line(0)?.create_call("102")?;
    /// call.put_buffer(CallInfoBuffer::UserUserInfo, &b"\x04order 4711"[..])?;
    /// let size = call.with_info(|info| info.buffer(CallInfoBuffer::UserUserInfo).len());
    /// assert_eq!(size, 11);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_info<T>(&self, look: impl FnOnce(CallView<'_>) -> T) -> T {
        let (state, line) = (&lock(&self.cell.state), &self.cell.device);
        look(CallView { state, line })
    }

    /// The media mode: one, or several that are possible.
    pub fn media_mode(&self) -> LineMediaModes {
        lock(&self.cell.state).media_mode()
    }
}

impl<'a> CallView<'a> {
    /// Where the call comes from: one flag.
    pub fn origin(self) -> LineCallOrigins {
        self.state.known.origin
    }

    /// Why it came about: one flag.
    pub fn reason(self) -> LineCallReasons {
        self.state.known.reason
    }

    /// The switch's number for the call; 0: none.
    pub fn call_id(self) -> u32 {
        self.state.known.call_id
    }

    /// The switch's number for a call that belongs to it; 0: none.
    pub fn related_call_id(self) -> u32 {
        self.state.known.related_call_id
    }

    /// The trunk, from 0; `None`: none, or not known.
    pub fn trunk(self) -> Option<u32> {
        self.state.known.trunk
    }

    /// The media mode: one, or several that are possible.
    pub fn media_mode(self) -> LineMediaModes {
        self.state.media_mode()
    }

    /// The bearer mode: one.
    pub fn bearer_mode(self) -> LineBearerModes {
        match &self.state.outgoing {
            Some(outgoing) => outgoing.params.bearer_mode,
            None => self.state.known.bearer_mode,
        }
    }

    /// The data rate, in bits per second; 0: of no account.
    pub fn rate(self) -> u32 {
        self.state.known.rate
    }

    /// How fast it dials and sends digits.
    pub fn dial(self) -> DialParams {
        let limits = self.line.with_model(|model| model.dial);
        limits.nearest(match &self.state.outgoing {
            Some(outgoing) => outgoing.params.dial,
            None => self.state.known.dial(),
        })
    }

    /// A party.
    pub fn party(self, role: PartyRole) -> &'a Party {
        static NOBODY: Party = Party::unavailable();
        self.state.known.party(role).unwrap_or(&NOBODY)
    }

    /// A buffer; empty: there is none.
    pub fn buffer(self, kind: CallInfoBuffer) -> &'a Bytes {
        static NOTHING: Bytes = Bytes::new();
        self.state.buffer(kind).unwrap_or(&NOTHING)
    }
}

impl State {
    fn media_mode(&self) -> LineMediaModes {
        match &self.outgoing {
            Some(outgoing) => outgoing.params.media_mode,
            None => self.known.media_mode,
        }
    }
}

impl fmt::Debug for CallView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallView")
            .field("known", &self.state.known)
            .finish_non_exhaustive()
    }
}
