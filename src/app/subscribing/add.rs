//! A feed is added: its address, what stands there, a look at it, its folder and its name.

use super::{Ask, SubscribingEffect};
use crate::app::state::State;
use crate::app::{Action, Effect, NoticeKind, Prompt, Purpose};
use crate::config::edit::Change;
use crate::config::opml::Subscription;
use crate::config::{identity, whole_address};
use crate::news::{FeedId, Scope, UnixSeconds};

/// A feed that is being added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adding {
    /// The address that the reader gave.
    pub address: String,
    /// How far it is.
    pub step: Step,
    /// The folder that was chosen.
    folder: String,
}

/// How far the adding of a feed is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// This address is being asked.
    Asking(String),
    /// A page names several.
    Several {
        /// Which.
        found: Vec<Candidate>,
        /// The one that enter takes.
        selected: usize,
    },
    /// A look at it; scrolled down by so many entries.
    Preview(Box<Preview>, usize),
    /// There is none.
    Failed(Refusal),
}

/// What was found at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discovery {
    /// A feed.
    Feed(Box<Preview>),
    /// Several.
    Several(Vec<Candidate>),
}

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its address.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// "RSS", "Atom" or "JSON Feed".
    pub kind: Option<&'static str>,
}

/// What is known of a feed before it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// Its address.
    pub url: String,
    /// Its own title.
    pub title: Option<String>,
    /// What it says of itself.
    pub subtitle: Option<String>,
    /// "RSS 2.0", "Atom 1.0", "JSON Feed".
    pub format: String,
    /// How many entries it holds.
    pub count: usize,
    /// Average seconds between two of them.
    pub rhythm: Option<u64>,
    /// The first of them: title, and date where there is one.
    pub entries: Vec<(String, Option<UnixSeconds>)>,
}

/// Why there is no feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub words: String,
    /// What the reader can do about it.
    pub hint: Option<String>,
    /// The address may be added all the same: it is one.
    pub may_add: bool,
}

impl State {
    /// Asks for the address of a new feed.
    pub(in crate::app) fn ask_address(&mut self) {
        if self.alone {
            return;
        }
        let text = std::mem::take(&mut self.subscribing.address);
        self.subscribing.menu = None;
        self.subscribing.adding = None;
        self.prompt = Some(Prompt::new(Purpose::Subscribing(Ask::Address), text));
    }

    /// The feed that has this address.
    pub(super) fn feed_at(&self, url: &str) -> Option<FeedId> {
        let address = identity(url).ok()?;
        let same = self
            .feeds
            .iter()
            .find(|feed| identity(&feed.url).as_deref() == Ok(address.as_str()));
        same.map(|feed| feed.id)
    }

    /// Looks for a feed at what was typed.
    pub(super) fn find_feed(&mut self, typed: &str, effects: &mut Vec<Effect>) {
        if typed.is_empty() {
            return;
        }
        let address = whole_address(typed);
        typed.clone_into(&mut self.subscribing.address);
        if let Err(error) = identity(&address) {
            let refusal = Refusal {
                words: format!("this {error}"),
                hint: Some(error.hint().to_owned()),
                may_add: false,
            };
            self.subscribing.adding = Some(Adding {
                address,
                step: Step::Failed(refusal),
                folder: String::new(),
            });
        } else if !self.is_known(&address, effects) {
            self.look_at(address.clone(), address, effects);
        }
    }

    /// Goes to the feed with this address, where there is one.
    fn is_known(&mut self, url: &str, effects: &mut Vec<Effect>) -> bool {
        let Some(id) = self.feed_at(url) else {
            return false;
        };
        let name = self.feed(id).map(|feed| feed.title.clone());
        self.subscribing.adding = None;
        self.subscribing.address.clear();
        self.go_to(Scope::Feed(id).into(), effects);
        let name = name.unwrap_or_default();
        self.say(
            NoticeKind::Info,
            format!("this feed is there already: {name}"),
        );
        true
    }

    fn look_at(&mut self, address: String, given: String, effects: &mut Vec<Effect>) {
        let ticket = self.ticket();
        self.subscribing.ticket = ticket;
        self.subscribing.adding = Some(Adding {
            address: given,
            step: Step::Asking(address.clone()),
            folder: String::new(),
        });
        effects.push(SubscribingEffect::Find { ticket, address }.into());
    }

    pub(super) fn took_asking(&mut self, ticket: u64, address: String) {
        if let Some(adding) = self.adding_of(ticket) {
            adding.step = Step::Asking(address);
        }
    }

