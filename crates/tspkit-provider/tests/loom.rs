//! The table of handles under every interleaving of its threads, by loom.
//!
//! Run with `RUSTFLAGS="--cfg loom" cargo test -p tspkit-provider --release --test loom`.
#![cfg(loom)]

#[allow(dead_code, unreachable_pub, reason = "not everything is tried here")]
#[path = "../src/handles/table.rs"]
mod table;

use loom::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};
use table::{Kind, Table};

/// Something in the table: alive until it is dropped, and dropped once.
struct Entry {
    name: usize,
    alive: Arc<AtomicUsize>,
}

impl Entry {
    fn new(name: usize, alive: &Arc<AtomicUsize>) -> Box<Self> {
        alive.fetch_add(1, SeqCst);
        let alive = alive.clone();
        Box::new(Self { name, alive })
    }

    fn check(&self, name: usize) {
        assert_eq!(self.name, name);
        assert!(self.alive.load(SeqCst) > 0, "used after it was dropped");
    }
}

impl Kind for Entry {
    const MARK: u8 = 5;
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.name = usize::MAX;
        assert!(self.alive.fetch_sub(1, SeqCst) > 0, "dropped twice");
    }
}

/// A table that lives as long as the model does.
fn table() -> &'static Table<Entry> {
    Box::leak(Box::new(Table::new()))
}

fn close(table: &'static Table<Entry>, handle: usize) -> bool {
    table.enter(handle).is_some_and(|entered| entered.close())
}

#[test]
fn one_of_two_closers_wins_and_the_entry_is_dropped_once() {
    loom::model(|| {
        let (table, alive) = (table(), Arc::new(AtomicUsize::new(0)));
        let handle = table.insert(Entry::new(1, &alive)).unwrap();
        let other = thread::spawn(move || usize::from(close(table, handle)));
        let won = usize::from(close(table, handle)) + other.join().unwrap();
        assert_eq!(won, 1);
        assert_eq!(alive.load(SeqCst), 0);
        assert!(table.enter(handle).is_none());
    });
}

#[test]
fn whoever_is_inside_keeps_the_entry() {
    loom::model(|| {
        let (table, alive) = (table(), Arc::new(AtomicUsize::new(0)));
        let handle = table.insert(Entry::new(1, &alive)).unwrap();
        let user = thread::spawn(move || {
            if let Some(entered) = table.enter(handle) {
                entered.check(1);
            }
        });
        assert!(close(table, handle));
        user.join().unwrap();
        assert_eq!(alive.load(SeqCst), 0);
    });
}

#[test]
fn a_stale_handle_meets_its_successor_in_the_same_place() {
    loom::model(|| {
        let (table, alive) = (table(), Arc::new(AtomicUsize::new(0)));
        let handle = table.insert(Entry::new(1, &alive)).unwrap();
        let stale = thread::spawn(move || {
            for _ in 0..2 {
                if let Some(entered) = table.enter(handle) {
                    entered.check(1);
                }
            }
        });
        assert!(close(table, handle));
        let next = table.insert(Entry::new(2, &alive)).unwrap();
        assert_ne!(next, handle);
        table.enter(next).unwrap().check(2);
        assert!(close(table, next));
        stale.join().unwrap();
        assert_eq!(alive.load(SeqCst), 0);
    });
}

#[test]
fn a_place_comes_back_however_late_the_last_one_leaves() {
    loom::model(|| {
        let (table, alive) = (table(), Arc::new(AtomicUsize::new(0)));
        let handle = table.insert(Entry::new(1, &alive)).unwrap();
        let user = thread::spawn(move || drop(table.enter(handle)));
        assert!(close(table, handle));
        user.join().unwrap();
        // Both places are to be had again, and no more.
        let first = table.insert(Entry::new(2, &alive)).unwrap();
        let second = table.insert(Entry::new(3, &alive)).unwrap();
        assert!(table.insert(Entry::new(4, &alive)).is_none());
        table.enter(first).unwrap().check(2);
        table.enter(second).unwrap().check(3);
        assert!(close(table, first) && close(table, second));
    });
}
