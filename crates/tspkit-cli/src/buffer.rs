//! Buffers on the command line.

use std::{fs, str::FromStr};

use tspkit::Bytes;
use tspkit_q931::UserUserInfo;

use crate::hex;

/// Bytes for a call to carry: `ia5:…`, `text:…`, `hex:…` or `file:…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Buffer(pub(crate) Bytes);

impl FromStr for Buffer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const FORMS: &str = "it begins with `ia5:`, `text:`, `hex:` or `file:`";
        let (form, rest) = text.split_once(':').ok_or(FORMS)?;
        let bytes = match form {
            "ia5" => UserUserInfo::ia5(rest)
                .map_err(|error| error.to_string())?
                .encode(),
            "text" => rest.as_bytes().to_vec(),
            "hex" => hex::read(rest, &format!("`{rest}`")).map_err(|failure| failure.message)?,
            "file" => fs::read(rest).map_err(|error| format!("cannot read `{rest}`: {error}"))?,
            _ => return Err(FORMS.into()),
        };
        Ok(Self(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_have_four_forms() {
        let bytes = |text: &str| text.parse::<Buffer>().map(|buffer| buffer.0.to_vec());
        assert_eq!(bytes("ia5:hi").unwrap(), b"\x04hi");
        assert_eq!(bytes("text:hi: é").unwrap(), "hi: é".as_bytes());
        assert_eq!(bytes("hex:91 81").unwrap(), [0x91, 0x81]);
        assert_eq!(bytes("hex:").unwrap(), [0; 0]);
        for (wrong, error) in [
            ("hello", "it begins with `ia5:`, `text:`, `hex:` or `file:`"),
            (
                "base64:aGk=",
                "it begins with `ia5:`, `text:`, `hex:` or `file:`",
            ),
            (
                "ia5:né",
                "character 'é' at byte 1 of the text is not in IA5",
            ),
            (
                "hex:9",
                "'9' stands alone, and a byte has two digits, at character 1 of `9`",
            ),
        ] {
            assert_eq!(bytes(wrong).unwrap_err(), error, "{wrong}");
        }
        let missing = bytes("file:no-such-file").unwrap_err();
        assert!(
            missing.starts_with("cannot read `no-such-file`: "),
            "{missing}"
        );
    }
}
