//! Two `sipp`s carry the header form from one end of a call to the other.

#![cfg(target_os = "linux")]

mod pair;
#[path = "../support/program.rs"]
mod program;

use tspkit_q931::{ProtocolDiscriminator, UserToUser, UserToUserValue, UserUserInfo};

/// What is put in at one end is at the other, and comes back from there.
fn carry(headers: &[UserToUser]) -> Vec<[UserToUser; 2]> {
    let texts: Vec<_> = headers.iter().map(ToString::to_string).collect();
    let heard = pair::call(&texts);
    assert_eq!(heard.offered.len(), headers.len());
    assert_eq!(heard.answered.len(), headers.len());
    let read = |text: &String| UserToUser::decode(text.as_bytes()).value;
    (0..headers.len())
        .map(|number| [&heard.offered[&number], &heard.answered[&number]].map(read))
        .collect()
}

#[test]
fn every_length() {
    let text: String = (0x20..0x7F).chain(0x20..0x7F).map(char::from).collect();
    let octets: Vec<_> = (0_u8..=131).map(|byte| byte.wrapping_mul(73)).collect();
    let mut infos = Vec::new();
    for length in 0..=131 {
        infos.push(UserUserInfo::ia5(&text[..length]).expect("IA5"));
        infos.push(UserUserInfo::user_specific(&octets[..length]));
    }
    let discriminators = (0..=255).map(ProtocolDiscriminator::from);
    infos.extend(discriminators.map(|discriminator| UserUserInfo::new(discriminator, &[0, 0xFF])));
    let headers: Vec<_> = infos.iter().map(UserToUser::from).collect();
    let heard = carry(&headers);
    assert_eq!(heard.len(), 2 * 132 + 256);
    for (info, heard) in infos.iter().zip(heard) {
        for header in heard {
            assert_eq!(header.user_user_info().as_ref(), Some(info), "{header}");
        }
    }
}

/// Other packages, quoted text, and several values in one header.
#[test]
fn other_contents() {
    let hex = |octets: &[u8]| UserToUserValue::hex(octets, "x-tspkit").expect("a token");
    let text = |text: &str| UserToUserValue::text(text, "x-tspkit").expect("text");
    let noted = |text: &str| {
        let value = UserToUserValue::text(text, "x-tspkit").expect("text");
        value.with_parameter("note", "not hex").expect("a token")
    };
    let headers = [
        UserToUser::from(hex(&[])),
        hex(&[0x00, 0xFF]).into(),
        noted("word").into(),
        noted("two words, and a comma").into(),
        noted(r#"a "quoted" \ backslash"#).into(),
        // Semicolons count like parameters to the file that sipp reads.
        text("one; semicolon").into(),
        UserToUser::from(text("first")).with_value(text("second")),
    ];
    for (header, heard) in headers.iter().zip(carry(&headers)) {
        assert_eq!(heard, [header.clone(), header.clone()]);
    }
}
