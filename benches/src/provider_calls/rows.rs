//! One function for each row about calls of the provider.

use std::{
    hint::black_box,
    sync::atomic::{AtomicU64, Ordering},
};

use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;

use crate::{
    block::Block,
    floor::Floor,
    line_driver::{self, PER_LINE},
    lines::{Contents, Lines},
    measure::{Pair, pair},
    report::ratio_of_part,
};

/// The fixed part of `LINECALLINFO` of 3.1, and all of `LINECALLSTATUS`.
const INFO: usize = 344;
const STATUS: usize = 56;

static TOLD: AtomicU64 = AtomicU64::new(0);

extern "C" fn floor_done(request: u32, result: i32) {
    black_box((request, result));
    TOLD.store(TOLD.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

extern "C" fn floor_told(call: usize, states: u32) {
    black_box((call, states));
    TOLD.store(TOLD.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

/// The first call's structures, as large as they need to be.
fn filled(lines: &Lines) -> (Block, Block) {
    let call = lines.calls()[0];
    let mut large = Block::new(2048);
    assert_eq!(lines.call_info(call, &mut large), 0);
    let mut info = Block::new(large.used());
    assert_eq!(lines.call_info(call, &mut info), 0);
    assert_eq!(info.used(), large.used(), "everything has room");
    let mut status = Block::new(STATUS);
    assert_eq!(lines.call_status(call, &mut status), 0);
    (info, status)
}

/// `LINECALLINFO` of one call, into room for everything, and for the fixed part.
pub(crate) fn fill(what: &str, contents: Contents) {
    let mut lines = Lines::start(|| Box::new(line_driver::Lines::new(1)));
    lines.open(1);
    lines.make(0, contents);
    let (info, status) = filled(&lines);
    let floor = Floor::new(1, &info, &status);
    let call = lines.calls()[0];
    for (room, size) in [("all of it", info.used()), ("fixed part", INFO)] {
        let (mut ours, mut theirs) = (Block::new(size), Block::new(size));
        assert_eq!(
            (
                lines.call_info(call, &mut ours),
                floor.call_info(1, &mut theirs)
            ),
            (0, 0)
        );
        assert_eq!(ours.as_ref(), theirs.as_ref(), "both do the same work");
        let measured = pair(
            |count| {
                for _ in 0..count {
                    black_box(lines.call_info(black_box(call), &mut ours));
                }
            },
            |count| {
                for _ in 0..count {
                    black_box(floor.call_info(black_box(1), &mut theirs));
                }
            },
        );
        let what = format!("TSPI_lineGetCallInfo, {what}, {room} ({size} B)");
        ratio_of_part(&what, &measured);
    }
}

/// The same functions over 100,000 calls that are up, in random order.
pub(crate) fn many() {
    const CALLS: u32 = 100_000;
    let mut lines = Lines::start(|| Box::new(line_driver::Lines::new(CALLS / PER_LINE)));
    lines.open(CALLS / PER_LINE);
    for call in 0..CALLS {
        lines.make((call / PER_LINE) as usize, Contents::Caller);
    }
    // So that there is call data to replace.
    let data = [0x5A; 64];
    for call in lines.calls() {
        lines.set_call_data(*call, &data);
    }
    lines.wait();
    let (info, status) = filled(&lines);
    let floor = Floor::new(CALLS, &info, &status);
    // The last call is the one that tells that everything else has been told.
    let mut order: Vec<usize> = (0..CALLS as usize - 1).collect();
    order.shuffle(&mut Pcg64Mcg::new(0x7a61_7069));
    let order = Order(order);

    let (mut ours, mut theirs) = (Block::new(info.used()), Block::new(info.used()));
    let measured = order.pair(
        |call| assert_eq!(lines.call_info(lines.calls()[call], &mut ours), 0),
        |call| assert_eq!(floor.call_info(call + 1, &mut theirs), 0),
        || {},
    );
    row("TSPI_lineGetCallInfo", &measured);

    let (mut ours, mut theirs) = (Block::new(STATUS), Block::new(STATUS));
    let measured = order.pair(
        |call| assert_eq!(lines.call_status(lines.calls()[call], &mut ours), 0),
        |call| assert_eq!(floor.call_status(call + 1, &mut theirs), 0),
        || {},
    );
    row("TSPI_lineGetCallStatus", &measured);

    let (mut ours, mut theirs) = (1, 1);
    let measured = order.pair(
        |call| {
            ours += 1;
            lines.set_app_specific(lines.calls()[call], ours);
        },
        |call| {
            theirs += 1;
            assert_eq!(floor.set_app_specific(call + 1, theirs, floor_told), 0);
        },
        || lines.flush(),
    );
    row("TSPI_lineSetAppSpecific with its LINE_CALLINFO", &measured);

    let (mut ours, mut theirs) = (Numbered::new(), Numbered::new());
    let measured = order.pair(
        |call| lines.set_call_data(lines.calls()[call], ours.next()),
        |call| {
            let data = theirs.next();
            assert_eq!(
                floor.set_call_data(call + 1, 1, data, floor_done, floor_told),
                1
            );
        },
        || {
            lines.wait();
            lines.flush();
        },
    );
    row(
        "TSPI_lineSetCallData, 64 bytes, with its LINE_CALLINFO",
        &measured,
    );
}

fn row(what: &str, measured: &Pair) {
    ratio_of_part(&format!("100,000 calls: {what}"), measured);
}

/// Calls in random order, by their places.
struct Order(Vec<usize>);

impl Order {
    /// Both over all of the calls, each time from where it was; ours ends with `rest`.
    fn pair(
        &self,
        mut ours: impl FnMut(usize),
        mut floor: impl FnMut(usize),
        rest: impl Fn(),
    ) -> Pair {
        let (mut our_place, mut floor_place) = (0, 0);
        let next = |place: &mut usize| {
            *place = (*place + 1) % self.0.len();
            self.0[*place]
        };
        pair(
            |count| {
                (0..count).for_each(|_| ours(next(&mut our_place)));
                rest();
            },
            |count| (0..count).for_each(|_| floor(next(&mut floor_place))),
        )
    }
}

/// 64 bytes that are others each time.
struct Numbered(u64, [u8; 64]);

impl Numbered {
    fn new() -> Self {
        Self(0, [0x5A; 64])
    }

    fn next(&mut self) -> &[u8] {
        self.0 += 1;
        self.1[..8].copy_from_slice(&self.0.to_le_bytes());
        &self.1
    }
}
