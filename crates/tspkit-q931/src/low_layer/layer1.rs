//! Layer 1 of low layer compatibility: octet 5 and those that follow it.

use crate::{
    CharacterOctet, ModemOctet, Octet, RateOctet, UserInformationLayer1Protocol, V110Octet,
    V120Octet,
    group::Group,
    walk::{Walk, WalkMore as _},
};

/// The layer's number in bits 7 and 6 of its first octet.
pub(super) const IDENTIFIER: u8 = 1;

/// How the user's bits are put on the channel: octets 5 to 5d.
///
/// Each octet can only be there with those before it. Setting one adds what is missing before it, with all bits 0: synchronous,
/// rate by E-bits for 5a, nothing required for 5b.
///
/// ```
/// use tspkit_q931::{CharacterOctet, DataBits, Layer1, Parity, RateOctet, StopBits, UserInformationLayer1Protocol, UserRate};
///
/// let layer1 = Layer1::new(UserInformationLayer1Protocol::V110)
///     .with_rate(RateOctet::new().with_asynchronous(true).with_user_rate(UserRate::KBIT_9_6))
///     .with_characters(
///         CharacterOctet::new()
///             .with_stop_bits(StopBits::ONE)
///             .with_data_bits(DataBits::EIGHT)
///             .with_parity(Parity::NONE),
///     );
/// assert_eq!(layer1.v110().map(|octet| octet.bits()), Some(0));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Layer1 {
    pub(super) group: Group,
}

impl Layer1 {
    /// A protocol with nothing more said about it.
    pub fn new(protocol: UserInformationLayer1Protocol) -> Self {
        Self {
            group: Group::new(IDENTIFIER << 5 | protocol.code()),
        }
    }

    /// With octet 5a.
    #[must_use]
    pub fn with_rate(self, octet: RateOctet) -> Self {
        self.with(1, octet.bits())
    }

    /// With octet 5b, of V.110. Where the protocol is V.120 the bits mean what they mean there.
    #[must_use]
    pub fn with_v110(self, octet: V110Octet) -> Self {
        self.with(2, octet.bits())
    }

    /// With octet 5b, of V.120. Where the protocol is another one the bits mean what they mean there.
    #[must_use]
    pub fn with_v120(self, octet: V120Octet) -> Self {
        self.with(2, octet.bits())
    }

    /// With octet 5c.
    #[must_use]
    pub fn with_characters(self, octet: CharacterOctet) -> Self {
        self.with(3, octet.bits())
    }

    /// With octet 5d.
    #[must_use]
    pub fn with_modem(self, octet: ModemOctet) -> Self {
        self.with(4, octet.bits())
    }

    fn with(mut self, follows: usize, bits: u8) -> Self {
        self.group.set(follows, bits);
        self
    }

    /// Octet 5.
    pub fn protocol(&self) -> UserInformationLayer1Protocol {
        UserInformationLayer1Protocol::from_bits(self.group.first())
    }

    /// Octet 5a.
    pub fn rate(&self) -> Option<RateOctet> {
        self.group.get(1).map(RateOctet::from_bits)
    }

    /// Octet 5b, where the protocol is not V.120. It is significant for V.110, I.460 and X.30 only.
    pub fn v110(&self) -> Option<V110Octet> {
        let octet = self.group.get(2).filter(|_| !self.is_v120());
        octet.map(V110Octet::from_bits)
    }

    /// Octet 5b, where the protocol is V.120.
    pub fn v120(&self) -> Option<V120Octet> {
        let octet = self.group.get(2).filter(|_| self.is_v120());
        octet.map(V120Octet::from_bits)
    }

    /// Octet 5c.
    pub fn characters(&self) -> Option<CharacterOctet> {
        self.group.get(3).map(CharacterOctet::from_bits)
    }

    /// Octet 5d.
    pub fn modem(&self) -> Option<ModemOctet> {
        self.group.get(4).map(ModemOctet::from_bits)
    }

    fn is_v120(&self) -> bool {
        self.protocol() == UserInformationLayer1Protocol::V120
    }

    pub(super) fn walk(&self, walk: &mut dyn Walk) {
        let protocol = self.protocol();
        walk.layer(5, IDENTIFIER);
        walk.coded(
            "user information layer 1 protocol",
            protocol.code(),
            protocol.meaning(),
        );
        if let Some(octet) = self.rate() {
            walk.octets(Octet::extended(5, 1), 1);
            octet.walk(walk);
        }
        if self.group.len() > 2 {
            walk.octets(Octet::extended(5, 2), 1);
        }
        if let Some(octet) = self.v110() {
            octet.walk(walk);
        }
        if let Some(octet) = self.v120() {
            octet.walk(walk);
        }
        if let Some(octet) = self.characters() {
            walk.octets(Octet::extended(5, 3), 1);
            octet.walk(walk);
        }
        if let Some(octet) = self.modem() {
            walk.octets(Octet::extended(5, 4), 1);
            octet.walk(walk);
        }
        walk.surplus(5, &self.group, 5);
    }
}
