//! Hostile servers, all in one refresh with well-behaved ones: each error is its own feed's, says what happened and
//! what can be done, and holds up nobody. Deadlines and caps are settings, short here.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use pullquote::news::{FeedId, PollState};
use pullquote::poller::{FeedOptions, Polled, Poller, Request, Settings, Status};
use tokio::net::TcpSocket;

use crate::is_foul;
use crate::server::Server;

const NOON: i64 = 1_785_585_600;
const LARGEST: usize = 1 << 20;
const DEADLINE: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(3);

const FEED: &[u8] = b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Ledger</title>\
    <item><title>caf\xc3\xa9</title><link>https://ledger.example/1</link><guid>1</guid></item></channel></rss>";

/// 32 MiB of blanks.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| packed(&vec![b' '; 32 << 20]));

/// What must come of a server.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// Its one entry.
    Read,
    /// This stands in the error.
    Error(&'static str),
    /// An error of any kind.
    AnyError,
}
use Expected::{AnyError, Error, Read};

/// Each path with what it comes to.
const CASES: &[(&str, Expected)] = &[
    ("/endless", Error("larger than 1 MiB")),
    ("/drip", Error("the answer got stuck")),
    ("/silent", Error("no answer within 3 seconds")),
    ("/gzip-bomb", Error("larger than 1 MiB")),
    ("/gzip-of-gzip", AnyError),
    ("/gzip-damaged", Error("cut off")),
    ("/unknown-encoding", AnyError),
    ("/slow-head", Error("no answer within 3 seconds")),
    ("/headers", AnyError),
    ("/one-header", AnyError),
    ("/status", AnyError),
    ("/early-hints", Error("no answer within 3 seconds")),
    ("/chunk-extension", AnyError),
    ("/trailers", AnyError),
    ("/two-lengths", AnyError),
    ("/too-short", Error("cut off")),
    ("/negative-length", AnyError),
    ("/huge-length", AnyError),
    ("/bad-chunk", Error("cut off")),
    ("/reset-before-the-head", AnyError),
    ("/reset-in-the-head", AnyError),
    ("/reset-after-the-head", AnyError),
    ("/reset-in-a-chunk", AnyError),
    ("/http-0.9", AnyError),
    ("/no-content", Error("no content")),
    ("/switching", AnyError),
    ("/unauthorized", Error("sign in")),
    ("/status-with-escape", AnyError),
    ("/octets", Read),
    ("/says-html", Read),
    ("/says-latin-1", Read),
    ("/huge-etag", Read),
    ("/etag-with-escape", Read),
    ("/cookies", Read),
    ("/loop", Error("circle")),
    ("/chain/0", Error("more than 10 redirects")),
    ("/to-a-file", Error("no http or https")),
    ("/to-gopher", Error("no http or https")),
    ("/to-nowhere", Error("no http or https")),
    ("/to-localhost", Error("private network")),
    ("/to-another-port", Error("private network")),
    ("/to-ipv6", Error("private network")),
    ("/to-ipv6-of-ipv4", Error("private network")),
    ("/to-a-number", Error("private network")),
    ("/to-the-router", Error("private network")),
    ("/to-metadata", Error("private network")),
];

