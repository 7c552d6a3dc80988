//! What a log costs, and what is left of it.

use std::time::Duration;

use allocation_counter::measure;
use tspkit_trace::Value;

use super::Bench;

const DATA: [u8; 4096] = [7; 4096];

fn call(bench: &Bench) {
    let arguments = [
        ("dwRequestID", Value::Number(17)),
        ("lpData", Value::Bytes(&DATA)),
        ("lpsDisplay", Value::Text("Reception")),
    ];
    bench
        .log
        .call("TSPI_phoneSetData", &arguments, 17, Duration::ZERO);
}

#[test]
fn no_memory_is_left_after_it_was_stopped() {
    let bench = Bench::new("Ending memory");
    bench.set("LogFile", bench.path("log").to_str().unwrap());
    bench.set("LogLevel", "trace");
    bench.set("LogSize", "4000");
    let used = measure(|| {
        for _ in 0..3 {
            bench.start().unwrap();
            for _ in 0..50 {
                call(&bench);
                tracing::info!(phone = 1, "an event");
            }
            bench.log.stop();
        }
    });
    assert!(bench.path("log.5").exists());
    assert!(used.count_total > 0);
    assert_eq!((used.count_current, used.bytes_current), (0, 0));
}

#[test]
fn a_call_allocates_nothing() {
    let bench = Bench::started("Ending calls", "info");
    call(&bench);
    let used = measure(|| {
        for _ in 0..100 {
            call(&bench);
        }
    });
    assert_eq!(used.count_total, 0);
    assert_eq!(bench.told().len(), 101);
}

#[cfg(target_os = "linux")]
#[test]
fn no_file_is_left_open() {
    let bench = Bench::started("Ending files", "info");
    let path = bench.path("log").canonicalize().unwrap();
    let open = || {
        std::fs::read_dir("/proc/self/fd")
            .unwrap()
            .filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok())
            .filter(|target| *target == path)
            .count()
    };
    assert_eq!(open(), 1);
    bench.log.stop();
    assert_eq!(open(), 0);
}

/// What Windows has open, it does not remove.
#[cfg(windows)]
#[test]
fn the_folder_can_be_removed() {
    let bench = Bench::started("Ending folder", "info");
    call(&bench);
    bench.log.stop();
    std::fs::remove_file(bench.path("log")).unwrap();
    assert!(!bench.path("log").exists());
}
