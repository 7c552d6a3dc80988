//! 1K blocks over a line of 115200 baud, in simulated time: the machines are told the time, so the figure is exact.

use std::{collections::VecDeque, time::Duration};

use tspkit_xymodem::{
    Event, File, ReceiveOptions, Receiver, SendOptions, Sender, Transfer, Variant,
};

/// 8N1: ten bits a byte.
const BYTES_PER_SECOND: u64 = 11_520;
/// From the last byte of a block to the first of its answer, and from there to the first of the next block.
const TURNAROUND: Duration = Duration::from_millis(2);
const SIZE: u32 = 1 << 20;
/// What travels for 1024 bytes of data: STX, number, its complement, the data, the CRC; and the answer.
const WIRE_PER_BLOCK: u64 = 1029 + 1;

/// How long so many bytes take.
fn on_the_wire(bytes: u64) -> Duration {
    Duration::from_nanos(bytes * 1_000_000_000 / BYTES_PER_SECOND)
}

/// One direction: one byte after the other, each arriving a turnaround after it has left.
#[derive(Default)]
struct Wire {
    /// When the byte that was put last has left.
    free: Duration,
    under_way: VecDeque<(Duration, u8)>,
}

impl Wire {
    fn pull(&mut self, machine: &mut dyn Transfer, now: Duration) {
        while let Some(bytes) = machine.poll_transmit(now) {
            let start = self.free.max(now);
            for (count, byte) in (1..).zip(bytes) {
                self.free = start + on_the_wire(count);
                self.under_way.push_back((self.free + TURNAROUND, *byte));
            }
        }
    }

    fn next(&self) -> Option<Duration> {
        self.under_way.front().map(|byte| byte.0)
    }

    fn deliver(&mut self, machine: &mut dyn Transfer, now: Duration) {
        while let Some((_, byte)) = self.under_way.front().copied().filter(|byte| byte.0 <= now) {
            self.under_way.pop_front();
            machine.handle_input(now, &[byte]);
        }
    }
}

/// Transfers the data from our sender to our receiver and says how long both took.
fn transfer(variant: Variant, data: &[u8]) -> Duration {
    let file = File::new("firmware", data.to_vec());
    let mut sender = Sender::new(SendOptions::new(variant), file).expect("a name that fits");
    let mut receiver = Receiver::new(ReceiveOptions::new(variant));
    let (mut forward, mut back) = (Wire::default(), Wire::default());
    let (mut now, mut received) = (Duration::ZERO, Vec::with_capacity(data.len()));
    loop {
        forward.pull(&mut sender, now);
        back.pull(&mut receiver, now);
        while let Some(event) = sender.poll_event() {
            assert!(!matches!(event, Event::Failed(_)), "sender: {event:?}");
        }
        while let Some(event) = receiver.poll_event() {
            match event {
                Event::Data(bytes) => received.extend_from_slice(&bytes),
                Event::Failed(error) => panic!("receiver: {error}"),
                _ => {}
            }
        }
        if sender.is_finished() && receiver.is_finished() {
            assert!(received == data, "the data arrived as it was sent");
            return now;
        }
        let due = [
            forward.next(),
            back.next(),
            sender.poll_timeout(),
            receiver.poll_timeout(),
        ];
        let due = due.into_iter().flatten().min();
        now = now.max(due.expect("an unfinished machine has a time-out"));
        forward.deliver(&mut receiver, now);
        back.deliver(&mut sender, now);
        sender.handle_timeout(now);
        receiver.handle_timeout(now);
    }
}

/// The rate from the first request to the last answer, header and end included, beside that of the blocks alone.
pub(crate) fn row(name: &str, variant: Variant) {
    let data: Vec<u8> = (0..SIZE)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 24).to_le_bytes()[0])
        .collect();
    let elapsed = transfer(variant, &data);
    let per_block = on_the_wire(WIRE_PER_BLOCK) + 2 * TURNAROUND;
    let ours = f64::from(SIZE) / elapsed.as_secs_f64();
    let possible = 1024.0 / per_block.as_secs_f64();
    let (ours_text, possible_text) = (format!("{ours:.0} B/s"), format!("{possible:.0} B/s"));
    println!(
        "{:<64} {ours_text:>12} {possible_text:>12} {:>7.2}%  >= 97%",
        format!("{name} of 1 MiB, 115200 baud, 2 ms turnaround, simulated time"),
        100.0 * ours / possible
    );
}
