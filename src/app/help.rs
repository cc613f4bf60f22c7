//! The help: every action with its keys, made from the one table and the key map, and narrowed by words. Pure.
//!
//! Letters do here what they do elsewhere (they scroll, they close), whatever the reader has bound them to; so words are typed
//! after the key of the filter. Where every letter is typed at once, that is the command palette.

use std::ops::Range;

use super::action::{ACTIONS, Group};
use super::keymap::Keymap;
use super::prompt::{Prompt, Purpose};
use super::selection::MOTIONS;
use super::state::State;
use super::{Action, Pane};

/// From so many columns on, the help stands in two.
const TWO_COLUMNS: u16 = 116;

/// Cells of one of two columns.
pub const HELP_COLUMN: u16 = 54;

/// Cells that the keys take in a line of so many cells.
pub fn keys_width(cells: u16) -> u16 {
    14.min(cells / 2)
}

/// Where one is in the help.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Help {
    /// What it is narrowed by; blank for all of it.
    pub words: String,
    /// Lines above the first one shown.
    pub scroll: usize,
}

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// Between two chapters.
    Blank,
    /// A chapter begins.
    Heading(String),
    /// Keys, and what they do.
    Keys {
        /// As they are written, with blanks between them.
        keys: String,
        /// In a few words.
        help: &'static str,
        /// Bytes of these words that stand beside the keys; the rest follows in lines of its own.
        beside: usize,
        /// The action's name in the configuration; blank where it has none.
        name: &'static str,
    },
    /// More of what the keys do.
    On(&'static str),
}

/// The help as it is set out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpPage {
    /// Its lines.
    pub lines: Vec<HelpLine>,
    /// The first line of the second column, where there are two.
    pub second: Option<usize>,
    /// Lines of the whole help in its longer column; what it is narrowed to takes no more.
    pub rows: usize,
    /// How many actions are shown, of how many.
    pub found: (usize, usize),
}

impl HelpPage {
    /// Lines of the longer column.
    pub fn height(&self) -> usize {
        self.second
            .map_or(self.lines.len(), |at| at.max(self.lines.len() - at))
    }
}

/// Sets the help out for a screen of so many columns. Narrowed by words it has one column.
pub fn help_page(keymap: &Keymap, words: &str, columns: u16) -> HelpPage {
    // The dialog leaves two cells free at either side.
    let two = columns >= TWO_COLUMNS;
    let one = columns.min(HELP_COLUMN + 8).saturating_sub(4);
    let all = set_out(lines(keymap, ""), if two { HELP_COLUMN } else { one });
    let count = |lines: &[HelpLine]| {
        let keys = |line: &&HelpLine| matches!(line, HelpLine::Keys { .. });
        lines.iter().filter(keys).count()
    };
    let total = count(&all);
    // The second column begins with a chapter: the one that leaves the longer column shortest.
    let headings = (1..all.len()).filter(|at| matches!(all[*at], HelpLine::Heading(_)));
    let second = headings.min_by_key(|at| (*at).max(all.len() - at));
    let second = second.filter(|_| two);
    let rows = second.map_or(all.len(), |at| at.max(all.len() - at));
    if words.trim().is_empty() {
        return HelpPage {
            lines: all,
            second,
            rows,
            found: (total, total),
        };
    }
    let one = if two { 2 * HELP_COLUMN + 2 } else { one };
    let lines = set_out(lines(keymap, words), one);
    HelpPage {
        found: (count(&lines), total),
        lines,
        second: None,
        rows,
    }
}

