//! Phones on a serial line.
//!
//! [`SerialDriver`] reaches phones over serial ports, one link per port. How the phones are spoken to is not compiled in:
//! a [`Profile`], written in TOML, says how the line is set up, how a phone is woken and recognised, and for each of its
//! data areas which command selects it, what prompt to await, how the bytes travel and what ends them.
//!
//! ```no_run
//! use tspkit_driver_serial::{SerialDriver, ports};
//!
//! for port in ports()? {
//!     println!("{}: {}", port.name, port.kind);
//! }
//! let hardware = SerialDriver::from_reference("/dev/ttyUSB0?profile=acme.toml")?.into_hardware();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In a URL this is `serial:/dev/ttyUSB0?profile=acme.toml`, or `serial:COM3?profile=acme.toml`; see
//! [`SerialDriver::from_reference`].
//!
//! # Life with cables
//!
//! - A port that is missing, in use or pulled out is tried again: after `reopen`, then twice as long, up to
//!   `reopen_limit`. Its phones are reported as disconnected; requests fail at once and say why.
//! - A phone is connected once the port is open, the steps of `[wake]` have succeeded and those of its `recognise` too.
//!   With `every`, this is repeated, so that a phone that was switched off is noticed while the cable stays.
//! - A request that is cancelled in the middle of a transfer sends CAN CAN; then the line is left until it is silent, the
//!   area's `abort` is sent, and the phone is woken again before the next request.
//! - A phone that never stops talking is not listened to for ever: every wait has a limit, and what nobody asked for is
//!   forgotten. When what comes looks like noise, the error suspects the baud rate.
//! - Windows: names are those of the system, `COM3` or `\\.\COM12`. Linux: users of serial ports are usually in the group
//!   `dialout`. DTR and RTS are skipped with a warning on lines that have none, such as pseudo-terminals.
//!
//! # Profile reference
//!
//! Times are whole numbers with a unit: `"250ms"`, `"2s"`, `"1m"`. Texts are sent and awaited as UTF-8; TOML's escapes
//! stand for control characters: `"\r"`, `"\u0003"`. What is wrong in a profile is reported with line and column when
//! it is loaded. `examples/profiles/` in the project has three complete ones.
//!
//! ## Top level
//!
//! | key | meaning |
//! |---|---|
//! | `name` | what kind of phone this is for; required |
//! | `hookswitches` | devices of which the phone reports the state: `"handset"`, `"speaker"`, `"headset"` |
//!
//! ## `[line]`: how the port is set up
//!
//! | key | default | meaning |
//! |---|---|---|
//! | `baud` | 115200 | bits a second |
//! | `data_bits` | 8 | 5 to 8; XMODEM and YMODEM need 8 |
//! | `parity` | `"none"` | `"none"`, `"odd"`, `"even"` |
//! | `stop_bits` | 1 | 1 or 2 |
//! | `flow_control` | `"none"` | `"none"`, `"software"` (not with XMODEM and YMODEM), `"hardware"` |
//! | `dtr`, `rts` | left alone | the state of the wire after opening |
//! | `settle` | `"0ms"` | how long to wait after opening, before anything is sent |
//! | `reopen` | `"250ms"` | when a port that is down is tried again, doubled each time |
//! | `reopen_limit` | `"10s"` | and at the longest; also how often a phone that did not answer is looked for |
//!
//! ## `[dialogue]`: how commands are exchanged
//!
//! | key | default | meaning |
//! |---|---|---|
//! | `line_end` | `"\r"` | what follows every command |
//! | `echo` | false | the phone repeats what it is sent; the echo is awaited and skipped |
//! | `fail` | none | texts that mean failure wherever an answer is awaited |
//! | `timeout` | `"2s"` | how long an answer may take |
//! | `retries` | 1 | how often a command that is not answered is sent again |
//! | `quiet` | `"100ms"` | the silence after which a line in disorder counts as clean |
//!
//! ## Steps
//!
//! A step says something and waits for an answer. Lists of steps are gone through in order.
//!
//! | key | meaning |
//! |---|---|
//! | `send` | the command; what has come before is forgotten first |
//! | `expect` | the text to wait for; everything up to its end is taken. A step without `send` goes on reading |
//! | `fail` | texts that mean failure, besides those of `[dialogue]` |
//! | `timeout`, `line_end`, `echo` | instead of those of `[dialogue]` |
//! | `tries` | how often in all to try; otherwise one more than `retries` |
//! | `pause` | how long to wait afterwards |
//!
//! ## `[wake]`: how the phone is woken and recognised
//!
//! `steps` is gone through after opening and whenever the line was in disorder. `every` repeats it while nothing else
//! happens. Without steps, an open port counts as a connected phone.
//!
//! ## `[[phones]]`: several phones behind one port
//!
//! | key | meaning |
//! |---|---|
//! | `id` | 1 to 65535, the phone's permanent number; on further ports of one driver, 65536 more for each |
//! | `name` | for people |
//! | `address` | what `{address}` stands for |
//! | `select` | steps by which this phone is chosen, when another one was |
//! | `recognise` | steps by which one finds out that it is there |
//! | `areas` | the numbers of its data areas, if it does not have all of them |
//!
//! Without this table there is one phone, number 1, with the profile's name.
//!
//! ## `[[areas]]`: data areas
//!
//! | key | meaning |
//! |---|---|
//! | `id` | the area's number, 0 to 4095 |
//! | `count` | so many areas alike, with numbers from `id` on; `{index}` counts them from 1 |
//! | `name` | for people, and `{name}`; followed by the index where there is a `count` |
//! | `size` | bytes |
//! | `direction` | `"download"`, `"upload"`, `"both"` |
//! | `download`, `upload` | how, each a table as follows |
//!
//! | key | default | meaning |
//! |---|---|---|
//! | `transfer` | required | `"xmodem"`, `"xmodem-crc"`, `"xmodem-1k"`, `"ymodem"`, `"ymodem-g"`, `"raw"`, or `"none"`: a command without data, for areas of size 0 |
//! | `command` | none | selects the area and begins |
//! | `line_end`, `echo` | of `[dialogue]` | for the command |
//! | `prompt` | none | what to await before the bytes travel |
//! | `empty_command` | none | download: sent instead when there is no data |
//! | `empty` | none | upload: this instead of the prompt means that there is no data |
//! | `fail` | none | texts that mean failure, besides those of `[dialogue]` |
//! | `length` | see below | raw: how many bytes travel |
//! | `terminator` | none | raw: what ends the data; data that contains it is refused |
//! | `pad` | 0, or 0x1a | the byte that fills a fixed length or a last block |
//! | `strip_padding` | false | upload: the padding at the end is no data |
//! | `file_name` | `"{name}"` | YMODEM download: the name in the header |
//! | `done` | none | what to await after the data |
//! | `finish` | none | steps after that |
//! | `abort` | none | what to send when a transfer was broken off |
//! | `timeout` | of `[dialogue]` | for the prompt, and for pauses in raw data |
//! | `start_timeout` | `"60s"` | blocks: how long until the peer starts |
//! | `block_timeout` | `"15s"`, upload `"10s"` | how long until a block counts as lost |
//! | `done_timeout` | as `timeout` | for `done` |
//! | `block_retries` | 10 | how often one block is repeated |
//! | `retries` | 0 | how often the whole exchange is repeated when the phone was silent or the transfer failed |
//! | `last_ack` | `"required"` | `"optional"`: the last acknowledgement, or the close of a batch, may be missing |
//! | `end_check` | `"confirm"` | upload: `"silence"` for senders that do not repeat their end of transmission |
//!
//! `length` is `"data"` (as many as are downloaded or asked for; the default of downloads), `"area"` (as many as the area
//! has), a number, or, for uploads, `"announced"`: then `prompt` contains `{length}`, where the phone writes it in
//! decimal digits.
//!
//! ## `[display]`, `[ring]`, `[[buttons]]`
//!
//! | key | meaning |
//! |---|---|
//! | `display.rows`, `display.columns` | its size |
//! | `display.set` | the step that writes `{text}` at `{row}`, `{column}` |
//! | `ring.modes` | how many ring modes there are |
//! | `ring.set` | the step that sets `{mode}` and `{volume}` (0 to 65535) |
//! | `buttons.mode`, `buttons.function` | TAPI's names without prefix, in lower case: `"feature"`, `"msgwaiton"`; none for a lamp alone |
//! | `buttons.lamp` | the lamp's modes, and what the phone calls them: `{ off = "0", steady = "1" }` |
//! | `buttons.set` | the step that lights `{lamp}` as `{value}` |
//!
//! Buttons are numbered from 0 in their order. What the phone shows is what was last set or reported.
//!
//! ## `[[events]]`: lines by which a phone reports something
//!
//! `line` is compared with whole lines, at any time but during a transfer. Its placeholders stand for what the phone says
//! there: digits for `{phone}`, `{button}`, `{lamp}`, `{mode}`, `{volume}`, `{area}` and `{row}`, any text for
//! `{address}`, `{value}`, `{text}` and `{*}`. What the line does not say is written beside it, as in `button = 3`. A line
//! that reports something is never an answer to a command.
//!
//! | `event` | needs |
//! |---|---|
//! | `"button-down"`, `"button-up"` | `button` |
//! | `"lamp"` | `lamp`, `value` |
//! | `"ring"` | `mode` (0 is silence), perhaps `volume` |
//! | `"display"` | `row`, `{text}` |
//! | `"off-hook"`, `"on-hook"` | `device`, which `hookswitches` has |
//! | `"data-changed"` | `area` |
//! | `"restarted"` | nothing: the phone is woken again |
//! | `"ignored"` | nothing |
//!
//! ## Placeholders
//!
//! `{phone}` and `{address}` are known wherever one phone is spoken to; for areas also `{area}`, `{index}`, `{size}` (the
//! bytes of this request) and `{name}`. Numbers take a format: `{size:x}` and `{size:X}` in hexadecimal, `{area:03}` with
//! zeros, `{area:3}` with blanks. `{{` and `}}` are braces. Control characters in `{text}` become blanks.

#![forbid(unsafe_code)]

mod driver;
mod exchange;
mod fault;
mod line;
mod link;
mod port;
mod profile;
mod raw;
mod reference;
mod shadow;
mod talk;
mod transfer;
mod want;
mod watch;

pub use driver::SerialDriver;
pub use port::{
    FlowControl, LineSettings, Opener, Parity, Port, PortError, PortInfo, PortKind, PortsError,
    SerialPorts, ports,
};
pub use profile::{Position, Profile, ProfileError};
pub use reference::ReferenceError;
