//! What a download into an area that takes orders makes happen.

use std::{sync::Arc, time::Instant};

use tspkit_abi::PhoneError;
use tspkit_hal::{HardwareError, PhoneRequest};

use super::Office;
use crate::{
    config::{Action, Command, EventConfig},
    phone::Phone,
    timeline::{Message, What},
};

impl Office {
    /// What a request orders; nothing when it is no download into such an area.
    pub(super) fn order(
        &self,
        phone: &Phone,
        request: &PhoneRequest,
    ) -> Option<Result<EventConfig, HardwareError>> {
        let PhoneRequest::SetData { area, data } = request else {
            return None;
        };
        (phone.plan.area(*area)?.command == Some(Command::Act)).then(|| self.understand(data))
    }

    fn understand(&self, data: &[u8]) -> Result<EventConfig, HardwareError> {
        let refuse = |message: String| {
            let message = format!("the order was not understood: {message}");
            HardwareError::with_message(PhoneError::OperationFailed, message)
        };
        let text = std::str::from_utf8(data).map_err(|error| refuse(error.to_string()))?;
        let event = EventConfig::from_toml(text, &self.config)
            .map_err(|error| refuse(error.to_string()))?;
        if event.action != Action::Add && self.phones.resolve(&self.config, &event.phone).is_none()
        {
            return Err(refuse(format!("there is no {}", event.phone)));
        }
        Ok(event)
    }

    /// Does what was ordered, now or when its time has come.
    pub(super) fn obey(self: &Arc<Self>, event: EventConfig) {
        let now = Instant::now();
        let next = if event.at.is_zero() {
            self.happen(&event)
        } else {
            Some(event.at)
        };
        if let Some(time) = next
            && !self.send(Message::Later(now + time, What::Event(Arc::new(event))))
        {
            tracing::warn!("the office stops, and an order is not carried out");
        }
    }
}
