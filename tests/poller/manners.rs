//! What a publisher sees: conditions, redirects, headers, how many requests and when.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use pullquote::news::PollState;
use pullquote::poller::{Asked, Poller, Settings, Status};

use crate::server::{Answer, Crowd, Seen, Server};
use crate::{HOUR, NOON, again, feed, poll, poll_with, rss, settings};

fn not_modified_if(
    seen: &Seen,
    name: &'static str,
    validator: &'static [u8],
    condition: &str,
) -> Answer {
    let answer = if seen.header(condition) == Some(validator) {
        Answer::new(304, "")
    } else {
        Answer::new(200, rss(&["a", "b"]))
    };
    answer.with(name, validator)
}

#[test]
fn the_first_request_has_no_conditions_and_says_who_asks_for_what() {
    let server = Server::start(|_| Answer::new(200, rss(&["a"])).with("Set-Cookie", "track=1"));
    let first = poll(feed(server.url("/feed")), NOON);
    assert_eq!(
        (first.status, first.parsed.unwrap().entries.len()),
        (Status::Fresh, 1)
    );
    poll(feed(server.url("/feed")), NOON);
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "one request a feed and poll");
    for seen in &seen {
        let agent = seen.text("user-agent").unwrap();
        assert!(
            agent.starts_with("pullquote/") && agent.contains("(+https://"),
            "{agent}"
        );
        assert!(seen.text("accept").unwrap().contains("application/rss+xml"));
        let encodings = seen.text("accept-encoding").unwrap();
        assert!(
            ["gzip", "br", "deflate"]
                .iter()
                .all(|e| encodings.contains(e)),
            "{encodings}"
        );
        for absent in ["if-none-match", "if-modified-since", "cookie", "referer"] {
            assert_eq!(seen.header(absent), None, "{absent}");
        }
    }
}

#[test]
fn validators_go_back_byte_for_byte() {
    let validators: [(&str, &str, &[u8]); 6] = [
        ("ETag", "if-none-match", b"\"a-b:c/d;x=1--gzip\""),
        ("ETag", "if-none-match", b"W/\"weak 1\""),
        ("ETag", "if-none-match", b"unquoted"),
        ("ETag", "if-none-match", b"\"caf\xe9\""),
        (
            "Last-Modified",
            "if-modified-since",
            b"Sat, 01 Aug 2026 07:05:03 GMT",
        ),
        (
            "Last-Modified",
            "if-modified-since",
            b"Sat, 1 Aug 2026 7:05:03 +0000",
        ),
    ];
    for (name, condition, validator) in validators {
        let server = Server::start(move |seen| not_modified_if(seen, name, validator, condition));
        let first = poll(feed(server.url("/feed")), NOON);
        let second = poll(again(&first), NOON + HOUR);
        let third = poll(again(&second), NOON + 2 * HOUR);
        assert_eq!(first.status, Status::Fresh);
        assert_eq!(second.status, Status::NotModified, "{name}");
        assert_eq!(third.status, Status::NotModified, "they survive a 304");
        assert_eq!(third.state.last_success, Some(NOON + 2 * HOUR));
        assert_eq!(server.seen()[2].header(condition), Some(validator));
    }
}

#[test]
fn validators_are_those_of_the_last_document_alone() {
    let server = Server::start(|seen| match seen.text("if-none-match") {
        None => Answer::new(200, rss(&["a"]))
            .with("ETag", "\"1\"")
            .with("Last-Modified", "then"),
        Some("\"1\"") => Answer::new(200, rss(&["a"]))
            .with("ETag", "\"2\"")
            .with("Last-Modified", "then"),
        Some("\"2\"") => Answer::new(500, "oops"),
        Some(other) => panic!("{other}"),
    });
    let first = poll(feed(server.url("/feed")), NOON);
    let second = poll(again(&first), NOON + HOUR);
    assert_eq!(
        second.state.etag.as_deref(),
        Some(&b"\"2\""[..]),
        "replaced under the same body"
    );
    let third = poll(again(&second), NOON + 2 * HOUR);
    assert_eq!(third.status, Status::Failed);
    assert_eq!(third.state.etag, second.state.etag, "kept over an error");
    assert_eq!(server.seen()[2].text("if-modified-since"), Some("then"));
}

