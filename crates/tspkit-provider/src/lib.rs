//! Turns phone hardware into the `TSPI_*` exports of a Windows telephony service provider.

pub mod config;
#[cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the exports will use it")
)]
mod log;

/// Who makes a provider, and what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Who makes it.
    pub vendor: &'static str,
    /// What it is called.
    pub product: &'static str,
    /// The name of its file, such as `office.tsp`.
    pub file: &'static str,
}

impl About {
    /// Vendor, product and file name.
    pub const fn new(vendor: &'static str, product: &'static str, file: &'static str) -> Self {
        Self {
            vendor,
            product,
            file,
        }
    }
}
