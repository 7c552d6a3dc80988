//! Phones that come, go and change while the office is open, and what is known of them.

mod support;

use std::sync::Arc;

use support::{
    code,
    drivers::Taken,
    offices::{lamp, of_phone, one_phone, recorded},
    options, within_reason,
};
use tspkit::{
    DataArea, Direction, Event, PhoneEvent, PhoneId, PhoneModel,
    abi::{HookSwitchDevices, HookSwitchModes, LampModes},
    hal::Ring,
};

#[test]
fn a_phone_can_be_added() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let mut events = office.events();
        let info = support::phone_info(1, &phone.capabilities());
        driver.tell(1, PhoneEvent::Added(info.clone()));
        assert_eq!(
            events.next(),
            Some(Event::Phone {
                phone: PhoneId(101),
                event: PhoneEvent::Added(info.clone()),
            })
        );
        let added = office.phone(1).unwrap();
        assert_eq!(added.info(), info);
        let pending = added.set_data(0, "x").start().unwrap();
        assert_eq!(driver.take().phone, PhoneId(101));
        pending.cancel();
        // A number that is in use, and a phone that makes no sense, are ignored.
        driver.tell(1, PhoneEvent::Added(info.clone()));
        driver.tell(2, PhoneEvent::Added(info));
        let area = DataArea::new(9999, 1, Direction::Both, "");
        let wrong = support::phone_info(2, &Arc::new(PhoneModel::new("").area(area)));
        driver.tell(2, PhoneEvent::Added(wrong));
        assert_eq!(office.phones().len(), 2);
        assert_eq!(support::refusal(office.phone(2)), code::BADDEVICEID);
    });
}

#[test]
fn a_removed_phone_answers_what_is_open_and_its_handle_is_invalid() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 2);
        let phone = office.phone(0).unwrap();
        let mut events = office.events();
        for number in 0..10 {
            let request = tspkit::PhoneRequest::GetData { area: 0, size: 1 };
            phone.submit(number, request).unwrap();
        }
        driver.tell(0, PhoneEvent::Removed);
        assert_eq!(
            support::refusal(phone.set_data(0, "x").start()),
            code::INVALPHONEHANDLE
        );
        assert_eq!(support::refusal(office.phone(0)), code::NODEVICE);
        assert_eq!(events.next(), Some(of_phone(PhoneEvent::Removed)));
        recorder.wait_for_each_once(0..10, Some(code::OPERATIONFAILED));
        // The other phone keeps its number, and the removed one's is not used again.
        let entries = office.phones();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].index, 1);
        let back = support::phone_info(0, &phone.capabilities());
        driver.tell(0, PhoneEvent::Added(back));
        assert_eq!(support::refusal(office.phone(0)), code::NODEVICE);
        assert_eq!(support::refusal(office.phone(2)), code::BADDEVICEID);
        driver.take_all().into_iter().for_each(Taken::succeed);
        phone.close().unwrap();
        assert_eq!(recorder.count_by_now(), 10);
    });
}

#[test]
fn changed_capabilities_count_for_the_next_request() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let mut events = office.events();
        assert_eq!(
            support::refusal(phone.set_data(7, "x").start()),
            code::INVALDATAID
        );
        let smaller = DataArea::new(7, 1, Direction::Download, "new");
        let model = Arc::new(PhoneModel::new("updated").area(smaller));
        let info = support::phone_info(0, &model);
        driver.tell(0, PhoneEvent::CapabilitiesChanged(info.clone()));
        assert_eq!(
            events.next(),
            Some(of_phone(PhoneEvent::CapabilitiesChanged(info)))
        );
        assert_eq!(phone.capabilities(), model);
        assert_eq!(
            support::refusal(phone.set_data(0, "x").start()),
            code::INVALDATAID
        );
        assert_eq!(
            support::refusal(phone.set_data(7, "xx").start()),
            code::OPERATIONFAILED
        );
        assert_eq!(
            support::refusal(phone.get_data(7).start()),
            code::OPERATIONUNAVAIL
        );
        let pending = phone.set_data(7, "x").start().unwrap();
        driver.take().succeed();
        pending.wait().unwrap();
        // Another phone's, or ones that make no sense, are ignored.
        let other = support::phone_info(1, &Arc::new(PhoneModel::new("other")));
        driver.tell(0, PhoneEvent::CapabilitiesChanged(other));
        assert_eq!(phone.capabilities(), model);
    });
}

#[test]
fn what_events_say_is_the_phone_s_status_until_the_next() {
    let (driver, _office, phone) = one_phone();
    let status = phone.status();
    assert!(status.connected && status.ring.is_none() && status.lamps.is_empty());
    let device = HookSwitchDevices::HANDSET;
    let mode = HookSwitchModes::MICSPEAKER;
    driver.tell(0, lamp(3));
    driver.tell(0, PhoneEvent::HookSwitchChanged { device, mode });
    driver.tell(0, PhoneEvent::VolumeChanged { device, volume: 9 });
    driver.tell(0, PhoneEvent::GainChanged { device, gain: 8 });
    let rows = vec!["one".to_owned(), "two".to_owned()];
    driver.tell(0, PhoneEvent::DisplayChanged { rows: rows.clone() });
    driver.tell(0, PhoneEvent::RingChanged(Ring { mode: 2, volume: 7 }));
    let status = phone.status();
    assert_eq!(status.lamps.get(&3), Some(&LampModes::STEADY));
    assert_eq!(status.off_hook(), device);
    assert_eq!(status.volumes.get(&device.bits()), Some(&9));
    assert_eq!(status.gains.get(&device.bits()), Some(&8));
    assert_eq!(status.display, Some(rows));
    assert_eq!(status.ring, Some(Ring { mode: 2, volume: 7 }));
}

#[test]
fn an_event_that_says_nothing_new_is_not_told() {
    within_reason(|| {
        let (driver, office, _phone) = one_phone();
        let mut events = office.events();
        driver.tell(0, PhoneEvent::Connected);
        driver.tell(0, PhoneEvent::Resumed);
        driver.tell(0, PhoneEvent::Disconnected);
        driver.tell(0, PhoneEvent::Disconnected);
        driver.tell(5, PhoneEvent::Suspended);
        driver.tell(0, PhoneEvent::Suspended);
        driver.tell(0, PhoneEvent::Suspended);
        driver.tell(0, lamp(1));
        assert_eq!(events.next(), Some(of_phone(PhoneEvent::Disconnected)));
        assert_eq!(events.next(), Some(of_phone(PhoneEvent::Suspended)));
        assert_eq!(events.next(), Some(of_phone(lamp(1))));
    });
}