#[test]
fn a_document_without_validators_leaves_none() {
    let server = Server::start(|seen| match seen.header("if-none-match") {
        None => Answer::new(200, rss(&["a"])).with("ETag", "\"1\""),
        Some(_) => Answer::new(200, rss(&["a", "b"])),
    });
    let first = poll(feed(server.url("/feed")), NOON);
    let second = poll(again(&first), NOON + HOUR);
    poll(again(&second), NOON + 2 * HOUR);
    assert_eq!(server.seen()[2].header("if-none-match"), None);
}

#[test]
fn a_page_or_a_cut_off_document_leaves_its_validators_behind() {
    let page = "<!doctype html><html><body>Are you a robot?</body></html>";
    let server = Server::start(move |seen| match seen.text("if-none-match") {
        None => Answer::new(200, rss(&["a"])).with("ETag", "\"good\""),
        Some("\"good\"") => Answer::new(200, page)
            .with("ETag", "\"captcha\"")
            .with("Content-Type", "text/html"),
        Some(other) => panic!("{other}"),
    });
    let first = poll(feed(server.url("/feed")), NOON);
    let second = poll(again(&first), NOON + HOUR);
    assert_eq!(second.status, Status::Failed);
    poll(again(&second), NOON + 2 * HOUR);
    assert_eq!(
        server.seen()[2].text("if-none-match"),
        Some("\"good\""),
        "of the last feed"
    );

    let server = Server::start(|_| Answer {
        missing: 500,
        ..Answer::new(200, rss(&["a", "b", "c"])).with("ETag", "\"cut\"")
    });
    let first = poll(feed(server.url("/feed")), NOON);
    poll(again(&first), NOON + HOUR);
    assert_eq!(server.seen()[1].header("if-none-match"), None);
}

#[test]
fn the_same_bytes_again_are_no_news() {
    let server = Server::start(|_| Answer::new(200, rss(&["a"])));
    let first = poll(feed(server.url("/feed")), NOON);
    let second = poll(again(&first), NOON + HOUR);
    assert_eq!((second.status, second.parsed), (Status::NotModified, None));
    assert_eq!(second.state.last_change, Some(NOON));
}

fn moved(status: u16) -> Server {
    Server::start(move |seen| match seen.path.as_str() {
        "/old" => Answer::new(status, "").with("Location", "/new"),
        "/new" if seen.header("if-none-match").is_some() => Answer::new(304, ""),
        "/new" => Answer::new(200, rss(&["a"])).with("ETag", "\"n\""),
        other => panic!("{other}"),
    })
}

#[test]
fn a_permanent_redirect_is_believed_after_two_polls() {
    for status in [301, 308] {
        let server = moved(status);
        let first = poll(feed(server.url("/old")), NOON);
        assert_eq!(first.state.moved_to(), None);
        assert!(first.state.notice().is_some(), "but the reader is told");
        let second = poll(again(&first), NOON + HOUR);
        assert_eq!(
            second.status,
            Status::NotModified,
            "the validators of the new address went there"
        );
        assert_eq!(second.state.moved_to(), Some(server.url("/new").as_str()));
        let third = poll(again(&second), NOON + 2 * HOUR);
        assert_eq!(third.status, Status::NotModified);
        assert_eq!(server.paths(), ["/old", "/new", "/old", "/new", "/new"]);
        assert_eq!(
            server.seen()[2].header("if-none-match"),
            None,
            "they are not the old address's"
        );
    }
}

