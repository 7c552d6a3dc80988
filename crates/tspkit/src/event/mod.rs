//! What happens without being asked for.

mod events;
mod listeners;
mod mailbox;

use tspkit_abi::{LineDevStates, PhoneStates};
use tspkit_hal::{CallId, LineEvent, LineId, PhoneEvent, PhoneId};

pub(crate) use self::listeners::{Listener, Listeners};
pub use self::{events::Events, listeners::Subscription};
use crate::{call::CallEvent, line::line_states};

/// Something that happened in an office.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Something happened to a phone.
    Phone {
        /// The phone.
        phone: PhoneId,
        /// What.
        event: PhoneEvent,
    },
    /// A download has changed a data area. Comes right after the download's completion.
    Downloaded {
        /// The phone.
        phone: PhoneId,
        /// The area.
        area: u32,
    },
    /// Events came faster than they were taken: this is what changed, for good, but not how often.
    Merged {
        /// The phone.
        phone: PhoneId,
        /// What changed.
        states: PhoneStates,
        /// How many events are meant.
        count: u32,
    },
    /// Something happened to a line. What happens to its calls is told by [`Call`](Self::Call).
    Line {
        /// The line.
        line: LineId,
        /// What.
        event: LineEvent,
    },
    /// As [`Merged`](Self::Merged), for a line.
    LineMerged {
        /// The line.
        line: LineId,
        /// What changed.
        states: LineDevStates,
        /// How many events are meant.
        count: u32,
    },
    /// Something happened to a call.
    Call {
        /// The line that it is on.
        line: LineId,
        /// The call.
        call: CallId,
        /// What.
        event: CallEvent,
    },
}

impl Event {
    /// The phone that it is about; `None` for a line or a call.
    pub fn phone(&self) -> Option<PhoneId> {
        match self {
            Self::Phone { phone, .. }
            | Self::Downloaded { phone, .. }
            | Self::Merged { phone, .. } => Some(*phone),
            Self::Line { .. } | Self::LineMerged { .. } | Self::Call { .. } => None,
        }
    }

    /// The line that it is about, by itself or by one of its calls; `None` for a phone.
    pub fn line(&self) -> Option<LineId> {
        match self {
            Self::Line { line, .. } | Self::LineMerged { line, .. } | Self::Call { line, .. } => {
                Some(*line)
            }
            Self::Phone { .. } | Self::Downloaded { .. } | Self::Merged { .. } => None,
        }
    }

    /// TAPI's word for what changed (`PHONESTATE_`); empty for what is no change of state, such as a button.
    ///
    /// A data area has no bit of its own: its change is [`PhoneStates::OTHER`].
    pub fn states(&self) -> PhoneStates {
        match self {
            Self::Phone { event, .. } => phone_states(event),
            Self::Downloaded { .. } => PhoneStates::OTHER,
            Self::Merged { states, .. } => *states,
            Self::Line { .. } | Self::LineMerged { .. } | Self::Call { .. } => PhoneStates::empty(),
        }
    }

    /// TAPI's word for what changed of a line (`LINEDEVSTATE_`); empty for what is no change of its state.
    pub fn line_states(&self) -> LineDevStates {
        match self {
            Self::Line { event, .. } => line_states(event),
            Self::LineMerged { states, .. } => *states,
            _ => LineDevStates::empty(),
        }
    }
}

/// The `PHONESTATE_` bits of a phone's event.
pub(crate) fn phone_states(event: &PhoneEvent) -> PhoneStates {
    match event {
        PhoneEvent::Connected => PhoneStates::CONNECTED,
        PhoneEvent::Disconnected => PhoneStates::DISCONNECTED,
        PhoneEvent::Suspended => PhoneStates::SUSPEND,
        PhoneEvent::Resumed => PhoneStates::RESUME,
        PhoneEvent::Removed => PhoneStates::REMOVED,
        PhoneEvent::CapabilitiesChanged(_) => PhoneStates::CAPSCHANGE,
        PhoneEvent::DataChanged { .. } | PhoneEvent::ButtonChanged { .. } => PhoneStates::OTHER,
        PhoneEvent::LampChanged { .. } => PhoneStates::LAMP,
        PhoneEvent::DisplayChanged { .. } => PhoneStates::DISPLAY,
        PhoneEvent::RingChanged(_) => PhoneStates::RINGMODE | PhoneStates::RINGVOLUME,
        PhoneEvent::HookSwitchChanged { device, .. } => device.hookswitch_states(),
        PhoneEvent::VolumeChanged { device, .. } => device.volume_states(),
        PhoneEvent::GainChanged { device, .. } => device.gain_states(),
        PhoneEvent::DevSpecific(_) => PhoneStates::DEVSPECIFIC,
        _ => PhoneStates::empty(),
    }
}
