//! The number of a thread, without anything thread-local: the standard library's own has a destructor, which keeps a
//! shared library loaded until the thread ends.

/// The operating system's number of this thread; never 0.
#[cfg(unix)]
pub(super) fn id() -> u64 {
    let id = rustix::thread::gettid().as_raw_nonzero().get();
    u64::from(id.cast_unsigned())
}

/// The operating system's number of this thread; never 0.
#[cfg(windows)]
pub(super) fn id() -> u64 {
    // SAFETY: the function takes nothing and cannot fail.
    let id = unsafe { windows_sys::Win32::System::Threading::GetCurrentThreadId() };
    u64::from(id)
}
