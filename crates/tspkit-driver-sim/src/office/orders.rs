//! What a download into an area that takes orders makes happen.

use std::{sync::Arc, time::Instant};

use tspkit_abi::PhoneError;
use tspkit_hal::{HardwareError, PhoneRequest};

use super::Office;
use crate::{
    config::{Action, Command, EventConfig, LineEventConfig, OfficeError},
    phone::Phone,
    timeline::{Message, What},
};

/// What was ordered.
#[derive(Debug)]
pub(crate) enum Order {
    /// Something with a phone.
    Phone(EventConfig),
    /// Something on a line.
    Line(LineEventConfig),
}

impl Office {
    /// What a request orders; nothing when it is no download into such an area.
    pub(super) fn order(
        &self,
        phone: &Phone,
        request: &PhoneRequest,
    ) -> Option<Result<Order, HardwareError>> {
        let PhoneRequest::SetData { area, data } = request else {
            return None;
        };
        (phone.plan.area(*area)?.command == Some(Command::Act)).then(|| self.understand(data))
    }

    fn understand(&self, data: &[u8]) -> Result<Order, HardwareError> {
        let refuse = |message: String| {
            let message = format!("the order was not understood: {message}");
            HardwareError::with_message(PhoneError::OperationFailed, message)
        };
        let wrong = |error: OfficeError| refuse(error.to_string());
        let text = std::str::from_utf8(data).map_err(|error| refuse(error.to_string()))?;
        if LineEventConfig::is_meant(text) {
            let found = |address: &str| self.lines.has_address(address);
            let event = LineEventConfig::from_toml(text, found).map_err(wrong)?;
            return Ok(Order::Line(event));
        }
        let event = EventConfig::from_toml(text, &self.config).map_err(wrong)?;
        if event.action != Action::Add && self.phones.resolve(&self.config, &event.phone).is_none()
        {
            return Err(refuse(format!("there is no {}", event.phone)));
        }
        Ok(Order::Phone(event))
    }

    /// Does what was ordered, now or when its time has come.
    pub(super) fn obey(self: &Arc<Self>, order: Order) {
        let now = Instant::now();
        let (at, what) = match order {
            Order::Phone(event) => (event.at, What::Event(Arc::new(event))),
            Order::Line(event) => (event.at, What::LineEvent(Arc::new(event))),
        };
        let next = match &what {
            _ if !at.is_zero() => Some(at),
            What::LineEvent(event) => self.happen_on_line(event),
            What::Event(event) => self.happen(event),
            _ => None,
        };
        if let Some(time) = next
            && !self.send(Message::Later(now + time, what))
        {
            tracing::warn!("the office stops, and an order is not carried out");
        }
    }
}
