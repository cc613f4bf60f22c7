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
    let namespace = if namespace.is_core() {
        Namespace::None
    } else {
        namespace
    };
    let mut rows = NAMES.iter();
    let row = rows.find(|(known, names, ..)| *known == namespace && *names == name);
    row.map(|(_, _, field, rank)| (*field, *rank))
}

/// Vocabulary, name, meaning and rank. What has no namespace here has that of RSS, of Atom, or none.
#[rustfmt::skip]
const NAMES: &[(Namespace, &str, Field, u8)] = {
    use Field as F;
    use Namespace as N;
    &[
        (N::None, "item", F::Entry, 0),
        (N::None, "entry", F::Entry, 0),
        (N::None, "channel", F::Channel, 0),

        (N::None, "title", F::Title, 0),
        (N::DublinCore, "title", F::Title, 1),
        (N::Itunes, "title", F::Title, 2),
        (N::Media, "title", F::Title, 3),

        (N::None, "link", F::Link, 0),
        (N::None, "comments", F::Comments, 0),

        (N::None, "id", F::Id, 0),
        (N::None, "guid", F::Guid, 1),
        // 2 is `rdf:about`, an attribute.
        (N::DublinCore, "identifier", F::Id, 3),

        (N::None, "description", F::Summary, 0),
        (N::None, "subtitle", F::Summary, 0),
        (N::None, "tagline", F::Summary, 0),
        (N::None, "summary", F::Summary, 1),
        (N::None, "abstract", F::Summary, 1),
        (N::Itunes, "summary", F::Summary, 2),
        (N::Itunes, "subtitle", F::Summary, 3),
        (N::DublinCore, "description", F::Summary, 4),
        (N::DublinCoreTerms, "abstract", F::Summary, 4),
        (N::Media, "description", F::Summary, 5),
        (N::Media, "text", F::Summary, 5),
        (N::None, "info", F::Summary, 6),

        (N::Content, "encoded", F::Content, 0),
        (N::None, "content", F::Content, 1),
        (N::None, "fullitem", F::Content, 1),
        (N::None, "body", F::Content, 2),
        (N::Xhtml, "body", F::Content, 2),
        (N::Xhtml, "div", F::Content, 2),

        (N::None, "pubdate", F::Published, 0),
        (N::None, "published", F::Published, 0),
        (N::None, "issued", F::Published, 1),
        (N::DublinCore, "date", F::Published, 2),
        (N::DublinCoreTerms, "issued", F::Published, 2),
        (N::DublinCoreTerms, "created", F::Published, 3),
        (N::None, "created", F::Published, 4),

        (N::None, "updated", F::Updated, 0),
        (N::None, "modified", F::Updated, 0),
        (N::None, "lastbuilddate", F::Updated, 1),
        (N::DublinCoreTerms, "modified", F::Updated, 2),

        (N::DublinCore, "creator", F::Author, 1),
        // In RSS it is an address, more often than a name.
        (N::None, "author", F::Author, 2),
        (N::DublinCore, "author", F::Author, 3),
        (N::None, "managingeditor", F::Author, 3),
        (N::Itunes, "author", F::Author, 4),
        (N::DublinCore, "publisher", F::Author, 5),
        (N::Itunes, "owner", F::Author, 5),
        (N::None, "webmaster", F::Author, 6),

        (N::None, "category", F::Category, 0),
        (N::DublinCore, "subject", F::Category, 0),

        (N::None, "enclosure", F::Enclosure, 0),
        (N::Media, "content", F::Media, 0),
        (N::Media, "group", F::Group, 0),
        (N::Itunes, "duration", F::Duration, 0),
        (N::Media, "thumbnail", F::Image, 0),
        (N::Itunes, "image", F::Image, 1),
        (N::None, "image", F::Image, 3),

        (N::None, "language", F::Language, 0),
        (N::DublinCore, "language", F::Language, 0),

        (N::None, "ttl", F::Ttl, 0),
        (N::None, "skiphours", F::SkipHours, 0),
        (N::None, "skipdays", F::SkipDays, 0),
        (N::Syndication, "updateperiod", F::Period, 0),
        (N::Syndication, "updatefrequency", F::Frequency, 0),
    ]
};

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
