//! Profiles: how a phone on a line is spoken to.

mod check;
mod error;
mod features;
mod names;
pub(crate) mod needle;
pub(crate) mod reports;
pub(crate) mod tables;
pub(crate) mod template;
pub(crate) mod time;

use std::{fs, path::Path, sync::Arc, time::Duration};

use tspkit_hal::{DataArea, Direction, PhoneModel};

pub(crate) use check::MOST_PHONES;
pub use error::{Position, ProfileError};
pub(crate) use features::Features;

use self::{
    check::AreaMap,
    error::Wrong,
    reports::Report,
    tables::{AreaTable, DirectionName, FlowName, ParityName, StepTable, Tables, WayTable},
};
use crate::port::{FlowControl, LineSettings, Parity};

/// How a kind of phone is spoken to over a serial line, read from a profile file and checked.
///
/// The [crate's page](crate#profile-reference) says what a profile can contain.
///
/// ```
/// use tspkit_driver_serial::Profile;
///
/// let profile = Profile::from_toml(
///     r#"
///     name = "Notepad"
///     [[areas]]
///     id = 0
///     name = "note"
///     size = 4096
///     direction = "download"
///     download = { command = "put {area}", transfer = "xmodem-crc" }
///     "#,
/// )?;
/// assert_eq!(profile.name(), "Notepad");
///
/// let error = Profile::from_toml("name = \"Notepad\"\nsize = 1").unwrap_err();
/// assert_eq!(error.position().unwrap().line, 2);
/// # Ok::<(), tspkit_driver_serial::ProfileError>(())
/// ```
#[derive(Debug)]
pub struct Profile {
    tables: Tables,
    areas: AreaMap,
    features: Features,
    reports: Vec<Report>,
    phones: Vec<Phone>,
}

/// A phone of a profile.
#[derive(Debug)]
pub(crate) struct Phone {
    pub(crate) id: u32,
    pub(crate) name: Arc<str>,
    pub(crate) address: String,
    pub(crate) model: Arc<PhoneModel>,
    /// Its table, where it has one.
    table: Option<usize>,
}

/// One data area: the table that describes it, and which of the table's areas it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area<'a> {
    pub(crate) id: u32,
    pub(crate) index: u32,
    pub(crate) table: &'a AreaTable,
}

