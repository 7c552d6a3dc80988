//! Two machines and the link between them, in simulated time.

use std::collections::VecDeque;
use std::time::Duration;

use tspkit_xymodem::{Receiver, Sender, Transfer};

use super::Log;
use super::noise::{Damage, Noise};

type Queue = VecDeque<(Duration, Vec<u8>)>;

/// How the link treats what passes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) seed: u64,
    /// From the sender to the receiver.
    pub(crate) forward: Damage,
    /// From the receiver to the sender.
    pub(crate) back: Damage,
    /// The most bytes delivered in one piece; 0 for no limit.
    pub(crate) piece: usize,
    /// After so many bytes, both directions counted, the line is cut.
    pub(crate) cut_after: Option<usize>,
}

impl Link {
    pub(crate) const CLEAN: Self = Self {
        seed: 0,
        forward: Damage::NONE,
        back: Damage::NONE,
        piece: 0,
        cut_after: None,
    };
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) sender: Log,
    pub(crate) receiver: Log,
    /// Bytes that were delivered, both directions.
    pub(crate) bytes: usize,
    /// Simulated time it took.
    pub(crate) elapsed: Duration,
    pub(crate) hits: usize,
}

/// More steps than any transfer in the tests takes.
const STEPS: usize = 2_000_000;

/// Runs both until both are finished.
pub(crate) fn run(mut sender: Sender, mut receiver: Receiver, link: Link) -> Outcome {
    let (sender, receiver) = (&mut sender, &mut receiver);
    let mut now = Duration::ZERO;
    let mut forward_noise = Noise::new(link.forward, link.seed);
    let mut back_noise = Noise::new(link.back, link.seed ^ 0x5555);
    let (mut forward, mut back) = (Queue::new(), Queue::new());
    let mut outcome = Outcome {
        sender: Log::default(),
        receiver: Log::default(),
        bytes: 0,
        elapsed: Duration::ZERO,
        hits: 0,
    };
    let mut cut = false;
    for _ in 0..STEPS {
        pull(sender, now, &mut forward_noise, &mut forward, link.piece);
        pull(receiver, now, &mut back_noise, &mut back, link.piece);
        outcome.sender.drain(sender);
        outcome.receiver.drain(receiver);
        if sender.is_finished() && receiver.is_finished() {
            outcome.elapsed = now;
            outcome.hits = forward_noise.hits + back_noise.hits;
            return outcome;
        }
        if cut {
            forward.clear();
            back.clear();
        }
        let next = |queue: &Queue| queue.front().map(|piece| piece.0);
        let due = [
            next(&forward),
            next(&back),
            sender.poll_timeout(),
            receiver.poll_timeout(),
        ];
        let (which, at) = due
            .iter()
            .enumerate()
            .filter_map(|(which, at)| at.map(|at| (which, at)))
            .min_by_key(|(_, at)| *at)
            .expect("an unfinished machine has a time-out");
        now = now.max(at);
        match which {
            0 | 1 => {
                let queue = if which == 0 { &mut forward } else { &mut back };
                let (_, mut piece) = queue.pop_front().expect("its time was taken");
                if let Some(limit) = link.cut_after {
                    piece.truncate(limit - outcome.bytes);
                }
                outcome.bytes += piece.len();
                let target: &mut dyn Transfer = if which == 0 { receiver } else { sender };
                target.handle_input(now, &piece);
                if link.cut_after == Some(outcome.bytes) && !cut {
                    cut = true;
                    sender.handle_hang_up(now);
                    receiver.handle_hang_up(now);
                }
            }
            2 => sender.handle_timeout(now),
            _ => receiver.handle_timeout(now),
        }
    }
    panic!("no end in sight after {STEPS} steps: {link:?}, {outcome:?}");
}

fn pull(
    machine: &mut dyn Transfer,
    now: Duration,
    noise: &mut Noise,
    queue: &mut Queue,
    piece: usize,
) {
    while let Some(bytes) = machine.poll_transmit(now) {
        let mut at = queue.back().map_or(now, |last| last.0.max(now));
        for (pause, bytes) in noise.pass(bytes) {
            at += pause;
            let step = if piece == 0 { bytes.len() } else { piece };
            queue.extend(bytes.chunks(step).map(|bytes| (at, bytes.to_vec())));
        }
        // In a stream the owner looks for input between two writes.
        if queue.len() > 64 {
            break;
        }
    }
}
