//! A telephony service provider over the simulated office.
//!
//! The configuration value `Hardware` names other hardware by its URL, such as
//! `serial:COM3?profile=C:\ProgramData\Example\acme.toml`: the environment variable `OFFICE_TSP_HARDWARE`, or on
//! Windows the value under `HKLM\SOFTWARE\tspkit\Office TSP`.
//!
//! Without it there is the default office: three lines, 101 to 103, that can do all that the simulated switch can with one
//! another, and with the numbers outside that `tspkit_driver_sim` lists. Nobody calls from there, no line leaves service and
//! no phone is pulled out by itself: `sim:office.toml` is an office in which that happens, by `[[line_events]]`
//! and `[[events]]`, or to order by a data area whose command is `act`; `tests/calls/office.toml` is one.

use tspkit_provider::{
    About, Configuration, ServiceProvider, export,
    hal::Hardware,
    tspkit::{Drivers, OpenError},
};

struct Office;

impl ServiceProvider for Office {
    fn about(&self) -> About {
        About::new("tspkit", "Office TSP", "office.tsp")
    }

    fn hardware(&self, configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        let url = configuration.get("Hardware");
        Drivers::make(url.as_deref().unwrap_or("sim:"))
    }
}

export!(Office);
