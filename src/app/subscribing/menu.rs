//! What can be changed of the feed or folder under the cursor, row by row.

use super::add::moved;
use super::{Ask, SubscribingEffect, feeds};
use crate::app::state::State;
use crate::app::{Action, Effect, NoticeKind, Prompt, Purpose};
use crate::config::edit::{Change, FEED_KEYS, FOLDER_KEYS, Form, Key};
use crate::news::Scope;

/// What is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The feed with this address.
    Feed(String),
    /// The folder of this name.
    Folder(String),
    /// All feeds.
    All,
}

/// What can be changed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// Of what.
    pub target: Target,
    /// What it is called.
    pub title: String,
    /// What can be done, or the options.
    pub rows: Vec<MenuRow>,
    /// The one that enter takes.
    pub selected: usize,
    /// The rows are options.
    pub options: bool,
    /// The rows ask whether to remove it.
    pub asks: bool,
}

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuRow {
    /// What it is.
    pub text: String,
    /// What holds, of an option; or what comes of it.
    pub value: String,
    /// The reader's own value.
    pub own: bool,
    /// Something else begins here.
    pub apart: bool,
    act: Act,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Add,
    Rename,
    Move,
    Options,
    Site,
    Dissolve,
    AskRemove,
    Remove,
    Leave,
    Import,
    Export,
    Suggest,
    Set(Key),
}

fn row(text: &str, value: impl Into<String>, act: Act) -> MenuRow {
    MenuRow {
        text: text.to_owned(),
        value: value.into(),
        own: false,
        apart: false,
        act,
    }
}

impl State {
    /// Opens the menu of what is under the cursor.
    pub(in crate::app) fn open_menu(&mut self) {
        if self.alone {
            return;
        }
        let target = match (&self.list.source.scope, self.current_feed()) {
            (Scope::Folder(name), _) if self.focus == crate::app::Pane::Sources => {
                Target::Folder(name.clone())
            }
            (_, Some(feed)) => Target::Feed(feed.url.clone()),
            (Scope::Folder(name), None) => Target::Folder(name.clone()),
            _ => Target::All,
        };
        let title = self.title_of(&target);
        let mut rows = Vec::new();
        match &target {
            Target::Feed(url) => {
                let feed = self.feeds.iter().find(|feed| feed.url == *url);
                let folder = feed.and_then(|feed| feed.folder.clone());
                rows.push(row("rename", title.clone(), Act::Rename));
                rows.push(row(
                    "move to a folder",
                    folder.unwrap_or_default(),
                    Act::Move,
                ));
                rows.push(row("options", "how often, how long", Act::Options));
                if let Some(site) = feed.and_then(|feed| feed.site.clone()) {
                    rows.push(row("open its site", site, Act::Site));
                }
                rows.push(row("remove", "", Act::AskRemove));
            }
            Target::Folder(name) => {
                let count = self.feeds_in(name).len();
                rows.push(row("rename", title.clone(), Act::Rename));
                rows.push(row("options", "of its feeds", Act::Options));
                rows.push(row(
                    "dissolve",
                    "its feeds stay, in no folder",
                    Act::Dissolve,
                ));
                rows.push(row(
                    "remove",
                    format!("with its {}", feeds(count)),
                    Act::AskRemove,
                ));
            }
            Target::All => {}
        }
        rows.push(MenuRow {
            apart: !rows.is_empty(),
            ..row(
                "add a feed",
                "by the address of it or of its site",
                Act::Add,
            )
        });
        rows.push(row("feeds to choose from", "by interest", Act::Suggest));
        rows.push(row(
            "import",
            "a list of another reader (OPML)",
            Act::Import,
        ));
        rows.push(row("export", "all feeds as OPML", Act::Export));
        self.overlay = None;
        self.subscribing.menu = Some(Menu {
            target,
            title,
            rows,
            selected: 0,
            options: false,
            asks: false,
        });
    }

