//! A feed document as a list of its feed's and its entries' own elements, each with its raw inside: enough to say
//! what is in it and whether feed-rs will read that, and to write it anew where not. One pass, no copies, and no
//! document that it does not get to the end of.

use super::names::{Field, Namespace};
use super::references::Entities;
use super::scope::Scope;
use super::tokens::{Tag, Token, Tokens, attributes};
use super::walk::walk;

/// Start tags that may stand before the root of a feed: a warning in HTML that a server put there.
const BEFORE_ROOT: usize = 64;

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
    walk(tokens, scope, tag, &mut outline);
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

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
