//! A C caller's pointer on its way into a download: null with no bytes is a download, null with bytes is none.

mod support;

use support::{
    code,
    drivers::{Manual, memory},
    open, phones,
};
use tspkit::{
    PhoneError, PhoneRequest,
    abi::layout::{CopyInError, copy_in},
};

#[test]
fn null_and_no_bytes_are_a_download_of_no_bytes() {
    let driver = Manual::new(phones(1));
    let office = open(driver.clone());
    let phone = office.phone(0).unwrap();
    // SAFETY: with a size of 0 the pointer is not read.
    let data = unsafe { copy_in(std::ptr::null(), 0) }.unwrap();
    let pending = phone.set_data(0, data).start().unwrap();
    let taken = driver.take();
    assert!(matches!(&taken.request, PhoneRequest::SetData { area: 0, data } if data.is_empty()));
    taken.succeed();
    pending.wait().unwrap();
}

#[test]
fn null_and_a_size_is_an_error() {
    // SAFETY: null is refused before it is read.
    let error = unsafe { copy_in(std::ptr::null(), 5) }.unwrap_err();
    assert_eq!(error, CopyInError::Null { size: 5 });
    assert_eq!(
        PhoneError::from(error).code().cast_unsigned(),
        code::INVALPOINTER
    );
}

#[test]
fn the_caller_s_memory_is_the_caller_s_again() {
    let (driver, memory) = memory(phones(1));
    let office = open(driver);
    let phone = office.phone(0).unwrap();
    let mut buffer = *b"ringtone";
    // SAFETY: pointer and size are those of a live array.
    let data = unsafe { copy_in(buffer.as_ptr(), buffer.len()) }.unwrap();
    let request = phone.set_data(0, data);
    buffer.fill(0);
    request.wait().unwrap();
    assert_eq!(memory.held(phone.id(), 0).unwrap(), &b"ringtone"[..]);
}