#[test]
fn a_temporary_redirect_is_never_remembered() {
    for status in [302, 303, 307] {
        let server = moved(status);
        let mut last = poll(feed(server.url("/old")), NOON);
        for hours in 1..3 {
            last = poll(again(&last), NOON + hours * HOUR);
        }
        assert_eq!(last.state.moved, None);
        assert_eq!(
            server.paths(),
            ["/old", "/new", "/old", "/new", "/old", "/new"]
        );
    }
}

#[test]
fn a_permanent_redirect_to_a_page_is_not_remembered_and_a_broken_one_is_forgotten() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/old" => Answer::new(301, "").with("Location", "/"),
        _ => Answer::new(200, "<html><body>Welcome</body></html>"),
    });
    let first = poll(feed(server.url("/old")), NOON);
    let second = poll(again(&first), NOON + HOUR);
    assert_eq!((second.status, second.state.moved), (Status::Failed, None));

    let server = Server::start(|seen| match seen.path.as_str() {
        "/old" => Answer::new(200, rss(&["a"])),
        _ => Answer::new(404, ""),
    });
    let mut request = feed(server.url("/old"));
    request.state.moved = Some((server.url("/new"), 2));
    let broken = poll(request, NOON);
    assert_eq!((broken.status, broken.state.gone), (Status::Failed, false));
    let back = poll(again(&broken), NOON + 24 * HOUR);
    assert_eq!(back.status, Status::Fresh);
    assert_eq!(server.paths(), ["/new", "/old"]);
}

#[test]
fn a_gone_feed_is_not_asked_again_except_by_hand() {
    let server = Server::start(|_| Answer::new(410, "gone"));
    let gone = poll(feed(server.url("/feed")), NOON);
    assert_eq!(gone.status, Status::Gone);
    assert!(gone.state.error.as_ref().unwrap().contains("gone"));
    let poller = Poller::new(settings());
    let year = NOON + 365 * 24 * HOUR;
    let (due, waiting) = poller.choose(vec![again(&gone)], Asked::WhenDue, year);
    assert_eq!((due.len(), waiting.len()), (0, 1));
    let (due, _) = poller.choose(vec![again(&gone)], Asked::ByHand, year);
    assert_eq!(due.len(), 1);
}

fn is_due(state: &PollState, asked: Asked, now: i64) -> bool {
    let mut request = feed("http://127.0.0.1:9/feed");
    request.state = state.clone();
    !Poller::new(settings())
        .choose(vec![request], asked, now)
        .0
        .is_empty()
}

#[test]
fn retry_after_is_obeyed_in_both_forms_even_by_hand() {
    for status in [429, 503] {
        for value in ["86400", "Sun, 02 Aug 2026 12:00:00 GMT"] {
            let server = Server::start(move |_| {
                Answer::new(status, "")
                    .with("Retry-After", value)
                    .with("Date", "Sat, 01 Aug 2026 12:00:00 GMT")
            });
            let polled = poll(feed(server.url("/feed")), NOON);
            assert_eq!(polled.status, Status::Failed);
            for asked in [Asked::WhenDue, Asked::ByHand] {
                assert!(
                    !is_due(&polled.state, asked, NOON + 23 * HOUR),
                    "{status} {value}"
                );
                assert!(
                    is_due(&polled.state, asked, NOON + 27 * HOUR),
                    "{status} {value}"
                );
            }
        }
    }
}

