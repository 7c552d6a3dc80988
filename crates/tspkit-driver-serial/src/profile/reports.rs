//! The lines by which phones report events, checked and ready to be compared.

use tspkit_abi::{ButtonStates, HookSwitchDevices, HookSwitchModes};
use tspkit_hal::{PhoneEvent, Ring};

use super::{
    check::{self, AreaMap, Checked},
    error::Wrong,
    features::Features,
    names,
    needle::{Found, Needle},
    tables::{EventName, EventTable, Tables},
    template::Values,
};

/// What the places in a line can be called.
const PLACES: &[&str] = &[
    "phone", "address", "button", "lamp", "value", "mode", "volume", "area", "row", "text", "*",
];

/// A line, and what it means.
#[derive(Debug)]
pub(crate) struct Report {
    line: Needle,
    event: EventName,
    phone: Option<u32>,
    button: Option<u32>,
    lamp: Option<u32>,
    value: Option<String>,
    mode: Option<u32>,
    volume: Option<u32>,
    area: Option<u32>,
    row: Option<u32>,
    device: HookSwitchDevices,
}

/// What a phone has reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// Something for applications.
    Event(PhoneEvent),
    /// A row of the display shows this.
    Row(u32, String),
    /// The phone has started again, and must be woken.
    Restarted,
    /// Nothing that matters.
    Ignored,
}

/// Which phone a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whose {
    /// The line does not say.
    Anyones,
    /// The phone of that number.
    Number(u32),
    /// The phone of that address.
    Address(String),
}

impl Report {
    pub(super) fn all(tables: &Tables, features: &Features, areas: &AreaMap) -> Checked<Vec<Self>> {
        tables
            .events
            .iter()
            .map(|table| Self::of(table, tables, features, areas))
            .collect()
    }

    fn of(
        table: &EventTable,
        tables: &Tables,
        features: &Features,
        areas: &AreaMap,
    ) -> Checked<Self> {
        line_says_something(table)?;
        event_is_whole(table)?;
        let device = device(table, features)?;
        refers_to_what_is_there(table, tables, features, areas)?;
        let template = table.line.get_ref();
        Ok(Self {
            line: template.needle(&Values::default(), PLACES),
            event: *table.event.get_ref(),
            phone: table.phone.as_ref().map(|phone| *phone.get_ref()),
            button: table.button,
            lamp: table.lamp,
            value: table.value.clone(),
            mode: table.mode,
            volume: table.volume,
            area: table.area,
            row: table.row,
            device,
        })
    }

    /// What `line` means, if it is this one.
    pub(crate) fn read(&self, line: &[u8], features: &Features) -> Option<(Whose, News)> {
        let found = self.line.is_line(line)?;
        let whose = match (self.phone.or(found.number("phone")), found.text("address")) {
            (Some(phone), _) => Whose::Number(phone),
            (None, Some(address)) => Whose::Address(address),
            (None, None) => Whose::Anyones,
        };
        Some((whose, self.news(&found, features)?))
    }

    fn news(&self, found: &Found, features: &Features) -> Option<News> {
        let number = |fixed: Option<u32>, name| fixed.or_else(|| found.number(name));
        let hook = |mode| PhoneEvent::HookSwitchChanged {
            device: self.device,
            mode,
        };
        let event = match self.event {
            EventName::Ignored => return Some(News::Ignored),
            EventName::Restarted => return Some(News::Restarted),
            EventName::Display => {
                return Some(News::Row(number(self.row, "row")?, found.text("text")?));
            }
            EventName::ButtonDown | EventName::ButtonUp => {
                let button = number(self.button, "button")?;
                let known = features.buttons.get(button as usize)?;
                PhoneEvent::Button {
                    button,
                    mode: known.mode,
                    state: if self.event == EventName::ButtonDown {
                        ButtonStates::DOWN
                    } else {
                        ButtonStates::UP
                    },
                }
            }
            EventName::Lamp => {
                let lamp = number(self.lamp, "lamp")?;
                let value = self.value.clone().or_else(|| found.text("value"))?;
                let mode = features.buttons.get(lamp as usize)?.lamp_mode(&value)?;
                PhoneEvent::LampChanged { lamp, mode }
            }
            EventName::Ring => {
                let mode = number(self.mode, "mode").filter(|mode| *mode <= features.ring_modes)?;
                let volume = number(self.volume, "volume").unwrap_or(0xFFFF).min(0xFFFF);
                PhoneEvent::RingChanged(Ring {
                    mode,
                    volume: if mode == 0 { 0 } else { volume },
                })
            }
            EventName::OffHook => hook(HookSwitchModes::MICSPEAKER),
            EventName::OnHook => hook(HookSwitchModes::ONHOOK),
            EventName::DataChanged => PhoneEvent::DataChanged {
                area: number(self.area, "area")?,
            },
        };
        Some(News::Event(event))
    }
}

