//! The flat page that html2text is given: one numbered paragraph a text, with nothing but inline elements in it.
//!
//! Knows nothing of the page that it is made from; [`super`] walks that. It goes to html2text by the sheaf, so that a
//! long page costs no more memory than a short one.

use html2text::{Handle, RcDom};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use crate::renderer::SpanStyle;
use crate::renderer::convert::{Text, convert};
use crate::renderer::sanitise::{LINE_BREAK, push_marked};

/// So many texts go to html2text at once.
const SHEAF: usize = 256;

/// A text with more styled pieces than this has no more of them: each costs html2text a kilobyte.
const MOST_PIECES: usize = 4000;

/// Writes numbered texts.
pub(super) struct Flat {
    dom: RcDom,
    body: Handle,
    /// Texts that are converted, by their numbers; `None` once html2text has failed.
    done: Option<Vec<Text>>,
    /// Texts begun since.
    begun: usize,
    open: Option<Open>,
    /// Text that is not in the tree yet; it belongs to the innermost open element.
    pending: String,
    /// The styles that the next words are to have, outermost first.
    pub(super) styles: Vec<SpanStyle>,
    /// Superscript or subscript: what becomes of each character.
    pub(super) script: Option<fn(char) -> Option<char>>,
    /// Nothing but blanks since the last line break.
    after_break: bool,
}

struct Open {
    element: Handle,
    inline: Vec<(SpanStyle, Handle)>,
    pieces: usize,
    preformatted: bool,
}

impl Flat {
    pub(super) fn new() -> Self {
        let (dom, body) = sheaf();
        Self {
            dom,
            body,
            done: Some(Vec::new()),
            begun: 0,
            open: None,
            pending: String::new(),
            styles: Vec::new(),
            script: None,
            after_break: false,
        }
    }

    /// The texts by their numbers, or `None` where html2text failed.
    pub(super) fn finish(mut self) -> Option<Vec<Text>> {
        self.close();
        self.convert();
        self.done
    }

    /// A text is open for more words.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Begins a text, and returns its number.
    pub(super) fn begin(&mut self, preformatted: bool) -> usize {
        self.close();
        let (number, id) = self.number();
        let name = if preformatted {
            local_name!("pre")
        } else {
            local_name!("p")
        };
        let element = element(&self.dom, name, Some(id));
        self.dom
            .append(&self.body, NodeOrText::AppendNode(element.clone()));
        self.open = Some(Open {
            element,
            inline: Vec::new(),
            pieces: 0,
            preformatted,
        });
        number
    }

    /// A text of its own beside the open one, which stays open; returns its number.
    pub(super) fn aside(&mut self, text: &str) -> usize {
        let (number, id) = self.number();
        let paragraph = element(&self.dom, local_name!("p"), Some(id));
        self.dom
            .append(&paragraph, NodeOrText::AppendText(text.into()));
        self.dom
            .append(&self.body, NodeOrText::AppendNode(paragraph));
        number
    }

    /// Ends the open text; the next words need a new one.
    pub(super) fn close(&mut self) {
        self.flush();
        self.open = None;
        self.after_break = false;
        if self.begun >= SHEAF {
            self.convert();
        }
    }

    /// The number of a new text, and the attribute that carries it through html2text.
    fn number(&mut self) -> (usize, (LocalName, String)) {
        let within = self.begun;
        self.begun += 1;
        let before = self.done.as_ref().map_or(0, Vec::len);
        (before + within, (local_name!("id"), within.to_string()))
    }

    /// Gives what is written to html2text.
    fn convert(&mut self) {
        let (dom, body) = sheaf();
        self.body = body;
        let written = std::mem::replace(&mut self.dom, dom);
        let texts = convert(&written, std::mem::take(&mut self.begun));
        if let (Some(done), Some(texts)) = (&mut self.done, texts) {
            done.extend(texts);
        } else {
            self.done = None;
        }
    }

