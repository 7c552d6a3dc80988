//! Data areas that act.

use bytes::Bytes;
use tspkit_abi::PhoneError;
use tspkit_hal::{HardwareError, PhoneEvent};

use super::{
    Effects, State,
    body::Body,
    plan::{AreaPlan, Plan},
};
use crate::config::Command;

impl State {
    /// Does what a download of `data` into a command area does besides.
    pub(super) fn command(
        &mut self,
        plan: &Plan,
        own: &AreaPlan,
        command: Command,
        data: &Bytes,
        effects: &mut Effects,
    ) -> Result<(), HardwareError> {
        match command {
            Command::Display => {
                let body = self.body(plan);
                effects
                    .events
                    .push(body.show(&String::from_utf8_lossy(data)));
            }
            Command::Ring => {
                let (mode, volume) = ring(data)?;
                effects
                    .events
                    .extend(Body::set_ring(self.body(plan), plan, mode, volume)?);
            }
            Command::Clear => {
                for (id, area) in plan.areas().filter(|(_, area)| area.slot != own.slot) {
                    if self.put(plan, area, Bytes::new()) {
                        effects.events.push(PhoneEvent::DataChanged { area: id });
                    }
                }
            }
            Command::Echo => {
                let result = own.result.and_then(|id| Some((id, plan.area(id)?)));
                if let Some((id, area)) = result
                    && self.put(plan, area, data.slice(..data.len().min(area.size)))
                {
                    effects.events.push(PhoneEvent::DataChanged { area: id });
                }
            }
            Command::Restart => effects.restart = Some(own.restart_takes),
            Command::Act => {
                if let Some(Err(error)) = effects.order.take_if(|order| order.is_err()) {
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// Reads a ring mode and, if there is one, a volume.
fn ring(data: &[u8]) -> Result<(u32, u32), HardwareError> {
    let text = std::str::from_utf8(data).ok().map(str::trim);
    let read = text.and_then(|text| {
        let mut numbers = text.split_whitespace().map(str::parse);
        let mode = numbers.next().unwrap_or(Ok(0)).ok()?;
        let volume = numbers.next().unwrap_or(Ok(0xFFFF)).ok()?;
        numbers.next().is_none().then_some((mode, volume))
    });
    read.ok_or_else(|| {
        HardwareError::with_message(
            PhoneError::OperationFailed,
            "the ring area takes the ring mode in digits and, if wanted, a space and the volume, such as `2 32768`",
        )
    })
}
