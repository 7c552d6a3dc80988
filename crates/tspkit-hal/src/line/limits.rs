//! How much user-user information goes where.

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
