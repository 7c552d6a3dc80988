//! The phone at the other end of a COM port, for tests that run under Wine: they have no pseudo-terminals.
//!
//! It prints the path of a pseudo-terminal and the TCP address at which it listens, in one line, and goes on until its
//! standard input is closed. Who connects says `plug` and `unplug`, a line each, and is answered `done`; plugged in is
//! an empty notepad, and only as long as the connection lasts. Others wait for their turn.

#[cfg(unix)]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    use std::{io::Read as _, net::TcpListener, thread};

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut cable = common::pty::Pty::unplugged();
    println!("{} {}", cable.path(), listener.local_addr()?);
    thread::spawn(move || {
        for connection in listener.incoming() {
            if let Err(error) = connection.and_then(|connection| serve(&mut cable, connection)) {
                eprintln!("peer: {error}");
            }
            cable.unplug();
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

#[cfg(unix)]
fn serve(
    cable: &mut common::pty::Pty,
    mut connection: std::net::TcpStream,
) -> std::io::Result<()> {
    use std::io::{BufRead as _, BufReader, Write as _};

    use common::notepad::{Areas, notepad};

    for command in BufReader::new(connection.try_clone()?).lines() {
        let answer = match command?.as_str() {
            "plug" => {
                let areas = Areas::default();
                cable.plug(move |wire| notepad(wire, &areas));
                "done\n"
            }
            "unplug" => {
                cable.unplug();
                "done\n"
            }
            _ => "what?\n",
        };
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn main() -> Result<(), &'static str> {
    Err("there are no pseudo-terminals here")
}
