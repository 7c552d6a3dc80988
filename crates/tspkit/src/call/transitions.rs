//! How a call's state can change.

use tspkit_abi::CallState;

/// The states that TAPI lets follow a state. Page: `ne-tapi3if-call_state`.
const fn successors(from: CallState) -> &'static [CallState] {
    use CallState::{Connected, Disconnected, Hold, Idle, InProgress, Offering, Queued};
    match from {
        Idle => &[InProgress, Connected, Disconnected, Offering, Hold],
        InProgress | Offering | Queued => &[Connected, Disconnected, Hold],
        Connected => &[Hold, Disconnected],
        Hold => &[Connected, Disconnected],
        Disconnected => &[],
    }
}

/// The change is one of TAPI's, or none: a state has several below it.
pub(crate) fn is_legal(from: CallState, to: CallState) -> bool {
    from == to || successors(from).contains(&to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [CallState; 7] = [
        CallState::Idle,
        CallState::InProgress,
        CallState::Connected,
        CallState::Disconnected,
        CallState::Offering,
        CallState::Hold,
        CallState::Queued,
    ];

    /// A row for each state in the order of [`ALL`], with an x for each that can follow.
    const TABLE: [&str; 7] = [
        "xxxxxx.", ".xxx.x.", "..xx.x.", "...x...", "..xxxx.", "..xx.x.", "..xx.xx",
    ];

    #[test]
    fn the_changes_are_those_of_tapi_s_page_and_staying() {
        for (from, row) in ALL.into_iter().zip(TABLE) {
            let found: String = ALL
                .into_iter()
                .map(|to| if is_legal(from, to) { 'x' } else { '.' })
                .collect();
            assert_eq!(found, row, "{from:?}");
        }
    }
}
