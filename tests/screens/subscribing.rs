//! Feeds added, changed and removed from within, lists of them taken, and the configuration read anew: from keys, with a
//! file of text in the place of the disk.

use std::path::Path;

use pullquote::app::{
    Action, Candidate, Discovery, Effect, Fault, FeedList, Lists, Message, Preview, Refusal,
    SubscribingEffect, SubscribingMessage, Target, keys,
};
use pullquote::config::edit::{self, Change, Edit, FEED_KEYS, FOLDER_KEYS};
use pullquote::config::opml::Subscription;
use pullquote::config::{self, Config};
use pullquote::news::Scope;

use super::world::{NOW, World};

const FILE: &str = "\
# Mine.

[[feed]]
url = \"https://ledger.invalid/feed\" # the paper
folder = \"Harbour\"

[[feed]]
url = \"https://broken.invalid/feed\"
folder = \"Harbour\"

[[feed]]
url = \"https://courier.invalid/feed\"
folder = \"Inland\"
";

/// A world with a configuration file.
struct Configured {
    world: World,
    text: String,
}

impl Configured {
    fn new(columns: u16, rows: u16) -> Self {
        Self {
            world: World::new(columns, rows),
            text: FILE.to_owned(),
        }
    }

    fn press(&mut self, text: &str) -> &mut Self {
        for key in keys(text).unwrap() {
            self.world.happen(Message::Key(key));
            self.perform();
        }
        self
    }

    fn answer(&mut self, message: SubscribingMessage) -> &mut Self {
        self.world.happen(Message::Subscribing(Box::new(message)));
        self.perform();
        self
    }

    /// Does what the program does with the file.
    fn perform(&mut self) {
        for effect in std::mem::take(&mut self.world.asked) {
            let Effect::Subscribing(effect) = effect else {
                self.world.asked.push(effect);
                continue;
            };
            match *effect {
                SubscribingEffect::Change { change, what } => self.change(change, what),
                SubscribingEffect::Options(target) => {
                    let said = match &target {
                        Target::Feed(url) => edit::said_of(&self.text, Some(url), None, FEED_KEYS),
                        Target::Folder(name) => {
                            edit::said_of(&self.text, None, Some(name), FOLDER_KEYS)
                        }
                        Target::All => Ok(Vec::new()),
                    };
                    self.answer(SubscribingMessage::Options(said.unwrap()));
                }
                other => self.world.asked.push(Effect::Subscribing(Box::new(other))),
            }
        }
    }

    fn change(&mut self, change: Change, what: String) {
        match change.apply(&self.text).and_then(|text| {
            config::parse(&text, Path::new("config.toml"))?;
            Ok(text)
        }) {
            Ok(after) => {
                let before = std::mem::replace(&mut self.text, after.clone());
                self.world.store.sync_feeds(&self.config().feeds).unwrap();
                let edit = Box::new(Edit { before, after });
                self.answer(SubscribingMessage::Changed { change, what, edit });
                self.world.happen(Message::Changed);
            }
            Err(error) => {
                self.answer(SubscribingMessage::Refused(error.to_string()));
            }
        }
    }

    fn config(&self) -> Config {
        config::parse(&self.text, Path::new("config.toml")).unwrap()
    }

    fn said(&self) -> &str {
        let notice = self.world.state.notice.as_ref();
        notice.map_or("", |notice| &notice.text)
    }

    /// The last thing asked of the network or of the disk.
    fn asked(&self) -> &SubscribingEffect {
        let mut asked = self.world.asked.iter().rev();
        asked
            .find_map(|effect| match effect {
                Effect::Subscribing(effect) => Some(&**effect),
                _ => None,
            })
            .expect("something was asked")
    }

    fn ticket(&self) -> u64 {
        match self.asked() {
            SubscribingEffect::Find { ticket, .. } | SubscribingEffect::ReadList { ticket, .. } => {
                *ticket
            }
            other => panic!("{other:?}"),
        }
    }

    /// The search for a feed ends so.
    fn found(&mut self, found: Result<Discovery, Refusal>) -> &mut Self {
        let ticket = self.ticket();
        self.answer(SubscribingMessage::Found { ticket, found })
    }

