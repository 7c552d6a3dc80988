//! Forged and stale handles, and request ids that are none.

use std::collections::HashSet;

use crate::{
    assert_no_handle, assert_works, init, open, provider, shut_down,
    support::{
        code,
        tapi::{ASYNCHRONOUS, BASE},
        within_reason,
    },
    wait_for_success,
};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

#[test]
fn forged_handles() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        let live = [open(tapi, BASE), open(tapi, BASE + 1)];
        for handle in live {
            for bit in 0..usize::BITS {
                let flipped = handle ^ 1 << bit;
                if !live.contains(&flipped) {
                    assert_no_handle(tapi, flipped, 2_000);
                }
            }
        }
        let corners = [
            0,
            1,
            usize::MAX,
            usize::MAX >> 1,
            1 << 32,
            0x0100_0000,
            0x0100_0001,
        ];
        for handle in corners {
            assert_no_handle(tapi, handle, 2_000);
        }
        let mut random = Pcg64Mcg::seed_from_u64(4);
        for _ in 0..20_000 {
            let wild = usize::try_from(random.random::<u64>()).expect("64 bits");
            // Numbers near to live ones too.
            let near = live[0].wrapping_add(wild % 100_000).wrapping_sub(50_000);
            for handle in [wild, near].into_iter().filter(|it| !live.contains(it)) {
                assert_no_handle(tapi, handle, 2_000);
            }
        }
        for (handle, request) in live.into_iter().zip([2_100, 2_200]) {
            assert_works(tapi, handle, request);
        }
        shut_down(tapi, &[2_000]);
    });
}

#[test]
fn stale_handles() {
    within_reason(|| {
        let tapi = provider!();
        let mut stale = HashSet::new();
        for round in 0..20 {
            init(tapi);
            for _ in 0..20 {
                let first = open(tapi, BASE);
                let second = open(tapi, BASE + 1);
                // Never one that there was before, also in the places that were used before.
                assert!(!stale.contains(&first) && !stale.contains(&second));
                assert_eq!(tapi.close(first), 0);
                stale.insert(first);
                assert_no_handle(tapi, first, 3_000);
                let again = open(tapi, BASE);
                assert_no_handle(tapi, first, 3_000);
                for handle in [second, again] {
                    assert_eq!(tapi.close(handle), 0);
                    stale.insert(handle);
                }
            }
            // One that is open when the provider is shut down.
            let left = open(tapi, BASE);
            assert_works(tapi, left, 3_100 + round * 10);
            shut_down(tapi, &[3_000]);
            assert!(stale.insert(left));
            for handle in &stale {
                assert_no_handle(tapi, *handle, 3_000);
            }
        }
    });
}

#[test]
fn request_ids_that_tapi_never_gives() {
    within_reason(|| {
        let tapi = provider!();
        init(tapi);
        let handle = open(tapi, BASE);
        let none = [0, 0x8000_0000, 0x9000_001C, u32::MAX];
        for request in none {
            for (name, call) in ASYNCHRONOUS {
                assert_eq!(
                    call(tapi, request, handle),
                    code::INVALPARAM,
                    "{name} {request:#x}"
                );
            }
        }
        let highest = 0x7FFF_FFFF;
        assert_eq!(tapi.set_lamp(highest, handle, 0, 4), highest.cast_signed());
        wait_for_success(highest);
        shut_down(tapi, &none);
    });
}
