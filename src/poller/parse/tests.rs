//! The two ways to read a feed, by feed-rs as it stands and written anew, must come to the same.

use proptest::prelude::*;

use super::*;

/// A document read by both ways; `None` where the plain way would not be taken.
fn both_ways(document: &str) -> Option<(ParsedFeed, ParsedFeed)> {
    let base = Url::parse("https://ledger.example/feeds/all.xml").unwrap();
    let outline = repair::outline(document).unwrap();
    if !repair::is_plain(&outline) {
        return None;
    }
    let plain = feed_rs_parse(undeclared(document), Some(&base)).unwrap();
    let anew = feed_rs_parse(&repair::atom(&outline, Some(&base)), None).unwrap();
    let read = |feed| entry::feed(feed, &outline.name, Some(&base));
    Some((read(plain), read(anew)))
}

#[track_caller]
fn agree(document: &str) {
    let (plain, anew) = both_ways(document).expect("feed-rs reads it");
    assert!(!plain.entries.is_empty());
    assert_eq!(plain, anew);
}

#[test]
fn rss_with_its_usual_modules() {
    agree(
        r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
  <title>The Ledger &amp;amp; Courier</title>
  <link>https://ledger.example/</link>
  <atom:link href="https://ledger.example/feed" rel="self" type="application/rss+xml"/>
  <description>All the news</description><language>en-GB</language>
  <managingEditor>desk@ledger.example (The desk)</managingEditor>
  <lastBuildDate>Sun, 22 Nov 2026 10:16:24 GMT</lastBuildDate>
  <item>
    <title>Rates held &lt;em&gt;again&lt;/em&gt;</title>
    <link>/2026/rates?a=1&amp;b=2</link>
    <guid isPermaLink="false">urn:ledger:1</guid>
    <pubDate>Sun, 22 Nov 2026 10:16:24 GMT</pubDate>
    <dc:creator><![CDATA[Ada Field]]></dc:creator>
    <category>Banks</category><category><![CDATA[Money & rates]]></category>
    <description><![CDATA[<p>Short.</p>]]></description>
    <content:encoded><![CDATA[<p>Long &amp; whole, “quoted”.</p>]]></content:encoded>
    <comments>https://ledger.example/2026/rates#talk</comments>
    <enclosure url="https://ledger.example/a.mp3" length="123" type="audio/mpeg"/>
    <slash:comments>3</slash:comments>
  </item>
  <item>
    <link>/2026/floods</link>
    <media:group><media:content url="https://ledger.example/b.jpg" type="image/jpeg" fileSize="77"/></media:group>
    <media:thumbnail url="https://ledger.example/t.jpg"/>
  </item>
</channel></rss>"#,
    );
}

#[test]
fn atom_with_escaped_html() {
    agree(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>urn:ledger</id><title>The Ledger</title><subtitle>All the news</subtitle><updated>2026-11-22T10:16:24Z</updated>
  <link href="https://ledger.example/"/><link rel="self" href="/feed"/>
  <author><name>The desk</name><email>desk@ledger.example</email></author>
  <entry>
    <id>urn:ledger:1</id><title type="html">Rates &lt;b&gt;held&lt;/b&gt;</title>
    <link href="rates.html"/><link rel="enclosure" type="audio/mpeg" length="9" href="a.mp3"/>
    <link rel="replies" href="rates.html#talk"/>
    <published>2026-11-22T10:16:24Z</published><updated>2026-11-22T11:00:00+01:00</updated>
    <author><name>Ada Field</name></author><author><name>Ben Moor</name></author>
    <category term="banks" label="Banks"/>
    <summary>a &lt; b</summary><content type="html">&lt;p&gt;Long &amp;amp; whole&lt;/p&gt;</content>
  </entry>
</feed>"#,
    );
}

/// Text as it may stand in a feed, markup and references in it.
fn words() -> impl Strategy<Value = String> {
    "([a-zé“ ]|&amp;|&lt;|&gt;|&quot;|&#233;|&lt;b&gt;|&lt;/b&gt;|&lt;br/&gt;){1,30}[a-z]"
}

proptest! {
    #[test]
    fn rss_of_any_words(title in words(), body in words(), author in "[A-Za-zé ]{1,12}[a-z]", id in "[a-z0-9:/#-]{1,12}", day in 1..28) {
        let document = format!(
            "<rss version='2.0'><channel><title>{title}</title><link>https://ledger.example/</link><item><title>{title}</title>
             <link>https://ledger.example/{id}</link><guid>{id}</guid><author>{author}</author>
             <pubDate>{day} Nov 2026 10:00:00 GMT</pubDate><description>{body}</description></item></channel></rss>"
        );
        let (plain, anew) = both_ways(&document).expect("feed-rs reads it");
        prop_assert_eq!(plain, anew);
    }

    #[test]
    fn atom_of_any_words(title in words(), body in words(), kind in "(text|html)", id in "[a-z0-9:/#-]{1,12}", day in 10..28) {
        let document = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>{title}</title><entry><id>{id}</id><title type='{kind}'>{title}</title>
             <link href='{id}'/><updated>2026-11-{day}</updated><content type='{kind}'>{body}</content></entry></feed>"
        );
        let (plain, anew) = both_ways(&document).expect("feed-rs reads it");
        prop_assert_eq!(plain, anew);
    }
}