    fn title_of(&self, target: &Target) -> String {
        match target {
            Target::Feed(url) => {
                let feed = self.feeds.iter().find(|feed| feed.url == *url);
                feed.map_or_else(|| url.clone(), |feed| feed.title.clone())
            }
            Target::Folder(name) => name.clone(),
            Target::All => "Feeds".to_owned(),
        }
    }

    fn feeds_in(&self, folder: &str) -> Vec<String> {
        let within = |feed: &&crate::news::Feed| feed.folder.as_deref() == Some(folder);
        let feeds = self.feeds.iter().filter(within);
        feeds.map(|feed| feed.url.clone()).collect()
    }

    pub(super) fn menu_action(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Some(menu) = &mut self.subscribing.menu else {
            return;
        };
        match action {
            Action::Escape | Action::Back | Action::Left if menu.options || menu.asks => {
                let before = menu.selected_act();
                self.open_menu();
                if let (Some(menu), false) = (&mut self.subscribing.menu, before.is_none()) {
                    let is_way_in = |row: &MenuRow| match before {
                        Some(Act::Set(_)) => row.act == Act::Options,
                        _ => row.act == Act::AskRemove,
                    };
                    menu.selected = menu.rows.iter().position(is_way_in).unwrap_or(0);
                }
            }
            Action::Escape | Action::Back | Action::ChangeFeed => self.subscribing.menu = None,
            Action::Open | Action::Flow | Action::Right => self.menu_take(effects),
            Action::AddFeed => self.ask_address(),
            action => menu.selected = moved(menu.selected, menu.rows.len(), action),
        }
    }

    fn menu_take(&mut self, effects: &mut Vec<Effect>) {
        let Some(menu) = self.subscribing.menu.clone() else {
            return;
        };
        let Some(row) = menu.rows.get(menu.selected) else {
            return;
        };
        let ask = |state: &mut Self, ask: Ask, text: &str| {
            state.prompt = Some(Prompt::new(Purpose::Subscribing(ask), text.to_owned()));
        };
        match row.act {
            Act::Add => self.ask_address(),
            Act::Rename => match menu.target {
                Target::Folder(_) => ask(self, Ask::RenameFolder, &menu.title),
                _ => ask(self, Ask::Rename, &menu.title),
            },
            Act::Move => ask(self, Ask::Move, &row.value),
            Act::Options => effects.push(SubscribingEffect::Options(menu.target).into()),
            Act::Site => {
                self.subscribing.menu = None;
                effects.push(Effect::Browse(row.value.clone()));
            }
            Act::Dissolve => {
                if let Target::Folder(folder) = menu.target {
                    self.subscribing.menu = None;
                    let what = format!("dissolved the folder {folder}");
                    let change = Change::RenameFolder { folder, name: None };
                    Self::change_file(change, what, effects);
                }
            }
            Act::AskRemove => self.ask_removal(menu),
            Act::Remove => self.remove(&menu.target, effects),
            Act::Leave => self.menu_action(Action::Escape, effects),
            Act::Import => {
                self.subscribing.menu = None;
                self.ask_import(effects);
            }
            Act::Export => {
                self.subscribing.menu = None;
                ask(self, Ask::Export, "~/feeds.opml");
                self.subscribing_typed(Ask::Export, "~/feeds.opml", effects);
            }
            Act::Suggest => {
                self.subscribing.menu = None;
                effects.push(SubscribingEffect::FindLists.into());
            }
            Act::Set(key) => {
                let said = if row.own { row.value.as_str() } else { "" };
                if key.form == Form::Switch {
                    let next = match said {
                        "" => "true",
                        "true" => "false",
                        _ => "",
                    };
                    self.set_option(key, next, effects);
                } else {
                    ask(self, Ask::Option(menu.selected), said);
                }
            }
        }
    }

    fn ask_removal(&mut self, menu: Menu) {
        let urls = match &menu.target {
            Target::Feed(url) => vec![url.clone()],
            Target::Folder(name) => self.feeds_in(name),
            Target::All => Vec::new(),
        };
        let feeds = self.feeds.iter().filter(|feed| urls.contains(&feed.url));
        let articles: u32 = feeds.map(|feed| feed.total).sum();
        let articles = match articles {
            1 => "1 article".to_owned(),
            count => format!("{count} articles"),
        };
        self.subscribing.menu = Some(Menu {
            rows: vec![
                row(
                    "remove it",
                    format!("with {articles}; what you kept stays"),
                    Act::Remove,
                ),
                row("leave it", "", Act::Leave),
            ],
            selected: 0,
            asks: true,
            ..menu
        });
    }

