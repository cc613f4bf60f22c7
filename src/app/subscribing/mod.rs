//! Feeds from within: added, changed, imported and exported, and the configuration when it is read anew. What is shown of
//! it, what is asked of the world, and what the world answers. Whatever is changed is changed in the reader's own file.

mod add;
mod lists;
mod menu;
mod offer;
mod setup;

use super::log::Outcome;
use super::state::State;
use super::{Action, Effect, Found as Bound, Inverse, Key, KeyCode, NoticeKind, PollWhat};
use crate::config::edit::{Change, Edit};

pub use add::{Adding, Candidate, Discovery, Preview, Refusal, Step};
pub use lists::{FeedList, Import};
pub use menu::{Menu, MenuRow, Target};
pub use offer::{Lists, OfferRow, Offering};
pub use setup::{Fault, Restyle, Setup};

/// What of it is on the screen.
#[derive(Debug, Clone, Default)]
pub struct Subscribing {
    /// A feed that is being added.
    pub adding: Option<Adding>,
    /// What can be changed of a feed or of a folder.
    pub menu: Option<Menu>,
    /// A list of feeds that is about to be taken.
    pub import: Option<Import>,
    /// Feeds to begin with.
    pub offer: Option<Offering>,
    /// What is wrong with the configuration file; what it said before still holds.
    pub fault: Option<Fault>,
    /// The last address that was typed.
    address: String,
    /// A feed that is shown as soon as it is listed.
    awaited: Option<String>,
    /// What could complete a path: the path, and the names below it.
    paths: (String, Vec<String>),
    ticket: u64,
}

/// What a line is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The address of a feed or of a page.
    Address,
    /// The folder of a new feed.
    Folder,
    /// The name of a new feed.
    Name,
    /// Another name for a feed.
    Rename,
    /// Another folder for a feed.
    Move,
    /// Another name for a folder.
    RenameFolder,
    /// An option, by its place in the menu.
    Option(usize),
    /// The file that is imported.
    Import,
    /// The file that is written.
    Export,
}

/// What can be asked of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubscribingEffect {
    /// Look for a feed at an address; answered by `Asking` and `Found`. Gives up what was looked for before.
    Find {
        /// To be sent back.
        ticket: u64,
        /// Whole.
        address: String,
    },
    /// Give up looking.
    GiveUp,
    /// Change the file; answered by `Changed` or `Refused`.
    Change {
        /// How.
        change: Change,
        /// What that is, in words, for the undo.
        what: String,
    },
    /// Read the options of a feed, by its address, or of a folder, by its name; answered by `Options`.
    Options(Target),
    /// Read what could complete a path; answered by `Paths`.
    Paths(String),
    /// Read a list of feeds; answered by `List`.
    ReadList {
        /// To be sent back.
        ticket: u64,
        /// The file.
        path: String,
    },
    /// Write all feeds as OPML to a new file; answered by `Message::Done`.
    Export(String),
    /// Look for lists of other readers; answered by `Lists`.
    FindLists,
    /// Never offer feeds again unasked.
    Offered,
}

/// What the world answers.
#[derive(Debug, Clone)]
pub enum SubscribingMessage {
    /// This address is being asked.
    Asking {
        /// The request.
        ticket: u64,
        /// The address.
        address: String,
    },
    /// What was found.
    Found {
        /// The request.
        ticket: u64,
        /// A feed, several, or why there is none.
        found: Result<Discovery, Refusal>,
    },
    /// The file was changed.
    Changed {
        /// How.
        change: Change,
        /// In words.
        what: String,
        /// The text before and after.
        edit: Box<Edit>,
    },
    /// The file was not changed, in words.
    Refused(String),
    /// What is written of the options of a feed or of a folder, in the order of the menu.
    Options(Vec<Option<String>>),
    /// What could complete a path.
    Paths {
        /// The path.
        typed: String,
        /// The names.
        found: Vec<String>,
    },
    /// A list of feeds was read.
    List {
        /// The request.
        ticket: u64,
        /// The list, or why there is none.
        list: Result<Box<FeedList>, String>,
    },
    /// Lists of other readers were looked for; `first` at the first start of all.
    Lists {
        /// What was found.
        lists: Vec<Lists>,
        /// Nobody asked for it.
        first: bool,
    },
    /// The configuration was read anew.
    Setup(Box<Setup>),
    /// It could not be.
    Fault(Box<Fault>),
}

