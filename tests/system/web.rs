//! A web server on this machine, as small as one can be: a function answers each request. It runs until the test ends.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// What was asked for.
#[derive(Debug)]
pub struct Request {
    /// As it stands in the request's first line.
    pub path: String,
    /// In the order of the request, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// A header's value; its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A feed.
    pub fn rss(body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            ..Self::new(200).with("Content-Type", "application/rss+xml")
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Starts a server at this address ("127.0.0.1:0" for any port); its own address, as in `http://127.0.0.1:4711`.
/// Without a reply it closes the connection.
pub fn serve(
    address: &str,
    answer: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static,
) -> std::io::Result<String> {
    let listener = TcpListener::bind(address)?;
    let address = format!("http://{}", listener.local_addr()?);
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || converse(&stream, &*answer));
        }
    });
    Ok(address)
}

/// Answers the requests of one connection. It ends with the client, however that ends.
fn converse(stream: &TcpStream, answer: &dyn Fn(&Request) -> Option<Reply>) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    loop {
        let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
        let mut headers = Vec::new();
        loop {
            let line = lines.next()?.ok()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let reply = answer(&Request { path, headers })?;
        let mut head = format!("HTTP/1.1 {} Reply\r\n", reply.status);
        for (name, value) in &reply.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if reply.status != 304 {
            let _ = write!(head, "Content-Length: {}\r\n", reply.body.len());
        }
        head.push_str("\r\n");
        let mut stream = stream;
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(&reply.body).ok()?;
    }
}
