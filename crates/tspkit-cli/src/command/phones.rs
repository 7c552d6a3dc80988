//! `tspkit phones`.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tspkit::{DataArea, PhoneEntry};

use crate::{
    failure::Failure,
    output::Output,
    target::{area_fields, close, open, state, way},
};

pub(crate) fn phones(url: &str, output: &Output) -> Result<(), Failure> {
    let office = open(url)?;
    let phones = office.phones();
    close(&office);
    if output.json {
        let phones: Vec<_> = phones.iter().map(phone_fields).collect();
        return output.object(&json!({
            "ok": true,
            "command": "phones",
            "url": url,
            "phones": phones,
        }));
    }
    if phones.is_empty() {
        return output.line("there are no phones");
    }
    output.write(table(&phones).as_bytes())
}

fn phone_fields(phone: &PhoneEntry) -> Value {
    let model = &phone.info.model;
    json!({
        "index": phone.index,
        "id": phone.info.id.0,
        "name": &*phone.info.name,
        "state": state(phone),
        "description": model.description,
        "line": phone.info.line.map(|line| line.0),
        "display": model.display.map(|size| json!({ "rows": size.rows, "columns": size.columns })),
        "ring_modes": model.ring_modes,
        "button_lamps": model.button_lamps.len(),
        "areas": model.areas().map(area_fields).collect::<Vec<_>>(),
    })
}

/// The phones, each with its areas below it.
fn table(phones: &[PhoneEntry]) -> String {
    let longest = phones.iter().map(|phone| phone.info.name.chars().count());
    let width = longest.max().unwrap_or(0).max("NAME".len());
    let mut table = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(
        table,
        "{:>5}  {:<width$}  {:<12}  DESCRIPTION",
        "PHONE", "NAME", "STATE"
    );
    for phone in phones {
        let row = format!(
            "{:>5}  {:<width$}  {:<12}  {}",
            phone.index,
            phone.info.name,
            state(phone),
            phone.info.model.description
        );
        let _ = writeln!(table, "{}", row.trim_end());
        let areas: Vec<_> = phone.info.model.areas().collect();
        if !areas.is_empty() {
            add_areas(&mut table, &areas);
        }
    }
    table
}

fn add_areas(table: &mut String, areas: &[&DataArea]) {
    let _ = writeln!(
        table,
        "       {:>4}  {:>10}  {:<9}  NAME",
        "AREA", "BYTES", "DIRECTION"
    );
    for area in areas {
        let row = format!(
            "       {:>4}  {:>10}  {:<9}  {}",
            area.id,
            area.size,
            way(area.direction),
            area.name
        );
        let _ = writeln!(table, "{}", row.trim_end());
    }
}
