//! The phone at the other end of a COM port, for tests that run under Wine: they have no pseudo-terminals.
//!
//! It prints the path of a pseudo-terminal and the TCP address at which it listens, in one line, and goes on until its
//! standard input is closed. Who connects says `plug` and `unplug`, a line each, and is answered `done`; plugged in is
//! an empty notepad, and only as long as the connection lasts. Others wait for their turn.

#[cfg(unix)]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(unix)]
use common::cable::Cable;

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    use std::{
        io::{Read as _, Write as _, stderr, stdin, stdout},
        net::TcpListener,
        sync::{Arc, Mutex},
        thread,
    };

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let cable = Cable::unplugged();
    writeln!(stdout(), "{} {address}", cable.port())?;
    let cable = Arc::new(Mutex::new(Some(cable)));
    let shared = cable.clone();
    thread::spawn(move || {
        for connection in listener.incoming() {
            if let Err(error) = connection.and_then(|connection| serve(&shared, connection)) {
                // Nothing else is left to say it to.
                let _ = writeln!(stderr(), "peer: {error}");
            }
            tell(&shared, Cable::unplug);
        }
    });
    stdin().read_to_end(&mut Vec::new())?;
    // Left to the thread, it would leave its file behind.
    drop(cable.lock().unwrap().take());
    Ok(())
}

#[cfg(unix)]
fn serve(
    cable: &std::sync::Mutex<Option<Cable>>,
    mut connection: std::net::TcpStream,
) -> std::io::Result<()> {
    use std::io::{BufRead as _, BufReader, Write as _};

    for command in BufReader::new(connection.try_clone()?).lines() {
        match command?.as_str() {
            "plug" => tell(cable, Cable::plug),
            "unplug" => tell(cable, Cable::unplug),
            other => return Err(std::io::Error::other(format!("what is `{other}`?"))),
        }
        connection.write_all(b"done\n")?;
    }
    Ok(())
}

/// There is no cable any more when the program is about to end.
#[cfg(unix)]
fn tell(cable: &std::sync::Mutex<Option<Cable>>, what: fn(&mut Cable)) {
    if let Some(cable) = cable.lock().unwrap().as_mut() {
        what(cable);
    }
}

#[cfg(not(unix))]
fn main() -> Result<(), &'static str> {
    Err("there are no pseudo-terminals here")
}
