//! The SIP header `User-to-User`: the forms of RFC 7433 and RFC 7434, and what is not right about others.

use tspkit_q931::{
    Kind, NotInHeader, Parameter, ProtocolDiscriminator, UserToUser, UserToUserValue, UserUserInfo,
    explain,
};

fn problems(text: &str) -> Vec<(usize, String)> {
    let decoded = UserToUser::decode(text.as_bytes());
    assert_eq!(decoded.value.to_string(), text);
    decoded
        .findings
        .iter()
        .map(|finding| (finding.index, finding.problem.to_string()))
        .collect()
}

fn only(text: &str) -> UserToUserValue {
    let header: UserToUser = text.parse().unwrap();
    let [value] = header.values() else {
        panic!("not one value: {text}");
    };
    value.clone()
}

/// RFC 7433, section 4.1: a package, a content and an encoding of one's own.
#[test]
fn the_example_of_the_rfc() {
    let value = only("56a390f3d2b7310023a2;encoding=hex;purpose=foo;content=bar");
    assert_eq!(*value.purpose(), *b"foo");
    assert_eq!(*value.content().unwrap(), *b"bar");
    assert_eq!(*value.encoding().unwrap(), *b"hex");
    assert_eq!(
        value.octets().unwrap(),
        [0x56, 0xA3, 0x90, 0xF3, 0xD2, 0xB7, 0x31, 0x00, 0x23, 0xA2]
    );
    assert_eq!(value.user_user_info(), None);
}

#[test]
fn without_parameters_it_is_isdn_and_hex() {
    let value = only("0468656C6c6F");
    assert!(value.is_isdn());
    assert_eq!(*value.purpose(), *b"isdn-uui");
    assert_eq!(*value.content().unwrap(), *b"isdn-uui");
    assert_eq!(*value.encoding().unwrap(), *b"hex");
    assert_eq!(value.parameters(), []);
    let info = value.user_user_info().unwrap();
    assert_eq!(info.discriminator(), Some(ProtocolDiscriminator::IA5));
    assert_eq!(info.text(), Some("hello"));
}

#[test]
fn another_package_has_no_defaults() {
    let value = only("hello;purpose=chat");
    assert_eq!(value.encoding(), None);
    assert_eq!(value.content(), None);
    assert_eq!(value.octets(), None);
    assert_eq!(*value.data(), *b"hello");
    let quoted = only("\"a;b, \\\"c\\\"\";purpose=\"chat\"");
    assert_eq!(*quoted.data(), *b"a;b, \"c\"");
    assert_eq!(*quoted.purpose(), *b"chat");
    let other_content = only("00;content=other");
    assert!(other_content.is_isdn());
    assert_eq!(other_content.user_user_info(), None);
}

#[test]
fn several_values_stand_in_one_header() {
    let text = "\"x,y\";purpose=a , 04\t;Encoding=HEX;purpose=ISDN-UUI;p0;p1=\"\\\\\";h=[::1]";
    let header: UserToUser = text.parse().unwrap();
    assert_eq!(header.values().len(), 2);
    assert_eq!(*header.values()[0].data(), *b"x,y");
    let second = &header.values()[1];
    assert_eq!(second.octets(), Some(vec![4]));
    let names: Vec<_> = second.parameters().iter().map(Parameter::name).collect();
    assert_eq!(names, [&b"Encoding"[..], b"purpose", b"p0", b"p1", b"h"]);
    assert_eq!(second.parameter("P0").unwrap().value(), None);
    assert_eq!(*second.parameter("p1").unwrap().value().unwrap(), *b"\\");
    assert_eq!(
        header.user_user_info(),
        Some(UserUserInfo::ia5("").unwrap())
    );
    assert_eq!(header.to_string(), text);
}

