//! How much user-user information goes where, and how fast a line dials.

use tspkit_abi::structure::DialParams;

/// How many octets of user-user information a line takes with each operation, the protocol discriminator
/// counted (`LINEDEVCAPS.dwUUI…Size`). 0: none.
///
/// More than that is refused with `LINEERR_USERUSERINFOTOOBIG`. A network may carry less in one message: the
/// hardware splits what it accepts into chained messages, and these limits say what it accepts.
/// Page: `ns-tapi-linedevcaps`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct UserUserLimits {
    /// With a call that is made.
    pub make_call: u32,
    /// With accepting.
    pub accept: u32,
    /// With answering.
    pub answer: u32,
    /// With dropping.
    pub drop: u32,
    /// By itself, while the call is up.
    pub send: u32,
    /// Received, when a chain of messages has been put together.
    pub receive: u32,
}

impl UserUserLimits {
    /// The same limit for everything.
    pub const fn all(octets: u32) -> Self {
        Self {
            make_call: octets,
            accept: octets,
            answer: octets,
            drop: octets,
            send: octets,
            receive: octets,
        }
    }

    /// The same, with that limit for what is sent by itself and for what is received: chained messages.
    #[must_use]
    pub const fn chained(mut self, octets: u32) -> Self {
        self.send = octets;
        self.receive = octets;
        self
    }
}

/// Between which times a line dials and sends digits (`LINEDEVCAPS.MinDialParams`, `DefaultDialParams` and
/// `MaxDialParams`), in milliseconds. Where the longest is 0, nobody can choose. Page: `ns-tapi-linedialparams`.
///
/// ```
/// use tspkit_abi::structure::DialParams;
/// use tspkit_hal::DialLimits;
///
/// let digits = |digit_duration| DialParams { digit_duration, ..DialParams::default() };
/// let limits = DialLimits::new(digits(40), digits(100), digits(1000));
/// assert_eq!(limits.nearest(digits(0)), digits(100));
/// assert_eq!(limits.nearest(digits(1)), digits(40));
/// assert_eq!(limits.nearest(digits(5000)), digits(1000));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct DialLimits {
    /// The shortest that can be chosen.
    pub shortest: DialParams,
    /// What it is when nobody chooses; 0: the hardware does not say.
    pub usual: DialParams,
    /// The longest that can be chosen; 0: none.
    pub longest: DialParams,
}

impl DialLimits {
    /// These limits.
    pub const fn new(shortest: DialParams, usual: DialParams, longest: DialParams) -> Self {
        Self {
            shortest,
            usual,
            longest,
        }
    }

    /// What is dialled with when that is asked for: the usual time for 0, and else the nearest that there is.
    #[must_use]
    pub fn nearest(&self, asked: DialParams) -> DialParams {
        let time = |of: fn(&DialParams) -> u32| match of(&asked) {
            _ if of(&self.longest) == 0 => of(&self.usual),
            0 => of(&self.usual),
            time => time.min(of(&self.longest)).max(of(&self.shortest)),
        };
        DialParams {
            pause: time(|times| times.pause),
            speed: time(|times| times.speed),
            digit_duration: time(|times| times.digit_duration),
            wait_for_dialtone: time(|times| times.wait_for_dialtone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_has_limits_of_its_own() {
        let all = |pause, speed, digit_duration, wait_for_dialtone| DialParams {
            pause,
            speed,
            digit_duration,
            wait_for_dialtone,
        };
        let limits = DialLimits::new(all(10, 0, 40, 0), all(20, 30, 100, 7), all(30, 90, 1000, 0));
        assert_eq!(limits.nearest(DialParams::default()), all(20, 30, 100, 7));
        assert_eq!(limits.nearest(all(5, 50, 39, 9)), all(10, 50, 40, 7));
        let most = u32::MAX;
        let nearest = limits.nearest(all(most, most, most, most));
        assert_eq!(nearest, all(30, 90, 1000, 7));
        assert_eq!(limits.nearest(nearest), nearest);
        let none = DialLimits::default();
        assert_eq!(none.nearest(all(1, 2, 3, 4)), DialParams::default());
    }
}
