//! A relay that damages what passes, from a seed.

use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// What may happen to a byte, and how often.
#[derive(Clone, Copy, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each kind of damage may happen or not"
)]
pub(crate) struct Damage {
    /// One byte in so many is hit; 0 for none.
    pub(crate) one_in: u32,
    /// So many bytes pass unharmed at first.
    pub(crate) after: usize,
    /// At least so many bytes are left alone after each hit.
    pub(crate) spacing: usize,
    pub(crate) corrupt: bool,
    pub(crate) drop: bool,
    pub(crate) double: bool,
    pub(crate) delay: bool,
}

impl Damage {
    pub(crate) const NONE: Self = Self {
        one_in: 0,
        after: 0,
        spacing: 0,
        corrupt: false,
        drop: false,
        double: false,
        delay: false,
    };

    pub(crate) const fn all(one_in: u32, spacing: usize) -> Self {
        Self {
            one_in,
            after: 0,
            spacing,
            corrupt: true,
            drop: true,
            double: true,
            delay: true,
        }
    }
}

/// One direction of the relay.
#[derive(Debug)]
pub(crate) struct Noise {
    damage: Damage,
    random: Pcg64Mcg,
    calm: usize,
    pub(crate) hits: usize,
}

impl Noise {
    pub(crate) fn new(damage: Damage, seed: u64) -> Self {
        Self {
            damage,
            random: Pcg64Mcg::seed_from_u64(seed),
            calm: damage.after,
            hits: 0,
        }
    }

    /// What comes out, in pieces, each with a pause before it.
    pub(crate) fn pass(&mut self, bytes: &[u8]) -> Vec<(Duration, Vec<u8>)> {
        let mut pieces = vec![(Duration::ZERO, Vec::new())];
        for byte in bytes {
            let hit = self.damage.one_in > 0
                && self.calm == 0
                && self.random.random_ratio(1, self.damage.one_in);
            self.calm = self.calm.saturating_sub(1);
            let mut out = vec![*byte];
            if hit {
                self.calm = self.damage.spacing;
                let kinds = [
                    self.damage.corrupt,
                    self.damage.drop,
                    self.damage.double,
                    self.damage.delay,
                ];
                let kinds: Vec<usize> = (0..4).filter(|kind| kinds[*kind]).collect();
                self.hits += 1;
                match kinds[self.random.random_range(0..kinds.len())] {
                    0 => out[0] ^= self.random.random_range(1..=255u8),
                    1 => out.clear(),
                    2 => out.push(*byte),
                    _ => pieces.push((
                        Duration::from_millis(self.random.random_range(1..3000)),
                        Vec::new(),
                    )),
                }
            }
            pieces.last_mut().expect("there is one").1.extend(out);
        }
        pieces.retain(|(_, piece)| !piece.is_empty());
        pieces
    }
}
