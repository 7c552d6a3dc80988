//! Files, and the block 0 in which YMODEM announces them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use bytes::Bytes;

/// What a YMODEM header says about a file. XMODEM leaves all of it empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileInfo {
    /// The name as it came, in the peer's character set, possibly with a path. Nothing is checked about it:
    /// see [`safe_name`](Self::safe_name).
    pub name: Bytes,
    /// The size in bytes, if the header has one.
    pub size: Option<u64>,
    /// When the file was changed, in seconds since 1970-01-01 UTC; unknown is `None`.
    pub modified: Option<u64>,
    /// The Unix mode, if the header has one.
    pub mode: Option<u32>,
}

impl FileInfo {
    /// The name, if it is one that can be made in a directory without leaving it: UTF-8, not empty, not `.` or `..`,
    /// without separators, drive colons and control characters.
    ///
    /// ```
    /// # use tspkit_xymodem::FileInfo;
    /// let mut info = FileInfo::default();
    /// info.name = "ring.bin".into();
    /// assert_eq!(info.safe_name(), Some("ring.bin"));
    /// info.name = "../ring.bin".into();
    /// assert_eq!(info.safe_name(), None);
    /// ```
    pub fn safe_name(&self) -> Option<&str> {
        let name = core::str::from_utf8(&self.name).ok()?;
        let bad = name.is_empty()
            || name == "."
            || name == ".."
            || name
                .chars()
                .any(|c| matches!(c, '/' | '\\' | ':') || c.is_control());
        (!bad).then_some(name)
    }
}

/// A file to be sent, already in memory; the data is shared, not copied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The name in the YMODEM header; XMODEM does not transmit it.
    pub name: Bytes,
    /// The contents.
    pub data: Bytes,
    /// When the file was changed, in seconds since 1970-01-01 UTC.
    pub modified: Option<u64>,
    /// The Unix mode.
    pub mode: Option<u32>,
}

impl File {
    /// A file with a name.
    pub fn new(name: impl Into<Bytes>, data: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            data: data.into(),
            modified: None,
            mode: None,
        }
    }

    /// A file without a name, for XMODEM.
    pub fn unnamed(data: impl Into<Bytes>) -> Self {
        Self::new(Bytes::new(), data)
    }

    pub(crate) fn info(&self) -> FileInfo {
        FileInfo {
            name: self.name.clone(),
            size: Some(self.data.len() as u64),
            modified: self.modified,
            mode: self.mode,
        }
    }
}

/// The contents of a header block, not yet padded; the end of a batch is an empty one.
pub(crate) fn write_header(info: &FileInfo) -> Vec<u8> {
    let mut text = String::new();
    if let Some(size) = info.size {
        text = size.to_string();
        // The fields have fixed places, so the mode cannot come without a time; 0 means unknown.
        if info.modified.is_some() || info.mode.is_some() {
            // Writing to a string does not fail.
            let _ = write!(text, " {:o}", info.modified.unwrap_or(0));
        }
        if let Some(mode) = info.mode {
            let _ = write!(text, " {mode:o}");
        }
    }
    let mut block = Vec::with_capacity(info.name.len() + text.len() + 2);
    block.extend_from_slice(&info.name);
    block.push(0);
    block.extend_from_slice(text.as_bytes());
    block.push(0);
    block
}

/// What a header block says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Header {
    /// Another file.
    File(FileInfo),
    /// The batch is over.
    End,
}

/// Reads a header block. A size that is missing is unknown; one that is no number is an error, because the data would be
/// cut wrongly. The rest is a courtesy and ignored when it is unreadable.
pub(crate) fn read_header(block: &[u8]) -> Option<Header> {
    let end = block.iter().position(|byte| *byte == 0)?;
    let (name, rest) = block.split_at(end);
    if name.is_empty() {
        return Some(Header::End);
    }
    let rest = &rest[1..];
    let fields = &rest[..rest
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(rest.len())];
    let mut fields = fields
        .split(|byte| *byte == b' ')
        .filter(|field| !field.is_empty());
    let size = match fields.next() {
        None => None,
        Some(field) => Some(number(field, 10)?),
    };
    let modified = fields
        .next()
        .and_then(|field| number(field, 8))
        .filter(|time| *time != 0);
    let mode = fields
        .next()
        .and_then(|field| number(field, 8))
        .and_then(|mode| u32::try_from(mode).ok());
    Some(Header::File(FileInfo {
        name: Bytes::copy_from_slice(name),
        size,
        modified,
        mode,
    }))
}

fn number(field: &[u8], radix: u32) -> Option<u64> {
    if !field.iter().all(u8::is_ascii_digit) {
        return None;
    }
    u64::from_str_radix(core::str::from_utf8(field).ok()?, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_as_others_write_it() {
        let Some(Header::File(info)) =
            read_header(b"a.bin\x005000 15010324253 100644 0 1 5000\0\0\0")
        else {
            panic!("not a file");
        };
        assert_eq!(&info.name[..], b"a.bin");
        assert_eq!(info.size, Some(5000));
        assert_eq!(info.modified, Some(0o15_010_324_253));
        assert_eq!(info.mode, Some(0o100_644));
    }

    #[test]
    fn missing_and_broken_fields() {
        let read = |block: &[u8]| match read_header(block) {
            Some(Header::File(info)) => Some(info.size),
            Some(Header::End) => panic!("the end"),
            None => None,
        };
        assert_eq!(read(b"a\0\0\0"), Some(None));
        assert_eq!(read(b"a\0"), Some(None));
        assert_eq!(read(b"a\x0012x\0"), None);
        assert_eq!(read(b"a\0+12\0"), None);
        assert_eq!(read(b"a\x0099999999999999999999\0"), None);
        assert_eq!(read(b"no end"), None);
        assert_eq!(read(b"a\x0012 89 zz\0"), Some(Some(12)));
        assert_eq!(read_header(&[0; 128]), Some(Header::End));
        assert_eq!(read_header(&[]), None);
    }

    #[test]
    fn what_is_written_is_read() {
        let mut info = FileInfo {
            name: Bytes::from_static(b"x y"),
            size: Some(7),
            modified: None,
            mode: Some(0o644),
        };
        assert_eq!(write_header(&info), b"x y\x007 0 644\0");
        assert_eq!(
            read_header(&write_header(&info)),
            Some(Header::File(info.clone()))
        );
        info.mode = None;
        assert_eq!(write_header(&info), b"x y\x007\0");
        info.modified = Some(8);
        assert_eq!(read_header(&write_header(&info)), Some(Header::File(info)));
    }

    #[test]
    fn names_that_leave_the_directory_are_not_safe() {
        for name in ["", ".", "..", "a/b", "/a", "a\\b", "c:a", "a\nb", "\u{7f}"] {
            assert_eq!(
                FileInfo {
                    name: name.into(),
                    ..FileInfo::default()
                }
                .safe_name(),
                None,
                "{name:?}"
            );
        }
        assert_eq!(
            FileInfo {
                name: Bytes::from_static(&[0xff]),
                ..FileInfo::default()
            }
            .safe_name(),
            None
        );
        assert_eq!(
            FileInfo {
                name: "..a".into(),
                ..FileInfo::default()
            }
            .safe_name(),
            Some("..a")
        );
    }
}
