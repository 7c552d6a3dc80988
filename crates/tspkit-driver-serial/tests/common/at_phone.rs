//! A GSM-style phone with a phone book, spoken to in AT commands (3GPP TS 27.007).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use super::pty::Wire;

const ENTRIES: usize = 100;

/// A phone book: entries by number, counted from 1, with number, type of number and name.
pub(crate) type Book = Arc<Mutex<BTreeMap<usize, (String, String, String)>>>;

/// Takes commands until the cable is pulled.
pub(crate) fn at_phone(wire: &Wire, book: &Book) {
    let mut phone = AtPhone {
        wire,
        book,
        echo: true,
    };
    let mut rest = Vec::new();
    let mut typed = Vec::new();
    while let Some(byte) = wire.byte(&mut rest) {
        if phone.echo {
            wire.write(&[byte]);
        }
        match byte {
            b'\r' => {
                let line = String::from_utf8_lossy(&std::mem::take(&mut typed)).into_owned();
                phone.line(&line);
            }
            b'\n' => {}
            0x1b | 0x1a => typed.clear(),
            byte => typed.push(byte),
        }
    }
}

struct AtPhone<'a> {
    wire: &'a Wire,
    book: &'a Book,
    echo: bool,
}

impl AtPhone<'_> {
    fn line(&mut self, line: &str) {
        let Some(command) = line
            .get(..2)
            .filter(|start| start.eq_ignore_ascii_case("AT"))
            .and_then(|_| line.get(2..))
        else {
            return;
        };
        let answer = self.answer(command.trim());
        match answer {
            Ok(lines) => {
                for line in lines {
                    self.wire.write_text(&format!("\r\n{line}\r\n"));
                }
                self.wire.write_text("\r\nOK\r\n");
            }
            Err(0) => self.wire.write_text("\r\nERROR\r\n"),
            Err(number) => self
                .wire
                .write_text(&format!("\r\n+CME ERROR: {number}\r\n")),
        }
    }

    /// The lines before OK, or the number of an error; 0 for the plain one.
    fn answer(&mut self, command: &str) -> Result<Vec<String>, u32> {
        let (name, arguments) = match command.find('=') {
            Some(at) => (&command[..at], Some(&command[at + 1..])),
            None => (command, None),
        };
        match (name.to_ascii_uppercase().as_str(), arguments) {
            ("" | "Z" | "+CMEE" | "+CFUN" | "+CSCS" | "+CPBS" | "&F", _) => {
                if arguments == Some("?") && name.eq_ignore_ascii_case("+CSCS") {
                    return Ok(vec!["+CSCS: (\"GSM\",\"8859-1\")".to_owned()]);
                }
                if arguments == Some("?") && name.eq_ignore_ascii_case("+CPBS") {
                    return Ok(vec!["+CPBS: (\"ME\",\"SM\")".to_owned()]);
                }
                Ok(Vec::new())
            }
            ("E0", None) => {
                self.echo = false;
                Ok(Vec::new())
            }
            ("E1", None) => {
                self.echo = true;
                Ok(Vec::new())
            }
            ("+CSCS?", None) => Ok(vec!["+CSCS: \"GSM\"".to_owned()]),
            ("+CPBS?", None) => {
                let used = self.book.lock().unwrap().len();
                Ok(vec![format!("+CPBS: \"ME\",{used},{ENTRIES}")])
            }
            ("+CGMI", None) => Ok(vec!["Acme".to_owned()]),
            ("+CGMM", None) => Ok(vec!["Desk phone".to_owned()]),
            ("+CGMR", None) => Ok(vec!["1.0".to_owned()]),
            ("+CGSN", None) => Ok(vec!["350000000000017".to_owned()]),
            ("+CPIN?", None) => Ok(vec!["+CPIN: READY".to_owned()]),
            ("+CPBR", Some("?")) => Ok(vec![format!("+CPBR: (1-{ENTRIES}),40,20")]),
            ("+CPBR", Some(range)) => self.read(range),
            ("+CPBW", Some("?")) => Ok(vec![format!("+CPBW: (1-{ENTRIES}),40,(129,145),20")]),
            ("+CPBW", Some(arguments)) => self.write(arguments),
            ("+CDIS", Some(_)) => Ok(Vec::new()),
            _ => Err(0),
        }
    }

    fn read(&self, range: &str) -> Result<Vec<String>, u32> {
        let (first, last) = range.split_once(',').unwrap_or((range, range));
        let number = |text: &str| {
            text.trim()
                .parse::<usize>()
                .ok()
                .filter(|number| (1..=ENTRIES).contains(number))
                .ok_or(21_u32)
        };
        let (first, last) = (number(first)?, number(last)?);
        let book = self.book.lock().unwrap();
        Ok(book
            .range(first..=last)
            .map(|(index, (number, kind, name))| {
                format!("+CPBR: {index},\"{number}\",{kind},\"{name}\"")
            })
            .collect())
    }

    fn write(&self, arguments: &str) -> Result<Vec<String>, u32> {
        let fields: Vec<_> = arguments.splitn(4, ',').collect();
        let index: usize = fields[0].parse().map_err(|_| 21_u32)?;
        if !(1..=ENTRIES).contains(&index) {
            return Err(21);
        }
        let quoted = |text: &str| {
            text.strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'))
                .map(str::to_owned)
                .ok_or(25_u32)
        };
        let mut book = self.book.lock().unwrap();
        match fields.as_slice() {
            [_] => {
                book.remove(&index);
            }
            [_, number, kind, name] => {
                let name = quoted(name)?;
                if name.len() > 20 {
                    return Err(24);
                }
                book.insert(index, (quoted(number)?, (*kind).to_owned(), name));
            }
            _ => return Err(0),
        }
        Ok(Vec::new())
    }
}
