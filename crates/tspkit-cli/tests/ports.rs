//! `tspkit ports`, on whatever machine this is.

mod common;

use common::run;
use serde_json::Value;

fn names() -> Vec<String> {
    let ports = tspkit_driver_serial::ports().expect("the system lists its ports");
    ports.into_iter().map(|port| port.name).collect()
}

#[test]
fn every_port_has_a_row_and_no_ports_have_a_hint() {
    let (names, run) = (names(), run(["ports"]));
    assert_eq!(run.code, Some(0));
    if names.is_empty() {
        assert_eq!(run.stdout, "no serial ports were found\n");
        assert!(
            run.stderr.starts_with("hint: is the adapter plugged in"),
            "{}",
            run.stderr
        );
        return;
    }
    assert_eq!(run.stderr, "");
    let first: Vec<_> = run
        .stdout
        .lines()
        .map(|line| line.split_whitespace().next().unwrap_or_default())
        .collect();
    assert_eq!(first[0], "PORT");
    assert_eq!(first[1..], names);
}

#[test]
fn quiet_leaves_out_the_hint() {
    let run = run(["ports", "--quiet"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(!run.stdout.is_empty());
}

#[test]
fn as_json_there_is_one_object_for_each_port() {
    let run = run(["ports", "--json"]);
    let report = run.json();
    assert_eq!(run.code, Some(0));
    assert_eq!(report["ok"], true);
    assert_eq!(report["command"], "ports");
    let listed: Vec<_> = report["ports"].as_array().unwrap().iter().collect();
    let listed: Vec<_> = listed.iter().map(|port| port["name"].clone()).collect();
    assert_eq!(
        listed,
        names().into_iter().map(Value::from).collect::<Vec<_>>()
    );
}

#[test]
fn a_port_that_is_not_there_is_a_phone_that_is_not_connected() {
    let profile = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/profiles/boot-loader.toml"
    );
    let url = format!("serial:/dev/no-such-port?profile={profile}");
    let run = run(["phones", &url, "--json"]);
    let report = run.json();
    assert_eq!(run.code, Some(0), "{report}");
    let phones = report["phones"].as_array().unwrap();
    assert_eq!(phones.len(), 1);
    assert_eq!(phones[0]["name"], "Boot loader");
    assert_eq!(phones[0]["state"], "disconnected");
    assert_eq!(phones[0]["areas"][0]["name"], "kernel.img");
}