#[test]
fn what_is_built_has_exactly_this_text() {
    let info = UserUserInfo::new(ProtocolDiscriminator::from(0x4E), &[0, 0xAB]);
    let header = UserToUser::from(&info);
    let text = "4e00ab;encoding=hex;purpose=isdn-uui;content=isdn-uui";
    assert_eq!(header.to_string(), text);
    assert_eq!(header.user_user_info(), Some(info));

    let value = UserToUserValue::hex(&[1], "my-package").unwrap();
    let value = value.with_parameter("note", "two words").unwrap();
    let header = header.with_value(value);
    let more = "01;encoding=hex;purpose=my-package;note=\"two words\"";
    assert_eq!(header.to_string(), format!("{text},{more}"));

    let value = UserToUserValue::text("a \"b\"", "chat").unwrap();
    assert_eq!(value.to_string(), "\"a \\\"b\\\"\";purpose=chat");
    assert_eq!(*value.data(), *b"a \"b\"");
    let nothing = UserToUserValue::isdn(&UserUserInfo::decode(&[]).value);
    assert_eq!(*nothing.data(), *b"");
    assert!(nothing.to_string().starts_with("\"\";"));
}

#[test]
fn only_what_is_changed_is_written_anew() {
    let value = only(" 04AbCd ; Purpose = isdn-uui;x ;Encoding=hex");
    assert_eq!(
        value.clone().with_octets(&[0, 0xFF]).to_string(),
        "00ff; Purpose = isdn-uui;x ;Encoding=hex"
    );
    assert_eq!(
        value
            .with_parameter("PURPOSE", "other")
            .unwrap()
            .to_string(),
        " 04AbCd ;PURPOSE=other;x ;Encoding=hex"
    );
    let text = only("hi;purpose=chat").with_octets(&[1]);
    assert_eq!(text.to_string(), "01;purpose=chat;encoding=hex");
}

#[test]
fn what_a_header_cannot_carry_is_refused() {
    let refused = |character, index| NotInHeader { character, index };
    assert_eq!(
        UserToUserValue::text("a\nb", "chat"),
        Err(refused(Some('\n'), 1))
    );
    assert_eq!(UserToUserValue::hex(&[], ""), Err(refused(None, 0)));
    assert_eq!(UserToUserValue::hex(&[], "a;b"), Err(refused(Some(';'), 1)));
    let value = UserToUserValue::text("a", "chat").unwrap();
    assert_eq!(
        value.with_parameter("naïve", "x"),
        Err(refused(Some('ï'), 2))
    );
}

#[test]
fn problems_have_their_places() {
    let missing = |what: &str| format!("the {what} is missing");
    assert_eq!(problems(""), [(0, missing("UUI data"))]);
    assert_eq!(problems("00,;encoding=hex"), [(2, missing("UUI data"))]);
    assert_eq!(
        problems("0g"),
        [(0, "the data is not hex: 'g' at its byte 1".into())]
    );
    assert_eq!(
        problems("\"040\""),
        [(
            0,
            "the data is not hex: the second digit is missing at its byte 3".into()
        )]
    );
    assert_eq!(
        problems("00;encoding=ascii"),
        [(0, "the encoding \"ascii\" is not known".into())]
    );
    assert_eq!(
        problems("00;encoding=hex;ENCODING=hex"),
        [(
            15,
            "the parameter encoding is there more than once; the first counts".into()
        )]
    );
    assert_eq!(
        problems("00 11"),
        [(0, "' ' cannot stand here without quotes".into())]
    );
    assert_eq!(
        problems("\"00;encoding=hex"),
        [(0, "the quoted string does not end as it should".into())]
    );
    assert_eq!(
        problems("00;;=;purpose;x=a b;encoding="),
        [
            (0, "the encoding \"\" is not known".into()),
            (2, missing("parameter's name")),
            (3, missing("parameter's name")),
            (3, missing("parameter's value")),
            (5, missing("parameter's value")),
            (13, "' ' cannot stand here without quotes".into()),
            (19, missing("parameter's value")),
        ]
    );
}

#[test]
fn the_explanation_shows_the_discriminator() {
    let explanation = explain(Kind::UserToUser, b"0468692e;purpose=isdn-uui");
    assert!(explanation.is_sound());
    let fields: Vec<_> = explanation
        .rows
        .iter()
        .flat_map(|row| row.fields.iter().map(ToString::to_string))
        .collect();
    assert_eq!(
        fields,
        [
            "UUI data: \"0468692e\"",
            "octets: 4, as hex",
            "protocol discriminator: IA5 characters (4)",
            "user information: \"hi.\"",
            "parameter: purpose is \"isdn-uui\"",
        ]
    );
}
