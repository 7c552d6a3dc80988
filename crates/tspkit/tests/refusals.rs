//! What is refused, with which code, and that the driver never sees it.

mod support;

use std::sync::Arc;

use bytes::Bytes;
use support::{
    AREA_SIZE, code,
    drivers::{Manual, memory},
    model, one, open, options, phones,
    recorder::Recorder,
    refusal,
};
use tspkit::{
    DataArea, Direction, Error, PhoneEvent, PhoneId, PhoneModel, PhoneReply, PhoneRequest,
};

const PHONE: PhoneId = PhoneId(100);

#[test]
fn an_area_of_the_number_that_is_their_count_is_none() {
    let (driver, memory) = memory(phones(1));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    let count = phone.capabilities().download_count();
    assert_eq!(count, 4);
    assert_eq!(
        refusal(phone.set_data(count, "x").start()),
        code::INVALDATAID
    );
    assert_eq!(
        refusal(phone.set_data(u32::MAX, "x").start()),
        code::INVALDATAID
    );
    let uploads = phone.capabilities().upload_count();
    assert_eq!(uploads, 6);
    assert_eq!(refusal(phone.get_data(uploads).start()), code::INVALDATAID);
    // A number below the count may still have no area.
    assert_eq!(refusal(phone.get_data(4).start()), code::INVALDATAID);
    assert_eq!(memory.seen(), 0);
    phone.set_data(count - 1, "x").wait().unwrap();
    assert_eq!(memory.seen(), 1);
}

#[test]
fn an_area_for_the_other_direction_is_none() {
    let (driver, memory) = memory(phones(1));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    assert_eq!(refusal(phone.set_data(2, "x").start()), code::INVALDATAID);
    assert_eq!(refusal(phone.get_data(3).start()), code::INVALDATAID);
    let error = phone.set_data(2, "x").start().unwrap_err();
    assert_eq!(
        error.to_string(),
        "phone 100 has no data area 2 for download; they are numbered from 0 to 3"
    );
    assert_eq!(memory.seen(), 0);
}

#[test]
fn one_byte_too_many_never_reaches_the_driver_and_exactly_full_does() {
    let (driver, memory) = memory(phones(1));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    let full = vec![0xA5; AREA_SIZE as usize];
    let mut larger = full.clone();
    larger.push(0xA5);
    let error = phone.set_data(0, larger).start().unwrap_err();
    assert_eq!(support::code_of(&error), code::OPERATIONFAILED);
    assert!(matches!(
        error,
        Error::TooLarge {
            area: 0,
            size: 257,
            limit: 256,
            ..
        }
    ));
    assert_eq!(memory.seen(), 0);
    phone.set_data(0, full.clone()).wait().unwrap();
    assert_eq!(memory.held(PHONE, 0).unwrap(), full);
    assert_eq!(phone.get_data(0).wait().unwrap(), full);
}

#[test]
fn no_bytes_at_all_are_a_request_too() {
    let driver = Manual::new(phones(1));
    let office = open(driver.clone());
    let phone = office.phone(0).unwrap();
    let pending = phone.set_data(3, Bytes::new()).start().unwrap();
    let taken = driver.take();
    assert_eq!(
        taken.request,
        PhoneRequest::SetData {
            area: 3,
            data: Bytes::new()
        }
    );
    taken.succeed();
    pending.wait().unwrap();
    assert_eq!(driver.submitted(), 1);
}

#[test]
fn an_area_of_no_size_takes_no_bytes_and_only_that() {
    let command = DataArea::new(0, 0, Direction::Download, "reset");
    let (driver, memory) = memory(one(PhoneModel::new("").area(command)));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    assert_eq!(
        refusal(phone.set_data(0, "x").start()),
        code::OPERATIONFAILED
    );
    phone.set_data(0, "").wait().unwrap();
    assert_eq!(memory.seen(), 1);
}

#[test]
fn a_phone_without_areas_cannot_do_it_at_all() {
    let (driver, memory) = memory(one(PhoneModel::new("bare")));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    for area in [0, 1, u32::MAX] {
        assert_eq!(
            refusal(phone.set_data(area, "x").start()),
            code::OPERATIONUNAVAIL
        );
        assert_eq!(
            refusal(phone.get_data(area).start()),
            code::OPERATIONUNAVAIL
        );
    }
    assert_eq!(memory.seen(), 0);
}

#[test]
fn a_phone_with_areas_for_one_direction_cannot_do_the_other_at_all() {
    let area = |direction| DataArea::new(0, 8, direction, "");
    let (driver, _) = memory(one(PhoneModel::new("").area(area(Direction::Upload))));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    assert_eq!(
        refusal(phone.set_data(0, "x").start()),
        code::OPERATIONUNAVAIL
    );
    let (driver, _) = memory(one(PhoneModel::new("").area(area(Direction::Download))));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    assert_eq!(refusal(phone.get_data(0).start()), code::OPERATIONUNAVAIL);
}

#[test]
fn an_unplugged_phone_refuses_until_it_is_back() {
    let driver = Manual::new(phones(1));
    let office = open(driver.clone());
    let phone = office.phone(0).unwrap();
    driver.tell(0, PhoneEvent::Disconnected);
    let error = phone.set_data(0, "x").start().unwrap_err();
    assert_eq!(support::code_of(&error), code::INVALPHONESTATE);
    assert!(matches!(error, Error::NotConnected { phone: PHONE }));
    assert!(!phone.status().connected && !phone.info().connected);
    assert_eq!(driver.submitted(), 0);
    driver.tell(0, PhoneEvent::Connected);
    let pending = phone.set_data(0, "x").start().unwrap();
    driver.take().succeed();
    pending.wait().unwrap();
}

