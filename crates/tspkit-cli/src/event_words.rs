//! What events are called.

use bitflags::Flags;
use serde_json::{Value, json};
use tspkit::{CallEvent, Event, LineEvent, PhoneEvent, abi::PhoneStates};

use crate::call_words;

/// An event in words, without the phone that it is about.
pub(crate) fn text(event: &Event) -> String {
    match event {
        Event::Phone { event, .. } => phone_text(event),
        Event::Downloaded { area, .. } => format!("data area {area} was downloaded to"),
        Event::Merged { states, count, .. } => {
            format!(
                "{count} events came too fast to print; changed: {}",
                words(*states)
            )
        }
        Event::Line { line, event } => format!("{line}: {}", line_text(event)),
        Event::LineMerged {
            line,
            states,
            count,
        } => format!(
            "{line}: {count} events came too fast to print; changed: {}",
            words(*states)
        ),
        Event::Call { line, call, event } => format!("{call} on {line}: {}", call_text(*event)),
        other => format!("{other:?}"),
    }
}

fn line_text(event: &LineEvent) -> String {
    match event {
        LineEvent::Added(info) => format!("added: {} ({})", info.address, info.name),
        LineEvent::Removed => "removed".into(),
        LineEvent::InService => "in service".into(),
        LineEvent::OutOfService => "out of service".into(),
        LineEvent::CapabilitiesChanged(_) => "capabilities changed".into(),
        LineEvent::Ringing { mode, count } => call_words::ringing(*mode, *count),
        other => format!("{other:?}"),
    }
}

fn call_text(event: CallEvent) -> String {
    match event {
        CallEvent::New => "new".into(),
        CallEvent::State(status) => call_words::status(status),
        CallEvent::Info(states) => format!("changed: {}", words(states)),
        CallEvent::DevSpecific(parameters) => format!("device-specific {parameters:?}"),
        other => format!("{other:?}"),
    }
}

fn phone_text(event: &PhoneEvent) -> String {
    match event {
        PhoneEvent::Connected => "connected".into(),
        PhoneEvent::Disconnected => "disconnected".into(),
        PhoneEvent::Suspended => "suspended".into(),
        PhoneEvent::Resumed => "resumed".into(),
        PhoneEvent::Added(_) => "added".into(),
        PhoneEvent::Removed => "removed".into(),
        PhoneEvent::CapabilitiesChanged(_) => "capabilities changed".into(),
        PhoneEvent::DataChanged { area } => format!("data area {area} changed"),
        PhoneEvent::Button {
            button,
            mode,
            state,
        } => format!("button {button} ({}) {}", words(*mode), words(*state)),
        PhoneEvent::ButtonChanged { button, info } => {
            format!("button {button} is now {:?} `{}`", info.function, info.text)
        }
        PhoneEvent::LampChanged { lamp, mode } => format!("lamp {lamp} {}", words(*mode)),
        PhoneEvent::DisplayChanged { rows } => {
            let rows: Vec<_> = rows
                .iter()
                .map(|row| format!("`{}`", row.trim_end()))
                .collect();
            format!("display {}", rows.join(" "))
        }
        PhoneEvent::RingChanged(ring) => format!("ring mode {}, volume {}", ring.mode, ring.volume),
        PhoneEvent::HookSwitchChanged { device, mode } => {
            format!("hookswitch {} {}", words(*device), words(*mode))
        }
        PhoneEvent::VolumeChanged { device, volume } => {
            format!("volume of {} {volume}", words(*device))
        }
        PhoneEvent::GainChanged { device, gain } => format!("gain of {} {gain}", words(*device)),
        PhoneEvent::DevSpecific(parameters) => format!("device-specific {parameters:?}"),
        other => format!("{other:?}"),
    }
}

/// Adds `event`, its details, and `states` with TAPI's names of what changed.
pub(crate) fn add_fields(event: &Event, fields: &mut Value) {
    let details = match event {
        Event::Phone { event, .. } => phone_fields(event),
        Event::Downloaded { area, .. } => json!({ "event": "downloaded", "area": area }),
        Event::Merged { count, .. } => json!({ "event": "merged", "count": count }),
        Event::Line { line, event } => {
            json!({ "event": "line", "line": line.0, "text": line_text(event) })
        }
        Event::LineMerged { line, count, .. } => {
            json!({ "event": "line_merged", "line": line.0, "count": count })
        }
        Event::Call { line, call, event } => {
            json!({ "event": "call", "line": line.0, "call": call.0, "text": call_text(*event) })
        }
        other => json!({ "event": "other", "text": format!("{other:?}") }),
    };
    if let (Some(fields), Value::Object(details)) = (fields.as_object_mut(), details) {
        fields.extend(details);
    }
    fields["states"] = tapi_names(event.states());
}

