//! Typed contents of lines, addresses and calls: each value in its place, at every version and total size.

mod addresses;
mod arrays;
mod calls;
mod lines;
mod room;
mod times;