/// The line can be told from others, and its places from each other.
fn line_says_something(table: &EventTable) -> Checked {
    check::one(&table.line, PLACES)?;
    let template = table.line.get_ref();
    if template.places().any(|(_, formatted)| formatted) {
        return Err(Wrong::at(
            table.line.span(),
            "what a phone says is read as it comes; take the format away",
        ));
    }
    if template.is_empty() || !template.has_text() {
        return Err(Wrong::at(
            table.line.span(),
            "every line would be this one; add the text by which it is known",
        ));
    }
    if template.has_neighbours() {
        return Err(Wrong::at(
            table.line.span(),
            "two places stand side by side, and nobody can tell where one ends; put text between them",
        ));
    }
    Ok(())
}

/// Table and line together say all that belongs to the event.
fn event_is_whole(table: &EventTable) -> Checked {
    let template = table.line.get_ref();
    let says = |name: &str| template.places().any(|(known, _)| known == name);
    let event = *table.event.get_ref();
    let needs = |fixed: bool, name: &str, why: &str| {
        if fixed || says(name) {
            Ok(())
        } else {
            Err(Wrong::at(
                table.event.span(),
                format!("which {why}? Add `{name} = `, or `{{{name}}}` to the line"),
            ))
        }
    };
    match event {
        EventName::ButtonDown | EventName::ButtonUp => {
            needs(table.button.is_some(), "button", "button is it")?;
        }
        EventName::Lamp => {
            needs(table.lamp.is_some(), "lamp", "lamp is it")?;
            needs(table.value.is_some(), "value", "mode is the lamp in")?;
        }
        EventName::Ring => needs(table.mode.is_some(), "mode", "ring mode is it")?,
        EventName::Display => {
            needs(table.row.is_some(), "row", "row is it")?;
            needs(false, "text", "text is shown")?;
        }
        EventName::DataChanged => needs(table.area.is_some(), "area", "data area is it")?,
        EventName::OffHook | EventName::OnHook => {
            needs(table.device.is_some(), "device", "device is it")?;
        }
        EventName::Restarted | EventName::Ignored => {}
    }
    Ok(())
}

fn device(table: &EventTable, features: &Features) -> Checked<HookSwitchDevices> {
    match &table.device {
        None => Ok(HookSwitchDevices::empty()),
        Some(name) => {
            let device =
                names::device(name.get_ref()).map_err(|problem| Wrong::at(name.span(), problem))?;
            if !features.hookswitches.contains(&device) {
                return Err(Wrong::at(
                    name.span(),
                    "the phones do not have it; add it to `hookswitches`",
                ));
            }
            Ok(device)
        }
    }
}

/// The phones have what the event is about.
fn refers_to_what_is_there(
    table: &EventTable,
    tables: &Tables,
    features: &Features,
    areas: &AreaMap,
) -> Checked {
    let event = *table.event.get_ref();
    let missing = |what: &str| Wrong::at(table.event.span(), format!("the phones have no {what}"));
    let buttons = features.buttons.len();
    let beyond = |number: Option<u32>| number.is_some_and(|number| number as usize >= buttons);
    if beyond(table.button) || beyond(table.lamp) {
        return Err(missing("such button or lamp; add it to [[buttons]]"));
    }
    if table.area.is_some_and(|area| !areas.contains_key(&area)) {
        return Err(missing("such data area; add it to [[areas]]"));
    }
    if event == EventName::Display && features.display.is_none() {
        return Err(missing("display; add [display]"));
    }
    if event == EventName::Ring && features.ring_modes == 0 {
        return Err(missing("ring modes; add [ring]"));
    }
    if let Some(phone) = &table.phone {
        let id = phone.get_ref();
        let known = tables.phones.iter().any(|table| table.id.get_ref() == id);
        let only = tables.phones.is_empty() && *id == 1;
        if !(known || only) {
            return Err(Wrong::at(phone.span(), format!("there is no phone {id}")));
        }
    }
    Ok(())
}
