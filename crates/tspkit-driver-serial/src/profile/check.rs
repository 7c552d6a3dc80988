//! Whether the parts of a profile make sense, alone and together.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use toml::Spanned;

use super::{
    error::Wrong,
    tables::{
        AreaTable, DirectionName, FlowName, How, Length, LineTable, PhoneTable, StepTable, Tables,
        WayTable,
    },
    template::Template,
};

pub(super) type Checked<T = ()> = Result<T, Wrong>;

/// The highest number of a phone within a profile; what is above tells ports apart.
pub(crate) const MOST_PHONES: u32 = 0xFFFF;
/// One more than the highest number of an area.
const AREAS: u32 = 4096;
/// The largest area: more does not travel over a serial line.
const LARGEST: u32 = 64 << 20;

/// Placeholders that stand for numbers.
const NUMBERS: &[&str] = &[
    "phone", "area", "index", "size", "row", "column", "lamp", "mode", "volume", "length",
];
/// Where a phone is spoken to.
pub(super) const PHONE: &[&str] = &["phone", "address"];
/// Where an area is spoken of.
const AREA: &[&str] = &["phone", "address", "area", "index", "size", "name"];

/// Where each area is found: its table, and which of the table's areas it is, counted from 0.
pub(super) type AreaMap = BTreeMap<u32, (usize, u32)>;

pub(super) fn tables(tables: &Tables) -> Checked<AreaMap> {
    if tables.name.get_ref().is_empty() {
        return Err(Wrong::at(
            tables.name.span(),
            "the profile has no name; say what kind of phone it is for",
        ));
    }
    line(&tables.line)?;
    texts(&tables.dialogue.fail, &[])?;
    steps(&tables.wake.steps, &[])?;
    if let Some(every) = &tables.wake.every {
        if tables.wake.steps.is_empty() {
            return Err(Wrong::at(
                every.span(),
                "there are no steps to repeat; add `steps` to [wake]",
            ));
        }
        if every.get_ref().0.is_zero() {
            return Err(Wrong::at(
                every.span(),
                "a phone cannot be asked without a pause; write at least \"1s\"",
            ));
        }
    }
    let mut areas = AreaMap::new();
    for (index, table) in tables.areas.iter().enumerate() {
        area(table, tables)?;
        for number in 0..count(table) {
            let id = table.id.get_ref().saturating_add(number);
            if areas.insert(id, (index, number)).is_some() {
                return Err(Wrong::at(
                    table.id.span(),
                    format!("the data area {id} is there already; give another `id`"),
                ));
            }
        }
    }
    phones(&tables.phones, &areas)?;
    Ok(areas)
}

/// How many areas a table stands for.
pub(super) fn count(table: &AreaTable) -> u32 {
    table.count.as_ref().map_or(1, |count| *count.get_ref())
}

fn line(line: &LineTable) -> Checked {
    let range = |value: &Option<Spanned<u8>>, low, high, what| match value {
        Some(value) if !(low..=high).contains(value.get_ref()) => Err(Wrong::at(
            value.span(),
            format!("a serial line has {low} to {high} {what}"),
        )),
        _ => Ok(()),
    };
    range(&line.data_bits, 5, 8, "data bits")?;
    range(&line.stop_bits, 1, 2, "stop bits")?;
    if let Some(baud) = line.baud.as_ref().filter(|baud| *baud.get_ref() == 0) {
        return Err(Wrong::at(
            baud.span(),
            "the baud rate 0 hangs up; write the phone's own, such as 115200",
        ));
    }
    let reopen = line.reopen.get_ref().0;
    if reopen.is_zero() || reopen > line.reopen_limit.0 {
        return Err(Wrong::at(
            line.reopen.span(),
            "`reopen` must be at least \"1ms\" and at most `reopen_limit`",
        ));
    }
    Ok(())
}

fn phones(phones: &[PhoneTable], areas: &AreaMap) -> Checked {
    let mut ids = BTreeSet::new();
    for phone in phones {
        let id = *phone.id.get_ref();
        if !(1..=MOST_PHONES).contains(&id) {
            return Err(Wrong::at(
                phone.id.span(),
                format!("phones have numbers from 1 to {MOST_PHONES}"),
            ));
        }
        if !ids.insert(id) {
            return Err(Wrong::at(
                phone.id.span(),
                format!("the phone {id} is there already; give another `id`"),
            ));
        }
        steps(&phone.select, PHONE)?;
        steps(&phone.recognise, PHONE)?;
        let unknown = phone
            .areas
            .iter()
            .flatten()
            .find(|id| !areas.contains_key(id.get_ref()));
        if let Some(unknown) = unknown {
            return Err(Wrong::at(
                unknown.span(),
                format!(
                    "there is no data area {}; add it to [[areas]]",
                    unknown.get_ref()
                ),
            ));
        }
    }
    Ok(())
}

