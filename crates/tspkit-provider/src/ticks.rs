//! The time as `GetTickCount` has it.

/// Milliseconds since the system was started, which begin anew after some 49.7 days.
pub(crate) fn tick_count() -> u32 {
    imp::tick_count()
}

#[cfg(unix)]
mod imp {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it begins anew, and the clock does not run before the start"
    )]
    pub(super) fn tick_count() -> u32 {
        let mut now = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // By the C library: rustix looks for the kernel's own function in memory that valgrind does not show.
        // SAFETY: the output is a variable.
        unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut now) };
        (now.tv_sec as u64 * 1000 + now.tv_nsec as u64 / 1_000_000) as u32
    }
}

#[cfg(windows)]
mod imp {
    use windows_sys::Win32::System::SystemInformation::GetTickCount;

    pub(super) fn tick_count() -> u32 {
        // SAFETY: it takes nothing and only tells the time.
        unsafe { GetTickCount() }
    }
}
