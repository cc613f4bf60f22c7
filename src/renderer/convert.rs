//! html2text: a flat page to texts with spans. The only file that names it besides the writer of the flat page.
//!
//! It runs once, at a width so large that it never wraps; [`super::layout`] does that.

use html2text::RcDom;
use html2text::config;
use html2text::render::{TaggedLine, TaggedLineElement, TextDecorator};

use super::document::SoftBreak;
use super::prepare::style_of;
use super::sanitise::{BREAK_POINT, LINE_BREAK, SOFT_HYPHEN};
use super::{Span, SpanStyle};

/// No text is wider than this, and html2text can still add to it.
const UNBOUNDED: usize = usize::MAX / 4;

/// A text with its spans; ranges count from its own beginning.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) words: String,
    pub(super) spans: Vec<Span>,
    pub(super) soft_breaks: Vec<SoftBreak>,
}

/// The texts of a flat page by their numbers, or `None` where html2text failed.
pub(super) fn convert(dom: &RcDom, count: usize) -> Option<Vec<Text>> {
    let mut texts = Vec::new();
    texts.resize_with(count, Text::default);
    if count == 0 {
        return Some(texts);
    }
    let config = config::with_decorator(Decorator).unicode_strikeout(false);
    let tree = config.dom_to_render_tree(dom).ok()?;
    let mut writer = Writer::default();
    let mut current = None;
    for line in config.render_to_lines(tree, UNBOUNDED).ok()? {
        read_line(&line, &mut writer, &mut current, &mut texts);
    }
    writer.store(current, &mut texts);
    Some(texts)
}

fn read_line(
    line: &TaggedLine<Vec<Mark>>,
    writer: &mut Writer,
    current: &mut Option<usize>,
    texts: &mut [Text],
) {
    for element in line.iter() {
        match element {
            TaggedLineElement::FragmentStart(id) => {
                writer.store(*current, texts);
                *current = id.parse().ok();
            }
            TaggedLineElement::Str(piece) => writer.push(&piece.s, &piece.tag),
        }
    }
}

/// What html2text notes of each piece of text: our styles, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mark {
    #[default]
    Plain,
    Style(SpanStyle),
}

/// Adds no characters to the text, only marks.
#[derive(Debug, Clone, Copy)]
struct Decorator;

impl Decorator {
    fn mark(style: SpanStyle) -> (String, Mark) {
        (String::new(), Mark::Style(style))
    }
}

impl TextDecorator for Decorator {
    type Annotation = Mark;

    fn decorate_link_start(&mut self, url: &str) -> (String, Mark) {
        (
            String::new(),
            style_of(url).map_or(Mark::Plain, Mark::Style),
        )
    }
    fn decorate_link_end(&mut self) -> String {
        String::new()
    }
    fn decorate_em_start(&self) -> (String, Mark) {
        Self::mark(SpanStyle::Emphasis)
    }
    fn decorate_em_end(&self) -> String {
        String::new()
    }
    fn decorate_strong_start(&self) -> (String, Mark) {
        Self::mark(SpanStyle::Strong)
    }
    fn decorate_strong_end(&self) -> String {
        String::new()
    }
    fn decorate_strikeout_start(&self) -> (String, Mark) {
        Self::mark(SpanStyle::Strike)
    }
    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }
    fn decorate_code_start(&self) -> (String, Mark) {
        Self::mark(SpanStyle::Code)
    }
    fn decorate_code_end(&self) -> String {
        String::new()
    }
    fn decorate_preformat_first(&self) -> Mark {
        Mark::Plain
    }
    fn decorate_preformat_cont(&self) -> Mark {
        Mark::Plain
    }
    fn decorate_image(&mut self, _src: &str, _title: &str) -> (String, Mark) {
        (String::new(), Mark::Plain)
    }
    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }
    fn quote_prefix(&self) -> String {
        String::new()
    }
    fn unordered_item_prefix(&self) -> String {
        String::new()
    }
    fn ordered_item_prefix(&self, _i: i64) -> String {
        String::new()
    }
    fn make_subblock_decorator(&self) -> Self {
        *self
    }
}

/// Writes one text: noncharacters back to line ends and soft breaks, marks to spans.
#[derive(Default)]
struct Writer {
    done: Text,
    open: Vec<(SpanStyle, usize)>,
}

impl Writer {
    fn push(&mut self, piece: &str, marks: &[Mark]) {
        self.mark(marks);
        for c in piece.chars() {
            let text = &mut self.done.words;
            match c {
                LINE_BREAK => {
                    text.truncate(text.trim_end_matches(' ').len());
                    text.push('\n');
                }
                BREAK_POINT => self.soft_break(false),
                SOFT_HYPHEN => self.soft_break(true),
                _ => text.push(c),
            }
        }
    }

    fn soft_break(&mut self, hyphen: bool) {
        let at = self.done.words.len();
        if at > 0 && self.done.soft_breaks.last().is_none_or(|b| b.at < at) {
            self.done.soft_breaks.push(SoftBreak { at, hyphen });
        }
    }

    /// Ends the spans that are not among the marks, and begins those that are new.
    fn mark(&mut self, marks: &[Mark]) {
        let styles = || {
            marks.iter().filter_map(|m| match m {
                Mark::Style(style) => Some(*style),
                Mark::Plain => None,
            })
        };
        let common = self
            .open
            .iter()
            .zip(styles())
            .take_while(|((a, _), b)| a == b)
            .count();
        self.end_spans(common);
        let at = self.done.words.len();
        self.open
            .extend(styles().skip(common).map(|style| (style, at)));
    }

    fn end_spans(&mut self, keep: usize) {
        let end = self.done.words.len();
        for (style, start) in self.open.drain(keep..) {
            self.done.spans.push(Span {
                range: start..end,
                style,
            });
        }
    }

    /// Ends the text, and puts it in its place.
    fn store(&mut self, number: Option<usize>, texts: &mut [Text]) {
        self.end_spans(0);
        let text = std::mem::take(&mut self.done);
        if let Some(place) = number.and_then(|n| texts.get_mut(n)) {
            *place = text;
        }
    }
}