impl From<SubscribingEffect> for Effect {
    fn from(effect: SubscribingEffect) -> Self {
        Self::Subscribing(Box::new(effect))
    }
}

impl Subscribing {
    /// Something that takes the keys lies over the panes.
    pub fn is_open(&self) -> bool {
        self.adding.is_some()
            || self.menu.is_some()
            || self.import.is_some()
            || self.offer.is_some()
    }
}

impl State {
    /// Takes in what the world answers.
    pub(super) fn take_subscribing(
        &mut self,
        message: SubscribingMessage,
        effects: &mut Vec<Effect>,
    ) {
        match message {
            SubscribingMessage::Asking { ticket, address } => self.took_asking(ticket, address),
            SubscribingMessage::Found { ticket, found } => {
                self.took_discovery(ticket, found, effects);
            }
            SubscribingMessage::Changed { change, what, edit } => {
                self.took_change(&change, what, edit, effects);
            }
            SubscribingMessage::Refused(words) => self.say(NoticeKind::Error, words),
            SubscribingMessage::Options(said) => self.took_options(said),
            SubscribingMessage::Paths { typed, found } => {
                self.subscribing.paths = (typed, found);
            }
            SubscribingMessage::List { ticket, list } => self.took_list_of_feeds(ticket, list),
            SubscribingMessage::Lists { lists, first } => self.took_lists(lists, first, effects),
            SubscribingMessage::Setup(setup) => {
                self.subscribing.fault = None;
                self.take_setup(*setup, effects);
            }
            SubscribingMessage::Fault(fault) => {
                let text = format!("a mistake in {}: {}", fault.place, fault.message);
                let hint = fault.hint.as_deref();
                self.log.note(self.now, Outcome::Failed, &text, hint);
                self.subscribing.fault = Some(*fault);
            }
        }
    }

    /// Asks for a change of the file.
    fn change_file(change: Change, what: impl Into<String>, effects: &mut Vec<Effect>) {
        let what = what.into();
        effects.push(SubscribingEffect::Change { change, what }.into());
    }

    /// The file was changed: it can be taken back, and what is new is polled.
    fn took_change(
        &mut self,
        change: &Change,
        what: String,
        edit: Box<Edit>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(menu) = self.subscribing.menu.as_ref().filter(|menu| menu.options) {
            effects.push(SubscribingEffect::Options(menu.target.clone()).into());
        }
        if let Change::TakeBack(_) = change {
            effects.push(Effect::Poll(PollWhat::Due));
            return;
        }
        if edit.before == edit.after {
            self.say(NoticeKind::Info, "nothing to change");
            return;
        }
        if let Change::Feeds { add, .. } = change
            && let Some(first) = add.first()
        {
            if add.len() == 1 {
                self.subscribing.awaited = Some(first.url.clone());
            }
            effects.push(Effect::Poll(PollWhat::Due));
        }
        let said = match change {
            Change::Feeds { add, remove } if add.is_empty() && !remove.is_empty() => {
                let key = self.keymap.said(self.focus, Action::Undo);
                format!("{what}; {key} takes it back")
            }
            _ => what.clone(),
        };
        self.say(NoticeKind::Info, said);
        self.remember(what, Inverse::Configuration(edit));
    }

    /// Takes a change of the file back.
    pub(super) fn take_change_back(edit: Box<Edit>, effects: &mut Vec<Effect>) {
        Self::change_file(Change::TakeBack(edit), "", effects);
    }

    /// The feeds have come: one that was waited for is shown.
    pub(super) fn took_feeds_to_show(&mut self, effects: &mut Vec<Effect>) {
        let Some(awaited) = &self.subscribing.awaited else {
            return;
        };
        if let Some(id) = self.feed_at(awaited) {
            self.subscribing.awaited = None;
            self.go_to(crate::news::Scope::Feed(id).into(), effects);
        }
    }

