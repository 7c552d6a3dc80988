//! `tspkit ports`.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tspkit_driver_serial::PortKind;

use crate::{
    failure::{Failure, Kind, with_causes},
    output::Output,
};

const NONE: &str = "hint: is the adapter plugged in, and does the system have a driver for it? A port that is not listed, \
such as a pseudo-terminal, can be named in a URL all the same";

pub(crate) fn ports(output: &Output) -> Result<(), Failure> {
    let ports = tspkit_driver_serial::ports()
        .map_err(|error| Failure::new(Kind::Failed, with_causes(&error)))?;
    let ports: Vec<_> = ports
        .iter()
        .map(|port| (port.name.as_str(), &port.kind))
        .collect();
    if output.json {
        let ports: Vec<_> = ports
            .iter()
            .map(|(name, kind)| fields(name, kind))
            .collect();
        return output.object(&json!({ "ok": true, "command": "ports", "ports": ports }));
    }
    if ports.is_empty() {
        output.line("no serial ports were found")?;
        if !output.quiet {
            output.note(NONE);
        }
        return Ok(());
    }
    output.write(table(&ports).as_bytes())
}

fn kind_name(kind: &PortKind) -> &'static str {
    match kind {
        PortKind::Usb { .. } => "usb",
        PortKind::Pci => "built-in",
        PortKind::Bluetooth => "bluetooth",
        _ => "unknown",
    }
}

/// Vendor and product, in hexadecimal as people write them.
fn ids(kind: &PortKind) -> Option<String> {
    match kind {
        PortKind::Usb {
            vendor, product, ..
        } => Some(format!("{vendor:04x}:{product:04x}")),
        _ => None,
    }
}

fn fields(name: &str, kind: &PortKind) -> Value {
    let mut fields = json!({
        "name": name,
        "kind": kind_name(kind),
        "usb_id": ids(kind),
        "manufacturer": null,
        "description": null,
        "serial_number": null,
    });
    if let PortKind::Usb {
        manufacturer,
        description,
        serial_number,
        ..
    } = kind
    {
        fields["manufacturer"] = json!(manufacturer);
        fields["description"] = json!(description);
        fields["serial_number"] = json!(serial_number);
    }
    fields
}

/// The maker, the product and the serial number, as far as they are known.
fn description(kind: &PortKind) -> String {
    let PortKind::Usb {
        manufacturer,
        description,
        serial_number,
        ..
    } = kind
    else {
        return String::new();
    };
    let words: Vec<_> = [manufacturer, description]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut text = words.join(" ");
    if let Some(number) = serial_number {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}serial number {number}");
    }
    text
}

fn table(ports: &[(&str, &PortKind)]) -> String {
    let longest = ports.iter().map(|(name, _)| name.chars().count());
    let width = longest.max().unwrap_or(0).max("PORT".len());
    let mut table = String::new();
    let mut add = |name: &str, kind: &str, ids: &str, description: &str| {
        let row = format!("{name:<width$}  {kind:<9}  {ids:<9}  {description}");
        let _ = writeln!(table, "{}", row.trim_end());
    };
    add("PORT", "KIND", "USB ID", "DESCRIPTION");
    for (name, kind) in ports {
        add(
            name,
            kind_name(kind),
            &ids(kind).unwrap_or_default(),
            &description(kind),
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usb(texts: [Option<&str>; 3]) -> PortKind {
        let [manufacturer, description, serial_number] = texts.map(|text| text.map(str::to_owned));
        PortKind::Usb {
            vendor: 0x0403,
            product: 0x6001,
            manufacturer,
            description,
            serial_number,
        }
    }

    #[test]
    fn the_table_shows_what_is_known() {
        let ports = [
            ("/dev/ttyS0", &PortKind::Pci),
            (
                "/dev/ttyUSB0",
                &usb([Some("FTDI"), Some("FT232R"), Some("A50285BI")]),
            ),
            ("/dev/ttyUSB1", &usb([None, None, Some("7")])),
            ("/dev/ttyUSB2", &usb([None; 3])),
            ("/dev/rfcomm0", &PortKind::Bluetooth),
            ("COM3", &PortKind::Unknown),
        ];
        let expected = "\
PORT          KIND       USB ID     DESCRIPTION
/dev/ttyS0    built-in
/dev/ttyUSB0  usb        0403:6001  FTDI FT232R, serial number A50285BI
/dev/ttyUSB1  usb        0403:6001  serial number 7
/dev/ttyUSB2  usb        0403:6001
/dev/rfcomm0  bluetooth
COM3          unknown
";
        assert_eq!(table(&ports), expected);
    }

    #[test]
    fn json_has_null_for_what_is_not_known() {
        assert_eq!(
            fields("/dev/ttyUSB0", &usb([Some("FTDI"), Some("FT232R"), None])),
            json!({
                "name": "/dev/ttyUSB0",
                "kind": "usb",
                "usb_id": "0403:6001",
                "manufacturer": "FTDI",
                "description": "FT232R",
                "serial_number": null,
            })
        );
        assert_eq!(
            fields("COM1", &PortKind::Pci),
            json!({
                "name": "COM1",
                "kind": "built-in",
                "usb_id": null,
                "manufacturer": null,
                "description": null,
                "serial_number": null,
            })
        );
    }
}
