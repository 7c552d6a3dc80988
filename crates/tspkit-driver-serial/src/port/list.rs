//! Which serial ports there are.

use std::fmt;

use thiserror::Error;

/// A serial port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PortInfo {
    /// Its name, as a URL wants it: `/dev/ttyUSB0`, `COM3`.
    pub name: String,
    /// What it is attached by.
    pub kind: PortKind,
}

/// What a serial port is attached by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PortKind {
    /// A USB adapter, or a phone with one inside.
    Usb {
        /// The vendor's number.
        vendor: u16,
        /// The product's number.
        product: u16,
        /// The maker, as the device says it.
        manufacturer: Option<String>,
        /// The product, as the device says it.
        description: Option<String>,
        /// The serial number, as the device says it.
        serial_number: Option<String>,
    },
    /// A card or the mainboard.
    Pci,
    /// Bluetooth.
    Bluetooth,
    /// The system does not say.
    Unknown,
}

/// What people want to know of it: `USB 0403:6001 FTDI FT232R, serial number A50285BI`.
impl fmt::Display for PortKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usb {
                vendor,
                product,
                manufacturer,
                description,
                serial_number,
            } => {
                write!(f, "USB {vendor:04x}:{product:04x}")?;
                for text in [manufacturer, description].into_iter().flatten() {
                    write!(f, " {text}")?;
                }
                match serial_number {
                    Some(number) => write!(f, ", serial number {number}"),
                    None => Ok(()),
                }
            }
            Self::Pci => f.write_str("built in"),
            Self::Bluetooth => f.write_str("Bluetooth"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

/// Why the ports cannot be listed.
#[derive(Debug, Error)]
#[error("the system does not say which serial ports there are: {source}")]
pub struct PortsError {
    #[from]
    source: serialport::Error,
}

/// The serial ports of this machine, by name. Numbers in names count as numbers: `COM3` comes before `COM12`.
///
/// Ports that are in use are listed too. On Linux these are the ports with hardware behind them, found through sysfs.
///
/// # Errors
///
/// The system refuses to say.
pub fn ports() -> Result<Vec<PortInfo>, PortsError> {
    let mut ports: Vec<PortInfo> = match serialport::available_ports() {
        Ok(ports) => ports.into_iter().map(PortInfo::from).collect(),
        // Without /sys/class/tty, as in some containers, there are none.
        Err(error) if error.kind == serialport::ErrorKind::Io(std::io::ErrorKind::NotFound) => {
            Vec::new()
        }
        Err(error) => return Err(error.into()),
    };
    ports.sort_by_cached_key(|port| sort_key(&port.name));
    Ok(ports)
}

/// The name without its last digits, and those.
fn sort_key(name: &str) -> (String, u64) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[stem.len()..].parse().unwrap_or(0);
    (stem.to_owned(), number)
}

impl From<serialport::SerialPortInfo> for PortInfo {
    fn from(info: serialport::SerialPortInfo) -> Self {
        let kind = match info.port_type {
            serialport::SerialPortType::UsbPort(usb) => PortKind::Usb {
                vendor: usb.vid,
                product: usb.pid,
                manufacturer: usb.manufacturer,
                description: usb.product,
                serial_number: usb.serial_number,
            },
            serialport::SerialPortType::PciPort => PortKind::Pci,
            serialport::SerialPortType::BluetoothPort => PortKind::Bluetooth,
            serialport::SerialPortType::Unknown => PortKind::Unknown,
        };
        Self {
            name: info.port_name,
            kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_their_numbers() {
        let mut names = ["COM12", "COM3", "/dev/ttyUSB10", "/dev/ttyUSB9", "x"];
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["/dev/ttyUSB9", "/dev/ttyUSB10", "COM3", "COM12", "x"]
        );
    }

    #[test]
    fn listing_finds_what_can_be_opened_by_name() {
        for port in ports().unwrap() {
            assert!(!port.name.is_empty());
            assert!(!port.kind.to_string().is_empty());
        }
    }
}
