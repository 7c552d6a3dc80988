//! Which buffer can be put on a call in which state, and what becomes of it.

use tspkit_abi::{CallInfoBuffer, CallState, LineCallStates, TapiError};

/// What putting a buffer on a call does, by the call's state. Pages: `ne-tapi3if-callinfo_buffer`,
/// `nf-tspi-tspi_linesenduseruserinfo`, `nf-tspi-tspi_linesetcalldata`.
///
/// | buffer | before the call is made | afterwards |
/// |---|---|---|
/// | user-user information | kept for it | sent, while it is offering, rings at the far end, or is connected |
/// | call data | kept for it | set, in every state, also when the call is over |
/// | device-specific, high and low level compatibility | kept for it | `TAPI_E_INVALCALLSTATE` |
/// | charging information | `E_INVALIDARG` | `E_INVALIDARG` |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutRule {
    /// Kept for when the call is made; the hardware hears nothing.
    Store,
    /// Sent to the far end (`TSPI_lineSendUserUserInfo`).
    Send,
    /// Set as the call data of the call (`TSPI_lineSetCallData`).
    Set,
    /// Refused.
    Refuse(TapiError),
}

impl PutRule {
    /// The rule for that buffer and that state: TAPI 3's, and the line's below it, one flag, where there is one.
    ///
    /// ```
    /// use tspkit::{PutRule, abi::{CallInfoBuffer, CallState, LineCallStates, TapiError}};
    ///
    /// let rule = |state, line| PutRule::of(CallInfoBuffer::UserUserInfo, state, line);
    /// let ringback = rule(CallState::InProgress, Some(LineCallStates::RINGBACK));
    /// assert_eq!(ringback, PutRule::Send);
    /// let proceeding = rule(CallState::InProgress, Some(LineCallStates::PROCEEDING));
    /// assert_eq!(proceeding, PutRule::Refuse(TapiError::InvalCallState));
    /// ```
    pub const fn of(kind: CallInfoBuffer, state: CallState, line: Option<LineCallStates>) -> Self {
        const STATE: PutRule = PutRule::Refuse(TapiError::InvalCallState);
        use CallInfoBuffer as B;
        use CallState as S;
        match (kind, state) {
            // Read only, whatever the state.
            (B::ChargingInfoBuffer, _) => Self::Refuse(TapiError::InvalidArg),
            (_, S::Idle) => Self::Store,
            (B::CallDataBuffer, _) => Self::Set,
            (B::UserUserInfo, S::Offering | S::Connected) => Self::Send,
            (B::UserUserInfo, S::InProgress) if has_ringback(line) => Self::Send,
            _ => STATE,
        }
    }
}

const fn has_ringback(line: Option<LineCallStates>) -> bool {
    match line {
        Some(line) => line.contains(LineCallStates::RINGBACK),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use CallInfoBuffer as B;
    use CallState as S;

    use super::*;

    const STATES: [S; 7] = [
        S::Idle,
        S::InProgress,
        S::Connected,
        S::Disconnected,
        S::Offering,
        S::Hold,
        S::Queued,
    ];

    #[track_caller]
    fn rules(kind: B, expected: [PutRule; 7]) {
        for (state, expected) in STATES.into_iter().zip(expected) {
            assert_eq!(PutRule::of(kind, state, None), expected, "{state:?}");
        }
    }

    #[test]
    fn each_buffer_has_its_rule_in_each_state() {
        use PutRule::{Refuse, Send, Set, Store};
        let no = Refuse(TapiError::InvalCallState);
        rules(B::UserUserInfo, [Store, no, Send, no, Send, no, no]);
        rules(B::CallDataBuffer, [Store, Set, Set, Set, Set, Set, Set]);
        rules(B::ChargingInfoBuffer, [Refuse(TapiError::InvalidArg); 7]);
        for kind in [
            B::DevSpecificBuffer,
            B::HighLevelCompatibilityBuffer,
            B::LowLevelCompatibilityBuffer,
        ] {
            rules(kind, [Store, no, no, no, no, no, no]);
        }
    }

    #[test]
    fn only_ringback_lets_user_user_information_out_on_the_way() {
        for line in LineCallStates::all() {
            let rule = PutRule::of(B::UserUserInfo, S::InProgress, Some(line));
            let sends = line == LineCallStates::RINGBACK;
            assert_eq!(rule == PutRule::Send, sends, "{line:?}");
        }
    }
}
