//! Layer 2 of low layer compatibility: octet 6 and those that follow it.

use crate::{
    Octet,
    bits::octet,
    coded::coded,
    group::Group,
    walk::{Walk, WalkMore as _},
};

/// The layer's number in bits 7 and 6 of its first octet.
pub(super) const IDENTIFIER: u8 = 2;

coded! {
    /// The link layer: octet 6.
    UserInformationLayer2Protocol, 5 bits;
    ISO_1745 = 0x01, "basic mode ISO 1745";
    Q921 = 0x02, "Q.921/I.441";
    X25_LINK = 0x06, "X.25, link layer";
    X25_MULTILINK = 0x07, "X.25 multilink";
    T71 = 0x08, "extended LAPB, for half duplex operation (T.71)";
    HDLC_ARM = 0x09, "HDLC ARM (ISO/IEC 4335)";
    HDLC_NRM = 0x0A, "HDLC NRM (ISO/IEC 4335)";
    HDLC_ABM = 0x0B, "HDLC ABM (ISO/IEC 4335)";
    LAN_LLC = 0x0C, "LAN logical link control (ISO/IEC 8802-2)";
    X75_SLP = 0x0D, "X.75 single link procedure (SLP)";
    Q922 = 0x0E, "Q.922";
    Q922_CORE = 0x0F, "core aspects of Q.922";
    USER_SPECIFIED = 0x10, "user specified";
    ISO_7776 = 0x11, "ISO/IEC 7776 DTE-DTE operation";
}

coded! {
    /// Modulo 8 or 128: bits 7 and 6 of octets 6a and 7a.
    OperationMode, 2 bits;
    NORMAL = 1, "normal mode of operation";
    EXTENDED = 2, "extended mode of operation";
}

coded! {
    /// What Q.933 uses of octet 6a for frame mode: bits 2 and 1.
    Q933Use, 2 bits;
    0x00..=0x03, "as Q.933 has it";
}

coded! {
    /// A window size: octets 6b and 7c. It stands for itself, from 1 on.
    WindowSize, 7 bits;
    0x01..=0x7F, "at most so many frames or packets unacknowledged";
}

octet! {
    /// Octet 6a, where the protocol is not user specified.
    Layer2ModeOctet;
    coded mode, with_mode: OperationMode << 5, "mode";
    last q933_use, with_q933_use: Q933Use, "Q.933 use";
    spare 0x1C;
}

/// The link layer: octets 6 to 6b. Setting 6b adds an octet 6a of normal mode where there is none.
///
/// ```
/// use tspkit_q931::{Layer2, Layer2ModeOctet, OperationMode, UserInformationLayer2Protocol, WindowSize};
///
/// let layer2 = Layer2::new(UserInformationLayer2Protocol::X25_LINK)
///     .with_mode(Layer2ModeOctet::new().with_mode(OperationMode::EXTENDED))
///     .with_window_size(WindowSize::try_from(7)?);
/// assert_eq!(layer2.window_size().map(u8::from), Some(7));
/// # Ok::<(), tspkit_q931::OutOfRange>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Layer2 {
    pub(super) group: Group,
}

impl Layer2 {
    /// A protocol with nothing more said about it.
    pub fn new(protocol: UserInformationLayer2Protocol) -> Self {
        Self {
            group: Group::new(IDENTIFIER << 5 | protocol.code()),
        }
    }

    /// User specified, with the seven bits of octet 6a; an eighth is not looked at.
    pub fn user_specified(information: u8) -> Self {
        let mut layer = Self::new(UserInformationLayer2Protocol::USER_SPECIFIED);
        layer.group.set(1, information);
        layer
    }

    /// With octet 6a. Where the protocol is user specified the bits mean what the users say.
    #[must_use]
    pub fn with_mode(mut self, octet: Layer2ModeOctet) -> Self {
        self.group.set(1, octet.bits());
        self
    }

    /// With octet 6b.
    #[must_use]
    pub fn with_window_size(mut self, size: WindowSize) -> Self {
        if self.group.len() < 2 {
            let normal = Layer2ModeOctet::new().with_mode(OperationMode::NORMAL);
            self.group.set(1, normal.bits());
        }
        self.group.set(2, size.code());
        self
    }

    /// Octet 6.
    pub fn protocol(&self) -> UserInformationLayer2Protocol {
        UserInformationLayer2Protocol::from_bits(self.group.first())
    }

    /// Octet 6a, where the protocol is not user specified.
    pub fn mode(&self) -> Option<Layer2ModeOctet> {
        let octet = self.group.get(1).filter(|_| !self.is_user_specified());
        octet.map(Layer2ModeOctet::from_bits)
    }

    /// The seven bits of octet 6a, where the protocol is user specified.
    pub fn user_information(&self) -> Option<u8> {
        self.group.get(1).filter(|_| self.is_user_specified())
    }

    /// Octet 6b.
    pub fn window_size(&self) -> Option<WindowSize> {
        self.group.get(2).map(WindowSize::from_bits)
    }

    fn is_user_specified(&self) -> bool {
        self.protocol() == UserInformationLayer2Protocol::USER_SPECIFIED
    }

    pub(super) fn walk(&self, walk: &mut dyn Walk) {
        let protocol = self.protocol();
        walk.layer(6, IDENTIFIER);
        walk.coded(
            "user information layer 2 protocol",
            protocol.code(),
            protocol.meaning(),
        );
        if self.group.len() > 1 {
            walk.octets(Octet::extended(6, 1), 1);
        }
        if let Some(octet) = self.mode() {
            octet.walk(walk);
        }
        if let Some(bits) = self.user_information() {
            let field = "user specified layer 2 protocol information";
            walk.field(
                field,
                Some(bits.into()),
                format_args!("as the users have agreed"),
            );
        }
        if let Some(size) = self.window_size() {
            walk.octets(Octet::extended(6, 2), 1);
            walk.coded("window size", size.code(), size.meaning());
        }
        walk.surplus(6, &self.group, 3);
    }
}
