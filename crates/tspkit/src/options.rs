//! How an office is opened.

use std::{fmt, sync::Arc, time::Duration};

use tspkit_hal::{Hardware, LineReply, PhoneReply};

use crate::{
    call::CallError,
    drivers::{Drivers, OpenError},
    error::Error,
    event::{Event, Listener},
    office::Office,
};

/// What is to be different from the defaults when an office is opened.
///
/// ```
/// let office = tspkit::OpenOptions::new().request_limit(64).open("sim:")?;
/// # Ok::<(), tspkit::OpenError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct OpenOptions {
    pub(crate) request_limit: u32,
    pub(crate) deadline: Option<Duration>,
    pub(crate) close_limit: Duration,
    pub(crate) put_limit: Duration,
    pub(crate) sink: Option<Arc<dyn CompletionSink>>,
    pub(crate) line_sink: Option<Arc<dyn LineCompletionSink>>,
    pub(crate) listeners: Vec<Arc<Listener>>,
    pub(crate) known_phones: u32,
    pub(crate) known_lines: u32,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            request_limit: 1024,
            deadline: Some(Duration::from_secs(60 * 60)),
            close_limit: Duration::from_secs(2),
            put_limit: Duration::from_secs(5),
            sink: None,
            line_sink: None,
            listeners: Vec::new(),
            known_phones: u32::MAX,
            known_lines: u32::MAX,
        }
    }
}

impl OpenOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many requests can be open on one phone, and on one line with its calls; the next is refused with
    /// `RESOURCEUNAVAIL`. At least 1 and at most some four million; 1,024 by default.
    pub fn request_limit(mut self, limit: u32) -> Self {
        self.request_limit = limit;
        self
    }

    /// How long a request may take that does not say so itself; `None` for any time. An hour by default.
    /// Shorter limits, for answers of the phone, belong to the driver.
    pub fn deadline(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.deadline = limit.into();
        self
    }

    /// How long [`Call::put_buffer`](crate::Call::put_buffer) waits for the hardware where it has to ask it. Five
    /// seconds by default.
    pub fn put_limit(mut self, limit: Duration) -> Self {
        self.put_limit = limit;
        self
    }

    /// How long closing a phone, a line, a call or the office waits for callbacks that other threads are in, and for the
    /// driver to stop. Two seconds by default.
    pub fn close_limit(mut self, limit: Duration) -> Self {
        self.close_limit = limit;
        self
    }

    /// Where the answers of numbered requests go ([`Phone::submit`](crate::Phone::submit)).
    pub fn completion_sink(mut self, sink: Arc<dyn CompletionSink>) -> Self {
        self.sink = Some(sink);
        self
    }

    /// Where the answers of numbered requests to lines and calls go
    /// ([`CallRequest::numbered`](crate::CallRequest::numbered)).
    pub fn line_completion_sink(mut self, sink: Arc<dyn LineCompletionSink>) -> Self {
        self.line_sink = Some(sink);
        self
    }

    /// How many of the driver's phones the listeners know of already; the others are told to them as added, before
    /// anything else. All of them by default.
    pub fn known_phones(mut self, count: u32) -> Self {
        self.known_phones = count;
        self
    }

    /// As [`known_phones`](Self::known_phones), of the driver's lines.
    pub fn known_lines(mut self, count: u32) -> Self {
        self.known_lines = count;
        self
    }

    /// Has `listener` called for every event of the office, as [`Office::on_event`], for as long as it is open.
    ///
    /// It is in place before the driver is started, so that nothing is missed; it may be called before
    /// opening returns. Each call adds a listener.
    ///
    /// ```
    /// let options = tspkit::OpenOptions::new().on_event(|event| println!("{event:?}"));
    /// let office = options.open("sim:")?;
    /// # Ok::<(), tspkit::OpenError>(())
    /// ```
    pub fn on_event(mut self, listener: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        self.listeners.push(Arc::new(listener));
        self
    }

    /// Opens the hardware that the URL names.
    ///
    /// # Errors
    ///
    /// As [`open`](crate::open).
    pub fn open(&self, url: &str) -> Result<Office, OpenError> {
        self.open_hardware(Drivers::make(url)?)
    }

    /// Opens hardware of one's own.
    ///
    /// # Errors
    ///
    /// When its inventory makes no sense or it cannot be started.
    pub fn open_hardware(&self, hardware: Box<dyn Hardware>) -> Result<Office, OpenError> {
        Office::open(self.clone(), hardware)
    }
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenOptions")
            .field("request_limit", &self.request_limit)
            .field("deadline", &self.deadline)
            .field("close_limit", &self.close_limit)
            .field("put_limit", &self.put_limit)
            .field("completion_sink", &self.sink.is_some())
            .field("line_completion_sink", &self.line_sink.is_some())
            .field("known_phones", &self.known_phones)
            .field("known_lines", &self.known_lines)
            .field("listeners", &self.listeners.len())
            .finish()
    }
}

/// Takes the answers of numbered requests: TAPI's `ASYNC_COMPLETION`.
///
/// Called once for each request that [`Phone::submit`](crate::Phone::submit) has accepted, one call at a time
/// per office, on any thread, also inside `submit`; events are never delivered at the same time. It may call
/// every function of this crate.
pub trait CompletionSink: Send + Sync {
    /// The request of that number has ended.
    fn completed(&self, request: u64, result: Result<PhoneReply, Error>);
}

impl<F: Fn(u64, Result<PhoneReply, Error>) + Send + Sync> CompletionSink for F {
    fn completed(&self, request: u64, result: Result<PhoneReply, Error>) {
        self(request, result);
    }
}

/// Takes the answers of numbered requests to lines and calls, as [`CompletionSink`] does for phones.
///
/// Called once for each request that [`CallRequest::numbered`](crate::CallRequest::numbered) has accepted.
pub trait LineCompletionSink: Send + Sync {
    /// The request of that number has ended.
    fn completed(&self, request: u64, result: Result<LineReply, CallError>);
}

impl<F: Fn(u64, Result<LineReply, CallError>) + Send + Sync> LineCompletionSink for F {
    fn completed(&self, request: u64, result: Result<LineReply, CallError>) {
        self(request, result);
    }
}
