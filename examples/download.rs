//! Downloads a file to a data area of a phone, shows how far it is, and reads it back.
//!
//! `cargo run --example download` sends 300,000 bytes to the simulated office;
//! `cargo run --example download -- firmware.bin sim:office.toml` a file to an office of your own.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use std::{env, error::Error, fs, time::Duration};

const PHONE: u32 = 0;
const AREA: u32 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let data = args.next().map_or(Ok(vec![0xA5; 300_000]), fs::read)?;
    let url = args.next().unwrap_or("sim:".into());

    let office = tspkit::open(&url)?;
    let phone = office.phone(PHONE)?;
    println!("{} bytes to {}", data.len(), phone.info().name);

    phone
        .set_data(AREA, data.clone())
        .deadline(Duration::from_secs(60))
        .on_progress(|done, total| println!("{done:>8} of {total} bytes"))
        .wait()?;

    let back = phone.get_data(AREA).wait()?;
    assert_eq!(back, data, "the phone holds something else");
    println!("read back: identical");
    Ok(())
}
