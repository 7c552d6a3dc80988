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
            Self::Charging => Kind::Charging,
            Self::UserToUser => Kind::UserToUser,
        }
    }

    /// The word on the command line.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Uui => "uui",
            Self::Hlc => "hlc",
            Self::Llc => "llc",
            Self::Charging => "charging",
            Self::UserToUser => "user-to-user",
        }
    }

    /// The element that it is the contents of, and what to call its identifier when it is another one; a header is of none.
    pub(super) const fn element(self) -> Option<(ElementId, &'static str)> {
        match self {
            Self::Uui => Some((
                ElementId::USER_USER,
                "the identifier of user-user information",
            )),
            Self::Hlc => Some((
                ElementId::HIGH_LAYER,
                "the identifier of high layer compatibility",
            )),
            Self::Llc => Some((
                ElementId::LOW_LAYER,
                "the identifier of low layer compatibility",
            )),
            Self::Charging => Some((
                ElementId::FACILITY,
                "the identifier of charging information",
            )),
            Self::UserToUser => None,
        }
    }
}
