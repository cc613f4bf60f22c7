//! Tags as the HTML standard's tokenizer reads them, and which elements close which. Builds no tree.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The name of an element: its place among the known ones, or a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name(u32);

/// How an element takes part in the depth of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Has no end tag.
    Void,
    /// Is opened again in each block that it is not closed in.
    Formatting,
    /// Is closed by the next of its sort, and so never stands straight within one.
    Implied,
    /// A boundary that end tags within do not reach across.
    Scope,
    /// Any other element of the standard that holds blocks.
    Block,
    /// All the rest.
    Inline,
}

/// The standard's elements by their kinds, and those whose content is text up to their own end tag, which come first.
const KINDS: [(Kind, &str); 6] = [
    (
        Kind::Inline,
        "script style textarea title xmp iframe noembed noframes plaintext",
    ),
    (
        // The tags of the last three may be left out or repeated, and open nothing new.
        Kind::Void,
        "area base br col embed hr img input link meta param source track wbr keygen basefont bgsound frame \
         html head body",
    ),
    (
        Kind::Formatting,
        "a b big code em font i nobr s small strike strong tt u",
    ),
    (
        Kind::Implied,
        "p li dt dd tr td th tbody thead tfoot option optgroup rt rp colgroup",
    ),
    (
        Kind::Scope,
        "table caption object marquee applet template select button svg math foreignobject",
    ),
    (
        Kind::Block,
        "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form \
         frameset h1 h2 h3 h4 h5 h6 header hgroup listing main menu nav ol pre search section summary ul",
    ),
];

/// The elements of all kinds in one list; a name is its place there.
static KNOWN: LazyLock<Vec<(&'static str, Kind)>> = LazyLock::new(|| {
    let of_kind = |(kind, names): &(Kind, &'static str)| {
        let kind = *kind;
        names.split_whitespace().map(move |name| (name, kind))
    };
    KINDS.iter().flat_map(of_kind).collect()
});
static PLACES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    KNOWN
        .iter()
        .zip(0..)
        .map(|((name, _), place)| (*name, place))
        .collect()
});

/// How many of the known elements hold raw text.
const RAW: u32 = 9;
/// No known name is longer.
const LONGEST: usize = 16;

impl Name {
    pub(super) const SCRIPT: Self = Self(0);
    pub(super) const STYLE: Self = Self(1);

    fn new(name: &str) -> Self {
        let mut lower = [0; LONGEST];
        if let Some(lower) = lower.get_mut(..name.len()) {
            lower.copy_from_slice(name.as_bytes());
            lower.make_ascii_lowercase();
            let known = std::str::from_utf8(lower)
                .ok()
                .and_then(|name| PLACES.get(name));
            if let Some(place) = known {
                return Self(*place);
            }
        }
        // FNV-1a: names that are not the standard's are only compared with each other.
        let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
        });
        Self(hash | 0x8000_0000)
    }

    fn known(self) -> Option<&'static (&'static str, Kind)> {
        KNOWN.get(self.0 as usize)
    }

    fn text(self) -> &'static str {
        self.known().map_or("", |(name, _)| name)
    }

    pub(super) fn kind(self) -> Kind {
        self.known().map_or(Kind::Inline, |(_, kind)| *kind)
    }

    pub(super) fn holds_raw_text(self) -> bool {
        self.0 < RAW
    }

    pub(super) fn is_table(self) -> bool {
        self.text() == "table"
    }

    pub(super) fn is_cell(self) -> bool {
        matches!(self.text(), "td" | "th" | "caption")
    }

    pub(super) fn is_foreign(self) -> bool {
        matches!(self.text(), "svg" | "math")
    }

    /// Its start tag ends whatever paragraph is open, and begins a block of its own.
    pub(super) fn begins_block(self) -> bool {
        self.kind() == Kind::Block || matches!(self.text(), "p" | "table" | "hr")
    }

    /// It may stand around blocks, and changes nothing of them by itself.
    pub(super) fn is_wrapper(self) -> bool {
        matches!(self.text(), "div" | "section" | "article" | "main")
    }

    fn is_of_table(self) -> bool {
        matches!(
            self.text(),
            "table" | "caption" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "colgroup"
        )
    }

    /// An end tag of `name` does not reach past this open element.
    pub(super) fn bounds(self, name: Self) -> bool {
        if name.is_of_table() {
            return matches!(self.text(), "table" | "template");
        }
        match name.kind() {
            Kind::Block | Kind::Scope => self.kind() == Kind::Scope || self.is_cell(),
            Kind::Implied => {
                self.kind() == Kind::Scope
                    || self.is_cell()
                    || (name.text() == "li" && matches!(self.text(), "ul" | "ol"))
            }
            _ => !matches!(self.kind(), Kind::Inline | Kind::Formatting),
        }
    }

    /// A start tag of `name` closes this open element.
    pub(super) fn is_ended_by(self, name: Self) -> bool {
        match self.text() {
            "p" => {
                matches!(name.text(), "p" | "li" | "dt" | "dd" | "table" | "hr")
                    || name.kind() == Kind::Block
            }
            "li" => name.text() == "li",
            "dt" | "dd" => matches!(name.text(), "dt" | "dd"),
            "td" | "th" => matches!(
                name.text(),
                "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"
            ),
            "tr" => matches!(name.text(), "tr" | "tbody" | "thead" | "tfoot"),
            "tbody" | "thead" | "tfoot" | "colgroup" => {
                matches!(name.text(), "tbody" | "thead" | "tfoot")
            }
            "option" => matches!(name.text(), "option" | "optgroup"),
            "rt" | "rp" => matches!(name.text(), "rt" | "rp"),
            _ => false,
        }
    }

    /// The search for an element that `name` ends does not go past this one.
    pub(super) fn bounds_implied(self, name: Self) -> bool {
        match name.text() {
            "li" | "dt" | "dd" => {
                self.kind() == Kind::Block && !matches!(self.text(), "address" | "div")
            }
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => self.text() == "table",
            _ => self.is_cell(),
        }
    }
}

