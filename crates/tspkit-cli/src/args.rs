//! The command line.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::buffer::Buffer;

const EXIT_CODES: &str = "\
Exit codes:
    0  it is done
    1  the phone, or its driver, failed the request
    2  the command line is wrong
    3  the URL could not be opened
    4  refused, nothing was sent: no such phone or area, too large, not connected
    5  it took longer than it was given
    6  a file, or standard input or output, could not be read or written
    7  what was read back is not what was sent (--verify)
    8  the provider broke the asynchronous contract (trace --check)
    9  the buffer is not as its standard says (decode --check)
   10  the other end is busy (call)
   11  nobody answered (call)
   12  the call came to nothing in another way: no such number, rejected (call)
  130  Ctrl-C

URLs name a driver and what it is to open:
  sim:              the simulated office that is built in
  sim:office.toml   a simulated office described by a file
  serial:/dev/ttyUSB0?profile=acme.toml
                    a phone on a serial port, spoken to as a profile says; COM3 on Windows";

/// List phones, download files to their data areas, upload from them, and watch what happens.
///
/// Download means to the phone, upload means from it, as everywhere in TAPI.
#[derive(Debug, Parser)]
#[command(name = "tspkit", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print JSON on standard output: one object, or one a line for `watch`, `call` and `trace`; errors too
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Print neither progress nor a summary
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Log to standard error: error, warn, info, debug, trace, or targets such as `tspkit=debug`
    #[arg(long, global = true, value_name = "LEVEL")]
    pub(crate) log: Option<String>,
    /// Log to this file instead, appending to it
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) log_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the phones and their data areas
    Phones {
        /// What to open, such as `sim:`
        url: String,
    },
    /// List the serial ports, for URLs that begin with `serial:`
    Ports,
    /// Send a file to a data area of a phone
    Download(Download),
    /// Fetch what a data area of a phone holds
    Upload(Upload),
    /// Print what happens to the phones, until Ctrl-C
    Watch(Watch),
    /// Print the log of a service provider as a table, or check it
    Trace(Trace),
    /// Make a call, and print what both ends are told
    Call(Box<MakeCall>),
    /// Explain what a call info buffer holds, octet by octet
    Decode(Decode),
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Which data area, and how long it may take.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// What to open, such as `sim:`
    pub(crate) url: String,
    /// The phone's number, from 0; `tspkit phones` lists them
    #[arg(short, long, value_name = "N")]
    pub(crate) phone: u32,
    /// The number of the phone's data area
    #[arg(short, long, value_name = "N")]
    pub(crate) area: u32,
    /// Give up after this time, such as `30s` or `2m`
    #[arg(short, long, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Option<Duration>,
    /// Wait up to this time for the phone to be connected
    #[arg(short, long, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) wait: Option<Duration>,
}

#[derive(Debug, Args)]
pub(crate) struct Download {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The file to send; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Upload the area again afterwards, and compare
    #[arg(long)]
    pub(crate) verify: bool,
    /// As --verify, and keep what came back in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) read_back: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Upload {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The file to write, whole or not at all; standard output without it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Write to a terminal what is not text, too
    #[arg(short, long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// What to open, such as `sim:`
    pub(crate) url: String,
    /// End after that many events
    #[arg(short = 'n', long, value_name = "N")]
    pub(crate) count: Option<u64>,
    /// End after this time, such as `5s`; exit code 5 when --count has not been reached by then
    #[arg(long = "for", value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) time: Option<Duration>,
}

#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// The log; of several files the oldest first, such as `office.log.1 office.log`; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Check that each accepted request was completed exactly once, and no other; exit code 8 if not
    #[arg(long, conflicts_with_all = ["function", "errors"])]
    pub(crate) check: bool,
    /// Print this function only, such as `phoneSetData`; it may be given more than once
    #[arg(short, long, value_name = "NAME")]
    pub(crate) function: Vec<String>,
    /// Print only what is an error: results, completions, notes
    #[arg(short, long)]
    pub(crate) errors: bool,
}

