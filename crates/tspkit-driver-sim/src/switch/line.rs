//! The lines of the switch.

use std::{collections::HashMap, sync::Arc};

use tspkit_abi::{LineAddressCapFlags, LineCallParamFlags, LineCallStates};
use tspkit_hal::{CallStatus, LineId, LineInfo, LineModel, UserUserLimits};

use crate::config::{FEATURES, LineConfig, OfficeConfig};

/// What of a line the switch has to know.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) id: LineId,
    pub(crate) name: Arc<str>,
    pub(crate) address: Arc<str>,
    pub(crate) model: Arc<LineModel>,
    pub(crate) in_service: bool,
    pub(super) counts: Counts,
}

/// How many calls of a line are what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) active: u32,
    pub(super) held: u32,
    pub(super) transfer: u32,
    pub(super) ringing: u32,
}

impl Counts {
    /// The count that a call in that state belongs to, if it is up.
    pub(super) fn of(&mut self, status: CallStatus) -> Option<&mut u32> {
        match status {
            CallStatus::Idle | CallStatus::Disconnected(_) => None,
            CallStatus::OnHold => Some(&mut self.held),
            CallStatus::OnHoldPendingTransfer => Some(&mut self.transfer),
            _ => Some(&mut self.active),
        }
    }
}

impl Line {
    pub(crate) fn info(&self) -> LineInfo {
        let info = LineInfo::new(
            self.id,
            self.name.clone(),
            self.address.clone(),
            self.model.clone(),
        );
        if self.in_service {
            info
        } else {
            info.out_of_service()
        }
    }

    /// One call more can be up.
    pub(super) fn has_room(&self) -> bool {
        self.counts.active < self.model.active_calls
    }
}

/// The states that calls of the simulated switch can be in.
pub(super) const STATES: LineCallStates = LineCallStates::IDLE
    .union(LineCallStates::OFFERING)
    .union(LineCallStates::ACCEPTED)
    .union(LineCallStates::DIALTONE)
    .union(LineCallStates::DIALING)
    .union(LineCallStates::PROCEEDING)
    .union(LineCallStates::RINGBACK)
    .union(LineCallStates::BUSY)
    .union(LineCallStates::SPECIALINFO)
    .union(LineCallStates::CONNECTED)
    .union(LineCallStates::ONHOLD)
    .union(LineCallStates::ONHOLDPENDTRANSFER)
    .union(LineCallStates::DISCONNECTED);

/// Makes the lines of an office; those of one block share what they have in common.
pub(crate) struct Plans;

impl Plans {
    /// The lines of an office that was checked, in the order in which users number them.
    pub(crate) fn lines(office: &OfficeConfig) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut next = 1_u32;
        for block in &office.lines {
            let model = Arc::new(model(block, office));
            let first = block.id.unwrap_or(next);
            for index in 0..block.count.unwrap_or(1) {
                let name = match block.count {
                    None => block.name.as_str().into(),
                    Some(_) => format!("{} {}", block.name, index + 1).into(),
                };
                lines.push(Line {
                    id: LineId(first.saturating_add(index)),
                    name,
                    address: address(&block.address, index).into(),
                    model: model.clone(),
                    in_service: block.in_service,
                    counts: Counts::default(),
                });
            }
            next = first.saturating_add(block.count.unwrap_or(1));
        }
        lines
    }

    /// The places of lines by their addresses.
    pub(super) fn addresses(lines: &[Line]) -> HashMap<Arc<str>, u32> {
        let places = (0..).zip(lines);
        places
            .map(|(place, line)| (line.address.clone(), place))
            .collect()
    }
}

/// The address that comes that far after the first: as many digits, zeros before included, or more.
pub(crate) fn address(first: &str, index: u32) -> String {
    if index == 0 {
        return first.to_owned();
    }
    let number = first.parse::<u128>().unwrap_or(0) + u128::from(index);
    format!("{number:0width$}", width = first.len())
}

fn model(line: &LineConfig, office: &OfficeConfig) -> LineModel {
    let features = line.features & FEATURES;
    let mut model = LineModel::new(line.description.as_str())
        .features(features)
        .states(STATES)
        .calls(line.active_calls, line.held_calls, line.transfer_calls)
        .user_user(UserUserLimits::all(line.user_user).chained(line.user_user_chained))
        .call_data(line.call_data)
        .dev_specific(line.dev_specific)
        .modes(line.media_modes, line.bearer_modes)
        .max_rate(line.max_rate)
        .digits(line.digit_modes)
        .param_flags(LineCallParamFlags::BLOCKID)
        .ring_modes(line.ring_modes)
        .trunks(office.switch.trunks)
        .address_flags(
            LineAddressCapFlags::TRANSFERMAKE
                | LineAddressCapFlags::TRANSFERHELD
                | LineAddressCapFlags::AUTORECONNECT,
        );
    let digit = office.switch.digit.as_millis();
    model.dial.usual.digit_duration = u32::try_from(digit).unwrap_or(u32::MAX);
    if line.compatibilities {
        model = model.compatibilities();
    }
    if line.charging {
        model = model.charging();
    }
    if line.partial_dial {
        model = model.partial_dial();
    }
    if line.calling_number {
        model = model.address_flags(LineAddressCapFlags::SETCALLINGID);
    }
    if line.accept_to_alert {
        model = model.address_flags(LineAddressCapFlags::ACCEPTTOALERT);
    }
    if line.dev_specific_requests {
        model = model.dev_specific_requests();
    }
    model
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_each_other() {
        assert_eq!(address("101", 0), "101");
        assert_eq!(address("101", 2), "103");
        assert_eq!(address("0099", 1), "0100");
        assert_eq!(address("99", 1), "100");
    }
}
