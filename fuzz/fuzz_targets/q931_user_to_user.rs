//! The header `User-to-User`: nothing is lost, and what it carries is the same once written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_fuzz::q931::{check, worthwhile};
use tspkit_q931::{Kind, UserToUser};

fuzz_target!(|input: &[u8]| {
    let text = worthwhile(input);
    let decoded = UserToUser::decode(text);
    check(Kind::UserToUser, text, &decoded, UserToUser::encode);
    for value in decoded.value.values() {
        let Some(octets) = value.octets() else {
            continue;
        };
        let again = value.clone().with_octets(&octets);
        assert_eq!(again.octets().as_ref(), Some(&octets));
        assert_eq!(again.parameters(), value.parameters());
        assert_eq!(
            again.data().to_ascii_lowercase(),
            value.data().to_ascii_lowercase()
        );
    }
    if let Some(info) = decoded.value.user_user_info() {
        let own = UserToUser::from(&info);
        assert_eq!(own.user_user_info(), Some(info));
        let read = UserToUser::decode(&own.encode());
        assert_eq!(read.value, own);
    }
});
