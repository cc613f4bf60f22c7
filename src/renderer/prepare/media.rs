//! Pictures, recordings and frames, which a terminal shows as a line of words.

use dom_query::NodeRef;
use url::Url;

use super::{Body, Cell, Walk, attribute};
use crate::renderer::links::resource;
use crate::renderer::sanitise::line;
use crate::renderer::{BlockKind, Image, SpanStyle};

/// A picture no larger than this, in CSS pixels, is an icon or a counter.
const ICON: u32 = 48;

impl Walk<'_> {
    pub(super) fn image(&mut self, node: &NodeRef) {
        let alt = line(&attribute(node, "alt").unwrap_or_default());
        if self.preformatted || !matches!(self.cell, Cell::No) || self.is_inline(node, &alt) {
            let is_word = self.preformatted || !alt.is_empty();
            self.text(if is_word { &alt } else { "[image]" });
            return;
        }
        let url = picture_address(node).and_then(|src| resource(&src, self.base));
        let small = is_small(node);
        if alt.is_empty() && (url.is_none() || small) {
            return;
        }
        // An icon says nothing that its words do not, and a counter is nothing to fetch.
        let url = url.filter(|_| !small);
        let link = self.flat.styles.iter().rev().find_map(|s| match s {
            SpanStyle::Link(n) => Some(*n),
            _ => None,
        });
        self.images.push(Image {
            url: url.unwrap_or_default(),
            alt: alt.clone(),
            link,
        });
        let words = if says_the_same(node, &alt) { "" } else { &alt };
        self.picture(BlockKind::Image(self.images.len() - 1), words);
    }

    /// A picture's block: where it stands, or after the paragraph in the middle of which it stands.
    fn picture(&mut self, kind: BlockKind, words: &str) {
        let body = if words.is_empty() {
            Body::Empty
        } else {
            Body::Text(self.flat.aside(words))
        };
        let draft = self.draft(kind, body);
        if self.flat.is_open() {
            self.waiting.push(draft);
        } else {
            self.drafts.push(draft);
        }
    }

    /// Emoji, smileys and formulas: pictures that stand for a word.
    fn is_inline(&self, node: &NodeRef, alt: &str) -> bool {
        if alt.is_empty() {
            return false;
        }
        let class = node.class().unwrap_or_default().to_ascii_lowercase();
        let known = ["emoji", "smiley", "latex", "mwe-math", "wp-smiley"];
        known.iter().any(|k| class.contains(k))
            || alt.chars().count() <= 2
            || (self.flat.is_open() && is_small(node))
    }

    /// A drawing in the page itself: its title and its words.
    pub(super) fn drawing(&mut self, node: &NodeRef) {
        const LONGEST: usize = 300;
        let mut words: Vec<String> = Vec::new();
        words.extend(attribute(node, "aria-label").map(|l| line(&l)));
        for part in node.descendants_it() {
            if part.has_name("title") || part.has_name("text") {
                let text = line(&part.text());
                if !text.is_empty() && !words.contains(&text) {
                    words.push(text);
                }
            }
        }
        let alt = words.join(" · ");
        if alt.is_empty() || alt.len() > LONGEST {
            return;
        }
        if self.flat.is_open() || !matches!(self.cell, Cell::No) || is_small(node) {
            self.text(" ");
            self.text(&alt);
            self.text(" ");
            return;
        }
        self.images.push(Image {
            url: String::new(),
            alt: alt.clone(),
            link: None,
        });
        self.picture(BlockKind::Image(self.images.len() - 1), &alt);
    }

    /// A recording, a film or a frame: what it is and where, with the link.
    pub(super) fn medium(&mut self, node: &NodeRef, name: &str) {
        let inner = |attr: &str| {
            node.descendants_it()
                .filter(|d| d.has_name("source"))
                .find_map(|s| attribute(&s, attr))
        };
        let address = ["src", "data-src", "data"]
            .iter()
            .find_map(|a| attribute(node, a))
            .or_else(|| inner("src"));
        let Some(link) = address.and_then(|a| self.links.place(&a, self.base)) else {
            return;
        };
        let what = match name {
            "video" | "amp-video" | "amp-youtube" => "Video",
            "audio" => "Audio",
            _ => "Frame",
        };
        let title = attribute(node, "title")
            .or_else(|| attribute(node, "aria-label"))
            .map(|t| line(&t));
        let words = match title.filter(|t| !t.is_empty()) {
            Some(title) => format!("{what}: {title}"),
            None => format!("{what}: {}", place_name(&self.links.list[link].url)),
        };
        self.end_block();
        let outer = std::mem::replace(&mut self.kind, BlockKind::Media);
        self.flat.styles.push(SpanStyle::Link(link));
        self.text(&words);
        self.flat.styles.pop();
        self.end_block();
        self.kind = outer;
    }
}

/// The host of a frame, the file name of a recording.
fn place_name(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return url.to_owned();
    };
    let host = url
        .host_str()
        .unwrap_or_default()
        .trim_start_matches("www.");
    match url.path().rsplit('/').next().filter(|f| f.contains('.')) {
        Some(file) => file.to_owned(),
        None => host.to_owned(),
    }
}

/// The caption below the picture has the same words.
fn says_the_same(image: &NodeRef, alt: &str) -> bool {
    let figure = image
        .ancestors_it(Some(4))
        .find(|outer| outer.has_name("figure") || outer.has_class("wp-caption"));
    let is_caption = |n: &NodeRef| n.has_name("figcaption") || n.has_class("wp-caption-text");
    let caption = figure.and_then(|figure| figure.descendants_it().find(is_caption));
    let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
    caption.is_some_and(|caption| bare(&line(&caption.text())) == bare(alt))
}

/// Where a picture is: many pages put a blank one in `src` and the true one elsewhere.
fn picture_address(node: &NodeRef) -> Option<String> {
    let direct = ["data-src", "data-original", "data-lazy-src", "src"]
        .iter()
        .filter_map(|a| attribute(node, a))
        .find(|s| !s.trim().is_empty() && !s.trim_start().starts_with("data:"));
    direct.or_else(|| {
        let set = attribute(node, "srcset").or_else(|| attribute(node, "data-srcset"))?;
        let first = set.split_ascii_whitespace().next()?;
        Some(first.trim_end_matches(',').to_owned()).filter(|s| !s.starts_with("data:"))
    })
}

fn is_small(node: &NodeRef) -> bool {
    let pixels = |value: &str| value.trim().trim_end_matches("px").parse::<u32>().ok();
    let style = attribute(node, "style").unwrap_or_default();
    let declared = |name: &str| {
        let mut declarations = style.split(';').filter_map(|part| part.split_once(':'));
        declarations.find_map(|(property, value)| {
            let is_it = property.trim().eq_ignore_ascii_case(name);
            is_it.then(|| pixels(value)).flatten()
        })
    };
    ["width", "height"].iter().any(|name| {
        let attribute = attribute(node, name).and_then(|value| pixels(&value));
        let side = attribute.or_else(|| declared(name));
        side.is_some_and(|side| side <= ICON)
    })
}