fn lines(keymap: &Keymap, words: &str) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let mut chapter = |heading: String, rows: Vec<HelpLine>| {
        let holds = |line: &HelpLine| match line {
            HelpLine::Keys {
                keys, help, name, ..
            } => holds_all(&[keys, help, name], words),
            HelpLine::Blank | HelpLine::Heading(_) | HelpLine::On(_) => false,
        };
        let mut rows = rows.into_iter().filter(holds).peekable();
        if rows.peek().is_some() {
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(heading));
            lines.extend(rows);
        }
    };
    for group in Group::ALL {
        let rows = ACTIONS.iter().filter(|row| row.group == group).map(|row| {
            // A sequence of keys is written without the blanks that part it from others.
            let keys = keymap.all_keys_of(row.action).into_iter();
            let keys: Vec<String> = keys.map(|keys| keys.replace(' ', "")).collect();
            HelpLine::Keys {
                keys: keys.join(" "),
                help: row.help,
                beside: row.help.len(),
                name: row.name,
            }
        });
        chapter(group.title().to_owned(), rows.collect());
    }
    let motions = MOTIONS.iter().map(|(_, keys, help)| HelpLine::Keys {
        keys: keys.join(" "),
        help,
        beside: help.len(),
        name: "",
    });
    let begins = keymap.said(Pane::Reading, Action::SelectWords);
    chapter(
        format!("While words are selected ({begins})"),
        motions.collect(),
    );
    lines
}

/// Breaks what the keys do into lines, so that nothing of it is cut in lines of so many cells.
fn set_out(lines: Vec<HelpLine>, cells: u16) -> Vec<HelpLine> {
    let room = usize::from(cells.saturating_sub(keys_width(cells) + 2)).max(8);
    let mut broken = Vec::with_capacity(lines.len());
    for mut line in lines {
        let mut rest = "";
        if let HelpLine::Keys { help, beside, .. } = &mut line {
            (*beside, rest) = first_line(help, room);
        }
        broken.push(line);
        while !rest.is_empty() {
            let (end, after) = first_line(rest, room);
            broken.push(HelpLine::On(&rest[..end]));
            rest = after;
        }
    }
    broken
}

/// Where the first line of a text ends, and what is left for those below it. A word is never broken.
fn first_line(text: &'static str, room: usize) -> (usize, &'static str) {
    if text.chars().count() <= room {
        return (text.len(), "");
    }
    let blanks = || text.match_indices(' ').map(|(at, _)| at);
    let fits = |at: &usize| text[..*at].chars().count() <= room;
    match blanks().take_while(fits).last().or_else(|| blanks().next()) {
        Some(at) => (at, &text[at + 1..]),
        None => (text.len(), ""),
    }
}

/// Whether each word is found in one of the texts.
fn holds_all(texts: &[&str], words: &str) -> bool {
    let mut words = words.split_whitespace();
    words.all(|word| {
        texts
            .iter()
            .any(|text| places_of(text, word).next().is_some())
    })
}

/// Where one of the words stands in a text: byte ranges, in order, that do not overlap.
pub fn places(text: &str, words: &str) -> Vec<Range<usize>> {
    let found = words.split_whitespace();
    let mut found: Vec<_> = found.flat_map(|word| places_of(text, word)).collect();
    found.sort_by_key(|place| place.start);
    let mut places: Vec<Range<usize>> = Vec::new();
    for place in found {
        match places.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => places.push(place),
        }
    }
    places
}

/// Where a word stands in a text. A single character is a key, or begins a word: it stands by itself or at a beginning,
/// and a capital is one.
fn places_of<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let single = word.chars().nth(1).is_none();
    // Only what is ASCII has two cases here, so that places in the one text are places in the other.
    let (folded, sought) = if single {
        (text.to_owned(), word.to_owned())
    } else {
        (text.to_ascii_lowercase(), word.to_ascii_lowercase())
    };
    let starts: Vec<usize> = folded.match_indices(&sought).map(|(at, _)| at).collect();
    let length = word.len();
    starts.into_iter().filter_map(move |at| {
        let begins = text[..at].chars().next_back();
        let begins = begins.is_none_or(|before| !before.is_alphanumeric());
        (!single || begins).then_some(at..at + length)
    })
}

/// Where an action leads within `last + 1` lines, of which `page` are on the screen; `None` where it scrolls nothing.
pub(super) fn scrolled(at: usize, action: Action, page: usize, last: usize) -> Option<usize> {
    let page = page.max(1);
    let at = match action {
        Action::Flow | Action::PageDown => at + page,
        Action::PageUp => at.saturating_sub(page),
        Action::HalfDown => at + page.div_ceil(2),
        Action::HalfUp => at.saturating_sub(page.div_ceil(2)),
        _ => return action.step(at, last),
    };
    Some(at.min(last))
}

