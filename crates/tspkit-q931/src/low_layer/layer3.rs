//! Layer 3 of low layer compatibility: octet 7 and those that follow it.

use super::layer2::{OperationMode, WindowSize};
use crate::{
    Octet,
    bits::octet,
    coded::coded,
    group::Group,
    walk::{Walk, WalkMore as _},
};

/// The layer's number in bits 7 and 6 of its first octet.
pub(super) const IDENTIFIER: u8 = 3;

coded! {
    /// The network layer: octet 7.
    UserInformationLayer3Protocol, 5 bits;
    Q931 = 0x02, "Q.931/I.451";
    X25_PACKET = 0x06, "X.25, packet layer";
    ISO_8208 = 0x07, "ISO/IEC 8208 (X.25 packet level protocol for DTE)";
    X223 = 0x08, "X.223 | ISO/IEC 8878";
    ISO_8473 = 0x09, "ISO/IEC 8473 (OSI connectionless mode protocol)";
    T70 = 0x0A, "T.70 minimum network layer";
    TR_9577 = 0x0B, "ISO/IEC TR 9577 (protocol identification in the network layer)";
    USER_SPECIFIED = 0x10, "user specified";
}

coded! {
    /// The default packet size of X.25, as a power of two: octet 7b, bits 4 to 1.
    PacketSize, 4 bits;
    OCTETS_16 = 0x04, "16 octets";
    OCTETS_32 = 0x05, "32 octets";
    OCTETS_64 = 0x06, "64 octets";
    OCTETS_128 = 0x07, "128 octets";
    OCTETS_256 = 0x08, "256 octets";
    OCTETS_512 = 0x09, "512 octets";
    OCTETS_1024 = 0x0A, "1024 octets";
    OCTETS_2048 = 0x0B, "2048 octets";
    OCTETS_4096 = 0x0C, "4096 octets";
}

coded! {
    /// The protocol that TR 9577 identifies: the low halves of octets 7a and 7b.
    AdditionalLayer3Protocol, 8 bits;
    INTERNET = 0xCC, "internet protocol (RFC 791)";
    POINT_TO_POINT = 0xCF, "point-to-point protocol (RFC 1661)";
}

octet! {
    /// Octet 7a of the X.25 kin.
    Layer3ModeOctet;
    coded mode, with_mode: OperationMode << 5, "mode";
    spare 0x1F;
}

octet! {
    /// Octet 7b of the X.25 kin.
    PacketSizeOctet;
    last size, with_size: PacketSize, "default packet size";
    spare 0x70;
}

/// The network layer: octets 7 to 7c.
///
/// What follows octet 7 depends on the protocol: mode, packet size and window of X.25 and its kin, what
/// the [users](Self::user_specified) have agreed, or the protocol that [TR 9577](Self::tr_9577) identifies.
///
/// ```
/// use tspkit_q931::{AdditionalLayer3Protocol, Layer3, PacketSize, UserInformationLayer3Protocol, WindowSize};
///
/// let x25 = Layer3::new(UserInformationLayer3Protocol::X25_PACKET)
///     .with_packet_size(PacketSize::OCTETS_128)
///     .with_window_size(WindowSize::try_from(2)?);
/// assert_eq!(x25.packet_size(), Some(PacketSize::OCTETS_128));
///
/// let ip = Layer3::tr_9577(AdditionalLayer3Protocol::INTERNET);
/// assert_eq!(ip.additional_protocol(), Some(AdditionalLayer3Protocol::INTERNET));
/// # Ok::<(), tspkit_q931::OutOfRange>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Layer3 {
    pub(super) group: Group,
}

/// What octet 7a and those after it are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    X25,
    UserSpecified,
    Tr9577,
    None,
}

impl Layer3 {
    /// A protocol with nothing more said about it.
    pub fn new(protocol: UserInformationLayer3Protocol) -> Self {
        Self {
            group: Group::new(IDENTIFIER << 5 | protocol.code()),
        }
    }

    /// User specified, with the seven bits of octet 7a; an eighth is not looked at.
    pub fn user_specified(information: u8) -> Self {
        let mut layer = Self::new(UserInformationLayer3Protocol::USER_SPECIFIED);
        layer.group.set(1, information);
        layer
    }

    /// A protocol that TR 9577 identifies, in octets 7a and 7b.
    pub fn tr_9577(protocol: AdditionalLayer3Protocol) -> Self {
        let mut layer = Self::new(UserInformationLayer3Protocol::TR_9577);
        layer.group.set(1, protocol.code() >> 4);
        layer.group.set(2, protocol.code() & 0x0F);
        layer
    }

    /// With octet 7a of X.25 and its kin.
    #[must_use]
    pub fn with_mode(mut self, octet: Layer3ModeOctet) -> Self {
        self.group.set(1, octet.bits());
        self
    }

