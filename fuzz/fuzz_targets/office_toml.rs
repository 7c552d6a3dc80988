//! The parser of office files: any text gives an office or an error with a message, and what was read is written
//! and read back as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_driver_sim::{OfficeConfig, SimOffice};

/// Larger offices are right, but take longer than they tell.
const MOST: u32 = 1000;

fuzz_target!(|text: &str| {
    let office = match OfficeConfig::from_toml(text) {
        Ok(office) => office,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let written = office.to_toml().expect("what was read can be written");
    let again = OfficeConfig::from_toml(&written).expect("what was written can be read");
    assert_eq!(again.to_toml().expect("and written again"), written);
    let phones = office.phones.iter().map(|phone| phone.count.unwrap_or(1));
    let lines = office.lines.iter().map(|line| line.count.unwrap_or(1));
    if phones.chain(lines).fold(0, u32::saturating_add) <= MOST {
        SimOffice::new(office).expect("an office that was checked can be made");
    }
});
