//! What is kept is its reader's own: no other user may look into it, and no secret stands in it, in what is printed, or
//! in the log.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pullquote::config::{Auth, RequestConfig};
use pullquote::news::{FeedId, PollState};
use pullquote::poller::{FeedOptions, PageRequest, Poller, Request, Settings};
use tracing_subscriber::fmt::MakeWriter;
use url::Url;

use crate::command::Home;
use crate::server::Server;

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Ledger</title>\
    <item><title>One</title><link>https://ledger.example/1</link><guid>1</guid></item></channel></rss>";

/// The passwords of these tests, as they stand and in Base64 (`reader:open sesame`).
const SECRETS: [&str; 5] = [
    "open sesame",
    "cmVhZGVyOm9wZW4gc2VzYW1l",
    "bearer-of-tidings",
    "k3y-of-the-club",
    "crumb-of-a-cookie",
];

/// Refuses, fails and lies in every way that has an error of its own, once it knows who asks.
fn newspaper() -> Server {
    Server::start(|path, stream| match path {
        "/refused" => write!(stream, "HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n"),
        "/missing" => write!(stream, "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"),
        "/broken" => write!(stream, "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"),
        "/crowded" => write!(stream, "HTTP/1.1 429 X\r\nContent-Length: 0\r\n\r\n"),
        "/cut" => write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 900\r\n\r\n{FEED}"
        ),
        "/nonsense" => write!(stream, "HTTP/1.1 nonsense\r\n\r\n"),
        "/page" => write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 22\r\n\r\n<html><p>Sign in</html"
        ),
        "/circle" => write!(
            stream,
            "HTTP/1.1 302 X\r\nLocation: /circle\r\nContent-Length: 0\r\n\r\n"
        ),
        "/inside" => write!(
            stream,
            "HTTP/1.1 302 X\r\nLocation: http://reader:open%20sesame@10.0.0.1/\r\nContent-Length: 0\r\n\r\n"
        ),
        "/file" => write!(
            stream,
            "HTTP/1.1 302 X\r\nLocation: file://reader:open%20sesame@x/\r\nContent-Length: 0\r\n\r\n"
        ),
        _ => write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{FEED}",
            FEED.len()
        ),
    })
}

const PATHS: [&str; 11] = [
    "/good",
    "/refused",
    "/missing",
    "/broken",
    "/crowded",
    "/cut",
    "/nonsense",
    "/page",
    "/circle",
    "/inside",
    "/file",
];

#[track_caller]
fn assert_without_secrets(what: &str, text: &str) {
    for secret in SECRETS.iter().chain(&["open%20sesame"]) {
        assert!(!text.contains(secret), "{what} holds {secret}:\n{text}");
    }
}

