//! High layer compatibility: nothing is lost, and what is set is there and alone has changed.
//!
//! The first two bytes are what is set.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_fuzz::q931::{check, worthwhile};
use tspkit_q931::{HighLayerCharacteristics, HighLayerCompatibility, Interpretation, Kind};

fuzz_target!(|input: &[u8]| {
    let [interpretation, extended, bytes @ ..] = worthwhile(input) else {
        return;
    };
    let decoded = HighLayerCompatibility::decode(bytes);
    check(
        Kind::HighLayer,
        bytes,
        &decoded,
        HighLayerCompatibility::encode,
    );

    let before = decoded.value;
    let interpretation = Interpretation::from_bits(*interpretation);
    let extended = HighLayerCharacteristics::from_bits(*extended);
    let value = before.clone().with_interpretation(interpretation);
    assert_eq!(value.interpretation(), Some(interpretation));
    assert_eq!(value.characteristics(), before.characteristics());
    assert_eq!(value.octet_4a(), before.octet_4a());
    let value = value.with_extended(extended);
    assert_eq!(value.octet_4a(), Some(extended.code()));
    let again = HighLayerCompatibility::decode(&value.encode()).value;
    assert_eq!(again, value);
});
