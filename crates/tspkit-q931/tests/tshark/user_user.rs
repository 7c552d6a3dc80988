//! User-user information.

use tspkit_q931::{ElementId, MessageSize, Problem, ProtocolDiscriminator, UserUserInfo, split};

use crate::{cut, dissect, expect::Expected};

const TITLE: &str = "User-user";

/// What tshark is to say of a value.
fn expected(value: &UserUserInfo) -> Expected {
    let bytes = value.to_element().expect("a short element").encode();
    let mut expected = Expected::element(&bytes);
    let Some(discriminator) = value.discriminator() else {
        return expected;
    };
    let field = "q931.user.protocol_discriminator";
    expected.number(field, discriminator.code());
    let content = value.content();
    if content.is_empty() {
        return expected;
    }
    match discriminator {
        ProtocolDiscriminator::IA5 => {
            let text = value.text().expect("IA5");
            expected.text("q931.user.string", text);
        }
        ProtocolDiscriminator::USER_SPECIFIC => {
            expected.number("q931.user.len", content.len() as u64);
            expected.number("data.len", content.len() as u64);
            expected.bytes("data.data", content);
        }
        _ => {
            expected.bytes("q931.user.bytes", content);
        }
    }
    expected
}

/// Compares all of them; says how many fields that were.
fn compare(values: &[UserUserInfo]) -> usize {
    let elements: Vec<_> = values
        .iter()
        .map(|value| value.to_element().expect("a short element").encode())
        .collect();
    let found = dissect::elements(&elements);
    let mut fields = 0;
    for ((value, element), found) in values.iter().zip(&elements).zip(&found) {
        assert_eq!(UserUserInfo::decode(&element[2..]).value, *value);
        fields += expected(value).compare(TITLE, element, found);
    }
    fields
}

#[test]
fn text_of_every_length() {
    let text: String = (0x20..0x7F).chain(0x20..0x7F).map(char::from).collect();
    let values: Vec<_> = (0..=131)
        .map(|length| UserUserInfo::ia5(&text[..length]).expect("IA5"))
        .collect();
    assert_eq!((values.len(), compare(&values)), (132, 3 + 131 * 4));
}

#[test]
fn bytes_of_every_length() {
    let bytes: Vec<_> = (0_u8..=131).map(|byte| byte.wrapping_mul(73)).collect();
    let values: Vec<_> = (0..=131)
        .map(|length| UserUserInfo::user_specific(&bytes[..length]))
        .collect();
    assert_eq!((values.len(), compare(&values)), (132, 3 + 131 * 6));
    let coded: Vec<_> = (0..=131)
        .map(|length| UserUserInfo::new(ProtocolDiscriminator::ASN1, &bytes[..length]))
        .collect();
    assert_eq!((coded.len(), compare(&coded)), (132, 3 + 131 * 4));
}

#[test]
fn every_discriminator() {
    let values: Vec<_> = (0..=255)
        .map(|code| UserUserInfo::new(ProtocolDiscriminator::from(code), b"0x1"))
        .collect();
    // Only user-specific information has its length as a field of its own.
    assert_eq!((values.len(), compare(&values)), (256, 256 * 4 + 2));
}

#[test]
fn every_character() {
    let values: Vec<_> = (1..0x80_u8)
        .map(|character| {
            let text = [b'a', character, b'z'];
            UserUserInfo::ia5(str::from_utf8(&text).expect("ASCII")).expect("IA5")
        })
        .collect();
    assert_eq!((values.len(), compare(&values)), (127, 127 * 4));
}

/// tshark ends text at a NUL and remarks on what follows. To Q.931 a NUL is a character of IA5 like any other.
#[test]
fn text_with_a_nul() {
    let value = UserUserInfo::ia5("one\0two").expect("IA5");
    assert_eq!(value.text(), Some("one\0two"));
    let element = value.to_element().expect("a short element").encode();
    let [found] = dissect::elements(&[element])
        .try_into()
        .expect("one packet");
    assert_eq!(found.fields["q931.user.string"], ["one"]);
    let remark = ["Trailing stray characters"];
    assert_eq!(found.fields["_ws.expert.message"], remark);
}

/// Octets beyond IA5 are kept and found by us, and replaced by tshark.
#[test]
fn text_that_is_none() {
    let decoded = UserUserInfo::decode(b"\x04a\xE9z");
    assert_eq!(decoded.value.text(), None);
    let problem = Problem::NotIa5 {
        octet: 0xE9,
        count: 1,
    };
    assert_eq!(decoded.findings[0].problem, problem);
    let element = decoded
        .value
        .to_element()
        .expect("a short element")
        .encode();
    let [found] = dissect::elements(&[element])
        .try_into()
        .expect("one packet");
    assert_eq!(found.fields["q931.user.string"], ["a\u{FFFD}z"]);
}

/// An empty element lacks its discriminator; all other lengths are whole. Those that end before their length says do not.
#[test]
fn cut_short() {
    let decoded = UserUserInfo::decode(&[]);
    let missing = Problem::Missing("protocol discriminator");
    assert_eq!(decoded.findings[0].problem, missing);
    assert_eq!(compare(&[decoded.value]), 2);
    let text = UserUserInfo::ia5(&"text ".repeat(26)).expect("IA5");
    let bytes = UserUserInfo::user_specific(&[0xA5; 130]);
    let beginnings = cut::beginnings(&[text.encode(), bytes.encode()]);
    assert_eq!(beginnings.len(), 1 + 130 + 130);
    cut::promised_more(ElementId::USER_USER, &beginnings);
}

/// What is too long for one message goes in several, and tshark's texts put together are the text.
#[test]
fn chained_messages() {
    let text: String = (0x20..0x7F).cycle().take(400).map(char::from).collect();
    let mut messages = Vec::new();
    let mut texts = Vec::new();
    for size in [MessageSize::SHORT, MessageSize::LONG] {
        for length in (1..=400).step_by(21) {
            let info = UserUserInfo::ia5(&text[..length]).expect("IA5");
            let parts = split(&info, size);
            let content = size.contents() - 1;
            assert_eq!(parts.len(), length.div_ceil(content));
            texts.push((&text[..length], parts.len()));
            messages.extend(parts);
        }
    }
    let elements: Vec<_> = messages
        .iter()
        .map(|message| message.to_elements().expect("short elements"))
        .collect();
    let mut found = dissect::elements(&elements).into_iter().zip(&messages);
    for (text, parts) in texts {
        let mut arrived = String::new();
        for number in 1..=parts {
            let (found, message) = found.next().expect("a message");
            let element = message.info.to_element().expect("a short element").encode();
            expected(&message.info).compare(TITLE, &element, &found);
            assert_eq!(found.more_data, number < parts);
            arrived += &found.fields["q931.user.string"][0];
        }
        assert_eq!(arrived, text);
    }
    assert!(found.next().is_none());
    assert_eq!(messages.len(), 175);
}
