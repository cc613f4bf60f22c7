//! A world without threads, network or home: a real cache in a temporary directory answers every effect at once.

use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use jiff::tz::TimeZone;
use pullquote::app::{Effect, Key, KeyCode, Message, Settings, Size, State, View, keys, update};
use pullquote::cache::Store;
use pullquote::config::FeedConfig;
use pullquote::config::themes::Palette;
use pullquote::news::{Expression, Moment, Order, PollState, UnixSeconds};
use pullquote::poller;
use pullquote::quotes::ENGINE;
use pullquote::runtime;
use pullquote::tui::{Colours, Linked, Look, view, view_linked};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use siphasher::sip::SipHasher13;
use tempfile::TempDir;
use url::Url;

/// Monday, 23 November 2026, eight in the morning, in UTC.
pub const NOW: UnixSeconds = 1_795_420_800;

/// The screen after these keys, kept as a snapshot at each of the three sizes and at those that are given besides.
macro_rules! snapshot {
    ($name:ident, $keys:literal) => {
        snapshot!($name, $keys, World::new);
    };
    ($name:ident, $keys:literal, $world:expr) => {
        snapshot!($name, $keys, $world, []);
    };
    ($name:ident, $keys:literal, $world:expr, $more:expr) => {
        #[test]
        fn $name() {
            for (columns, rows) in [(120, 36), (80, 24), (40, 12)].into_iter().chain($more) {
                let mut world = $world(columns, rows);
                world.press($keys);
                insta::assert_snapshot!(
                    format!("{}_{columns}x{rows}", stringify!($name)),
                    world.screen()
                );
            }
        }
    };
}

/// The state, and the world that it acts upon.
pub struct World {
    _dir: TempDir,
    /// What the reader keeps.
    pub store: Store,
    /// What the screen shows.
    pub state: State,
    /// Effects of the terminal and of the network, in order: nothing here performs them.
    pub asked: Vec<Effect>,
    /// Effects whose answer has not come yet; where there is none, each is answered at once.
    pub waiting: Option<Vec<Effect>>,
    look: Look,
}

/// Reads all articles whose turn it is, as the program does in the background.
fn enrich(store: &mut Store) {
    for id in store.to_enrich(ENGINE, 100).unwrap() {
        let enriched = runtime::enriched(store, id).unwrap();
        store.enrich_all(&[enriched], ENGINE).unwrap();
    }
}

