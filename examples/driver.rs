//! A driver of one's own: a phone whose memory is a file. Whoever uses tspkit opens it as `file:` and a folder.
//!
//! A driver says what phones there are, and answers requests. This one blocks while it reads and writes, so it
//! implements the trait for such drivers, and its requests are carried out on a thread of its own.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use std::{error::Error, fs, path::PathBuf, sync::Arc, time::Duration};

use tspkit::{
    DataArea, Direction, Drivers, HardwareError, PhoneId, PhoneInfo, PhoneModel, PhoneReply,
    PhoneRequest,
    hal::{
        Inventory, Outcome,
        blocking::{BlockingHardware, Cancel, Worker},
    },
};

/// A phone that keeps what its area 0 holds in a file of this folder.
struct FilePhone {
    folder: PathBuf,
}

impl FilePhone {
    /// What follows `file:` in the URL is the folder.
    fn new(address: &str) -> Result<Self, String> {
        let folder = PathBuf::from(address);
        if folder.is_dir() {
            Ok(Self { folder })
        } else {
            Err(format!("`{address}` is no folder; make it first"))
        }
    }

    fn memory(&self) -> PathBuf {
        self.folder.join("phone_book")
    }
}

impl BlockingHardware for FilePhone {
    fn inventory(&self) -> Inventory {
        let area = DataArea::new(0, 64 * 1024, Direction::Both, "phone book");
        let model = PhoneModel::new("A phone in a file").area(area);
        Inventory::new().phone(PhoneInfo::new(PhoneId(1), "File phone", Arc::new(model)))
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    // Area, size and state have been checked by the SDK before this is called.
    fn carry_out(&self, _: PhoneId, request: PhoneRequest, _: &Cancel<'_>) -> Outcome<PhoneReply> {
        let failed = |error| HardwareError::failed("the phone's file").with_source(error);
        match request {
            PhoneRequest::SetData { data, .. } => {
                fs::write(self.memory(), data).map_err(failed)?;
                Ok(PhoneReply::Done)
            }
            PhoneRequest::GetData { size, .. } => {
                let mut data = fs::read(self.memory()).map_err(failed)?;
                data.truncate(size as usize);
                Ok(PhoneReply::Data(data.into()))
            }
            _ => Err(HardwareError::unavailable()),
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    Drivers::register("file", |address| {
        Ok(Box::new(Worker::new(FilePhone::new(address)?)))
    });

    let folder = std::env::temp_dir().join(format!("tspkit-driver-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let office = tspkit::open(&format!("file:{}", folder.display()))?;
    let phone = office.phone(0)?;

    phone.set_data(0, "Reception 100\nLobby 101\n").wait()?;
    let back = phone.get_data(0).wait()?;
    assert_eq!(back, fs::read(folder.join("phone_book"))?);
    println!("{} holds {} bytes", phone.info().name, back.len());

    office.close()?;
    fs::remove_dir_all(folder)?;
    Ok(())
}