impl Profile {
    /// Reads a profile from its text.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with its line and column, and what to write instead.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let wrong = |offset: usize, problem: String| ProfileError::Wrong {
            path: None,
            at: Position::of(text, offset),
            problem,
        };
        let tables: Tables = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            wrong(offset, error.message().to_owned())
        })?;
        Self::of(tables).map_err(|found| wrong(found.span.start, found.problem))
    }

    /// Reads a profile file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or see [`from_toml`](Self::from_toml).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ProfileError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|source| ProfileError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::from_toml(&text).map_err(|error| error.in_file(path))
    }

    fn of(tables: Tables) -> Result<Self, Wrong> {
        let areas = check::tables(&tables)?;
        let features = Features::of(&tables)?;
        let reports = Report::all(&tables, &features, &areas)?;
        let mut profile = Self {
            tables,
            areas,
            features,
            reports,
            phones: Vec::new(),
        };
        let shared = Arc::new(profile.model(None));
        let phone = |(index, table): (usize, &tables::PhoneTable)| Phone {
            id: *table.id.get_ref(),
            name: table.name.as_str().into(),
            address: table.address.clone(),
            model: match &table.areas {
                None => shared.clone(),
                Some(ids) => {
                    let ids: Vec<u32> = ids.iter().map(|id| *id.get_ref()).collect();
                    Arc::new(profile.model(Some(&ids)))
                }
            },
            table: Some(index),
        };
        let mut phones: Vec<_> = profile
            .tables
            .phones
            .iter()
            .enumerate()
            .map(phone)
            .collect();
        if phones.is_empty() {
            phones.push(Phone {
                id: 1,
                name: profile.name().into(),
                address: String::new(),
                model: shared.clone(),
                table: None,
            });
        }
        profile.phones = phones;
        Ok(profile)
    }

    /// What kind of phone it is for.
    pub fn name(&self) -> &str {
        self.tables.name.get_ref()
    }

    /// The baud rate of the line.
    pub fn baud(&self) -> u32 {
        let baud = self.tables.line.baud.as_ref();
        baud.map_or(115_200, |baud| *baud.get_ref())
    }

    /// The same with another baud rate.
    #[must_use]
    pub fn with_baud(mut self, baud: u32) -> Self {
        self.tables.line.baud = Some(toml::Spanned::new(0..0, baud));
        self
    }

    fn model(&self, only: Option<&[u32]>) -> PhoneModel {
        let mut model = PhoneModel::new(self.name());
        for (id, (table, index)) in &self.areas {
            if only.is_some_and(|only| !only.contains(id)) {
                continue;
            }
            let area = &self.tables.areas[*table];
            let direction = match area.direction.get_ref() {
                DirectionName::Download => Direction::Download,
                DirectionName::Upload => Direction::Upload,
                DirectionName::Both => Direction::Both,
            };
            let name = Area {
                id: *id,
                index: index + 1,
                table: area,
            }
            .name();
            model = model.area(DataArea::new(*id, *area.size.get_ref(), direction, name));
        }
        self.features.describe(model)
    }

    pub(crate) fn phones(&self) -> &[Phone] {
        &self.phones
    }

    pub(crate) fn features(&self) -> &Features {
        &self.features
    }

    pub(crate) fn reports(&self) -> &[Report] {
        &self.reports
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(crate) fn area(&self, id: u32) -> Option<Area<'_>> {
        let (table, index) = self.areas.get(&id)?;
        Some(Area {
            id,
            index: index + 1,
            table: self.tables.areas.get(*table)?,
        })
    }

    /// How the phone is chosen among those of its line.
    pub(crate) fn select(&self, phone: &Phone) -> Vec<&StepTable> {
        self.steps(phone, |table| &table.select)
    }

    /// How one finds out that the phone is there.
    pub(crate) fn recognise(&self, phone: &Phone) -> Vec<&StepTable> {
        self.steps(phone, |table| &table.recognise)
    }

    fn steps<'a>(
        &'a self,
        phone: &Phone,
        which: fn(&'a tables::PhoneTable) -> &'a Vec<toml::Spanned<StepTable>>,
    ) -> Vec<&'a StepTable> {
        let table = phone.table.and_then(|table| self.tables.phones.get(table));
        let steps = table.map(which);
        steps
            .into_iter()
            .flatten()
            .map(toml::Spanned::get_ref)
            .collect()
    }

    /// How the line is set up.
    pub fn settings(&self) -> LineSettings {
        let line = &self.tables.line;
        let bits = |value: &Option<toml::Spanned<u8>>, usual| {
            value.as_ref().map_or(usual, |value| *value.get_ref())
        };
        LineSettings {
            baud: self.baud(),
            data_bits: bits(&line.data_bits, 8),
            parity: match line.parity {
                ParityName::None => Parity::None,
                ParityName::Odd => Parity::Odd,
                ParityName::Even => Parity::Even,
            },
            stop_bits: bits(&line.stop_bits, 1),
            flow_control: match line.flow_control.as_ref().map(toml::Spanned::get_ref) {
                None | Some(FlowName::None) => FlowControl::None,
                Some(FlowName::Software) => FlowControl::Software,
                Some(FlowName::Hardware) => FlowControl::Hardware,
            },
            dtr: line.dtr,
            rts: line.rts,
        }
    }

    /// How long to wait before a line that is down is tried again: at first, and at most.
    pub(crate) fn reopen(&self) -> (Duration, Duration) {
        let line = &self.tables.line;
        (line.reopen.get_ref().0, line.reopen_limit.0)
    }
}

impl<'a> Area<'a> {
    pub(crate) fn size(&self) -> u32 {
        *self.table.size.get_ref()
    }

    pub(crate) fn name(&self) -> String {
        if self.table.count.is_some() {
            format!("{} {}", self.table.name, self.index)
        } else {
            self.table.name.clone()
        }
    }

    pub(crate) fn download(&self) -> Option<&'a WayTable> {
        self.table.download.as_ref().map(toml::Spanned::get_ref)
    }

    pub(crate) fn upload(&self) -> Option<&'a WayTable> {
        self.table.upload.as_ref().map(toml::Spanned::get_ref)
    }
}
