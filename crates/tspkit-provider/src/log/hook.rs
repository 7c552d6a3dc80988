//! Panics, and what must be said where there is no log.

use std::panic::{self, PanicHookInfo};

use tspkit_trace::{Level, Value};

use super::events;

/// From now on panics go to the log that is on, and nothing to standard error, which a service does not have.
///
/// The hook is a function without state, so it owns no memory. It replaces the hook before it.
pub(crate) fn install_panic_hook() {
    panic::set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    let Some(log) = events::listener() else {
        return;
    };
    let payload = info.payload();
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    let message = payload.downcast_ref::<&str>().copied().or(owned);
    let message = message.unwrap_or("a panic without a message");
    let target = "panic";
    match info.location() {
        Some(place) => {
            let fields = [
                ("file", Value::Text(place.file())),
                ("line", Value::Number(place.line().into())),
                ("column", Value::Number(place.column().into())),
            ];
            log.note(Level::Error, target, message, &fields);
        }
        None => log.note(Level::Error, target, message, &[]),
    }
}

/// Tells a debugger, or a program that shows what debuggers are told.
#[cfg(windows)]
pub(super) fn debugger(message: &str) {
    let text: Vec<u16> = message
        .encode_utf16()
        .chain([u16::from(b'\n'), 0])
        .collect();
    // SAFETY: the text ends in a NUL and lives until the call returns.
    unsafe {
        windows_sys::Win32::System::Diagnostics::Debug::OutputDebugStringW(text.as_ptr());
    }
}

/// Only Windows has a place for it; whoever started the log has the error.
#[cfg(not(windows))]
pub(super) fn debugger(_message: &str) {}
