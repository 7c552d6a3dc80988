//! Drivers by name.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error as StdError,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use thiserror::Error;
use tspkit_hal::{Hardware, HardwareError, InventoryError};

type Made = Result<Box<dyn Hardware>, Box<dyn StdError + Send + Sync>>;

type CompiledIn = fn(&str) -> Made;

type Factory = dyn Fn(&str) -> Made + Send + Sync;

/// The drivers that URLs can name.
///
/// Those that were compiled in are there from the start; any other can be added under a name of its own.
///
/// ```
/// use tspkit::{Drivers, Hardware};
/// # use tspkit::hal::*;
/// # struct Acme;
/// # impl Acme { fn at(_: &str) -> Result<Self, std::io::Error> { Ok(Self) } }
/// # impl Hardware for Acme {
/// #     fn inventory(&self) -> Inventory { Inventory::new() }
/// #     fn start(&self, _: EventSink) -> Result<(), HardwareError> { Ok(()) }
/// #     fn submit(&self, _: PhoneId, _: PhoneRequest, done: Completion<PhoneReply>) { done.unavailable() }
/// #     fn stop(&self, _: Deadline) -> Stopped { Stopped::Clean }
/// # }
/// Drivers::register("acme", |address| Ok(Box::new(Acme::at(address)?)));
/// let office = tspkit::open("acme:192.0.2.1")?;
/// # Ok::<(), tspkit::OpenError>(())
/// ```
#[derive(Debug)]
pub struct Drivers;

impl Drivers {
    /// Adds a driver, or replaces the one of that name. `make` gets what follows the colon of the URL.
    pub fn register<F>(name: &str, make: F)
    where
        F: Fn(&str) -> Result<Box<dyn Hardware>, Box<dyn StdError + Send + Sync>>
            + Send
            + Sync
            + 'static,
    {
        let mut drivers = ADDED.write().unwrap_or_else(PoisonError::into_inner);
        drivers.insert(name.to_ascii_lowercase(), Arc::new(make));
    }

    /// The names that URLs can begin with.
    pub fn names() -> Vec<String> {
        let added = ADDED.read().unwrap_or_else(PoisonError::into_inner);
        let compiled_in = COMPILED_IN.iter().map(|(name, _)| *name);
        let all: BTreeSet<_> = compiled_in
            .chain(added.keys().map(String::as_str))
            .collect();
        all.into_iter().map(str::to_owned).collect()
    }

    /// Makes the hardware that the URL names. It is not started.
    ///
    /// # Errors
    ///
    /// When the URL names no driver, or the driver cannot use the rest of it.
    pub fn make(url: &str) -> Result<Box<dyn Hardware>, OpenError> {
        let unknown = |reason| OpenError::Url {
            url: url.into(),
            reason,
            known: Known(Self::names()),
        };
        let Some((name, rest)) = url.split_once(':') else {
            return Err(unknown("it has no colon"));
        };
        let made = match (added(name), compiled_in(name)) {
            (Some(make), _) => make(rest),
            (None, Some(make)) => make(rest),
            (None, None) => return Err(unknown("there is no driver of that name")),
        };
        made.map_err(|source| OpenError::Driver {
            url: url.into(),
            source,
        })
    }
}

/// The drivers that were added. Those that were compiled in stand apart, since what a library puts here is left when
/// the library is unloaded.
static ADDED: RwLock<BTreeMap<String, Arc<Factory>>> = RwLock::new(BTreeMap::new());

const COMPILED_IN: &[(&str, CompiledIn)] = &[
    #[cfg(feature = "serial")]
    ("serial", |reference| {
        let driver = tspkit_driver_serial::SerialDriver::from_reference(reference)?;
        Ok(Box::new(driver.into_hardware()))
    }),
    #[cfg(feature = "sim")]
    ("sim", |reference| {
        let office = tspkit_driver_sim::SimOffice::from_reference(reference)?;
        Ok(Box::new(office))
    }),
];

fn compiled_in(name: &str) -> Option<CompiledIn> {
    let mut drivers = COMPILED_IN.iter();
    let (_, make) = drivers.find(|(driver, _)| driver.eq_ignore_ascii_case(name))?;
    Some(*make)
}

fn added(name: &str) -> Option<Arc<Factory>> {
    let drivers = ADDED.read().unwrap_or_else(PoisonError::into_inner);
    drivers.get(&name.to_ascii_lowercase()).cloned()
}

/// Why hardware could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The URL names no driver.
    #[error(
        "cannot open `{url}`: {reason}; a URL begins with the name of a driver, one of {known}"
    )]
    Url {
        /// The URL.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
        /// The names there are.
        known: Known,
    },
    /// The driver cannot use what the URL says.
    #[error("cannot open `{url}`: {source}")]
    Driver {
        /// The URL.
        url: String,
        /// What the driver says.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The driver's inventory makes no sense.
    #[error("the driver's inventory is wrong: {0}")]
    Inventory(#[from] InventoryError),
    /// The hardware did not start.
    #[error("the hardware did not start: {0}")]
    Start(#[source] HardwareError),
    /// No thread could be started.
    #[error("no thread could be started: {0}")]
    Thread(#[source] std::io::Error),
}

/// Names of drivers, as `sim:, serial:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known(pub Vec<String>);

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none: no driver was compiled in");
        }
        for (number, name) in self.0.iter().enumerate() {
            write!(f, "{}`{name}:`", if number == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
