//! What holds after every step.

use tspkit_abi::LineCallStates as S;

use super::{
    super::{
        legs::{Key, Leg},
        line::Counts,
    },
    LINES, World,
};

impl World {
    /// Every call has two ends or is over, and all counts are right.
    pub(super) fn check(&self) {
        let mut counts = vec![Counts::default(); LINES as usize];
        let mut outside = 0;
        let mut own = 0;
        for (key, leg) in self.switch.legs.iter() {
            self.check_ends(key, leg);
            match leg.line() {
                None => outside += 1,
                Some((line, call)) => {
                    own += 1;
                    let counts = &mut counts[line as usize];
                    if let Some(count) = counts.of(leg.status) {
                        *count += 1;
                    }
                    counts.ringing += u32::from(leg.rings > 0);
                    assert_eq!(self.switch.calls[&(line, call)], key);
                    assert_eq!(self.calls[&(line, call)], Some(leg.status));
                }
            }
        }
        assert_eq!(self.switch.calls.len(), own);
        assert_eq!(self.switch.free_trunks.len() + outside, 2);
        for (line, counts) in self.switch.lines.iter().zip(&counts) {
            assert_eq!(line.counts, *counts);
            assert!(counts.active <= line.model.active_calls);
            assert!(counts.held <= line.model.held_calls);
            assert!(counts.transfer <= line.model.transfer_calls);
        }
        for key in self.switch.sending.keys() {
            let leg = self.switch.legs.get(*key).unwrap();
            assert_eq!(leg.status.state(), S::CONNECTED);
        }
        assert_eq!(self.pending.len(), self.switch.sending.len());
    }

    fn check_ends(&self, key: Key, leg: &Leg) {
        let alone = S::DIALTONE | S::DIALING | S::BUSY | S::SPECIALINFO | S::DISCONNECTED | S::IDLE;
        let state = leg.status.state();
        assert_eq!(leg.peer.is_none(), alone.contains(state), "{leg:?}");
        let Some(peer) = leg
            .peer
            .map(|peer| self.switch.legs.get(peer).expect("there"))
        else {
            return;
        };
        assert_eq!(peer.peer, Some(key));
        assert_eq!(peer.number, leg.number);
        assert_eq!(peer.call_data, leg.call_data);
        assert_eq!(peer.carrier, leg.carrier);
        if let Some((line, _)) = leg.line() {
            let model = &self.switch.lines[line as usize].model;
            assert!(model.bearer_modes.contains(leg.carrier.bearer_mode));
            assert!(leg.carrier.rate <= model.max_rate);
        }
        // Somebody who is called has a caller who waits, and not another who is called.
        assert!(!(leg.is_offered() && peer.is_offered()));
        if (S::RINGBACK | S::PROCEEDING).contains(state) {
            assert!(peer.is_offered());
        }
        assert!(leg.rings == 0 || leg.is_offered());
    }
}
