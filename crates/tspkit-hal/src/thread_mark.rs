//! Which thread this is, without leaving anything on it.

/// Tells the threads that run now from one another.
///
/// It is for drivers and what is built of them, where [`std::thread::current`] would do harm: that leaves a
/// destructor on the thread which asks, and if the thread belongs to a program that unloads the library before the
/// thread ends, as TAPI may, the destructor is no longer there to be called. On Linux that is a crash. A mark leaves
/// nothing behind.
///
/// A later thread may get the mark of one that has ended: forget a thread's mark before it ends.
///
/// ```
/// use tspkit_hal::ThreadMark;
///
/// let here = ThreadMark::current();
/// assert_eq!(here, ThreadMark::current());
/// let elsewhere = std::thread::spawn(move || ThreadMark::current() == here);
/// assert!(!elsewhere.join().unwrap());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadMark(usize);

impl ThreadMark {
    /// The calling thread's.
    pub fn current() -> Self {
        thread_local! {
            // A constant without a destructor: only its address matters.
            static MARK: u8 = const { 0 };
        }
        Self(MARK.with(|mark| std::ptr::from_ref(mark).addr()))
    }
}
