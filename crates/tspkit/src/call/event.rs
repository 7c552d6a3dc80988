//! What happens to a call.

use tspkit_abi::LineCallInfoStates;
use tspkit_hal::CallStatus;

/// Something that happened to a call.
///
/// A call that comes in is told by [`New`](Self::New) and a [`State`](Self::State) right after it. When events come
/// faster than they are taken, those of a call are merged: its last state and everything that changed are
/// still told, after one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEvent {
    /// A call has come in, or was found on the line (`LINE_NEWCALL`).
    New,
    /// It is in another state (`LINE_CALLSTATE`).
    State(CallStatus),
    /// What is known of it has changed (`LINE_CALLINFO`). Never after [`CallStatus::Idle`].
    Info(LineCallInfoStates),
    /// Something between the driver and its applications (`LINE_DEVSPECIFIC`). When merged with others, it is
    /// an [`Info`](Self::Info) with [`DEVSPECIFIC`](LineCallInfoStates::DEVSPECIFIC).
    DevSpecific([usize; 3]),
}

/// What a call's events were merged to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct MergedCall {
    any: bool,
    new: bool,
    state: Option<CallStatus>,
    info: LineCallInfoStates,
}

impl MergedCall {
    pub(crate) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Takes an event in; `true` when it is the first.
    pub(crate) fn add(&mut self, event: CallEvent) -> bool {
        match event {
            CallEvent::New => self.new = true,
            CallEvent::State(status) => self.state = Some(status),
            CallEvent::Info(states) => self.info |= states,
            CallEvent::DevSpecific(_) => self.info |= LineCallInfoStates::DEVSPECIFIC,
        }
        !std::mem::replace(&mut self.any, true)
    }

    /// The events that are left, in the order in which they can be told.
    pub(crate) fn events(self) -> impl Iterator<Item = CallEvent> {
        let new = self.new.then_some(CallEvent::New);
        let state = self.state.map(CallEvent::State);
        let info = (!self.info.is_empty()).then_some(CallEvent::Info(self.info));
        // A state is the first thing that follows a new call, and nothing follows the last state.
        let rest = match self.state {
            Some(CallStatus::Idle) if self.new => [state, None],
            Some(CallStatus::Idle) => [info, state],
            _ => [state, info],
        };
        new.into_iter().chain(rest.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(events: &[CallEvent]) -> Vec<CallEvent> {
        let mut merged = MergedCall::default();
        assert!(merged.is_empty());
        for (index, event) in events.iter().enumerate() {
            assert_eq!(merged.add(*event), index == 0);
        }
        merged.events().collect()
    }

    #[test]
    fn the_last_state_and_everything_that_changed_are_left() {
        let (ringback, dialing) = (CallStatus::Ringback, CallStatus::Dialing);
        let (caller, rate) = (LineCallInfoStates::CALLERID, LineCallInfoStates::RATE);
        let events = [
            CallEvent::New,
            CallEvent::State(dialing),
            CallEvent::Info(caller),
            CallEvent::State(ringback),
            CallEvent::Info(rate),
            CallEvent::DevSpecific([1, 2, 3]),
        ];
        let all = CallEvent::Info(caller | rate | LineCallInfoStates::DEVSPECIFIC);
        assert_eq!(
            merged(&events),
            [CallEvent::New, CallEvent::State(ringback), all]
        );
        assert_eq!(merged(&events[2..3]), [CallEvent::Info(caller)]);
        assert_eq!(merged(&events[..1]), [CallEvent::New]);
    }

    #[test]
    fn nothing_follows_a_call_s_end() {
        let idle = CallEvent::State(CallStatus::Idle);
        let info = CallEvent::Info(LineCallInfoStates::USERUSERINFO);
        assert_eq!(merged(&[idle, info]), [info, idle]);
        assert_eq!(
            merged(&[CallEvent::New, info, idle]),
            [CallEvent::New, idle]
        );
    }
}
