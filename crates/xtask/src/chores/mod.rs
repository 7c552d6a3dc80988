//! One module for each chore.

pub(crate) mod bench;
pub(crate) mod delivery;
pub(crate) mod fuzz;
pub(crate) mod guide;
pub(crate) mod lint;
pub(crate) mod packages;
pub(crate) mod provider;
pub(crate) mod sanitizers;
pub(crate) mod scripts;
pub(crate) mod testing;
pub(crate) mod toolchains;
pub(crate) mod tsp;
pub(crate) mod windows;
