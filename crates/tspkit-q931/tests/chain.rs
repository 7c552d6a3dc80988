//! Chains of user-user messages: split, put together again, and what goes wrong on the way.

use proptest::{collection::vec, prelude::*};
use tspkit_q931::{
    BrokenChain, ChainProblem, MessageSize, ProtocolDiscriminator, Reassembler, UserUserInfo, split,
};

fn binary(octets: &[u8]) -> UserUserInfo {
    UserUserInfo::user_specific(octets)
}

#[test]
fn what_fits_is_one_message() {
    for (size, content) in [(MessageSize::SHORT, 32), (MessageSize::LONG, 128)] {
        let whole = binary(&vec![1; content]);
        let messages = split(&whole, size);
        assert_eq!(messages.len(), 1);
        assert_eq!((&messages[0].info, messages[0].more_data), (&whole, false));
        let element = messages[0].to_elements().unwrap();
        assert_eq!(element.len(), size.contents() + 2);
        assert_eq!(split(&binary(&vec![1; content + 1]), size).len(), 2);
    }
    assert_eq!(split(&binary(&[]), MessageSize::SHORT)[0].info, binary(&[]));
    let nothing = UserUserInfo::default();
    assert_eq!(split(&nothing, MessageSize::SHORT)[0].info, nothing);
}

#[test]
fn messages_have_exactly_these_octets() {
    let size = MessageSize::of_element(5).unwrap();
    assert_eq!(size.contents(), 3);
    let messages = split(&UserUserInfo::ia5("abcde").unwrap(), size);
    let elements: Vec<_> = messages
        .iter()
        .map(|message| message.to_elements().unwrap())
        .collect();
    assert_eq!(
        elements,
        [
            vec![0xA0, 0x7E, 3, 4, b'a', b'b'],
            vec![0xA0, 0x7E, 3, 4, b'c', b'd'],
            vec![0x7E, 2, 4, b'e'],
        ]
    );
}

#[test]
fn sizes_without_room_for_content_are_none() {
    assert_eq!(MessageSize::of_contents(1), None);
    assert_eq!(MessageSize::of_element(3), None);
    assert_eq!(MessageSize::of_element(0), None);
    assert_eq!(MessageSize::of_element(35), Some(MessageSize::SHORT));
    assert_eq!(MessageSize::of_element(131), Some(MessageSize::LONG));
}

#[test]
fn a_changed_discriminator_ends_the_chain_before_it() {
    let mut reassembler = Reassembler::new(100);
    assert_eq!(reassembler.push(&[0, 1], true), Ok(None));
    assert_eq!(reassembler.push(&[0, 2], true), Ok(None));
    let changed = ChainProblem::DiscriminatorChanged {
        expected: ProtocolDiscriminator::USER_SPECIFIC,
        found: ProtocolDiscriminator::IA5,
    };
    let broken = BrokenChain {
        reason: changed,
        message: 3,
        before: binary(&[1, 2]),
        complete: Some(UserUserInfo::ia5("x").unwrap()),
    };
    assert_eq!(reassembler.push(b"\x04x", false), Err(broken));
    // One that goes on begins a chain of its own.
    assert_eq!(reassembler.push(&[0, 1], true), Ok(None));
    let broken = reassembler.push(b"\x04x", true).unwrap_err();
    assert_eq!((broken.message, broken.complete), (2, None));
    let whole = UserUserInfo::ia5("xy").unwrap();
    assert_eq!(reassembler.push(b"\x04y", false), Ok(Some(whole)));
}

#[test]
fn a_chain_beyond_the_bound_is_let_go_by() {
    let mut reassembler = Reassembler::new(4);
    assert_eq!(reassembler.push(&[0, 1, 2], true), Ok(None));
    let broken = reassembler.push(&[0, 3, 4], true).unwrap_err();
    let (length, bound) = (5, 4);
    assert_eq!(broken.reason, ChainProblem::TooLong { length, bound });
    assert_eq!((broken.message, broken.before), (2, binary(&[1, 2])));
    assert_eq!(reassembler.push(&[0, 5], true), Ok(None));
    assert_eq!(reassembler.push(&[0, 6], false), Ok(None));
    assert_eq!(
        reassembler.push(&[0, 7, 8, 9], false),
        Ok(Some(binary(&[7, 8, 9])))
    );
    let broken = reassembler.push(&[0, 1, 2, 3, 4], false).unwrap_err();
    assert_eq!(broken.before, UserUserInfo::default());
    assert_eq!(
        broken.to_string(),
        "message 1 of a chain of user-user information: together the messages have 5 octets, and the bound is 4"
    );
    assert_eq!(reassembler.push(&[0, 1], false), Ok(Some(binary(&[1]))));
}

#[test]
fn an_empty_message_ends_the_chain() {
    let mut reassembler = Reassembler::new(10);
    assert_eq!(reassembler.push(&[0, 1], true), Ok(None));
    let broken = reassembler.push(&[], true).unwrap_err();
    assert_eq!((broken.reason, broken.message), (ChainProblem::Empty, 2));
    assert_eq!(broken.before, binary(&[1]));
    assert_eq!(
        reassembler.push(&[4], false),
        Ok(Some(UserUserInfo::ia5("").unwrap()))
    );
}

#[test]
fn an_open_chain_is_given_back() {
    let mut reassembler = Reassembler::new(10);
    assert_eq!(reassembler.reset(), None);
    assert_eq!(reassembler.push(&[0, 1], true), Ok(None));
    assert_eq!(reassembler.reset(), Some(binary(&[1])));
    assert_eq!(
        reassembler.push(&[4], false),
        Ok(Some(UserUserInfo::ia5("").unwrap()))
    );
}

proptest! {
    #[test]
    fn what_was_split_comes_together_again(
        discriminator: u8,
        content in vec(any::<u8>(), 0..600),
        size in 2_usize..140,
    ) {
        let info = UserUserInfo::new(ProtocolDiscriminator::from(discriminator), &content);
        let size = MessageSize::of_contents(size).expect("at least 2");
        let messages = split(&info, size);
        let mut reassembler = Reassembler::new(info.as_bytes().len());
        let count = content.len().div_ceil(size.contents() - 1).max(1);
        prop_assert_eq!(messages.len(), count);
        for (place, message) in messages.iter().enumerate() {
            prop_assert!(message.info.as_bytes().len() <= size.contents());
            prop_assert_eq!(message.more_data, place + 1 < count);
            let arrived = reassembler.push(message.info.as_bytes(), message.more_data);
            let expected = (place + 1 == count).then(|| info.clone());
            prop_assert_eq!(arrived, Ok(expected));
        }
    }

    /// Whatever comes, what is held stays within the bound.
    #[test]
    fn nothing_beyond_the_bound_is_kept(
        messages in vec((vec(0..3_u8, 0..20), any::<bool>()), 0..30),
        bound in 0_usize..40,
    ) {
        let mut reassembler = Reassembler::new(bound);
        for (contents, more_data) in messages {
            let kept = match reassembler.push(&contents, more_data) {
                Ok(info) => info.unwrap_or_default(),
                Err(broken) => {
                    prop_assert!(broken.complete.unwrap_or_default().as_bytes().len() <= bound);
                    broken.before
                }
            };
            prop_assert!(kept.as_bytes().len() <= bound);
        }
        prop_assert!(reassembler.reset().unwrap_or_default().as_bytes().len() <= bound);
    }
}
