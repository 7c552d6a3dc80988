//! What hardware there is: phones, and what each can do.

use std::{collections::HashSet, sync::Arc};

use thiserror::Error;
use tspkit_abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes};

use crate::{
    ids::{LineId, PhoneId},
    line::LineInfo,
};

/// The most data areas that a phone can have. TAPI has arrays of areas by number, so a stray number would
/// make every application allocate for it.
const MOST_AREAS: u32 = 4096;

/// The phones and lines of a driver.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Inventory {
    /// The phones, in the order in which users number them from 0.
    pub phones: Vec<PhoneInfo>,
    /// The lines, likewise.
    pub lines: Vec<LineInfo>,
}

impl Inventory {
    /// No phones and no lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one phone more.
    #[must_use]
    pub fn phone(mut self, phone: PhoneInfo) -> Self {
        self.phones.push(phone);
        self
    }

    /// The same with one line more.
    #[must_use]
    pub fn line(mut self, line: LineInfo) -> Self {
        self.lines.push(line);
        self
    }

    /// Checks that it makes sense.
    ///
    /// # Errors
    ///
    /// Says which phone or line is wrong, and how.
    pub fn check(&self) -> Result<(), InventoryError> {
        let mut phones = HashSet::new();
        for phone in &self.phones {
            if !phones.insert(phone.id) {
                return Err(InventoryError::SamePhone { id: phone.id });
            }
            phone.check()?;
        }
        let mut lines = HashSet::new();
        match self.lines.iter().find(|line| !lines.insert(line.id)) {
            Some(line) => Err(InventoryError::SameLine { id: line.id }),
            None => Ok(()),
        }
    }
}

/// A phone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PhoneInfo {
    /// The phone's permanent number.
    pub id: PhoneId,
    /// Its name, for people.
    pub name: Arc<str>,
    /// What it can do. Phones of one kind share it.
    pub model: Arc<PhoneModel>,
    /// It is within reach now.
    pub connected: bool,
    /// The line that it belongs to, if any.
    pub line: Option<LineId>,
}

impl PhoneInfo {
    /// A connected phone of that name and kind, without a line.
    pub fn new(id: PhoneId, name: impl Into<Arc<str>>, model: Arc<PhoneModel>) -> Self {
        Self {
            id,
            name: name.into(),
            model,
            connected: true,
            line: None,
        }
    }

    /// The same phone, out of reach for now.
    #[must_use]
    pub fn disconnected(mut self) -> Self {
        self.connected = false;
        self
    }

    /// The same phone, belonging to that line.
    #[must_use]
    pub fn on_line(mut self, line: LineId) -> Self {
        self.line = Some(line);
        self
    }

