//! Whether the parts of an office fit together.

use std::{collections::HashSet, time::Duration};

use super::{
    area::{AreaConfig, Command},
    event::{Action, EventConfig},
    model::ModelConfig,
    office::OfficeConfig,
    phone::{PhoneConfig, PhoneRef},
    rule::RuleConfig,
    time::LONGEST,
};

/// The most phones that an office can have.
pub(crate) const MOST_PHONES: u32 = 1_000_000;
/// The most characters of a display.
const MOST_CHARACTERS: u64 = 65_536;
/// The most data areas, as the hardware abstraction has it.
const MOST_AREAS: u32 = 4096;
/// The shortest time after which something may happen again.
const SHORTEST_PERIOD: Duration = Duration::from_millis(1);

/// A step on the way to a part of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// To a field or table.
    Key(String),
    /// To an element of a list.
    Index(usize),
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) place: Vec<Step>,
    pub(super) problem: String,
}

pub(super) type Checked = Result<(), Wrong>;

pub(super) fn wrong(problem: impl Into<String>) -> Wrong {
    Wrong {
        place: Vec::new(),
        problem: problem.into(),
    }
}

impl Wrong {
    pub(super) fn in_field(mut self, name: &str) -> Self {
        self.place.insert(0, Step::Key(name.to_owned()));
        self
    }

    pub(super) fn in_element(mut self, name: &str, index: usize) -> Self {
        self.place.insert(0, Step::Index(index));
        self.in_field(name)
    }
}

pub(super) fn office(office: &OfficeConfig) -> Checked {
    for (name, time) in [
        ("latency", office.latency),
        ("jitter", office.jitter),
        ("cancel_delay", office.cancel_delay),
    ] {
        span(time).map_err(|wrong| wrong.in_field(name))?;
    }
    for (name, model) in &office.models {
        self::model(model).map_err(|wrong| wrong.in_field(name).in_field("models"))?;
    }
    phones(office)?;
    let names = Names::new(office);
    super::check_lines::lines(office, &names)?;
    for (index, rule) in office.rules.iter().enumerate() {
        self::rule(rule, &names).map_err(|wrong| wrong.in_element("rules", index))?;
    }
    for (index, event) in office.events.iter().enumerate() {
        self::event(event, office, &names).map_err(|wrong| wrong.in_element("events", index))?;
    }
    Ok(())
}

fn span(time: Duration) -> Checked {
    if time > LONGEST {
        return Err(wrong(format!(
            "{time:?} is too long; the longest time is a day"
        )));
    }
    Ok(())
}

pub(super) fn spans<const N: usize>(times: [(&str, Option<Duration>); N]) -> Checked {
    for (name, time) in times {
        span(time.unwrap_or_default()).map_err(|wrong| wrong.in_field(name))?;
    }
    Ok(())
}

pub(super) fn period(name: &str, time: Option<Duration>) -> Checked {
    match time {
        Some(time) if time < SHORTEST_PERIOD => {
            Err(wrong("this is too often; write at least \"1ms\"").in_field(name))
        }
        _ => spans([(name, time)]),
    }
}

pub(super) fn model(model: &ModelConfig) -> Checked {
    spans([("latency", model.latency), ("jitter", model.jitter)])?;
    if let Some(display) = model.display {
        let characters = u64::from(display.rows) * u64::from(display.columns);
        if characters == 0 || characters > MOST_CHARACTERS {
            return Err(wrong(format!(
                "a display of {} by {} has {characters} characters; it needs 1 to {MOST_CHARACTERS}",
                display.rows, display.columns
            ))
            .in_field("display"));
        }
    }
    let mut devices = HashSet::new();
    for (index, hookswitch) in model.hookswitches.iter().enumerate() {
        if !devices.insert(hookswitch.device) {
            return Err(
                wrong("there is a second such device; a phone has one of each")
                    .in_element("hookswitches", index),
            );
        }
    }
    let mut numbers = HashSet::new();
    for (index, area) in model.areas.iter().enumerate() {
        self::area(area, model).map_err(|wrong| wrong.in_element("areas", index))?;
        if !numbers.insert(area.id) {
            return Err(wrong(format!(
                "there are two areas of the number {}; each needs one of its own",
                area.id
            ))
            .in_field("id")
            .in_element("areas", index));
        }
    }
    Ok(())
}

