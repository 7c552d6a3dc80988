//! Every kind of call info buffer, in every state of a call, put, got and released: what happens is what
//! `expected.txt` says, which was written from TAPI's pages and not from the code.

mod literal;
mod table;
