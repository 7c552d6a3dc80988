//! Whether the lines, the switch and the numbers outside fit together.

use std::collections::{HashMap, HashSet};

use super::{
    check::{Checked, Names, Wrong, period, spans, wrong},
    exchange::{OutsideConfig, SwitchConfig},
    line::{FEATURES, LineConfig},
    line_event::{LineAction, LineEventConfig},
    line_rule::LineRuleConfig,
    office::OfficeConfig,
};

/// The most lines that an office can have.
const MOST_LINES: u32 = 1_000_000;
/// The most trunks.
const MOST_TRUNKS: u32 = 65_536;
/// The most bytes of anything that goes with a call.
const MOST_BYTES: u32 = 1 << 20;
/// The most digits of a number.
const MOST_DIGITS: usize = 32;

pub(super) fn lines(office: &OfficeConfig, names: &Names<'_>) -> Checked {
    switch(&office.switch).map_err(|wrong| wrong.in_field("switch"))?;
    let mut total = 0_u32;
    let mut addresses = HashMap::new();
    let mut ranges: Vec<(u32, u32, usize)> = Vec::new();
    let mut next = Some(1_u32);
    for (index, line) in office.lines.iter().enumerate() {
        let at = |wrong: Wrong| wrong.in_element("lines", index);
        self::line(line).map_err(at)?;
        if let Some(phone) = &line.phone {
            names.check(phone, false).map_err(at)?;
        }
        let count = line.count.unwrap_or(1);
        total = total.saturating_add(count);
        if total > MOST_LINES {
            let problem =
                format!("these are {total} lines by now; an office has at most {MOST_LINES}");
            return Err(at(wrong(problem).in_field("count")));
        }
        for number in 0..count {
            let address = crate::switch::address(&line.address, number);
            if address.len() > MOST_DIGITS {
                return Err(at(
                    wrong("the addresses do not reach; give a smaller one").in_field("address")
                ));
            }
            if let Some(other) = addresses.insert(address, index) {
                let address = crate::switch::address(&line.address, number);
                let problem =
                    format!("the address {address} is taken by lines[{other}]; give another");
                return Err(at(wrong(problem).in_field("address")));
            }
        }
        let first = line.id.or(next);
        let last = first.and_then(|first| first.checked_add(count - 1));
        let (Some(first), Some(last)) = (first, last) else {
            return Err(at(
                wrong("the numbers do not reach; give a smaller `id`").in_field("id")
            ));
        };
        next = last.checked_add(1);
        ranges.push((first, last, index));
    }
    ranges.sort_unstable();
    if let Some(pair) = ranges.windows(2).find(|pair| pair[1].0 <= pair[0].1) {
        let problem = format!(
            "the line number {} is taken by lines[{}]; give another `id`",
            pair[1].0, pair[0].2
        );
        return Err(wrong(problem).in_field("id").in_element("lines", pair[1].2));
    }
    let mut numbers = HashSet::new();
    for (index, number) in office.outside.iter().enumerate() {
        let at = |wrong: Wrong| wrong.in_element("outside", index);
        outside(number).map_err(at)?;
        if let Some(line) = addresses.get(&number.number) {
            let problem = format!(
                "{} is the address of lines[{line}]; give another",
                number.number
            );
            return Err(at(wrong(problem).in_field("number")));
        }
        if !numbers.insert(&number.number) {
            let problem = format!("{} is there already; give another", number.number);
            return Err(at(wrong(problem).in_field("number")));
        }
    }
    for (index, rule) in office.line_rules.iter().enumerate() {
        let found = |line: &str| addresses.contains_key(line);
        self::rule(rule, found).map_err(|wrong| wrong.in_element("line_rules", index))?;
    }
    for (index, event) in office.line_events.iter().enumerate() {
        let found = |line: &str| addresses.contains_key(line);
        self::event(event, found).map_err(|wrong| wrong.in_element("line_events", index))?;
    }
    Ok(())
}

