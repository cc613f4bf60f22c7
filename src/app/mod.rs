//! The heart of the reader: what it shows ([`State`]), what can happen ([`Message`]), what the reader can ask for
//! ([`Action`]), what the world must do ([`Effect`]), and [`update`], which ties them. No screen, network, disk or clock.

mod action;
mod borders;
mod cards;
mod changes;
mod columns;
mod complete;
mod correct;
mod destination;
mod effect;
mod enclosures;
mod filter;
mod fold;
mod full;
mod guests;
mod help;
mod highlights;
mod hints;
mod keeping;
mod keymap;
mod keys;
mod layout;
mod links;
mod list;
mod log;
mod long;
mod marks;
mod message;
mod motions;
mod mouse;
mod notices;
mod notify;
mod open;
mod outline;
mod palette;
mod panes;
mod people;
mod pictures;
mod polls;
mod pressed;
mod programs;
mod prompt;
mod reading;
mod rules;
mod selection;
mod sidebar;
mod sort;
mod sources;
mod speech;
mod state;
mod subscribing;
mod themes;
mod trail;
mod undo;
mod update;

pub use action::{ACTIONS, Action, ActionInfo, Group};
pub use cards::{CardLine, CardPart, INDENT, also_in};
pub use changes::{Changes, Edit};
pub use columns::Column;
pub use complete::Offer;
pub use destination::{Destination, Says};
pub use effect::{Effect, PollWhat};
pub use enclosures::{DOWNLOAD, Download, Stage};
pub use filter::Contexts;
pub use full::{About, Banner, Origin, Version};
pub use guests::{Awaited, guest_article};
pub use help::{Help, HelpLine, HelpPage, help_page, places};
pub use highlights::Marked;
pub use hints::{Hint, Hints};
pub use keeping::tag_view;
pub use keymap::{Binding, Clash, Found, Keymap, Place, Preset, action_named, bare};
pub use keys::{Key, KeyCode, keys, sequence};
pub use layout::{Arrangement, Density, Layout, Remembered, Side};
pub use links::Following;
pub use list::List;
pub use log::{Log, LogEntry, Outcome};
pub use long::Coming;
pub use message::{Loaded, Message, Part, PollResult};
pub use notices::{Notice, NoticeKind};
pub use outline::Heading;
pub use palette::{Command, Palette};
pub use panes::{Area, Pane, Panes, Plan, Size, panes, text_column};
pub use pictures::{Fit, Images, Pictures, Pixels, Placed, Spot, fit};
pub use people::{
    EchoRow, Echoes, PeopleEffect, PeopleMessage, PeopleView, PersonPage, Quoted, Who, people_areas,
};
pub use polls::{Progress, bytes};
pub use pressed::Pressed;
pub use programs::{Outgoing, Pipe, PipeFormat, Programs, Share};
pub use prompt::{Prompt, Purpose};
pub use reading::{OwnLine, Reading};
pub use selection::{MOTIONS, Motion, Selection};
pub use sidebar::{Entry, Sidebar};
pub use sort::Sort;
pub use sources::{Source, SourceRow, View, source_rows};
pub use state::{Overlay, Settings, State};
pub use subscribing::{
    Adding, Ask, Candidate, Discovery, Fault, FeedList, Import, Lists, Menu, MenuRow, OfferRow,
    Offering, Preview, Refusal, Restyle, Setup, Step, Subscribing, SubscribingEffect,
    SubscribingMessage, Target,
};
pub use themes::Themes;
pub use trail::Trail;
pub use undo::{Inverse, Undo};
pub use update::update;
