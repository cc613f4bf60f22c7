//! The keys that matter most where one is, and what they do there: the left of the status line. The key map says what they
//! are.

use super::subscribing;
use crate::app::{Action, DOWNLOAD, Following, Overlay, Pane, State, bare};

/// Actions, and what they do here.
type Wanted = &'static [(&'static [Action], &'static str)];

/// The keys that matter most here, and what they do.
pub(super) fn hints(state: &State) -> Vec<(String, &'static str)> {
    use Action as A;
    if state.selection.is_some() && state.overlay.is_none() {
        let hints = [
            ("w b", "words"),
            (") }", "sentence, paragraph"),
            ("v", "begin here"),
            ("H", "highlight"),
            ("y", "copy"),
            ("esc", "leave"),
        ];
        return hints.map(|(keys, what)| (keys.to_owned(), what)).to_vec();
    }
    let subscribing = subscribing::hints(&state.subscribing);
    let wanted: Wanted = match (state.overlay, state.focus) {
        (Some(Overlay::Enclosures(_)), _) => {
            let own = |actions: &[Action], what| Some((keys(state, actions)?, what));
            let hints = [
                own(&[A::Open], "open"),
                own(&[A::Back], "close"),
                Some((DOWNLOAD.to_string(), "download, or stop")),
                own(&[A::Copy], "copy the address"),
            ];
            return hints.into_iter().flatten().collect();
        }
        _ if subscribing.is_some() => subscribing.unwrap_or_default(),
        _ if let Some(following) = &state.following => match following {
            Following::Hints(_) => {
                return vec![
                    ("letters".to_owned(), "choose"),
                    ("esc".to_owned(), "leave"),
                ];
            }
            Following::Bar(_) => &[
                (&[A::Open], "browser"),
                (&[A::Copy], "copy"),
                (&[A::FullText], "read here"),
                (&[A::Escape], "leave"),
            ],
        },
        (Some(Overlay::Shares(_)), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "share"),
            (&[A::Back], "close"),
        ],
        (None, _) if state.panes().zen => &[],
        (Some(Overlay::Outline(_)), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::NextUnread, A::PreviousUnread], "look there"),
            (&[A::Open], "go there"),
            (&[A::Back], "close"),
        ],
        (Some(Overlay::Details), _) => &[(&[A::Back], "close")],
        (Some(Overlay::Help), _) => &[
            (&[A::Down, A::Up], "scroll"),
            (&[A::Filter], "find"),
            (&[A::Back], "close"),
        ],
        (Some(Overlay::Log), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Copy], "copy"),
            (&[A::Back], "close"),
        ],
        (Some(Overlay::Themes { .. }), _) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "keep"),
            (&[A::Escape], "back"),
        ],
        (None, _) if state.quoted.is_open() => people_hints(state).unwrap_or_default(),
        (None, _) if state.front.open => &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "read"),
            (&[A::Flow], "its other articles"),
            (&[A::ToggleRead], "read or unread"),
            (&[A::Back], "close"),
        ],
        (None, Pane::Sources) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "its articles"),
            (&[A::AddFeed], "add"),
            (&[A::ChangeFeed], "change"),
            (&[A::Refresh], "refresh"),
            (&[A::Details], "details"),
        ],
        (None, Pane::List) => &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "read"),
            (&[A::Bookmark], "bookmark"),
            (&[A::Filter], "filter"),
            (&[A::Left], "feeds"),
            (&[A::RefreshAll], "refresh"),
            (&[A::Back], "quit"),
        ],
        (None, Pane::Reading) if shows_changes(state) => &[
            (&[A::Flow], "next page"),
            (&[A::PreviousQuote, A::NextQuote], "other edits"),
            (&[A::Back], "back to the article"),
        ],
        (None, Pane::Reading) if state.has_guest() => &[
            (&[A::Flow], "next page"),
            (&[A::Links], "links"),
            (&[A::PreviousQuote, A::NextQuote], "quotes"),
            (&[A::Back], "back to the article"),
        ],
        (None, Pane::Reading) if state.alone => &[
            (&[A::Flow], "next page"),
            (&[A::PreviousQuote, A::NextQuote], "quotes"),
            (&[A::Copy], "copy"),
            (&[A::Back], "quit"),
        ],
        (None, Pane::Reading)
            if state
                .reading
                .as_ref()
                .is_some_and(|reading| state.quoted.is_shared(reading)) =>
        {
            &[
                (&[A::AlsoIn], "other outlets"),
                (&[A::People], "all they said"),
                (&[A::PreviousQuote, A::NextQuote], "quotes"),
                (&[A::Copy], "copy"),
                (&[A::Back], "back"),
            ]
        }
        (None, Pane::Reading)
            if state
                .reading
                .as_ref()
                .is_some_and(|reading| reading.banner().is_some()) =>
        {
            &[
                (&[A::Flow], "read on"),
                (&[A::PreviousQuote, A::NextQuote], "quotes"),
                (&[A::FullText], "full article"),
                (&[A::Browser], "browser"),
                (&[A::Back], "back"),
            ]
        }
        (None, Pane::Reading) => &[
            (&[A::Flow], "read on"),
            (&[A::PreviousQuote, A::NextQuote], "quotes"),
            (&[A::SelectWords], "select"),
            (&[A::Bookmark], "bookmark"),
            (&[A::Browser], "browser"),
            (&[A::Back], "back"),
        ],
        (None, Pane::Quotes) => &[
            (&[A::Down, A::Up], "choose"),
            (&[A::Copy], "copy"),
            (&[A::KeepQuote], "keep"),
            (&[A::CorrectSpeaker], "correct"),
            (&[A::GroupQuotes], "by speaker"),
            (&[A::Filter], "filter"),
            (&[A::Open], "to the text"),
        ],
    };
    if wanted.is_empty() {
        return Vec::new();
    }
    let help: (&[Action], &'static str) = (&[A::Help], "help");
    let mut all: Vec<_> = std::iter::once(help)
        .chain(wanted.iter().copied())
        .collect();
    let lies_over = state.overlay.is_some()
        || state.following.is_some()
        || state.subscribing.is_open()
        || state.quoted.is_open();
    if lies_over {
        // What is over the panes waits for an answer: the keys that give it come first. In the panes the key that tells of
        // all the others is the last to go.
        all.sort_by_key(|(actions, _)| match actions {
            [A::Open] => 0,
            [A::Escape | A::Back] => 1,
            [A::Help] => 3,
            _ => 2,
        });
    }
    let all = all.into_iter();
    all.filter_map(|(actions, what)| Some((keys(state, actions)?, what)))
        .collect()
}

