//! Prints what happens in an office while somebody uses a phone.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use std::{error::Error, time::Duration};

use tspkit::{Event, PhoneEvent};

fn main() -> Result<(), Box<dyn Error>> {
    let office = tspkit::open("sim:")?;
    let events = office.events();

    // The simulated phone's area 4 is its display, and area 7 restarts it.
    let phone = office.phone(0)?;
    phone.set_data(4, "Back in five minutes").wait()?;
    phone.set_data(7, "").wait()?;

    while let Some(event) = events.next_within(Duration::from_secs(2)) {
        match event {
            Event::Downloaded { phone, area } => println!("{phone}: area {area} was downloaded to"),
            Event::Phone { phone, event } => match event {
                PhoneEvent::DisplayChanged { rows } => println!("{phone}: shows {rows:?}"),
                PhoneEvent::Disconnected => println!("{phone}: went away"),
                PhoneEvent::Connected => {
                    println!("{phone}: is back");
                    break;
                }
                other => println!("{phone}: {other:?}"),
            },
            other => println!("{other:?}"),
        }
    }
    Ok(())
}
