//! The SIP header `User-to-User`.

use tspkit_q931::{UserToUser, UserToUserValue, UserUserInfo};

use crate::dissect;

fn invite(headers: &[&UserToUser]) -> Vec<u8> {
    let mut lines = vec![
        "INVITE sip:102@127.0.0.1 SIP/2.0".to_owned(),
        "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKtspkit".to_owned(),
        "From: <sip:101@127.0.0.1>;tag=101".to_owned(),
        "To: <sip:102@127.0.0.1>".to_owned(),
        "Call-ID: tspkit@127.0.0.1".to_owned(),
        "CSeq: 1 INVITE".to_owned(),
        "Max-Forwards: 70".to_owned(),
    ];
    let values = headers
        .iter()
        .map(|header| format!("User-to-User: {header}"));
    lines.extend(values);
    lines.push("Content-Length: 0\r\n\r\n".to_owned());
    lines.join("\r\n").into_bytes()
}

#[test]
fn every_length() {
    let octets: Vec<_> = (0_u8..=131).map(|byte| byte.wrapping_mul(73)).collect();
    let text: String = (0x20..0x7F).chain(0x20..0x7F).map(char::from).collect();
    let mut infos = Vec::new();
    for length in 0..=131 {
        infos.push(UserUserInfo::ia5(&text[..length]).expect("IA5"));
        infos.push(UserUserInfo::user_specific(&octets[..length]));
    }
    let headers: Vec<_> = infos.iter().map(UserToUser::from).collect();
    let messages: Vec<_> = headers.iter().map(|header| invite(&[header])).collect();
    let found = dissect::user_to_user(&messages);
    assert_eq!(found.len(), 264);
    for ((info, header), found) in infos.iter().zip(&headers).zip(found) {
        assert_eq!(found, [header.to_string()]);
        let read: UserToUser = found[0].parse().expect("a sound header");
        assert_eq!(read.user_user_info().as_ref(), Some(info), "{header}");
    }
}

#[test]
fn several() {
    let first = UserToUser::from(&UserUserInfo::ia5("first").expect("IA5"));
    let value = UserToUserValue::text("second; with, signs", "x-tspkit").expect("text");
    let both = first.clone().with_value(value.clone());
    let second = UserToUser::from(value);
    let message = invite(&[&both, &second]);
    let [found] = dissect::user_to_user(&[message])
        .try_into()
        .expect("one packet");
    assert_eq!(found, [both.to_string(), second.to_string()]);
    let read = UserToUser::decode(found[0].as_bytes());
    assert_eq!(read.value, both);
}
