//! `--log` and `--log-file`.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    sync::Mutex,
};

use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::{
    args::Common,
    failure::{Failure, Kind},
    output::Output,
};

/// Without `--log` only errors are logged; with a file, what is worth knowing.
pub(crate) fn start(common: &Common, output: &Output) -> Result<(), Failure> {
    let usual = if common.log_file.is_some() {
        "info"
    } else {
        "error"
    };
    let level = common.log.as_deref().unwrap_or(usual);
    let filter = EnvFilter::try_new(level).map_err(|error| {
        Failure::new(
            Kind::Usage,
            format!("`--log {level}` is not understood: {error}"),
        )
        .hint("write error, warn, info, debug or trace, or targets such as `tspkit=debug`")
    })?;
    let format = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false);
    match &common.log_file {
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path);
            let file = file.map_err(|error| Failure::file("open the log file", path, &error))?;
            format.with_writer(Mutex::new(file)).init();
        }
        None => format.with_writer(Aside(output.clone())).init(),
    }
    Ok(())
}

/// Writes to standard error, with the progress bar out of the way.
struct Aside(Output);

impl<'a> MakeWriter<'a> for Aside {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

impl Write for &Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.screen().suspend(|| io::stderr().lock().write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}
