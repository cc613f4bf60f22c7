//! Pages and plain texts to articles: what is text, what is furniture, and what is only a preview. Invented outlets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use jiff::Timestamp;
use pullquote::news::Preview;
use pullquote::renderer::article::{Reading, Verdict, read_html, read_text};
use pullquote::renderer::{BlockKind, SpanStyle};
use url::Url;

const PAGE: &str = include_str!("fixtures/pages/preview.html");

fn page() -> Reading {
    let url = Url::parse("https://ledger.example/2025/08/17/wall").expect("an address");
    read_html(PAGE, Some(&url))
}

fn seconds(time: &str) -> i64 {
    time.parse::<Timestamp>().expect("a time").as_second()
}

/// A page with a text of so many paragraphs, and something before and after them.
fn article(before: &str, paragraphs: usize, after: &str) -> String {
    let paragraph = "<p>The council of Oldmarsh voted on Tuesday to raise the flood wall by forty centimetres, a decision \
                     that residents had asked for since the winter of 2019, when the mill stood under water.</p>";
    let text: String = (0..paragraphs)
        .map(|n| paragraph.replace("forty", &format!("{}", n + 30)))
        .collect();
    format!("<html><body><div class=story>{before}{text}{after}</div></body></html>")
}

#[test]
fn a_page_gives_its_title_names_dates_and_site() {
    let reading = page();
    assert_eq!(
        reading.title.as_deref(),
        Some("Oldmarsh Asks for a Plan for the Wall")
    );
    assert_eq!(reading.byline.as_deref(), Some("Ada Quill, Tom Fenn"));
    assert_eq!(reading.published, Some(seconds("2025-08-17T11:49:00Z")));
    assert_eq!(reading.updated, Some(seconds("2025-08-18T13:00:00Z")));
    assert_eq!(reading.site.as_deref(), Some("The Ledger"));
    assert_eq!(reading.language.as_deref(), Some("en"));
    assert_eq!(
        reading.lead_image.as_deref(),
        Some("https://ledger.example/wall.jpg?w=1200")
    );
    assert_eq!(reading.verdict, Verdict::Article);
}

#[test]
fn the_text_is_the_paragraphs_and_nothing_else() {
    let reading = page();
    let body = reading.body();
    let paragraphs: Vec<&str> = body.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 8, "{paragraphs:#?}");
    assert!(paragraphs[0].starts_with("Amid the setbacks"));
    assert!(paragraphs[7].ends_with("Tuesdays and Fridays only."));
    let standfirst = reading.standfirst.as_deref().unwrap();
    assert!(standfirst.starts_with("The county offered money"));
}

#[test]
fn the_notice_becomes_the_preview() {
    let (preview, sentence) = page().preview;
    assert_eq!(preview, Preview::Certain);
    assert!(sentence.unwrap().starts_with("You have a preview view"));
}

#[test]
fn furniture_is_folded_with_its_reason_and_the_picture_stays() {
    let reading = page();
    let folded = |words: &str| {
        reading
            .folded
            .iter()
            .find(|f| f.text.contains(words))
            .map(|f| f.why.as_ref())
    };
    assert_eq!(folded("Comments"), Some("comments"));
    assert_eq!(folded("The night the mill flooded"), Some("related links"));
    assert_eq!(folded("morning letter"), Some("newsletter"));
    let image = reading
        .document
        .blocks
        .iter()
        .any(|b| matches!(b.kind, BlockKind::Image(_)));
    let caption = reading
        .document
        .blocks
        .iter()
        .any(|b| b.kind == BlockKind::Caption);
    assert!(image && caption);
    assert_eq!(
        reading.document.images[0].url,
        "https://ledger.example/wall-800.jpg"
    );
}

#[test]
fn a_plain_text_gets_the_same_treatment() {
    let text = "You have a preview view of this article while we are checking your access.\n\
                The county offered money for the wall. But the offer was vague.\n\n\
                Aug. 17, 2025, 7:49 a.m. ET\n\
                Amid the setbacks for Oldmarsh from the meeting of the county board in Fenwick, officials found hope.\n\
                “The good news is that the county is ready,” Mayor Lena Brook said after the call on Saturday.\n\
                Comments";
    let reading = read_text(text);
    assert_eq!(reading.preview.0, Preview::Certain);
    assert_eq!(
        reading.standfirst.as_deref(),
        Some("The county offered money for the wall. But the offer was vague.")
    );
    assert_eq!(reading.published, Some(seconds("2025-08-17T11:49:00Z")));
    assert_eq!(reading.document.blocks.len(), 2);
    assert_eq!(reading.folded.len(), 1);
    assert_eq!(
        (
            reading.folded[0].text.as_str(),
            reading.folded[0].why.as_ref()
        ),
        ("Comments", "comments")
    );
}

