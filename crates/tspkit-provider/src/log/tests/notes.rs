//! Events of `tracing` and of `log` in the log.

use tspkit_trace::Level;

use super::Bench;

fn note(level: Level, message: &str) -> String {
    let target = module_path!();
    format!(r#"{{"note":"{message}","level":"{level}","target":"{target}","fields":{{}}}}"#)
}

#[test]
fn events_become_notes() {
    let bench = Bench::started("Notes events", "trace");
    tracing::warn!(phone = 3, wire = "DTR", "the link is down");
    tracing::trace!("detail");
    log::error!("{} failed", "it");
    assert_eq!(
        bench.told(),
        [
            note(Level::Warn, r#"the link is down phone=3 wire=\"DTR\""#),
            note(Level::Trace, "detail"),
            note(Level::Error, "it failed"),
        ]
    );
}

#[test]
fn finer_events_are_left_out() {
    let bench = Bench::started("Notes level", "warn");
    tracing::info!("left out");
    tracing::error!("an error");
    tracing::debug!("left out");
    tracing::warn!("a warning");
    assert_eq!(
        bench.lines("log"),
        [
            note(Level::Error, "an error"),
            note(Level::Warn, "a warning")
        ],
        "not even that the log begins"
    );
}

#[test]
fn a_span_is_noted_with_its_fields_and_not_each_time_that_it_is_entered() {
    let bench = Bench::started("Notes spans", "trace");
    let span = tracing::info_span!("request", id = 17);
    span.in_scope(|| tracing::info!("inside"));
    span.in_scope(|| tracing::info!("again"));
    drop(span);
    tracing::info_span!("without fields").in_scope(|| ());
    assert_eq!(
        bench.told(),
        [
            note(Level::Info, "request; id=17"),
            note(Level::Info, "inside"),
            note(Level::Info, "again"),
        ]
    );
}

#[test]
fn events_go_nowhere_once_the_log_is_off() {
    let bench = Bench::started("Notes off", "info");
    tracing::info!("seen");
    bench.log.stop();
    assert_eq!(log::max_level(), log::LevelFilter::Off);
    tracing::error!("not seen");
    assert_eq!(bench.lines("log")[1], note(Level::Info, "seen"));
    assert_eq!(bench.lines("log").len(), 3);
}

#[test]
fn messages_without_end_are_cut() {
    let bench = Bench::started("Notes long", "info");
    tracing::info!("{}", "x".repeat(1 << 20));
    let shown = "x".repeat(tspkit_trace::MOST_TEXT);
    assert_eq!(bench.told(), [note(Level::Info, &format!("{shown}…"))]);
}

#[test]
fn the_number_of_a_logging_thread_is_its_own() {
    let bench = Bench::started("Notes thread", "info");
    tracing::info!("here");
    std::thread::spawn(|| tracing::info!("there"))
        .join()
        .unwrap();
    let records = bench.records("log");
    assert_eq!(records[0].thread, records[1].thread);
    assert_ne!(records[1].thread, records[2].thread);
}
