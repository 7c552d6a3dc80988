//! Serial phones by name: what follows `serial:` in a URL.

use std::sync::Arc;

use thiserror::Error;

use crate::{
    driver::SerialDriver,
    profile::{Profile, ProfileError},
};

/// Why a reference to serial phones cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// It is not written as it should be.
    #[error(
        "`{reference}` is not understood: {problem}; write a port and its profile, such as \
         `/dev/ttyUSB0?profile=acme.toml` or `COM3?profile=acme.toml`"
    )]
    Syntax {
        /// The reference.
        reference: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The profile cannot be used.
    #[error("{0}")]
    Profile(#[from] ProfileError),
}

impl SerialDriver {
    /// The driver that a URL names, given what follows `serial:`: a port, and `?profile=` with the path of a profile
    /// file. `&baud=` replaces the profile's baud rate; `&port=` adds another port of the same profile, and a further
    /// `&profile=` before it is for the ports from there on.
    ///
    /// The port need not exist. A name that contains `?` or `&` cannot be written here; use
    /// [`port`](Self::port).
    ///
    /// ```no_run
    /// use tspkit_driver_serial::SerialDriver;
    /// SerialDriver::from_reference("/dev/ttyUSB0?profile=acme.toml")?;
    /// SerialDriver::from_reference("COM3?profile=acme.toml&baud=9600&port=COM4")?;
    /// # Ok::<(), tspkit_driver_serial::ReferenceError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The reference is not understood, or a profile cannot be read or is wrong.
    pub fn from_reference(reference: &str) -> Result<Self, ReferenceError> {
        let syntax = |problem: &str| ReferenceError::Syntax {
            reference: reference.to_owned(),
            problem: problem.to_owned(),
        };
        let (port, query) = reference.split_once('?').unwrap_or((reference, ""));
        if port.is_empty() {
            return Err(syntax("it names no port"));
        }
        let mut driver = Self::new();
        let mut ports = vec![port];
        let mut profile: Option<&str> = None;
        let mut baud = None;
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("profile", path)) if !path.is_empty() => {
                    if let Some(before) = profile.replace(path) {
                        driver = driver.ports(&mut ports, before, baud)?;
                    }
                }
                Some(("port", port)) if !port.is_empty() => ports.push(port),
                Some(("baud", text)) => match text.parse() {
                    Ok(number @ 1..) => baud = Some(number),
                    _ => return Err(syntax(&format!("`{text}` is no baud rate"))),
                },
                _ => {
                    return Err(syntax(&format!(
                        "`{part}` is none of `profile=`, `port=` and `baud=`"
                    )));
                }
            }
        }
        let Some(profile) = profile else {
            return Err(syntax("it names no profile"));
        };
        if ports.is_empty() {
            return Err(syntax("its last profile has no port"));
        }
        driver.ports(&mut ports, profile, baud)
    }

    fn ports(
        mut self,
        ports: &mut Vec<&str>,
        profile: &str,
        baud: Option<u32>,
    ) -> Result<Self, ReferenceError> {
        let mut profile = Profile::from_file(profile)?;
        if let Some(baud) = baud {
            profile = profile.with_baud(baud);
        }
        let profile = Arc::new(profile);
        for port in ports.drain(..) {
            self = self.port(port, profile.clone());
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use tspkit_hal::blocking::BlockingHardware as _;

    use super::*;

    #[test]
    fn ports_and_profiles() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.toml");
        std::fs::write(&file, "name = \"A\"").unwrap();
        let file = file.display();
        let phones = |reference: &str| {
            SerialDriver::from_reference(reference)
                .unwrap()
                .inventory()
                .phones
                .iter()
                .map(|phone| phone.id.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(phones(&format!("COM3?profile={file}")), [1]);
        let two = format!("/dev/ttyUSB0?profile={file}&baud=9600&port=COM4");
        assert_eq!(phones(&two), [1, 65537]);
        let other = format!("COM3?profile={file}&profile={file}&port=COM4");
        assert_eq!(phones(&other), [1, 65537]);
        for (reference, part) in [
            ("", "it names no port"),
            ("COM3", "it names no profile"),
            ("COM3?profile=", "`profile=` is none of"),
            ("COM3?baud=0&profile=x", "`0` is no baud rate"),
            ("COM3?speed=1", "`speed=1` is none of"),
        ] {
            let error = SerialDriver::from_reference(reference).unwrap_err();
            assert!(error.to_string().contains(part), "{error}");
        }
        assert!(matches!(
            SerialDriver::from_reference("COM3?profile=/no/such/file"),
            Err(ReferenceError::Profile(ProfileError::Read { .. }))
        ));
    }
}
