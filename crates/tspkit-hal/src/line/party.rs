//! Who takes part in a call.

use std::ops::{Index, IndexMut};

use tspkit_abi::{LineCallInfoStates, LineCallPartyIds};

/// Which of a call's parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartyRole {
    /// Who made the call (`dwCallerID…`).
    Caller,
    /// Who was called (`dwCalledID…`).
    Called,
    /// Who is connected to (`dwConnectedID…`).
    Connected,
    /// Where the call was redirected to (`dwRedirectionID…`).
    Redirection,
    /// Who redirected it (`dwRedirectingID…`).
    Redirecting,
}

impl PartyRole {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Caller,
        Self::Called,
        Self::Connected,
        Self::Redirection,
        Self::Redirecting,
    ];

    /// What TAPI says has changed when this party has.
    pub const fn change(self) -> LineCallInfoStates {
        match self {
            Self::Caller => LineCallInfoStates::CALLERID,
            Self::Called => LineCallInfoStates::CALLEDID,
            Self::Connected => LineCallInfoStates::CONNECTEDID,
            Self::Redirection => LineCallInfoStates::REDIRECTIONID,
            Self::Redirecting => LineCallInfoStates::REDIRECTINGID,
        }
    }
}

/// A party of a call, as far as it is known.
///
/// ```
/// use tspkit_abi::LineCallPartyIds;
/// use tspkit_hal::Party;
///
/// assert_eq!(Party::known("101", "Anna").flags, LineCallPartyIds::ADDRESS | LineCallPartyIds::NAME);
/// assert_eq!(Party::known("101", "").flags, LineCallPartyIds::ADDRESS);
/// assert_eq!(Party::known("", "").flags, LineCallPartyIds::UNAVAIL);
/// assert_eq!(Party::blocked().flags, LineCallPartyIds::BLOCKED);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Party {
    /// What is known (`LINECALLPARTYID_`).
    pub flags: LineCallPartyIds,
    /// The number; empty without [`ADDRESS`](LineCallPartyIds::ADDRESS) or
    /// [`PARTIAL`](LineCallPartyIds::PARTIAL).
    pub number: String,
    /// The name; empty without [`NAME`](LineCallPartyIds::NAME).
    pub name: String,
}

impl Party {
    /// A party of that number and name; one that is empty is not known, and with neither the party is not.
    pub fn known(number: impl Into<String>, name: impl Into<String>) -> Self {
        let (number, name) = (number.into(), name.into());
        let mut flags = LineCallPartyIds::empty();
        if !number.is_empty() {
            flags |= LineCallPartyIds::ADDRESS;
        }
        if !name.is_empty() {
            flags |= LineCallPartyIds::NAME;
        }
        if flags.is_empty() {
            flags = LineCallPartyIds::UNAVAIL;
        }
        Self {
            flags,
            number,
            name,
        }
    }

    /// A party of whose number a part is known.
    pub fn partial(number: impl Into<String>) -> Self {
        Self {
            flags: LineCallPartyIds::PARTIAL,
            number: number.into(),
            name: String::new(),
        }
    }

    /// A party that hides itself.
    pub const fn blocked() -> Self {
        Self::without(LineCallPartyIds::BLOCKED)
    }

    /// A party that the network does not pass on.
    pub const fn out_of_area() -> Self {
        Self::without(LineCallPartyIds::OUTOFAREA)
    }

    /// A party that is not known yet.
    pub const fn unknown() -> Self {
        Self::without(LineCallPartyIds::UNKNOWN)
    }

    /// A party that there is none of, or that will never be known.
    pub const fn unavailable() -> Self {
        Self::without(LineCallPartyIds::UNAVAIL)
    }

    const fn without(flags: LineCallPartyIds) -> Self {
        Self {
            flags,
            number: String::new(),
            name: String::new(),
        }
    }
}

impl Default for Party {
    fn default() -> Self {
        Self::unavailable()
    }
}

/// The parties of a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Parties {
    /// Who made the call.
    pub caller: Party,
    /// Who was called.
    pub called: Party,
    /// Who is connected to.
    pub connected: Party,
    /// Where the call was redirected to.
    pub redirection: Party,
    /// Who redirected it.
    pub redirecting: Party,
}

impl Index<PartyRole> for Parties {
    type Output = Party;

    fn index(&self, role: PartyRole) -> &Party {
        match role {
            PartyRole::Caller => &self.caller,
            PartyRole::Called => &self.called,
            PartyRole::Connected => &self.connected,
            PartyRole::Redirection => &self.redirection,
            PartyRole::Redirecting => &self.redirecting,
        }
    }
}

impl IndexMut<PartyRole> for Parties {
    fn index_mut(&mut self, role: PartyRole) -> &mut Party {
        match role {
            PartyRole::Caller => &mut self.caller,
            PartyRole::Called => &mut self.called,
            PartyRole::Connected => &mut self.connected,
            PartyRole::Redirection => &mut self.redirection,
            PartyRole::Redirecting => &mut self.redirecting,
        }
    }
}
