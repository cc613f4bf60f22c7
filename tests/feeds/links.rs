//! Links, files and authors.

use crate::{entry, item, read};

#[test]
fn links_are_resolved_against_every_base_there_is() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://other.example/a/'><link href='.'/>
        <entry xml:base='b/'><link href='c'/><content type='html'>&lt;a href=\"d\">x&lt;/a></content></entry></feed>",
    );
    assert_eq!(feed.link.as_deref(), Some("https://other.example/a/"));
    assert_eq!(
        feed.entries[0].link.as_deref(),
        Some("https://other.example/a/b/c")
    );
    assert_eq!(
        feed.entries[0].html(),
        "<a href=\"https://other.example/a/b/d\">x</a>"
    );
}

#[test]
fn the_page_is_chosen_among_the_links() {
    let link = |links: &str| entry(links).link;
    assert_eq!(
        link("<link rel='self' href='/s'/><link href='/p'/><link rel='edit' href='/e'/>")
            .as_deref(),
        Some("https://ledger.example/p")
    );
    assert_eq!(
        link("<link type='text/html' href='/p'/><link type='application/pdf' href='/f'/>")
            .as_deref(),
        Some("https://ledger.example/p")
    );
    assert_eq!(
        link("<id>https://ledger.example/1</id>").as_deref(),
        Some("https://ledger.example/1")
    );
    assert_eq!(link("<id>urn:1</id>"), None);
}

#[test]
fn a_guid_is_the_link_unless_it_says_otherwise() {
    assert_eq!(
        item("<guid>https://ledger.example/1</guid>")
            .link
            .as_deref(),
        Some("https://ledger.example/1")
    );
    assert_eq!(
        item("<guid isPermaLink='true'>/1</guid>").link.as_deref(),
        Some("https://ledger.example/1")
    );
    assert_eq!(
        item("<guid isPermaLink='false'>https://ledger.example/1</guid>").link,
        None
    );
    assert_eq!(
        item("<guid>https://ledger.example/1</guid><link>/2</link>")
            .link
            .as_deref(),
        Some("https://ledger.example/2")
    );
}

#[test]
fn files_with_their_durations_and_a_picture() {
    for (duration, seconds) in [("3723", 3723), ("62:03", 3723), ("1:02:03", 3723)] {
        let entry = item(&format!(
            "<enclosure url='/a.mp3' type='audio/mpeg' length='9'/><itunes:duration>{duration}</itunes:duration>
             <itunes:image href='/i.jpg'/>"
        ));
        assert_eq!(entry.enclosures[0].url, "https://ledger.example/a.mp3");
        assert_eq!(
            (entry.enclosures[0].duration, entry.enclosures[0].length),
            (Some(seconds), Some(9))
        );
        assert_eq!(entry.image.as_deref(), Some("https://ledger.example/i.jpg"));
    }
    let thumbnail = item("<link>/1</link><media:thumbnail url='/t.jpg'/>");
    assert_eq!(
        thumbnail.image.as_deref(),
        Some("https://ledger.example/t.jpg")
    );
}

#[test]
fn authors_in_every_form() {
    for (inside, author, email) in [
        (
            "<author>ada@ledger.example (Ada Field)</author>",
            "Ada Field",
            Some("ada@ledger.example"),
        ),
        (
            "<dc:creator>Ada Field</dc:creator><author>ada@ledger.example</author>",
            "Ada Field",
            Some("ada@ledger.example"),
        ),
        (
            "<dc:creator>Ada Field</dc:creator><dc:creator>Ben Moor</dc:creator>",
            "Ada Field, Ben Moor",
            None,
        ),
        (
            "<itunes:author>Ada Field</itunes:author>",
            "Ada Field",
            None,
        ),
        (
            "<atom:author><atom:name>Ada Field</atom:name><atom:email>a@b.example</atom:email></atom:author>",
            "Ada Field",
            Some("a@b.example"),
        ),
    ] {
        let entry = item(inside);
        assert_eq!(
            (entry.author.as_deref(), entry.author_email.as_deref()),
            (Some(author), email),
            "{inside}"
        );
    }
}

#[test]
fn an_author_that_breaks_the_parser_breaks_nothing_else() {
    // feed-rs slices around the address, through the middle of a character.
    let entry = item("<title>A</title><link>/a</link><author>Zoë—zoe@ledger.example—é</author>");
    assert_eq!(entry.title, "A");
    assert!(entry.author.is_some());
}
