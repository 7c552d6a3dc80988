//! What people outside do by themselves or to order.

use bytes::Bytes;
use tspkit_abi::PhoneError;
use tspkit_driver_sim::SimOffice;
use tspkit_hal::{
    Completion, CompletionTarget, Hardware, LineRequest, Outcome, Party, PhoneId, PhoneReply,
    PhoneRequest, Token,
};

use std::sync::{Arc, Mutex};

use crate::bench::{A, Bench, uui};

const OFFICE: &str = "
[models.desk]
areas = [{ id = 0, size = 256, direction = \"download\", command = \"act\" }]
[[phones]]
name = \"Desk\"
model = \"desk\"
[[lines]]
name = \"L\"
address = \"101\"
[[outside]]
number = \"02\"
behaviour = \"silent\"
";

#[test]
fn somebody_outside_calls_by_themselves() {
    let events = "
[[line_events]]
at = \"2ms\"
line = \"101\"
action = \"call_in\"
number = \"0301234\"
name = \"Anna\"
user_user = \"hi\"
call_data = \"order 7\"
[[line_events]]
at = \"10ms\"
line = \"101\"
action = \"hang_up\"
user_user = [98, 121, 101]
";
    let bench = Bench::from_toml(&format!("{OFFICE}{events}"));
    let told = bench.wait_told(A, "Disconnected NORMAL");
    let all = [
        "1 new 1 Offering ACTIVE",
        "1 ring 1 1",
        "1 1 UUI bye",
        "1 ring 0 1",
        "1 1 Disconnected NORMAL",
    ];
    assert_eq!(told, all);
    let info = bench.info(bench.incoming());
    assert_eq!(info.parties.caller, Party::known("0301234", "Anna"));
    assert_eq!(
        (info.user_user, info.call_data),
        (uui("hi"), uui("order 7"))
    );
}

#[test]
fn somebody_outside_calls_again_and_again() {
    let events = "
[[line_events]]
every = \"2ms\"
line = \"101\"
action = \"call_in\"
";
    let bench = Bench::from_toml(&format!("{OFFICE}{events}"));
    for _ in 0..3 {
        let told = bench.wait_told(A, "Offering ACTIVE");
        assert!(
            told.iter().any(|told| told.starts_with("1 new")),
            "{told:?}"
        );
        let call = bench.incoming();
        assert_eq!(bench.info(call).parties.caller, Party::blocked());
        let user_user = Bytes::new();
        bench.ok(A, LineRequest::Drop { call, user_user });
    }
}

#[derive(Default)]
struct Ordered(Mutex<Option<Outcome<PhoneReply>>>);

impl CompletionTarget<PhoneReply> for Ordered {
    fn complete(self: Arc<Self>, _token: Token, outcome: Outcome<PhoneReply>) {
        *self.0.lock().unwrap() = Some(outcome);
    }

    fn abandon(self: Arc<Self>, _token: Token) {}

    fn is_cancelled(&self, _token: Token) -> bool {
        false
    }

    fn on_cancel(&self, _token: Token, _hook: Box<dyn FnOnce() + Send>) {}

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

fn order(office: &SimOffice, text: &str) -> Outcome<PhoneReply> {
    let ordered = Arc::<Ordered>::default();
    let data = Bytes::copy_from_slice(text.as_bytes());
    let request = PhoneRequest::SetData { area: 0, data };
    office.submit(
        PhoneId(1),
        request,
        Completion::new(ordered.clone(), Token(1)),
    );
    let outcome = ordered.0.lock().unwrap().take();
    outcome.expect("orders are taken at once")
}

#[test]
fn what_people_outside_do_can_be_ordered() {
    let bench = Bench::from_toml(OFFICE);
    let cases = [
        ("line = \"101\"\naction = \"hang_up\"", vec![]),
        (
            "line = \"101\"\naction = \"call_in\"\nnumber = \"03\"",
            vec!["1 new 1 Offering ACTIVE", "1 ring 1 1"],
        ),
        (
            "line = \"101\"\naction = \"identify\"\nname = \"Anna\"",
            vec!["1 1 Caller:  Anna"],
        ),
        (
            "line = \"101\"\naction = \"send\"\nuser_user = \"hello\"",
            vec!["1 1 UUI hello"],
        ),
        ("line = \"101\"\naction = \"answer\"", vec![]),
        (
            "line = \"101\"\naction = \"out_of_service\"",
            vec![
                "1 OutOfService",
                "1 ring 0 1",
                "1 1 Disconnected TEMPFAILURE",
            ],
        ),
        ("line = \"101\"\naction = \"call_in\"", vec![]),
        (
            "line = \"101\"\naction = \"in_service\"",
            vec!["1 InService"],
        ),
    ];
    for (text, told) in cases {
        assert!(order(&bench.office, text).is_ok(), "{text}");
        assert_eq!(bench.log(), told, "{text}");
    }
    bench.drop_call(A, bench.incoming());
    bench.call(A, 1, "02");
    bench.log();
    order(&bench.office, "line = \"101\"\naction = \"answer\"").unwrap();
    assert_eq!(bench.log(), ["1 1 Connected: 02 ", "1 1 Connected ACTIVE"]);
    let wrong = [
        ("line = \"7\"\naction = \"send\"", "there is no line `7`"),
        (
            "line = \"101\"\naction = \"sing\"",
            "unknown variant `sing`",
        ),
        ("line = \"101\"", "missing field `action`"),
        ("line = 3\naction = \"send\"", "invalid type"),
    ];
    for (text, said) in wrong {
        let error = order(&bench.office, text).unwrap_err();
        assert_eq!(error.code(), PhoneError::OperationFailed);
        let message = error.message().unwrap_or_default();
        assert!(message.contains(said), "{text}: {message}");
    }
}
