//! A telephony service provider over the simulated office.
//!
//! The configuration value `Hardware` names other hardware by its URL, such as
//! `serial:COM3?profile=C:\ProgramData\Example\acme.toml`: the environment variable `OFFICE_TSP_HARDWARE`, or on
//! Windows the value under `HKLM\SOFTWARE\tspkit\Office TSP`.

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
