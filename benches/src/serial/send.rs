//! The sender as a program: what `sb -k` does, with our machine.

use std::{
    fs,
    io::{Read as _, Write as _, stdin, stdout},
    os::fd::AsFd as _,
    path::Path,
    time::{Duration, Instant},
};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tspkit_xymodem::{Event, File, SendOptions, Sender, Transfer as _, Variant};

/// Sends the file over standard output, answers come from standard input.
pub(crate) fn send(path: &Path) {
    let name = path.file_name().expect("a file").as_encoded_bytes();
    let data = fs::read(path).expect("the file can be read");
    let options = SendOptions::new(Variant::Ymodem);
    let file = File::new(name.to_vec(), data);
    let mut sender = Sender::new(options, file).expect("a name that fits");
    // Unbuffered, both: a line-buffered one would look for line ends in every block.
    let mut input = fs::File::from(stdin().as_fd().try_clone_to_owned().expect("an input"));
    let mut output = fs::File::from(stdout().as_fd().try_clone_to_owned().expect("an output"));
    let start = Instant::now();
    let mut buffer = [0; 256];
    loop {
        while let Some(bytes) = sender.poll_transmit(start.elapsed()) {
            output.write_all(bytes).expect("the receiver is there");
        }
        while let Some(event) = sender.poll_event() {
            if let Event::Failed(error) = event {
                panic!("the transfer failed: {error}");
            }
        }
        if sender.is_finished() {
            return;
        }
        let due = sender.poll_timeout().expect("not finished");
        if is_readable(&input, due.saturating_sub(start.elapsed())) {
            match input.read(&mut buffer).expect("the receiver is there") {
                0 => sender.handle_hang_up(start.elapsed()),
                length => sender.handle_input(start.elapsed(), &buffer[..length]),
            }
        } else {
            sender.handle_timeout(start.elapsed());
        }
    }
}

fn is_readable(input: &fs::File, within: Duration) -> bool {
    // Rounded up, or the last millisecond would be spent in turning.
    let within = PollTimeout::try_from(within + Duration::from_millis(1));
    let mut wanted = [PollFd::new(input.as_fd(), PollFlags::POLLIN)];
    poll(&mut wanted, within.unwrap_or(PollTimeout::MAX)).expect("the input can be waited for") > 0
}
