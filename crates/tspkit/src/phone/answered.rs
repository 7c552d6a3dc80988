//! What a successful request tells of its phone.

use std::ops::Range;

use tspkit_abi::{ButtonStates, HookSwitchDevices, HookSwitchModes};
use tspkit_hal::{ButtonInfo, PhoneModel, PhoneReply, PhoneRequest, Ring};

use super::status::PhoneStatus;

/// The request tells something of its phone when it succeeds.
pub(super) fn is_telling(request: &PhoneRequest) -> bool {
    !matches!(
        request,
        PhoneRequest::SetData { .. }
            | PhoneRequest::GetData { .. }
            | PhoneRequest::DevSpecific { .. }
    )
}

impl PhoneStatus {
    /// Takes in what `asked` has done, or has been answered. An answer of another kind tells nothing.
    pub(super) fn note_answer(
        &mut self,
        model: &PhoneModel,
        asked: PhoneRequest,
        reply: &PhoneReply,
    ) {
        match (asked, reply) {
            (PhoneRequest::SetDisplay { row, column, text }, PhoneReply::Done) => {
                if let (Some(rows), Some(size)) = (&mut self.display, model.display) {
                    write(rows, [row, column, size.columns], &text);
                }
            }
            (PhoneRequest::GetDisplay, PhoneReply::Display(rows)) => {
                self.display = Some(rows.clone());
            }
            (PhoneRequest::SetLamp { lamp, mode }, PhoneReply::Done) => {
                self.lamps.insert(lamp, mode);
            }
            (PhoneRequest::GetLamp { lamp }, PhoneReply::Lamp(mode)) => {
                self.lamps.insert(lamp, *mode);
            }
            (PhoneRequest::SetButtonInfo { button, info }, PhoneReply::Done) => {
                self.set_button(button, info);
            }
            (PhoneRequest::GetButtonInfo { button }, PhoneReply::Button(info)) => {
                self.buttons.insert(button, info.clone());
            }
            (PhoneRequest::SetRing { mode, volume }, PhoneReply::Done) => {
                self.ring = Some(Ring { mode, volume });
            }
            (PhoneRequest::GetRing, PhoneReply::Ring(ring)) => self.ring = Some(*ring),
            (PhoneRequest::SetHookSwitch { devices, mode }, PhoneReply::Done) => {
                for device in devices {
                    self.hookswitches.insert(device.bits(), mode);
                }
            }
            (PhoneRequest::GetHookSwitch, PhoneReply::HookSwitch(off)) => {
                self.note_off_hook(model, *off);
            }
            (PhoneRequest::SetVolume { device, volume }, PhoneReply::Done) => {
                self.volumes.insert(device.bits(), volume);
            }
            (PhoneRequest::GetVolume { device }, PhoneReply::Level(volume)) => {
                self.volumes.insert(device.bits(), *volume);
            }
            (PhoneRequest::SetGain { device, gain }, PhoneReply::Done) => {
                self.gains.insert(device.bits(), gain);
            }
            (PhoneRequest::GetGain { device }, PhoneReply::Level(gain)) => {
                self.gains.insert(device.bits(), *gain);
            }
            _ => {}
        }
    }

    /// Whether a button is pressed is the user's affair, and not set with it.
    fn set_button(&mut self, button: u32, mut info: ButtonInfo) {
        let known = self.buttons.get(&button);
        info.state = known.map_or(ButtonStates::UNKNOWN, |known| known.state);
        self.buttons.insert(button, info);
    }

    /// The answer names devices and no modes: one that was off hook before keeps its mode.
    fn note_off_hook(&mut self, model: &PhoneModel, off: HookSwitchDevices) {
        for hookswitch in &model.hookswitches {
            let mode = self
                .hookswitches
                .entry(hookswitch.device.bits())
                .or_insert(HookSwitchModes::UNKNOWN);
            if !off.contains(hookswitch.device) {
                *mode = HookSwitchModes::ONHOOK;
            } else if *mode == HookSwitchModes::ONHOOK {
                *mode = HookSwitchModes::UNKNOWN;
            }
        }
    }
}

/// Writes over the rows of a display of that many columns, from that row and column on; what does not fit a
/// row goes on in the next.
fn write(rows: &mut Vec<String>, [row, column, columns]: [u32; 3], text: &str) {
    let (mut row, mut column, columns) = (row as usize, column as usize, columns as usize);
    let mut left = text.chars().peekable();
    while left.peek().is_some() && column < columns {
        if rows.len() <= row {
            rows.resize(row + 1, String::new());
        }
        let part: Vec<_> = left.by_ref().take(columns - column).collect();
        overwrite(&mut rows[row], column..column + part.len(), part);
        (row, column) = (row + 1, 0);
    }
}

/// Puts characters in the place of others; what lies before them and was not there is blank.
fn overwrite(row: &mut String, place: Range<usize>, part: Vec<char>) {
    let mut cells: Vec<char> = row.chars().collect();
    if cells.len() < place.end {
        cells.resize(place.end, ' ');
    }
    cells.splice(place, part);
    *row = cells.into_iter().collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn written(rows: &[&str], place: [u32; 2], text: &str, expected: &[&str]) {
        let mut rows: Vec<_> = rows.iter().map(|row| (*row).to_owned()).collect();
        write(&mut rows, [place[0], place[1], 4], text);
        assert_eq!(rows, expected);
    }

    #[test]
    fn rows_and_columns_are_counted_in_characters() {
        written(&["äöü ", "abcd"], [0, 1], "ß", &["äßü ", "abcd"]);
        written(&["abcd", "efgh"], [1, 3], "日", &["abcd", "efg日"]);
        written(&["abcd"], [0, 2], "", &["abcd"]);
    }

    #[test]
    fn what_does_not_fit_a_row_goes_on_in_the_next() {
        written(
            &["abcd", "efgh", "ijkl"],
            [0, 3],
            "123456",
            &["abc1", "2345", "6jkl"],
        );
    }

    #[test]
    fn rows_that_a_driver_tells_shorter_are_blank_where_they_end() {
        written(&["a", ""], [0, 2], "xy", &["a xy", ""]);
        written(&["a"], [2, 1], "x", &["a", "", " x"]);
        written(&[""], [0, 3], "xy", &["   x", "y"]);
    }
}
