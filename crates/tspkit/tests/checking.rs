//! Asking whether a request would be accepted says what making it says, and makes nothing.

mod support;

use std::sync::Arc;

use support::{code, drivers::Manual, model, one, options, phones, refusal, within_reason};
use tspkit::{PhoneEvent, PhoneId, PhoneModel, PhoneRequest, abi::LampModes};

fn download(area: u32, size: usize) -> PhoneRequest {
    PhoneRequest::SetData {
        area,
        data: vec![0; size].into(),
    }
}

#[test]
fn it_says_what_making_the_request_says() {
    within_reason(|| {
        let driver = Manual::new(one(model()));
        let office = options().open_hardware(Box::new(driver.clone())).unwrap();
        let phone = office.phone(0).unwrap();
        let lamp = PhoneRequest::SetLamp {
            lamp: 0,
            mode: LampModes::OFF,
        };
        let cases = [
            (download(0, 256), None),
            (download(3, 0), None),
            (PhoneRequest::GetData { area: 5, size: 0 }, None),
            (download(0, 257), Some(code::OPERATIONFAILED)),
            (download(2, 1), Some(code::INVALDATAID)),
            (download(4, 1), Some(code::INVALDATAID)),
            (
                PhoneRequest::GetData { area: 3, size: 1 },
                Some(code::INVALDATAID),
            ),
            (lamp, Some(code::OPERATIONUNAVAIL)),
        ];
        let assert_all = |state: Option<u32>| {
            for (request, parameters) in &cases {
                let expected = match parameters {
                    Some(code::OPERATIONUNAVAIL) if state != Some(code::INVALPHONEHANDLE) => {
                        Some(code::OPERATIONUNAVAIL)
                    }
                    parameters => state.or(*parameters),
                };
                let checked = phone
                    .check(request)
                    .err()
                    .map(|error| support::code_of(&error));
                assert_eq!(checked, expected, "{request:?}");
            }
        };
        assert_all(None);
        driver.tell(0, PhoneEvent::Suspended);
        assert_all(Some(code::INVALPHONESTATE));
        driver.tell(0, PhoneEvent::Resumed);
        driver.tell(0, PhoneEvent::Disconnected);
        assert_all(Some(code::INVALPHONESTATE));
        driver.tell(0, PhoneEvent::Connected);
        assert_all(None);
        phone.close().unwrap();
        assert_all(Some(code::INVALPHONEHANDLE));
        assert_eq!(driver.submitted(), 0);
        office.close().unwrap();
        assert_eq!(refusal(phone.check(&download(0, 1))), code::UNINITIALIZED);
    });
}

#[test]
fn it_takes_no_place_and_looks_for_none() {
    within_reason(|| {
        let driver = Manual::new(phones(1));
        let office = options()
            .request_limit(1)
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        (0..10).for_each(|_| phone.check(&download(0, 1)).unwrap());
        let pending = phone.set_data(0, "x").start().unwrap();
        phone.check(&download(0, 1)).unwrap();
        assert_eq!(
            refusal(phone.set_data(0, "x").start()),
            code::RESOURCEUNAVAIL
        );
        driver.take().succeed();
        pending.wait().unwrap();
        assert_eq!(driver.submitted(), 1);
    });
}

#[test]
fn it_knows_changed_capabilities() {
    let driver = Manual::new(phones(1));
    let office = options().open_hardware(Box::new(driver.clone())).unwrap();
    let phone = office.phone(0).unwrap();
    let info = support::phone_info(0, &Arc::new(PhoneModel::new("nothing")));
    driver.tell(0, PhoneEvent::CapabilitiesChanged(info));
    assert_eq!(
        refusal(phone.check(&download(0, 1))),
        code::OPERATIONUNAVAIL
    );
}

#[test]
fn a_phone_is_found_by_its_index_and_by_the_driver_s_number() {
    within_reason(|| {
        let driver = Manual::new(phones(3));
        let office = options().open_hardware(Box::new(driver.clone())).unwrap();
        let entries = office.phones();
        for entry in &entries {
            assert_eq!(office.entry(entry.index).as_ref(), Some(entry));
            assert_eq!(office.find(entry.info.id).as_ref(), Some(entry));
        }
        assert_eq!((office.entry(3), office.entry(u32::MAX)), (None, None));
        assert_eq!(
            (office.find(PhoneId(0)), office.find(PhoneId(103))),
            (None, None)
        );
        let phone = office.phone(1).unwrap();
        driver.tell(1, PhoneEvent::Disconnected);
        driver.tell(2, PhoneEvent::Suspended);
        let entry = office.entry(1).unwrap();
        assert_eq!((entry.open, entry.info.connected), (true, false));
        assert!(office.find(PhoneId(102)).unwrap().suspended);
        driver.tell(1, PhoneEvent::Removed);
        assert_eq!((office.entry(1), office.find(PhoneId(101))), (None, None));
        drop(phone);
        let added = support::phone_info(7, &Arc::new(model()));
        driver.tell(7, PhoneEvent::Added(added.clone()));
        assert_eq!(office.entry(3).unwrap().info, added);
        assert_eq!(office.find(PhoneId(107)).unwrap().index, 3);
    });
}
