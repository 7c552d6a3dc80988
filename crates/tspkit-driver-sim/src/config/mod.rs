//! What an office is made of, as a file or as values.

mod area;
mod check;
mod check_lines;
mod error;
mod event;
mod exchange;
mod line;
mod line_event;
mod line_rule;
mod model;
mod names;
mod office;
mod parse;
mod phone;
mod rule;
mod time;

pub use area::{AreaConfig, Change, Command};
pub(crate) use check::{MOST_PHONES, Names};
pub use error::{OfficeError, Position};
pub use event::{Action, EventConfig};
pub use exchange::{Behaviour, OutsideConfig, SwitchConfig};
pub(crate) use line::FEATURES;
pub use line::LineConfig;
pub use line_event::{LineAction, LineEventConfig};
pub use line_rule::LineRuleConfig;
pub use model::{ButtonLampConfig, DisplayConfig, HookswitchConfig, ModelConfig};
pub use names::{LineRequestKind, RequestKind};
pub use office::OfficeConfig;
pub use phone::{PhoneConfig, PhoneRef};
pub use rule::RuleConfig;
pub(crate) use time::LONGEST;