    /// Selects the first feed among the sources.
    fn at_the_ledger(columns: u16, rows: u16) -> Self {
        let mut own = Self::new(columns, rows);
        own.press("h");
        for _ in 0..10 {
            if matches!(own.world.state.list.source.scope, Scope::Feed(_)) {
                break;
            }
            own.press("j");
        }
        own
    }
}

fn herald() -> Preview {
    let title = |number: u32| match number % 4 {
        0 => "Bridge reopens after eleven years of scaffolding",
        1 => "Council counts swans, finds a surplus",
        2 => "“We have never owned so many lamps,” says museum",
        _ => "Night buses to run by day as well",
    };
    Preview {
        url: "https://herald.invalid/feed.xml".to_owned(),
        title: Some("The Valley Herald".to_owned()),
        subtitle: Some("News of the valley, and of what lies beyond it".to_owned()),
        format: "RSS 2.0".to_owned(),
        count: 24,
        rhythm: Some(3 * 3600),
        entries: (0..24u32)
            .map(|n| {
                (
                    title(n).to_owned(),
                    Some(NOW - 3 * 3600 * i64::from(n) - 900),
                )
            })
            .collect(),
    }
}

fn preview() -> Discovery {
    Discovery::Feed(Box::new(herald()))
}

fn several() -> Discovery {
    let candidate = |path: &str, title: Option<&str>| Candidate {
        url: format!("https://herald.invalid/{path}"),
        title: title.map(str::to_owned),
        kind: Some("RSS"),
    };
    Discovery::Several(vec![
        candidate("feed.xml", Some("The Valley Herald: all news")),
        candidate("sport.xml", Some("The Valley Herald: sport")),
        candidate("comments.xml", None),
    ])
}

fn unreachable() -> Result<Discovery, Refusal> {
    Err(Refusal {
        words: "herald.invalid has no address (DNS)".to_owned(),
        hint: Some("Look for a slip in the address, or for a lost connection.".to_owned()),
        may_add: true,
    })
}

/// Snapshots at the three sizes of what these steps lead to.
fn snapshots(name: &str, steps: impl Fn(&mut Configured)) {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let mut own = Configured::at_the_ledger(columns, rows);
        steps(&mut own);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), own.world.screen());
    }
}

#[test]
fn screens_of_adding() {
    snapshots("adding_address", |own| {
        own.press("aherald.invalid");
    });
    snapshots("adding_several", |own| {
        own.press("aherald.invalid<enter>")
            .found(Ok(several()))
            .press("j");
    });
    snapshots("adding_preview", |own| {
        own.press("aherald.invalid<enter>").found(Ok(preview()));
    });
    snapshots("adding_folder", |own| {
        own.press("aherald.invalid<enter>")
            .found(Ok(preview()))
            .press("<enter><c-u><tab>");
    });
    snapshots("adding_failed", |own| {
        own.press("aherald.invalid<enter>").found(unreachable());
    });
}

#[test]
fn screens_of_changing() {
    snapshots("menu", |own| {
        own.press("cj");
    });
    snapshots("menu_options", |own| {
        own.press("cjj<enter>j<enter>");
    });
    snapshots("menu_removal", |own| {
        own.press("cjjjj<enter>");
    });
    snapshots("import", |own| {
        own.press("cGk<enter>");
        own.press("<c-u>~/list.opml<enter>");
        let ticket = own.ticket();
        let list = Ok(Box::new(list()));
        own.answer(SubscribingMessage::List { ticket, list });
    });
    snapshots("offer", |own| {
        let (lists, first) = (newsboat(), true);
        own.answer(SubscribingMessage::Lists { lists, first });
        own.press("<space>jjj");
    });
    snapshots("mistake", |own| {
        own.answer(SubscribingMessage::Fault(Box::new(mistake())));
    });
}

fn mistake() -> Fault {
    Fault {
        place: "config.toml, line 12".to_owned(),
        source: vec![
            "12 | foldr = \"News\" # of course".to_owned(),
            "   | ^^^^^".to_owned(),
        ],
        message: "`foldr` is no key of [[feed]]; did you mean `folder`?".to_owned(),
        hint: Some("known here: url, name, folder, tags, every".to_owned()),
    }
}

