//! Advice of charge.

mod advice;
mod fields;

use tspkit_q931::{AdviceOfCharge, ChargingInfo, Element, ElementId, Multiplier, RecordedCurrency};

use self::fields::Fields as _;
use crate::{cut, dissect, expect::Expected};

/// What tshark is to say of one invocation.
fn expected(id: i64, advice: &AdviceOfCharge, element: &[u8]) -> Expected {
    let mut expected = Expected::default();
    expected.number("q932.ie.type", element[0]);
    expected.number("q932.ie.len", element[1]);
    expected.number("q932.pp", element[2] & 0x1F);
    expected.number("q932.ros.ROS", 1_u8);
    expected.text("q932.ros.invoke_element", "");
    expected.number("q932.ros.invokeId", 0_u8);
    expected.text("q932.ros.present", id.to_string());
    expected.number("q932.ros.opcode", 0_u8);
    expected.number("q932.ros.local", advice.operation());
    expected.bytes("q932.ros.argument", argument(element));
    expected.number("isdn_sup.operation", advice.operation());
    expected.advice(advice);
    expected
}

/// What follows the numbers of the invocation and of the operation.
fn argument(element: &[u8]) -> &[u8] {
    let invocation = match element[4] {
        0x81 => &element[6..],
        _ => &element[5..],
    };
    let id = 2 + usize::from(invocation[1]);
    &invocation[id + 3..]
}

/// Compares all of them; says how many fields that were.
fn compare(all: &[AdviceOfCharge]) -> usize {
    let ids = [0, 1, -1, 127, 128, -128, -129, 32767, -32768];
    let infos: Vec<_> = all
        .iter()
        .zip(ids.iter().cycle())
        .map(|(advice, id)| ChargingInfo::new(*id, advice.clone()))
        .collect();
    let elements: Vec<_> = infos
        .iter()
        .map(|info| info.to_element().expect("a short element").encode())
        .collect();
    let found = dissect::elements(&elements);
    let mut fields = 0;
    for ((info, element), found) in infos.iter().zip(&elements).zip(&found) {
        let read = ChargingInfo::decode(&element[2..]);
        assert_eq!((&read.value, read.findings.as_slice()), (info, &[][..]));
        let [invocation] = info.invocations() else {
            panic!("one invocation")
        };
        let name = fields::name(&invocation.advice);
        let title = format!("Facility  INV: {name}");
        let expected = expected(invocation.id, &invocation.advice, element);
        fields += expected.compare(&title, element, found);
    }
    fields
}

/// Cut anywhere, both say that something is wrong, and we read no charge.
#[test]
fn cut_short() {
    let currency = RecordedCurrency::new("EUR", 300, Multiplier::HUNDREDTH);
    let whole = [
        AdviceOfCharge::units_in_all(300),
        AdviceOfCharge::units_so_far(5),
        AdviceOfCharge::amount_in_all(currency.clone()),
        AdviceOfCharge::amount_so_far(currency),
        AdviceOfCharge::AtSetup(None),
    ]
    .map(|advice| ChargingInfo::new(1, advice).encode());
    let beginnings = cut::beginnings(&whole);
    let elements: Vec<_> = beginnings
        .iter()
        .map(|contents| {
            let element = Element::new(ElementId::FACILITY, contents);
            element.expect("a short element").encode()
        })
        .collect();
    let mut content = [Vec::new(), Vec::new()];
    for (contents, found) in beginnings.iter().zip(dissect::elements(&elements)) {
        let ours = ChargingInfo::decode(contents);
        assert_eq!(ours.value.encode(), *contents);
        assert_eq!(ours.value.invocations(), []);
        let sound = [ours.findings.is_empty(), !found.malformed];
        for (content, sound) in content.iter_mut().zip(sound) {
            content.extend(sound.then(|| contents.clone()));
        }
    }
    // A profile without components is whole. tshark does not mind that there is nothing at all.
    assert_eq!(beginnings.len(), 94);
    assert_eq!(content, [vec![vec![0x91]], vec![vec![], vec![0x91]]]);
}