fn phone_fields(event: &PhoneEvent) -> Value {
    match event {
        PhoneEvent::Connected => json!({ "event": "connected" }),
        PhoneEvent::Disconnected => json!({ "event": "disconnected" }),
        PhoneEvent::Suspended => json!({ "event": "suspended" }),
        PhoneEvent::Resumed => json!({ "event": "resumed" }),
        PhoneEvent::Added(_) => json!({ "event": "added" }),
        PhoneEvent::Removed => json!({ "event": "removed" }),
        PhoneEvent::CapabilitiesChanged(_) => json!({ "event": "capabilities_changed" }),
        PhoneEvent::DataChanged { area } => json!({ "event": "data_changed", "area": area }),
        PhoneEvent::Button {
            button,
            mode,
            state,
        } => json!({
            "event": "button",
            "button": button,
            "mode": words(*mode),
            "state": words(*state),
        }),
        PhoneEvent::ButtonChanged { button, info } => json!({
            "event": "button_changed",
            "button": button,
            "function": format!("{:?}", info.function).to_lowercase(),
            "text": info.text,
        }),
        PhoneEvent::LampChanged { lamp, mode } => {
            json!({ "event": "lamp_changed", "lamp": lamp, "mode": words(*mode) })
        }
        PhoneEvent::DisplayChanged { rows } => json!({ "event": "display_changed", "rows": rows }),
        PhoneEvent::RingChanged(ring) => {
            json!({ "event": "ring_changed", "mode": ring.mode, "volume": ring.volume })
        }
        PhoneEvent::HookSwitchChanged { device, mode } => json!({
            "event": "hookswitch_changed",
            "device": words(*device),
            "mode": words(*mode),
        }),
        PhoneEvent::VolumeChanged { device, volume } => {
            json!({ "event": "volume_changed", "device": words(*device), "volume": volume })
        }
        PhoneEvent::GainChanged { device, gain } => {
            json!({ "event": "gain_changed", "device": words(*device), "gain": gain })
        }
        PhoneEvent::DevSpecific(parameters) => {
            json!({ "event": "dev_specific", "parameters": parameters })
        }
        other => json!({ "event": "other", "text": format!("{other:?}") }),
    }
}

/// The flags' names as TAPI has them, in lower case; what has no name as a number.
pub(crate) fn words<F: Flags<Bits = u32> + Copy>(flags: F) -> String {
    let mut names: Vec<_> = flags
        .iter_names()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    let known = flags
        .iter_names()
        .fold(0, |all, (_, flag)| all | flag.bits());
    let rest = flags.bits() & !known;
    if rest != 0 {
        names.push(format!("0x{rest:X}"));
    }
    if names.is_empty() {
        names.push("none".into());
    }
    names.join("+")
}

fn tapi_names(states: PhoneStates) -> Value {
    PhoneStates::NAMES
        .iter()
        .filter(|(_, bit)| states.bits() & bit == *bit)
        .map(|(name, _)| *name)
        .collect()
}

#[cfg(test)]
mod tests {
    use tspkit::{
        PhoneId,
        abi::{HookSwitchDevices, HookSwitchModes},
    };

    use super::*;

    #[test]
    fn flags_read_as_words() {
        let devices = HookSwitchDevices::HANDSET | HookSwitchDevices::from_bits_retain(0x4000);
        assert_eq!(words(devices), "handset+0x4000");
        assert_eq!(words(HookSwitchModes::empty()), "none");
    }

    #[test]
    fn merged_events_name_what_changed() {
        let event = Event::Merged {
            phone: PhoneId(1),
            states: PhoneStates::LAMP | PhoneStates::DISPLAY,
            count: 7,
        };
        assert_eq!(
            text(&event),
            "7 events came too fast to print; changed: display+lamp"
        );
        let mut fields = json!({});
        add_fields(&event, &mut fields);
        assert_eq!(
            fields,
            json!({
                "event": "merged",
                "count": 7,
                "states": ["PHONESTATE_DISPLAY", "PHONESTATE_LAMP"],
            })
        );
    }
}
