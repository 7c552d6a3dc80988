//! Lines by which phones report events, picked out of what they say.

use tspkit_hal::PhoneEvent;

use crate::profile::{
    Profile,
    reports::{News, Whose},
};

/// What the lines of a link meant: which phone of the profile, and what of it.
pub(crate) type Heard = (Option<usize>, News);

/// Cuts the complete lines that report something out of `buffer`, and says what they mean. Other lines stay: a
/// conversation may be waiting for them.
pub(crate) fn take_reports(profile: &Profile, buffer: &mut Vec<u8>, heard: &mut Vec<Heard>) {
    if profile.reports().is_empty() {
        return;
    }
    let mut start = 0;
    while let Some(length) = line_end(&buffer[start..]) {
        let line = &buffer[start..start + length];
        match meaning(profile, line) {
            Some(news) => {
                heard.push(news);
                let mut end = start + length;
                while matches!(buffer.get(end), Some(b'\r' | b'\n')) {
                    end += 1;
                }
                buffer.drain(start..end);
            }
            None => start += length + 1,
        }
    }
}

fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'))
}

fn meaning(profile: &Profile, line: &[u8]) -> Option<Heard> {
    if line.is_empty() {
        return None;
    }
    let (whose, news) = profile
        .reports()
        .iter()
        .find_map(|report| report.read(line, profile.features()))?;
    let phones = profile.phones();
    let phone = match whose {
        // A line that names nobody is about the only phone there is.
        Whose::Anyones => (phones.len() == 1).then_some(0),
        Whose::Number(id) => phones.iter().position(|phone| phone.id == id),
        Whose::Address(address) => phones.iter().position(|phone| phone.address == address),
    };
    if phone.is_none() && matches!(news, News::Event(_) | News::Row(..)) {
        tracing::warn!(
            line = crate::fault::printable(line),
            "a report of a phone that the profile does not have"
        );
        return Some((None, News::Ignored));
    }
    if let News::Event(PhoneEvent::DataChanged { area }) = &news {
        let known = phone.is_none_or(|phone| phones[phone].model.find_area(*area).is_some());
        if !known {
            return Some((None, News::Ignored));
        }
    }
    Some((phone, news))
}
