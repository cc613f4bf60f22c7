//! What the reader sees when a server is slow, broken or hostile: that feed's error, and nothing else disturbed.

use std::net::TcpListener;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use pullquote::config::RequestConfig;
use pullquote::poller::{Polled, Poller, Settings, Status, Wanted};

use crate::server::{Answer, Server};
use crate::{HOUR, NOON, again, feed, poll, poll_with, rss, settings};

fn error(polled: &Polled) -> &str {
    assert_eq!(polled.status, Status::Failed);
    assert!(polled.state.failures > 0);
    polled.state.error.as_deref().unwrap()
}

/// Stored deflate blocks in a gzip member (RFC 1951, 3.2.4; RFC 1952).
fn gzip(data: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1));
        }
    }
    let length = u16::try_from(data.len()).unwrap();
    let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    member.extend(length.to_le_bytes());
    member.extend((!length).to_le_bytes());
    member.extend(data);
    member.extend((!crc).to_le_bytes());
    member.extend(u32::from(length).to_le_bytes());
    member
}

/// One uncompressed meta-block (RFC 7932, 9.2), and the empty last one.
fn brotli(data: &[u8]) -> Vec<u8> {
    let head = (u32::try_from(data.len()).unwrap() - 1) << 4 | 1 << 20;
    let mut stream = head.to_le_bytes()[..3].to_vec();
    stream.extend(data);
    stream.push(3);
    stream
}

#[test]
fn gzip_and_brotli_are_read() {
    for (encoding, body) in [
        ("gzip", gzip(&rss(&["a", "b"]))),
        ("br", brotli(&rss(&["a", "b"]))),
    ] {
        let server = Server::start(move |_| {
            Answer::new(200, body.clone()).with("Content-Encoding", encoding)
        });
        let polled = poll(feed(server.url("/feed")), NOON);
        assert_eq!(polled.parsed.expect(encoding).entries.len(), 2);
    }
}

#[test]
fn an_error_is_kept_with_the_feed_and_goes_with_the_next_success() {
    for (status, words) in [
        (404, "not found"),
        (500, "internal server error"),
        (403, "forbidden"),
        (418, "418"),
    ] {
        let server = Server::start(move |seen| match seen.header("x-again") {
            None => Answer::new(status, "no"),
            Some(_) => Answer::new(200, rss(&["a"])),
        });
        let failed = poll(feed(server.url("/feed")), NOON);
        assert!(error(&failed).contains(words), "{}", error(&failed));
        assert_eq!(failed.state.status, Some(status));
        let twice = poll(again(&failed), NOON + HOUR);
        assert_eq!(twice.state.failures, 2);
        let waits =
            [&failed, &twice].map(|p| p.state.next_due.unwrap() - p.state.last_poll.unwrap());
        assert!(waits[1] > waits[0], "it backs off: {waits:?}");
        let mut request = again(&twice);
        request.options.request.headers = vec![("X-Again".into(), "1".into())];
        let well = poll(request, NOON + 2 * HOUR);
        assert_eq!(
            (well.status, well.state.failures, well.state.error),
            (Status::Fresh, 0, None)
        );
    }
}

#[test]
fn a_page_instead_of_a_feed_is_named() {
    let page = "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\"></head></html>";
    let server = Server::start(move |_| Answer::new(200, page).with("Content-Type", "text/html"));
    let polled = poll(feed(server.url("/")), NOON);
    assert!(
        error(&polled).contains(&server.url("/rss")),
        "{}",
        error(&polled)
    );
    assert!(polled.state.hint.is_some());
}

#[test]
fn what_came_whole_of_a_cut_off_document_is_kept() {
    let whole = rss(&["a", "b", "c"]);
    let cut = whole.len() - 60;
    let server = Server::start(move |_| Answer {
        missing: 60,
        ..Answer::new(200, &whole[..cut])
    });
    let polled = poll(feed(server.url("/feed")), NOON);
    assert!(error(&polled).contains("cut off"), "{}", error(&polled));
    assert!(polled.state.partial);
    assert_eq!(polled.parsed.unwrap().entries.len(), 2);
}

