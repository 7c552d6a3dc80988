//! What is printed of a call.

use std::time::Instant;

use serde_json::{Value, json};
use tspkit::{
    Call, CallStatus,
    abi::{CallInfoBuffer, LineCallInfoStates},
    hal::{CallInfo, PartyRole},
};
use tspkit_q931::explain;

use crate::{call_words, event_words::words, failure::Failure, hex, output::Output};

/// The buffers of a call as they were printed last: of changes in quick succession only the last can still be read.
#[derive(Debug, Default)]
pub(super) struct Shown(Vec<(CallInfoBuffer, Vec<u8>)>);

impl Shown {
    /// Whether this has not been printed. Each user-user information is a message of its own.
    fn is_news(&mut self, kind: CallInfoBuffer, bytes: &[u8]) -> bool {
        let index = self.0.iter().position(|(shown, _)| *shown == kind);
        let before = index.map(|index| self.0.swap_remove(index).1);
        self.0.push((kind, bytes.to_vec()));
        let again = before.is_some_and(|before| before == bytes);
        !bytes.is_empty() && (kind == CallInfoBuffer::UserUserInfo || !again)
    }
}

/// Prints what the ends of a call are told, with the time since the beginning.
#[derive(Debug)]
pub(super) struct Timeline<'a> {
    output: &'a Output,
    explain: bool,
    began: Instant,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(output: &'a Output, explain: bool, began: Instant) -> Self {
        Self {
            output,
            explain,
            began,
        }
    }

    fn print(&self, end: &str, text: &str, fields: &Value) -> Result<(), Failure> {
        let seconds = self.began.elapsed().as_secs_f64();
        if !self.output.json {
            return self
                .output
                .line(&format!("{seconds:9.3}  {end:<8}  {text}"));
        }
        let mut object = json!({ "seconds": seconds, "end": end });
        if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
            object.extend(fields.clone());
        }
        self.output.object(&object)
    }

    /// Something that an end is told to do.
    pub(super) fn action(&self, end: &str, text: &str) -> Result<(), Failure> {
        let fields = json!({ "event": "action", "text": text });
        self.print(end, &format!("> {text}"), &fields)
    }

    /// The line rings, or has stopped ringing.
    pub(super) fn rings(&self, end: &str, mode: u32, count: u32) -> Result<(), Failure> {
        let fields = json!({ "event": "ringing", "mode": mode, "count": count });
        self.print(end, &call_words::ringing(mode, count), &fields)
    }

    /// A state.
    pub(super) fn state(&self, end: &str, status: CallStatus) -> Result<(), Failure> {
        let text = call_words::status(status);
        let fields = json!({
            "event": "state",
            "state": words(status.state()),
            "detail": status.detail(),
            "text": text,
        });
        self.print(end, &text, &fields)
    }

    /// A call that came in: what is known of it.
    pub(super) fn came_in(&self, end: &str, call: &Call, shown: &mut Shown) -> Result<(), Failure> {
        let info = call.info();
        let trunk = info.trunk.map(|trunk| format!(", on trunk {trunk}"));
        let text = format!(
            "{} call, {}{}",
            words(info.origin),
            words(info.reason),
            trunk.unwrap_or_default()
        );
        let fields = json!({
            "event": "new",
            "origin": words(info.origin),
            "reason": words(info.reason),
            "trunk": info.trunk,
        });
        self.print(end, &text, &fields)?;
        for role in PartyRole::ALL {
            if call_words::is_told(&info.parties[role]) {
                self.party(end, &info, role)?;
            }
        }
        self.buffers(end, &info, LineCallInfoStates::all(), shown)
    }

    /// What has changed.
    pub(super) fn changed(
        &self,
        end: &str,
        call: &Call,
        states: LineCallInfoStates,
        shown: &mut Shown,
    ) -> Result<(), Failure> {
        let info = call.info();
        for role in PartyRole::ALL {
            if states.contains(role.change()) {
                self.party(end, &info, role)?;
            }
        }
        self.buffers(end, &info, states, shown)
    }

    fn party(&self, end: &str, info: &CallInfo, role: PartyRole) -> Result<(), Failure> {
        let party = &info.parties[role];
        let fields = json!({
            "event": "party",
            "role": format!("{role:?}").to_lowercase(),
            "number": party.number,
            "name": party.name,
            "flags": words(party.flags),
        });
        self.print(end, &call_words::party(role, party), &fields)
    }

    fn buffers(
        &self,
        end: &str,
        info: &CallInfo,
        states: LineCallInfoStates,
        shown: &mut Shown,
    ) -> Result<(), Failure> {
        for kind in call_words::buffers(states) {
            let bytes = call_words::buffer_of(info, kind);
            if shown.is_news(kind, bytes) {
                self.buffer(end, kind, bytes)?;
            }
        }
        Ok(())
    }

    fn buffer(&self, end: &str, kind: CallInfoBuffer, bytes: &[u8]) -> Result<(), Failure> {
        let text = call_words::buffer(kind, bytes);
        let fields = json!({
            "event": "buffer",
            "buffer": call_words::buffer_name(kind),
            "hex": hex::written(bytes),
        });
        self.print(end, &text, &fields)?;
        let Some(kind) = call_words::buffer_kind(kind) else {
            return Ok(());
        };
        if self.explain && !self.output.json {
            let explanation = explain(kind, bytes).to_string();
            // The heading says no more than the line above.
            for line in explanation.lines().skip(1) {
                self.output.line(&format!("{:23}{line}", ""))?;
            }
        }
        Ok(())
    }
}
