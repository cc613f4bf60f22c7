//! What becomes of each element.

use dom_query::NodeRef;

use super::hidden::is_hidden;
use super::{Walk, attribute};
use crate::renderer::{BlockKind, SpanStyle};

impl Walk<'_> {
    pub(super) fn element(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else { return };
        if is_hidden(node) {
            return;
        }
        match &*name {
            "head" | "title" | "meta" | "link" | "base" | "script" | "style" | "template"
            | "noframes" | "button" | "select" | "input" | "textarea" | "option" | "optgroup"
            | "datalist" | "progress" | "meter" | "param" | "source" | "track" | "area" | "rp" => {}
            "br" => self.line_break(),
            "wbr" => self.text_inside("\u{200b}"),
            "hr" => self.lone(BlockKind::Rule),
            "p" => self.block(node, self.paragraph_kind(node)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.block(node, BlockKind::Heading(level));
            }
            "blockquote" => self.quotation_block(node),
            "ul" | "menu" | "dir" | "ol" => self.list(node, &name),
            "li" => self.loose_item(node),
            "dt" => self.block(node, BlockKind::Term),
            "dd" => self.block(node, BlockKind::Definition),
            "figcaption" | "caption" => self.block(node, BlockKind::Caption),
            "summary" => self.summary(node),
            "pre" | "xmp" | "listing" | "plaintext" => self.code(node),
            "table" => self.table(node),
            "form" => self.form(node),
            "noscript" => self.noscript(node),
            "a" => self.anchor(node),
            "em" | "i" | "cite" | "dfn" | "var" | "address" => self.emphasis(node, &name),
            "strong" | "b" => self.styled(node, SpanStyle::Strong),
            "code" | "samp" | "tt" if self.preformatted => self.children(node),
            "code" | "samp" | "tt" => self.styled(node, SpanStyle::Code),
            "kbd" => self.styled(node, SpanStyle::Key),
            "s" | "strike" | "del" => self.styled(node, SpanStyle::Strike),
            "u" | "ins" => self.styled(node, SpanStyle::Underline),
            "mark" => self.styled(node, SpanStyle::Mark),
            "small" => self.styled(node, SpanStyle::Small),
            "q" => self.quotation(node),
            "sub" | "sup" => self.script(node, &name),
            "rt" => self.ruby_text(node),
            "img" | "amp-img" => self.image(node),
            "svg" => self.drawing(node),
            "math" => self.formula(node),
            "video" | "audio" | "iframe" | "object" | "embed" | "amp-video" | "amp-youtube" => {
                self.medium(node, &name);
            }
            "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav"
            | "figure" | "center" | "details" | "dl" | "fieldset" | "hgroup" | "search"
            | "body" | "html" | "dialog" | "legend" | "tr" | "tbody" | "thead" | "tfoot" | "td"
            | "th" | "frameset" | "noembed" | "marquee" => {
                self.block(node, self.kind_within(node));
            }
            _ => self.children(node),
        }
    }

    /// Words that belong to an open text and open none.
    fn text_inside(&mut self, text: &str) {
        if self.flat.is_open() {
            self.flat.push(text);
        }
    }

    /// Headings and captions stay what they are in their `div`s and `p`s; so do items and definitions.
    fn kind_within(&self, node: &NodeRef) -> BlockKind {
        if node.has_class("wp-caption-text") {
            return BlockKind::Caption;
        }
        self.kind.clone()
    }

    fn paragraph_kind(&self, node: &NodeRef) -> BlockKind {
        self.kind_within(node)
    }

    fn quotation_block(&mut self, node: &NodeRef) {
        self.end_block();
        let outer = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        self.quote_depth = self.quote_depth.saturating_add(1);
        self.children(node);
        self.end_block();
        self.quote_depth -= 1;
        self.kind = outer;
    }

    fn summary(&mut self, node: &NodeRef) {
        self.end_block();
        self.styled(node, SpanStyle::Strong);
        self.end_block();
    }

    fn emphasis(&mut self, node: &NodeRef, name: &str) {
        if name == "address" {
            self.block(node, self.kind.clone());
        } else {
            self.styled(node, SpanStyle::Emphasis);
        }
    }

    fn code(&mut self, node: &NodeRef) {
        if self.preformatted || !matches!(self.cell, super::Cell::No) {
            self.end_block();
            self.children(node);
            self.end_block();
            return;
        }
        self.end_block();
        let language = code_language(node);
        let outer = std::mem::replace(&mut self.kind, BlockKind::Code { language });
        self.preformatted = true;
        self.children(node);
        self.preformatted = false;
        self.kind = outer;
        self.end_block();
    }

    fn anchor(&mut self, node: &NodeRef) {
        // The sign by which a heading links to itself.
        if matches!(self.kind, BlockKind::Heading(_))
            && matches!(node.text().trim(), "#" | "¶" | "§" | "🔗")
        {
            return;
        }
        let place = attribute(node, "href").and_then(|href| self.links.place(&href, self.base));
        match place {
            Some(place) => self.styled(node, SpanStyle::Link(place)),
            None => self.children(node),
        }
    }

    /// `q` has its marks from the style sheet, so that they are lost with it: they become text here.
    fn quotation(&mut self, node: &NodeRef) {
        let (open, close) = if self.quotation.is_multiple_of(2) {
            ("“", "”")
        } else {
            ("‘", "’")
        };
        self.quotation += 1;
        self.text(open);
        self.styled(node, SpanStyle::Quotation);
        self.text(close);
        self.quotation -= 1;
    }

    fn ruby_text(&mut self, node: &NodeRef) {
        self.text("(");
        self.children(node);
        self.text(")");
    }

    /// A form that holds the whole page is no form; any other is something to fill in, not to read.
    fn form(&mut self, node: &NodeRef) {
        const PAGE: usize = 500;
        if node.normalized_char_count() > PAGE {
            self.block(node, self.kind.clone());
        }
    }

    /// What stands there for readers without scripts; often the picture that stands before it already.
    fn noscript(&mut self, node: &NodeRef) {
        let repeats = node.prev_element_sibling().is_some_and(|before| {
            before.has_name("img")
                || before.has_name("picture")
                || before.descendants_it().any(|d| d.has_name("img"))
        });
        if !repeats {
            self.children(node);
        }
    }
}

/// The language of a code block, as highlighters mark it.
fn code_language(pre: &NodeRef) -> Option<String> {
    let code = pre.first_element_child().filter(|c| c.has_name("code"));
    let places = [code, Some(*pre), pre.parent()];
    places
        .into_iter()
        .flatten()
        .find_map(|place| {
            if let Some(language) =
                attribute(&place, "data-lang").or_else(|| attribute(&place, "data-language"))
            {
                return Some(language);
            }
            let classes = place.class()?;
            let found = classes.split_ascii_whitespace().find_map(|class| {
                ["language-", "lang-", "highlight-source-", "brush:"]
                    .iter()
                    .find_map(|start| class.strip_prefix(start))
            });
            found.map(|l| l.trim_end_matches(';').to_owned())
        })
        .map(|l| crate::renderer::sanitise::line(&l))
        .filter(|l| !l.is_empty() && l.len() <= 30)
}