#[test]
fn a_title_above_a_plain_text_is_its_title() {
    let reading = read_text(
        "The wall at Oldmarsh\n\nThe council voted on Tuesday.\n\nThe work begins in spring.\n",
    );
    assert_eq!(reading.title.as_deref(), Some("The wall at Oldmarsh"));
    assert_eq!(
        reading.document.text,
        "The council voted on Tuesday.\n\nThe work begins in spring."
    );
}

#[test]
fn a_page_that_is_not_free_is_a_preview_only_where_its_text_is_short() {
    let wall = "<div class='paywall-overlay'></div><script type=application/ld+json>\
                {\"@type\":\"NewsArticle\",\"headline\":\"Wall\",\"isAccessibleForFree\":false}</script>";
    assert_eq!(
        read_html(&article(wall, 12, ""), None).preview,
        (Preview::No, None)
    );
    assert_eq!(
        read_html(&article(wall, 3, ""), None).preview,
        (Preview::Likely, None)
    );
    assert_eq!(
        read_html(&article("", 3, ""), None).preview,
        (Preview::No, None)
    );
}

#[test]
fn notices_are_certain_only_at_the_edges_of_a_text() {
    for notice in [
        "Subscribe to continue reading.",
        "You have reached your article limit.",
        "This article is for subscribers only",
        "Already a subscriber? Log in",
    ] {
        let page = article("", 6, &format!("<p>{notice}</p>"));
        assert_eq!(
            read_html(&page, None).preview,
            (Preview::Certain, Some(notice.to_owned())),
            "{notice}"
        );
    }
    let about = "<p>The paper will ask its readers to subscribe to continue reading, its editor said on Monday, in a \
                 note of more than forty words that goes on for quite some time about what a paper costs to make in a town \
                 of this size, and who pays for it.</p>";
    let page = article("", 6, about);
    assert_eq!(read_html(&page, None).preview.0, Preview::No);
}

#[test]
fn no_more_than_a_quarter_is_ever_folded() {
    let labels =
        "<p>Advertisement</p><p>Share this article</p><p>Read more: the wall</p>".repeat(12);
    let reading = read_html(&article(&labels, 1, ""), None);
    let words = |t: &str| t.split_whitespace().count();
    let folded: usize = reading.folded.iter().map(|f| words(&f.text)).sum();
    assert!(
        folded * 3 <= words(&reading.document.text),
        "{folded} of {}",
        words(&reading.document.text)
    );
}

#[test]
fn the_links_of_a_page_of_links_stay() {
    let links =
        "<p><a href=https://a.example/n>Number one: a story of the river</a></p>".repeat(30);
    let reading = read_html(&article(&links, 2, ""), None);
    let kept = reading
        .document
        .spans
        .iter()
        .filter(|s| matches!(s.style, SpanStyle::Link(_)))
        .count();
    assert_eq!(kept, 30);
}

#[test]
fn a_text_in_sections_is_found_whole() {
    let section = "<section><div><h2>Step</h2><div class=text><p>Open the lock slowly and wait until the water on both \
                   sides stands at the same height, then open the gates and take the boat through.</p></div></div></section>";
    let page = format!(
        "<html><body><nav><a href=/>Home</a></nav><main>{}<section><div class=lead><p>{}</p></div></section></main></body></html>",
        section.repeat(8),
        "A lock is a chamber with gates at both ends, in which boats are raised and lowered, and this is how it is used. ".repeat(3)
    );
    let body = read_html(&page, None).body();
    assert_eq!(body.matches("Open the lock slowly").count(), 8);
}

#[test]
fn pages_without_an_article_say_so() {
    let scripts = format!(
        "<html><body><div id=root>Loading</div><script>{}</script></body></html>",
        "x();".repeat(500)
    );
    assert_eq!(read_html(&scripts, None).verdict, Verdict::NeedsScripts);
    assert_eq!(
        read_html("<html><body><a href=/>Home</a></body></html>", None).verdict,
        Verdict::NoArticle
    );
    assert_eq!(read_html("", None).verdict, Verdict::NoArticle);
}

#[test]
fn a_text_that_only_the_data_holds_is_read_from_there() {
    let text = "The council of Oldmarsh voted on Tuesday to raise the wall. ".repeat(20);
    let page = format!(
        "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Wall\",\
         \"articleBody\":\"{text}\"}}</script></head><body><div id=app></div></body></html>"
    );
    let reading = read_html(&page, None);
    assert_eq!(reading.body().matches("Oldmarsh").count(), 20);
    assert_eq!(reading.verdict, Verdict::Article);
}

#[test]
fn hostile_pages_end_soon() {
    let pages = [
        "<div>".repeat(30_000) + "word",
        "<table><tr><td>".repeat(3_000) + "word",
        "<p>a".repeat(30_000),
        "<p>".to_owned() + &"&amp;".repeat(30_000),
        "<script type='application/ld+json'>".to_owned()
            + &"[".repeat(100_000)
            + "</script><p>word",
    ];
    for page in pages {
        read_html(&page, None);
    }
}