fn subscription(url: &str, name: &str, folder: &str) -> Subscription {
    Subscription {
        url: url.to_owned(),
        name: Some(name.to_owned()),
        folder: Some(folder.to_owned()),
    }
}

fn list() -> FeedList {
    FeedList {
        path: "~/list.opml".to_owned(),
        new: vec![
            subscription(
                "https://herald.invalid/feed.xml",
                "The Valley Herald",
                "Valley",
            ),
            subscription("https://swans.invalid/", "Counting Swans", "Nature"),
        ],
        known: 1,
        refused: vec![(
            "gopher://old.invalid/".to_owned(),
            "is neither http nor https".to_owned(),
        )],
        incomplete: None,
    }
}

fn newsboat() -> Vec<Lists> {
    vec![Lists {
        reader: "newsboat",
        path: "~/.newsboat/urls".to_owned(),
        feeds: list().new,
    }]
}

#[test]
fn a_feed_is_looked_at_and_added_with_folder_and_name() {
    let mut own = Configured::new(120, 36);
    own.press("a herald.invalid/feed.xml <enter>");
    let asked = "https://herald.invalid/feed.xml";
    assert!(matches!(own.asked(), SubscribingEffect::Find { address, .. } if address == asked));
    assert!(own.world.screen().contains("herald.invalid/feed.xml"));
    own.found(Ok(preview()))
        .press("<enter>in<tab><enter> of old<enter>");
    assert!(
        own.text.ends_with(
            "[[feed]]\nurl = \"https://herald.invalid/feed.xml\"\nname = \"The Valley Herald of old\"\nfolder = \"Inland\"\n"
        ),
        "{}",
        own.text
    );
    assert!(
        own.text.starts_with(&FILE[..FILE.len() - 1]),
        "comments stay"
    );
    assert_eq!(own.said(), "added The Valley Herald of old to Inland");
    // It is shown, and asked.
    let Scope::Feed(id) = own.world.state.list.source.scope else {
        panic!("{:?}", own.world.state.list.source);
    };
    assert_eq!(
        own.world.state.feed(id).unwrap().title,
        "The Valley Herald of old"
    );
    assert!(
        own.world
            .asked
            .iter()
            .any(|asked| matches!(asked, Effect::Poll(_)))
    );
    own.press("u");
    assert_eq!(own.text, FILE);
    assert_eq!(
        own.said(),
        "undone: added The Valley Herald of old to Inland"
    );
    assert_eq!(own.world.state.feeds.len(), 3);
}

#[test]
fn a_feed_that_calls_itself_well_needs_no_name() {
    let mut own = Configured::new(80, 24);
    own.press("aherald.invalid<enter>").found(Ok(several()));
    own.press("<enter>")
        .found(Ok(preview()))
        .press("<enter><c-u><enter><enter>");
    assert!(
        own.text
            .ends_with("[[feed]]\nurl = \"https://herald.invalid/feed.xml\"\n")
    );
    assert_eq!(own.said(), "added The Valley Herald");
}

#[test]
fn a_feed_that_is_there_is_gone_to() {
    for keys in [
        "aHTTPS://Ledger.invalid/feed<enter>",
        "aherald.invalid<enter>",
    ] {
        let mut own = Configured::new(120, 36);
        own.press(keys);
        if keys.contains("herald") {
            let url = "https://ledger.invalid/feed".to_owned();
            own.found(Ok(Discovery::Feed(Box::new(Preview { url, ..herald() }))));
        }
        assert!(
            own.said().starts_with("this feed is there already"),
            "{}",
            own.said()
        );
        let ledger = own.world.state.feeds[0].id;
        assert_eq!(own.world.state.list.source.scope, Scope::Feed(ledger));
        assert!(!own.world.state.subscribing.is_open());
        assert_eq!(own.text, FILE);
    }
}

