//! Measuring in pairs, so that a ratio holds on a machine whose speed drifts.

use std::time::{Duration, Instant};

/// Nanoseconds per operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nanoseconds(pub(crate) f64);

fn time(operations: u32, work: &mut dyn FnMut(u32)) -> Nanoseconds {
    let start = Instant::now();
    work(operations);
    Nanoseconds(start.elapsed().as_secs_f64() * 1e9 / f64::from(operations))
}

/// The number of operations that take some 20 ms.
fn operations(work: &mut dyn FnMut(u32)) -> u32 {
    let mut operations = 64;
    loop {
        let start = Instant::now();
        work(operations);
        if start.elapsed() > Duration::from_millis(20) || operations > 1 << 26 {
            return operations;
        }
        operations *= 2;
    }
}

/// What two kinds of work cost, in turn, and the median of the ratios round by round.
pub(crate) struct Pair {
    pub(crate) ours: Nanoseconds,
    pub(crate) floor: Nanoseconds,
    pub(crate) ratio: f64,
}

/// Runs each 21 times in turn.
pub(crate) fn pair(mut ours: impl FnMut(u32), mut floor: impl FnMut(u32)) -> Pair {
    let (our_operations, floor_operations) = (operations(&mut ours), operations(&mut floor));
    let rounds: Vec<_> = (0..21)
        .map(|_| {
            (
                time(our_operations, &mut ours).0,
                time(floor_operations, &mut floor).0,
            )
        })
        .collect();
    Pair {
        ours: Nanoseconds(median(rounds.iter().map(|round| round.0))),
        floor: Nanoseconds(median(rounds.iter().map(|round| round.1))),
        ratio: median(rounds.iter().map(|round| round.0 / round.1)),
    }
}

/// What one kind of work costs: the median of 21 runs.
pub(crate) fn single(mut work: impl FnMut(u32)) -> Nanoseconds {
    let operations = operations(&mut work);
    Nanoseconds(median((0..21).map(|_| time(operations, &mut work).0)))
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
