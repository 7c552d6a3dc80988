//! A line that is open: its port, what came from it, and what is known of the phones on it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use tspkit_hal::{PhoneReply, PhoneRequest, Ring};

use crate::{
    exchange::Exchange,
    fault::Fault,
    port::Port,
    profile::{Area, Phone, Profile, tables::WayTable, template::Values},
    shadow::Shadow,
    talk::Talk,
    want::Want,
    watch,
};

/// An open line.
pub(crate) struct Line {
    pub(crate) port: Box<dyn Port>,
    inbox: Vec<u8>,
    /// What the phones have reported and nobody was told yet.
    pub(crate) heard: Vec<watch::Heard>,
    /// The wake-up has succeeded, and nothing has spoiled it since.
    pub(crate) awake: bool,
    /// The phone may be in the middle of something.
    spoilt: bool,
    /// What ends that, besides silence.
    abort: String,
    /// The phone that was selected last.
    selected: Option<u32>,
    /// When the wake-up was last gone through.
    pub(crate) woken: Instant,
}

impl Line {
    pub(crate) fn new(port: Box<dyn Port>) -> Self {
        Self {
            port,
            inbox: Vec::new(),
            heard: Vec::new(),
            awake: false,
            spoilt: false,
            abort: String::new(),
            selected: None,
            woken: Instant::now(),
        }
    }

