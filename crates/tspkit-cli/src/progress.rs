//! The progress bar.

use indicatif::{ProgressBar, ProgressStyle};

use crate::output::Output;

/// A bar on standard error, when that is a terminal. It goes away when it is dropped.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// An empty bar, to be filled by that many bytes.
    pub(crate) fn new(output: &Output, what: &'static str, total: u64) -> Self {
        if output.quiet {
            return Self(ProgressBar::hidden());
        }
        let bar = output.screen().add(ProgressBar::new(total));
        bar.set_style(style());
        bar.set_message(what);
        bar.tick();
        Self(bar)
    }

    /// What the SDK calls with the bytes done and the bytes there are.
    pub(crate) fn listener(&self) -> impl Fn(u64, u64) + Send + Sync + 'static {
        let bar = self.0.clone();
        move |done, total| {
            bar.set_length(total);
            bar.set_position(done);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template(
        "{msg} [{bar:30}] {percent:>3}% {binary_bytes}/{binary_total_bytes} \
         {binary_bytes_per_sec}, {eta} left",
    )
    .map_or_else(
        |_| ProgressStyle::default_bar(),
        |style| style.progress_chars("=> "),
    )
}
