//! The bytes to explain.

use std::{
    fs,
    io::{self, Read as _},
};

use crate::{
    args::{BufferKind, Decode},
    failure::{Failure, Kind},
    hex,
};

/// Reads them from where the command line says.
pub(super) fn read(args: &Decode) -> Result<Vec<u8>, Failure> {
    let is_text = args.kind == BufferKind::UserToUser;
    if let Some(path) = &args.file {
        let bytes = if path.as_os_str() == "-" {
            stdin()?
        } else {
            fs::read(path).map_err(|error| Failure::file("read", path, &error))?
        };
        return Ok(if is_text {
            value(&bytes).to_vec()
        } else {
            bytes
        });
    }
    let (text, what) = match args.bytes.as_slice() {
        [dash] if dash == "-" => (stdin()?, "standard input".to_owned()),
        words => {
            let text = words.join(" ");
            let what = format!("`{text}`");
            (text.into_bytes(), what)
        }
    };
    if is_text {
        return Ok(value(&text).to_vec());
    }
    match str::from_utf8(&text) {
        Ok(text) => hex::read(text, &what),
        Err(error) => {
            let at = error.valid_up_to() + 1;
            let message = format!("{what} is not text, from byte {at} on");
            Err(Failure::new(Kind::Usage, message).hint("--file - takes bytes as they are"))
        }
    }
}

/// A header's value: the line without its end, and without the header's name where that is there.
fn value(line: &[u8]) -> &[u8] {
    const NAME: &[u8] = b"user-to-user";
    let line = line.trim_ascii();
    let colon = line.iter().position(|byte| *byte == b':');
    match colon.map(|colon| line.split_at(colon)) {
        Some((name, value)) if name.trim_ascii().eq_ignore_ascii_case(NAME) => {
            value[1..].trim_ascii()
        }
        _ => line,
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