impl State {
    /// The help as it is set out now.
    pub fn help_page(&self) -> HelpPage {
        help_page(&self.keymap, &self.help.words, self.size.columns)
    }

    /// Narrows the help.
    pub(super) fn narrow_help(&mut self, words: String) {
        self.help = Help { words, scroll: 0 };
    }

    /// An action while the help is shown; false where it closes it.
    pub(super) fn help_action(&mut self, action: Action) -> bool {
        match action {
            Action::Filter => {
                let words = self.help.words.clone();
                self.prompt = Some(Prompt::new(Purpose::Help, words));
                true
            }
            Action::Escape if !self.help.words.is_empty() => {
                self.narrow_help(String::new());
                true
            }
            _ => self.scroll_help(action),
        }
    }

    /// Scrolls the help; false where the action scrolls nothing.
    pub(super) fn scroll_help(&mut self, action: Action) -> bool {
        let page = self.help_page();
        // The dialog stands above the status line and has a border.
        let typing = usize::from(self.prompt.is_some());
        let room = usize::from(self.panes().status.y.max(1)).saturating_sub(2 + typing);
        let last = page.height().saturating_sub(room.min(page.rows));
        match scrolled(self.help.scroll, action, room, last) {
            Some(scroll) => self.help.scroll = scroll,
            None => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<String> {
        let page = help_page(&Keymap::default(), words, 80);
        let lines = page.lines.into_iter().filter_map(|line| match line {
            HelpLine::Keys { keys, name, .. } => Some(format!("{keys}: {name}")),
            HelpLine::Blank | HelpLine::Heading(_) | HelpLine::On(_) => None,
        });
        lines.collect()
    }

    #[test]
    fn words_are_sought_in_keys_names_and_descriptions() {
        assert_eq!(found("refresh all"), ["R: refresh-all"]);
        assert_eq!(found("ALL-read"), ["A: all-read"]);
        assert_eq!(found("c-z"), ["<c-z>: suspend"]);
        assert!(found("no such thing").is_empty());
        assert_eq!(found("  ").len(), ACTIONS.len() + MOTIONS.len());
    }

    #[test]
    fn a_single_character_is_a_key_or_begins_a_word() {
        assert!(found("G").contains(&"G <end>: bottom".to_owned()));
        assert!(!found("G").iter().any(|line| line.starts_with("g ")));
        assert!(found("*").contains(&"*: keep-quote".to_owned()));
        assert!(!found("u").contains(&"q: back".to_owned()), "quit");
    }

    #[test]
    fn chapters_stay_and_empty_ones_go() {
        let page = help_page(&Keymap::default(), "bookmark", 120);
        assert_eq!(page.second, None);
        assert_eq!(page.lines[0], HelpLine::Heading("Keeping".to_owned()));
        assert_eq!(page.lines.len(), 3);
        assert_eq!(page.found.0, 2);
    }

    #[test]
    fn nothing_of_what_a_key_does_is_cut() {
        for columns in [40, 80, 120] {
            let cells = if columns == 120 {
                HELP_COLUMN
            } else {
                columns.min(HELP_COLUMN + 8) - 4
            };
            let room = usize::from(cells - keys_width(cells) - 2);
            let page = help_page(&Keymap::default(), "", columns);
            let mut said = String::new();
            for line in &page.lines {
                let part = match line {
                    HelpLine::Keys { help, beside, .. } => &help[..*beside],
                    HelpLine::On(part) => part,
                    HelpLine::Blank | HelpLine::Heading(_) => continue,
                };
                assert!(part.chars().count() <= room, "{part}");
                said = format!("{said} {part}");
            }
            for row in ACTIONS {
                assert!(said.contains(row.help), "{}", row.help);
            }
        }
    }

    #[test]
    fn what_is_found_is_lit_once() {
        assert_eq!(places("bookmark, or mark", "mark MAR"), [4..8, 13..17]);
        assert_eq!(places("größe ü, ü", "ü"), [8..10, 12..14]);
        assert!(places("text", "").is_empty());
    }
}
