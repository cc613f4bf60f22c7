//! A feed document as a list of its feed's and its entries' own elements, each with its raw inside: enough to say
//! what is in it and whether feed-rs will read that, and to write it anew where not. One pass, no copies, and no
//! document that it does not get to the end of.

use super::names::{Field, Namespace, field};
use super::references::Entities;
use super::scope::Scope;
use super::tokens::{Tag, Token, Tokens, attributes};

/// How deep elements that are looked into may nest; below, they are passed over.
const DEEPEST: usize = 8;
/// Start tags that may stand before the root of a feed: a warning in HTML that a server put there.
const BEFORE_ROOT: usize = 64;
/// How often one document's missing end tags are searched for in vain; each search may read all that is left.
const MOST_SEARCHES: u32 = 32;
/// Kinds of faults that are told.
const MOST_FAULTS: usize = 5;

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
    /// Of the root.
    pub namespace: Namespace,
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
    /// Something stands before the root, or a namespace is spelled as only we understand.
    pub odd: bool,
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
    /// Without its prefix, as it is spelled.
    pub name: &'a str,
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
    let mut scope = Scope::default();
    let mut namespace = scope.enter(tag, 0);
    if namespace == Namespace::Other {
        // An invented namespace around a feed's own names: taken for what the names say.
        namespace = if format == Format::Atom {
            Namespace::OldAtom
        } else {
            Namespace::OldRss
        };
        scope.adopt(namespace);
    }
    let mut outline = Outline {
        format,
        name: name(tag, format, &scope),
        namespace,
        attributes: [tag.attributes, ""],
        feed: Vec::new(),
        entries: Vec::new(),
        entities: Entities::declared(tokens.subset),
        cut: false,
        faults: Vec::new(),
        odd: before > 0,
    };
    let mut reader = Reader {
        tokens,
        open: Vec::new(),
        scope,
        searches: 0,
        outline: &mut outline,
    };
    if local(tag.name).eq_ignore_ascii_case("entry") {
        reader.entry(tag);
    } else if !tag.empty {
        reader.feed(tag.name);
    }
    let (cut, odd) = (
        reader.tokens.cut || !reader.open.is_empty(),
        reader.scope.odd,
    );
    outline.cut = cut;
    outline.odd |= odd;
    Some(outline)
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

