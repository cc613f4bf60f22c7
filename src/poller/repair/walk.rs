//! The way through a document's tokens that fills its outline: which element stands in which, and where those end
//! whose end tags are missing.

use super::names::{Field, Namespace, field};
use super::outline::{Element, EntryOutline, Outline, attribute, local};
use super::scope::Scope;
use super::tokens::{Tag, Token, Tokens};

/// How deep elements that are looked into may nest; below, they are passed over.
const DEEPEST: usize = 8;
/// How often one document's missing end tags are searched for in vain; each search may read all that is left.
const MOST_SEARCHES: u32 = 8;
/// Kinds of faults that are told.
const MOST_FAULTS: usize = 5;

/// Reads everything from the root's start tag on into the outline.
pub fn walk<'a>(tokens: Tokens<'a>, scope: Scope<'a>, root: Tag<'a>, outline: &mut Outline<'a>) {
    let mut walker = Walker {
        tokens,
        open: Vec::new(),
        scope,
        searches: 0,
        outline,
    };
    if local(root.name).eq_ignore_ascii_case("entry") {
        walker.entry(root);
    } else if !root.empty {
        walker.feed(root.name);
    }
    walker.outline.cut = walker.tokens.cut || !walker.open.is_empty();
    walker.outline.odd |= walker.scope.odd;
}

struct Walker<'a, 'o> {
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

impl<'a> Walker<'a, '_> {
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
        let (end, mixed) = if tag.empty {
            (start, false)
        } else {
            self.inside(tag, meaning)
        };
        self.scope.leave(self.open.len());
        let (field, rank) = meaning?;
        Some(Element {
            field,
            rank,
            namespace,
            name: local(tag.name),
            attributes: tag.attributes,
            inner: &self.tokens.text[start..end],
            mixed,
        })
    }

    /// Reads to the end of an element; says where its inside ends, and whether there are elements in it.
    fn inside(&mut self, tag: Tag<'a>, meaning: Option<(Field, u8)>) -> (usize, bool) {
        let start = self.tokens.at;
        let mut markup = None;
        let mut depth = 0_u32;
        loop {
            let at = self.tokens.at;
            let Some(token) = self.tokens.next() else {
                self.tokens.cut = true;
                return (at, markup.is_some());
            };
            let missing = match token {
                Token::End(name) if name.eq_ignore_ascii_case(tag.name) => {
                    if depth == 0 {
                        return (at, markup.is_some());
                    }
                    depth -= 1;
                    false
                }
                Token::End(name) => self.is_open(name),
                Token::Start(inside) => {
                    markup.get_or_insert(at);
                    if !inside.empty && inside.name.eq_ignore_ascii_case(tag.name) {
                        depth += 1;
                    }
                    // An entry cannot stand in a title or a text.
                    meaning.is_some() && opens_entry(inside) && !holds_xml(tag)
                }
                Token::Text(_) | Token::Cdata(_) => false,
            };
            if missing {
                let end = self.unclosed(tag, meaning, markup, start, at);
                return (end, markup.is_some_and(|markup| markup < end));
            }
        }
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
            Some(_) => {
                let words =
                    |markup: &usize| !self.tokens.text[start..*markup].trim_ascii().is_empty();
                markup.filter(words).unwrap_or(end)
            }
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
    use crate::poller::repair::outline;
    use proptest::prelude::*;

    /// The feed's and each entry's elements, as "name=inside".
    fn shown(text: &str) -> Vec<Vec<String>> {
        let read = outline(text).unwrap();
        let entries = read.entries.iter().map(|entry| &entry.elements);
        let all = std::iter::once(&read.feed).chain(entries);
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
        let read = outline("<feed><entry><id>1</id></entry><entry><id>2</i").unwrap();
        assert!(read.cut);
        assert_eq!(
            read.entries
                .iter()
                .map(|entry| entry.whole)
                .collect::<Vec<_>>(),
            [true, false]
        );
        assert!(
            !outline("<feed><entry><id>1</id></entry></feed>")
                .unwrap()
                .cut
        );
    }

    proptest! {
        #[test]
        fn any_text_is_outlined_without_a_panic(
            text in "<(rss|feed)>(<channel>|</channel>|<item>|</item>|<entry|>|/>|<title>|</title>|<media:group>|<b>|</b>|<a:b xmlns:a='|'|<!\\[CDATA\\[|\\]\\]>|&|é){0,60}"
        ) {
            if let Some(read) = outline(&text) {
                for element in read.entries.iter().flat_map(|entry| &entry.elements) {
                    prop_assert!(text.contains(element.inner));
                }
            }
        }
    }
}
