//! The one table of names: which element of which format means what. Every format that was ever called a feed meets
//! here, and nowhere else.

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// No namespace: RSS 0.9x and 2.0, CDF.
    None,
    /// RSS 1.0, which feed-rs reads as RSS.
    Rss,
    /// The other names that RSS was given, which it does not.
    OldRss,
    Atom,
    /// Atom 0.3, the draft.
    OldAtom,
    Rdf,
    Content,
    DublinCore,
    DublinCoreTerms,
    Itunes,
    Media,
    Syndication,
    Xhtml,
    Other,
}

impl Namespace {
    /// By its name, however it is spelled.
    pub fn of(uri: &str) -> Self {
        let uri = uri.trim().to_ascii_lowercase();
        let uri = uri
            .trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_end_matches(['/', '#']);
        match uri {
            "" => Self::None,
            "purl.org/rss/1.0" => Self::Rss,
            "www.w3.org/2005/atom" => Self::Atom,
            "purl.org/atom/ns" => Self::OldAtom,
            "www.w3.org/1999/02/22-rdf-syntax-ns" => Self::Rdf,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "purl.org/dc/elements/1.0" | "purl.org/dc/elements/1.1" => Self::DublinCore,
            "purl.org/dc/terms" => Self::DublinCoreTerms,
            "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => {
                Self::Itunes
            }
            "search.yahoo.com/mrss" => Self::Media,
            "purl.org/rss/1.0/modules/syndication" => Self::Syndication,
            "www.w3.org/1999/xhtml" => Self::Xhtml,
            _ if uri.starts_with("backend.userland.com/rss")
                || uri.starts_with("blogs.law.harvard.edu/tech/rss")
                || uri.starts_with("cyber.law.harvard.edu/rss")
                || uri.starts_with("www.rssboard.org")
                || uri.starts_with("channel.netscape.com/rdf")
                || uri.starts_with("my.netscape.com")
                || uri.starts_with("purl.org/net/rss1.1")
                || uri.starts_with("purl.org/rss/2.0") =>
            {
                Self::OldRss
            }
            _ => Self::Other,
        }
    }

    /// Whether feed-rs knows it by this spelling, which it does not need to know those by that it may leave out.
    pub fn is_exact(self, uri: &str) -> bool {
        let exact = match self {
            Self::Rss => "http://purl.org/rss/1.0/",
            Self::Atom => "http://www.w3.org/2005/Atom",
            Self::Content => "http://purl.org/rss/1.0/modules/content/",
            Self::DublinCore => "http://purl.org/dc/elements/1.1/",
            Self::Media => "http://search.yahoo.com/mrss/",
            _ => return true,
        };
        uri == exact
    }

    /// By the prefix that everybody uses for it, where a document does not declare it.
    pub fn usual(prefix: &str) -> Self {
        match prefix {
            "" => Self::None,
            "atom" | "atom10" | "a10" => Self::Atom,
            "rdf" => Self::Rdf,
            "content" => Self::Content,
            "dc" => Self::DublinCore,
            "dcterms" => Self::DublinCoreTerms,
            "itunes" => Self::Itunes,
            "media" => Self::Media,
            "sy" => Self::Syndication,
            "xhtml" => Self::Xhtml,
            "rss" => Self::OldRss,
            _ => Self::Other,
        }
    }

    /// RSS, Atom, or what has no other name.
    pub fn is_core(self) -> bool {
        matches!(
            self,
            Self::None | Self::Rss | Self::OldRss | Self::Atom | Self::OldAtom
        )
    }
}

/// What an element means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The feed itself, within its root.
    Channel,
    Entry,
    Title,
    Link,
    Id,
    /// An id that is also the link, unless it says otherwise.
    Guid,
    Summary,
    Content,
    Published,
    Updated,
    Author,
    Category,
    Comments,
    Enclosure,
    /// `media:content`, and `media:group` around several.
    Media,
    Group,
    /// A picture, by attribute or by a `url` within.
    Image,
    /// Of the entry's recording.
    Duration,
    Language,
    /// How often to ask: `ttl`, `sy:*`, `skip*`.
    Ttl,
    Period,
    Frequency,
    SkipHours,
    SkipDays,
}

impl Field {
    /// Whether a feed or entry has only one of it.
    pub fn is_single(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Id
                | Self::Guid
                | Self::Summary
                | Self::Content
                | Self::Published
                | Self::Updated
        )
    }
}

