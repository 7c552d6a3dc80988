//! The SDK in a project that is no part of its workspace.

use std::{error::Error, sync::mpsc};

use tspkit::{Bytes, PhoneError};

fn main() -> Result<(), Box<dyn Error>> {
    let office = tspkit::open("sim:")?;
    let phone = office.phone(0)?;

    let data = Bytes::from_static(b"from a stranger");
    phone.set_data(3, data.clone()).wait()?;
    assert_eq!(phone.get_data(3).wait()?, data);

    let (send, answered) = mpsc::channel();
    phone.set_data(3, "with a callback").on_done(move |result| {
        let _ = send.send(result);
    })?;
    answered.recv()??;

    let refused = phone.set_data(1000, data).wait().expect_err("there is no such area");
    assert_eq!(refused.code(), PhoneError::InvalDataId);
    println!("{refused}");
    Ok(())
}
