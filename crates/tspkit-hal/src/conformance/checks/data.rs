//! Data goes in and comes out.

use bytes::Bytes;

use super::super::{
    context::{Checked, Context, wrong},
    session::Session,
};
use crate::request::PhoneRequest;

/// Bytes that do not repeat soon, different for each `salt`.
fn pattern(length: usize, salt: u32) -> Bytes {
    let mut state = salt.wrapping_mul(2_654_435_769).wrapping_add(1);
    let byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(byte).take(length).collect()
}

pub(super) fn round_trip(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let (phone, area) = context.area(&session.driver.inventory())?;
    let most = area.size.min(context.most_bytes);
    let mut sizes = vec![most, 0, 1, most.saturating_sub(1), most / 2, most];
    sizes.retain(|size| *size <= most);
    for (salt, size) in (0..).zip(sizes) {
        let data = pattern(size as usize, salt);
        session.download(phone, area.id, data.clone())?;
        let back = session.upload(phone, area.id, area.size)?;
        if back != data {
            let place = back.iter().zip(&data).position(|(a, b)| a != b);
            let place = place.unwrap_or(back.len().min(data.len()));
            return wrong(format!(
                "{size} bytes were downloaded to area {} of {phone}; {} came back, different from byte {place} on",
                area.id,
                back.len()
            ));
        }
        let asked = size / 2;
        let part = session.upload(phone, area.id, asked)?;
        if part[..] != data[..asked as usize] {
            return wrong(format!(
                "asked for {asked} of {size} bytes of area {} of {phone}, it gave {} bytes, or others",
                area.id,
                part.len()
            ));
        }
    }
    session.stop()?;
    session.no_faults()
}

pub(super) fn order(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    let (phone, area) = context.area(&session.driver.inventory())?;
    let length = area.size.min(4) as usize;
    let data = |number: u32| Bytes::copy_from_slice(&number.to_le_bytes()[..length]);
    let pairs: Vec<_> = (0..context.requests_at_once)
        .map(|number| {
            let set = PhoneRequest::SetData {
                area: area.id,
                data: data(number),
            };
            let get = PhoneRequest::GetData {
                area: area.id,
                size: area.size,
            };
            (
                number,
                session.submit(phone, set),
                session.submit(phone, get),
            )
        })
        .collect();
    for (number, set, get) in pairs {
        session.done(set)?;
        let back = session.data(get)?;
        if back != data(number) {
            return wrong(format!(
                "download {number} was followed by an upload, which gave what another download had brought"
            ));
        }
    }
    session.stop()?;
    session.no_faults()
}
