//! Long user-user information over networks with short messages: USER INFORMATION (Q.957) and More data (Q.931 4.5.20).

use alloc::vec::Vec;
use core::mem;

use crate::{ProtocolDiscriminator, TooLong, UserUserInfo};

/// The element More data, a single octet: another USER INFORMATION message of the same block follows.
pub const MORE_DATA: u8 = 0xA0;

/// How much user-user information one message of a network has room for, protocol discriminator included.
///
/// Q.931 gives the element's greatest length as 35 or 131 octets, by network (4.5.30). That counts identifier and length, so that
/// the contents, which are what TAPI's buffers hold and its limits count (`ns-tapi-linedevcaps`), are 33 or 129. Some
/// networks and drivers count otherwise, as contents of 131 octets: [`of_contents`](Self::of_contents) takes any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageSize(usize);

impl MessageSize {
    /// The shorter of Q.931's: an element of 35 octets, 33 of them contents.
    pub const SHORT: Self = Self(33);

    /// The longer of Q.931's: an element of 131 octets, 129 of them contents.
    pub const LONG: Self = Self(129);

    /// So many octets of contents. `None` for fewer than 2, in which nothing but a discriminator fits.
    pub const fn of_contents(octets: usize) -> Option<Self> {
        if octets < 2 { None } else { Some(Self(octets)) }
    }

    /// So many octets of the whole element, its identifier and length included. `None` for fewer than 4.
    pub const fn of_element(octets: usize) -> Option<Self> {
        Self::of_contents(octets.saturating_sub(2))
    }

    /// How many octets of contents, protocol discriminator included.
    pub const fn contents(self) -> usize {
        self.0
    }
}

/// One message of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserInformation {
    /// The discriminator, which is the same in all messages, and a part of the content.
    pub info: UserUserInfo,
    /// Whether another message of the same block follows.
    pub more_data: bool,
}

impl UserInformation {
    /// The message's elements as a network carries them: More data where it applies, then user-user.
    ///
    /// # Errors
    /// [`TooLong`] beyond the 255 octets that an element has room for.
    pub fn to_elements(&self) -> Result<Vec<u8>, TooLong> {
        let mut elements = Vec::new();
        if self.more_data {
            elements.push(MORE_DATA);
        }
        elements.extend(self.info.to_element()?.encode());
        Ok(elements)
    }
}

/// Splits user-user information into messages that a network carries, each with the discriminator. What fits is one message.
///
/// ```
/// use tspkit_q931::{MessageSize, UserUserInfo, split};
///
/// let info = UserUserInfo::ia5("a text of more than one message, yet not of three")?;
/// let messages = split(&info, MessageSize::SHORT);
/// assert_eq!(messages[0].info.text(), Some("a text of more than one message,"));
/// assert!(messages[0].more_data);
/// assert_eq!(messages[1].info.text(), Some(" yet not of three"));
/// assert!(!messages[1].more_data);
/// # Ok::<(), tspkit_q931::NotIa5>(())
/// ```
pub fn split(info: &UserUserInfo, size: MessageSize) -> Vec<UserInformation> {
    let Some(discriminator) = info.discriminator().filter(|_| !info.content().is_empty()) else {
        return Vec::from([UserInformation {
            info: info.clone(),
            more_data: false,
        }]);
    };
    let parts = info.content().chunks(size.contents() - 1);
    let last = parts.len() - 1;
    parts
        .enumerate()
        .map(|(place, part)| UserInformation {
            info: UserUserInfo::new(discriminator, part),
            more_data: place < last,
        })
        .collect()
}

/// Puts the messages of a chain together again, within a bound.
///
/// ```
/// use tspkit_q931::{MessageSize, Reassembler, UserUserInfo, split};
///
/// let info = UserUserInfo::user_specific(&[7; 100]);
/// let mut reassembler = Reassembler::new(1024);
/// let mut arrived = None;
/// for message in split(&info, MessageSize::SHORT) {
///     arrived = reassembler.push(message.info.as_bytes(), message.more_data)?;
/// }
/// assert_eq!(arrived, Some(info));
/// # Ok::<(), tspkit_q931::BrokenChain>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reassembler {
    bound: usize,
    /// Discriminator and content so far; empty when no chain is open.
    open: Vec<u8>,
    messages: usize,
    /// The rest of a chain that was given up.
    skipping: bool,
}

