//! Servers over TLS whose certificates are expired, somebody else's or nobody's; a system without certificates; and the
//! portal of a hotel, which answers for every server.

use std::io::{self, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

use crate::command::Home;
use crate::server::Server;

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Ledger</title>\
    <item><title>One</title><link>https://ledger.example/1</link><guid>1</guid></item></channel></rss>";

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/tls")
        .join(name)
}

/// A server that shows the certificate of this fixture; its port.
fn secured(certificate: &str) -> u16 {
    let file = fixture(certificate);
    let chain = CertificateDer::pem_file_iter(&file)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_file(&file).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || -> io::Result<()> {
                let tls = ServerConnection::new(config).map_err(io::Error::other)?;
                let mut stream = StreamOwned::new(tls, stream?);
                // A client that trusts nobody goes here.
                let _ = stream.read(&mut [0; 4096])?;
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{FEED}",
                    FEED.len()
                )?;
                stream.conn.send_close_notify();
                stream.flush()
            });
        }
    });
    port
}

fn config(urls: &[String]) -> String {
    let feeds = urls
        .iter()
        .map(|url| format!("[[feed]]\nurl = \"{url}\"\n"));
    feeds.collect()
}

/// What a poll says of each feed, by its address.
fn polled(home: &Home, variables: &[(&str, &str)], urls: &[String]) -> Vec<Value> {
    let lines = home
        .run_in(variables, &["poll", "--force", "--json"])
        .json();
    let line = |url: &String| {
        lines
            .iter()
            .find(|line| line["url"] == url.as_str())
            .unwrap()
            .clone()
    };
    urls.iter().map(line).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_certificate_is_trusted_or_the_reader_is_told_why_not() {
    let cases = [
        ("trusted.pem", "localhost", None),
        ("expired.pem", "localhost", Some("has expired")),
        ("not-yet.pem", "localhost", Some("not valid yet")),
        ("other-host.pem", "localhost", Some("of another host")),
        ("self-signed.pem", "localhost", Some("self-signed")),
    ];
    let mut urls: Vec<String> = cases
        .iter()
        .map(|(file, host, _)| format!("https://{host}:{}/feed", secured(file)))
        .collect();
    // One that speaks no TLS at all, and one that speaks nothing else.
    let plain = Server::start(|_, stream| {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{FEED}",
            FEED.len()
        )
    });
    urls.push(plain.url("/feed").replace("http:", "https:"));
    urls.push(format!("http://localhost:{}/feed", secured("trusted.pem")));
    urls.push(plain.url("/feed"));
    // The one that speaks no TLS does not say so: it is waited for.
    let home = Home::new(&format!("[poll]\npatience = \"4s\"\n{}", config(&urls)));
    let authority = fixture("authority.pem");
    let store = [("SSL_CERT_FILE", authority.to_str().unwrap())];
    let lines = polled(&home, &store, &urls);
    for ((file, _, fault), line) in cases.iter().zip(&lines) {
        match fault {
            None => assert_eq!(line["status"], "fresh", "{file}: {line}"),
            Some(fault) => {
                assert_eq!(line["status"], "failed", "{file}: {line}");
                assert!(
                    line["error"].as_str().unwrap().contains(fault),
                    "{file}: {line}"
                );
                assert!(
                    line["hint"].as_str().unwrap().contains("certificate"),
                    "{file}: {line}"
                );
            }
        }
    }
    for line in &lines[5..7] {
        assert_eq!(line["status"], "failed", "{line}");
        assert!(
            line["error"].is_string() && line["hint"].is_string(),
            "{line}"
        );
    }
    assert_eq!(
        lines[7]["status"], "fresh",
        "the rest of the refresh goes on: {}",
        lines[7]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn without_certificates_no_https_server_is_trusted_and_http_goes_on() {
    let plain = Server::start(|_, stream| {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{FEED}",
            FEED.len()
        )
    });
    let urls = [
        format!("https://localhost:{}/feed", secured("trusted.pem")),
        plain.url("/feed"),
    ];
    let home = Home::new(&config(&urls));
    let nowhere = home.path("nowhere");
    let lines = polled(
        &home,
        &[("SSL_CERT_FILE", &nowhere), ("SSL_CERT_DIR", &nowhere)],
        &urls,
    );
    assert!(
        lines[0]["error"].as_str().unwrap().contains("certificate"),
        "{}",
        lines[0]
    );
    assert!(
        lines[0]["hint"].as_str().unwrap().contains("SSL_CERT_FILE"),
        "{}",
        lines[0]
    );
    assert_eq!(lines[1]["status"], "fresh", "{}", lines[1]);
}

#[test]
fn a_portal_that_answers_for_every_server_changes_nothing_that_is_kept() {
    let shut = Arc::new(AtomicBool::new(false));
    let is_shut = Arc::clone(&shut);
    let server = Server::start(move |path, stream| {
        let (kind, etag, body) = if is_shut.load(Ordering::SeqCst) {
            let page = "<!doctype html><html><head><title>Welcome to the hotel</title></head><body><form>Sign in</form></body></html>";
            ("text/html", "portal", page.to_owned())
        } else {
            (
                "application/rss+xml",
                "real",
                FEED.replace("One", &format!("One of {path}")),
            )
        };
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {kind}\r\nETag: \"{etag}\"\r\nCache-Control: max-age=900000\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    });
    let urls = ["/a", "/b", "/c"].map(|path| server.url(path));
    let home = Home::new(&config(&urls));
    assert!(
        polled(&home, &[], &urls)
            .iter()
            .all(|line| line["status"] == "fresh")
    );
    let known = || {
        let store = pullquote::cache::Store::open_reader(&home.dir().join("data")).unwrap();
        store.feeds().unwrap()
    };
    let (before, listed) = (known(), home.run(&["list"]).out);

    shut.store(true, Ordering::SeqCst);
    for line in polled(&home, &[], &urls) {
        assert_eq!(line["status"], "failed", "{line}");
        assert!(
            line["error"].as_str().unwrap().contains("web page"),
            "{line}"
        );
    }
    for (before, after) in before.iter().zip(known()) {
        assert_eq!(
            before.poll.etag, after.poll.etag,
            "the portal's validator is not kept"
        );
        assert_eq!(before.poll.validators_of, after.poll.validators_of);
        assert_eq!(before.title, after.title);
        let wait = after.poll.next_due.unwrap() - after.poll.last_poll.unwrap();
        assert!(
            wait < 24 * 3600,
            "what the portal says of times means nothing: {wait}"
        );
    }
    assert_eq!(
        home.run(&["list"]).out,
        listed,
        "the articles are as they were"
    );

    shut.store(false, Ordering::SeqCst);
    for line in polled(&home, &[], &urls) {
        assert_eq!(
            (&line["status"], &line["new"]),
            (&"not_modified".into(), &0.into()),
            "{line}"
        );
    }
}