fn area(area: &AreaTable, tables: &Tables) -> Checked {
    let count = count(area);
    if count == 0 {
        let span = area.count.as_ref().map_or(0..0, Spanned::span);
        return Err(Wrong::at(
            span,
            "no area at all: write at least 1, or take the table away",
        ));
    }
    if u64::from(*area.id.get_ref()) + u64::from(count) > u64::from(AREAS) {
        return Err(Wrong::at(
            area.id.span(),
            format!("data areas have numbers from 0 to {}", AREAS - 1),
        ));
    }
    if *area.size.get_ref() > LARGEST {
        return Err(Wrong::at(
            area.size.span(),
            format!("a data area has at most {LARGEST} bytes"),
        ));
    }
    let direction = *area.direction.get_ref();
    for (name, table, wanted) in [
        (
            "download",
            &area.download,
            direction != DirectionName::Upload,
        ),
        ("upload", &area.upload, direction != DirectionName::Download),
    ] {
        match table {
            None if wanted => {
                return Err(Wrong::at(
                    area.direction.span(),
                    format!("it is not said how; add the table `{name}` to this area"),
                ));
            }
            Some(table) if !wanted => {
                return Err(Wrong::at(
                    table.span(),
                    format!(
                        "the area's direction excludes `{name}`; change `direction` to \"both\", or take this away"
                    ),
                ));
            }
            Some(table) => way(table, area, tables, name == "download")?,
            None => {}
        }
    }
    Ok(())
}

fn way(table: &Spanned<WayTable>, area: &AreaTable, tables: &Tables, down: bool) -> Checked {
    let way = table.get_ref();
    let how = *way.transfer.get_ref();
    let prompt_places: &[&str] = if way.announced() {
        &[
            "phone", "address", "area", "index", "size", "name", "length",
        ]
    } else {
        AREA
    };
    for text in [
        &way.command,
        &way.empty_command,
        &way.empty,
        &way.done,
        &way.file_name,
    ] {
        text.iter().try_for_each(|text| one(text, AREA))?;
    }
    way.prompt
        .iter()
        .try_for_each(|text| one(text, prompt_places))?;
    for text in [&way.prompt, &way.empty, &way.done] {
        text.iter().try_for_each(awaited)?;
    }
    texts(&way.fail, AREA)?;
    steps(&way.finish, AREA)?;
    protocol(how, &way.transfer.span(), &tables.line)?;
    let only = |span: Range<usize>, wrong: bool, problem: &str| {
        if wrong {
            Err(Wrong::at(span, problem))
        } else {
            Ok(())
        }
    };
    let batch = matches!(how, How::Ymodem | How::YmodemG);
    for (field, wrong, problem) in [
        (
            span_of(way.empty_command.as_ref()),
            !down,
            "only a download can be empty before it begins; an upload has `empty`",
        ),
        (
            span_of(way.empty.as_ref()),
            down,
            "only an upload can turn out to be empty; a download has `empty_command`",
        ),
        (
            span_of(way.length.as_ref()),
            how != How::Raw,
            "only `raw` transfers have a `length`",
        ),
        (
            span_of(way.terminator.as_ref()),
            how != How::Raw,
            "only `raw` transfers have a `terminator`",
        ),
        (
            span_of(way.file_name.as_ref()),
            !batch || !down,
            "only YMODEM downloads have a `file_name`",
        ),
    ] {
        if let Some(span) = field {
            only(span, wrong, problem)?;
        }
    }
    only(
        area.size.span(),
        *area.size.get_ref() == 0 && how != How::None,
        "an area without bytes can only be a command: write `transfer = \"none\"`, or give it a size",
    )?;
    only(
        way.transfer.span(),
        how == How::None && (!down || *area.size.get_ref() > 0),
        "`none` is for commands that carry no data: downloads to an area of size 0",
    )?;
    only(
        way.transfer.span(),
        how == How::None && way.command.is_none(),
        "it does nothing; add a `command`",
    )?;
    if how == How::Raw {
        raw(table, area, down)?;
    }
    Ok(())
}

/// What a line must be like to carry blocks of any bytes.
fn protocol(how: How, span: &Range<usize>, line: &LineTable) -> Checked {
    if matches!(how, How::Raw | How::None) {
        return Ok(());
    }
    if line
        .data_bits
        .as_ref()
        .is_some_and(|bits| *bits.get_ref() != 8)
    {
        return Err(Wrong::at(
            span.clone(),
            "XMODEM and YMODEM need 8 data bits; change `data_bits` in [line], or use `raw`",
        ));
    }
    let flow = line.flow_control.as_ref().map(|flow| *flow.get_ref());
    if flow == Some(FlowName::Software) {
        return Err(Wrong::at(
            span.clone(),
            "software flow control swallows bytes of XMODEM and YMODEM; use \"none\" or \"hardware\" in [line]",
        ));
    }
    Ok(())
}