#[test]
fn no_command_prints_a_secret_and_nothing_that_is_stored_holds_one() {
    let server = newspaper();
    let mut config = String::from("[poll]\nautomatic = false\n");
    for (number, path) in PATHS.iter().enumerate() {
        let auth = if number % 2 == 0 {
            "auth = { user = \"reader\", password_command = [\"cat\", \"PASSWORD\"] }"
        } else {
            "auth = { token_command = [\"cat\", \"TOKEN\"] }"
        };
        // A crowded host is asked slowly: here, that is one by itself.
        let url = match *path {
            "/crowded" => server.url(path).replace("127.0.0.1", "localhost"),
            path => server.url(path),
        };
        write!(
            config,
            "[[feed]]\nurl = \"{url}\"\n{auth}\nheaders = {{ X-Key = \"k3y-of-the-club\" }}\n",
        )
        .unwrap();
    }
    let home = Home::empty();
    home.write("password", b"open sesame\n");
    home.write("token", b"bearer-of-tidings\n");
    let config = config
        .replace("PASSWORD", &home.path("password"))
        .replace("TOKEN", &home.path("token"));
    home.write("config.toml", config.as_bytes());
    let commands: &[&[&str]] = &[
        &["poll", "--json"],
        &["poll", "--force"],
        &["feed", "list", "--json"],
        &["feed", "list"],
        &["config", "check"],
        &["config", "show"],
        &["config", "show", "--json"],
        &["doctor", "--json"],
        &["stats", "--json"],
        &["opml", "export"],
        &["list", "--json"],
        &["export", "--format", "json"],
    ];
    for command in commands {
        let outcome = home.run(command);
        assert_without_secrets(&format!("{command:?}"), &(outcome.out + &outcome.err));
    }
    assert!(server.asked().len() >= PATHS.len());
    for entry in std::fs::read_dir(home.dir().join("data")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert_without_secrets(
            &path.display().to_string(),
            &String::from_utf8_lossy(&bytes),
        );
    }
    // Addresses with secrets in them, wherever they come from.
    let signed = server
        .url("/missing")
        .replace("http://", "http://reader:open%20sesame@");
    home.write(
        "list.opml",
        format!("<opml><outline xmlUrl='{signed}'/></opml>").as_bytes(),
    );
    let opml = home.path("list.opml");
    let commands: &[&[&str]] = &[
        &["feed", "add", &signed],
        &["feed", "add", "--unchecked", &signed],
        &["feed", "remove", &signed],
        &["feed", "check", &signed],
        &["feed", "check", "--json", &signed],
        &["opml", "import", &opml],
        &["opml", "import", "--json", &opml],
        &["opml", "import", &signed],
        &["read", "--json", &signed],
    ];
    for command in commands {
        let outcome = home.run(command);
        assert_without_secrets(&format!("{command:?}"), &(outcome.out + &outcome.err));
    }
    for config in [
        format!("[[feed]]\nurl = \"{signed}\"\n"),
        "[[feed]]\nurl = \"https://a.example/\"\nproxy = \"http://reader:open%20sesame@localhost:1\"\n".to_owned(),
        "[[feed]]\nurl = \"https://a.example/\"\nheaders = { Authorization = \"Bearer bearer-of-tidings\" }\n".to_owned(),
    ] {
        home.write("config.toml", config.as_bytes());
        let outcome = home.run(&["config", "check"]);
        assert_eq!(outcome.code, 2, "{}", outcome.out);
        assert_without_secrets(&config, &(outcome.out + &outcome.err));
    }
}

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn no_log_shows_a_secret_however_much_is_written() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .init();
    tracing::trace!("begun");
    let server = newspaper();
    let dir = tempfile::tempdir().unwrap();
    let jar = dir.path().join("cookies.txt");
    std::fs::write(
        &jar,
        "127.0.0.1\tFALSE\t/\tFALSE\t0\tid\tcrumb-of-a-cookie\n",
    )
    .unwrap();
    let how = |auth| RequestConfig {
        headers: vec![("X-Key".to_owned(), "k3y-of-the-club".to_owned())],
        auth: Some(auth),
        ..RequestConfig::default()
    };
    let password = || Auth::Basic {
        user: "reader".to_owned(),
        password_command: vec!["echo".to_owned(), "open sesame".to_owned()],
    };
    let token = || Auth::Bearer {
        token_command: vec!["echo".to_owned(), "bearer-of-tidings".to_owned()],
    };
    let request = |(number, path): (usize, &&str)| Request {
        feed: FeedId(1),
        url: server.url(path),
        state: PollState::default(),
        options: FeedOptions {
            every: None,
            request: how(if number % 2 == 0 { password() } else { token() }),
        },
    };
    let requests: Vec<Request> = PATHS.iter().enumerate().map(request).collect();
    let page = |path: &str| PageRequest {
        url: Url::parse(&server.url(path)).unwrap(),
        chosen: Url::parse(&server.url("/")).unwrap(),
        request: how(password()),
        cookies: Some(("127.0.0.1".to_owned(), jar.clone())),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    // The crowded host is not to hold up what follows.
    let poller = Poller::new(Settings {
        host_pause: Duration::from_millis(1),
        ..Settings::default()
    });
    runtime.block_on(async {
        poller
            .poll(
                requests,
                || 1_785_585_600,
                |polled| {
                    assert_without_secrets("what is remembered", &format!("{polled:?}"));
                },
            )
            .await;
        for path in PATHS {
            if let Err(error) = poller.page(&page(path), 1_785_585_600).await {
                assert_without_secrets("an error", &format!("{error} {error:?} {}", error.hint()));
            }
        }
    });
    assert_without_secrets(
        "what is printed for those who look for faults",
        &format!("{poller:?}"),
    );
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("begun"));
    assert_without_secrets("the log", &log);
}

/// Every file and directory below one, with its permissions.
fn modes(dir: &std::path::Path, found: &mut Vec<(std::path::PathBuf, u32)>) {
    use std::os::unix::fs::PermissionsExt as _;
    let facts = std::fs::metadata(dir).unwrap();
    found.push((dir.to_owned(), facts.permissions().mode() & 0o777));
    if facts.is_dir() {
        for entry in std::fs::read_dir(dir).unwrap() {
            modes(&entry.unwrap().path(), found);
        }
    }
}

#[test]
fn what_is_kept_is_open_to_its_owner_alone() {
    use crate::terminal::Terminal;
    let home = Home::new("[poll]\nautomatic = false\n[[feed]]\nurl = \"builtin:welcome\"\n");
    // The reader first: its log is the first thing that is written.
    let mut terminal = Terminal::start(home.dir(), 100, 30, &[]);
    terminal.until("a screen", |screen| !screen.trim().is_empty());
    assert_eq!(home.run(&["poll"]).code, 0);
    let ids: Vec<String> = home
        .run(&["list", "--json"])
        .json()
        .iter()
        .map(|line| line["id"].to_string())
        .collect();
    assert_eq!(home.run(&["bookmark", &ids[0], "--note", "mine"]).code, 0);
    let data = home.dir().join("data");
    let assert_private = |wanted: &[&str]| {
        let mut found = Vec::new();
        modes(&data, &mut found);
        for (path, mode) in &found {
            let right = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(*mode, right, "{}: {mode:o}", path.display());
        }
        for name in wanted {
            let there = found
                .iter()
                .any(|(path, _)| path.file_name().unwrap().to_string_lossy().contains(name));
            assert!(there, "no {name} in {found:?}");
        }
    };
    assert_private(&[
        "pullquote.db",
        "pullquote.db-wal",
        "pullquote.log",
        "open.lock",
    ]);
    terminal.keys("\x03");
    assert_eq!(terminal.exit(), 0);
    drop(terminal);
    // A damaged cache is set aside, and what can be saved of it is written beside it.
    let file = data.join("pullquote.db");
    std::fs::write(&file, [b'?'; 8192]).unwrap();
    let _ = std::fs::remove_file(data.join("pullquote.db-wal"));
    let outcome = home.run(&["poll", "--force"]);
    assert!(
        outcome.err.contains("damaged"),
        "{} {}",
        outcome.out,
        outcome.err
    );
    assert_private(&["pullquote-damaged-1.db"]);
}