/// What the document calls itself.
fn name(root: Tag, format: Format, scope: &Scope) -> String {
    let version = attribute(root.attributes, "version").unwrap_or_default();
    match format {
        Format::Rss => format!("RSS {version}").trim_end().to_owned(),
        Format::Rdf if scope.has(Namespace::OldRss) => "RSS 0.90".to_owned(),
        Format::Rdf => "RSS 1.0".to_owned(),
        Format::Atom if scope.has(Namespace::OldAtom) || version == "0.3" => "Atom 0.3".to_owned(),
        Format::Atom => "Atom 1.0".to_owned(),
        Format::Cdf => "CDF".to_owned(),
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

struct Reader<'a, 'o> {
    tokens: Tokens<'a>,
    /// The names of the elements that are looked into and not yet closed.
    open: Vec<&'a str>,
    scope: Scope<'a>,
    searches: u32,
    outline: &'o mut Outline<'a>,
}

/// How an element ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With its own end tag.
    Closed,
    /// With another's.
    Implied,
    /// With the document.
    Cut,
}

enum Child<'a> {
    Start(Tag<'a>),
    End(End),
}

impl<'a> Reader<'a, '_> {
    /// Reads the elements of a feed, until `name` closes.
    fn feed(&mut self, name: &'a str) {
        self.open.push(name);
        let end = loop {
            match self.child() {
                Child::End(end) => break end,
                Child::Start(tag) => {
                    let namespace = self.scope.enter(tag, self.open.len());
                    match meaning(tag, namespace) {
                        Some((Field::Channel, _)) if self.open.len() < DEEPEST && !tag.empty => {
                            self.outline.attributes[1] = tag.attributes;
                            self.feed(tag.name);
                        }
                        Some((Field::Entry, _)) => self.entry(tag),
                        meaning => {
                            let element = self.leaf(tag, namespace, meaning);
                            self.outline.feed.extend(element);
                        }
                    }
                }
            }
        };
        self.close(end);
    }

    fn entry(&mut self, tag: Tag<'a>) {
        // Entries of one feed are alike.
        let like = self
            .outline
            .entries
            .last()
            .map_or(0, |entry| entry.elements.len());
        let mut elements = Vec::with_capacity(like);
        let mut whole = true;
        if !tag.empty {
            self.open.push(tag.name);
            let end = self.elements(&mut elements);
            self.close(end);
            whole = end != End::Cut;
        }
        if self.outline.entries.len() < super::MOST_ENTRIES {
            self.outline.entries.push(EntryOutline {
                attributes: tag.attributes,
                elements,
                whole,
            });
        } else {
            self.fault("It has more entries than anyone reads; the first 100,000 were kept.");
        }
    }

    /// Reads the elements of an entry, or of a group within it.
    fn elements(&mut self, elements: &mut Vec<Element<'a>>) -> End {
        loop {
            match self.child() {
                Child::End(end) => return end,
                Child::Start(tag) => {
                    let namespace = self.scope.enter(tag, self.open.len());
                    match meaning(tag, namespace) {
                        Some((field @ (Field::Group | Field::Media), rank))
                            if self.open.len() < DEEPEST && !tag.empty =>
                        {
                            elements.push(Element {
                                field,
                                rank,
                                namespace,
                                name: local(tag.name),
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

    fn close(&mut self, end: End) {
        // What the end of the document closed stays open, and shows that it was cut off.
        if end != End::Cut {
            self.open.pop();
            self.scope.leave(self.open.len());
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
        let mut markup = None;
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
                    end = self.unclosed(tag, meaning, markup, start, end);
                    break;
                }
                Some(Token::Start(inside)) => {
                    markup.get_or_insert(end);
                    if !inside.empty && inside.name.eq_ignore_ascii_case(tag.name) {
                        depth += 1;
                    }
                    // An entry cannot stand in a title or a text: the end of that is missing.
                    if meaning.is_some() && opens_entry(inside) && !holds_xml(tag) {
                        end = self.unclosed(tag, meaning, markup, start, end);
                        break;
                    }
                }
                Some(_) => {}
            }
        }
        self.scope.leave(self.open.len());
        let (field, rank) = meaning?;
        Some(Element {
            field,
            rank,
            namespace,
            name: local(tag.name),
            attributes: tag.attributes,
            inner: &self.tokens.text[start..end],
            mixed: markup.is_some_and(|markup| markup < end),
        })
    }

    /// Where an element ends whose end tag was not found before `end`: a text there, as it may be all markup; anything
    /// else where the next element begins. Reading goes on from that place.
    fn unclosed(
        &mut self,
        tag: Tag<'a>,
        meaning: Option<(Field, u8)>,
        markup: Option<usize>,
        start: usize,
        end: usize,
    ) -> usize {
        self.fault(format!("<{}> has no end tag.", tag.name));
        self.searches += 1;
        let end = match meaning {
            Some((Field::Summary | Field::Content, _)) => end,
            _ if self.searches > MOST_SEARCHES => end,
            Some(_) => markup.unwrap_or(end),
            None => start,
        };
        self.tokens.at = end;
        end
    }

    /// Where a tag that was just read begins.
    fn start_of(&self, tag: Tag) -> usize {
        let length = tag.name.len() + tag.attributes.len() + usize::from(tag.empty) + 2;
        self.tokens.at - length
    }

    fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.eq_ignore_ascii_case(name))
    }

    fn fault(&mut self, fault: impl Into<String>) {
        let faults = &mut self.outline.faults;
        if faults.len() < MOST_FAULTS {
            let fault = fault.into();
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
}

fn meaning(tag: Tag, namespace: Namespace) -> Option<(Field, u8)> {
    let name = local(tag.name);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        field(namespace, &name.to_ascii_lowercase())
    } else {
        field(namespace, name)
    }
}

fn opens_entry(tag: Tag) -> bool {
    let local = local(tag.name);
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

/// Content of an XML type may hold anything, other feeds' entries among it.
fn holds_xml(tag: Tag) -> bool {
    attribute(tag.attributes, "type").is_some_and(|kind| kind.ends_with("xml"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The feed's and each entry's elements, as "name=inside".
    fn shown(text: &str) -> Vec<Vec<String>> {
        let outline = outline(text).unwrap();
        let entries = outline.entries.iter().map(|entry| &entry.elements);
        let all = std::iter::once(&outline.feed).chain(entries);
        all.map(|elements| {
            elements
                .iter()
                .map(|e| format!("{}={}", e.name, e.inner))
                .collect()
        })
        .collect()
    }

    #[test]
    fn the_feeds_elements_and_the_entries_are_told_apart() {
        let text = "<rss><channel><title>A</title><item><title>B</title></item>
            <image><title>no</title></image><item><guid>C</guid></item></channel></rss>";
        assert_eq!(
            shown(text),
            [
                vec!["title=A", "image=<title>no</title>"],
                vec!["title=B"],
                vec!["guid=C"]
            ]
        );
    }

    #[test]
    fn entries_beside_the_channel_and_groups_within_entries_are_found() {
        let text = "<rdf:RDF xmlns:m='http://search.yahoo.com/mrss/'><channel><title>A</title></channel>
            <item><m:group><m:content url='u'><m:thumbnail url='v'/></m:content></m:group></item></rdf:RDF>";
        assert_eq!(
            shown(text),
            [vec!["title=A"], vec!["group=", "content=", "thumbnail="]]
        );
    }

    #[test]
    fn elements_of_unknown_meaning_are_passed_over_with_all_in_them() {
        let text = "<feed><x:card><title>no</title></x:card><title>A</title></feed>";
        assert_eq!(shown(text), [vec!["title=A"]]);
    }

    #[test]
    fn missing_end_tags_lose_nothing_else() {
        let text = "<rss><channel><item><title>A<link>u</link><x:y>z<guid>C</guid></item>
            <item><guid>D</guid><item><description>E <b>bold<item><guid>F</guid></item></channel></rss>";
        assert_eq!(
            shown(text),
            [
                vec![],
                vec!["title=A", "link=u", "guid=C"],
                vec!["guid=D"],
                vec!["description=E <b>bold"],
                vec!["guid=F"]
            ]
        );
        assert_eq!(outline(text).unwrap().faults.len(), 4);
    }

    #[test]
    fn the_entry_that_was_cut_off_is_known() {
        let outline = outline("<feed><entry><id>1</id></entry><entry><id>2</i").unwrap();
        assert!(outline.cut);
        assert_eq!(
            outline
                .entries
                .iter()
                .map(|entry| entry.whole)
                .collect::<Vec<_>>(),
            [true, false]
        );
        assert!(
            !super::outline("<feed><entry><id>1</id></entry></feed>")
                .unwrap()
                .cut
        );
    }

    #[test]
    fn formats_are_named() {
        for (root, name) in [
            ("<rss version='0.92'>", "RSS 0.92"),
            ("<rss>", "RSS"),
            ("<feed xmlns='http://purl.org/atom/ns#'>", "Atom 0.3"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", "Atom 1.0"),
            (
                "<rdf:RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'>",
                "RSS 0.90",
            ),
            ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "RSS 1.0"),
            ("<CHANNEL>", "CDF"),
            ("<br/>A warning of the server<rss version='2.0'>", "RSS 2.0"),
        ] {
            assert_eq!(outline(root).unwrap().name, name);
        }
        assert!(outline("<opml version='2.0'><body/></opml>").is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_outlined_without_a_panic(
            text in "<(rss|feed)>(<channel>|</channel>|<item>|</item>|<entry|>|/>|<title>|</title>|<media:group>|<b>|</b>|<a:b xmlns:a='|'|<!\\[CDATA\\[|\\]\\]>|&|é){0,60}"
        ) {
            if let Some(outline) = outline(&text) {
                for element in outline.entries.iter().flat_map(|entry| &entry.elements) {
                    prop_assert!(text.contains(element.inner));
                }
            }
        }
    }
}
