//! Calls between the simulated office's lines and with the world outside: what each end is told, in which order.

mod basic;
mod bench;
mod buffers;
mod callbacks;
mod carrier;
mod digits;
mod events;
mod faults;
mod hold;
mod many;
mod outside;
