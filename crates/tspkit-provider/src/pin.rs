//! Keeping the library in memory, when something of it may still run.

/// Keeps the library that this code lies in loaded for as long as the process lives. `false` when the system
/// refuses.
pub(crate) fn keep_loaded() -> bool {
    imp::keep_loaded()
}

/// An address inside the library.
static HERE: u8 = 0;

#[cfg(unix)]
mod imp {
    use std::{mem::MaybeUninit, ptr};

    pub(super) fn keep_loaded() -> bool {
        let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
        let here = ptr::from_ref(&super::HERE).cast();
        // SAFETY: `here` is an address, which is only looked up; `info` has room for the answer.
        if unsafe { libc::dladdr(here, info.as_mut_ptr()) } == 0 {
            return false;
        }
        // SAFETY: the structure was zeroed, which is a value of it, and `dladdr` has filled it.
        let info = unsafe { info.assume_init() };
        let flags = libc::RTLD_NOW | libc::RTLD_NOLOAD | libc::RTLD_NODELETE;
        // SAFETY: the name is the loaded library's, a string that lives as long as it does.
        let library = unsafe { libc::dlopen(info.dli_fname, flags) };
        !library.is_null()
    }
}

#[cfg(windows)]
mod imp {
    use std::ptr;

    use windows_sys::Win32::System::LibraryLoader::{
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
    };

    pub(super) fn keep_loaded() -> bool {
        let flags = GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
        let mut module = ptr::null_mut();
        let here = ptr::from_ref(&super::HERE).cast();
        // SAFETY: with this flag the name is an address, which is only looked up.
        let pinned = unsafe { GetModuleHandleExW(flags, here, &raw mut module) };
        pinned != 0
    }
}
