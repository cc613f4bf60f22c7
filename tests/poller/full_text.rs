//! Articles' pages: how they are asked for, what is made of them, and what is said where there is none.

use std::path::PathBuf;

use pullquote::config::{Config, RequestConfig, SiteConfig};
use pullquote::news::{FullText, Preview};
use pullquote::poller::{PageError, Poller};
use pullquote::renderer::article::{Reading, Verdict};
use pullquote::runtime::{Obtained, obtain, outcome};
use url::Url;

use super::server::{Answer, Seen, Server};
use super::{NOON, settings};

/// Paragraphs of a story, each of them its own.
fn story(paragraphs: std::ops::Range<usize>) -> String {
    paragraphs
        .map(|n| {
            format!(
                "<p>On day {n} the council of Oldmarsh met at the mill to speak about the wall, which had stood half \
                 finished since winter {n}, and about the ferry, whose keeper had asked for a second boat.</p>"
            )
        })
        .collect()
}

fn page(head: &str, inside: &str) -> Answer {
    let html = format!(
        "<html><head><title>The wall</title>{head}</head><body><nav><a href=/>Home</a></nav>\
         <article><h1>The wall</h1>{inside}</article></body></html>"
    );
    Answer::new(200, html).with("Content-Type", "text/html; charset=utf-8")
}

/// Asks for `/wall` of a server, whose feed is at `/feed`.
fn ask_with(server: &Server, config: &Config, how: &RequestConfig) -> Result<Obtained, PageError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_stack_size(32 << 20)
        .enable_all()
        .build()
        .unwrap();
    let poller = Poller::new(settings());
    let url = Url::parse(&format!("{}/wall", server.address)).unwrap();
    let feed = Url::parse(&format!("{}/feed", server.address)).unwrap();
    runtime.block_on(obtain(&poller, config, &url, (&feed, how), NOON))
}

fn ask(server: &Server) -> Result<Obtained, PageError> {
    ask_with(server, &Config::default(), &RequestConfig::default())
}

/// What is kept and said of an answer to `/wall`.
fn kept(answer: Answer) -> (FullText, Result<(), String>) {
    let server = Server::start(move |_| answer.clone());
    outcome(ask(&server), NOON)
}

#[test]
fn a_page_is_asked_for_by_our_own_name_and_without_saying_where_from() {
    let server = Server::start(|_| page("", &story(0..6)));
    let reading = ask(&server).unwrap().reading;
    assert_eq!(reading.verdict, Verdict::Article);
    assert_eq!(reading.document.blocks.len(), 6);
    let seen = server.seen();
    assert_eq!(seen.len(), 1);
    assert!(
        seen[0]
            .text("user-agent")
            .unwrap()
            .starts_with("pullquote/")
    );
    assert!(seen[0].text("accept").unwrap().starts_with("text/html"));
    assert_eq!(seen[0].header("referer"), None);
    assert_eq!(seen[0].header("cookie"), None);
}

#[test]
fn what_the_feed_is_asked_with_goes_to_its_own_server_alone() {
    let how = RequestConfig {
        headers: vec![("X-Club".to_owned(), "yes".to_owned())],
        ..RequestConfig::default()
    };
    let own = Server::start(|_| page("", &story(0..3)));
    ask_with(&own, &Config::default(), &how).unwrap();
    assert_eq!(own.seen()[0].text("x-club"), Some("yes"));
    let other = Server::start(|_| page("", &story(0..3)));
    let at = format!("{}/wall", other.address);
    let first = Server::start(move |_| Answer::new(302, "").with("Location", at.clone()));
    // The other one is in the reader's own network, and nobody chose it.
    let error = ask_with(&first, &Config::default(), &how).unwrap_err();
    assert!(error.to_string().contains("private"), "{error}");
    assert!(other.seen().is_empty());
}

#[test]
fn an_article_on_several_pages_is_joined() {
    let server = Server::start(|seen: &Seen| match seen.path.as_str() {
        "/wall" => page("<link rel=next href='/wall/2'>", &story(0..4)),
        "/wall/2" => page("<link rel=next href='/wall/3'>", &story(4..8)),
        // The last one leads round in a circle.
        "/wall/3" => page("<link rel=next href='/wall'>", &story(8..12)),
        _ => Answer::new(404, ""),
    });
    let reading = ask(&server).unwrap().reading;
    assert_eq!(server.seen().len(), 3);
    for day in 0..12 {
        assert!(
            reading.document.text.contains(&format!("On day {day} ")),
            "{day}"
        );
    }
    assert_eq!(reading.document.text.matches("On day").count(), 12);
    assert!(reading.document.is_sound());
    assert_eq!(
        Reading::from_json(&reading.to_json()).unwrap().document,
        reading.document
    );
}

