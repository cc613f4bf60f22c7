//! The screen: the terminal and its keys, the loop, and one view a pane. Reads the state, never changes it.

mod announce;
mod details;
mod echoes;
mod enclosures;
mod fit;
mod help;
mod hyperlinks;
mod input;
mod links;
mod list;
mod log;
mod palette;
mod people;
mod plain;
mod prompt;
mod quotes;
mod reading;
mod run;
mod shares;
mod signs;
mod sources;
mod status;
mod subscribing;
mod terminal;
mod theme;
mod themes;
mod view;
mod when;
mod which;
mod wide;

pub use hyperlinks::Linked;
pub use run::{Start, background_is_light, is_colourless, run};
pub use terminal::{give_back, terminal_size};
pub use theme::{Colours, Theme};
pub use view::{Look, view, view_linked};
