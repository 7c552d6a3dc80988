//! `cargo xtask bench`.

use anyhow::Result;
use clap::Args;

use crate::{chores::windows, run::Run, tool::Tool};

const PACKAGE: &str = "tspkit-benches";

#[derive(Args)]
pub(crate) struct Options {
    /// Builds them for Windows and runs them under Wine
    #[arg(long)]
    wine: bool,
    /// One bench, such as `provider`; all of them otherwise
    #[arg(long, value_name = "NAME")]
    bench: Option<String>,
    /// Arguments for the benches, such as a filter
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn bench(run: &mut Run<'_>, options: &Options) -> Result<()> {
    run.project.package(PACKAGE)?;
    let which = |cargo: Tool| {
        let one = options.bench.iter().flat_map(|name| ["--bench", name]);
        cargo
            .args(["--package", PACKAGE])
            .args(one)
            .arg("--")
            .args(&options.arguments)
    };
    if options.wine {
        windows::run_by_cargo(run, "bench", which)
    } else {
        run.step(which(run.project.cargo("bench")))
    }
}
