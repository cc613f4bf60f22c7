//! Lists of feeds from other readers: a file is named, what it would add is shown, and then it is taken.

use super::add::moved;
use super::{Ask, SubscribingEffect, feeds};
use crate::app::state::State;
use crate::app::{Action, Effect, NoticeKind, Prompt, Purpose};
use crate::config::edit::Change;
use crate::config::opml::Subscription;

/// A list of feeds, as it would be taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedList {
    /// The file that it stands in.
    pub path: String,
    /// The feeds that are not there yet, each once.
    pub new: Vec<Subscription>,
    /// How many are there already, or stand in the list once more.
    pub known: usize,
    /// Addresses that are not taken, and why.
    pub refused: Vec<(String, String)>,
    /// Why the list was not read to its end.
    pub incomplete: Option<String>,
}

/// A list that is being looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The list; `None` while it is being read.
    pub list: Option<Box<FeedList>>,
    /// The first feed on the screen.
    pub top: usize,
    ticket: u64,
}

impl State {
    /// Asks for the file.
    pub(super) fn ask_import(&mut self, effects: &mut Vec<Effect>) {
        let text = "~/".to_owned();
        self.subscribing_typed(Ask::Import, &text, effects);
        self.prompt = Some(Prompt::new(Purpose::Subscribing(Ask::Import), text));
    }

    pub(super) fn read_list_of_feeds(&mut self, path: &str, effects: &mut Vec<Effect>) {
        if path.is_empty() {
            return;
        }
        let ticket = self.ticket();
        self.subscribing.import = Some(Import {
            list: None,
            top: 0,
            ticket,
        });
        let path = path.to_owned();
        effects.push(SubscribingEffect::ReadList { ticket, path }.into());
    }

    pub(super) fn took_list_of_feeds(&mut self, ticket: u64, list: Result<Box<FeedList>, String>) {
        let Some(import) = &mut self.subscribing.import else {
            return;
        };
        if import.ticket != ticket {
            return;
        }
        match list {
            Ok(list) => import.list = Some(list),
            Err(words) => {
                self.subscribing.import = None;
                self.say(NoticeKind::Error, words);
            }
        }
    }

    pub(super) fn import_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(import) = &mut self.subscribing.import else {
            return;
        };
        match (action, &import.list) {
            (Action::Escape | Action::Back, _) => self.subscribing.import = None,
            (Action::Open, Some(list)) => {
                let add = list.new.clone();
                let count = add.len();
                self.subscribing.import = None;
                self.subscribing.offer = None;
                if count == 0 {
                    self.say(NoticeKind::Info, "there was nothing new in it");
                } else {
                    let what = format!("added {}", feeds(count));
                    let remove = Vec::new();
                    Self::change_file(Change::Feeds { add, remove }, what, effects);
                }
            }
            (action, Some(list)) => import.top = moved(import.top, list.new.len(), action),
            (_, None) => {}
        }
    }
}

impl FeedList {
    /// What comes of it, in words: "42 feeds are new, 3 are there already".
    pub fn summary(&self) -> String {
        let new = match self.new.len() {
            0 => "nothing new".to_owned(),
            1 => "1 new feed".to_owned(),
            count => format!("{count} new feeds"),
        };
        let mut folders: Vec<&str> = self
            .new
            .iter()
            .filter_map(|f| f.folder.as_deref())
            .collect();
        folders.sort_unstable();
        folders.dedup();
        let mut parts = vec![match folders.len() {
            0 => new,
            1 => format!("{new} in 1 folder"),
            count => format!("{new} in {count} folders"),
        }];
        if self.known > 0 {
            parts.push(format!("{} there already", self.known));
        }
        if !self.refused.is_empty() {
            parts.push(format!("{} not taken", self.refused.len()));
        }
        parts.join(", ")
    }
}
