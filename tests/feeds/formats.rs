//! Every format, under every name and version.

use crate::{date, read, rss, titles};

#[test]
fn rss_1_0_with_its_ids_and_dublin_core() {
    let feed = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
            xmlns:dc='http://purl.org/dc/elements/1.1/'>
        <channel rdf:about='https://ledger.example/'><title>The Ledger</title><link>https://ledger.example/</link></channel>
        <item rdf:about='urn:ledger:1'><title>Rates held</title><link>https://ledger.example/1</link>
        <dc:creator>Ada Field</dc:creator><dc:date>2026-11-22T10:16+01:00</dc:date><dc:subject>Banks</dc:subject></item>
        </rdf:RDF>",
    );
    assert_eq!(
        (feed.format.as_str(), feed.title.as_deref()),
        ("RSS 1.0", Some("The Ledger"))
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.id, "urn:ledger:1");
    assert_eq!(entry.author.as_deref(), Some("Ada Field"));
    assert_eq!(date(entry.published), "2026-11-22T09:16:00Z");
    assert_eq!(entry.categories, ["Banks"]);
}

#[test]
fn rss_without_a_version_or_with_one_that_never_was() {
    for root in [
        "<rss>",
        "<rss version='0.93'>",
        "<rss version='2.01'>",
        "<RSS VERSION='2.0'>",
        "<rss version='2.0' xmlns='http://backend.userland.com/rss2'>",
    ] {
        let end = if root.starts_with("<RSS") {
            "RSS"
        } else {
            "rss"
        };
        let feed = read(format!(
            "{root}<channel><title>T</title><item><title>A</title></item></channel></{end}>"
        ));
        assert_eq!(titles(&feed), ["A"], "{root}");
    }
}

#[test]
fn items_beside_the_channel_and_without_a_channel() {
    let feed = read("<rss><channel><title>T</title></channel><item><title>A</title></item></rss>");
    assert_eq!(
        (feed.title.as_deref(), titles(&feed)),
        (Some("T"), vec!["A"])
    );
    assert_eq!(
        titles(&read(
            "<rss version='2.0'><item><title>A</title></item></rss>"
        )),
        ["A"]
    );
}

#[test]
fn atom_0_3() {
    let feed = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>The Ledger</title><tagline>All the news</tagline>
        <entry><title mode='escaped' type='text/html'>Rates &lt;b&gt;held&lt;/b&gt;</title><id>urn:1</id>
        <link rel='alternate' type='text/html' href='/1'/><issued>2003-12-31T10:14:55Z</issued>
        <modified>2004-01-01T10:14:55Z</modified><author><name>Ada Field</name></author>
        <content type='application/xhtml+xml'><p>Long &amp; whole<br/></p></content></entry></feed>",
    );
    assert_eq!(
        (feed.format.as_str(), feed.subtitle.as_deref()),
        ("Atom 0.3", Some("All the news"))
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.title, "Rates held");
    assert_eq!(entry.link.as_deref(), Some("https://ledger.example/1"));
    assert_eq!(date(entry.published), "2003-12-31T10:14:55Z");
    assert_eq!(date(entry.updated), "2004-01-01T10:14:55Z");
    assert_eq!(
        entry.content.as_deref(),
        Some("<p>Long &amp; whole<br></p>")
    );
}

#[test]
fn channel_definition_format() {
    let feed = read(
        "<CHANNEL HREF='https://ledger.example/'><TITLE>The Ledger</TITLE><ABSTRACT>All the news</ABSTRACT>
        <ITEM HREF='/1' LASTMOD='1998-03-01T10:00Z'><TITLE>Rates held</TITLE><ABSTRACT>Short</ABSTRACT></ITEM></CHANNEL>",
    );
    let entry = &feed.entries[0];
    assert_eq!(feed.link.as_deref(), Some("https://ledger.example/"));
    assert_eq!(
        (entry.title.as_str(), entry.html()),
        ("Rates held", "Short")
    );
    assert_eq!(entry.link.as_deref(), Some("https://ledger.example/1"));
    assert_eq!(date(entry.updated), "1998-03-01T10:00:00Z");
}

#[test]
fn json_feed_of_any_version_and_with_loose_types() {
    for version in [
        "https://jsonfeed.org/version/1",
        "https://jsonfeed.org/version/1.1",
        "http://jsonfeed.org/version/2",
        "",
    ] {
        let feed = read(format!(
            r#"{{"version": "{version}", "title": "The Ledger &amp; Courier", "home_page_url": "https://ledger.example/",
            "items": [{{"id": 1, "url": "/1", "external_url": "https://other.example/", "content_text": "a < b",
            "tags": "banks, rates", "authors": [{{"name": "Ada Field"}}], "image": "/i.jpg",
            "attachments": [{{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}}]}}]}}"#
        ));
        let entry = &feed.entries[0];
        assert_eq!(feed.title.as_deref(), Some("The Ledger & Courier"));
        assert_eq!(
            (entry.id.as_str(), entry.link.as_deref()),
            ("1", Some("https://ledger.example/1"))
        );
        assert_eq!(
            (entry.html(), entry.author.as_deref()),
            ("a &lt; b", Some("Ada Field"))
        );
        assert_eq!(entry.categories, ["banks", "rates"]);
        assert_eq!(entry.image.as_deref(), Some("https://ledger.example/i.jpg"));
        assert_eq!(
            (entry.enclosures.len(), entry.enclosures[0].length),
            (1, Some(9))
        );
    }
}

#[test]
fn namespaces_by_the_wrong_name_or_not_declared() {
    let feed = rss(
        "<item><title>A</title><dc:creator>Ada Field</dc:creator><content:encoded>Long</content:encoded></item>",
    );
    assert_eq!(feed.entries[0].author.as_deref(), Some("Ada Field"));
    assert_eq!(feed.entries[0].html(), "Long");
    assert_eq!(
        titles(&read(
            "<feed xmlns='urn:nobody'><entry><title>A</title></entry></feed>"
        )),
        ["A"]
    );
}
