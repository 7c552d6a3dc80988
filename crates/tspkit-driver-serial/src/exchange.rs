//! Downloads and uploads: choose the area, let the bytes travel, await what ends it.

use std::time::Duration;

use bytes::Bytes;

use crate::{
    fault::Fault,
    profile::{
        Area, Phone,
        tables::{How, Length, WayTable},
        template::Values,
    },
    raw,
    talk::{Manner, Talk},
    transfer,
};

/// A download or upload of one area of one phone.
pub(crate) struct Exchange<'a> {
    pub(crate) phone: &'a Phone,
    pub(crate) area: Area<'a>,
    pub(crate) way: &'a WayTable,
}

/// What the phone said when the area had been chosen.
enum Opened {
    /// The data may travel; so many bytes, where the phone says it.
    Ready(Option<u32>),
    /// There is no data.
    Empty,
}

impl Exchange<'_> {
    /// Downloads `data`.
    pub(crate) fn download(&self, talk: &mut Talk<'_>, data: &Bytes) -> Result<(), Fault> {
        let area_name = self.area.name();
        let size = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let values = self.values(&area_name, size);
        let way = self.way;
        raw::check(way, data)?;
        if data.is_empty()
            && let Some(command) = &way.empty_command
        {
            // The data's own end of line is not the command's.
            let manner = Manner {
                line_end: None,
                ..self.manner()
            };
            let said = talk.command(command.get_ref(), &values, manner)?;
            return self.finish(talk, &values, &said);
        }
        let mut said = area_name.clone();
        if let Opened::Empty = self.open(talk, &values, &mut said)? {
            return Err(Fault::Data("the phone has no room for data".to_owned()));
        }
        match way.transfer.get_ref() {
            How::None => {}
            How::Raw => raw::send(talk, way, self.area.size(), data)?,
            _ => {
                let name = match &way.file_name {
                    Some(name) => name.get_ref().render(&values),
                    None => area_name.clone().into_bytes(),
                };
                transfer::send(talk, way, name, data.clone())?;
            }
        }
        self.finish(talk, &values, &said)
    }

    /// Uploads at most `size` bytes.
    pub(crate) fn upload(&self, talk: &mut Talk<'_>, size: u32) -> Result<Bytes, Fault> {
        let area_name = self.area.name();
        let values = self.values(&area_name, size);
        let way = self.way;
        let mut said = area_name.clone();
        let announced = match self.open(talk, &values, &mut said)? {
            Opened::Ready(announced) => announced,
            Opened::Empty => return Ok(Bytes::new()),
        };
        let most = self.area.size();
        let mut data = if *way.transfer.get_ref() == How::Raw {
            let length = match way.length.as_ref().map(toml::Spanned::get_ref) {
                Some(Length::Fixed(length)) => *length,
                Some(Length::Data) => size,
                Some(Length::Announced) => {
                    announced.filter(|length| *length <= most).ok_or_else(|| {
                        Fault::Data(format!(
                            "the phone announces {} bytes, more than the {most} of this area",
                            announced
                                .map_or_else(|| "too many".to_owned(), |length| length.to_string())
                        ))
                    })?
                }
                Some(Length::Area) | None => most,
            };
            {
                let limit = self.limit(talk);
                raw::receive(talk, way, length as usize, limit)?
            }
        } else {
            transfer::receive(talk, way, most)?
        };
        self.finish(talk, &values, &said)?;
        if way.strip_padding {
            let pad = way.pad.unwrap_or(0x1a);
            let kept = data.iter().rposition(|byte| *byte != pad);
            data.truncate(kept.map_or(0, |last| last + 1));
        }
        data.truncate(size.min(most) as usize);
        Ok(data)
    }

    fn values<'v>(&'v self, area_name: &'v str, size: u32) -> Values<'v> {
        Values::default()
            .number("phone", self.phone.id)
            .text("address", &self.phone.address)
            .number("area", self.area.id)
            .number("index", self.area.index)
            .number("size", size)
            .text("name", area_name)
    }

    fn limit(&self, talk: &Talk<'_>) -> Duration {
        let usual = talk.profile.tables().dialogue.timeout;
        self.way.timeout.unwrap_or(usual).0
    }

    fn manner(&self) -> Manner<'_> {
        Manner {
            line_end: self.way.line_end.as_deref(),
            echo: self.way.echo,
            timeout: self.way.timeout.map(|time| time.0),
        }
    }

    /// Chooses the area and awaits the prompt.
    fn open(
        &self,
        talk: &mut Talk<'_>,
        values: &Values<'_>,
        said: &mut String,
    ) -> Result<Opened, Fault> {
        let way = self.way;
        match &way.command {
            Some(command) => *said = talk.command(command.get_ref(), values, self.manner())?,
            None => talk.clear()?,
        }
        let Some(prompt) = &way.prompt else {
            return Ok(Opened::Ready(None));
        };
        let mut expected = vec![prompt.get_ref().needle(values, &["length"])];
        expected.extend(
            way.empty
                .iter()
                .map(|empty| empty.get_ref().needle(values, &[])),
        );
        let fail = way.fail.iter().map(toml::Spanned::get_ref);
        let (which, found) = talk.answers(expected, fail, values, said, self.limit(talk))?;
        Ok(match which {
            0 => Opened::Ready(found.number("length")),
            _ => Opened::Empty,
        })
    }

    /// Awaits what ends it.
    fn finish(&self, talk: &mut Talk<'_>, values: &Values<'_>, said: &str) -> Result<(), Fault> {
        let way = self.way;
        if let Some(done) = &way.done {
            let limit = way
                .done_timeout
                .map_or_else(|| self.limit(talk), |time| time.0);
            let fail = way.fail.iter().map(toml::Spanned::get_ref);
            talk.answer(
                done.get_ref().needle(values, &[]),
                fail,
                values,
                said,
                limit,
            )?;
        }
        talk.steps(way.finish.iter().map(toml::Spanned::get_ref), values)
    }
}
