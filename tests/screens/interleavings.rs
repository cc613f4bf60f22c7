//! Whatever is typed, and however late and in whatever order the answers come: nothing panics, and what stands on the
//! screen in the end is what is kept.

use std::sync::Arc;

use proptest::prelude::*;
use pullquote::app::{Effect, Key, KeyCode, Message, Pixels, PollResult, Size, guest_article};
use pullquote::news::FeedId;
use pullquote::renderer::layout;
use pullquote::runtime::load;

use super::world::{NOW, World};

/// What may happen.
#[derive(Debug, Clone)]
enum Step {
    Key(Key),
    Answer(usize),
    Resize(u16, u16),
    Click(u16, u16),
    DoubleClick(u16, u16),
    Drag(u16, u16),
    Wheel(bool, u16, u16),
    Release,
    Paste(&'static str),
    /// A poll begins, brings an edit of an article and a failure, and ends.
    PollStarted,
    Polled {
        edited: bool,
        new: u32,
    },
    PollEnded,
    /// All that waits in the background is read.
    Enriched,
    Changed,
    /// The pages, pictures and programs that were asked for come, or fail.
    Outside(bool),
    Elapsed,
    StopAndGoOn,
}

fn key() -> impl Strategy<Value = Key> {
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
    ];
    let ctrl = |code| Key {
        ctrl: true,
        ..Key::plain(code)
    };
    prop_oneof![
        6 => prop::char::range(' ', '~').prop_map(|c| Key::plain(KeyCode::Char(c))),
        // What is used most, so that the rest happens in more places than in the list of the beginning.
        3 => prop::sample::select(vec!['j', 'k', 'l', 'h', 'g', 'G', 'b', 'u', ' ', '1', '\u{e9}'])
            .prop_map(|c| Key::plain(KeyCode::Char(c))),
        4 => prop::sample::select(named.to_vec()).prop_map(Key::plain),
        1 => prop::char::range('a', 'z').prop_map(move |c| ctrl(KeyCode::Char(c))),
    ]
}

/// Sizes of terminals: usual ones, and those of windows that are dragged to nothing.
fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![(1..160_u16, 1..50_u16), (1..30_u16, 1..8_u16)]
}

fn step() -> impl Strategy<Value = Step> {
    let cell = || (0..130_u16, 0..40_u16);
    prop_oneof![
        12 => key().prop_map(Step::Key),
        8 => (0..4_usize).prop_map(Step::Answer),
        1 => size().prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => cell().prop_map(|(x, y)| Step::Click(x, y)),
        1 => cell().prop_map(|(x, y)| Step::DoubleClick(x, y)),
        1 => cell().prop_map(|(x, y)| Step::Drag(x, y)),
        1 => (any::<bool>(), cell()).prop_map(|(up, (x, y))| Step::Wheel(up, x, y)),
        1 => Just(Step::Release),
        1 => prop::sample::select(vec!["is:unread", "the \u{202e}boat", "\u{4e00}\n\u{1b}[2J", ""])
            .prop_map(Step::Paste),
        1 => Just(Step::PollStarted),
        1 => (any::<bool>(), 0..3_u32).prop_map(|(edited, new)| Step::Polled { edited, new }),
        1 => Just(Step::PollEnded),
        1 => Just(Step::Enriched),
        1 => Just(Step::Changed),
        2 => any::<bool>().prop_map(Step::Outside),
        1 => Just(Step::Elapsed),
        1 => Just(Step::StopAndGoOn),
    ]
}