fn area(area: &AreaConfig, model: &ModelConfig) -> Checked {
    spans([
        ("latency", area.latency),
        ("jitter", area.jitter),
        ("restart_takes", area.restart_takes),
    ])?;
    period("changes_every", area.changes_every)?;
    if area.id >= MOST_AREAS {
        let highest = MOST_AREAS - 1;
        return Err(wrong(format!(
            "{} is too high a number; the highest is {highest}",
            area.id
        ))
        .in_field("id"));
    }
    let length = area.content.as_ref().map_or(0, bytes::Bytes::len);
    if length > area.size as usize {
        return Err(wrong(format!(
            "{length} bytes do not fit into the area, whose size is {}; make it larger",
            area.size
        ))
        .in_field("content"));
    }
    match (area.command, area.result) {
        (Some(_), _) if !area.direction.downloads() => Err(wrong(
            "a command area must take downloads; make its direction `download` or `both`",
        )
        .in_field("command")),
        (Some(Command::Display), _) if model.display.is_none() => Err(wrong(
            "the model has no display; add one, or take the command away",
        )
        .in_field("command")),
        (Some(Command::Echo), None) => Err(wrong(
            "`echo` needs an area for its result; add `result = ` and its number",
        )
        .in_field("command")),
        (Some(Command::Echo), Some(result)) if model.areas.iter().all(|area| area.id != result) => {
            Err(wrong(format!(
                "the model has no area {result}; add it, or name another"
            ))
            .in_field("result"))
        }
        (Some(Command::Echo), _) | (_, None) => Ok(()),
        (_, Some(_)) => {
            Err(wrong("only the command `echo` has a result; take it away").in_field("result"))
        }
    }
}

fn phones(office: &OfficeConfig) -> Checked {
    let mut ranges: Vec<(u32, u32, usize)> = Vec::new();
    let mut total = 0_u32;
    for (index, phone, first) in
        office
            .phones
            .iter()
            .enumerate()
            .scan(0_u32, |last, (index, phone)| {
                let first = phone.id.or(last.checked_add(1));
                *last = first
                    .unwrap_or(u32::MAX)
                    .saturating_add(phone.count.unwrap_or(1).saturating_sub(1));
                Some((index, phone, first))
            })
    {
        let fail = |problem: String, field: &str| {
            wrong(problem).in_field(field).in_element("phones", index)
        };
        self::phone(phone, office).map_err(|wrong| wrong.in_element("phones", index))?;
        let count = phone.count.unwrap_or(1);
        total = total.saturating_add(count);
        if total > MOST_PHONES {
            return Err(fail(
                format!("these are {total} phones by now; an office has at most {MOST_PHONES}"),
                "count",
            ));
        }
        let last = first.and_then(|first| first.checked_add(count - 1));
        let (Some(first), Some(last)) = (first, last) else {
            return Err(fail(
                "the numbers do not reach; give a smaller `id`".to_owned(),
                "id",
            ));
        };
        ranges.push((first, last, index));
    }
    ranges.sort_unstable();
    match ranges.windows(2).find(|pair| pair[1].0 <= pair[0].1) {
        Some(pair) => Err(wrong(format!(
            "the phone number {} is taken by phones[{}]; give another `id`",
            pair[1].0, pair[0].2
        ))
        .in_field("id")
        .in_element("phones", pair[1].2)),
        None => Ok(()),
    }
}

pub(super) fn phone(phone: &PhoneConfig, office: &OfficeConfig) -> Checked {
    if phone.count == Some(0) {
        return Err(
            wrong("no phone at all: write at least 1, or take the phone away").in_field("count"),
        );
    }
    if office.models.contains_key(&phone.model) {
        return Ok(());
    }
    Err(no_model(&phone.model, office).in_field("model"))
}

fn no_model(name: &str, office: &OfficeConfig) -> Wrong {
    let known = office
        .models
        .keys()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    wrong(match known.as_str() {
        "" => format!("there is no model `{name}`; add a table [models.{name}]"),
        known => format!("there is no model `{name}`; add [models.{name}], or name one of {known}"),
    })
}

