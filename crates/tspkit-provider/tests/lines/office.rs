//! A provider over the default simulated office, for each test its own.

use std::{
    sync::{Mutex, Once},
    time::Duration,
};

use tspkit_driver_sim::{LineRequestKind, OfficeConfig, SimControl, SimOffice};
use tspkit_provider::{
    About, Configuration, Exports, Extension, ServiceProvider,
    abi::LineError,
    hal::{Hardware, LineInfo},
    tspkit::OpenError,
};

use crate::{support::tapi::V3_0, tapi::Lines, world};

/// The first device ids.
pub const LINES: u32 = 30;
pub const PHONES: u32 = 60;
pub const PERMANENT: u32 = 9;

/// An author whose hardware is a simulated office that the test has its hands in.
pub struct Author {
    pub control: Mutex<Option<SimControl>>,
    /// The configuration of `tests/thing`.
    pub config: Mutex<Vec<u8>>,
    office: fn() -> OfficeConfig,
}

impl Author {
    pub const fn new() -> Self {
        Self::of(|| {
            let mut config = OfficeConfig::default_office().expect("the default office is valid");
            // Nothing happens because the machine is slow.
            let never = Duration::from_secs(24 * 60 * 60);
            config.switch = config.switch.ring_every(never).no_answer(never);
            config
        })
    }

    /// An author with that office.
    pub const fn of(office: fn() -> OfficeConfig) -> Self {
        Self {
            control: Mutex::new(None),
            config: Mutex::new(Vec::new()),
            office,
        }
    }
}

impl ServiceProvider for Author {
    fn about(&self) -> About {
        About::new("tspkit tests", "Lines", "lines.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        let sim = SimOffice::new((self.office)()).expect("it is valid");
        *self.control.lock().unwrap() = Some(sim.control());
        Ok(Box::new(sim))
    }

    fn extension(&self) -> Option<Extension> {
        Some(Extension {
            id: [1, 2, 3, 4],
            versions: 1..=3,
        })
    }

    fn device_config(&self, line: &LineInfo, class: &str) -> Result<Vec<u8>, LineError> {
        assert!(
            class != "tests/panic",
            "the author panics, as the test wants"
        );
        if class != "tests/thing" {
            return Err(LineError::InvalDeviceClass);
        }
        let mut config = self.config.lock().unwrap().clone();
        config.push(u8::try_from(line.id.0).expect("it is small"));
        Ok(config)
    }

    fn set_device_config(
        &self,
        _line: &LineInfo,
        class: &str,
        config: &[u8],
    ) -> Result<(), LineError> {
        if class != "tests/thing" {
            return Err(LineError::InvalDeviceClass);
        }
        *self.config.lock().unwrap() = config.to_vec();
        Ok(())
    }
}

/// A provider that was enumerated and initialised.
#[derive(Clone, Copy)]
pub struct Office {
    pub author: &'static Author,
    pub exports: &'static Exports,
    pub lines: Lines,
}

impl Office {
    #[track_caller]
    pub fn start(author: &'static Author, exports: &'static Exports) -> Self {
        static ENVIRONMENT: Once = Once::new();
        // Nobody reaches this limit, however slow the machine is.
        // SAFETY: nothing in this process reads variables but Rust's own library, which keeps that apart.
        ENVIRONMENT.call_once(|| unsafe { std::env::set_var("LINES_CLOSE_LIMIT", "1h") });
        let (mut lines, mut phones, mut options) = (0, 0, 7);
        // SAFETY: the outputs are variables, and the procedures functions.
        let result = unsafe {
            exports.provider_enum_devices(
                PERMANENT,
                &raw mut lines,
                &raw mut phones,
                0x1000,
                Some(world::event),
                None,
            )
        };
        let expected = (author.office)();
        let count = |all: usize| u32::try_from(all).expect("there are few");
        let (some_lines, some_phones) = (count(expected.lines.len()), count(expected.phones.len()));
        assert_eq!((result, lines, phones), (0, some_lines, some_phones));
        // SAFETY: the output is a variable, and the procedure a function.
        let result = unsafe {
            exports.provider_init(
                V3_0,
                PERMANENT,
                LINES,
                PHONES,
                lines as usize,
                phones as usize,
                Some(world::completion),
                &raw mut options,
            )
        };
        assert_eq!((result, options), (0, 0));
        Self {
            author,
            exports,
            lines: Lines(exports),
        }
    }

    pub fn control(&self) -> SimControl {
        let control = self.author.control.lock().unwrap();
        control.clone().expect("the hardware was made")
    }

    #[track_caller]
    pub fn shut_down(&self) {
        // SAFETY: it takes numbers only.
        let result = unsafe { self.exports.provider_shutdown(V3_0, PERMANENT) };
        assert_eq!(result, 0);
    }
}

/// An office of its own for a test: the default one, or that of an author.
macro_rules! office {
    () => {
        $crate::office::office!($crate::office::Author::new())
    };
    ($author:expr) => {{
        static AUTHOR: $crate::office::Author = $author;
        static HANDLES: tspkit_provider::Handles = tspkit_provider::Handles::new();
        static EXPORTS: tspkit_provider::Exports =
            tspkit_provider::Exports::new(&AUTHOR, tspkit_provider::Functions::all(), &HANDLES);
        $crate::office::Office::start(&AUTHOR, &EXPORTS)
    }};
}

pub(crate) use office;

/// A kind of request by its name, for rules.
#[track_caller]
pub fn kind(name: &str) -> LineRequestKind {
    LineRequestKind::new(name).expect("there is such a request")
}