    /// With octet 7b of X.25 and its kin; octet 7a becomes normal mode where there is none.
    #[must_use]
    pub fn with_packet_size(mut self, size: PacketSize) -> Self {
        if self.group.len() < 2 {
            let normal = Layer3ModeOctet::new().with_mode(OperationMode::NORMAL);
            self.group.set(1, normal.bits());
        }
        self.group.set(2, size.code());
        self
    }

    /// With octet 7c of X.25 and its kin; a packet size of 128 octets, X.25's default, is added where there is none.
    #[must_use]
    pub fn with_window_size(mut self, size: WindowSize) -> Self {
        if self.group.len() < 3 {
            self = self.with_packet_size(PacketSize::OCTETS_128);
        }
        self.group.set(3, size.code());
        self
    }

    /// Octet 7.
    pub fn protocol(&self) -> UserInformationLayer3Protocol {
        UserInformationLayer3Protocol::from_bits(self.group.first())
    }

    /// Octet 7a, where the protocol is of X.25's kin.
    pub fn mode(&self) -> Option<Layer3ModeOctet> {
        self.octet(1, Detail::X25).map(Layer3ModeOctet::from_bits)
    }

    /// The packet size in octet 7b, where the protocol is of X.25's kin.
    pub fn packet_size(&self) -> Option<PacketSize> {
        self.octet(2, Detail::X25).map(PacketSize::from_bits)
    }

    /// Octet 7c, where the protocol is of X.25's kin.
    pub fn window_size(&self) -> Option<WindowSize> {
        self.octet(3, Detail::X25).map(WindowSize::from_bits)
    }

    /// The seven bits of octet 7a, where the protocol is user specified.
    pub fn user_information(&self) -> Option<u8> {
        self.octet(1, Detail::UserSpecified)
    }

    /// The protocol in octets 7a and 7b, where TR 9577 identifies one and both are there.
    pub fn additional_protocol(&self) -> Option<AdditionalLayer3Protocol> {
        let high = self.octet(1, Detail::Tr9577)?;
        let low = self.octet(2, Detail::Tr9577)?;
        Some(AdditionalLayer3Protocol::from_bits(high << 4 | low & 0x0F))
    }

    fn octet(&self, follows: usize, of: Detail) -> Option<u8> {
        self.group.get(follows).filter(|_| self.detail() == of)
    }

    fn detail(&self) -> Detail {
        match self.protocol() {
            UserInformationLayer3Protocol::X25_PACKET
            | UserInformationLayer3Protocol::ISO_8208
            | UserInformationLayer3Protocol::X223 => Detail::X25,
            UserInformationLayer3Protocol::USER_SPECIFIED => Detail::UserSpecified,
            UserInformationLayer3Protocol::TR_9577 => Detail::Tr9577,
            _ => Detail::None,
        }
    }

    pub(super) fn walk(&self, walk: &mut dyn Walk) {
        let protocol = self.protocol();
        walk.layer(7, IDENTIFIER);
        walk.coded(
            "user information layer 3 protocol",
            protocol.code(),
            protocol.meaning(),
        );
        let known = match self.detail() {
            Detail::X25 => self.walk_x25(walk),
            Detail::UserSpecified => self.walk_user_specified(walk),
            Detail::Tr9577 => self.walk_tr_9577(walk),
            Detail::None => 1,
        };
        walk.surplus(7, &self.group, known);
    }

    fn walk_x25(&self, walk: &mut dyn Walk) -> usize {
        if let Some(octet) = self.mode() {
            walk.octets(Octet::extended(7, 1), 1);
            octet.walk(walk);
        }
        if let Some(bits) = self.group.get(2) {
            walk.octets(Octet::extended(7, 2), 1);
            PacketSizeOctet::from_bits(bits).walk(walk);
        }
        if let Some(size) = self.window_size() {
            walk.octets(Octet::extended(7, 3), 1);
            walk.coded("packet window size", size.code(), size.meaning());
        }
        4
    }

    fn walk_user_specified(&self, walk: &mut dyn Walk) -> usize {
        if let Some(bits) = self.user_information() {
            walk.octets(Octet::extended(7, 1), 1);
            let field = "optional layer 3 protocol information";
            walk.field(
                field,
                Some(bits.into()),
                format_args!("as the users have agreed"),
            );
        }
        2
    }

    fn walk_tr_9577(&self, walk: &mut dyn Walk) -> usize {
        let field = "additional layer 3 protocol information";
        for (follows, half) in [(1, "higher half"), (2, "lower half")] {
            let Some(bits) = self.group.get(follows) else {
                continue;
            };
            walk.octets(Octet::extended(7, follows), 1);
            walk.field(field, Some((bits & 0x0F).into()), format_args!("{half}"));
            walk.spare(bits & 0x70);
        }
        if let Some(protocol) = self.additional_protocol() {
            walk.coded(field, protocol.code(), protocol.meaning());
        }
        3
    }
}