    /// A key while something of this lies over the panes; false where it means what it always means.
    pub(super) fn subscribing_key(&mut self, key: Key, effects: &mut Vec<Effect>) -> bool {
        if !self.subscribing.is_open() {
            return false;
        }
        let bound = match self.keymap.find(self.focus, &[key]) {
            Bound::Action(action) => Some(action),
            Bound::Beginning | Bound::Nothing => None,
        };
        // The keys of every list, whatever they are bound to.
        let action = match key.code {
            KeyCode::Up => Some(Action::Up),
            KeyCode::Down => Some(Action::Down),
            KeyCode::Enter => Some(Action::Open),
            KeyCode::Esc => Some(Action::Escape),
            KeyCode::Char(' ') => Some(Action::Flow),
            _ => bound,
        };
        match action {
            Some(Action::Quit | Action::Redraw | Action::Suspend) => return false,
            Some(action) => self.subscribing_action(action, effects),
            None => {}
        }
        true
    }

    pub(super) fn subscribing_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if self.subscribing.import.is_some() {
            self.import_action(action, effects);
        } else if self.subscribing.adding.is_some() {
            self.adding_action(action, effects);
        } else if self.subscribing.menu.is_some() {
            self.menu_action(action, effects);
        } else {
            self.offer_action(action, effects);
        }
    }

    /// A click beside what lies over the panes: it is closed.
    pub(super) fn subscribing_click(&mut self, effects: &mut Vec<Effect>) -> bool {
        let is_open = self.subscribing.is_open();
        if is_open {
            self.subscribing_action(Action::Escape, effects);
        }
        is_open
    }

    /// A line was ended.
    pub(super) fn subscribing_answer(&mut self, ask: Ask, text: &str, effects: &mut Vec<Effect>) {
        let text = crate::news::clean_line(text);
        match ask {
            Ask::Address => self.find_feed(&text, effects),
            Ask::Folder => self.chose_folder(&text),
            Ask::Name => self.chose_name(&text, effects),
            Ask::Rename | Ask::Move | Ask::RenameFolder | Ask::Option(_) => {
                self.menu_answer(ask, &text, effects);
            }
            Ask::Import => self.read_list_of_feeds(&text, effects),
            Ask::Export if text.is_empty() => {}
            Ask::Export => effects.push(SubscribingEffect::Export(text).into()),
        }
    }

    /// What was typed has changed.
    pub(super) fn subscribing_typed(&mut self, ask: Ask, text: &str, effects: &mut Vec<Effect>) {
        if matches!(ask, Ask::Import | Ask::Export) && self.subscribing.paths.0 != folder_of(text) {
            effects.push(SubscribingEffect::Paths(folder_of(text).to_owned()).into());
        }
    }

    /// What the line could become.
    pub(super) fn subscribing_offers(&self, ask: Ask, before: &str) -> Vec<String> {
        let lower = before.trim_start().to_lowercase();
        match ask {
            Ask::Folder | Ask::Move | Ask::RenameFolder => {
                let folders = self.folders().into_iter();
                folders
                    .filter(|folder| folder.to_lowercase().starts_with(&lower))
                    .collect()
            }
            Ask::Import | Ask::Export => {
                let (of, names) = &self.subscribing.paths;
                let folder = folder_of(before);
                if of != folder {
                    return Vec::new();
                }
                let begun = &before[folder.len()..];
                let fits = |name: &&String| name.starts_with(begun);
                let names = names.iter().filter(fits);
                names.map(|name| format!("{folder}{name}")).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The folders that there are, each once, in the order of the alphabet.
    fn folders(&self) -> Vec<String> {
        super::complete::named(self.feeds.iter().filter_map(|feed| feed.folder.as_ref()))
    }
}

/// The folder in a path, with the slash behind it.
fn folder_of(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |at| at + 1)]
}

/// "1 feed", "12 feeds".
pub fn feeds(count: usize) -> String {
    match count {
        1 => "1 feed".to_owned(),
        count => format!("{count} feeds"),
    }
}