/// Checks an event, given which addresses there are.
pub(super) fn event(event: &LineEventConfig, found: impl FnOnce(&str) -> bool) -> Checked {
    spans([("at", Some(event.at))])?;
    period("every", event.every)?;
    address(Some(&event.line), found)?;
    let shows = event.number.is_some() || event.name.is_some();
    match event.action {
        LineAction::CallIn => Ok(()),
        _ if event.call_data.is_some() => {
            Err(wrong("only `call_in` brings call data; take it away").in_field("call_data"))
        }
        LineAction::Identify if shows => Ok(()),
        LineAction::Identify => {
            Err(wrong("`identify` needs a number or a name; add one").in_field("action"))
        }
        _ if shows => Err(wrong(
            "only `call_in` and `identify` show number and name; take them away",
        )
        .in_field("action")),
        _ => Ok(()),
    }
}

fn address(line: Option<&str>, found: impl FnOnce(&str) -> bool) -> Checked {
    match line.filter(|line| !found(line)) {
        Some(line) => Err(
            wrong(format!("there is no line `{line}`; write a line's address")).in_field("line"),
        ),
        None => Ok(()),
    }
}

/// Checks a rule, given which addresses there are.
pub(super) fn rule(rule: &LineRuleConfig, found: impl FnOnce(&str) -> bool) -> Checked {
    spans([
        ("delay", rule.delay),
        ("out_of_service", rule.out_of_service),
        ("delay_user_user", rule.delay_user_user),
    ])?;
    address(rule.line.as_deref(), found)?;
    super::check::probability(rule.probability)?;
    let acts = rule.delay.is_some()
        || rule.out_of_service.is_some()
        || rule.delay_user_user.is_some()
        || rule.lose_user_user
        || rule.congested;
    let ends = [rule.error.is_some(), rule.silence, rule.discard, rule.panic];
    match ends.iter().filter(|end| **end).count() {
        0 if !acts => Err(wrong(
            "the rule does nothing; add `error`, `delay`, `out_of_service`, `lose_user_user`, `delay_user_user`, \
             `congested`, `silence`, `discard` or `panic`",
        )),
        0 | 1 if rule.message.is_some() && rule.error.is_none() => {
            Err(wrong("a message needs an `error` to go with; add one").in_field("message"))
        }
        0 | 1 => Ok(()),
        _ => Err(wrong(
            "only one of `error`, `silence`, `discard` and `panic` can end a request; choose one",
        )),
    }
}

fn switch(switch: &SwitchConfig) -> Checked {
    spans([
        ("no_answer", Some(switch.no_answer)),
        ("busy_tone", Some(switch.busy_tone)),
        ("digit", Some(switch.digit)),
    ])?;
    period("ring_every", Some(switch.ring_every))?;
    limit("trunks", switch.trunks, MOST_TRUNKS)?;
    limit("network_message", switch.network_message, MOST_BYTES)?;
    if switch.network_message == 0 {
        return Err(
            wrong("a message carries at least one octet; the usual sizes are 33 and 131")
                .in_field("network_message"),
        );
    }
    Ok(())
}

fn limit(name: &str, value: u32, most: u32) -> Checked {
    if value > most {
        let problem = format!("{value} is too much; the most is {most}");
        return Err(wrong(problem).in_field(name));
    }
    Ok(())
}

fn line(line: &LineConfig) -> Checked {
    spans([("latency", line.latency), ("jitter", line.jitter)])?;
    if line.count == Some(0) {
        return Err(
            wrong("no line at all: write at least 1, or take the line away").in_field("count"),
        );
    }
    digits(&line.address).map_err(|wrong| wrong.in_field("address"))?;
    for (name, value) in [
        ("user_user", line.user_user),
        ("user_user_chained", line.user_user_chained),
        ("call_data", line.call_data),
        ("dev_specific", line.dev_specific),
    ] {
        limit(name, value, MOST_BYTES)?;
    }
    if !FEATURES.contains(line.features) {
        let problem = format!(
            "the switch has no such feature: {:?}; take it away",
            line.features.difference(FEATURES)
        );
        return Err(wrong(problem).in_field("features"));
    }
    Ok(())
}

fn digits(number: &str) -> Checked {
    if number.is_empty()
        || number.len() > MOST_DIGITS
        || !number.bytes().all(|b| b.is_ascii_digit())
    {
        let problem = format!("`{number}` is no number; write 1 to {MOST_DIGITS} digits");
        return Err(wrong(problem));
    }
    Ok(())
}

fn outside(number: &OutsideConfig) -> Checked {
    digits(&number.number).map_err(|wrong| wrong.in_field("number"))?;
    spans([("after", Some(number.after)), ("talks", number.talks)])?;
    period("units_every", Some(number.units_every))
}