#[test]
fn what_cannot_be_added_is_said_and_typed_anew() {
    let mut own = Configured::new(120, 36);
    own.press("ahttps://reader:secret@a.invalid/<enter>");
    let screen = own.world.screen();
    assert!(screen.contains("holds a user name or password"), "{screen}");
    assert!(screen.contains("password_command"), "{screen}");
    own.press("<enter>");
    let prompt = own.world.state.prompt.as_ref().unwrap();
    assert_eq!(prompt.text, "https://reader:secret@a.invalid/");
    own.press("<c-u>herald.invalid<enter>").found(unreachable());
    own.press("<enter><c-u><enter><enter>");
    assert!(
        own.text.ends_with("url = \"https://herald.invalid\"\n"),
        "{}",
        own.text
    );
}

#[test]
fn escape_gives_up_and_what_comes_late_is_not_shown() {
    let mut own = Configured::new(120, 36);
    own.press("aherald.invalid<enter>");
    let ticket = own.ticket();
    own.press("<esc>");
    assert_eq!(*own.asked(), SubscribingEffect::GiveUp);
    let found = Ok(preview());
    own.answer(SubscribingMessage::Found { ticket, found });
    assert!(!own.world.state.subscribing.is_open());
    // The prompt, too, is left without a trace.
    own.press("aherald<esc>");
    assert!(!own.world.state.subscribing.is_open() && own.world.state.prompt.is_none());
}

#[test]
fn a_feed_is_renamed_moved_and_given_options_each_undone() {
    let mut own = Configured::at_the_ledger(120, 36);
    own.press("c<enter><c-u>Daily<enter>");
    assert!(
        own.text.contains("# the paper\nname = \"Daily\"\n"),
        "{}",
        own.text
    );
    assert_eq!(own.world.state.feeds[0].title, "Daily");
    own.press("cj<enter><c-u>In<tab><enter>");
    assert_eq!(own.world.state.feeds[0].folder.as_deref(), Some("Inland"));
    // Interval as a text, full articles as a switch.
    own.press("cjj<enter><enter>1h<enter>j<enter>");
    let feed = &own.config().feeds[0];
    assert_eq!((feed.every, feed.full_text), (Some(3600), true));
    assert!(own.world.screen().contains("1h"), "{}", own.world.screen());
    own.press("k<enter><c-u>soon<enter>");
    assert!(own.said().contains("`every`"), "{}", own.said());
    own.press("<esc><esc>");
    assert!(!own.world.state.subscribing.is_open());
    own.press("uuuu");
    assert_eq!(own.text, FILE);
    assert!(own.said().starts_with("undone: ") && own.said().ends_with("renamed to Daily"));
    own.press("u");
    assert_eq!(own.said(), "nothing to undo");
}

#[test]
fn a_feed_is_removed_after_one_question_and_comes_back_with_all_marks() {
    let mut own = Configured::at_the_ledger(120, 36);
    own.press("<enter>jmkb");
    let before = own.world.store.feeds().unwrap();
    own.press("hcjjjj<enter>");
    assert!(
        own.world
            .screen()
            .contains("with 3 articles; what you kept stays")
    );
    own.press("<esc>");
    assert_eq!(own.text, FILE);
    own.press("<enter><enter>");
    assert!(!own.text.contains("ledger") && !own.text.contains("the paper"));
    assert_eq!(own.said(), "removed The Quayside Ledger; u takes it back");
    assert_eq!(own.world.store.bookmark_count().unwrap(), 1);
    own.press("u");
    assert_eq!(own.text, FILE);
    assert_eq!(own.said(), "undone: removed The Quayside Ledger");
    let after = own.world.store.feeds().unwrap();
    let counts = |feeds: &[pullquote::news::Feed]| -> Vec<(u32, u32)> {
        feeds.iter().map(|feed| (feed.unread, feed.total)).collect()
    };
    assert_eq!(counts(&after), counts(&before));
    assert_eq!(own.world.store.bookmark_count().unwrap(), 1);
}

