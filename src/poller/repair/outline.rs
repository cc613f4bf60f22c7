//! A feed document as a list of its feed's and its entries' own elements, each with its raw inside: enough to say
//! what is in it and whether feed-rs will read that, and to write it anew where not. One pass, no copies.

use super::names::{Field, Namespace, feed_rs_reads, field};
use super::references::Entities;
use super::tokens::{Tag, Token, Tokens, attributes};

/// How deep elements that are looked into may nest; below, they are passed over.
const DEEPEST: usize = 8;
/// Start tags that may stand before the root of a feed: a warning in HTML that a server put there.
const BEFORE_ROOT: usize = 64;
/// Prefixes that are kept track of at one time.
const MOST_PREFIXES: usize = 64;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Rss,
    /// RSS 0.90 and 1.0.
    Rdf,
    Atom,
    /// Microsoft's Channel Definition Format.
    Cdf,
}

/// A document's parts.
#[derive(Debug, Clone)]
pub struct Outline<'a> {
    pub format: Format,
    /// "RSS 2.0", "Atom 0.3".
    pub name: String,
    /// The attributes of the root, and of the channel within it.
    pub attributes: [&'a str; 2],
    /// The feed's own elements.
    pub feed: Vec<Element<'a>>,
    pub entries: Vec<EntryOutline<'a>>,
    pub entities: Entities<'a>,
    /// The document ends before its root does.
    pub cut: bool,
    /// What is wrong with it, for a person; empty for most that is well-formed.
    pub faults: Vec<String>,
    /// feed-rs reads all of it by itself.
    pub plain: bool,
}

/// An entry's parts.
#[derive(Debug, Clone)]
pub struct EntryOutline<'a> {
    pub attributes: &'a str,
    pub elements: Vec<Element<'a>>,
    /// It was closed before the document ended.
    pub whole: bool,
}

/// An element that means something.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    pub field: Field,
    /// Among those of the same field the lowest counts.
    pub rank: u8,
    pub namespace: Namespace,
    pub attributes: &'a str,
    /// Everything between its tags.
    pub inner: &'a str,
    /// There are elements in it.
    pub mixed: bool,
}

impl<'a> Element<'a> {
    /// An attribute's value, its references unresolved; prefixes are looked past.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        attribute(self.attributes, name)
    }
}

/// The value of an attribute. `name` without a prefix finds it under any; "xml:base" only under that.
pub fn attribute<'a>(raw: &'a str, name: &str) -> Option<&'a str> {
    if raw.is_empty() {
        return None;
    }
    let bare = |full: &'a str| full.rsplit(':').next().unwrap_or(full);
    let prefixed = name.contains(':');
    let mut pairs = attributes(raw);
    let found = pairs.find(|(full, _)| {
        let found = if prefixed { full } else { bare(full) };
        found.eq_ignore_ascii_case(name)
    });
    found.map(|(_, value)| value.trim())
}

/// Outlines a document; `None` where it has no feed's root.
pub fn outline(text: &str) -> Option<Outline<'_>> {
    let mut tokens = Tokens::new(text);
    let mut before = 0;
    let (tag, format) = loop {
        if let Token::Start(tag) = tokens.next()? {
            if let Some(format) = root(tag.name) {
                break (tag, format);
            }
            before += 1;
            if before > BEFORE_ROOT {
                return None;
            }
        }
    };
    let mut builder = Builder {
        tokens,
        format,
        open: Vec::new(),
        scope: Vec::new(),
        channel: "",
        feed: Vec::new(),
        entries: Vec::new(),
        faults: Vec::new(),
        plain: before == 0,
    };
    builder.root(tag);
    Some(builder.finish(tag))
}

