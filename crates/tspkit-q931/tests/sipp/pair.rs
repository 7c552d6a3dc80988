//! Two `sipp`s, one calling the other over the loopback interface.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    net::UdpSocket,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::program::Program;

const PACKAGE: &str = "sip-tester";

/// What the headers were at the two ends, by the number of the call.
#[derive(Debug)]
pub(crate) struct Heard {
    /// In the INVITEs, as the called end logged them.
    pub(crate) offered: BTreeMap<usize, String>,
    /// In the answers to them, as the calling end logged them.
    pub(crate) answered: BTreeMap<usize, String>,
}

/// Makes one call with each header; the other end answers it with the same header.
pub(crate) fn call(headers: &[String]) -> Heard {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    // A file of fields has semicolons between them, and they are in the header too.
    let fields = headers.iter().map(|header| header.split(';').count()).max();
    let fields = fields.expect("headers to send");
    let all_equal = headers
        .iter()
        .all(|header| header.split(';').count() == fields);
    assert!(all_equal, "one scenario has one number of parameters");
    let places: Vec<_> = (1..=fields)
        .map(|field| format!("[field{field}]"))
        .collect();
    let caller = include_str!("caller.xml").replace("USER-TO-USER", &places.join(";"));
    let mut lines = "SEQUENTIAL\n".to_owned();
    for (number, header) in headers.iter().enumerate() {
        writeln!(lines, "{number};{header}").expect("text");
    }
    for (name, content) in [
        ("caller.xml", caller.as_str()),
        ("called.xml", include_str!("called.xml")),
        ("headers.csv", &lines),
    ] {
        fs::write(folder.join(name), content).expect("a file for the test");
    }
    let (answering, port) = listening(folder, headers.len());
    let there = format!("127.0.0.1:{port}");
    // At most ten at a time: what is sent while the other end does nothing has to fit into its socket.
    let calling = start(
        folder,
        "caller",
        headers.len(),
        &["-inf", "headers.csv", "-r", "100", "-l", "10", &there],
    );
    calling.succeed();
    answering.succeed();
    Heard {
        offered: log(folder, "called"),
        answered: log(folder, "caller"),
    }
}

/// A called end that has its port. Another program may be quicker to take one that was free, and then another is tried.
fn listening(folder: &Path, calls: usize) -> (Program, u16) {
    let mut said = String::new();
    for _ in 0..10 {
        let port = free_port();
        let mut called = start(folder, "called", calls, &["-p", &port.to_string()]);
        let began = Instant::now();
        while called.runs() {
            if taken(port) {
                return (called, port);
            }
            assert!(
                began.elapsed() < Duration::from_secs(300),
                "sipp does not listen; it said {}",
                called.said()
            );
            thread::sleep(Duration::from_millis(10));
        }
        said = called.said();
    }
    panic!("sipp found no port to listen at; it said {said}");
}

fn start(folder: &Path, end: &str, calls: usize, more: &[&str]) -> Program {
    let (scenario, log) = (format!("{end}.xml"), format!("{end}.log"));
    let calls = calls.to_string();
    let words = [
        &["-sf", &scenario, "-i", "127.0.0.1"][..],
        &["-m", &calls, "-trace_logs", "-log_file", &log, "-trace_err"],
        // Each time sipp sends again it waits twice as long: minutes, where the usual number gives half a minute.
        &["-nostdin", "-timeout", "290s", "-timeout_error"],
        &["-max_retrans", "9"],
        more,
    ]
    .concat();
    Program::start("sipp", PACKAGE, &words, folder, end)
}

fn free_port() -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("an address").port()
}

/// Whether some socket has this port, as the kernel lists them.
fn taken(port: u16) -> bool {
    let sockets = fs::read_to_string("/proc/net/udp").expect("the kernel's list of sockets");
    sockets.contains(&format!(" 0100007F:{port:04X} "))
}

/// The lines of a log: the call's number, and the header behind it.
fn log(folder: &Path, end: &str) -> BTreeMap<usize, String> {
    let text = fs::read_to_string(folder.join(format!("{end}.log"))).expect("sipp's log");
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let line = line.trim();
            let (number, header) = line.split_once(' ').expect("a number and a header");
            let number = number.parse().expect("the number of a call");
            (number, header.trim().to_owned())
        })
        .collect()
}
