//! User-user information that has come in waits until what is shown has been released.

use tspkit::{Bytes, abi::LineCallInfoStates, hal::CallChange};

use crate::{
    exchange::{hands::Hands, watch::Watch},
    support::{options, until, within_reason},
    switch::{Switch, shows, user_user},
};

#[test]
fn a_second_message_waits_until_the_first_is_released() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        switch.watch.forget();
        let told = || {
            switch
                .watch
                .count(partner.id(), LineCallInfoStates::USERUSERINFO)
        };
        caller.send_user_user_info("first").wait().unwrap();
        caller.send_user_user_info("second").wait().unwrap();
        shows(&partner, "first");
        // Call data comes behind both messages, so the second is there, and does not show.
        caller.set_call_data("behind them").wait().unwrap();
        crate::switch::carries(&partner, "behind them");
        switch
            .watch
            .wait_for(partner.id(), LineCallInfoStates::CALLDATA, 1);
        assert_eq!((user_user(&partner), told()), ("first".into(), 1));

        partner.release_user_user_info().wait().unwrap();
        assert_eq!(user_user(&partner), "second");
        until("the second notice", || told() == 2);

        partner.release_user_user_info().wait().unwrap();
        assert_eq!(user_user(&partner), "");
        partner.release_user_user_info().wait().unwrap();
        assert_eq!((user_user(&partner), told()), (Bytes::new(), 2));
    });
}

#[test]
fn messages_keep_their_order_both_ways() {
    within_reason(|| {
        let switch = Switch::new();
        let (caller, partner) = switch.talking(0, 1);
        for number in 0..16 {
            let text = format!("message {number}");
            caller.send_user_user_info(text.clone()).wait().unwrap();
            partner.send_user_user_info(text).wait().unwrap();
        }
        for number in 0..16 {
            for call in [&caller, &partner] {
                shows(call, format!("message {number}"));
                call.release_user_user_info().wait().unwrap();
            }
        }
        assert_eq!(
            (user_user(&caller), user_user(&partner)),
            ("".into(), "".into())
        );
    });
}

/// A line over hands, with a call that is up.
fn up() -> (Hands, tspkit::Office, Watch, tspkit::Line, tspkit::Call) {
    let hands = Hands::new(1);
    let office = hands.open(&options());
    let watch = Watch::on(&office);
    let line = office.line(0).unwrap();
    let call = line.create_call("300").unwrap();
    call.connect().wait().unwrap();
    hands.state(call.id(), crate::refusals::CONNECTED);
    until("the connected state", || {
        call.status() == Some(crate::refusals::CONNECTED)
    });
    (hands, office, watch, line, call)
}

#[test]
fn the_parts_of_a_chained_message_are_put_together() {
    within_reason(|| {
        let (hands, _office, watch, _line, call) = up();
        let part = |text: &str, more| CallChange::UserUserInfo {
            data: text.to_owned().into(),
            more,
        };
        hands.change(call.id(), part("one, ", true));
        hands.change(call.id(), part("two, ", true));
        assert_eq!(user_user(&call), "", "it is not whole yet");
        hands.change(call.id(), part("three", false));
        shows(&call, "one, two, three");
        watch.settle(&hands);
        assert_eq!(watch.count(call.id(), LineCallInfoStates::USERUSERINFO), 1);
    });
}

#[test]
fn what_waits_is_bounded_and_what_is_held_stays_whole() {
    const SENT: usize = 20_000;
    within_reason(|| {
        let (hands, _office, _watch, _line, call) = up();
        for number in 0..SENT {
            hands.message(call.id(), &format!("message {number}"));
        }
        // What was kept is the beginning, whole and in order; beyond the bound messages are refused room.
        let mut kept = 0;
        shows(&call, "message 0");
        while !user_user(&call).is_empty() {
            assert_eq!(user_user(&call), format!("message {kept}"));
            call.release_user_user_info().wait().unwrap();
            kept += 1;
        }
        assert!(kept > 16, "only {kept} messages were kept");
        assert!(kept < SENT, "nothing bounds what a call keeps");
    });
}
