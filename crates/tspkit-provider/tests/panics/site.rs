//! The provider under test, what it calls back, and its log read back.

use std::{
    env,
    fs::{self, File},
    io::{BufReader, Seek, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use tempfile::TempDir;
use tspkit_provider::{Exports, Functions, Handles};
use tspkit_trace::{Level, Reader, Record, What};

use crate::{
    planted::{Author, Place, clear, text},
    support::{
        self,
        tapi::{BASE, Tapi, ignore_event},
    },
};

static HANDLES: Handles = Handles::new();
// Panics go to its log, as in a library of its own.
pub(crate) static EXPORTS: Exports = Exports::of_library(&Author, Functions::all(), &HANDLES);
pub(crate) static TAPI: Tapi = Tapi(&EXPORTS);

static COMPLETED: Mutex<Vec<(u32, i32)>> = Mutex::new(Vec::new());
static ALONE: Mutex<()> = Mutex::new(());
static FOLDER: OnceLock<TempDir> = OnceLock::new();

pub(crate) unsafe extern "system" fn complete(request: u32, result: i32) {
    all_completed().push((request, result));
}

fn all_completed() -> MutexGuard<'static, Vec<(u32, i32)>> {
    COMPLETED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was completed so far under that number.
pub(crate) fn completed_so_far(request: u32) -> Vec<i32> {
    let all = all_completed();
    let own = all.iter().filter(|(number, _)| *number == request);
    own.map(|(_, result)| *result).collect()
}

/// Waits for the completion of that number.
pub(crate) fn completion(request: u32) -> Vec<i32> {
    support::until("it is completed", || !completed_so_far(request).is_empty());
    completed_so_far(request)
}

/// A number that no request has had.
pub(crate) fn next_request() -> u32 {
    static NEXT: Mutex<u32> = Mutex::new(1);
    let mut next = NEXT.lock().unwrap_or_else(PoisonError::into_inner);
    *next += 1;
    *next
}

fn assert_none_twice() {
    let mut numbers: Vec<_> = all_completed().iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    let twice = numbers.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(twice, None, "completed twice");
}

fn log_file() -> PathBuf {
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a temporary folder"));
    folder.path().join("panics.log")
}

/// Runs a test, one at a time, with the log on. The library's panic hook is the provider's, so that what the test itself
/// panics with is told here.
#[allow(
    clippy::print_stderr,
    reason = "nothing else tells why the test has failed"
)]
pub(crate) fn test(test: impl FnOnce() + Send + 'static) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: tests that read variables run one at a time, and no provider is initialised.
    unsafe { env::set_var("PANICS_LOG_FILE", log_file()) };
    // SAFETY: as above.
    unsafe { env::set_var("PANICS_LOG_LEVEL", "info") };
    set_sync_limit("1h");
    // SAFETY: as above.
    unsafe { env::set_var("PANICS_CLOSE_LIMIT", "1h") };
    // Marks are places in one file.
    // SAFETY: as above.
    unsafe { env::set_var("PANICS_LOG_SIZE", "1000000000") };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        support::within_reason(test);
        assert_none_twice();
    }));
    clear();
    if let Err(payload) = ended {
        let said = payload.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| payload.downcast_ref::<&str>().copied());
        eprintln!("the test has failed: {}", said.unwrap_or("no message"));
        std::panic::resume_unwind(payload);
    }
}

/// How long a synchronous function waits, from the next Init on.
pub(crate) fn set_sync_limit(limit: &str) {
    // SAFETY: tests that read variables run one at a time.
    unsafe { env::set_var("PANICS_SYNC_LIMIT", limit) };
}

pub(crate) fn init() {
    assert_eq!(TAPI.init(2, Some(complete)), 0, "Init");
}

pub(crate) fn try_init() -> i32 {
    TAPI.init(2, Some(complete))
}

pub(crate) fn open(device: u32) -> usize {
    let (result, handle) = TAPI.open(BASE + device, 1, Some(ignore_event));
    assert_eq!(result, 0, "Open");
    handle
}

/// A whole session, to show that the provider still works.
pub(crate) fn assert_still_works() {
    assert_eq!(TAPI.enumerate(Some(ignore_event)), (0, 2), "EnumDevices");
    init();
    let phone = open(0);
    let request = next_request();
    let returned = TAPI.set_data(request, phone, 0, b"data");
    assert_eq!(returned, request.cast_signed(), "SetData");
    assert_eq!(completion(request), [0], "SetData's completion");
    assert_eq!(TAPI.close(phone), 0, "Close");
    assert_eq!(TAPI.shutdown(), 0, "Shutdown");
}

/// Where the log ended.
pub(crate) struct Mark(u64);

impl Mark {
    pub(crate) fn here() -> Self {
        Self(fs::metadata(log_file()).map_or(0, |file| file.len()))
    }

    /// What was logged since then.
    fn records(&self) -> Vec<Record> {
        let mut file = File::open(log_file()).expect("there is a log");
        file.seek(SeekFrom::Start(self.0)).expect("it can be read");
        Reader::new(BufReader::new(file))
            .map(|record| record.expect("the log is whole"))
            .collect()
    }

    /// Since then the log has a call of that function with that result, and an error that tells of the panic.
    #[track_caller]
    pub(crate) fn assert_names(&self, function: &str, result: i32, place: Place) {
        let since = self.records();
        let is_call = |record: &Record| {
            matches!(
                &record.what,
                What::Call { function: name, result: code, .. }
                    if name.ends_with(function) && *code == result
            )
        };
        assert!(
            since.iter().any(is_call),
            "no call of {function} with {result:#x}: {since:#?}"
        );
        self.assert_tells(&text(place));
    }

    /// Since then the log has an error with that text.
    #[track_caller]
    pub(crate) fn assert_tells(&self, text: &str) {
        let since = self.records();
        let is_told = |record: &Record| {
            matches!(
                &record.what,
                What::Note { message, level: Level::Error, .. } if message.contains(text)
            )
        };
        assert!(
            since.iter().any(is_told),
            "nobody tells `{text}`: {since:#?}"
        );
    }
}
