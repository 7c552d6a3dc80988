//! What happens without being asked for.

use std::{fmt, sync::Arc};

use tspkit_abi::{ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes};

use crate::{
    ids::{LineId, PhoneId},
    inventory::PhoneInfo,
    line::LineEvent,
    reply::{ButtonInfo, Ring},
};

/// Something that happened to a phone.
///
/// Events also keep what the SDK knows of a phone up to date: what they report is what the synchronous `Get`
/// functions of TAPI answer until the next event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneEvent {
    /// The phone is there (again).
    Connected,
    /// The phone is out of reach. Its requests are the driver's to answer.
    Disconnected,
    /// The phone's use is suspended.
    Suspended,
    /// The phone's use is resumed.
    Resumed,
    /// A phone has been added. Its number has never been in use before.
    Added(PhoneInfo),
    /// The phone has been removed for good; its number does not come back.
    Removed,
    /// What the phone can do has changed: this is how it is now.
    CapabilitiesChanged(PhoneInfo),
    /// A data area has changed by itself. A download needs no event, the SDK reports it.
    DataChanged {
        /// The area's number.
        area: u32,
    },
    /// A button was pressed or let go.
    Button {
        /// The button-lamp's number.
        button: u32,
        /// The kind of button.
        mode: ButtonModes,
        /// What happened to it.
        state: ButtonStates,
    },
    /// A button has another function or text.
    ButtonChanged {
        /// The button-lamp's number.
        button: u32,
        /// How it is now.
        info: ButtonInfo,
    },
    /// A lamp is lit otherwise.
    LampChanged {
        /// The button-lamp's number.
        lamp: u32,
        /// How it is lit now.
        mode: LampModes,
    },
    /// The display shows something else.
    DisplayChanged {
        /// What it shows now, row by row.
        rows: Vec<String>,
    },
    /// The phone rings otherwise.
    RingChanged(Ring),
    /// A hookswitch device went on or off hook.
    HookSwitchChanged {
        /// One device.
        device: HookSwitchDevices,
        /// Its mode now.
        mode: HookSwitchModes,
    },
    /// A device has another volume.
    VolumeChanged {
        /// One device.
        device: HookSwitchDevices,
        /// 0 to 0xFFFF.
        volume: u32,
    },
    /// A device has another gain.
    GainChanged {
        /// One device.
        device: HookSwitchDevices,
        /// 0 to 0xFFFF.
        gain: u32,
    },
    /// Something between this driver and its applications (`PHONE_DEVSPECIFIC`).
    DevSpecific([usize; 3]),
}

/// Where events go. Drivers do not implement this; the SDK does, and tests may.
pub trait EventTarget: Send + Sync {
    /// A phone's event. Never blocks, and may be called by any thread.
    fn phone_event(&self, phone: PhoneId, event: PhoneEvent);

    /// A line's event. Never blocks, and may be called by any thread.
    fn line_event(&self, line: LineId, event: LineEvent);
}

/// By this a driver tells what happens. Cheap to clone; any thread may use it, and using it never blocks.
///
/// When events come faster than they are taken, those of a phone are merged: nothing that changed is lost,
/// but how often it did.
#[derive(Clone)]
pub struct EventSink(Arc<dyn EventTarget>);

impl EventSink {
    /// A sink whose events go to `target`.
    pub fn new(target: Arc<dyn EventTarget>) -> Self {
        Self(target)
    }

    /// Tells what happened to a phone.
    pub fn phone(&self, phone: PhoneId, event: PhoneEvent) {
        self.0.phone_event(phone, event);
    }

    /// Tells what happened on a line.
    pub fn line(&self, line: LineId, event: LineEvent) {
        self.0.line_event(line, event);
    }
}

impl fmt::Debug for EventSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSink")
    }
}
