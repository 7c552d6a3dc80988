//! The functions of phones.

mod devices;
mod gets;
mod opening;
mod sets;
