//! A simulated office: phones, lines and the switch between them, which exist only in memory, for tests, examples and
//! trying things out.
//!
//! [`SimOffice`] is a driver like any other ([`tspkit_hal::Hardware`]). Its phones have data areas, displays,
//! buttons, lamps, ringers and hookswitches, and its lines call one another and the world outside; requests take as
//! long and go as wrong as an [`OfficeConfig`] says, which is written in Rust or as a TOML file. All chance comes from a
//! seed: phones that are asked the same answer the same in every run, whatever the other phones are asked, and so do
//! lines. [`SimControl`] plugs phones in and out, presses buttons and looks at what has arrived, and is everybody outside.
//!
//! # The default office
//!
//! `sim:` stands for these phones, all of them without faults; the file is `src/default_office.toml`.
//!
//! | phone | number | name | what it is |
//! |---|---|---|---|
//! | 0 | 1 | Reception | desk phone: display of 2 rows of 24, 5 buttons, 4 lamps, handset and speaker, device-specific requests |
//! | 1 | 2 | Lobby | display of 1 row of 16, a message button with a lamp, handset |
//! | 2 | 3 | Conference room | speakerphone |
//! | 3 | 4 | Cordless | handset with a display of 4 rows of 16; every request takes 20 to 30 ms; **unplugged at first** |
//!
//! | phone | area | bytes | direction | name | what is special |
//! |---|---|---|---|---|---|
//! | 0 | 0 | 4096 | both | settings | holds some text at first |
//! | 0 | 1 | 65536 | download | logo | |
//! | 0 | 2 | 16384 | both | directory | |
//! | 0 | 3 | 1048576 | both | firmware | 512 KiB a second, with progress: a full area takes two seconds |
//! | 0 | 4 | 48 | download | display | command: shows the text |
//! | 0 | 5 | 256 | download | echo in | command: puts the bytes into area 6 |
//! | 0 | 6 | 256 | upload | echo out | |
//! | 0 | 7 | 0 | download | restart | command: the phone is away for a second |
//! | 1 | 0 | 1024 | both | greeting | |
//! | 1 | 1 | 16 | download | ring | command: rings, such as `1 32768` |
//! | 1 | 2 | 0 | download | clear | command: empties the other areas |
//! | 2 | 0 | 64 | upload | uptime | changes by itself every five seconds |
//! | 3 | 0 | 8192 | both | phone book | |
//!
//! | line | number | name | address | phone |
//! |---|---|---|---|---|
//! | 0 | 1 | Reception | 101 | 0 |
//! | 1 | 2 | Lobby | 102 | 1 |
//! | 2 | 3 | Conference room | 103 | 2 |
//!
//! Each line has room for one call that is up, one on hold and one that waits for a transfer, and can do all that the
//! switch can. Two trunks lead outside; there these numbers are somebody's, and all others nobody's:
//!
//! | number | what happens |
//! |---|---|
//! | 0800 | the speaking clock: answers after 20 ms, and costs a unit each minute |
//! | 0555 | is busy |
//! | 0444 | rings, and is not answered |
//! | 0999 | the network is congested |
//! | 0333 | was somebody's once: a special information tone |
//!
//! Where nothing is said about time, a request is carried out inside `submit` or `submit_line`.
//!
//! # An office file
//!
//! ```toml
//! seed = 42
//!
//! [models.desk]
//! description = "Desk phone"
//! display = { rows = 2, columns = 20 }
//! areas = [
//!     { id = 0, size = 4096, name = "settings" },
//!     { id = 1, size = 65536, name = "firmware", latency = "50ms", jitter = "20ms", bytes_per_second = 11520 },
//! ]
//!
//! [[phones]]
//! name = "Desk"               # "Desk 1" to "Desk 1000"
//! model = "desk"
//! count = 1000
//!
//! [[rules]]                   # one request in a hundred to any phone's area 1 fails
//! area = 1
//! probability = 0.01
//! error = "PHONEERR_RESOURCEUNAVAIL"
//!
//! [[rules]]                   # the third download to the first phone unplugs it for two seconds
//! phone = 0
//! requests = ["SetData"]
//! nth = 3
//! unplug = "2s"
//!
//! [[events]]                  # and five seconds after the start somebody presses its first button
//! at = "5s"
//! phone = "Desk 1"
//! action = "press"
//! ```
//!
//! Lines, the switch and the world outside are written so; a line of which nothing more is said can do all that the
//! switch can:
//!
//! ```toml
//! [switch]
//! network_message = 33        # octets of user-user information in one message; what is longer is chained
//! trunks = 4
//! no_answer = "20s"           # then a call is given up
//!
//! [[lines]]
//! name = "Agent"              # "Agent 1" to "Agent 16", with the addresses 101 to 116
//! address = "101"
//! count = 16
//! active_calls = 2
//!
//! [[lines]]
//! name = "Fax"
//! address = "199"
//! features = ["answer", "drop"]   # no `setcallparams`: what carries a call stays what it was made with
//! bearer_modes = ["voice"]        # data calls to it come to nothing, and none becomes one
//! max_rate = 14400                # bits per second
//! user_user = 0
//! user_user_chained = 0
//!
//! [[outside]]
//! number = "0301234"
//! name = "Anna"
//! after = "2s"                # it rings for two seconds; `behaviour = "busy"`, "silent", "congested" or "vacant"
//! talks = "1m"                # and hangs up after a minute
//! units = 2                   # two units at once, and two more each ten seconds
//! units_every = "10s"
//!
//! [[line_rules]]              # the network refuses the second message of user-user information of this line
//! line = "101"
//! requests = ["SendUserUserInfo"]
//! nth = 2
//! error = "LINEERR_USERUSERINFOTOOBIG"
//!
//! [[line_rules]]              # one call in a hundred finds no way, whoever makes it
//! requests = ["MakeCall"]
//! probability = 0.01
//! congested = true
//!
//! [[line_events]]             # every minute Anna calls the first agent
//! at = "1m"
//! every = "1m"
//! line = "101"
//! action = "call_in"          # or "answer", "hang_up", "send", "identify", "out_of_service", "in_service"
//! number = "0301234"
//! name = "Anna"
//! user_user = [4, 104, 105]
//! ```
//!
//! A data area whose command is [`act`](Command::Act) takes the table of one event as a download: a program in any
//! language, which has no [`SimControl`], plays the hands in the office and the people outside through it.
//!
//! Every field is that of the structure of the same place: [`OfficeConfig`], [`ModelConfig`], [`AreaConfig`],
//! [`PhoneConfig`], [`RuleConfig`], [`EventConfig`], [`LineConfig`], [`SwitchConfig`], [`OutsideConfig`],
//! [`LineRuleConfig`], [`LineEventConfig`].
//!
//! # How phones behave
//!
//! - A data area keeps what is downloaded, once all of it has arrived: a download that is cancelled or that fails
//!   leaves the content as it was. An upload gives it back, at most as many bytes as are asked for.
//! - A state that a request changes is told by an event as well, after the request was answered; a request that
//!   changes nothing causes none. A download itself causes no event.
//! - Requests of one data area are carried out in the order in which they come, and so are those of a phone that are
//!   about no area. They do not wait for one another otherwise.
//! - Unplugging a phone fails its pending requests with `OPERATIONFAILED`, and so fails what is asked of it until it
//!   is back. What it holds, it keeps.
//! - A request that is cancelled stops at once, and its token is dropped: after `cancel_delay`, when its turn had
//!   come already.
//!
//! # How lines behave
//!
//! - A call between two lines has two ends, of which each line is told in the order in which things happen: the caller
//!   goes by `Dialing`, `Proceeding` and `Ringback` to `Connected`, the called by `Offering` (and `Accepted`) to
//!   `Connected`. Who drops a call is told `Idle`; the other end `Disconnected`, with the reason, and `Idle` when it drops
//!   the call itself. A call is forgotten when it is closed.
//! - A line rings, with a count, until its call is answered or gone. Nobody answers for too long: the caller is told
//!   `Disconnected(NOANSWER)`. A line without room for a call is busy: the caller is told `Busy(STATION)`, and some time
//!   later `Disconnected(BUSY)`.
//! - Whoever is held is told `Connected(ACTIVEHELD)`. In a transfer the other party stays `Connected` while the new one
//!   rings. A transfer or redirection that leads nowhere is refused, and the call stays as it is.
//! - User-user information, compatibilities, call data and device-specific data of a call that is made are in what the
//!   called is told as the call is offered; redirecting it takes them along, transferring it takes the call data along.
//!   User-user information that is sent by itself arrives in as many messages as the network needs: slices of what was
//!   sent, all but the last with `more`. Call data is the same at both ends.
//! - What carries a call is the same at both ends: media mode, bearer mode, and the highest data rate that both lines
//!   have of those asked for, if any was. Either end can change it until the call is disconnected, to what its own line
//!   has (`INVALBEARERMODE`, `INVALRATE`) and the other end too (`BEARERMODEUNAVAIL`, `RATEUNAVAIL`); both are told. It
//!   goes along when a call is sent on, and a call that a line cannot carry is not sent there.
//! - A call outside takes a trunk; what it costs is told to the line, in Q.956's advice of charge, as it goes on and as
//!   it ends.
//! - Requests of one line are carried out in the order in which they come; sending digits goes on meanwhile. What is
//!   asked inside a callback is answered inside it.
//!
//! # Example
//!
//! ```
//! use tspkit_driver_sim::SimOffice;
//! use tspkit_hal::Hardware;
//!
//! let office = SimOffice::default_office();
//! let inventory = office.inventory();
//! assert_eq!(&*inventory.phones[0].name, "Reception");
//! let firmware = inventory.phones[0].model.find_area(3).unwrap();
//! assert_eq!(firmware.size, 1 << 20);
//! ```

#![forbid(unsafe_code)]

mod chance;
mod config;
mod office;
mod phone;
mod switch;
mod timeline;

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub use config::{
    Action, AreaConfig, Behaviour, ButtonLampConfig, Change, Command, DisplayConfig, EventConfig,
    HookswitchConfig, LineAction, LineConfig, LineEventConfig, LineRequestKind, LineRuleConfig,
    ModelConfig, OfficeConfig, OfficeError, OutsideConfig, PhoneConfig, PhoneRef, Position,
    RequestKind, RuleConfig, SwitchConfig,
};
pub use office::{Counters, SimControl, SimOffice};
pub use switch::Incoming;

/// Locks, whatever a panicking thread has left behind: no lock is held while foreign code runs.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
