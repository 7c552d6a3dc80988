//! Low layer compatibility (Q.931 4.5.19).

mod layer1;
mod layer1_octets;
mod layer2;
mod layer3;
mod transfer;
mod walk;

use alloc::vec::Vec;

pub use layer1::Layer1;
pub use layer1_octets::{
    CharacterOctet, DataBits, IntermediateRate, ModemOctet, ModemType, Parity, RateOctet, StopBits,
    UserInformationLayer1Protocol, UserRate, V110Octet, V120Octet,
};
pub use layer2::{
    Layer2, Layer2ModeOctet, OperationMode, Q933Use, UserInformationLayer2Protocol, WindowSize,
};
pub use layer3::{
    AdditionalLayer3Protocol, Layer3, Layer3ModeOctet, PacketSize, PacketSizeOctet,
    UserInformationLayer3Protocol,
};
pub use transfer::{
    CapabilityOctet, InformationTransferCapability, InformationTransferRate, NegotiationOctet,
    RateMultiplier, TransferMode, TransferOctet,
};

use crate::{CodingStandard, Decoded, Element, ElementId, TooLong, group::Group, walk::Findings};

/// What the terminals at both ends must have in common: what is carried, at which rate, and the protocols of three layers.
///
/// The buffer begins with octet 3. All bits are kept, also those of another coding standard, spare ones, and octets that Q.931
/// does not have; accessors give `None` for what is not there. Under another coding standard than ITU-T's, nothing but octet group 3
/// can be changed.
///
/// ```
/// use tspkit_q931::{Layer1, LowLayerCompatibility, UserInformationLayer1Protocol};
///
/// let speech = LowLayerCompatibility::speech()
///     .with_layer1(Layer1::new(UserInformationLayer1Protocol::G711_A_LAW));
/// assert_eq!(speech.encode(), [0x80, 0x90, 0xA3]);
///
/// let received = LowLayerCompatibility::decode(&[0x88, 0x90]).sound()?;
/// assert_eq!(received.layer1(), None);
/// # Ok::<(), tspkit_q931::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LowLayerCompatibility {
    /// Octets 3 and 3a.
    capability: Option<Group>,
    /// Octet 4.
    transfer: Option<Group>,
    /// Octet 4.1.
    multiplier: Option<Group>,
    layer1: Option<Layer1>,
    layer2: Option<Layer2>,
    layer3: Option<Layer3>,
    rest: Vec<u8>,
}

impl LowLayerCompatibility {
    /// This capability in circuit mode, at 64 kbit/s.
    pub fn new(capability: InformationTransferCapability) -> Self {
        Self::with_octets(
            CapabilityOctet::new().with_transfer_capability(capability),
            TransferOctet::new().with_rate(InformationTransferRate::KBIT_64),
        )
    }

    /// Speech, in circuit mode at 64 kbit/s.
    pub fn speech() -> Self {
        Self::new(InformationTransferCapability::SPEECH)
    }

    /// 3.1 kHz audio, in circuit mode at 64 kbit/s.
    pub fn audio() -> Self {
        Self::new(InformationTransferCapability::AUDIO_3_1_KHZ)
    }

    /// Unrestricted digital information, in circuit mode at 64 kbit/s.
    pub fn unrestricted_digital() -> Self {
        Self::new(InformationTransferCapability::UNRESTRICTED_DIGITAL)
    }

    /// Unrestricted digital information in packet mode.
    pub fn packet() -> Self {
        Self::with_octets(
            CapabilityOctet::new()
                .with_transfer_capability(InformationTransferCapability::UNRESTRICTED_DIGITAL),
            TransferOctet::new().with_mode(TransferMode::PACKET),
        )
    }

    fn with_octets(capability: CapabilityOctet, transfer: TransferOctet) -> Self {
        Self {
            capability: Some(Group::new(capability.bits())),
            transfer: Some(Group::new(transfer.bits())),
            multiplier: None,
            layer1: None,
            layer2: None,
            layer3: None,
            rest: Vec::new(),
        }
    }

