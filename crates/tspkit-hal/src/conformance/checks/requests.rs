//! Every request is answered, whatever it is.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use bytes::Bytes;
use tspkit_abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes};

use super::super::{
    context::{Checked, Context, wrong},
    session::Session,
    watched::End,
};
use crate::{ids::PhoneId, inventory::Inventory, reply::ButtonInfo, request::PhoneRequest};

/// How many phones of a large office are asked everything.
const PHONES: usize = 8;

/// One request of each kind that is not about a data area.
fn kinds() -> Vec<PhoneRequest> {
    let device = HookSwitchDevices::HANDSET;
    let info = ButtonInfo::new(ButtonModes::FEATURE, ButtonFunction::NONE).with_text("x");
    vec![
        PhoneRequest::GetDisplay,
        PhoneRequest::SetDisplay {
            row: 0,
            column: 0,
            text: "x".to_owned(),
        },
        PhoneRequest::GetLamp { lamp: 0 },
        PhoneRequest::SetLamp {
            lamp: 0,
            mode: LampModes::OFF,
        },
        PhoneRequest::GetButtonInfo { button: 0 },
        PhoneRequest::SetButtonInfo { button: 0, info },
        PhoneRequest::GetRing,
        PhoneRequest::SetRing { mode: 0, volume: 0 },
        PhoneRequest::GetHookSwitch,
        PhoneRequest::SetHookSwitch {
            devices: device,
            mode: HookSwitchModes::ONHOOK,
        },
        PhoneRequest::GetVolume { device },
        PhoneRequest::SetVolume {
            device,
            volume: 0x8000,
        },
        PhoneRequest::GetGain { device },
        PhoneRequest::SetGain {
            device,
            gain: 0x8000,
        },
        PhoneRequest::DevSpecific {
            data: Bytes::from_static(b"x"),
        },
    ]
}

pub(super) fn every_kind(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let inventory = session.driver.inventory();
    for phone in inventory.phones.iter().take(PHONES) {
        let uploads = phone.model.areas().filter(|area| area.direction.uploads());
        let uploads = uploads.map(|area| PhoneRequest::GetData {
            area: area.id,
            size: area.size.min(context.most_bytes),
        });
        let tokens: Vec<_> = kinds()
            .into_iter()
            .chain(uploads)
            .map(|request| session.submit(phone.id, request))
            .collect();
        for token in tokens {
            // It may fail, but somebody must have said so.
            drop(session.answer(token)?);
        }
    }
    session.stop()?;
    session.no_faults()
}

/// A number that no phone has.
fn unknown_phone(inventory: &Inventory) -> PhoneId {
    let taken = |number: &u32| inventory.phones.iter().any(|phone| phone.id.0 == *number);
    PhoneId(
        (0..=u32::MAX)
            .rev()
            .find(|number| !taken(number))
            .unwrap_or(0),
    )
}

pub(super) fn unknown(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let inventory = session.driver.inventory();
    let nobody = unknown_phone(&inventory);
    let mut asked = vec![
        (nobody, PhoneRequest::GetRing),
        (
            nobody,
            PhoneRequest::SetData {
                area: 0,
                data: Bytes::new(),
            },
        ),
        (nobody, PhoneRequest::GetData { area: 0, size: 1 }),
    ];
    for phone in inventory.phones.iter().take(PHONES) {
        let beyond = phone.model.download_count().max(phone.model.upload_count());
        for area in [beyond, u32::MAX] {
            asked.push((
                phone.id,
                PhoneRequest::SetData {
                    area,
                    data: Bytes::from_static(b"x"),
                },
            ));
            asked.push((phone.id, PhoneRequest::GetData { area, size: 1 }));
        }
        let buttons = u32::try_from(phone.model.button_lamps.len()).unwrap_or(u32::MAX);
        for number in [buttons, u32::MAX] {
            asked.push((phone.id, PhoneRequest::GetLamp { lamp: number }));
            asked.push((phone.id, PhoneRequest::GetButtonInfo { button: number }));
        }
        let none = HookSwitchDevices::from_bits_retain(1 << 30);
        asked.push((phone.id, PhoneRequest::GetVolume { device: none }));
    }
    for (phone, request) in asked {
        let token = session.submit(phone, request);
        if let Ok(reply) = session.answer(token)? {
            return wrong(format!(
                "{} was answered with {reply:?}",
                session.recorder.what(token)
            ));
        }
    }
    session.stop()?;
    session.no_faults()
}

pub(super) fn many_threads(context: &Context) -> Checked {
    const THREADS: u32 = 4;
    let mut session = Session::started(context)?;
    let inventory = session.driver.inventory();
    let (phone, area) = context.area(&inventory)?;
    let nobody = unknown_phone(&inventory);
    let number = AtomicU32::new(0);
    let each = context.requests_at_once.div_ceil(THREADS);
    let tokens = thread::scope(|scope| {
        let work = || {
            let mut tokens = Vec::new();
            for _ in 0..each {
                let data =
                    Bytes::copy_from_slice(&number.fetch_add(1, Ordering::Relaxed).to_le_bytes());
                let data = data.slice(..data.len().min(area.size as usize));
                tokens.push(session.submit(
                    phone,
                    PhoneRequest::SetData {
                        area: area.id,
                        data,
                    },
                ));
                tokens.push(session.submit(
                    phone,
                    PhoneRequest::GetData {
                        area: area.id,
                        size: area.size,
                    },
                ));
                tokens.push(session.submit(nobody, PhoneRequest::GetRing));
            }
            tokens
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect::<Vec<_>>()
    });
    for tokens in tokens {
        let Ok(tokens) = tokens else {
            return wrong("submit panicked");
        };
        for token in tokens {
            if let End::Dropped = session.wait(token)? {
                return wrong(format!(
                    "the token of {} was dropped",
                    session.recorder.what(token)
                ));
            }
        }
    }
    session.stop()?;
    session.no_faults()
}

pub(super) fn never_waits(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let (phone, area) = context.slow_area(&session.driver.inventory())?;
    // Answers that come on other threads are held up until everything is submitted: whoever waits for one
    // inside submit waits for ever.
    session.recorder.close_gate(context.limit);
    let tokens: Vec<_> = (0..context.requests_at_once)
        .map(|_| {
            session.submit(
                phone,
                PhoneRequest::SetData {
                    area: area.id,
                    data: Bytes::from_static(b"x"),
                },
            )
        })
        .collect();
    session.recorder.open_gate();
    session.no_faults()?;
    for token in tokens {
        session.wait(token)?;
    }
    session.stop()?;
    session.no_faults()
}
