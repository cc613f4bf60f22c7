//! The heart of the reader: what it shows ([`State`]), what can happen ([`Message`]), what the reader can ask for
//! ([`Action`]), what the world must do ([`Effect`]), and [`update`], which ties them. No screen, network, disk or clock.

mod action;
mod effect;
mod keys;
mod list;
mod marks;
mod message;
mod mouse;
mod panes;
mod people;
mod polls;
mod prompt;
mod reading;
mod sources;
mod state;
mod themes;
mod undo;
mod update;

pub use action::{ACTIONS, Action, ActionInfo, Group, action_for};
pub use effect::{Effect, PollWhat};
pub use keys::{Key, KeyCode, keys};
pub use list::List;
pub use message::{Loaded, Message, PollResult};
pub use panes::{Area, Pane, Panes, Size, panes, text_column};
pub use people::{
    EchoRow, Echoes, PeopleEffect, PeopleMessage, PeopleView, PersonPage, Quoted, Who, people_areas,
};
pub use reading::Reading;
pub use sources::{SourceRow, source_rows};
pub use state::{Notice, NoticeKind, Overlay, Progress, Prompt, Settings, State};
pub use themes::Themes;
pub use undo::{Inverse, Undo};
pub use update::update;
