//! One simulated phone.

mod body;
mod command;
mod contents;
mod plan;
mod rules;

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use bytes::Bytes;
use tspkit_abi::{ButtonStates, HookSwitchModes, PhoneError};
use tspkit_hal::{
    HardwareError, Outcome, PhoneEvent, PhoneId, PhoneInfo, PhoneReply, PhoneRequest,
};

use self::{body::Body, contents::Contents, plan::AreaPlan, rules::Dice};
pub(crate) use self::{
    plan::{Plan, Plans, Route},
    rules::Verdict,
};

use crate::{lock, office::Order};

#[derive(Debug)]
pub(crate) struct Phone {
    pub(crate) id: PhoneId,
    pub(crate) plan: Arc<Plan>,
    name: Arc<str>,
    /// Its number among phones of the same name; 0 for one that has its name for itself.
    number: u32,
    state: Mutex<State>,
}

/// What of a phone changes. Kept small: what only some phones need is made when it is needed.
#[derive(Debug)]
pub(crate) struct State {
    contents: Contents,
    body: Option<Box<Body>>,
    dice: Option<Box<Dice>>,
    /// Requests that the phone has taken up.
    pub(crate) requests: u64,
    pub(crate) presence: Presence,
    pub(crate) suspended: bool,
}

/// Whether a phone is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Connected,
    Unplugged,
    /// For good.
    Removed,
}

/// What a request does besides being answered.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) events: Vec<PhoneEvent>,
    /// The phone goes away for that long.
    pub(crate) restart: Option<Duration>,
    /// What the data orders, for an area that takes orders.
    pub(crate) order: Option<Result<Order, HardwareError>>,
}

