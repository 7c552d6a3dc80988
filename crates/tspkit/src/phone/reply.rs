//! Reads drivers' answers as what was asked for; an answer of another kind is given back.

use bytes::Bytes;
use tspkit_abi::{HookSwitchDevices, LampModes};
use tspkit_hal::{ButtonInfo, PhoneReply, Ring};

pub(super) fn done(reply: PhoneReply) -> Result<(), PhoneReply> {
    match reply {
        PhoneReply::Done => Ok(()),
        other => Err(other),
    }
}

/// Data of at most that many bytes: more than was asked for is no answer.
pub(super) fn data(limit: u32) -> impl FnOnce(PhoneReply) -> Result<Bytes, PhoneReply> {
    move |reply| match reply {
        PhoneReply::Data(data) if data.len() as u64 <= u64::from(limit) => Ok(data),
        other => Err(other),
    }
}

pub(super) fn display(reply: PhoneReply) -> Result<Vec<String>, PhoneReply> {
    match reply {
        PhoneReply::Display(rows) => Ok(rows),
        other => Err(other),
    }
}

pub(super) fn lamp(reply: PhoneReply) -> Result<LampModes, PhoneReply> {
    match reply {
        PhoneReply::Lamp(mode) => Ok(mode),
        other => Err(other),
    }
}

pub(super) fn button(reply: PhoneReply) -> Result<ButtonInfo, PhoneReply> {
    match reply {
        PhoneReply::Button(info) => Ok(info),
        other => Err(other),
    }
}

pub(super) fn ring(reply: PhoneReply) -> Result<Ring, PhoneReply> {
    match reply {
        PhoneReply::Ring(ring) => Ok(ring),
        other => Err(other),
    }
}

pub(super) fn hookswitch(reply: PhoneReply) -> Result<HookSwitchDevices, PhoneReply> {
    match reply {
        PhoneReply::HookSwitch(devices) => Ok(devices),
        other => Err(other),
    }
}

pub(super) fn level(reply: PhoneReply) -> Result<u32, PhoneReply> {
    match reply {
        PhoneReply::Level(level) => Ok(level),
        other => Err(other),
    }
}