impl World {
    /// Two feeds with five articles, read and enriched, and one feed that fails.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn new(columns: u16, rows: u16) -> Self {
        let documents = [
            (
                "https://ledger.invalid/feed",
                "Harbour",
                Some(include_bytes!("../fixtures/feeds/ledger.xml").as_slice()),
            ),
            ("https://broken.invalid/feed", "Harbour", None),
            (
                "https://courier.invalid/feed",
                "Inland",
                Some(include_bytes!("../fixtures/feeds/courier.xml").as_slice()),
            ),
        ];
        Self::of(&documents, columns, rows)
    }

    /// Feeds with their addresses, folders and documents, read and enriched; one without a document fails.
    pub fn of(documents: &[(&str, &str, Option<&[u8]>)], columns: u16, rows: u16) -> Self {
        let feed = |url: &str, folder: Option<&str>| FeedConfig {
            url: url.to_owned(),
            folder: folder.map(str::to_owned),
            ..FeedConfig::default()
        };
        let feeds: Vec<FeedConfig> = documents
            .iter()
            .map(|(url, folder, _)| feed(url, Some(folder)))
            .collect();
        let documents = documents.iter().map(|(_, _, document)| document);
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        store.sync_feeds(&feeds).unwrap();
        for (feed, document) in store.feeds().unwrap().iter().zip(documents) {
            let base = Url::parse(&feed.url).unwrap();
            let parsed = document.map(|bytes| poller::parse(bytes, None, Some(&base)).unwrap());
            let state = PollState {
                last_poll: Some(NOW - 600),
                error: parsed.is_none().then(|| "404 Not Found".to_owned()),
                failures: u32::from(parsed.is_none()),
                ..PollState::default()
            };
            store
                .store(feed.id, parsed.as_ref(), &state, NOW - 600)
                .unwrap();
        }
        enrich(&mut store);
        Self::over(dir, store, columns, rows)
    }

    /// A reader who has no feeds yet.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn empty(columns: u16, rows: u16) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        Self::over(dir, store, columns, rows)
    }

    fn over(dir: TempDir, store: Store, columns: u16, rows: u16) -> Self {
        let (mut state, effects) = State::new(Settings::default(), Size { columns, rows }, NOW);
        let palettes = Palette::all_built_in();
        state.themes.names = palettes.iter().map(|theme| theme.name.clone()).collect();
        let look = Look::new(&palettes, Colours::True, false, TimeZone::UTC);
        let mut world = Self {
            _dir: dir,
            store,
            state,
            asked: Vec::new(),
            waiting: None,
            look,
        };
        world.perform(effects);
        world
    }

    /// The same as of [`Self::new`], for screen readers.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn plain(columns: u16, rows: u16) -> Self {
        let mut world = Self::new(columns, rows);
        world.state.settings.plain = true;
        world.state.settings.ascii = true;
        world.look = world.look.clone().in_words();
        let size = world.state.size;
        world.happen(Message::Resize(size));
        world.asked.clear();
        world
    }

    /// A terminal that puts right-to-left text into order itself.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn leave_order_to_the_terminal(&mut self) {
        self.look.reorders = false;
    }

    /// Where the cursor stands.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn cursor(&mut self) -> (u16, u16) {
        let size = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(size.columns, size.rows)).unwrap();
        terminal
            .draw(|frame| view(&self.state, &self.look, frame))
            .unwrap();
        let position = terminal.get_cursor_position().unwrap();
        (position.x, position.y)
    }

    /// Reads all articles whose turn it is.
    pub fn enrich(&mut self) -> &mut Self {
        enrich(&mut self.store);
        self
    }

    /// The Ledger publishes its articles anew, with these words in the place of those.
    pub fn edit(&mut self, changes: &[(&str, &str)], now: UnixSeconds) -> &mut Self {
        let mut document = include_str!("../fixtures/feeds/ledger.xml").to_owned();
        for (old, new) in changes {
            assert!(document.contains(old), "{old}");
            document = document.replace(old, new);
        }
        self.store_of("ledger", document.as_bytes(), now)
    }

    /// A feed whose address has this word publishes this document, which is read and enriched.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn publish(&mut self, feed: &str, document: &[u8]) -> &mut Self {
        self.store_of(feed, document, NOW).enrich()
    }

    fn store_of(&mut self, feed: &str, document: &[u8], now: UnixSeconds) -> &mut Self {
        let feeds = self.store.feeds().unwrap();
        let feed = feeds.iter().find(|f| f.url.contains(feed)).unwrap();
        let base = Url::parse(&feed.url).unwrap();
        let parsed = poller::parse(document, None, Some(&base)).unwrap();
        self.store
            .store(feed.id, Some(&parsed), &PollState::default(), now)
            .unwrap();
        self
    }

    /// Presses keys as a person writes them: `jj<enter>b`.
    pub fn press(&mut self, text: &str) -> &mut Self {
        for key in keys(text).expect("the notation of keys") {
            self.happen(Message::Key(key));
        }
        self
    }

    /// Something happens, and all that follows from it.
    pub fn happen(&mut self, message: Message) {
        let effects = update(&mut self.state, message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let answer = match effect {
                Effect::After { .. }
                | Effect::Poll(_)
                | Effect::CancelPoll
                | Effect::FetchFullText(_)
                | Effect::CancelFullText(_)
                | Effect::Browse(_)
                | Effect::ReadAddress { .. }
                | Effect::Stop { .. }
                | Effect::FetchPicture { .. }
                | Effect::Pipe { .. }
                | Effect::Share { .. }
                | Effect::Speak { .. }
                | Effect::Play { .. }
                | Effect::Download { .. }
                | Effect::Copy(_)
                | Effect::Subscribing(_)
                | Effect::Restyle(_)
                | Effect::Remember(_)
                | Effect::RememberPiped(_)
                | Effect::RememberFilters(_)
                | Effect::Redraw
                | Effect::Suspend
                | Effect::TakeAgain
                | Effect::Notify { .. }
                | Effect::EditNote { .. }
                | Effect::Quit => {
                    self.asked.push(effect);
                    continue;
                }
                _ => match &mut self.waiting {
                    Some(waiting) => {
                        waiting.push(effect);
                        continue;
                    }
                    None => runtime::read(&self.store, &effect)
                        .or_else(|| runtime::write(&mut self.store, &effect, NOW)),
                },
            };
            if let Some(message) = answer {
                self.happen(message);
            }
            self.count_views();
        }
    }

    /// Answers one of the effects that wait: that of this number, unless something is to be written before it.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn answer(&mut self, number: usize) {
        let Some(waiting) = self.waiting.as_mut().filter(|waiting| !waiting.is_empty()) else {
            return;
        };
        let number = number % waiting.len();
        let answers = |effect: &Effect| runtime::read(&self.store, effect);
        let written = waiting[..=number]
            .iter()
            .position(|effect| answers(effect).is_none());
        let effect = waiting.remove(written.unwrap_or(number));
        let answer = match written {
            Some(_) => runtime::write(&mut self.store, &effect, NOW),
            None => answers(&effect),
        };
        if let Some(message) = answer {
            self.happen(message);
        }
        self.count_views();
    }

    /// Gives the reader these views.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn set_views(&mut self, views: &[(&str, &str, Option<char>)]) -> &mut Self {
        let view = |(name, query, key): &(&str, &str, Option<char>)| View {
            name: (*name).to_owned(),
            query: Expression::parse(query).unwrap(),
            sort: Order::Newest,
            key: key.map(|key| Key::plain(KeyCode::Char(key))),
            kept: false,
        };
        self.state.views = views.iter().map(|parts| Arc::new(view(parts))).collect();
        self.count_views();
        self
    }

    fn count_views(&mut self) {
        let views: Vec<Expression> = self.state.views.iter().map(|v| v.query.clone()).collect();
        let moment = Moment {
            now: NOW,
            utc_offset: 0,
        };
        let counts = runtime::count_views(&self.store, &views, moment).unwrap();
        update(&mut self.state, Message::ViewCounts(counts));
        let tags = self.store.all_tags().unwrap().into_iter();
        let tags = tags.map(|tag| (tag.name, tag.total)).collect();
        update(&mut self.state, Message::Tags(tags));
    }

    /// The cells that are hyperlinks for the terminal: address, id, and the words on them.
    #[allow(dead_code, reason = "each test binary has worlds of its own")]
    pub fn linked(&mut self) -> Vec<(String, String, String)> {
        self.look.hyperlinks = true;
        let size = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(size.columns, size.rows)).unwrap();
        let mut linked = Vec::new();
        terminal
            .draw(|frame| linked = view_linked(&self.state, &self.look, frame))
            .unwrap();
        let buffer = terminal.backend().buffer();
        let words = |part: &Linked| {
            let (x, y) = part.at;
            let cells = (x..x + part.width).map(|x| buffer[(x, y)].symbol());
            cells.collect::<String>()
        };
        let parts = linked.iter();
        parts
            .map(|part| (part.url.clone(), part.id.clone(), words(part)))
            .collect()
    }

    /// The cells of the screen, in the theme that is shown.
    pub fn frame(&mut self) -> Buffer {
        self.look.show_theme(self.state.themes.shown);
        let size = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(size.columns, size.rows)).unwrap();
        terminal
            .draw(|frame| view(&self.state, &self.look, frame))
            .unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text, and a hash of its colours: a change of either is seen.
    pub fn screen(&mut self) -> String {
        let buffer = self.frame();
        let size = self.state.size;
        let mut text = String::new();
        let mut colours = SipHasher13::new();
        for row in 0..size.rows {
            let mut line = String::new();
            let mut covered = 0;
            for column in 0..size.columns {
                let cell = &buffer[(column, row)];
                (cell.fg, cell.bg, cell.modifier).hash(&mut colours);
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                line.push_str(cell.symbol());
                covered = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            }
            writeln!(text, "{}", line.trim_end()).unwrap();
        }
        format!("{text}colours: {:016x}", colours.finish())
    }
}
