//! The file to send.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use tspkit::{DataArea, PhoneError};

use crate::{
    failure::{Failure, Kind},
    target::{Target, area_name},
};

/// Where the bytes come from.
#[derive(Debug)]
pub(crate) struct Input<'a>(&'a Path);

impl<'a> Input<'a> {
    pub(crate) fn new(path: &'a Path) -> Self {
        Self(path)
    }

    /// `` `firmware.bin` `` or `standard input`.
    pub(crate) fn name(&self) -> String {
        if self.is_stdin() {
            "standard input".into()
        } else {
            format!("`{}`", self.0.display())
        }
    }

    /// Reads all of it, unless it does not fit the area: then no more than it takes to know.
    pub(crate) fn read(&self, target: &Target, area: &DataArea) -> Result<Vec<u8>, Failure> {
        if self.is_stdin() {
            tracing::debug!("reading standard input");
            let found = read_at_most(io::stdin().lock(), area.size).map_err(|error| {
                Failure::new(Kind::File, format!("cannot read standard input: {error}"))
            })?;
            return found.ok_or_else(|| self.too_large(target, area, None));
        }
        let failed = |error| Failure::file("read", self.0, &error);
        let file = File::open(self.0).map_err(failed)?;
        let known = file.metadata().map_err(failed)?;
        if known.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        if known.len() > u64::from(area.size) {
            return Err(self.too_large(target, area, Some(known.len())));
        }
        let found = read_at_most(file, area.size).map_err(failed)?;
        found.ok_or_else(|| self.too_large(target, area, None))
    }

    fn is_stdin(&self) -> bool {
        self.0.as_os_str() == "-"
    }

    fn too_large(&self, target: &Target, area: &DataArea, size: Option<u64>) -> Failure {
        let limit = area.size;
        let has = match size {
            Some(size) => format!("has {size} bytes"),
            None => format!("has more than {limit} bytes"),
        };
        let message = format!(
            "{} {has}; {} of {} holds {limit}",
            self.name(),
            area_name(area),
            target.name()
        );
        Failure::new(Kind::Refused, message)
            .code(PhoneError::OperationFailed)
            .hint("nothing was sent; a smaller file or a larger area is needed")
    }
}

/// All the bytes, or `None` when there are more.
fn read_at_most(from: impl Read, limit: u32) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(u64::from(limit) + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= u64::from(limit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_too_many_is_noticed_and_the_rest_left_unread() {
        let mut endless = io::repeat(7);
        assert_eq!(read_at_most(&mut endless, 3).unwrap(), None);
        assert_eq!(read_at_most(&b"abc"[..], 3).unwrap().unwrap(), b"abc");
        assert_eq!(read_at_most(&b""[..], 0).unwrap().unwrap(), b"");
        assert_eq!(read_at_most(&b"a"[..], 0).unwrap(), None);
    }
}
