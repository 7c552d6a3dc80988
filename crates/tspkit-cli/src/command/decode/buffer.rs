//! The bytes to explain.

use std::{
    fs,
    io::{self, Read as _},
};

use crate::{
    args::Decode,
    failure::{Failure, Kind},
    hex,
};

/// Reads them from where the command line says.
pub(super) fn read(args: &Decode) -> Result<Vec<u8>, Failure> {
    if let Some(path) = &args.file {
        if path.as_os_str() == "-" {
            return stdin();
        }
        return fs::read(path).map_err(|error| Failure::file("read", path, &error));
    }
    match args.bytes.as_slice() {
        [dash] if dash == "-" => {
            let text = String::from_utf8(stdin()?).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                let message = format!("standard input is not text, from byte {} on", at + 1);
                Failure::new(Kind::Usage, message).hint("--file - takes bytes as they are")
            })?;
            hex::read(&text, "standard input")
        }
        words => {
            let text = words.join(" ");
            hex::read(&text, &format!("`{text}`"))
        }
    }
}

fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(Failure::new(
            Kind::File,
            format!("cannot read standard input: {error}"),
        )),
    }
}