    /// With octet 3a: whether low layer compatibility may be negotiated.
    #[must_use]
    pub fn with_negotiation(mut self, octet: NegotiationOctet) -> Self {
        let group = self.capability.get_or_insert_with(|| Group::new(0));
        group.set(1, octet.bits());
        self
    }

    /// With another octet 4. Octet 4.1 is there only for [`InformationTransferRate::MULTIRATE`], and is then 2 unless it was set.
    #[must_use]
    pub fn with_transfer(mut self, octet: TransferOctet) -> Self {
        if let Some(group) = self.octet_4() {
            group.set(0, octet.bits());
            self.multiplier = self.multiplier.filter(|_| is_multirate(octet));
            self.octet_4();
        }
        self.settled()
    }

    /// With so many times 64 kbit/s: octet 4 says multirate, and octet 4.1 how often.
    #[must_use]
    pub fn with_multiplier(self, multiplier: RateMultiplier) -> Self {
        let octet = self.transfer().unwrap_or_default();
        let octet = octet.with_rate(InformationTransferRate::MULTIRATE);
        let mut value = self.with_transfer(octet);
        if let Some(group) = &mut value.multiplier {
            group.set(0, multiplier.code());
        }
        value
    }

    /// With the octets of layer 1, or without: `None`.
    #[must_use]
    pub fn with_layer1(mut self, layer: impl Into<Option<Layer1>>) -> Self {
        if self.octet_4().is_some() {
            self.layer1 = layer.into();
        }
        self.settled()
    }

    /// With the octets of layer 2, or without: `None`.
    #[must_use]
    pub fn with_layer2(mut self, layer: impl Into<Option<Layer2>>) -> Self {
        if self.octet_4().is_some() {
            self.layer2 = layer.into();
        }
        self.settled()
    }

    /// With the octets of layer 3, or without: `None`.
    #[must_use]
    pub fn with_layer3(mut self, layer: impl Into<Option<Layer3>>) -> Self {
        if self.octet_4().is_some() {
            self.layer3 = layer.into();
        }
        self.settled()
    }

    /// What was cut short and is now followed by something ends there.
    fn settled(mut self) -> Self {
        let groups = [
            self.capability.as_mut(),
            self.transfer.as_mut(),
            self.multiplier.as_mut(),
            self.layer1.as_mut().map(|layer| &mut layer.group),
            self.layer2.as_mut().map(|layer| &mut layer.group),
            self.layer3.as_mut().map(|layer| &mut layer.group),
        ];
        Group::end_all_but_last(groups.into_iter().flatten());
        self
    }

    /// Octet 4, without which no later one can be told, and 4.1 where it belongs: circuit mode, 64 kbit/s, and 2, should they be
    /// missing. `None` under another coding standard.
    fn octet_4(&mut self) -> Option<&mut Group> {
        self.capability.get_or_insert_with(|| Group::new(0));
        if !self.is_own_standard() {
            return None;
        }
        let usual = TransferOctet::new().with_rate(InformationTransferRate::KBIT_64);
        let group = self
            .transfer
            .get_or_insert_with(|| Group::new(usual.bits()));
        if is_multirate(TransferOctet::from_bits(group.first())) {
            self.multiplier.get_or_insert_with(|| Group::new(2));
        }
        Some(group)
    }

