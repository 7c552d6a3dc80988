//! Downloads by callback: each answer starts the next request, and one download is cancelled on its way.
//!
//! Callbacks of an office come one at a time, with no lock held, so that everything may be called inside one.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use std::{error::Error, sync::mpsc};

use tspkit::Phone;

fn main() -> Result<(), Box<dyn Error>> {
    let office = tspkit::open("sim:")?;
    let phone = office.phone(0)?;
    let (done, all_done) = mpsc::channel();

    send_pages(&phone, 1, done);
    all_done.recv()?;

    let (cancelled, answer) = mpsc::channel();
    let ticket = phone
        .set_data(3, vec![0; 1_000_000])
        .on_done(move |result| drop(cancelled.send(result)))?;
    ticket.cancel();
    match answer.recv()? {
        Ok(()) => println!("it was faster than the cancelling"),
        Err(error) => println!("{}: {error}", error.code().name()),
    }
    Ok(())
}

/// Downloads page after page, three of them.
fn send_pages(phone: &Phone, page: u32, done: mpsc::Sender<()>) {
    if page > 3 {
        let _ = done.send(());
        return;
    }
    let next = phone.clone();
    let asked = phone
        .set_data(2, format!("page {page}"))
        .on_done(move |result| {
            match result {
                Ok(()) => println!("page {page} has arrived"),
                Err(error) => println!("page {page} has failed: {error}"),
            }
            send_pages(&next, page + 1, done);
        });
    // A request that is refused has no callback.
    if let Err(error) = asked {
        println!("page {page} was refused: {error}");
    }
}
