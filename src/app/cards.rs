//! How the sidebar is set: each entry as a card of lines, and those of them that are on the screen. Both the drawing and
//! the mouse go by it. Holds words and their parts, no colours.

use super::Reading;
use super::panes::{Area, Pane};
use super::sidebar::Entry;
use super::state::State;
use crate::news::{Person, QuoteKind};
use crate::renderer::direction::runs_right_to_left;
use crate::renderer::{Block, BlockKind, Document, LayoutOptions, Line, Page, RightToLeft, layout};

/// Lines of words that a card shows; the selected one shows them all.
const WORDS: usize = 6;
/// Lines of a speaker's title.
const TITLE: usize = 2;
/// Cells before the words.
pub const INDENT: u16 = 3;

/// A line of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    /// The card that it is of; `None` between two cards.
    pub entry: Option<Entry>,
    /// What it is.
    pub part: CardPart,
    /// Its words.
    pub text: String,
}

/// What a line of the sidebar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardPart {
    /// Who speaks; the last line of the name, where it takes several.
    Name {
        /// It is not quite sure.
        unsure: bool,
    },
    /// What they are.
    Title,
    /// Instead of a name: nobody is named, quoted words, words that are gone.
    Label,
    /// The first line of the words: a mark hangs before it.
    FirstWords,
    /// What was said, or marked.
    Words,
    /// The reader's note.
    Note,
    /// Cue, paragraph, signs. Its words are left to the drawing.
    Facts,
    /// In how many other outlets it stands.
    Also,
    /// Nothing, between two cards.
    Gap,
    /// A rule, between two speakers.
    Rule,
}

/// Who a card is headed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Speaker(usize),
    Nobody,
    Fragment,
    Highlight,
    Gone,
}

impl State {
    /// The lines of the sidebar that are on the screen, from top to bottom.
    pub fn sidebar_lines(&self) -> Vec<CardLine> {
        let (Some(reading), Some(area)) = (&self.reading, self.quotes_area()) else {
            return Vec::new();
        };
        let height = usize::from(area.height);
        let page = self.reading_size().0;
        let Some(anchor) = reading.leading_entry(page, self.focus == Pane::Quotes) else {
            return Vec::new();
        };
        let card = |at: usize| {
            let mut lines = reading.card(at, area.width, self.settings.ascii);
            lines.extend(self.also(reading, at));
            lines
        };
        // Only what may be on the screen is set: the leading card, and from there up and down.
        let mut before = Vec::new();
        for at in (0..anchor).rev() {
            if before.len() > height {
                break;
            }
            let mut lines = card(at);
            lines.push(reading.between(at));
            before.splice(0..0, lines);
        }
        let mut lines = before;
        let above = lines.len();
        lines.extend(card(anchor));
        let own = lines.len() - above;
        for at in anchor + 1..reading.entries.len() {
            if lines.len() > above + own + height {
                break;
            }
            lines.push(reading.between(at - 1));
            lines.extend(card(at));
        }
        // A quarter of the way down, as long as the whole card fits.
        let top = above
            .saturating_sub(height / 4)
            .max((above + own).saturating_sub(height).min(above))
            .min(lines.len().saturating_sub(height));
        lines.drain(..top);
        lines.truncate(height);
        lines
    }

    /// The line that tells of other outlets with the same quotation.
    fn also(&self, reading: &Reading, at: usize) -> Option<CardLine> {
        let entry = *reading.entries.get(at)?;
        let Entry::Quote(index) = entry else {
            return None;
        };
        let start = reading.quotes[index].span().start;
        let outlets = self.quoted.outlets(reading.article.headline.id, start);
        (outlets > 0).then(|| CardLine {
            entry: Some(entry),
            part: CardPart::Also,
            text: also_in(outlets),
        })
    }

    /// The cells of the sidebar's content: what lies over the article begins with a rule of its own.
    pub(super) fn quotes_area(&self) -> Option<Area> {
        let panes = self.panes();
        let content = panes.quotes?.content();
        let rule = u16::from(panes.overlay).min(content.width);
        Some(Area {
            x: content.x + if panes.mirrored { 0 } else { rule },
            width: content.width - rule,
            ..content
        })
    }
}

/// "also in 4 outlets".
pub fn also_in(outlets: u32) -> String {
    match outlets {
        1 => "also in 1 outlet".to_owned(),
        count => format!("also in {count} outlets"),
    }
}

impl Reading {
    fn head(&self, entry: Entry) -> Head {
        match entry {
            Entry::Quote(index) => match self.voices[index] {
                _ if self.quotes[index].kind == QuoteKind::Fragment => Head::Fragment,
                Some(voice) => Head::Speaker(voice),
                None => Head::Nobody,
            },
            Entry::Mark(index) if self.marked[index].place.is_none() => Head::Gone,
            Entry::Mark(_) => Head::Highlight,
        }
    }

    /// What stands between a card and the next: a rule where another one speaks.
    fn between(&self, at: usize) -> CardLine {
        let head = |at: usize| self.entries.get(at).map(|entry| self.head(*entry));
        CardLine {
            entry: None,
            part: if head(at) == head(at + 1) {
                CardPart::Gap
            } else {
                CardPart::Rule
            },
            text: String::new(),
        }
    }