#[test]
fn the_next_article_is_none_of_its_pages() {
    let server = Server::start(|_| page("<link rel=next href='/ferry'>", &story(0..4)));
    ask(&server).unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn the_readers_own_rule_says_where_the_article_and_its_next_page_are() {
    let server = Server::start(|seen: &Seen| match seen.path.as_str() {
        "/wall" => page(
            "",
            &format!(
                "<div class=tale>{}<p class=tip>Tip us.</p></div><p>Unrelated.</p><a class=more href=/part-b>More</a>",
                story(0..3)
            ),
        ),
        _ => page("", &format!("<div class=tale>{}</div>", story(3..5))),
    });
    let config = Config {
        sites: vec![SiteConfig {
            host: "127.0.0.1".to_owned(),
            body: Some(".tale".to_owned()),
            strip: Some(".tip".to_owned()),
            next_page: Some("a.more".to_owned()),
            cookies: None,
        }],
        ..Config::default()
    };
    let reading = ask_with(&server, &config, &RequestConfig::default())
        .unwrap()
        .reading;
    assert_eq!(server.seen().len(), 2);
    assert_eq!(reading.document.text.matches("On day").count(), 5);
    assert!(!reading.document.text.contains("Unrelated") && !reading.document.text.contains("Tip"));
    assert!(reading.folded.iter().any(|part| part.text == "Tip us."));
}

#[test]
fn the_readers_cookies_go_to_their_site() {
    let dir = tempfile::tempdir().unwrap();
    let line = |host: &str, name: &str| format!("{host}\tFALSE\t/\tFALSE\t0\t{name}\tvalue\n");
    let text = line("127.0.0.1", "paid") + &line("tracker.example", "spy");
    std::fs::write(dir.path().join("jar.txt"), text).unwrap();
    let config = |file: &str| Config {
        path: dir.path().join("config.toml"),
        sites: vec![SiteConfig {
            host: "127.0.0.1".to_owned(),
            cookies: Some(PathBuf::from(file)),
            ..SiteConfig::default()
        }],
        ..Config::default()
    };
    let server = Server::start(|_| page("", &story(0..3)));
    ask_with(&server, &config("jar.txt"), &RequestConfig::default()).unwrap();
    assert_eq!(server.seen()[0].text("cookie"), Some("paid=value"));
    let error = ask_with(&server, &config("none.txt"), &RequestConfig::default()).unwrap_err();
    assert!(error.to_string().contains("none.txt") && error.hint().contains("[[site]]"));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_server_that_wants_to_be_left_alone_is() {
    let busy = Answer::new(429, "slow down").with("Retry-After", "1200");
    let (full, result) = kept(busy);
    assert_eq!(full.retry, Some(NOON + 1200));
    assert_eq!((full.status, full.failures), (Some(429), 1));
    assert!(result.unwrap_err().contains("try again later"));
}

#[test]
fn a_refusal_is_a_sign_of_a_preview() {
    let mut teaser = page("", &story(0..3));
    teaser.status = 402;
    let (full, result) = kept(teaser);
    assert_eq!(result, Ok(()));
    let reading = Reading::from_json(&full.reading.unwrap()).unwrap();
    assert_eq!(reading.preview.0, Preview::Likely);
    let (full, result) = kept(Answer::new(403, "<p>No.</p>").with("Content-Type", "text/html"));
    assert_eq!((full.status, full.reading), (Some(403), None));
    assert!(result.unwrap_err().contains("subscribers"));
}

#[test]
fn what_is_no_article_is_said_and_told_apart() {
    let said = |answer: Answer| kept(answer).1.unwrap_err();
    let scripts = format!(
        "<div id=root></div><script>{}</script>",
        "render();".repeat(300)
    );
    assert!(said(page("", &scripts)).contains("scripts, which are not run here"));
    assert!(said(page("", "")).contains("no article in the page"));
    let pdf = Answer::new(200, "%PDF-1.7").with("Content-Type", "application/pdf");
    assert!(said(pdf).contains("application/pdf"));
    assert!(said(Answer::new(404, "")).contains("took the page away"));
}

#[test]
fn a_page_beyond_the_cap_is_read_as_far_as_it_goes() {
    let body = story(0..5) + "<!--" + &"x".repeat(5 << 20);
    let server = Server::start(move |_| page("", &body));
    let reading = ask(&server).unwrap().reading;
    assert!(reading.document.text.starts_with("On day 0"));
}