fn raw(table: &Spanned<WayTable>, area: &AreaTable, down: bool) -> Checked {
    let way = table.get_ref();
    if let (Some(length), Some(_)) = (&way.length, &way.terminator) {
        return Err(Wrong::at(
            length.span(),
            "a raw transfer has a `length` or a `terminator`, not both",
        ));
    }
    if let Some(empty) = way
        .terminator
        .as_ref()
        .filter(|text| text.get_ref().is_empty())
    {
        return Err(Wrong::at(empty.span(), "an empty terminator ends nothing"));
    }
    let Some(length) = &way.length else {
        if way.terminator.is_none() && !down {
            return Err(Wrong::at(
                way.transfer.span(),
                "where does a raw upload end? Add a `length` or a `terminator`",
            ));
        }
        return Ok(());
    };
    match length.get_ref() {
        Length::Announced if down => Err(Wrong::at(
            length.span(),
            "only uploads have an announced length",
        )),
        Length::Announced => {
            let places = |prompt: &Spanned<Template>| {
                let prompt = prompt.get_ref();
                prompt.frames(&["length"]) && prompt.places().any(|(name, _)| name == "length")
            };
            if way.prompt.as_ref().is_some_and(places) {
                Ok(())
            } else {
                Err(Wrong::at(
                    length.span(),
                    "the announced length is taken from the prompt: add a `prompt` with `{length}` between other text, \
                     such as \"SIZE {length}\\r\\n\"",
                ))
            }
        }
        Length::Fixed(fixed) if fixed < area.size.get_ref() && down => Err(Wrong::at(
            length.span(),
            format!(
                "the area's {} bytes do not fit; write at least its size",
                area.size.get_ref()
            ),
        )),
        Length::Fixed(fixed) if *fixed > LARGEST => Err(Wrong::at(
            length.span(),
            format!("at most {LARGEST} bytes travel at once"),
        )),
        _ => Ok(()),
    }
}

impl WayTable {
    pub(crate) fn announced(&self) -> bool {
        self.length
            .as_ref()
            .is_some_and(|length| *length.get_ref() == Length::Announced)
    }
}

fn span_of<T>(field: Option<&Spanned<T>>) -> Option<Range<usize>> {
    field.map(Spanned::span)
}

fn texts(texts: &[Spanned<Template>], places: &[&str]) -> Checked {
    for text in texts {
        one(text, places)?;
        awaited(text)?;
    }
    Ok(())
}

/// What is awaited must be something.
fn awaited(text: &Spanned<Template>) -> Checked {
    if text.get_ref().is_empty() {
        return Err(Wrong::at(
            text.span(),
            "an empty text is always there; write what the phone says, or take this away",
        ));
    }
    Ok(())
}

pub(super) fn steps(steps: &[Spanned<StepTable>], places: &[&str]) -> Checked {
    steps.iter().try_for_each(|table| step(table, places))
}

pub(super) fn step(table: &Spanned<StepTable>, places: &[&str]) -> Checked {
    let step = table.get_ref();
    if step.send.is_none() && step.expect.is_none() && step.pause.is_none() {
        return Err(Wrong::at(
            table.span(),
            "the step does nothing; add `send`, `expect` or `pause`",
        ));
    }
    if let Some(tries) = step.tries.as_ref().filter(|tries| *tries.get_ref() == 0) {
        return Err(Wrong::at(
            tries.span(),
            "a step that is never tried does nothing; write at least 1",
        ));
    }
    step.send.iter().try_for_each(|text| one(text, places))?;
    if let Some(expect) = &step.expect {
        one(expect, places)?;
        awaited(expect)?;
    }
    texts(&step.fail, places)
}

/// Placeholders must be among those that have a value there.
pub(super) fn one(text: &Spanned<Template>, known: &[&str]) -> Checked {
    for (name, formatted) in text.get_ref().places() {
        if !known.contains(&name) {
            let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
            let known = if known.is_empty() {
                "none are here".to_owned()
            } else {
                format!("here are {}", known.join(", "))
            };
            return Err(Wrong::at(
                text.span(),
                format!("the placeholder `{{{name}}}` has no meaning here; {known}"),
            ));
        }
        if formatted && !NUMBERS.contains(&name) {
            return Err(Wrong::at(
                text.span(),
                format!("`{name}` is text and has no format of a number; write `{{{name}}}`"),
            ));
        }
    }
    Ok(())
}