fn answer(path: &str, stream: &mut TcpStream, own: &str) -> io::Result<()> {
    let port = own.rsplit(':').next().unwrap_or_default();
    let with = |head: &str, body: &[u8]| {
        let length = body.len();
        [
            format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n"
            )
            .as_bytes(),
            body,
        ]
        .concat()
    };
    let to = |url: &str| {
        format!(
            "HTTP/1.1 302 X\r\nConnection: close\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n"
        )
        .into_bytes()
    };
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let text = match path {
        "/endless" => return forever(stream, b"HTTP/1.1 200 OK\r\n\r\n<rss><channel><title>", &[b' '; 8192]),
        "/headers" => return forever(stream, b"HTTP/1.1 200 OK\r\n", &[b"X-A: ", &[b'a'; 8000][..], b"\r\n"].concat()),
        "/one-header" => return forever(stream, b"HTTP/1.1 200 OK\r\nX-A: ", &[b'a'; 8192]),
        "/status" => return forever(stream, b"HTTP/1.1 200 ", &[b'a'; 8192]),
        "/early-hints" => return forever(stream, b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
        "/chunk-extension" => return forever(stream, &[&chunked[..], b"1;"].concat(), &[b'a'; 8192]),
        "/trailers" => {
            let body = [format!("{:x}\r\n", FEED.len()).as_bytes(), FEED, b"\r\n0\r\n"].concat();
            return forever(stream, &[&chunked[..], &body].concat(), &[b"X-T: ", &[b'a'; 6000][..], b"\r\n"].concat());
        }
        "/drip" => return drip(stream, &[b"HTTP/1.1 200 OK\r\n\r\n", &FEED[..60]].concat()),
        "/slow-head" => return drip(stream, b"HTTP/1.1 200 OK\r\nX-A: "),
        "/silent" => return stream.read(&mut [0]).map(|_| ()),
        "/gzip-bomb" => with("Content-Encoding: gzip\r\n", &BOMB),
        "/gzip-of-gzip" => with("Content-Encoding: gzip, gzip\r\n", &packed(&packed(FEED))),
        "/gzip-damaged" => with("Content-Encoding: gzip\r\n", &packed(FEED)[..60]),
        "/unknown-encoding" => with("Content-Encoding: runes\r\n", b"\x01\x02\x03\x04"),
        "/two-lengths" => [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 400\r\n\r\n", FEED].concat(),
        "/too-short" => [b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", FEED].concat(),
        "/negative-length" => [b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", FEED].concat(),
        "/huge-length" => [b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", FEED].concat(),
        "/bad-chunk" => [&chunked[..], b"FFFFFFFFFFFFFFFFF\r\n", FEED].concat(),
        "/reset-in-the-head" => return reset(stream, b"HTTP/1.1 200 OK\r\nContent-Ty"),
        "/reset-after-the-head" => return reset(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"),
        "/reset-in-a-chunk" => return reset(stream, &[&chunked[..], b"40\r\n", &FEED[..40]].concat()),
        "/reset-before-the-head" => return reset(stream, b""),
        "/http-0.9" => FEED.to_vec(),
        "/no-content" => b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(),
        "/switching" => b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nxxxx".to_vec(),
        "/unauthorized" => b"HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"\x1b]2;owned\x07\"\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/status-with-escape" => b"HTTP/1.1 500 \x1b]2;owned\x07\r\nContent-Length: 0\r\n\r\n".to_vec(),
        "/octets" => with("Content-Type: application/octet-stream\r\n", FEED),
        "/says-html" => with("Content-Type: text/html\r\n", FEED),
        "/says-latin-1" => with("Content-Type: text/xml; charset=iso-8859-1\r\n", FEED),
        "/huge-etag" => with(&format!("ETag: \"{}\"\r\n", "a".repeat(60_000)), FEED),
        "/etag-with-escape" => with("ETag: \"a\x1b]2;owned\x07\"\r\n", FEED),
        "/cookies" => with(&"Set-Cookie: a=bbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n".repeat(500), FEED),
        "/loop" => to("/loop"),
        "/to-a-file" => to("file:///etc/passwd"),
        "/to-gopher" => to("gopher://127.0.0.1:6379/_x"),
        "/to-nowhere" => to("http://"),
        "/to-localhost" => to(&format!("http://localhost:{port}/secret")),
        "/to-another-port" => to("http://127.0.0.1:6379/secret"),
        "/to-ipv6" => to("http://[::1]:6379/secret"),
        "/to-ipv6-of-ipv4" => to(&format!("http://[::ffff:127.0.0.1]:{port}/secret")),
        "/to-a-number" => to("http://2130706433:6379/secret"),
        "/to-the-router" => to("http://192.168.1.1/secret"),
        "/to-metadata" => to("http://169.254.169.254/secret"),
        _ => match path.strip_prefix("/chain/") {
            Some(number) => to(&format!("/chain/{}", number.parse::<u32>().unwrap() + 1)),
            None => with("", FEED),
        },
    };
    stream.write_all(&text)
}

/// Writes this, and resets the connection.
fn reset(stream: &mut TcpStream, text: &[u8]) -> io::Result<()> {
    stream.write_all(text)?;
    // Of the socket, not of this handle: it holds when the last one is dropped.
    TcpSocket::from_std_stream(stream.try_clone()?).set_zero_linger()
}

/// Writes until the client goes.
fn forever(stream: &mut TcpStream, first: &[u8], again: &[u8]) -> io::Result<()> {
    stream.write_all(first)?;
    loop {
        stream.write_all(again)?;
    }
}

/// Writes a byte whenever the client has said nothing for a moment, until it goes.
fn drip(stream: &mut TcpStream, first: &[u8]) -> io::Result<()> {
    stream.write_all(first)?;
    stream.set_read_timeout(Some(Duration::from_millis(50)))?;
    while stream.read(&mut [0]).map_or_else(
        |error| error.kind() == io::ErrorKind::WouldBlock,
        |count| count > 0,
    ) {
        stream.write_all(b" ")?;
    }
    Ok(())
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn settings() -> Settings {
    Settings {
        timeout: DEADLINE,
        patience: PATIENCE,
        max_body: LARGEST,
        per_host: 64,
        concurrency: 128,
        ..Settings::default()
    }
}

fn feed(url: String) -> Request {
    Request {
        feed: FeedId(1),
        url,
        state: PollState::default(),
        options: FeedOptions::default(),
    }
}

fn poll(requests: Vec<Request>) -> Vec<Polled> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .event_interval(pullquote::poller::EVENT_INTERVAL)
        .enable_all()
        .build()
        .unwrap();
    let mut polled = Vec::new();
    runtime.block_on(Poller::new(settings()).poll(requests, || NOON, |one| polled.push(one)));
    runtime.shutdown_background();
    polled
}

#[track_caller]
fn check(name: &str, polled: &Polled, expected: Expected) {
    let error = polled.state.error.as_deref().unwrap_or_default();
    let hint = polled.state.hint.as_deref().unwrap_or_default();
    match expected {
        Read => {
            let entries = polled
                .parsed
                .as_ref()
                .map_or(0, |parsed| parsed.entries.len());
            assert_eq!(
                (polled.status, entries, error),
                (Status::Fresh, 1, ""),
                "{name}"
            );
        }
        Error(words) => assert!(error.contains(words), "{name}: {error}"),
        AnyError => assert!(
            polled.status == Status::Failed && !error.is_empty(),
            "{name}: {polled:?}"
        ),
    }
    if !matches!(expected, Read) {
        assert!(
            hint.ends_with('.'),
            "{name}: {error}: what to do is not said: {hint:?}"
        );
        assert_eq!(polled.state.etag, None, "{name}");
    }
    assert!(
        !error.contains(is_foul) && !hint.contains(is_foul),
        "{name}: {error:?} {hint:?}"
    );
    assert!(polled.bytes <= LARGEST as u64, "{name}");
}

#[test]
fn each_server_has_its_own_error_and_holds_up_nobody() {
    let server = Server::start(|path, stream| {
        let own = stream.local_addr()?.to_string();
        answer(path, stream, &own)
    });
    let mut requests: Vec<Request> = CASES
        .iter()
        .map(|(path, _)| feed(server.url(path)))
        .collect();
    requests.extend((0..10).map(|number| feed(server.url(&format!("/good/{number}")))));
    LazyLock::force(&BOMB);
    let begun = Instant::now();
    let polled = poll(requests);
    assert!(begun.elapsed() < DEADLINE, "{:?}", begun.elapsed());
    assert_eq!(polled.len(), CASES.len() + 10);
    for one in &polled {
        let path = one.url.strip_prefix(&server.address).unwrap();
        let case = CASES.iter().find(|(known, _)| *known == path);
        check(path, one, case.map_or(Read, |(_, expected)| *expected));
    }
    assert!(
        !server.asked().iter().any(|path| path == "/secret"),
        "nothing private was asked for"
    );
    let kept = |path: &str| {
        let one = polled.iter().find(|one| one.url.ends_with(path)).unwrap();
        one.state.etag.clone()
    };
    assert_eq!(kept("/huge-etag"), None, "too long to be kept");
}

#[test]
fn a_connection_that_is_closed_at_once_and_a_name_that_is_none() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // Each connection is closed before anything was read.
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let deserted = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    // Longer than a label may be: no resolver asks a server for it.
    let no_name = format!("http://{}.invalid/feed", "a".repeat(64));
    let good = Server::start(|path, stream| answer(path, stream, ""));
    let urls = [
        (format!("http://127.0.0.1:{port}/"), AnyError),
        (format!("http://{deserted}/"), Error("no connection")),
        (no_name, Error("DNS")),
        (good.url("/good"), Read),
    ];
    let polled = poll(urls.iter().map(|(url, _)| feed(url.clone())).collect());
    for one in &polled {
        let (url, expected) = urls.iter().find(|(url, _)| *url == one.url).unwrap();
        check(url, one, *expected);
    }
}

#[test]
fn an_address_that_the_reader_typed_may_be_private_and_of_ipv6_alone() {
    let Ok(server) = Server::at("[::1]:0", |path, stream| answer(path, stream, "")) else {
        // A machine without IPv6.
        return;
    };
    let polled = poll(vec![feed(server.url("/good"))]);
    check("::1", &polled[0], Read);
}
