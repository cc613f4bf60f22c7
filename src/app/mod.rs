//! The heart of the reader: what it shows ([`State`]), what can happen ([`Message`]), what the reader can ask for
//! ([`Action`]), what the world must do ([`Effect`]), and [`update`], which ties them. No screen, network, disk or clock.

mod action;
mod ask;
mod cards;
mod correct;
mod effect;
mod highlights;
mod keymap;
mod keys;
mod list;
mod marks;
mod message;
mod motions;
mod mouse;
mod panes;
mod polls;
mod pressed;
mod prompt;
mod reading;
mod selection;
mod sidebar;
mod sources;
mod state;
mod themes;
mod undo;
mod update;

pub use action::{ACTIONS, Action, ActionInfo, Group};
pub use ask::{Ask, Question};
pub use cards::{CardLine, CardPart, INDENT};
pub use effect::{Effect, PollWhat};
pub use highlights::Marked;
pub use keymap::{Binding, Clash, Found, Keymap, Place, Preset, action_named};
pub use keys::{Key, KeyCode, keys, sequence};
pub use list::List;
pub use message::{Loaded, Message, PollResult};
pub use panes::{Area, Pane, Panes, Size, panes, text_column};
pub use pressed::Pressed;
pub use reading::Reading;
pub use selection::{MOTIONS, Motion, Selection};
pub use sidebar::{Entry, Sidebar};
pub use sources::{SourceRow, source_rows};
pub use state::{Notice, NoticeKind, Overlay, Progress, Prompt, Settings, State};
pub use themes::Themes;
pub use undo::{Inverse, Undo};
pub use update::update;
