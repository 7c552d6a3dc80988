//! What goes wrong goes wrong as it was ordered, and again the same from the same seed.

mod common;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use bytes::Bytes;
use common::{Bench, End};
use proptest::prelude::*;
use tspkit_abi::PhoneError;
use tspkit_driver_sim::{
    AreaConfig, ModelConfig, OfficeConfig, PhoneConfig, RequestKind, RuleConfig, SimOffice,
};
use tspkit_hal::{Deadline, Hardware, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Stopped};

fn office() -> OfficeConfig {
    let model = ModelConfig::new("Desk")
        .area(AreaConfig::new(0, 16))
        .area(AreaConfig::new(1, 16));
    OfficeConfig::new()
        .model("desk", model)
        .phone(PhoneConfig::new("Desk", "desk").count(3))
}

fn bench(config: OfficeConfig) -> Bench {
    Bench::new(SimOffice::new(config).unwrap())
}

fn code(end: End) -> Option<PhoneError> {
    match end {
        End::Answer(Ok(_)) => None,
        End::Answer(Err(error)) => Some(error.code()),
        End::Dropped => panic!("the token was dropped"),
    }
}

#[test]
fn errors_come_by_area_kind_and_number() {
    let rule = RuleConfig::new()
        .phone(1)
        .area(1)
        .request(RequestKind::new("SetData").unwrap());
    let third = rule
        .clone()
        .every(3)
        .error(PhoneError::ResourceUnavail)
        .message("the cupboard is bare");
    let mut bench = bench(
        office()
            .rule(third)
            .rule(rule.nth(4).error(PhoneError::NoMem)),
    );
    let codes: Vec<_> = (0..7).map(|_| code(bench.download(2, 1, "x"))).collect();
    let (third, fourth) = (Some(PhoneError::ResourceUnavail), Some(PhoneError::NoMem));
    assert_eq!(codes, [None, None, third, fourth, None, third, None]);
    for _ in 0..7 {
        assert_eq!(code(bench.download(1, 1, "x")), None);
        assert_eq!(code(bench.download(2, 0, "x")), None);
        assert_eq!(bench.upload(2, 1), "x");
    }
    bench.download(2, 1, "x").ok();
    assert_eq!(
        bench.download(2, 1, "x").error().message(),
        Some("the cupboard is bare")
    );
    assert_eq!(bench.office.control().counters().requests, 7 + 21 + 2);
}

#[test]
fn a_failed_download_leaves_the_content() {
    let mut bench =
        bench(office().rule(RuleConfig::new().nth(2).error(PhoneError::OperationFailed)));
    bench.download(1, 0, "first").ok();
    bench.download(1, 0, "second").error();
    assert_eq!(bench.upload(1, 0), "first");
}

#[test]
fn a_rule_can_drop_tokens_and_panic() {
    let mut bench = bench(
        office()
            .rule(RuleConfig::new().area(0).discard())
            .rule(RuleConfig::new().area(1).panic()),
    );
    assert!(matches!(bench.download(1, 0, "x"), End::Dropped));
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        bench.submit(1, PhoneRequest::GetData { area: 1, size: 1 })
    }));
    assert!(panicked.is_err());
    let ends: Vec<_> = bench.take_ready().into_values().collect();
    assert!(matches!(ends[..], [End::Dropped]), "{ends:?}");
    assert_eq!(
        bench.call(1, PhoneRequest::GetRing).error().code(),
        PhoneError::OperationUnavail
    );
}

#[test]
fn silence_lasts_until_it_is_cancelled_unplugged_or_stopped_and_is_overtaken() {
    let rule = RuleConfig::new()
        .area(0)
        .request(RequestKind::new("GetData").unwrap())
        .silence();
    let mut bench = bench(office().rule(rule));
    let ask = PhoneRequest::GetData { area: 0, size: 1 };
    let silent: Vec<_> = (0..3).map(|_| bench.submit(1, ask.clone())).collect();
    bench.download(1, 0, "x").ok();
    assert!(bench.take_ready().is_empty());
    bench.cancel(silent[0]);
    assert!(matches!(bench.wait(silent[0]), End::Dropped));
    bench.office.control().unplug(PhoneId(1));
    assert_eq!(
        bench.wait(silent[1]).error().to_string(),
        "GetData: phone 1 is unplugged"
    );
    assert_eq!(
        code(bench.wait(silent[2])),
        Some(PhoneError::OperationFailed)
    );
    let last = bench.submit(2, ask);
    assert_eq!(
        bench.office.stop(Deadline::after(common::HANG)),
        Stopped::Clean
    );
    let ended = bench.take_ready();
    assert_eq!(ended.len(), 1);
    assert_eq!(
        ended[&last].clone().error().to_string(),
        "GetData: the office stopped before phone 2 was done"
    );
}