fn root(name: &str) -> Option<Format> {
    let local = local(name);
    let is = |root: &str| local.eq_ignore_ascii_case(root);
    if is("rss") {
        Some(Format::Rss)
    } else if is("rdf") {
        Some(Format::Rdf)
    } else if is("feed") || is("entry") {
        Some(Format::Atom)
    } else if is("channel") {
        Some(Format::Cdf)
    } else {
        None
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Builder<'a> {
    tokens: Tokens<'a>,
    format: Format,
    /// The names of the elements that are looked into and not yet closed.
    open: Vec<&'a str>,
    /// Prefixes, what they stand for, and how many elements were open when they were declared.
    scope: Vec<(usize, &'a str, Namespace)>,
    channel: &'a str,
    feed: Vec<Element<'a>>,
    entries: Vec<EntryOutline<'a>>,
    faults: Vec<String>,
    plain: bool,
}

/// How an element ended.
enum End {
    /// With its own end tag.
    Closed,
    /// With another's.
    Implied,
    /// With the document.
    Cut,
}

impl<'a> Builder<'a> {
    fn root(&mut self, tag: Tag<'a>) {
        let mut namespace = self.declare(tag);
        if namespace == Namespace::Other {
            // An invented namespace around a feed's own names: taken for what the names say.
            namespace = if self.format == Format::Atom {
                Namespace::OldAtom
            } else {
                Namespace::OldRss
            };
            for (_, _, declared) in self
                .scope
                .iter_mut()
                .filter(|(_, _, declared)| *declared == Namespace::Other)
            {
                *declared = namespace;
            }
        }
        let version = attribute(tag.attributes, "version");
        self.plain &= match self.format {
            Format::Rss => {
                namespace == Namespace::None
                    && tag.name == "rss"
                    && matches!(version, Some("2.0" | "" | "0.91" | "0.92"))
            }
            Format::Atom => matches!(namespace, Namespace::Atom | Namespace::None),
            Format::Rdf | Format::Cdf => false,
        };
        self.based(tag.attributes);
        if tag.empty {
            return;
        }
        if local(tag.name).eq_ignore_ascii_case("entry") {
            self.entry(tag);
        } else {
            self.feed(tag.name);
        }
    }

    fn finish(mut self, tag: Tag<'a>) -> Outline<'a> {
        let cut = self.tokens.cut || !self.open.is_empty();
        self.plain &= self.tokens.subset.is_empty() && !cut && is_unambiguous(&self.feed);
        Outline {
            format: self.format,
            name: self.name(tag),
            attributes: [tag.attributes, self.channel],
            feed: self.feed,
            entries: self.entries,
            entities: Entities::declared(self.tokens.subset),
            cut,
            faults: self.faults,
            plain: self.plain,
        }
    }

    fn name(&self, tag: Tag) -> String {
        let version = attribute(tag.attributes, "version").unwrap_or_default();
        let old = |namespace| {
            let mut spaces = self.scope.iter().map(|(_, _, space)| *space);
            spaces.any(|space| space == namespace)
        };
        match self.format {
            Format::Rss => format!("RSS {version}").trim_end().to_owned(),
            Format::Rdf if old(Namespace::OldRss) => "RSS 0.90".to_owned(),
            Format::Rdf => "RSS 1.0".to_owned(),
            Format::Atom if old(Namespace::OldAtom) || version == "0.3" => "Atom 0.3".to_owned(),
            Format::Atom => "Atom 1.0".to_owned(),
            Format::Cdf => "CDF".to_owned(),
        }
    }

    /// Reads the elements of a feed, until `name` closes.
    fn feed(&mut self, name: &'a str) -> End {
        self.open.push(name);
        let end = loop {
            match self.child() {
                Child::End(end) => break end,
                Child::Start(tag) => {
                    let namespace = self.declare(tag);
                    match self.meaning(tag, namespace, false) {
                        Some((Field::Channel, _)) if self.open.len() < DEEPEST && !tag.empty => {
                            self.based(tag.attributes);
                            self.channel = tag.attributes;
                            self.feed(tag.name);
                        }
                        Some((Field::Entry, _)) => self.entry(tag),
                        meaning => {
                            let element = self.leaf(tag, namespace, meaning);
                            self.feed.extend(element);
                        }
                    }
                }
            }
        };
        self.close(end)
    }

    fn entry(&mut self, tag: Tag<'a>) {
        self.based(tag.attributes);
        if attribute(tag.attributes, "xml:lang").is_some() {
            self.plain = false;
        }
        // Entries of one feed are alike.
        let like = self.entries.last().map_or(0, |entry| entry.elements.len());
        let mut elements = Vec::with_capacity(like);
        let mut whole = true;
        if !tag.empty {
            self.open.push(tag.name);
            let end = self.elements(&mut elements);
            whole = !matches!(self.close(end), End::Cut);
        }
        if self.entries.len() >= super::MOST_ENTRIES {
            self.fault("It has more entries than anyone reads; the first 100,000 were kept.");
            return;
        }
        self.plain = self.plain && is_plain(&elements, self.format);
        self.entries.push(EntryOutline {
            attributes: tag.attributes,
            elements,
            whole,
        });
    }

    /// Reads the elements of an entry, or of a group within it.
    fn elements(&mut self, elements: &mut Vec<Element<'a>>) -> End {
        loop {
            match self.child() {
                Child::End(end) => return end,
                Child::Start(tag) => {
                    let namespace = self.declare(tag);
                    let meaning = self.meaning(tag, namespace, true);
                    match meaning {
                        Some((field @ (Field::Group | Field::Media), rank))
                            if self.open.len() < DEEPEST && !tag.empty =>
                        {
                            elements.push(Element {
                                field,
                                rank,
                                namespace,
                                attributes: tag.attributes,
                                inner: "",
                                mixed: false,
                            });
                            self.open.push(tag.name);
                            let end = self.elements(elements);
                            self.close(end);
                        }
                        // An entry cannot stand in an entry: the end of the first is missing.
                        Some((Field::Entry, _)) if !tag.empty => {
                            self.tokens.at = self.start_of(tag);
                            self.fault("An entry has no end tag.");
                            return End::Implied;
                        }
                        meaning => elements.extend(self.leaf(tag, namespace, meaning)),
                    }
                }
            }
        }
    }

    fn close(&mut self, end: End) -> End {
        // What the end of the document closed stays open, and shows that it was cut off.
        if !matches!(end, End::Cut) {
            self.open.pop();
            let depth = self.open.len();
            while self
                .scope
                .last()
                .is_some_and(|(declared, ..)| *declared > depth)
            {
                self.scope.pop();
            }
        }
        end
    }

    /// The next child of the innermost open element, or its end.
    fn child(&mut self) -> Child<'a> {
        loop {
            let at = self.tokens.at;
            match self.tokens.next() {
                None => return Child::End(End::Cut),
                Some(Token::Start(tag)) => return Child::Start(tag),
                Some(Token::End(name)) => {
                    let innermost = self.open.last();
                    if innermost.is_some_and(|open| open.eq_ignore_ascii_case(name)) {
                        return Child::End(End::Closed);
                    }
                    if self.is_open(name) {
                        self.tokens.at = at;
                        self.fault(format!("<{}> has no end tag.", innermost.unwrap_or(&"")));
                        return Child::End(End::Implied);
                    }
                    self.fault(format!("</{name}> has no start tag."));
                }
                Some(Token::Text(_) | Token::Cdata(_)) => {}
            }
        }
    }

    /// Passes over an element; gives it back if it means something.
    fn leaf(
        &mut self,
        tag: Tag<'a>,
        namespace: Namespace,
        meaning: Option<(Field, u8)>,
    ) -> Option<Element<'a>> {
        let start = self.tokens.at;
        let mut end = start;
        let mut mixed = false;
        let mut depth = 0_u32;
        while !tag.empty {
            end = self.tokens.at;
            match self.tokens.next() {
                None => {
                    self.tokens.cut = true;
                    break;
                }
                Some(Token::End(name)) if name.eq_ignore_ascii_case(tag.name) => {
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                }
                Some(Token::End(name)) if self.is_open(name) => {
                    self.tokens.at = end;
                    self.fault(format!("<{}> has no end tag.", tag.name));
                    break;
                }
                Some(Token::Start(inside)) => {
                    mixed = true;
                    if !inside.empty && inside.name.eq_ignore_ascii_case(tag.name) {
                        depth += 1;
                    }
                    // An entry cannot stand in a title or a text: the end of that is missing.
                    if meaning.is_some() && opens_entry(inside) && !holds_xml(tag) {
                        self.tokens.at = end;
                        self.fault(format!("<{}> has no end tag.", tag.name));
                        break;
                    }
                }
                Some(_) => {}
            }
        }
        let depth = self.open.len();
        while self
            .scope
            .last()
            .is_some_and(|(declared, ..)| *declared > depth)
        {
            self.scope.pop();
        }
        let (field, rank) = meaning?;
        let element = Element {
            field,
            rank,
            namespace,
            attributes: tag.attributes,
            inner: &self.tokens.text[start..end],
            mixed,
        };
        self.based(tag.attributes);
        self.plain = self.plain && self.reads(&element);
        Some(element)
    }

    /// Whether feed-rs gets the text of an element that it knows right.
    fn reads(&self, element: &Element) -> bool {
        match element.field {
            Field::Title | Field::Summary | Field::Content if self.format == Format::Atom => {
                let html = match element.attribute("type") {
                    None | Some("text") => false,
                    Some("html") => true,
                    Some(_) => return false,
                };
                !element.mixed
                    && !element.attributes.contains("mode")
                    && !element.attributes.contains("src")
                    && (html || only_predefined(element.inner))
            }
            Field::Link if self.format == Format::Atom => element.attribute("href").is_some(),
            Field::Category if self.format == Format::Atom => element.attribute("term").is_some(),
            Field::Title | Field::Summary | Field::Content => !element.mixed,
            Field::Author if self.format == Format::Rss => {
                !element.mixed && (element.inner.is_ascii() || !element.inner.contains('@'))
            }
            Field::Link | Field::Comments | Field::Guid | Field::Id => {
                !element.mixed && only_predefined(element.inner)
            }
            _ => true,
        }
    }

    /// Where a tag that was just read begins.
    fn start_of(&self, tag: Tag) -> usize {
        let text = &self.tokens.text[..self.tokens.at];
        let length = tag.name.len() + tag.attributes.len() + usize::from(tag.empty) + 2;
        text.len() - length
    }

    fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.eq_ignore_ascii_case(name))
    }

    fn meaning(&mut self, tag: Tag, namespace: Namespace, in_entry: bool) -> Option<(Field, u8)> {
        let name = local(tag.name);
        let lower;
        let lowered = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = name.to_ascii_lowercase();
            &lower
        } else {
            name
        };
        let meaning = field(namespace, lowered)?;
        if self.plain && !feed_rs_reads(self.format == Format::Atom, in_entry, namespace, name) {
            self.plain = false;
        }
        Some(meaning)
    }

    /// Takes in the namespaces that a tag declares, and resolves its own.
    fn declare(&mut self, tag: Tag<'a>) -> Namespace {
        if tag.attributes.contains("xmlns") {
            for (name, uri) in attributes(tag.attributes) {
                let prefix = match name.strip_prefix("xmlns") {
                    Some("") => "",
                    Some(rest) if rest.starts_with(':') => &rest[1..],
                    _ => continue,
                };
                if self.scope.len() < MOST_PREFIXES {
                    self.scope
                        .push((self.open.len() + 1, prefix, Namespace::of(uri)));
                }
            }
        }
        let prefix = tag.name.split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self
            .scope
            .iter()
            .rev()
            .find(|(_, known, _)| *known == prefix);
        match declared {
            Some((_, _, namespace)) => *namespace,
            None => {
                let usual = Namespace::usual(prefix);
                // feed-rs goes by declarations alone.
                if !prefix.is_empty() && usual != Namespace::Other {
                    self.plain = false;
                }
                usual
            }
        }
    }

    fn based(&mut self, attributes: &str) {
        if self.plain && attribute(attributes, "xml:base").is_some() {
            self.plain = false;
        }
    }

    fn fault(&mut self, fault: impl Into<String>) {
        let fault = fault.into();
        self.plain = false;
        if self.faults.len() < 5 && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

enum Child<'a> {
    Start(Tag<'a>),
    End(End),
}

fn opens_entry(tag: Tag) -> bool {
    let local = local(tag.name);
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

/// Content of an XML type may hold anything, other feeds' entries among it.
fn holds_xml(tag: Tag) -> bool {
    attribute(tag.attributes, "type").is_some_and(|kind| kind.ends_with("xml"))
}

/// Whether every reference in a text is one of XML's own five, or a character's number.
fn only_predefined(text: &str) -> bool {
    text.split('&').skip(1).all(|after| {
        ["amp;", "lt;", "gt;", "quot;", "apos;", "#"]
            .iter()
            .any(|known| after.starts_with(known))
    })
}

/// Whether each thing of which there is one is there once.
fn is_unambiguous(elements: &[Element]) -> bool {
    let mut seen = 0_u32;
    elements
        .iter()
        .filter(|element| element.field.is_single())
        .all(|element| {
            let bit = 1 << element.field as u32;
            let first = seen & bit == 0;
            seen |= bit;
            first || element.namespace == Namespace::Media
        })
}

/// Whether feed-rs finds in an entry all that is there.
fn is_plain(elements: &[Element], format: Format) -> bool {
    let has = |field: Field, media: bool| {
        let mut elements = elements.iter().filter(|element| element.field == field);
        elements.any(|element| (element.namespace == Namespace::Media) == media)
    };
    let linked = elements.iter().any(|element| {
        element.field == Field::Link
            && match format {
                Format::Atom => {
                    element.attribute("href").is_some()
                        && matches!(element.attribute("rel"), None | Some("alternate"))
                }
                _ => !element.inner.trim_ascii().is_empty(),
            }
    });
    // Without an entry's own, feed-rs leaves a title, a text or a picture of Media RSS where nobody looks.
    let title = has(Field::Title, false) || !has(Field::Title, true);
    let text =
        has(Field::Summary, false) || has(Field::Content, false) || !has(Field::Summary, true);
    let file =
        |element: &Element| element.field == Field::Media && element.attribute("url").is_some();
    let picture = elements.iter().any(file) || !has(Field::Image, true);
    linked && title && text && picture && is_unambiguous(elements)
}
