//! User-user information, whole elements, and chains: what was split comes together again, and whatever else comes stays
//! within the bound.
//!
//! The first byte is the size of a message, and where a chain is cut into messages of its own.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_fuzz::q931::{check, worthwhile};
use tspkit_q931::{Element, Kind, MessageSize, Reassembler, UserUserInfo, split};

fuzz_target!(|input: &[u8]| {
    let [size, bytes @ ..] = worthwhile(input) else {
        return;
    };
    let decoded = UserUserInfo::decode(bytes);
    check(Kind::UserUser, bytes, &decoded, UserUserInfo::encode);
    let element = Element::decode(bytes).value;
    assert_eq!(element.encode(), bytes);
    assert!(element.contents().len() + element.rest().len() <= bytes.len());
    if let Some(size) = MessageSize::of_contents(usize::from(*size)) {
        comes_together(&decoded.value, size);
    }
    stays_within_the_bound(bytes, usize::from(*size));
});

fn comes_together(info: &UserUserInfo, size: MessageSize) {
    let mut reassembler = Reassembler::new(info.as_bytes().len());
    let messages = split(info, size);
    let (last, before) = messages.split_last().expect("there is a message");
    assert!(!last.more_data);
    for message in before {
        assert!(message.more_data && message.info.as_bytes().len() == size.contents());
        assert_eq!(reassembler.push(message.info.as_bytes(), true), Ok(None));
    }
    let arrived = reassembler.push(last.info.as_bytes(), false);
    match arrived {
        Ok(arrived) => assert_eq!(arrived.as_ref(), Some(info)),
        Err(_) => assert!(info.as_bytes().is_empty()),
    }
}

/// Messages of three bytes each; the third says whether another follows.
fn stays_within_the_bound(bytes: &[u8], bound: usize) {
    let mut reassembler = Reassembler::new(bound);
    for message in bytes.chunks(3) {
        let contents = &message[..message.len().min(2)];
        let kept = match reassembler.push(contents, message.len() == 3 && message[2] % 4 != 0) {
            Ok(whole) => whole.unwrap_or_default(),
            Err(broken) => {
                assert!(broken.complete.unwrap_or_default().as_bytes().len() <= bound);
                broken.before
            }
        };
        assert!(kept.as_bytes().len() <= bound);
    }
    assert!(reassembler.reset().unwrap_or_default().as_bytes().len() <= bound);
}