/// A chain that cannot be put together, with what there is of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("message {message} of a chain of user-user information: {reason}")]
pub struct BrokenChain {
    /// What is wrong.
    pub reason: ChainProblem,
    /// Which message of the chain it is, from 1.
    pub message: usize,
    /// What had come before it, and is no longer waited for.
    pub before: UserUserInfo,
    /// What is given back beside the problem: a message that is whole by itself, of another discriminator than the chain's.
    pub complete: Option<UserUserInfo>,
}

/// What can be wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ChainProblem {
    /// The discriminator is another one than in the messages before: the chain's end was lost, and a new one begins.
    #[error(
        "the protocol discriminator is {found:?} and was {expected:?}: the end of the chain before it is lost"
    )]
    DiscriminatorChanged {
        /// Of the messages before.
        expected: ProtocolDiscriminator,
        /// Of this message.
        found: ProtocolDiscriminator,
    },
    /// The message is empty: it has not even a discriminator. The chain is over.
    #[error("the message has no protocol discriminator")]
    Empty,
    /// All together is longer than the bound. The chain's remaining messages are let go by.
    #[error("together the messages have {length} octets, and the bound is {bound}")]
    TooLong {
        /// How long it would have been, discriminator included.
        length: usize,
        /// What was allowed.
        bound: usize,
    },
}

impl Reassembler {
    /// One for information of at most `bound` octets, discriminator included: `dwUUICallInfoSize` of a line.
    pub const fn new(bound: usize) -> Self {
        Self {
            bound,
            open: Vec::new(),
            messages: 0,
            skipping: false,
        }
    }

    /// Takes the next message: its user-user contents, and whether More data stood beside them. Gives back the whole information
    /// with the message that ends it, and nothing before.
    ///
    /// # Errors
    /// [`BrokenChain`]: what had come is given back, and the next message is taken as [`ChainProblem`] says.
    pub fn push(
        &mut self,
        contents: &[u8],
        more_data: bool,
    ) -> Result<Option<UserUserInfo>, BrokenChain> {
        if self.skipping {
            self.skipping = more_data;
            return Ok(None);
        }
        self.messages += 1;
        let message = UserUserInfo::from_octets(contents.into());
        let Some(found) = message.discriminator() else {
            return Err(self.broken(ChainProblem::Empty));
        };
        let changed = self.discriminator().filter(|expected| *expected != found);
        let length = match self.open.len() {
            before if before > 0 && changed.is_none() => before + message.content().len(),
            _ => contents.len(),
        };
        if length > self.bound {
            let bound = self.bound;
            self.skipping = more_data;
            return Err(self.broken(ChainProblem::TooLong { length, bound }));
        }
        if let Some(expected) = changed {
            let problem = ChainProblem::DiscriminatorChanged { expected, found };
            let mut broken = self.broken(problem);
            broken.complete = self.take_in(message, more_data);
            return Err(broken);
        }
        Ok(self.take_in(message, more_data))
    }

    fn take_in(&mut self, message: UserUserInfo, more_data: bool) -> Option<UserUserInfo> {
        if self.open.is_empty() {
            self.messages = 1;
            self.open = message.into();
        } else {
            self.open.extend_from_slice(message.content());
        }
        if more_data {
            return None;
        }
        self.messages = 0;
        Some(self.take())
    }

    /// Gives up an open chain: the call has ended, say. What had come of it is given back.
    pub fn reset(&mut self) -> Option<UserUserInfo> {
        self.messages = 0;
        self.skipping = false;
        let before = self.take();
        before.discriminator().map(|_| before)
    }

    fn discriminator(&self) -> Option<ProtocolDiscriminator> {
        self.open.first().copied().map(ProtocolDiscriminator::from)
    }

    fn take(&mut self) -> UserUserInfo {
        UserUserInfo::from_octets(mem::take(&mut self.open))
    }

    fn broken(&mut self, reason: ChainProblem) -> BrokenChain {
        BrokenChain {
            reason,
            message: mem::take(&mut self.messages),
            before: self.take(),
            complete: None,
        }
    }
}