impl Phone {
    pub(crate) fn new(
        id: PhoneId,
        plan: Arc<Plan>,
        name: Arc<str>,
        number: u32,
        connected: bool,
    ) -> Self {
        let state = State {
            contents: Contents::default(),
            body: None,
            dice: None,
            requests: 0,
            presence: if connected {
                Presence::Connected
            } else {
                Presence::Unplugged
            },
            suspended: false,
        };
        Self {
            id,
            plan,
            name,
            number,
            state: Mutex::new(state),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(crate) fn name(&self) -> Arc<str> {
        match self.number {
            0 => self.name.clone(),
            number => format!("{} {number}", self.name).into(),
        }
    }

    /// What users see of it; `None` once it is removed.
    pub(crate) fn info(&self) -> Option<PhoneInfo> {
        let info = PhoneInfo::new(self.id, self.name(), self.plan.model.clone());
        match self.state().presence {
            Presence::Connected => Some(info),
            Presence::Unplugged => Some(info.disconnected()),
            Presence::Removed => None,
        }
    }

    /// What chance and rules make of a request.
    pub(crate) fn judge(&self, route: &Route, request: &PhoneRequest) -> Verdict {
        if !route.judged {
            return Verdict {
                delay: route.latency,
                ..Verdict::default()
            };
        }
        let mut state = self.state();
        let dice = state
            .dice
            .get_or_insert_with(|| Box::new(Dice::new(&self.plan, self.id)));
        dice.judge(&self.plan.rules, route, request)
    }

    /// Counts a request that is answered without the phone's doing.
    pub(crate) fn count(&self) {
        self.state().requests += 1;
    }

    /// Takes a download up that does nothing but put its bytes there; gives them back when the phone is not
    /// ready for it.
    pub(crate) fn keep(&self, area: &AreaPlan, data: Bytes) -> Result<(), Bytes> {
        let mut state = self.state();
        if state.presence != Presence::Connected || state.suspended {
            return Err(data);
        }
        state.requests += 1;
        let before = state.contents.put(area.slot, self.plan.slots, data);
        drop(state);
        drop(before);
        Ok(())
    }

    /// How many bytes a request moves.
    pub(crate) fn bytes_moved(&self, request: &PhoneRequest) -> u64 {
        let bytes = match request {
            PhoneRequest::SetData { data, .. } => data.len(),
            PhoneRequest::GetData { area, size } => self.plan.area(*area).map_or(0, |area| {
                self.state().content(area).len().min(*size as usize)
            }),
            _ => 0,
        };
        bytes as u64
    }
}

impl State {
    /// Carries a request out. The phone's lock is held: nothing foreign is called.
    pub(crate) fn carry_out(
        &mut self,
        phone: &Phone,
        request: PhoneRequest,
        effects: &mut Effects,
    ) -> Outcome<PhoneReply> {
        let plan = &*phone.plan;
        self.requests += 1;
        self.check_presence(phone, &request)?;
        match request {
            PhoneRequest::SetData { area, data } => self.download(plan, area, data, effects),
            PhoneRequest::GetData { area, size } => self.upload(plan, area, size),
            other => self.body(plan).carry_out(plan, other, &mut effects.events),
        }
    }

    fn check_presence(&self, phone: &Phone, request: &PhoneRequest) -> Result<(), HardwareError> {
        match self.presence {
            Presence::Connected if !self.suspended => Ok(()),
            Presence::Connected => {
                let message = format!(
                    "{}: {} is suspended; resume it first",
                    request.name(),
                    phone.id
                );
                Err(HardwareError::with_message(
                    PhoneError::InvalPhoneState,
                    message,
                ))
            }
            Presence::Unplugged => Err(unplugged(phone.id, request)),
            Presence::Removed => {
                let message = format!("{}: {} was removed", request.name(), phone.id);
                Err(HardwareError::with_message(PhoneError::NoDevice, message))
            }
        }
    }

    fn download(
        &mut self,
        plan: &Plan,
        id: u32,
        data: Bytes,
        effects: &mut Effects,
    ) -> Outcome<PhoneReply> {
        let area = find(plan, id)?;
        if !area.direction.downloads() {
            return Err(wrong_way(id, "downloaded to"));
        }
        if data.len() > area.size {
            return Err(HardwareError::failed(format!(
                "{} bytes do not fit into data area {id}, whose size is {}",
                data.len(),
                area.size
            )));
        }
        if let Some(command) = area.command {
            self.command(plan, area, command, &data, effects)?;
        }
        self.contents.put(area.slot, plan.slots, data);
        Ok(PhoneReply::Done)
    }

    fn upload(&mut self, plan: &Plan, id: u32, size: u32) -> Outcome<PhoneReply> {
        let area = find(plan, id)?;
        if !area.direction.uploads() {
            return Err(wrong_way(id, "uploaded from"));
        }
        let content = self.content(area);
        let size = content.len().min(size as usize);
        Ok(PhoneReply::Data(content.slice(..size)))
    }

    fn content<'a>(&'a self, area: &'a AreaPlan) -> &'a Bytes {
        self.contents.get(area.slot).unwrap_or(&area.content)
    }

    /// Puts another content into an area; `false` when it held the same.
    fn put(&mut self, plan: &Plan, area: &AreaPlan, content: Bytes) -> bool {
        let changed = *self.content(area) != content;
        self.contents.put(area.slot, plan.slots, content);
        changed
    }

    fn body(&mut self, plan: &Plan) -> &mut Body {
        self.body.get_or_insert_with(|| Box::new(Body::new(plan)))
    }

    /// What an area holds; `None` when there is no such area.
    pub(crate) fn read(&self, plan: &Plan, id: u32) -> Option<Bytes> {
        Some(self.content(plan.area(id)?).clone())
    }

    /// Another content comes into an area by itself; what does not fit is cut off. The event, unless it held the
    /// same; nothing when there is no such area.
    pub(crate) fn change(&mut self, plan: &Plan, id: u32, content: &Bytes) -> Option<PhoneEvent> {
        let area = plan.area(id)?;
        let content = content.slice(..content.len().min(area.size));
        self.put(plan, area, content)
            .then_some(PhoneEvent::DataChanged { area: id })
    }

    /// Presses a button, and lets it go again.
    pub(crate) fn press(&mut self, plan: &Plan, button: u32) -> Option<[PhoneEvent; 2]> {
        let body = self.body(plan);
        let down = body.press(button, ButtonStates::DOWN)?;
        let up = body.press(button, ButtonStates::UP)?;
        Some([down, up])
    }

    /// Puts the first hookswitch device in a mode by hand.
    pub(crate) fn hook(&mut self, plan: &Plan, mode: HookSwitchModes) -> Option<PhoneEvent> {
        let device = plan.model.hookswitches.first()?.device;
        self.body(plan).hook(plan, device, mode)
    }

    /// What the display shows.
    pub(crate) fn display(&mut self, plan: &Plan) -> Vec<String> {
        self.body(plan).text()
    }

    /// Lets go of everything that a removed phone needs no more.
    pub(crate) fn clear(&mut self) {
        self.contents = Contents::default();
        self.body = None;
        self.dice = None;
    }
}

/// The answer of a phone that is out of reach.
pub(crate) fn unplugged(phone: PhoneId, request: &PhoneRequest) -> HardwareError {
    HardwareError::failed(format!("{}: {phone} is unplugged", request.name()))
}

fn find(plan: &Plan, id: u32) -> Result<&AreaPlan, HardwareError> {
    plan.area(id).ok_or_else(|| {
        HardwareError::with_message(
            PhoneError::InvalDataId,
            format!("the phone has no data area {id}"),
        )
    })
}

fn wrong_way(id: u32, what: &str) -> HardwareError {
    HardwareError::with_message(
        PhoneError::InvalDataId,
        format!("data area {id} cannot be {what}"),
    )
}
