//! What an office is made of, as a file or as values.

mod check;
mod error;
mod model;
mod names;
mod office;
mod parse;
mod time;

pub(crate) use check::{MOST_PHONES, Names};
pub use error::{OfficeError, Position};
pub use model::{
    AreaConfig, ButtonLampConfig, Change, Command, DisplayConfig, HookswitchConfig, ModelConfig,
};
pub use names::RequestKind;
pub use office::{Action, EventConfig, OfficeConfig, PhoneConfig, PhoneRef, RuleConfig};
pub(crate) use time::LONGEST;
