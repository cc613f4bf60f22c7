//! What a publisher changed in the article that is read: in its place, one edit at a time.

use std::ops::Range;

use super::state::State;
use super::{Action, Effect, NoticeKind, Pane, Settings};
use crate::news::UnixSeconds;
use crate::renderer::{
    Block, BlockKind, Change, ChangeKind, Document, LayoutOptions, Page, Span, SpanStyle, layout,
};

/// One edit of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which, counted from 1 for the first.
    pub number: usize,
    /// Of how many that are known.
    pub of: usize,
    /// When it was seen.
    pub seen: UnixSeconds,
    /// The headline.
    pub title: Vec<Change>,
    /// The text.
    pub paragraphs: Vec<Vec<Change>>,
}

/// An edit, laid out: what went is struck out, what came is underlined.
#[derive(Debug, Clone)]
pub struct Changes {
    /// Which edit.
    pub edit: Edit,
    document: Document,
    /// The changed paragraphs, wrapped.
    pub page: Page,
    /// Lines above the top of the pane.
    pub scroll: usize,
}

impl Changes {
    fn new(edit: Edit, width: u16, settings: Settings) -> Self {
        let document = document(&edit, settings.ascii || settings.colourless);
        let mut changes = Self {
            edit,
            document,
            page: Page::default(),
            scroll: 0,
        };
        changes.set(width, settings);
        changes
    }

    /// Lays it out at a width.
    pub(super) fn set(&mut self, width: u16, settings: Settings) {
        let options = LayoutOptions {
            width,
            measure: width,
            list_links: false,
            justify: false,
            ascii: settings.ascii,
            right_to_left: settings.right_to_left,
            ..LayoutOptions::default()
        };
        self.page = layout(&self.document, &options);
    }

    /// Scrolls by lines; never past the ends. True where anything moved.
    pub(super) fn scroll(&mut self, by: isize, height: usize) -> bool {
        let furthest = self.page.lines.len().saturating_sub(height);
        let before = self.scroll;
        self.scroll = before.saturating_add_signed(by).min(furthest);
        self.scroll != before
    }
}

/// The headline and the paragraphs that were changed, as one text. With `marked`, signs say what the style would.
fn document(edit: &Edit, marked: bool) -> Document {
    let mut document = Document::default();
    push(&mut document, &edit.title, BlockKind::Heading(3), marked);
    let mut skipped = false;
    let more = [Change {
        kind: ChangeKind::Equal,
        text: "…".to_owned(),
    }];
    for paragraph in &edit.paragraphs {
        let is_changed = |change: &Change| change.kind != ChangeKind::Equal;
        if !paragraph.iter().any(is_changed) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            push(&mut document, &more, BlockKind::Paragraph, marked);
        }
        push(&mut document, paragraph, BlockKind::Paragraph, marked);
    }
    if skipped {
        push(&mut document, &more, BlockKind::Paragraph, marked);
    }
    document
}

fn push(document: &mut Document, changes: &[Change], kind: BlockKind, marked: bool) {
    if !document.text.is_empty() {
        document.text.push_str("\n\n");
    }
    let start = document.text.len();
    for (number, change) in changes.iter().enumerate() {
        // What came stands apart from what went.
        let after_deleted = number > 0 && changes[number - 1].kind == ChangeKind::Delete;
        if after_deleted && change.kind == ChangeKind::Insert && !ends_in_blank(&document.text) {
            document.text.push(' ');
        }
        let (style, before, after) = match change.kind {
            ChangeKind::Equal => (None, "", ""),
            ChangeKind::Delete => (Some(SpanStyle::Strike), "[-", "-]"),
            ChangeKind::Insert => (Some(SpanStyle::Underline), "{+", "+}"),
        };
        let from = document.text.len();
        // The blanks around the words are nobody's: no line is drawn under or through them.
        let words = change.text.trim();
        let (lead, tail) = match change.text.find(words) {
            Some(at) if !words.is_empty() => (&change.text[..at], &change.text[at + words.len()..]),
            _ => ("", change.text.as_str()),
        };
        let signs = if marked && !words.is_empty() {
            (before, after)
        } else {
            ("", "")
        };
        for piece in [lead, signs.0, words, signs.1, tail] {
            document.text.push_str(&piece.replace('\n', " "));
        }
        if let Some(style) = style {
            let range: Range<usize> = from + lead.len()..document.text.len() - tail.len();
            if !range.is_empty() {
                document.spans.push(Span { range, style });
            }
        }
    }
    document.blocks.push(Block {
        range: start..document.text.len(),
        kind,
        quote_depth: 0,
        markers: Vec::new(),
    });
}

fn ends_in_blank(text: &str) -> bool {
    text.ends_with(char::is_whitespace)
}

impl State {
    /// Shows what was changed in the article, or the article again.
    pub(super) fn toggle_changes(&mut self, effects: &mut Vec<Effect>) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        if reading.changes.take().is_some() {
            return;
        }
        if reading.article.headline.edited {
            self.ask_edit(None, effects);
        } else {
            self.say(NoticeKind::Info, "not edited since it was first seen");
        }
    }

    fn ask_edit(&mut self, number: Option<usize>, effects: &mut Vec<Effect>) {
        let Some(id) = self.reading.as_ref().map(|r| r.article.headline.id) else {
            return;
        };
        let ticket = self.ticket();
        self.edit_asked = Some(ticket);
        effects.push(Effect::LoadEdit { ticket, id, number });
    }

    /// Takes an edit in, unless another was asked for since.
    pub(super) fn take_edit(&mut self, ticket: u64, edit: Option<Edit>) {
        if self.edit_asked != Some(ticket) {
            return;
        }
        self.edit_asked = None;
        let Some(edit) = edit else {
            return self.say(NoticeKind::Info, "its earlier text is not kept");
        };
        let (width, settings) = (self.reading_size().1, self.settings);
        if let Some(reading) = &mut self.reading {
            reading.changes = Some(Changes::new(edit, width, settings));
        }
        if self.panes().reading.is_none() {
            self.focus = Pane::Reading;
        }
    }

    /// An action while the changes are shown; false where it means what it always means.
    pub(super) fn changes_act(&mut self, action: Action, effects: &mut Vec<Effect>) -> bool {
        let height = self.reading_size().0;
        if self.focus != Pane::Reading {
            return false;
        }
        let Some(reading) = &mut self.reading else {
            return false;
        };
        let Some(changes) = &mut reading.changes else {
            return false;
        };
        let (number, of) = (changes.edit.number, changes.edit.of);
        match action {
            Action::NextQuote if number < of => self.ask_edit(Some(number + 1), effects),
            Action::NextQuote => self.say(NoticeKind::Info, "the latest edit"),
            Action::PreviousQuote if number > 1 => self.ask_edit(Some(number - 1), effects),
            Action::PreviousQuote => self.say(NoticeKind::Info, "the first edit that is kept"),
            Action::Flow => {
                let page = height.saturating_sub(2).max(1).cast_signed();
                if !changes.scroll(page, height) {
                    reading.changes = None;
                }
            }
            Action::Open | Action::Back | Action::Escape => reading.changes = None,
            _ => return false,
        }
        true
    }
}
