//! Advice of charge: nothing is lost, and what was read is the same once written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_fuzz::q931::{check, worthwhile};
use tspkit_q931::{ChargingInfo, Kind};

fuzz_target!(|input: &[u8]| {
    let bytes = worthwhile(input);
    let decoded = ChargingInfo::decode(bytes);
    check(Kind::Charging, bytes, &decoded, ChargingInfo::encode);
    for invocation in decoded.value.invocations() {
        let written = ChargingInfo::new(invocation.id, invocation.advice.clone());
        let read = ChargingInfo::decode(written.as_bytes()).value;
        assert_eq!(read, written);
        if decoded.findings.is_empty() {
            assert!(ChargingInfo::try_from(written.as_bytes()).is_ok());
        }
    }
});