    /// Checks that its model makes sense.
    ///
    /// # Errors
    ///
    /// Says what is wrong with which phone.
    pub fn check(&self) -> Result<(), InventoryError> {
        match &self.model.misplaced {
            Some(misplaced) => Err(InventoryError::Area {
                phone: self.id,
                misplaced: misplaced.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// What a kind of phone can do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PhoneModel {
    /// What it is, for people: maker, type, firmware.
    pub description: String,
    /// The display, if there is one.
    pub display: Option<DisplaySize>,
    /// How many ring modes there are: they are numbered from 1.
    pub ring_modes: u32,
    /// The buttons and lamps, numbered from 0.
    pub button_lamps: Vec<ButtonLamp>,
    /// The handset, speaker and headset, as far as there are any.
    pub hookswitches: Vec<Hookswitch>,
    /// It takes device-specific requests.
    pub dev_specific: bool,
    areas: Vec<Option<DataArea>>,
    misplaced: Option<MisplacedArea>,
}

impl PhoneModel {
    /// A phone that can do nothing yet.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..Self::default()
        }
    }

    /// The same with one data area more. A number that is taken or too large is reported by
    /// [`PhoneInfo::check`].
    #[must_use]
    pub fn area(mut self, area: DataArea) -> Self {
        let id = area.id;
        if id >= MOST_AREAS {
            self.misplaced = Some(MisplacedArea::TooLarge { id });
            return self;
        }
        let index = id as usize;
        if self.areas.len() <= index {
            self.areas.resize(index + 1, None);
        }
        if self.areas[index].replace(area).is_some() {
            self.misplaced = Some(MisplacedArea::Taken { id });
        }
        self
    }

    /// The same with a display.
    #[must_use]
    pub fn display(mut self, rows: u32, columns: u32) -> Self {
        self.display = Some(DisplaySize { rows, columns });
        self
    }

    /// The same with that many ring modes.
    #[must_use]
    pub fn ring_modes(mut self, modes: u32) -> Self {
        self.ring_modes = modes;
        self
    }

    /// The same with one button or lamp more.
    #[must_use]
    pub fn button_lamp(mut self, button_lamp: ButtonLamp) -> Self {
        self.button_lamps.push(button_lamp);
        self
    }

    /// The same with one hookswitch device more.
    #[must_use]
    pub fn hookswitch(mut self, hookswitch: Hookswitch) -> Self {
        self.hookswitches.push(hookswitch);
        self
    }

    /// The same, taking device-specific requests.
    #[must_use]
    pub fn dev_specific(mut self) -> Self {
        self.dev_specific = true;
        self
    }

    /// The data areas, by number.
    pub fn areas(&self) -> impl Iterator<Item = &DataArea> {
        self.areas.iter().flatten()
    }

    /// The data area of that number.
    pub fn find_area(&self, id: u32) -> Option<&DataArea> {
        self.areas.get(id as usize)?.as_ref()
    }

    /// One more than the highest number of an area that can be downloaded to: TAPI's `dwNumSetData`.
    pub fn download_count(&self) -> u32 {
        self.count(Direction::downloads)
    }

    /// One more than the highest number of an area that can be uploaded from: TAPI's `dwNumGetData`.
    pub fn upload_count(&self) -> u32 {
        self.count(Direction::uploads)
    }

    /// The hookswitch device of that kind.
    pub fn find_hookswitch(&self, device: HookSwitchDevices) -> Option<&Hookswitch> {
        self.hookswitches
            .iter()
            .find(|hookswitch| hookswitch.device == device)
    }

    fn count(&self, direction: fn(Direction) -> bool) -> u32 {
        self.areas()
            .filter(|area| direction(area.direction))
            .map(|area| area.id + 1)
            .max()
            .unwrap_or(0)
    }
}

/// A region of a phone that data is downloaded to or uploaded from. What the data means is the phone's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataArea {
    /// The area's number: TAPI's `dwDataID`. Downloads and uploads have the same numbers here.
    pub id: u32,
    /// Its size in bytes.
    pub size: u32,
    /// Which way data goes.
    pub direction: Direction,
    /// Its name, for people.
    pub name: String,
}

impl DataArea {
    /// An area of that number, size in bytes, direction and name.
    pub fn new(id: u32, size: u32, direction: Direction, name: impl Into<String>) -> Self {
        Self {
            id,
            size,
            direction,
            name: name.into(),
        }
    }
}

/// Which way data goes between a data area and the computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the phone only.
    Download,
    /// From the phone only.
    Upload,
    /// Both ways.
    Both,
}

impl Direction {
    /// Data can be downloaded.
    pub const fn downloads(self) -> bool {
        matches!(self, Self::Download | Self::Both)
    }

    /// Data can be uploaded.
    pub const fn uploads(self) -> bool {
        matches!(self, Self::Upload | Self::Both)
    }
}

/// The size of a display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DisplaySize {
    /// Rows.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
}

/// A button, a lamp, or both under one number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ButtonLamp {
    /// The kind of button; [`ButtonModes::DUMMY`] for a lamp without one.
    pub mode: ButtonModes,
    /// The button's function as it leaves the factory.
    pub function: ButtonFunction,
    /// The ways in which the lamp can be lit; [`LampModes::DUMMY`] for a button without one.
    pub lamp_modes: LampModes,
    /// Function and text can be set.
    pub settable: bool,
}

impl ButtonLamp {
    /// A button without a lamp, whose function is fixed.
    pub const fn new(mode: ButtonModes, function: ButtonFunction) -> Self {
        Self {
            mode,
            function,
            lamp_modes: LampModes::DUMMY,
            settable: false,
        }
    }

