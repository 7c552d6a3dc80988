//! Foreign code, whose panics end where it is called.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Calls a driver; `Err` is what it panicked with. For whoever calls drivers, as the SDK does.
///
/// # Errors
///
/// What the panic said.
#[doc(hidden)]
pub fn contain<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(act)).map_err(panic_text)
}

/// What a panic said. Anything but a text that was thrown is kept for ever, for dropping it may throw again.
#[doc(hidden)]
pub fn panic_text(thrown: Box<dyn Any + Send>) -> String {
    let thrown = match thrown.downcast::<String>() {
        Ok(text) => return *text,
        Err(other) => other,
    };
    match thrown.downcast::<&str>() {
        Ok(text) => (*text).to_owned(),
        Err(other) => {
            std::mem::forget(other);
            "no message".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::panic_any;

    use super::*;

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("it was dropped");
        }
    }

    #[test]
    fn what_a_panic_says_is_told_and_what_it_throws_is_not_dropped() {
        assert_eq!(contain(|| 7), Ok(7));
        assert_eq!(contain(|| panic!("plain")), Err::<(), _>("plain".into()));
        assert_eq!(contain(|| panic!("{}", 5)), Err::<(), _>("5".into()));
        assert_eq!(
            contain(|| panic_any(Bomb)),
            Err::<(), _>("no message".into())
        );
    }
}