#[test]
fn a_body_too_large_after_decompression_is_not_read_on() {
    let bomb = include_bytes!("../fixtures/poller/mebibyte_of_spaces.gz");
    let server = Server::start(|_| Answer::new(200, *bomb).with("Content-Encoding", "gzip"));
    let small = Settings {
        max_body: 100_000,
        ..settings()
    };
    let polled = poll_with(&Poller::new(small), vec![feed(server.url("/feed"))], NOON);
    assert!(
        error(&polled[0]).contains("larger than"),
        "{}",
        error(&polled[0])
    );
    assert_eq!(polled[0].bytes, 100_000);
}

#[test]
fn one_slow_body_holds_up_no_other() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/slow" => Answer {
            endless: true,
            ..Answer::new(
                200,
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>",
            )
        },
        _ => Answer::new(200, rss(&["a"])),
    });
    let impatient = Settings {
        patience: Duration::from_millis(1500),
        ..settings()
    };
    let mut all = vec![feed(server.url("/slow"))];
    all.extend((0..20).map(|n| feed(server.url(&format!("/{n}")))));
    let polled = poll_with(&Poller::new(impatient), all, NOON);
    assert_eq!(polled.len(), 21);
    assert!(polled[..20].iter().all(|p| p.status == Status::Fresh));
    assert_eq!(polled[20].parsed, None, "half a title is none");
    assert_eq!(
        polled[20].url,
        server.url("/slow"),
        "it is the last to come"
    );
    assert!(
        error(&polled[20]).contains("got stuck"),
        "{}",
        error(&polled[20])
    );
    let hint = polled[20].state.hint.as_deref().unwrap();
    assert!(hint.contains("`patience`"), "{hint}");
}