#[test]
fn a_phone_that_is_unplugged_from_the_start_can_be_opened() {
    let info = support::phone_info(0, &Arc::new(model())).disconnected();
    let driver = Manual::new(tspkit::hal::Inventory::new().phone(info));
    let office = open(driver.clone());
    let phone = office.phone(0).unwrap();
    assert_eq!(
        refusal(phone.set_data(0, "x").start()),
        code::INVALPHONESTATE
    );
    driver.tell(0, PhoneEvent::Connected);
    let pending = phone.set_data(0, "x").start().unwrap();
    driver.take().succeed();
    pending.wait().unwrap();
}

#[test]
fn a_suspended_phone_refuses_until_it_is_resumed() {
    let driver = Manual::new(phones(1));
    let office = open(driver.clone());
    let phone = office.phone(0).unwrap();
    driver.tell(0, PhoneEvent::Suspended);
    let error = phone.set_data(0, "x").start().unwrap_err();
    assert_eq!(support::code_of(&error), code::INVALPHONESTATE);
    assert!(matches!(error, Error::Suspended { phone: PHONE }));
    assert!(office.phones()[0].suspended && phone.status().suspended);
    // What is known when the phone is opened counts as well.
    phone.close().unwrap();
    let phone = office.phone(0).unwrap();
    assert_eq!(refusal(phone.get_data(0).start()), code::INVALPHONESTATE);
    driver.tell(0, PhoneEvent::Resumed);
    let pending = phone.get_data(0).start().unwrap();
    driver
        .take()
        .done
        .complete(Ok(PhoneReply::Data(Bytes::from_static(b"log"))));
    assert_eq!(pending.wait().unwrap(), "log");
    assert_eq!(driver.submitted(), 1);
}

#[test]
fn checks_come_in_the_order_of_the_specification() {
    let bare = support::phone_info(1, &Arc::new(PhoneModel::new("bare")));
    let driver = Manual::new(phones(1).phone(bare));
    let office = options()
        .request_limit(1)
        .open_hardware(Box::new(driver.clone()))
        .unwrap();
    let phone = office.phone(0).unwrap();
    let bare = office.phone(1).unwrap();
    let too_large = vec![0; AREA_SIZE as usize + 1];
    for index in [0, 1] {
        driver.tell(index, PhoneEvent::Disconnected);
    }
    // What cannot be done at all, before the state.
    assert_eq!(
        refusal(bare.set_data(0, "x").start()),
        code::OPERATIONUNAVAIL
    );
    assert_eq!(
        refusal(phone.set_display(0, 0, "x").start()),
        code::OPERATIONUNAVAIL
    );
    // The state, before the area's number and the size.
    assert_eq!(
        refusal(phone.set_data(4, "x").start()),
        code::INVALPHONESTATE
    );
    assert_eq!(
        refusal(phone.set_data(0, too_large.clone()).start()),
        code::INVALPHONESTATE
    );
    driver.tell(0, PhoneEvent::Connected);
    // The number, before the size.
    assert_eq!(
        refusal(phone.set_data(4, too_large.clone()).start()),
        code::INVALDATAID
    );
    // The size, before the limit of open requests.
    let _pending = phone.set_data(0, "x").start().unwrap();
    assert_eq!(
        refusal(phone.set_data(0, too_large.clone()).start()),
        code::OPERATIONFAILED
    );
    assert_eq!(
        refusal(phone.set_data(0, "x").start()),
        code::RESOURCEUNAVAIL
    );
    // The handle, before everything.
    driver.tell(0, PhoneEvent::Disconnected);
    phone.close().unwrap();
    bare.close().unwrap();
    assert_eq!(
        refusal(phone.set_data(4, too_large).start()),
        code::INVALPHONEHANDLE
    );
    assert_eq!(
        refusal(bare.set_data(0, "x").start()),
        code::INVALPHONEHANDLE
    );
    assert_eq!(driver.submitted(), 1);
}

#[test]
fn every_way_of_making_a_request_refuses_alike_and_calls_nobody() {
    let recorder = Recorder::new();
    let (driver, memory) = memory(phones(1));
    let office = options()
        .completion_sink(recorder.clone())
        .open_hardware(Box::new(driver))
        .unwrap();
    let phone = office.phone(0).unwrap();
    let request = PhoneRequest::SetData {
        area: 4,
        data: Bytes::new(),
    };
    assert_eq!(refusal(phone.submit(1, request)), code::INVALDATAID);
    assert_eq!(refusal(phone.set_data(4, "").start()), code::INVALDATAID);
    assert_eq!(refusal(phone.set_data(4, "").wait()), code::INVALDATAID);
    let refused = phone.set_data(4, "").on_done(recorder.callback(2));
    assert_eq!(refusal(refused), code::INVALDATAID);
    let mut future = std::pin::pin!(std::future::IntoFuture::into_future(phone.set_data(4, "")));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::future::Future::poll(future.as_mut(), &mut context) {
        std::task::Poll::Ready(result) => assert_eq!(refusal(result), code::INVALDATAID),
        std::task::Poll::Pending => panic!("a refusal is there at once"),
    }
    office.close().unwrap();
    assert_eq!(recorder.count_by_now(), 0);
    assert_eq!(memory.seen(), 0);
}
