//! What can be done with a call, by its state.

use tspkit_abi::LineCallFeatures;
use tspkit_hal::{CallStatus, LineModel};

use crate::line::Counts;

/// What a call's state allows on a line that can do everything. Page: `linecallfeature--constants`, and each
/// function's own for the states that it lists.
pub(crate) const fn allowed(status: CallStatus) -> LineCallFeatures {
    use LineCallFeatures as F;
    // What goes in every state of a call that is there.
    let any = F::DROP.union(F::SETCALLDATA).union(F::RELEASEUSERUSERINFO);
    let more = match status {
        CallStatus::Offering(_) => F::ACCEPT
            .union(F::ANSWER)
            .union(F::REDIRECT)
            .union(F::SENDUSERUSER),
        CallStatus::Accepted => F::ANSWER.union(F::SENDUSERUSER),
        CallStatus::DialTone(_) | CallStatus::Dialing => F::DIAL,
        CallStatus::Proceeding | CallStatus::Busy(_) => F::COMPLETETRANSF,
        CallStatus::Ringback => F::COMPLETETRANSF.union(F::SENDUSERUSER),
        CallStatus::Connected(_) => F::HOLD
            .union(F::SETUPTRANSFER)
            .union(F::COMPLETETRANSF)
            .union(F::BLINDTRANSFER)
            .union(F::SWAPHOLD)
            .union(F::GENERATEDIGITS)
            .union(F::SENDUSERUSER),
        CallStatus::Conferenced => F::HOLD,
        CallStatus::OnHold | CallStatus::OnHoldPendingTransfer => {
            F::UNHOLD.union(F::SWAPHOLD).union(F::COMPLETETRANSF)
        }
        CallStatus::OnHoldPendingConference => F::UNHOLD.union(F::SWAPHOLD),
        CallStatus::Idle => return F::SETCALLDATA.union(F::RELEASEUSERUSERINFO),
        // The driver knows better.
        CallStatus::Unknown => return F::all(),
        _ => F::empty(),
    };
    let more = match status {
        CallStatus::Disconnected(_) => more,
        _ => more.union(F::SETCALLPARAMS),
    };
    any.union(more)
}

/// What can be done now: the line can do it, the state allows it, and there is room for what it leads to.
pub(crate) fn now(status: CallStatus, model: &LineModel, counts: Counts) -> LineCallFeatures {
    use LineCallFeatures as F;
    let mut features = allowed(status) & model.features;
    let on_hold = counts.held + counts.transfer;
    let without = [
        (F::HOLD, counts.held >= model.held_calls),
        (F::SETUPTRANSFER, counts.transfer >= model.transfer_calls),
        // What waits for a transfer takes the place of the call that asks about it.
        (
            F::UNHOLD,
            matches!(status, CallStatus::OnHold) && counts.active >= model.active_calls,
        ),
        (F::SWAPHOLD, on_hold == 0 || counts.connected == 0),
        (
            F::COMPLETETRANSF,
            on_hold == 0 || counts.reached + counts.connected == 0,
        ),
    ];
    for (feature, impossible) in without {
        if impossible {
            features -= feature;
        }
    }
    features
}

#[cfg(test)]
mod tests {
    use tspkit_abi::{LineConnectedModes, LineOfferingModes};

    use super::*;

    const CONNECTED: CallStatus = CallStatus::Connected(LineConnectedModes::ACTIVE);

    fn everything() -> LineModel {
        LineModel::new("everything")
            .features(LineCallFeatures::all())
            .calls(1, 1, 1)
    }

    /// Those that are up are connected.
    fn counts(connected: u32, held: u32, transfer: u32) -> Counts {
        Counts {
            active: connected,
            reached: 0,
            connected,
            held,
            transfer,
        }
    }

    #[test]
    fn a_line_does_not_do_what_it_cannot() {
        let model = everything().features(LineCallFeatures::ANSWER | LineCallFeatures::DROP);
        let offering = CallStatus::Offering(LineOfferingModes::ACTIVE);
        let both = LineCallFeatures::ANSWER | LineCallFeatures::DROP;
        assert_eq!(now(offering, &model, counts(1, 0, 0)), both);
        let drop = LineCallFeatures::DROP;
        assert_eq!(now(CONNECTED, &model, counts(1, 0, 0)), drop);
        assert!(now(CallStatus::Idle, &model, counts(0, 0, 0)).is_empty());
    }

    #[test]
    fn what_needs_another_call_or_room_for_one_waits_for_it() {
        use LineCallFeatures as F;
        let has = |status, counts, feature| now(status, &everything(), counts).contains(feature);
        assert!(has(CONNECTED, counts(1, 0, 0), F::HOLD | F::SETUPTRANSFER));
        assert!(!has(CONNECTED, counts(1, 1, 0), F::HOLD));
        assert!(!has(CONNECTED, counts(1, 0, 1), F::SETUPTRANSFER));
        assert!(!has(CONNECTED, counts(1, 0, 0), F::SWAPHOLD));
        let held = CallStatus::OnHoldPendingTransfer;
        for status in [CONNECTED, held] {
            let both = F::SWAPHOLD | F::COMPLETETRANSF;
            assert!(has(status, counts(1, 0, 1), both), "{status:?}");
        }
        let mut asking = counts(0, 0, 1);
        asking.active = 1;
        for feature in [F::SWAPHOLD, F::COMPLETETRANSF] {
            assert!(!has(held, asking, feature), "a consultation in dial tone");
        }
        asking.reached = 1;
        assert!(has(held, asking, F::COMPLETETRANSF));
        assert!(!has(held, asking, F::SWAPHOLD));
        assert!(has(held, counts(0, 0, 1), F::UNHOLD));
        assert!(has(held, counts(1, 0, 1), F::UNHOLD));
        assert!(!has(CallStatus::OnHold, counts(1, 1, 0), F::UNHOLD));
    }

    #[test]
    fn user_user_information_goes_out_in_the_states_of_its_page() {
        let sends = |status| allowed(status).contains(LineCallFeatures::SENDUSERUSER);
        assert!(sends(CallStatus::Offering(LineOfferingModes::ACTIVE)));
        assert!(sends(CallStatus::Accepted) && sends(CallStatus::Ringback) && sends(CONNECTED));
        for status in [
            CallStatus::Dialing,
            CallStatus::Proceeding,
            CallStatus::OnHold,
            CallStatus::OnHoldPendingTransfer,
            CallStatus::Idle,
        ] {
            assert!(!sends(status), "{status:?}");
        }
    }
}