    /// Speaker, title, words, note and facts of one entry.
    fn card(&self, at: usize, width: u16, ascii: bool) -> Vec<CardLine> {
        let Some(entry) = self.entries.get(at).copied() else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        let mut push = |part: CardPart, text: String| {
            lines.push(CardLine {
                entry: Some(entry),
                part,
                text,
            });
        };
        let room = width.saturating_sub(INDENT + 1);
        let head = self.head(entry);
        // Whoever goes on speaking is named once.
        let goes_on = at > 0 && self.head(self.entries[at - 1]) == head;
        match (head, entry) {
            _ if goes_on => {}
            (Head::Speaker(_), Entry::Quote(index)) => {
                if let Some(speaker) = &self.quotes[index].speaker {
                    push_person(&speaker.person, self.is_unsure(index), room, &mut push);
                }
            }
            (Head::Nobody, _) => push(CardPart::Label, "unattributed".to_owned()),
            (Head::Fragment, _) => push(CardPart::Label, "quoted words".to_owned()),
            (Head::Gone, _) => push(CardPart::Label, "no longer in the text".to_owned()),
            _ => {}
        }
        let (open, close) = if ascii { ('"', '"') } else { ('“', '”') };
        let mut words = match entry {
            Entry::Quote(index) => format!("{}{close}", self.said(&self.quotes[index])),
            Entry::Mark(index) => match &self.marked[index].highlight.said {
                Some(said) => format!("{}{close}", said.words),
                None => self.marked[index].highlight.anchor.exact.clone(),
            },
        };
        let mut hanging = if self.is_plain_highlight(entry) {
            ' '
        } else {
            open
        };
        // From right to left the words begin at the other edge, and the mark with them.
        if runs_right_to_left(&words) {
            words.insert(0, std::mem::replace(&mut hanging, ' '));
        }
        let most = if self.selected == Some(entry) {
            usize::MAX
        } else {
            WORDS
        };
        let ellipsis = if ascii { "..." } else { "…" };
        let words = set_at_most(words.trim_start(), most, room, ellipsis);
        for (index, line) in words.into_iter().enumerate() {
            if index == 0 {
                push(CardPart::FirstWords, format!("{hanging}{line}"));
            } else {
                push(CardPart::Words, line);
            }
        }
        if let Entry::Mark(index) = entry
            && let Some(note) = &self.marked[index].highlight.note
        {
            for line in set_at_most(note, usize::MAX, room.saturating_sub(2), "") {
                push(CardPart::Note, line);
            }
        }
        push(CardPart::Facts, String::new());
        lines
    }

    fn is_plain_highlight(&self, entry: Entry) -> bool {
        matches!(entry, Entry::Mark(index) if self.marked[index].highlight.said.is_none())
    }
}

fn push_person(person: &Person, unsure: bool, room: u16, push: &mut impl FnMut(CardPart, String)) {
    let names = wrapped(&person.name, room);
    let last = names.len().saturating_sub(1);
    for (index, line) in names.into_iter().enumerate() {
        let unsure = unsure && index == last;
        push(CardPart::Name { unsure }, line);
    }
    if let Some(title) = &person.title {
        for line in wrapped(title, room).into_iter().take(TITLE) {
            push(CardPart::Title, line);
        }
    }
}

/// A text as one paragraph in lines of at most `width` cells, all of them at the left.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<String> {
    let lines = set(text, width).1.lines;
    let left = |line: &Line| line.text().trim_start().to_owned();
    lines.iter().map(left).collect()
}

/// The same where it runs: from right to left it stands at the right. At most so many lines; an ellipsis ends the last
/// where there were more.
pub(super) fn set_at_most(text: &str, most: usize, width: u16, ellipsis: &str) -> Vec<String> {
    let (text, page) = set(text, width);
    if page.lines.len() <= most {
        return page.lines.iter().map(Line::text).collect();
    }
    let last = page.lines[..most].last();
    let last = last.and_then(|line| Some(line.first_byte()?..line.end()?));
    let last = last.unwrap_or(0..0);
    let (words, shorter) = set(&text[last.clone()], width.saturating_sub(4));
    let end = shorter.lines.first().and_then(Line::end).unwrap_or(0);
    let kept = format!("{}{}", &text[..last.start], words[..end].trim_end());
    let (_, page) = set(&format!("{kept} {ellipsis}"), width);
    page.lines.iter().take(most).map(Line::text).collect()
}

/// A text on one line, and laid out.
fn set(text: &str, width: u16) -> (String, Page) {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let document = Document {
        blocks: vec![Block {
            range: 0..text.len(),
            kind: BlockKind::Paragraph,
            quote_depth: 0,
            markers: Vec::new(),
        }],
        text,
        ..Document::default()
    };
    let options = LayoutOptions {
        width: width.max(1),
        measure: width.max(1),
        list_links: false,
        // Ordered when it is drawn.
        right_to_left: RightToLeft::Aligned,
        ..LayoutOptions::default()
    };
    let page = layout(&document, &options);
    (document.text, page)
}