    /// The same with a lamp that can be lit in those ways.
    #[must_use]
    pub const fn with_lamp(mut self, modes: LampModes) -> Self {
        self.lamp_modes = modes;
        self
    }

    /// The same, with function and text that can be set.
    #[must_use]
    pub const fn settable(mut self) -> Self {
        self.settable = true;
        self
    }

    /// There is a lamp.
    pub fn has_lamp(&self) -> bool {
        !self.lamp_modes.is_empty() && self.lamp_modes != LampModes::DUMMY
    }
}

/// A handset, speaker or headset.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hookswitch {
    /// Which one: one device.
    pub device: HookSwitchDevices,
    /// The modes that it can be in.
    pub modes: HookSwitchModes,
    /// The modes that it can be put in.
    pub settable: HookSwitchModes,
    /// The volume can be read and set.
    pub volume: bool,
    /// The gain can be read and set.
    pub gain: bool,
}

impl Hookswitch {
    /// A device that can be in those modes, and be put in none of them.
    pub const fn new(device: HookSwitchDevices, modes: HookSwitchModes) -> Self {
        Self {
            device,
            modes,
            settable: HookSwitchModes::empty(),
            volume: false,
            gain: false,
        }
    }

    /// The same, able to be put in those modes.
    #[must_use]
    pub const fn settable(mut self, modes: HookSwitchModes) -> Self {
        self.settable = modes;
        self
    }

    /// The same with a volume.
    #[must_use]
    pub const fn with_volume(mut self) -> Self {
        self.volume = true;
        self
    }

    /// The same with a gain.
    #[must_use]
    pub const fn with_gain(mut self) -> Self {
        self.gain = true;
        self
    }
}

/// What is wrong with a driver's inventory.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InventoryError {
    /// Two phones have the same number.
    #[error("two phones have the number {}; each needs one of its own", .id.0)]
    SamePhone {
        /// The number.
        id: PhoneId,
    },
    /// Two lines have the same number.
    #[error("two lines have the number {}; each needs one of its own", .id.0)]
    SameLine {
        /// The number.
        id: LineId,
    },
    /// A data area is misplaced.
    #[error("{phone}: {misplaced}")]
    Area {
        /// The phone.
        phone: PhoneId,
        /// The area, and how.
        misplaced: MisplacedArea,
    },
}

/// What is wrong with a data area's number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MisplacedArea {
    /// Another area has it.
    #[error("two data areas have the number {id}; each needs one of its own")]
    Taken {
        /// The number.
        id: u32,
    },
    /// It is too large.
    #[error("data area {id} is too high a number; the highest is {}", MOST_AREAS - 1)]
    TooLarge {
        /// The number.
        id: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_one_more_than_the_highest_number_in_that_direction() {
        let model = PhoneModel::new("")
            .area(DataArea::new(5, 10, Direction::Upload, "log"))
            .area(DataArea::new(2, 10, Direction::Download, "logo"));
        assert_eq!((model.download_count(), model.upload_count()), (3, 6));
        assert_eq!(
            model.areas().map(|area| area.id).collect::<Vec<_>>(),
            [2, 5]
        );
        assert_eq!(model.find_area(3), None);
        assert_eq!(model.find_area(6), None);
        assert_eq!(PhoneModel::default().download_count(), 0);
    }

    #[test]
    fn numbers_that_are_taken_or_too_large_are_found() {
        let phone = |id, model| PhoneInfo::new(PhoneId(id), "", Arc::new(model));
        let area = |id| DataArea::new(id, 1, Direction::Both, "");
        let twice = phone(7, PhoneModel::default().area(area(3)).area(area(3)));
        assert_eq!(
            twice.check().unwrap_err().to_string(),
            "phone 7: two data areas have the number 3; each needs one of its own"
        );
        let large = phone(7, PhoneModel::default().area(area(4096)));
        assert_eq!(
            Inventory::new()
                .phone(large)
                .check()
                .unwrap_err()
                .to_string(),
            "phone 7: data area 4096 is too high a number; the highest is 4095"
        );
        let same = Inventory::new()
            .phone(phone(1, PhoneModel::default()))
            .phone(phone(1, PhoneModel::default()));
        assert_eq!(
            same.check(),
            Err(InventoryError::SamePhone { id: PhoneId(1) })
        );
    }
}