    /// Reads a buffer. Every buffer can be read.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        let mut value = Self {
            capability: None,
            transfer: None,
            multiplier: None,
            layer1: None,
            layer2: None,
            layer3: None,
            rest: Vec::new(),
        };
        let mut bytes = bytes;
        value.capability = Group::decode(&mut bytes);
        if value.is_own_standard() {
            value.transfer = Group::decode(&mut bytes);
            if value.is_multirate() {
                value.multiplier = Group::decode(&mut bytes);
            }
            value.layer1 = layer(layer1::IDENTIFIER, &mut bytes).map(|group| Layer1 { group });
            value.layer2 = layer(layer2::IDENTIFIER, &mut bytes).map(|group| Layer2 { group });
            value.layer3 = layer(layer3::IDENTIFIER, &mut bytes).map(|group| Layer3 { group });
        }
        value.rest = bytes.into();
        let mut findings = Findings::default();
        value.walk(&mut findings);
        Decoded {
            value,
            findings: findings.found(),
        }
    }

    /// The buffer's bytes. What was decoded and not changed is what it was.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let groups = [
            self.capability.as_ref(),
            self.transfer.as_ref(),
            self.multiplier.as_ref(),
            self.layer1.as_ref().map(|layer| &layer.group),
            self.layer2.as_ref().map(|layer| &layer.group),
            self.layer3.as_ref().map(|layer| &layer.group),
        ];
        for group in groups.into_iter().flatten() {
            group.encode(&mut bytes);
        }
        bytes.extend_from_slice(&self.rest);
        bytes
    }

    fn capability_octet(&self) -> Option<CapabilityOctet> {
        let group = self.capability.as_ref()?;
        Some(CapabilityOctet::from_bits(group.first()))
    }

    fn is_own_standard(&self) -> bool {
        self.coding_standard() == Some(CodingStandard::ITU_T)
    }

    fn is_multirate(&self) -> bool {
        self.transfer().is_some_and(is_multirate)
    }

    /// Whose table the rest follows. Another one than ITU-T's leaves everything after octet group 3 in [`rest`](Self::rest).
    pub fn coding_standard(&self) -> Option<CodingStandard> {
        self.capability_octet()
            .map(CapabilityOctet::coding_standard)
    }

    /// What the call carries.
    pub fn transfer_capability(&self) -> Option<InformationTransferCapability> {
        self.capability_octet()
            .map(CapabilityOctet::transfer_capability)
    }

    /// Octet 3a.
    pub fn negotiation(&self) -> Option<NegotiationOctet> {
        let octet = self.capability.as_ref()?.get(1)?;
        Some(NegotiationOctet::from_bits(octet))
    }

    /// Octet 4.
    pub fn transfer(&self) -> Option<TransferOctet> {
        let group = self.transfer.as_ref()?;
        Some(TransferOctet::from_bits(group.first()))
    }

    /// Octet 4.1.
    pub fn multiplier(&self) -> Option<RateMultiplier> {
        let group = self.multiplier.as_ref()?;
        Some(RateMultiplier::from_bits(group.first()))
    }

    /// Octets 5 to 5d.
    pub const fn layer1(&self) -> Option<&Layer1> {
        self.layer1.as_ref()
    }

    /// Octets 6 to 6b.
    pub const fn layer2(&self) -> Option<&Layer2> {
        self.layer2.as_ref()
    }

    /// Octets 7 to 7c.
    pub const fn layer3(&self) -> Option<&Layer3> {
        self.layer3.as_ref()
    }

    /// The octets that have no place in the element.
    pub fn rest(&self) -> &[u8] {
        &self.rest
    }

    /// The whole information element, for drivers that speak to a network.
    ///
    /// # Errors
    /// [`TooLong`] beyond the 255 octets that an element has room for.
    pub fn to_element(&self) -> Result<Element, TooLong> {
        Element::new(ElementId::LOW_LAYER, &self.encode())
    }
}

fn is_multirate(octet: TransferOctet) -> bool {
    octet.rate() == InformationTransferRate::MULTIRATE
}

/// Takes a layer's group off the front, if it is this layer's.
fn layer(identifier: u8, bytes: &mut &[u8]) -> Option<Group> {
    let first = bytes.first()?;
    if first >> 5 & 3 == identifier {
        Group::decode(bytes)
    } else {
        None
    }
}

impl From<InformationTransferCapability> for LowLayerCompatibility {
    fn from(capability: InformationTransferCapability) -> Self {
        Self::new(capability)
    }
}

impl From<LowLayerCompatibility> for Vec<u8> {
    fn from(value: LowLayerCompatibility) -> Self {
        value.encode()
    }
}

/// Only sound bytes; [`LowLayerCompatibility::decode`] takes all.
impl TryFrom<&[u8]> for LowLayerCompatibility {
    type Error = crate::Malformed;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        Self::decode(bytes).sound()
    }
}
