//! A download by a project that is not part of the workspace.

use std::{error::Error, sync::mpsc, time::Duration};

fn main() -> Result<(), Box<dyn Error>> {
    let data: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let office = tspkit::open("sim:")?;
    let phone = office.phone(0)?;

    phone
        .set_data(3, data.clone())
        .deadline(Duration::from_secs(60))
        .wait()?;
    assert_eq!(phone.get_data(3).wait()?, data);

    let (send, answered) = mpsc::channel();
    let ticket = phone
        .set_data(3, "with a callback")
        .on_done(move |result| drop(send.send(result)))?;
    answered.recv()??;
    assert_eq!(ticket.phone().id(), phone.id());

    let refused = phone.set_data(9, data).wait().unwrap_err();
    assert_eq!(refused.code(), tspkit::PhoneError::InvalDataId);
    println!("100000 bytes downloaded and read back");
    Ok(())
}