/// What the phones of an office are called.
pub(crate) struct Names<'a> {
    office: &'a OfficeConfig,
    total: u64,
    added: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(office: &'a OfficeConfig) -> Self {
        let added = office
            .events
            .iter()
            .filter(|event| event.action == Action::Add);
        Self {
            office,
            total: office
                .phones
                .iter()
                .map(|phone| u64::from(phone.count.unwrap_or(1)))
                .sum(),
            added: added
                .filter_map(|event| match &event.phone {
                    PhoneRef::Name(name) => Some(name.as_str()),
                    PhoneRef::Place(_) => None,
                })
                .collect(),
        }
    }

    /// The place of the phone of that name, counted from 0.
    pub(crate) fn place(&self, wanted: &str) -> Option<u32> {
        let mut before = 0;
        for phone in &self.office.phones {
            let number = match phone.count {
                None => (phone.name == wanted).then_some(1),
                Some(count) => wanted
                    .strip_prefix(phone.name.as_str())
                    .and_then(|rest| rest.strip_prefix(' '))
                    .filter(|digits| !digits.starts_with(['0', '+']))
                    .and_then(|digits| digits.parse().ok())
                    .filter(|number| *number <= count),
            };
            if let Some(number) = number {
                return Some(before + number - 1);
            }
            before += phone.count.unwrap_or(1);
        }
        None
    }

    pub(super) fn check(&self, phone: &PhoneRef, added_too: bool) -> Checked {
        match phone {
            PhoneRef::Place(place) if u64::from(*place) < self.total => Ok(()),
            PhoneRef::Place(place) => Err(wrong(format!(
                "there is no phone {place}; the office has {}, counted from 0",
                self.total
            ))),
            PhoneRef::Name(name) if self.place(name).is_some() => Ok(()),
            PhoneRef::Name(name) if added_too && self.added.contains(name.as_str()) => Ok(()),
            PhoneRef::Name(name) => {
                Err(wrong(format!("there is no phone `{name}`; check its name")))
            }
        }
        .map_err(|wrong| wrong.in_field("phone"))
    }
}

fn rule(rule: &RuleConfig, names: &Names<'_>) -> Checked {
    spans([("delay", rule.delay), ("unplug", rule.unplug)])?;
    if let Some(phone) = &rule.phone {
        names.check(phone, false)?;
    }
    probability(rule.probability)?;
    let ends = [rule.error.is_some(), rule.silence, rule.discard, rule.panic];
    match ends.iter().filter(|end| **end).count() {
        0 if rule.delay.is_none() && rule.unplug.is_none() => Err(wrong(
            "the rule does nothing; add `error`, `delay`, `unplug`, `silence`, `discard` or `panic`",
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

pub(super) fn probability(probability: Option<f64>) -> Checked {
    match probability {
        Some(probability) if !(0.0..=1.0).contains(&probability) => Err(wrong(format!(
            "{probability} is no probability; write a number from 0 to 1"
        ))
        .in_field("probability")),
        _ => Ok(()),
    }
}

fn event(event: &EventConfig, office: &OfficeConfig, names: &Names<'_>) -> Checked {
    order(event, office)?;
    match event.action {
        Action::Add => Ok(()),
        _ => names.check(&event.phone, true),
    }
}

/// Checks what can be said of an event before one knows which phones there are.
pub(super) fn order(event: &EventConfig, office: &OfficeConfig) -> Checked {
    spans([("at", Some(event.at))])?;
    period("every", event.every)?;
    if event.action != Action::Add {
        return Ok(());
    }
    match (&event.phone, &event.model) {
        (PhoneRef::Place(_), _) => {
            Err(wrong("a new phone needs a name; write it in quotes").in_field("phone"))
        }
        (_, None) => Err(wrong("a new phone needs a model; add `model = `").in_field("action")),
        (_, Some(model)) if !office.models.contains_key(model) => {
            Err(no_model(model, office).in_field("model"))
        }
        _ => Ok(()),
    }
}
