//! An area that takes orders: what is downloaded there happens.

mod common;

use common::{Bench, End};
use proptest::prelude::*;
use tspkit_abi::{ButtonStates, PhoneError};
use tspkit_hal::{Hardware, PhoneEvent, PhoneId, PhoneReply, PhoneRequest};

const OFFICE: &str = r#"
[models.desk]
button_lamps = [{ mode = "feature", function = "hold" }, { mode = "feature", function = "park" }]
hookswitches = [{ device = "handset" }]
areas = [
    { id = 0, size = 8, content = "first" },
    { id = 1, size = 256, direction = "download", command = "act" },
    { id = 2, size = 8 },
]
[[phones]]
name = "Desk"
model = "desk"
count = 3
[[rules]]
area = 2
silence = true
"#;

fn order(bench: &mut Bench, text: &str) -> End {
    bench.download(1, 1, text.to_owned())
}

fn events(bench: &Bench) -> Vec<(u32, String)> {
    let events = bench.events().into_iter();
    events
        .map(|(phone, event)| {
            let text = match event {
                PhoneEvent::Button { button, state, .. } => format!("{button} {}", state.bits()),
                PhoneEvent::DataChanged { area } => format!("area {area}"),
                PhoneEvent::HookSwitchChanged { mode, .. } => format!("hook {}", mode.bits()),
                PhoneEvent::Added(info) => format!("added {}", info.name),
                other => format!("{other:?}"),
            };
            (phone, text)
        })
        .collect()
}

#[test]
fn each_action_can_be_ordered() {
    let mut bench = Bench::from_toml(OFFICE);
    let down = ButtonStates::DOWN.bits();
    let up = ButtonStates::UP.bits();
    let cases = [
        (
            "phone = 1\naction = \"press\"\nbutton = 1",
            vec![(2, format!("1 {down}")), (2, format!("1 {up}"))],
        ),
        (
            "phone = \"Desk 3\"\naction = \"suspend\"",
            vec![(3, "Suspended".to_owned())],
        ),
        (
            "phone = \"Desk 3\"\naction = \"resume\"",
            vec![(3, "Resumed".to_owned())],
        ),
        (
            "phone = 1\naction = \"lift\"",
            vec![(2, "hook 8".to_owned())],
        ),
        (
            "phone = 1\naction = \"hang_up\"",
            vec![(2, "hook 1".to_owned())],
        ),
        (
            "phone = 1\naction = \"unplug\"",
            vec![(2, "Disconnected".to_owned())],
        ),
        (
            "phone = 1\naction = \"replug\"",
            vec![(2, "Connected".to_owned())],
        ),
        (
            "phone = 1\naction = \"change\"\ncontent = \"next\"",
            vec![(2, "area 0".to_owned())],
        ),
        (
            "phone = \"New\"\naction = \"add\"\nmodel = \"desk\"",
            vec![(4, "added New".to_owned())],
        ),
        (
            "phone = \"New\"\naction = \"remove\"",
            vec![(4, "Removed".to_owned())],
        ),
        // The phone that took the order is no exception: it answers first.
        (
            "phone = 0\naction = \"remove\"",
            vec![(1, "Removed".to_owned())],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(order(&mut bench, text).ok(), PhoneReply::Done, "{text}");
        assert_eq!(events(&bench), expected, "{text}");
    }
    assert_eq!(bench.upload(2, 0), "next");
    assert_eq!(
        order(&mut bench, "phone = 1\naction = \"lift\"")
            .error()
            .code(),
        PhoneError::NoDevice
    );
}

#[test]
fn a_removal_fails_what_is_pending_and_answers_its_order_first() {
    let mut bench = Bench::from_toml(OFFICE);
    let pending: Vec<_> = (0..20)
        .map(|_| bench.submit(1, PhoneRequest::GetData { area: 2, size: 8 }))
        .collect();
    order(&mut bench, "phone = 0\naction = \"remove\"").ok();
    for token in pending {
        assert_eq!(
            bench.wait(token).error().code(),
            PhoneError::OperationFailed
        );
    }
}

#[test]
fn an_order_can_be_for_later_and_again() {
    let mut bench = Bench::from_toml(OFFICE);
    order(
        &mut bench,
        "phone = 2\naction = \"press\"\nat = \"1ms\"\nevery = \"1ms\"",
    )
    .ok();
    for _ in 0..3 {
        let told = bench.wait_for(|event| matches!(event, PhoneEvent::Button { button: 0, .. }));
        assert!(told.iter().all(|(phone, _)| *phone == 3), "{told:?}");
    }
}

#[test]
fn what_is_no_order_fails_and_changes_nothing() {
    let mut bench = Bench::from_toml(OFFICE);
    let cases = [
        ("", "missing field `phone`"),
        ("phone = 0", "missing field `action`"),
        ("phone = 0\naction = \"dance\"", "unknown variant `dance`"),
        ("phone = 7\naction = \"press\"", "there is no phone 7"),
        (
            "phone = \"Desk\"\naction = \"press\"",
            "there is no phone `Desk`",
        ),
        ("phone = 1\naction = \"add\"", "a new phone needs a name"),
        (
            "phone = \"a\"\naction = \"add\"\nmodel = \"b\"",
            "there is no model `b`",
        ),
        (
            "phone = 0\naction = \"press\"\nevery = \"0s\"",
            "this is too often",
        ),
        (
            "phone = 0\naction = \"press\"\nloud = true",
            "unknown field `loud`",
        ),
    ];
    for (text, said) in cases {
        let error = order(&mut bench, text).error();
        assert_eq!(error.code(), PhoneError::OperationFailed, "{text}");
        let message = error.message().unwrap_or_default().to_owned();
        assert!(
            message.starts_with("the order was not understood: "),
            "{message}"
        );
        assert!(message.contains(said), "{text}: {message}");
    }
    assert_eq!(
        bench.download(1, 1, vec![0xFF, 0xFE]).error().code(),
        PhoneError::OperationFailed
    );
    assert_eq!(events(&bench), []);
    let control = bench.office.control();
    assert_eq!(control.read_area(PhoneId(1), 1).unwrap(), "");
    assert_eq!(bench.office.inventory().phones.len(), 3);
}

#[test]
fn a_phone_that_is_suspended_takes_no_orders() {
    let mut bench = Bench::from_toml(OFFICE);
    order(&mut bench, "phone = 0\naction = \"suspend\"").ok();
    let refused = order(&mut bench, "phone = 0\naction = \"resume\"").error();
    assert_eq!(refused.code(), PhoneError::InvalPhoneState);
    assert_eq!(events(&bench), [(1, "Suspended".to_owned())]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_order_makes_the_office_panic(text in "[a-z0-9\" =\n]{0,60}", known in any::<bool>()) {
        let mut bench = Bench::from_toml(OFFICE);
        let text = if known { format!("phone = 1\naction = {text}") } else { text };
        match order(&mut bench, &text) {
            End::Answer(_) => {}
            End::Dropped => panic!("the token was dropped"),
        }
    }
}
