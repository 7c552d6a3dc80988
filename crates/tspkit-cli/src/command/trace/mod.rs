//! `tspkit trace`.

mod check;
mod files;
mod show;
mod words;

use crate::{args::Trace, failure::Failure, output::Output};

pub(crate) fn trace(args: &Trace, output: &Output) -> Result<(), Failure> {
    if args.check {
        check::check(&args.files, output)
    } else {
        show::show(args, output)
    }
}
