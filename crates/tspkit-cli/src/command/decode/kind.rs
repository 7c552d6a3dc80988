//! What the library calls the kinds of the command line.

use tspkit_q931::{ElementId, Kind};

use crate::args::BufferKind;

impl BufferKind {
    /// How the library explains it.
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Uui => Kind::UserUser,
            Self::Hlc => Kind::HighLayer,
            Self::Llc => Kind::LowLayer,
        }
    }

    /// The word on the command line.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Uui => "uui",
            Self::Hlc => "hlc",
            Self::Llc => "llc",
        }
    }

    /// The element that it is the contents of.
    pub(super) const fn identifier(self) -> ElementId {
        match self {
            Self::Uui => ElementId::USER_USER,
            Self::Hlc => ElementId::HIGH_LAYER,
            Self::Llc => ElementId::LOW_LAYER,
        }
    }

    /// What to call that identifier when it is another one.
    pub(super) const fn identifier_field(self) -> &'static str {
        match self {
            Self::Uui => "the identifier of user-user information",
            Self::Hlc => "the identifier of high layer compatibility",
            Self::Llc => "the identifier of low layer compatibility",
        }
    }
}