#[test]
fn a_host_that_answered_429_is_asked_slowly_also_after_a_restart() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/busy" => Answer::new(429, "").with("Retry-After", "7200"),
        _ => Answer::new(200, rss(&["a"])),
    });
    let busy = poll(feed(server.url("/busy")), NOON);
    assert!(busy.state.crowded_until.is_some());

    // A pause that nobody waits for: only the first of the others gets its turn.
    let poller = Poller::new(Settings {
        host_pause: Duration::from_hours(1),
        ..settings()
    });
    let mut all = vec![again(&busy)];
    all.extend((0..6).map(|n| feed(server.url(&format!("/{n}")))));
    let (due, waiting) = poller.choose(all, Asked::WhenDue, NOON + HOUR);
    assert_eq!((due.len(), waiting.len()), (6, 1));
    let polled = poll_with(&poller, due, NOON + HOUR);
    let put_off: Vec<_> = polled
        .iter()
        .filter(|p| p.status == Status::PutOff)
        .collect();
    assert_eq!((polled.len(), put_off.len()), (6, 5));
    assert_eq!(put_off[0].state.last_poll, None, "it was not asked");
    assert!(put_off[0].state.next_due.is_some());
}

#[test]
fn at_most_four_at_once_to_one_host() {
    let crowd = Arc::new(Crowd::default());
    let visitors = Arc::clone(&crowd);
    let server = Server::start(move |_| {
        visitors.visit(5);
        Answer::new(200, rss(&["a"]))
    });
    let all = (0..12)
        .map(|n| feed(server.url(&format!("/{n}"))))
        .collect();
    let polled = poll_with(&Poller::new(settings()), all, NOON);
    assert!(polled.iter().all(|p| p.status == Status::Fresh));
    assert_eq!(crowd.most(), 4);
}

#[test]
fn connections_are_used_again() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/moved" => Answer::new(302, "elsewhere").with("Location", "/there"),
        "/missing" => Answer::new(404, "not here"),
        _ => Answer::new(200, rss(&["a"])),
    });
    let one_by_one = Settings {
        per_host: 1,
        ..settings()
    };
    let paths = ["/a", "/moved", "/missing", "/b", "/c"]
        .iter()
        .cycle()
        .take(20);
    let all = paths.map(|path| feed(server.url(path))).collect();
    poll_with(&Poller::new(one_by_one), all, NOON);
    let seen = server.seen();
    let connections: HashSet<_> = seen.iter().map(|seen| seen.connection).collect();
    // A connection is free again a moment after its answer was read, so that now and then a second one is made: the more
    // often, the busier the machine is. Without that there would be one for each request.
    assert_eq!(seen.len(), 24);
    assert!(connections.len() <= 12, "{}", connections.len());
}

#[test]
fn headers_and_secrets_stay_with_the_origin_they_are_meant_for() {
    use pullquote::config::{Auth, RequestConfig};
    // A proxy stands in for two hosts of the internet.
    let internet = Server::start(|seen| match seen.path.as_str() {
        "http://ledger.example/feed" => {
            Answer::new(301, "").with("Location", "http://elsewhere.example/feed")
        }
        _ => Answer::new(200, rss(&["a"])),
    });
    let request = || {
        let mut request = feed("http://ledger.example/feed");
        request.options.request = RequestConfig {
            user_agent: Some("reader of the Ledger".into()),
            headers: vec![("X-Key".into(), "k".into())],
            auth: Some(Auth::Basic {
                user: "ada".into(),
                password_command: vec!["echo".into(), "open sesame".into()],
            }),
            proxy: Some(internet.address.clone()),
            timeout: None,
            patience: None,
        };
        request
    };
    let first = poll(request(), NOON);
    assert_eq!(first.status, Status::Fresh);
    let mut moved = request();
    moved.state.moved = Some(("http://elsewhere.example/feed".into(), 2));
    assert_eq!(poll(moved, NOON).status, Status::Fresh);
    let seen = internet.seen();
    assert_eq!(
        seen[0].text("authorization"),
        Some("Basic YWRhOm9wZW4gc2VzYW1l")
    );
    assert_eq!(seen[0].text("x-key"), Some("k"));
    assert_eq!(seen[0].text("user-agent"), Some("reader of the Ledger"));
    for there in &seen[1..] {
        assert_eq!(there.path, "http://elsewhere.example/feed");
        assert_eq!(
            (there.text("authorization"), there.text("x-key")),
            (None, None)
        );
    }
}