#[derive(Debug, Args)]
#[command(after_help = BUFFERS)]
pub(crate) struct MakeCall {
    /// What to open, such as `sim:`
    pub(crate) url: String,
    /// The line that calls: its address or its name
    pub(crate) from: String,
    /// The number to call; that of another line here lets both ends be watched
    pub(crate) to: String,
    /// User-user information that goes with the call
    #[arg(long, value_name = "BUFFER")]
    pub(crate) user_user: Option<Buffer>,
    /// Call data that goes with the call
    #[arg(long, value_name = "BUFFER")]
    pub(crate) call_data: Option<Buffer>,
    /// High layer compatibility that goes with the call
    #[arg(long, value_name = "BUFFER")]
    pub(crate) hlc: Option<Buffer>,
    /// Low layer compatibility that goes with the call
    #[arg(long, value_name = "BUFFER")]
    pub(crate) llc: Option<Buffer>,
    /// Device-specific data that goes with the call
    #[arg(long, value_name = "BUFFER")]
    pub(crate) dev_specific: Option<Buffer>,
    /// The line that is called answers, with this user-user information if it is given
    #[arg(long, value_name = "BUFFER", num_args = 0..=1, require_equals = true, default_missing_value = "hex:", conflicts_with = "reject")]
    pub(crate) answer: Option<Buffer>,
    /// The line that is called rejects the call, with this user-user information if it is given
    #[arg(long, value_name = "BUFFER", num_args = 0..=1, require_equals = true, default_missing_value = "hex:")]
    pub(crate) reject: Option<Buffer>,
    /// The caller sends this user-user information once the call is connected; may be given several times
    #[arg(long, value_name = "BUFFER")]
    pub(crate) send: Vec<Buffer>,
    /// The line that was called sends this user-user information after that; may be given several times
    #[arg(long, value_name = "BUFFER")]
    pub(crate) reply: Vec<Buffer>,
    /// The caller dials these digits in the call after that
    #[arg(long, value_name = "DIGITS")]
    pub(crate) digits: Option<String>,
    /// The caller puts the call on hold and takes it back after that
    #[arg(long)]
    pub(crate) hold: bool,
    /// The line that was called passes the call on to this number after that
    #[arg(long, value_name = "NUMBER")]
    pub(crate) transfer: Option<String>,
    /// Stay in the call for this time, such as `2s`, before hanging up
    #[arg(long = "for", value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) talk: Option<Duration>,
    /// The caller hangs up with this user-user information
    #[arg(long, value_name = "BUFFER")]
    pub(crate) goodbye: Option<Buffer>,
    /// Let it ring this long
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    pub(crate) ring: Duration,
    /// Give up when something else takes longer than this
    #[arg(short, long, value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Duration,
    /// Explain buffers octet by octet, as `tspkit decode` does
    #[arg(long)]
    pub(crate) explain: bool,
}

const BUFFERS: &str = "\
Buffers are written as
  ia5:hello         user-user information: the text, with the protocol discriminator for it
  text:hello        the text's bytes
  hex:04 68 65      bytes in hexadecimal
  file:PATH         what is in the file";

#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// What the buffer is
    pub(crate) kind: BufferKind,
    /// Its bytes in hexadecimal, such as `91 81`, `9181`, `91:81` or `0x91, 0x81`; the header's text for user-to-user; `-` is
    /// standard input
    #[arg(value_name = "HEX", required_unless_present = "file")]
    pub(crate) bytes: Vec<String>,
    /// Take the bytes as they are in this file; `-` is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "bytes")]
    pub(crate) file: Option<PathBuf>,
    /// The bytes are a whole information element, identifier and length included
    #[arg(long)]
    pub(crate) element: bool,
    /// End with exit code 9 when something is wrong with the buffer
    #[arg(long)]
    pub(crate) check: bool,
}

/// The buffers that can be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BufferKind {
    /// User-user information
    Uui,
    /// High layer compatibility
    Hlc,
    /// Low layer compatibility
    Llc,
    /// Charging information: advice of charge
    Charging,
    /// The text of SIP's header User-to-User
    UserToUser,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        Arguments::command().debug_assert();
    }
}