#[test]
fn a_server_that_thinks_for_long_is_waited_for_where_the_reader_says_so() {
    // It answers when it is asked at another address, which is after the impatient ones were sent away.
    let gate = Arc::new((Mutex::new(false), Condvar::new()));
    let opened = Arc::clone(&gate);
    let server = Server::start(move |seen| {
        let (open, changed) = &*opened;
        let mut is_open = open.lock().unwrap();
        if seen.path == "/open" {
            *is_open = true;
            changed.notify_all();
        }
        while !*is_open {
            is_open = changed.wait(is_open).unwrap();
        }
        Answer::new(200, rss(&["a"]))
    });
    let impatient = Poller::new(Settings {
        patience: Duration::from_millis(300),
        timeout: Duration::from_millis(600),
        ..settings()
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (slow, patient) = (feed(server.url("/slow")), {
        let mut patient = feed(server.url("/patient"));
        patient.options.request.patience = Some(Duration::from_mins(1));
        patient
    });
    let mut polled = Vec::new();
    let opener = feed(server.url("/open"));
    runtime.block_on(async {
        let waiting = async {
            let mut one = Vec::new();
            impatient
                .poll(vec![patient], || NOON, |p| one.push(p))
                .await;
            one
        };
        let opening = async {
            let mut two = Vec::new();
            impatient.poll(vec![slow], || NOON, |p| two.push(p)).await;
            impatient.poll(vec![opener], || NOON, |p| two.push(p)).await;
            two
        };
        let (one, two) = tokio::join!(waiting, opening);
        polled.extend(two.into_iter().chain(one));
    });
    assert!(error(&polled[0]).contains("no answer within"));
    let hint = polled[0].state.hint.as_deref().unwrap();
    assert!(hint.contains("`patience`"), "{hint}");
    assert_eq!(polled[1].status, Status::Fresh);
    assert_eq!(
        polled[2].status,
        Status::Fresh,
        "{:?}",
        polled[2].state.error
    );
}

#[test]
fn redirects_end() {
    let server = Server::start(|seen| {
        let next = match seen.path.as_str() {
            "/loop" => "/loop".to_owned(),
            "/to" => "/fro".to_owned(),
            "/fro" => "/to".to_owned(),
            path => format!("{path}x"),
        };
        Answer::new(302, "").with("Location", next)
    });
    for (path, words, requests) in [
        ("/loop", "circle", 1),
        ("/to", "circle", 2),
        ("/on", "more than 10", 11),
    ] {
        let before = server.seen().len();
        let polled = poll(feed(server.url(path)), NOON);
        assert!(error(&polled).contains(words), "{path}: {}", error(&polled));
        assert_eq!(server.seen().len() - before, requests, "{path}");
    }
}

#[test]
fn redirects_lead_to_http_and_https_alone() {
    for target in [
        "file:///etc/hostname",
        "gopher://x.example/",
        "javascript:1",
        "http://",
        "data:,x",
    ] {
        let server = Server::start(move |_| Answer::new(302, "").with("Location", target));
        let polled = poll(feed(server.url("/feed")), NOON);
        assert!(
            error(&polled).contains("redirects to no http"),
            "{target}: {}",
            error(&polled)
        );
    }
    let server = Server::start(|_| Answer::new(302, ""));
    let polled = poll(feed(server.url("/feed")), NOON);
    assert!(error(&polled).contains("redirects to no http"));
}

#[test]
fn a_public_server_redirects_into_no_private_network() {
    // A proxy stands in for the public internet: what it serves was never resolved on this machine.
    for target in [
        "http://127.0.0.1:9/",
        "http://[::1]/",
        "http://192.168.1.1/admin",
        "http://127.1/",
    ] {
        let proxy = Server::start(move |_| Answer::new(302, "").with("Location", target));
        let mut request = feed("http://news.example/feed");
        request.options.request.proxy = Some(proxy.address.clone());
        let polled = poll(request, NOON);
        assert!(
            error(&polled).contains("private network"),
            "{target}: {}",
            error(&polled)
        );
        assert_eq!(proxy.paths(), ["http://news.example/feed"]);
    }
}

#[test]
fn a_private_server_redirects_to_no_other() {
    let secret = Server::start(|_| Answer::new(200, rss(&["secret"])));
    let port = secret.address.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost"] {
        let target = format!("http://{host}:{port}/");
        let server = Server::start(move |_| Answer::new(302, "").with("Location", target.clone()));
        let polled = poll(feed(server.url("/feed")), NOON);
        assert!(
            error(&polled).contains("private network"),
            "{}",
            error(&polled)
        );
    }
    assert!(secret.seen().is_empty());
    assert_eq!(
        poll(feed(secret.url("/")), NOON).status,
        Status::Fresh,
        "the reader chose it"
    );
}

/// An address of this machine where nobody listens.
fn deserted() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn a_server_that_is_not_there_is_that_feeds_error_alone() {
    let server = Server::start(|_| Answer::new(200, rss(&["a"])));
    let there = server.url("/feed").replace("127.0.0.1", "localhost");
    let polled = poll_with(
        &Poller::new(settings()),
        vec![feed(deserted()), feed(there)],
        NOON,
    );
    let failed = polled.iter().find(|p| p.status != Status::Fresh).unwrap();
    assert!(error(failed).contains("no connection"), "{}", error(failed));
    assert_eq!(polled.len(), 2);
}

#[test]
fn offline_no_feed_has_failed() {
    let elsewhere = deserted().replace("127.0.0.1", "127.0.0.2");
    let all = vec![feed(deserted()), feed(elsewhere), feed("builtin:welcome")];
    let polled = poll_with(&Poller::new(settings()), all, NOON);
    assert_eq!(polled[0].status, Status::Fresh, "it needs no connection");
    for one in &polled[1..] {
        assert_eq!((one.status, one.state.failures), (Status::Offline, 0));
        assert!(one.state.error.is_some());
        assert!(
            one.state.next_due.unwrap() <= NOON + HOUR,
            "it is asked again soon"
        );
    }
    assert_eq!(polled.len(), 3);
}

#[test]
fn the_welcome_edition_needs_no_server() {
    let first = poll(feed("builtin:welcome"), NOON);
    assert_eq!(first.status, Status::Fresh);
    assert!(!first.parsed.as_ref().unwrap().entries.is_empty());
    assert_eq!(
        poll(again(&first), NOON + 48 * HOUR).status,
        Status::NotModified
    );
}

#[test]
fn one_page_can_be_asked_for() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/page" => {
            Answer::new(200, "<p>Hello</p>").with("Content-Type", "text/html; charset=utf-8")
        }
        _ => Answer::new(404, ""),
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let poller = Poller::new(settings());
    let get = |path: &str| {
        let url = url::Url::parse(&server.url(path)).unwrap();
        runtime.block_on(poller.get(&url, Wanted::Page, &RequestConfig::default()))
    };
    let page = get("/page").unwrap();
    assert_eq!(page.body, b"<p>Hello</p>");
    assert_eq!(
        page.content_type.as_deref(),
        Some("text/html; charset=utf-8")
    );
    assert!(
        server.seen()[0]
            .text("accept")
            .unwrap()
            .starts_with("text/html")
    );
    assert!(get("/missing").unwrap_err().to_string().contains("404"));
}