/// A start or end tag.
#[derive(Debug)]
pub(super) struct Tag<'h> {
    pub(super) name: Name,
    /// From `<` to `>`.
    pub(super) source: &'h str,
    pub(super) self_closing: bool,
    /// Where its attributes end, each.
    attributes: usize,
    many: Option<usize>,
}

/// Attributes are counted up to this; where the next begins is noted.
const COUNTED: usize = 64;

impl<'h> Tag<'h> {
    /// Reads the tag that `html` begins with; `None` where it never ends.
    pub(super) fn read(html: &'h str) -> Option<Self> {
        let bytes = html.as_bytes();
        let begin = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
        let is_name = |b: &u8| !matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' | b'/' | b'>');
        let mut at = begin + bytes[begin..].iter().take_while(|b| is_name(b)).count();
        let name = Name::new(&html[begin..at]);
        let (mut attributes, mut many) = (0, None);
        loop {
            at += bytes[at..]
                .iter()
                .take_while(|b| b.is_ascii_whitespace() || **b == b'/')
                .count();
            if *bytes.get(at)? == b'>' {
                let source = &html[..=at];
                return Some(Self {
                    name,
                    source,
                    self_closing: bytes[at - 1] == b'/',
                    attributes,
                    many,
                });
            }
            if attributes == COUNTED {
                many = Some(at);
            }
            attributes += 1;
            at = end_of_attribute(bytes, at)?;
        }
    }

    /// The tag without `>` and without the attributes that are too many; `None` where they are not.
    pub(super) fn cut(&self, most: usize) -> Option<&'h str> {
        (self.attributes > most).then(|| &self.source[..self.many.unwrap_or(self.source.len() - 1)])
    }
}

/// The end of the attribute that begins at `at`.
fn end_of_attribute(bytes: &[u8], mut at: usize) -> Option<usize> {
    // A name may begin with "=".
    at += 1;
    let is_name = |b: &u8| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=');
    at += bytes[at..].iter().take_while(|b| is_name(b)).count();
    let blanks = |at: usize| {
        bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_whitespace())
            .count()
    };
    let sign = at + blanks(at);
    if bytes.get(sign) != Some(&b'=') {
        return Some(at);
    }
    let value = sign + 1 + blanks(sign + 1);
    match bytes.get(value)? {
        quote @ (b'"' | b'\'') => {
            let length = bytes[value + 1..].iter().position(|b| b == quote)?;
            Some(value + 1 + length + 1)
        }
        _ => Some(
            value
                + bytes[value..]
                    .iter()
                    .take_while(|b| !b.is_ascii_whitespace() && **b != b'>')
                    .count(),
        ),
    }
}

/// The length of the comment that `html` begins with.
pub(super) fn end_of_comment(html: &str) -> usize {
    for abrupt in ["<!-->", "<!--->"] {
        if html.starts_with(abrupt) {
            return abrupt.len();
        }
    }
    let mut at = 4;
    while let Some(next) = html[at..].find("--") {
        at += next + 2;
        for end in [">", "!>"] {
            if html[at..].starts_with(end) {
                return at + end.len();
            }
        }
        // "--->" ends a comment too.
        at -= 1;
    }
    html.len()
}

/// The length of the raw text that `html` begins with, its end tag included.
pub(super) fn end_of_raw_text(name: Name, html: &str) -> usize {
    let text = name.text();
    if text == "plaintext" {
        return html.len();
    }
    let (mut at, mut commented, mut doubly) = (0, false, false);
    while let Some(next) = html[at..].find(['<', '-']) {
        at += next;
        let rest = &html[at..];
        if name == Name::SCRIPT && rest.starts_with("-->") {
            (commented, doubly) = (false, false);
        } else if name == Name::SCRIPT && rest.starts_with("<!--") {
            commented = true;
        } else if commented && !doubly && begins_tag(rest, "<", text) {
            doubly = true;
        } else if begins_tag(rest, "</", text) {
            if !doubly {
                return Tag::read(rest).map_or(html.len(), |tag| at + tag.source.len());
            }
            doubly = false;
        }
        at += 1;
    }
    html.len()
}

fn begins_tag(html: &str, opening: &str, name: &str) -> bool {
    let Some(rest) = html.strip_prefix(opening) else {
        return false;
    };
    rest.get(..name.len())
        .is_some_and(|n| n.eq_ignore_ascii_case(name))
        && rest
            .as_bytes()
            .get(name.len())
            .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
}
