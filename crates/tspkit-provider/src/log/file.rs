//! The file: whole lines, and a new file when it has grown.

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

/// A log's file, and the older ones beside it: `FILE.1` is the newest of them.
///
/// One process writes to a file; two that were given the same one would take it from each other.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    most: u64,
    old: u32,
    /// `None` when it could not be opened again after a rotation; the next line tries once more.
    file: Option<File>,
    /// What is in the file, or has been added since a rotation failed.
    size: u64,
    /// The file ends in the middle of a line.
    torn: bool,
}

impl LogFile {
    /// Appends to that file, and makes it and its folders if need be.
    pub(super) fn open(path: &Path, most: u64, old: u32) -> io::Result<Self> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder)?;
        }
        let mut log = Self {
            path: path.to_owned(),
            most,
            old,
            file: None,
            size: 0,
            torn: false,
        };
        log.reopen()?;
        Ok(log)
    }

    /// Adds a line, in a new file when this one has no room. What fails is passed over: a provider works without its log.
    pub(super) fn write(&mut self, line: &[u8]) {
        if self.size > 0 && self.size.saturating_add(line.len() as u64) > self.most {
            self.rotate();
        }
        if self.file.is_none() {
            let _ = self.reopen();
        }
        let Some(file) = &mut self.file else {
            return;
        };
        if self.torn && file.write_all(b"\n").is_err() {
            return;
        }
        self.torn = file.write_all(line).is_err();
        self.size += line.len() as u64;
    }

    fn reopen(&mut self) -> io::Result<()> {
        let mut options = File::options();
        let mut file = options
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)?;
        self.size = file.metadata()?.len();
        self.torn = self.size > 0 && !ends_a_line(&mut file);
        self.file = Some(file);
        Ok(())
    }

    /// `FILE` becomes `FILE.1`, that becomes `FILE.2`, and so on; the oldest is replaced.
    fn rotate(&mut self) {
        // Windows renames no file that is open.
        self.file = None;
        let free = (1..self.old).find(|number| !self.numbered(*number).exists());
        for number in (1..free.unwrap_or(self.old)).rev() {
            let _ = fs::rename(self.numbered(number), self.numbered(number + 1));
        }
        let moved = match self.old {
            0 => fs::remove_file(&self.path),
            _ => fs::rename(&self.path, self.numbered(1)),
        };
        let reopened = self.reopen();
        if moved.is_err() && reopened.is_ok() {
            // Somebody has the file open, say. It is tried again after as many bytes as fill a file.
            self.size = 0;
        }
    }

    fn numbered(&self, number: u32) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{number}"));
        path.into()
    }
}

/// Whether the last byte ends a line; a file that cannot tell is taken for one that ends in the middle.
fn ends_a_line(file: &mut File) -> bool {
    let mut last = [0];
    file.seek(SeekFrom::End(-1)).is_ok() && file.read_exact(&mut last).is_ok() && last == *b"\n"
}
