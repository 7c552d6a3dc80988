//! Offices by name: files, and what follows `sim:` in a URL.

use std::{fs, path::Path};

use crate::config::{OfficeConfig, OfficeError};

impl OfficeConfig {
    /// The default office; [the crate's page](crate#the-default-office) lists its phones.
    ///
    /// # Errors
    ///
    /// None: the office is part of this crate, and a test reads it.
    pub fn default_office() -> Result<Self, OfficeError> {
        Self::from_toml(super::DEFAULT)
    }

    /// Reads an office file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or see [`from_toml`](Self::from_toml).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, OfficeError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|source| OfficeError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::from_toml(&text)
    }

    /// The office that a URL names, given what follows `sim:`: nothing for the default office, otherwise the path
    /// of an office file; then, if wanted, `?seed=` and a number, which replaces the office's own seed.
    ///
    /// ```
    /// let office = tspkit_driver_sim::OfficeConfig::from_reference("?seed=42")?;
    /// assert_eq!(office.seed, 42);
    /// # Ok::<(), tspkit_driver_sim::OfficeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The reference is not understood, or see [`from_file`](Self::from_file).
    pub fn from_reference(reference: &str) -> Result<Self, OfficeError> {
        let (path, query) = reference.split_once('?').unwrap_or((reference, ""));
        let mut seed = None;
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let number = part
                .strip_prefix("seed=")
                .and_then(|number| number.parse().ok());
            let number = number.ok_or_else(|| OfficeError::Reference {
                part: part.to_owned(),
            })?;
            seed = Some(number);
        }
        let mut office = match path {
            "" => Self::default_office()?,
            path => Self::from_file(path)?,
        };
        office.seed = seed.unwrap_or(office.seed);
        Ok(office)
    }
}