/// What an element means, and how it ranks among those that mean the same: the lowest counts.
/// The name is in lower case.
pub fn field(namespace: Namespace, name: &str) -> Option<(Field, u8)> {
    use Field as F;
    if namespace.is_core() {
        return Some(match name {
            "channel" => (F::Channel, 0),
            "item" | "entry" => (F::Entry, 0),
            "title" => (F::Title, 0),
            "link" => (F::Link, 0),
            "id" => (F::Id, 0),
            "guid" => (F::Guid, 1),
            "description" | "subtitle" | "tagline" => (F::Summary, 0),
            "summary" | "abstract" => (F::Summary, 1),
            "info" => (F::Summary, 6),
            "content" | "fullitem" => (F::Content, 1),
            "body" => (F::Content, 2),
            "pubdate" | "published" => (F::Published, 0),
            "issued" => (F::Published, 1),
            "created" => (F::Published, 4),
            "updated" | "modified" => (F::Updated, 0),
            "lastbuilddate" => (F::Updated, 1),
            // In RSS it is an address, more often than a name.
            "author" => (F::Author, 2),
            "managingeditor" => (F::Author, 3),
            "webmaster" => (F::Author, 6),
            "category" => (F::Category, 0),
            "comments" => (F::Comments, 0),
            "enclosure" => (F::Enclosure, 0),
            "image" => (F::Image, 3),
            "language" => (F::Language, 0),
            "ttl" => (F::Ttl, 0),
            "skiphours" => (F::SkipHours, 0),
            "skipdays" => (F::SkipDays, 0),
            _ => return None,
        });
    }
    Some(match (namespace, name) {
        (Namespace::Content, "encoded") => (F::Content, 0),
        (Namespace::Xhtml, "body" | "div") => (F::Content, 2),
        (Namespace::DublinCore, "title") => (F::Title, 1),
        (Namespace::DublinCore, "description") => (F::Summary, 4),
        (Namespace::DublinCore, "identifier") => (F::Id, 3),
        (Namespace::DublinCore, "date") => (F::Published, 2),
        (Namespace::DublinCore, "creator") => (F::Author, 1),
        (Namespace::DublinCore, "author") => (F::Author, 3),
        (Namespace::DublinCore, "publisher") => (F::Author, 5),
        (Namespace::DublinCore, "subject") => (F::Category, 0),
        (Namespace::DublinCore, "language") => (F::Language, 0),
        (Namespace::DublinCoreTerms, "issued") => (F::Published, 2),
        (Namespace::DublinCoreTerms, "created") => (F::Published, 3),
        (Namespace::DublinCoreTerms, "modified") => (F::Updated, 2),
        (Namespace::DublinCoreTerms, "abstract") => (F::Summary, 4),
        (Namespace::Itunes, "title") => (F::Title, 2),
        (Namespace::Itunes, "summary") => (F::Summary, 2),
        (Namespace::Itunes, "subtitle") => (F::Summary, 3),
        (Namespace::Itunes, "author") => (F::Author, 4),
        (Namespace::Itunes, "owner") => (F::Author, 5),
        (Namespace::Itunes, "image") => (F::Image, 1),
        (Namespace::Itunes, "duration") => (F::Duration, 0),
        (Namespace::Media, "title") => (F::Title, 3),
        (Namespace::Media, "description" | "text") => (F::Summary, 5),
        (Namespace::Media, "group") => (F::Group, 0),
        (Namespace::Media, "content") => (F::Media, 0),
        (Namespace::Media, "thumbnail") => (F::Image, 0),
        (Namespace::Syndication, "updateperiod") => (F::Period, 0),
        (Namespace::Syndication, "updatefrequency") => (F::Frequency, 0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_known_however_they_are_spelled() {
        for uri in [
            "http://purl.org/dc/elements/1.1/",
            "https://purl.org/dc/elements/1.1",
            "HTTP://PURL.ORG/DC/Elements/1.1/",
        ] {
            assert_eq!(Namespace::of(uri), Namespace::DublinCore);
        }
        assert_eq!(
            Namespace::of("http://backend.userland.com/rss2"),
            Namespace::OldRss
        );
        assert_eq!(Namespace::of("urn:x"), Namespace::Other);
    }

    #[test]
    fn the_same_thing_has_many_names() {
        let meanings = [
            (Namespace::None, "description", Field::Summary),
            (Namespace::OldAtom, "issued", Field::Published),
            (Namespace::DublinCore, "date", Field::Published),
            (Namespace::Rss, "item", Field::Entry),
        ];
        for (namespace, name, meaning) in meanings {
            assert_eq!(
                field(namespace, name).map(|(field, _)| field),
                Some(meaning),
                "{name}"
            );
        }
        assert_eq!(field(Namespace::Other, "title"), None);
    }
}