    fn remove(&mut self, target: &Target, effects: &mut Vec<Effect>) {
        let name = self.title_of(target);
        self.subscribing.menu = None;
        let (remove, what) = match target {
            Target::Feed(url) => (vec![url.clone()], format!("removed {name}")),
            Target::Folder(folder) => {
                let urls = self.feeds_in(folder);
                let what = format!("removed {name} with {}", feeds(urls.len()));
                (urls, what)
            }
            Target::All => return,
        };
        let add = Vec::new();
        Self::change_file(Change::Feeds { add, remove }, what, effects);
        // Its list is about to go.
        self.go_to(Scope::All.into(), effects);
        self.set_focus(crate::app::Pane::Sources, effects);
    }

    /// What is written of the options came: they are shown.
    pub(super) fn took_options(&mut self, said: Vec<Option<String>>) {
        let Some(menu) = &mut self.subscribing.menu else {
            return;
        };
        let keys = match menu.target {
            Target::Folder(_) => FOLDER_KEYS,
            _ => FEED_KEYS,
        };
        let option = |(key, said): (&Key, Option<String>)| MenuRow {
            text: key.what.to_owned(),
            own: said.is_some(),
            apart: false,
            value: said.unwrap_or_else(|| key.usual.to_owned()),
            act: Act::Set(*key),
        };
        menu.rows = keys.iter().zip(said).map(option).collect();
        if !menu.options {
            menu.selected = 0;
        }
        menu.options = true;
    }

    fn set_option(&mut self, key: Key, value: &str, effects: &mut Vec<Effect>) {
        let Some(menu) = &self.subscribing.menu else {
            return;
        };
        let value = value.to_owned();
        let said = if value.is_empty() { key.usual } else { &value };
        let what = format!("{}: {} {said}", menu.title, key.what);
        let change = match menu.target.clone() {
            Target::Feed(feed) => Change::SetFeed { feed, key, value },
            Target::Folder(folder) => Change::SetFolder { folder, key, value },
            Target::All => return,
        };
        Self::change_file(change, what, effects);
    }

    /// A line that the menu asked for was ended.
    pub(super) fn menu_answer(&mut self, ask: Ask, text: &str, effects: &mut Vec<Effect>) {
        let Some(menu) = self.subscribing.menu.clone() else {
            return;
        };
        let some = Some(text.to_owned()).filter(|text| !text.is_empty());
        if let Ask::Option(row) = ask {
            if let Some(MenuRow {
                act: Act::Set(key), ..
            }) = menu.rows.get(row)
            {
                self.set_option(*key, text, effects);
            }
            return;
        }
        self.subscribing.menu = None;
        let title = &menu.title;
        let (change, what) = match (ask, menu.target) {
            (Ask::Rename, Target::Feed(feed)) if text != title => {
                let what = match &some {
                    Some(name) => format!("renamed to {name}"),
                    None => format!("{title} has its own name again"),
                };
                (Change::Rename { feed, name: some }, what)
            }
            (Ask::Move, Target::Feed(feed)) => {
                let what = match &some {
                    Some(folder) => format!("moved {title} to {folder}"),
                    None => format!("moved {title} out of its folder"),
                };
                (Change::Move { feed, folder: some }, what)
            }
            (Ask::RenameFolder, Target::Folder(folder)) if some.is_some() && text != folder => {
                let what = format!("renamed to {text}");
                (Change::RenameFolder { folder, name: some }, what)
            }
            _ => return self.say(NoticeKind::Info, "nothing to change"),
        };
        Self::change_file(change, what, effects);
    }
}

impl Menu {
    fn selected_act(&self) -> Option<Act> {
        self.rows.get(self.selected).map(|row| row.act)
    }
}
