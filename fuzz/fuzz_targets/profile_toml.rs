//! Whatever a profile says: it is refused with a place in its text, or describes phones that make sense.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use tspkit_driver_serial::{Profile, SerialDriver};
use tspkit_hal::blocking::BlockingHardware;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    match Profile::from_toml(text) {
        Ok(profile) => {
            assert!(profile.baud() > 0);
            let inventory = SerialDriver::new()
                .port("COM1", Arc::new(profile))
                .inventory();
            inventory.check().expect("what is checked makes sense");
            assert!(!inventory.phones.is_empty());
        }
        Err(error) => {
            let at = error.position().expect("a place in the text");
            let line = text.split('\n').nth(at.line - 1).expect("a line of it");
            assert!(at.column <= line.chars().count() + 1);
        }
    }
});
