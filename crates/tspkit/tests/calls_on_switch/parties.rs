//! Who takes part in a call, and what else is known of it.

use tspkit::{
    abi::{
        LineCallInfoStates, LineCallOrigins, LineCallParamFlags, LineCallPartyIds, LineCallReasons,
    },
    hal::{CallChange, CallId, CallInfo, CallStatus, Party, PartyRole},
};

use crate::{
    exchange::{hands::Hands, watch::Watch},
    support::{options, until, within_reason},
    switch::Switch,
};

#[test]
fn both_ends_know_who_takes_part() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        let names = [0, 1].map(|line| switch.lines[line].info().name.to_string());
        for call in [&caller, &partner] {
            let parties = call.info().parties;
            let number = |role| parties[role].number.clone();
            assert_eq!(number(PartyRole::Caller), "101");
            assert_eq!(number(PartyRole::Called), "102");
        }
        let shown = &partner.info().parties[PartyRole::Caller];
        assert_eq!(
            shown.flags,
            LineCallPartyIds::ADDRESS | LineCallPartyIds::NAME
        );
        assert_eq!(shown.name, names[0]);
        until("the connected party", || {
            caller.info().parties[PartyRole::Connected].number == "102"
        });
        assert_eq!(caller.info().call_id, partner.info().call_id);
        assert_ne!(caller.info().call_id, 0);
        assert_eq!(caller.info().origin, LineCallOrigins::OUTBOUND);
        assert_eq!(partner.info().origin, LineCallOrigins::INTERNAL);
        assert_eq!(partner.info().reason, LineCallReasons::DIRECT);
    });
}

#[test]
fn a_caller_may_hide() {
    within_reason(|| {
        let switch = Switch::new();
        let call = switch.create(0, "102");
        call.set_params(|params| params.flags |= LineCallParamFlags::BLOCKID)
            .unwrap();
        call.connect().wait().unwrap();
        let partner = switch.comes_in(1);
        assert_eq!(partner.info().parties[PartyRole::Caller], Party::blocked());
    });
}

#[test]
fn a_caller_that_is_known_later_is_told() {
    within_reason(|| {
        const CALL: CallId = CallId(0x8000_0001);
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let watch = Watch::on(&office);
        let line = office.line(0).unwrap();
        let mut info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
        info.parties.caller = Party::unknown();
        let offering = CallStatus::Offering(tspkit::abi::LineOfferingModes::ACTIVE);
        hands.comes_in(CALL, offering, info);
        let call = line.next_call(crate::support::HANG).unwrap();
        assert_eq!(call.info().parties.caller, Party::unknown());

        let anna = Party::known("0800123", "Anna");
        hands.change(
            CALL,
            CallChange::Party {
                role: PartyRole::Caller,
                party: anna.clone(),
            },
        );
        watch.wait_for(CALL, LineCallInfoStates::CALLERID, 1);
        assert_eq!(call.info().parties.caller, anna);
    });
}
