//! Files that are written whole or not at all.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile};

use crate::failure::Failure;

/// A file that can be written: found out before a transfer, which may be long.
#[derive(Debug)]
pub(crate) struct OutFile<'a> {
    named: &'a Path,
    way: Way,
}

#[derive(Debug)]
enum Way {
    /// By a file beside it that takes its place. It is where links lead to.
    Replace { file: PathBuf, folder: PathBuf },
    /// A device or pipe has no place to take.
    Direct,
}

impl<'a> OutFile<'a> {
    /// Checks that the file can be written. Leaves nothing behind.
    pub(crate) fn prepare(named: &'a Path) -> Result<Self, Failure> {
        let way = Self::way(named)
            .and_then(|way| {
                if let Way::Replace { folder, file } = &way {
                    drop(beside(folder, file)?);
                }
                Ok(way)
            })
            .map_err(|error| Failure::file("write", named, &error))?;
        Ok(Self { named, way })
    }

    fn way(named: &Path) -> io::Result<Way> {
        let file = match fs::metadata(named) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => return Ok(Way::Direct),
            Ok(_) => fs::canonicalize(named)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => named.to_owned(),
            Err(error) => return Err(error),
        };
        let folder = match file.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        Ok(Way::Replace { file, folder })
    }

    /// Writes the file.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &self.way {
            Way::Direct => fs::write(self.named, bytes),
            Way::Replace { file, folder } => replace(file, folder, bytes),
        };
        written.map_err(|error| Failure::file("write", self.named, &error))
    }
}

fn replace(file: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = beside(folder, file)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    new.persist(file)?;
    Ok(())
}

/// An empty temporary file with the permissions that `file` has, or would have as a new file.
fn beside(folder: &Path, file: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".tspkit-");
    #[cfg(unix)]
    let usual = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(usual);
    let new = builder.tempfile_in(folder)?;
    #[cfg(unix)]
    if let Ok(old) = fs::metadata(file) {
        new.as_file().set_permissions(old.permissions())?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn preparing_leaves_nothing_and_writing_only_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.bin");
        let file = OutFile::prepare(&path).unwrap();
        assert_eq!(names(folder.path()), [""; 0]);
        file.write(b"one").unwrap();
        file.write(b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["out.bin"]);
    }

    #[test]
    fn the_old_file_is_replaced_and_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (path, old) = (folder.path().join("file"), folder.path().join("old"));
        fs::write(&path, "old").unwrap();
        // Whoever has the old file, by another name or opened, keeps it whole.
        fs::hard_link(&path, &old).unwrap();
        OutFile::prepare(&path).unwrap().write(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read(&old).unwrap(), b"old");
    }

    #[test]
    fn a_folder_that_is_missing_is_found_before_the_transfer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing").join("out.bin");
        let failure = OutFile::prepare(&path).unwrap_err();
        assert_eq!(failure.kind, crate::failure::Kind::File);
        let failure = OutFile::prepare(folder.path()).unwrap_err();
        assert_eq!(failure.kind, crate::failure::Kind::File);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        OutFile::prepare(&link).unwrap().write(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