    pub(crate) fn talk<'a>(&'a mut self, profile: &'a Profile, want: &'a dyn Want) -> Talk<'a> {
        Talk {
            port: &mut *self.port,
            inbox: &mut self.inbox,
            heard: &mut self.heard,
            profile,
            want,
        }
    }

    /// Puts the line in order and finds out whether somebody is there.
    pub(crate) fn wake(&mut self, profile: &Profile, want: &dyn Want) -> Result<(), Fault> {
        self.awake = false;
        self.selected = None;
        let (spoilt, abort) = (self.spoilt, self.abort.clone());
        let mut talk = self.talk(profile, want);
        if spoilt {
            talk.say(abort.as_bytes())?;
            talk.quiet()?;
        }
        let steps = &profile.tables().wake.steps;
        talk.steps(steps.iter().map(toml::Spanned::get_ref), &Values::default())?;
        self.spoilt = false;
        self.abort.clear();
        self.awake = true;
        self.woken = Instant::now();
        Ok(())
    }

    /// Takes what came while nobody asked for anything: reports are kept, the rest is forgotten line by line.
    pub(crate) fn idle(&mut self, profile: &Profile, want: &dyn Want) -> Result<(), Fault> {
        let mut talk = self.talk(profile, want);
        talk.listen(Duration::ZERO)?;
        talk.sift();
        Ok(())
    }

    pub(crate) fn is_in_order(&self) -> bool {
        self.awake && !self.spoilt
    }

    /// Notes that the phone may be in the middle of something, which `abort` ends.
    pub(crate) fn spoil(&mut self, abort: Option<&str>) {
        self.spoilt = true;
        if let Some(abort) = abort {
            abort.clone_into(&mut self.abort);
        }
    }

    /// Finds out whether that phone is there.
    pub(crate) fn recognise(
        &mut self,
        profile: &Profile,
        phone: &Phone,
        want: &dyn Want,
    ) -> Result<(), Fault> {
        self.select(profile, phone, want)?;
        let values = about(phone);
        self.talk(profile, want)
            .steps(profile.recognise(phone), &values)
    }

    fn select(&mut self, profile: &Profile, phone: &Phone, want: &dyn Want) -> Result<(), Fault> {
        if self.selected == Some(phone.id) {
            return Ok(());
        }
        self.selected = None;
        let values = about(phone);
        self.talk(profile, want)
            .steps(profile.select(phone), &values)?;
        self.selected = Some(phone.id);
        Ok(())
    }

    /// Carries out a request.
    pub(crate) fn carry_out(
        &mut self,
        profile: &Profile,
        phone: &Phone,
        shadow: &mut Shadow,
        request: PhoneRequest,
        want: &dyn Want,
    ) -> Result<PhoneReply, Fault> {
        match request {
            PhoneRequest::SetData { area, data } => {
                let (area, way) = find(profile, area, Area::download)?;
                self.repeat(profile, phone, way, want, |talk| {
                    Exchange { phone, area, way }.download(talk, &data)
                })?;
                Ok(PhoneReply::Done)
            }
            PhoneRequest::GetData { area, size } => {
                let (area, way) = find(profile, area, Area::upload)?;
                let data: Bytes = self.repeat(profile, phone, way, want, |talk| {
                    Exchange { phone, area, way }.upload(talk, size)
                })?;
                Ok(PhoneReply::Data(data))
            }
            PhoneRequest::GetDisplay if profile.features().display.is_some() => {
                Ok(PhoneReply::Display(shadow.display()))
            }
            PhoneRequest::GetLamp { lamp } => match shadow.lamps.get(lamp as usize) {
                Some(mode) => Ok(PhoneReply::Lamp(*mode)),
                None => Err(Fault::Unavailable),
            },
            PhoneRequest::GetRing if profile.features().ring_modes > 0 => {
                Ok(PhoneReply::Ring(shadow.ring))
            }
            PhoneRequest::GetHookSwitch if !profile.features().hookswitches.is_empty() => {
                Ok(PhoneReply::HookSwitch(shadow.off_hook))
            }
            request => {
                self.command(profile, phone, &request, want)?;
                note(shadow, &request);
                Ok(PhoneReply::Done)
            }
        }
    }

    /// Sends the command for the display, a lamp or the ringer.
    fn command(
        &mut self,
        profile: &Profile,
        phone: &Phone,
        request: &PhoneRequest,
        want: &dyn Want,
    ) -> Result<(), Fault> {
        let tables = profile.tables();
        let values = about(phone);
        let (step, values) = match request {
            PhoneRequest::SetDisplay { row, column, text } => {
                let display = tables.display.as_ref();
                let values = values
                    .number("row", *row)
                    .number("column", *column)
                    .text("text", text);
                (display.and_then(|display| display.set.as_ref()), values)
            }
            PhoneRequest::SetLamp { lamp, mode } => {
                let button = profile.features().buttons.get(*lamp as usize);
                let value = button.and_then(|button| button.lamp_text(*mode));
                let value = value.ok_or(Fault::Unavailable)?;
                let table = tables.buttons.get(*lamp as usize);
                let values = values.number("lamp", *lamp).text("value", value);
                (table.and_then(|table| table.set.as_ref()), values)
            }
            PhoneRequest::SetRing { mode, volume } => {
                let values = values.number("mode", *mode).number("volume", *volume);
                (
                    tables.ring.as_ref().and_then(|ring| ring.set.as_ref()),
                    values,
                )
            }
            _ => return Err(Fault::Unavailable),
        };
        let step = step.ok_or(Fault::Unavailable)?;
        self.select(profile, phone, want)?;
        self.talk(profile, want).step(step.get_ref(), &values)
    }

    /// Goes through an exchange, again where the profile says so and it may help.
    fn repeat<T>(
        &mut self,
        profile: &Profile,
        phone: &Phone,
        way: &WayTable,
        want: &dyn Want,
        mut work: impl FnMut(&mut Talk<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut left = way.retries;
        loop {
            self.select(profile, phone, want)?;
            let fault = match work(&mut self.talk(profile, want)) {
                Ok(done) => return Ok(done),
                Err(fault) => fault,
            };
            if fault.leaves_a_mess() {
                self.spoil(way.abort.as_deref());
            }
            if left == 0 || !fault.may_pass() {
                return Err(fault);
            }
            left -= 1;
            tracing::info!(%fault, left, "the exchange failed; it is tried again");
            self.wake(profile, want)?;
        }
    }
}

fn about(phone: &Phone) -> Values<'_> {
    Values::default()
        .number("phone", phone.id)
        .text("address", &phone.address)
}

fn find<'a>(
    profile: &'a Profile,
    area: u32,
    way: fn(&Area<'a>) -> Option<&'a WayTable>,
) -> Result<(Area<'a>, &'a WayTable), Fault> {
    let area = profile.area(area).ok_or(Fault::Unavailable)?;
    let way = way(&area).ok_or(Fault::Unavailable)?;
    Ok((area, way))
}

/// Keeps what a command has set.
fn note(shadow: &mut Shadow, request: &PhoneRequest) {
    match request {
        PhoneRequest::SetDisplay { row, column, text } => shadow.write(*row, *column, text),
        PhoneRequest::SetLamp { lamp, mode } => {
            if let Some(known) = shadow.lamps.get_mut(*lamp as usize) {
                *known = *mode;
            }
        }
        PhoneRequest::SetRing { mode, volume } => {
            shadow.ring = Ring {
                mode: *mode,
                volume: *volume,
            };
        }
        _ => {}
    }
}