    fn adding_of(&mut self, ticket: u64) -> Option<&mut Adding> {
        let is_asked = self.subscribing.ticket == ticket;
        let adding = self.subscribing.adding.as_mut().filter(|_| is_asked)?;
        matches!(adding.step, Step::Asking(_)).then_some(adding)
    }

    pub(super) fn took_discovery(
        &mut self,
        ticket: u64,
        found: Result<Discovery, Refusal>,
        effects: &mut Vec<Effect>,
    ) {
        if self.adding_of(ticket).is_none() {
            return;
        }
        let step = match found {
            Ok(Discovery::Feed(preview)) => {
                if self.is_known(&preview.url, effects) {
                    return;
                }
                Step::Preview(preview, 0)
            }
            Ok(Discovery::Several(found)) => Step::Several { found, selected: 0 },
            Err(refusal) => Step::Failed(refusal),
        };
        if let Some(adding) = &mut self.subscribing.adding {
            adding.step = step;
        }
    }

    pub(super) fn adding_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(adding) = &mut self.subscribing.adding else {
            return;
        };
        match (&mut adding.step, action) {
            (step, Action::Escape | Action::Back) => {
                if matches!(step, Step::Asking(_)) {
                    effects.push(SubscribingEffect::GiveUp.into());
                    self.say(NoticeKind::Info, "given up");
                }
                self.subscribing.adding = None;
            }
            (Step::Asking(_), _) => {}
            (_, Action::AddFeed) => self.ask_address(),
            (Step::Several { found, selected }, Action::Open) => {
                if let Some(candidate) = found.get(*selected) {
                    let url = candidate.url.clone();
                    if !self.is_known(&url, effects) {
                        self.look_at(url.clone(), url, effects);
                    }
                }
            }
            (Step::Several { found, selected }, action) => {
                *selected = moved(*selected, found.len(), action);
            }
            (Step::Preview(..), Action::Open) => self.ask_folder(),
            (Step::Preview(preview, top), action) => {
                *top = moved(*top, preview.entries.len(), action);
            }
            (Step::Failed(refusal), Action::Open) => {
                if refusal.may_add {
                    self.ask_folder();
                } else {
                    self.ask_address();
                }
            }
            (Step::Failed(_), _) => {}
        }
    }

    fn ask_folder(&mut self) {
        // Where one is, most likely.
        let folder = match &self.list.source.scope {
            Scope::Folder(name) => Some(name.clone()),
            Scope::Feed(id) => self.feed(*id).and_then(|feed| feed.folder.clone()),
            _ => None,
        };
        let purpose = Purpose::Subscribing(Ask::Folder);
        self.prompt = Some(Prompt::new(purpose, folder.unwrap_or_default()));
    }

    pub(super) fn chose_folder(&mut self, folder: &str) {
        let Some(adding) = &mut self.subscribing.adding else {
            return;
        };
        folder.clone_into(&mut adding.folder);
        let title = match &adding.step {
            Step::Preview(preview, _) => preview.title.clone(),
            _ => None,
        };
        let purpose = Purpose::Subscribing(Ask::Name);
        self.prompt = Some(Prompt::new(purpose, title.unwrap_or_default()));
    }

    pub(super) fn chose_name(&mut self, name: &str, effects: &mut Vec<Effect>) {
        let Some(adding) = self.subscribing.adding.take() else {
            return;
        };
        self.subscribing.address.clear();
        let (url, title) = match adding.step {
            Step::Preview(preview, _) => (preview.url, preview.title),
            _ => (adding.address, None),
        };
        let shown = [name, title.as_deref().unwrap_or_default(), &url];
        let shown = shown.iter().find(|name| !name.is_empty());
        let mut what = format!("added {}", shown.unwrap_or(&""));
        if !adding.folder.is_empty() {
            what = format!("{what} to {}", adding.folder);
        }
        // A feed that is called as it calls itself needs no name in the file.
        let own = !name.is_empty() && title.as_deref() != Some(name);
        let feed = Subscription {
            url,
            name: own.then(|| name.to_owned()),
            folder: Some(adding.folder).filter(|folder| !folder.is_empty()),
        };
        let change = Change::Feeds {
            add: vec![feed],
            remove: Vec::new(),
        };
        Self::change_file(change, what, effects);
    }
}

/// A place in a list after a movement.
pub(super) fn moved(at: usize, count: usize, action: Action) -> usize {
    let last = count.saturating_sub(1);
    match action {
        Action::PageDown | Action::HalfDown => at + 10,
        Action::PageUp | Action::HalfUp => at.saturating_sub(10),
        _ => action.step(at, last).unwrap_or(at),
    }
    .min(last)
}
