//! The time as `GetTickCount` has it.

/// Milliseconds since the system was started, which begin anew after some 49.7 days.
pub(crate) fn tick_count() -> u32 {
    imp::tick_count()
}

#[cfg(unix)]
mod imp {
    use rustix::time::{ClockId, clock_gettime};

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it begins anew, and the clock does not run before the start"
    )]
    pub(super) fn tick_count() -> u32 {
        let now = clock_gettime(ClockId::Monotonic);
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