impl World {
    fn take(&mut self, step: &Step, polls: &mut i64) {
        match *step {
            Step::Key(key) => self.happen(Message::Key(key)),
            Step::Answer(number) => self.answer(number),
            Step::Resize(columns, rows) => self.happen(Message::Resize(Size { columns, rows })),
            Step::Click(column, row) => self.happen(Message::Click { column, row }),
            Step::DoubleClick(column, row) => self.happen(Message::DoubleClick { column, row }),
            Step::Drag(column, row) => self.happen(Message::Drag { column, row }),
            Step::Wheel(up, column, row) => self.happen(Message::Wheel { up, column, row }),
            Step::Release => self.happen(Message::Release),
            Step::Paste(text) => self.happen(Message::Paste(text.to_owned())),
            Step::PollStarted => self.happen(Message::PollStarted { total: 3 }),
            Step::Polled { edited, new } => {
                *polls += 1;
                if edited {
                    let words = format!("It stays until day {polls}");
                    self.edit(&[("It stays", &words)], NOW + *polls);
                }
                let feed = self.state.feeds.first().map(|feed| feed.id);
                self.happen(Message::Polled(PollResult {
                    feed: feed.unwrap_or(FeedId(1)),
                    new,
                    failed: new == 0,
                    bytes: 4096,
                    error: (new == 0).then(|| "404 Not Found".to_owned()),
                    hint: None,
                }));
            }
            Step::PollEnded => self.happen(Message::PollEnded),
            Step::Enriched => {
                self.enrich();
                self.happen(Message::Enriched { found: Vec::new() });
            }
            Step::Changed => self.happen(Message::Changed),
            Step::Outside(comes) => self.outside(comes),
            Step::Elapsed => {
                if let Some(Effect::After { ticket, .. }) = self.state.wait() {
                    self.happen(Message::Elapsed { ticket });
                }
            }
            Step::StopAndGoOn => {
                self.happen(Message::Stop);
                self.happen(Message::GoOn);
            }
        }
    }

    /// What was asked of the network and of programs has an end.
    fn outside(&mut self, comes: bool) {
        let failed = || "connection refused".to_owned();
        for effect in std::mem::take(&mut self.asked) {
            let answer = match effect {
                Effect::ReadAddress { ticket, .. } | Effect::Pipe { ticket, .. } => {
                    let mut article = guest_article("A page".to_owned(), "elsewhere".to_owned());
                    article.html = "<p>“It sails at dawn,” said Ida Quill.</p>".repeat(30);
                    let result = comes.then(|| Box::new(load(article))).ok_or_else(failed);
                    Message::Guest { ticket, result }
                }
                Effect::FetchPicture { ticket, .. } => {
                    let pixels = Pixels {
                        width: 30,
                        height: 40,
                        rgb: vec![90; 30 * 40 * 3],
                    };
                    let result = comes.then(|| Arc::new(pixels)).ok_or_else(failed);
                    Message::Picture { ticket, result }
                }
                Effect::FetchFullText(id) => Message::FullText {
                    id,
                    result: comes.then_some(()).ok_or_else(failed),
                },
                Effect::Speak { ticket, .. } => Message::SpeechEnded {
                    ticket,
                    result: comes.then_some(()).ok_or_else(failed),
                },
                Effect::Download { ticket, .. } => Message::Downloaded {
                    ticket,
                    result: comes.then(|| "a.mp3".to_owned()).ok_or_else(failed),
                },
                Effect::EditNote { id, note } => Message::NoteEdited {
                    id,
                    before: note,
                    after: if comes {
                        "of note".to_owned()
                    } else {
                        String::new()
                    },
                },
                Effect::LayOut {
                    ticket,
                    document,
                    options,
                    rooms: _,
                } => Message::LaidOut {
                    ticket,
                    page: Box::new(layout(&document, &options)),
                },
                _ => continue,
            };
            self.happen(answer);
        }
    }
}

proptest! {
    // A step draws the whole screen: fewer cases than of a parser, in a tenth of which everything happens.
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases / 16,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_panics_and_the_list_shows_what_is_kept(
        size in size(),
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new(size.0, size.1);
        world.waiting = Some(Vec::new());
        let mut polls = 0;
        for step in &steps {
            world.take(step, &mut polls);
            world.screen();
        }
        while world.waiting.as_ref().is_some_and(|waiting| !waiting.is_empty()) {
            world.answer(0);
        }
        for row in &world.state.list.rows {
            if let Some(kept) = world.store.article(row.id).unwrap() {
                prop_assert_eq!(row.read, kept.headline.read, "{}", row.title);
                prop_assert_eq!(row.bookmarked, kept.headline.bookmarked, "{}", row.title);
                prop_assert_eq!(&row.tags, &kept.headline.tags, "{}", row.title);
            }
        }
        if let Some(reading) = &world.state.reading {
            let shown = &reading.article.headline;
            if let Some(kept) = world.store.article(shown.id).unwrap() {
                prop_assert_eq!(shown.bookmarked, kept.headline.bookmarked, "{}", shown.title);
                prop_assert_eq!(&shown.tags, &kept.headline.tags, "{}", shown.title);
            }
        }
    }
}
