//! The quick start of the README: a download, and the same bytes read back.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let office = tspkit::open("sim:")?;
    let phone = office.phone(0)?;

    phone.set_data(3, "the new firmware").wait()?;
    assert_eq!(phone.get_data(3).wait()?, "the new firmware");
    Ok(())
}
