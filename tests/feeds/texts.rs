//! Titles and bodies, by what the feed says of them and by what they are.

use crate::{entry, item};

#[test]
fn texts_of_atom_by_their_types() {
    for (content, html) in [
        ("<content>a &lt; b</content>", "a &lt; b"),
        ("<content type='text/plain'>a &lt; b</content>", "a &lt; b"),
        ("<content type='html'>&lt;p>a&lt;/p></content>", "<p>a</p>"),
        (
            "<content type='text/html; charset=utf-8'>&lt;p>a&lt;/p></content>",
            "<p>a</p>",
        ),
        (
            "<content type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:p title='&quot;'>a<x:br/></x:p></x:div></content>",
            "<div><p title='&quot;'>a<br></p></div>",
        ),
        (
            "<content type='application/xml'><p>a<i/></p></content>",
            "<p>a<i></i></p>",
        ),
        (
            "<content type='application/octet-stream'>PHA+YTwvcD4=</content>",
            "<p>a</p>",
        ),
        ("<content mode='base64'>PHA+YTwvcD4=</content>", "<p>a</p>"),
        ("<content type='nonsense'>a</content>", "a"),
        ("<content type=''>a</content>", "a"),
    ] {
        assert_eq!(entry(content).html(), html, "{content}");
    }
}

#[test]
fn content_goes_before_summary_and_the_fuller_description_before_the_shorter() {
    let entry = item("<description>Short</description><content:encoded>Long</content:encoded>");
    assert_eq!(
        (entry.summary.as_deref(), entry.html()),
        (Some("Short"), "Long")
    );
    let notes =
        item("<description>Short</description><itunes:summary>Longer notes</itunes:summary>");
    assert_eq!(notes.html(), "Longer notes");
    let only = item("<itunes:subtitle>Notes</itunes:subtitle>");
    assert_eq!(only.html(), "Notes");
}

#[test]
fn titles_are_one_line_of_plain_text() {
    for (title, plain) in [
        ("A &lt;b&gt;bold&lt;/b&gt;\n   claim", "A bold claim"),
        ("Vec&lt;T&gt; explained", "Vec<T> explained"),
        ("<![CDATA[Fish &amp; chips]]>", "Fish & chips"),
        ("a&lt;script&gt;alert(1)&lt;/script&gt;b", "ab"),
    ] {
        assert_eq!(item(&format!("<title>{title}</title>")).title, plain);
    }
    assert_eq!(
        entry("<title>a &lt;b&gt; c</title>").title,
        "a <b> c",
        "Atom's plain text says what it means"
    );
}