fn shows_changes(state: &State) -> bool {
    let reading = state.reading.as_ref();
    reading.is_some_and(|reading| reading.changes.is_some())
}

/// The first key of each action, as it is said on one line; `None` where one of them has none.
pub(super) fn keys(state: &State, actions: &[Action]) -> Option<String> {
    let mut names = Vec::new();
    for action in actions {
        let key = state
            .keymap
            .keys_of(state.focus, *action)
            .into_iter()
            .next()?;
        names.push(bare(&key).to_owned());
    }
    let letters = names
        .iter()
        .flat_map(|name| name.chars())
        .all(char::is_alphanumeric);
    Some(names.join(if letters { "/" } else { " " }))
}

/// The same in the people view, and in the list of other outlets.
fn people_hints(state: &State) -> Option<Wanted> {
    use Action as A;
    if state.quoted.echoes.is_some() {
        return Some(&[
            (&[A::Down, A::Up], "choose"),
            (&[A::Open], "read it there"),
            (&[A::Back], "close"),
        ]);
    }
    let view = state.quoted.view.as_ref()?;
    Some(if view.on_page {
        &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "to the article"),
            (&[A::Copy], "copy"),
            (&[A::SamePerson], "someone else"),
            (&[A::Filter], "filter"),
            (&[A::Back], "back"),
        ]
    } else {
        &[
            (&[A::Down, A::Up], "move"),
            (&[A::Open], "all they said"),
            (&[A::Follow], "follow"),
            (&[A::People], "order"),
            (&[A::Filter], "filter"),
            (&[A::SamePerson], "same as"),
            (&[A::Back], "close"),
        ]
    })
}