#[test]
fn a_rule_unplugs_the_phone_which_comes_back() {
    let rule = RuleConfig::new()
        .phone("Desk 2")
        .nth(2)
        .unplug(Duration::from_millis(20));
    let mut bench = bench(office().rule(rule));
    bench.download(2, 0, "kept").ok();
    assert_eq!(
        bench.download(2, 0, "lost").error().to_string(),
        "SetData: phone 2 is unplugged"
    );
    let events = bench.wait_for(|event| *event == PhoneEvent::Connected);
    assert_eq!(
        events,
        [(2, PhoneEvent::Disconnected), (2, PhoneEvent::Connected)]
    );
    assert_eq!(bench.upload(2, 0), "kept");
}

#[test]
fn requests_of_one_area_wait_for_one_another_and_others_do_not() {
    let config = office().rule(
        RuleConfig::new()
            .area(0)
            .nth(1)
            .delay(Duration::from_secs(3600)),
    );
    let mut bench = bench(config);
    let set = |data: &'static str| PhoneRequest::SetData {
        area: 0,
        data: Bytes::from(data),
    };
    let first = bench.submit(1, set("first"));
    let second = bench.submit(1, set("second"));
    let third = bench.submit(1, PhoneRequest::GetData { area: 0, size: 16 });
    bench.download(1, 1, "x").ok();
    bench.download(2, 1, "x").ok();
    assert!(bench.take_ready().is_empty());
    bench.cancel(second);
    assert!(matches!(bench.wait(second), End::Dropped));
    bench.cancel(first);
    assert!(matches!(bench.wait(first), End::Dropped));
    assert_eq!(bench.wait(third).ok(), PhoneReply::Data(Bytes::new()));
}

#[test]
fn a_cancelled_request_holds_the_area_until_the_phone_is_ready() {
    let late = RuleConfig::new()
        .area(0)
        .nth(1)
        .delay(Duration::from_secs(3600));
    let mut bench = bench(office().cancel_delay(Duration::from_millis(50)).rule(late));
    let first = bench.submit(1, PhoneRequest::GetData { area: 0, size: 1 });
    bench.cancel(first);
    let second = bench.submit(1, PhoneRequest::GetData { area: 0, size: 1 });
    assert_eq!(bench.wait(second).ok(), PhoneReply::Data(Bytes::new()));
    // Its token was given back first.
    assert!(matches!(
        bench.take_ready().remove(&first),
        Some(End::Dropped)
    ));
}

/// The codes of some requests to each of three phones, sent in the order of `turns`.
fn run(seed: i64, worker: bool, turns: &[u32]) -> Vec<Vec<Option<PhoneError>>> {
    let rule = |chance, error| RuleConfig::new().probability(chance).error(error);
    let mut config = office()
        .seed(seed)
        .rule(rule(0.3, PhoneError::NoMem))
        .rule(rule(0.3, PhoneError::InUse));
    config.worker = worker;
    let mut bench = bench(config);
    let mut codes = vec![Vec::new(); 3];
    for turn in turns {
        let place = turn % 3;
        codes[place as usize].push(code(bench.download(place + 1, 0, "x")));
    }
    codes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn runs_repeat_and_phones_do_not_depend_on_each_other(seed: i64, worker: bool, turns in prop::collection::vec(0_u32..3, 0..60)) {
        let codes = run(seed, worker, &turns);
        prop_assert_eq!(&run(seed, worker, &turns), &codes);
        let mut sorted = turns.clone();
        sorted.sort_unstable();
        prop_assert_eq!(&run(seed, !worker, &sorted), &codes);
    }

    #[test]
    fn requests_of_an_area_are_carried_out_in_order(
        seed: i64,
        latency in 0_u64..3,
        requests in prop::collection::vec((1_u32..4, 0_u32..2, any::<Option<u8>>()), 0..40),
    ) {
        let config = office().seed(seed).jitter(Duration::from_micros(latency * 300));
        let mut bench = bench(config);
        let mut held = [[None::<u8>; 2]; 4];
        let mut expected = Vec::new();
        for (phone, area, write) in requests {
            let held = &mut held[phone as usize][area as usize];
            let request = match write {
                Some(byte) => PhoneRequest::SetData { area, data: Bytes::copy_from_slice(&[byte]) },
                None => PhoneRequest::GetData { area, size: 16 },
            };
            let reply = match write {
                Some(byte) => {
                    *held = Some(byte);
                    PhoneReply::Done
                }
                None => PhoneReply::Data(held.iter().copied().collect()),
            };
            expected.push((bench.submit(phone, request), reply));
        }
        for (token, reply) in expected {
            prop_assert_eq!(bench.wait(token).ok(), reply);
        }
    }
}

#[test]
fn another_seed_gives_another_run() {
    let turns: Vec<_> = (0..60).collect();
    assert_ne!(run(1, false, &turns), run(2, false, &turns));
}