    /// Adds words to the open text.
    pub(super) fn push(&mut self, text: &str) {
        let blank = text.trim_ascii().is_empty();
        self.settle(blank);
        self.after_break &= blank;
        let preformatted = self.open.as_ref().is_some_and(|o| o.preformatted);
        if preformatted {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.pending.push(LINE_BREAK);
                }
                push_marked(line, &mut self.pending);
            }
        } else if let Some(script) = self.script {
            self.pending.extend(text.chars().filter_map(script));
        } else {
            push_marked(text, &mut self.pending);
        }
    }

    /// Ends the line. False where the line was empty already, and a new text should begin.
    pub(super) fn line_break(&mut self) -> bool {
        let again = self.after_break;
        if !again {
            self.settle(true);
            self.pending.push(LINE_BREAK);
            self.after_break = true;
        }
        !again
    }

    /// Ends the line whatever went before: in preformatted text.
    pub(super) fn hard_break(&mut self) {
        self.settle(true);
        self.pending.push(LINE_BREAK);
    }

    /// Makes the open inline elements those that `styles` asks for; for blanks, none is opened.
    fn settle(&mut self, blank: bool) {
        let Some(open) = &self.open else { return };
        let pairs = open.inline.iter().zip(&self.styles);
        let common = pairs.take_while(|((have, _), want)| have == *want).count();
        let right = open.inline.len() == common && (blank || self.styles.len() == common);
        if right {
            return;
        }
        self.flush();
        let Some(open) = &mut self.open else { return };
        open.inline.truncate(common);
        if blank || open.pieces >= MOST_PIECES {
            return;
        }
        open.pieces += self.styles.len() - common;
        for &style in &self.styles[common..] {
            let (name, href) = inline(style);
            let child = element(&self.dom, name, href.map(|h| (local_name!("href"), h)));
            let parent = open
                .inline
                .last()
                .map_or(&open.element, |(_, handle)| handle);
            self.dom
                .append(parent, NodeOrText::AppendNode(child.clone()));
            open.inline.push((style, child));
        }
    }

    fn flush(&mut self) {
        if let Some(open) = &self.open
            && !self.pending.is_empty()
        {
            let parent = open
                .inline
                .last()
                .map_or(&open.element, |(_, handle)| handle);
            let text = StrTendril::from_slice(&self.pending);
            self.dom.append(parent, NodeOrText::AppendText(text));
        }
        self.pending.clear();
    }
}

/// An empty page.
fn sheaf() -> (RcDom, Handle) {
    let dom = RcDom::default();
    let body = element(&dom, local_name!("body"), None);
    dom.append(&dom.document, NodeOrText::AppendNode(body.clone()));
    (dom, body)
}

fn element(dom: &RcDom, name: LocalName, attribute: Option<(LocalName, String)>) -> Handle {
    let attributes = attribute.map(|(name, value)| Attribute {
        name: QualName::new(None, ns!(), name),
        value: value.into(),
    });
    dom.create_element(
        QualName::new(None, ns!(html), name),
        attributes.into_iter().collect(),
        ElementFlags::default(),
    )
}

/// The element that stands for a style. html2text knows five; the others travel as links that lead to their name.
fn inline(style: SpanStyle) -> (LocalName, Option<String>) {
    let link = |to: &str| (local_name!("a"), Some(to.to_owned()));
    match style {
        SpanStyle::Emphasis => (local_name!("em"), None),
        SpanStyle::Strong => (local_name!("strong"), None),
        SpanStyle::Strike => (local_name!("s"), None),
        SpanStyle::Code => (local_name!("code"), None),
        SpanStyle::Link(number) => (local_name!("a"), Some(number.to_string())),
        SpanStyle::Key => link("key"),
        SpanStyle::Underline => link("underline"),
        SpanStyle::Mark => link("mark"),
        SpanStyle::Small => link("small"),
        SpanStyle::Quotation => link("quotation"),
    }
}

/// The style that a link of the flat page stands for: the reverse of what [`Flat`] writes.
pub(in crate::renderer) fn style_of(href: &str) -> Option<SpanStyle> {
    match href {
        "key" => Some(SpanStyle::Key),
        "underline" => Some(SpanStyle::Underline),
        "mark" => Some(SpanStyle::Mark),
        "small" => Some(SpanStyle::Small),
        "quotation" => Some(SpanStyle::Quotation),
        number => number.parse().ok().map(SpanStyle::Link),
    }
}
