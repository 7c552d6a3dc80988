//! Downloads to two phones at once, with `await`. A request is a future that needs no runtime of its own: it
//! runs under tokio, smol or, as here, whatever polls it.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use tspkit::{Error, Office};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let office = tspkit::open("sim:")?;
    pollster::block_on(download(&office))?;
    Ok(())
}

async fn download(office: &Office) -> Result<(), Error> {
    let reception = office.phone(0)?;
    let lobby = office.phone(1)?;

    // `start` sends at once; a request that is not started begins when it is awaited.
    let firmware = reception.set_data(3, vec![0xA5; 100_000]).start()?;
    let greeting = lobby.set_data(0, "welcome").start()?;
    greeting.await?;
    println!("the lobby phone has its greeting");
    firmware.await?;
    println!("the reception phone has its firmware");

    let back = lobby.get_data(0).await?;
    println!("the lobby phone says {:?}", String::from_utf8_lossy(&back));

    // Dropping what has been started cancels it: the area keeps what it held.
    drop(reception.set_data(3, vec![0; 1_000_000]).start()?);
    let kept = reception.get_data(3).await?;
    assert_eq!(kept, vec![0xA5; 100_000]);
    println!("a download was cancelled, and the old firmware is still there");
    Ok(())
}