#[test]
fn a_change_is_taken_back_where_the_file_was_changed_elsewhere_since() {
    let mut own = Configured::at_the_ledger(120, 36);
    own.press("cjjjj<enter><enter>");
    own.text = own.text.replace("# Mine.", "# Mine, and mine alone.");
    own.press("u");
    assert_eq!(own.text, FILE.replace("# Mine.", "# Mine, and mine alone."));
    let mut own = Configured::at_the_ledger(120, 36);
    own.press("c<enter><c-u>Daily<enter>");
    own.text = own.text.replace("Daily", "Weekly");
    own.press("u");
    assert!(own.said().contains("were changed since"), "{}", own.said());
}

#[test]
fn a_folder_is_renamed_and_dissolved() {
    let mut own = Configured::at_the_ledger(120, 36);
    own.press("k");
    assert_eq!(
        own.world.state.list.source.scope,
        Scope::Folder("Harbour".into())
    );
    own.press("c<enter><c-u>Coast<enter>");
    assert_eq!(own.text, FILE.replace("Harbour", "Coast"));
    own.press("hG");
    for _ in 0..20 {
        if own.world.state.list.source.scope == Scope::Folder("Coast".into()) {
            break;
        }
        own.press("k");
    }
    own.press("cjj<enter>");
    assert!(!own.text.contains("Coast") && own.text.contains("Inland"));
    own.press("uu");
    assert_eq!(own.text, FILE);
}

#[test]
fn a_list_is_taken_after_its_summary() {
    let mut own = Configured::new(120, 36);
    own.press("hc").press("G").press("k<enter>");
    assert_eq!(own.world.state.prompt.as_ref().unwrap().text, "~/");
    let typed = "~/".to_owned();
    let found = vec!["Documents/".to_owned(), "feeds.opml".to_owned()];
    own.answer(SubscribingMessage::Paths { typed, found });
    own.press("f<tab><enter>");
    assert!(
        matches!(own.asked(), SubscribingEffect::ReadList { path, .. } if path == "~/feeds.opml")
    );
    let ticket = own.ticket();
    let list = Ok(Box::new(list()));
    own.answer(SubscribingMessage::List { ticket, list });
    let screen = own.world.screen();
    assert!(
        screen.contains("2 new feeds in 2 folders, 1 there already, 1 not taken"),
        "{screen}"
    );
    own.press("<enter>");
    assert_eq!(own.world.state.feeds.len(), 5);
    assert_eq!(own.said(), "added 2 feeds");
    own.press("u");
    assert_eq!(own.text, FILE);
}

#[test]
fn what_is_offered_first_is_chosen_with_space_and_taken_with_enter() {
    let mut own = Configured::new(120, 36);
    let (lists, first) = (newsboat(), true);
    own.answer(SubscribingMessage::Lists { lists, first });
    assert_eq!(
        *own.asked(),
        SubscribingEffect::Offered,
        "never again unasked"
    );
    own.press("<space>jj<space><enter>");
    assert_eq!(own.said(), "added 3 feeds");
    assert!(
        own.text
            .contains("[[feed]]\nurl = \"https://swans.invalid/\"\nname = \"Counting Swans\"")
    );
    assert!(own.text.contains("folder = \"News\""));
    own.press("u");
    assert_eq!(own.text, FILE);
    let (lists, first) = (Vec::new(), true);
    own.answer(SubscribingMessage::Lists { lists, first });
    own.press("<esc>");
    let key = own
        .world
        .state
        .keymap
        .keys_of(own.world.state.focus, Action::ChangeFeed);
    assert!(own.said().starts_with(&key[0]), "{}", own.said());
}

#[test]
fn a_mistake_stops_nothing_and_goes_with_the_file_put_right_or_with_escape() {
    let mut own = Configured::new(120, 36);
    own.answer(SubscribingMessage::Fault(Box::new(mistake())));
    let screen = own.world.screen();
    assert!(
        screen.contains("A mistake in config.toml, line 12"),
        "{screen}"
    );
    assert!(screen.contains("did you mean `folder`?"), "{screen}");
    own.press("j<enter>");
    assert!(own.world.state.reading.is_some(), "reading goes on");
    assert_eq!(own.world.state.feeds.len(), 3);
    own.press("<esc>");
    assert!(!own.world.screen().contains("A mistake in"));
}
