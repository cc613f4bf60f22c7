//! A small HTTP/1.1 server of our own: what a route answers is a closure, down to the raw bytes, and every request is
//! kept. A thread a connection; no sleeps.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub path: String,
    pub headers: Vec<(String, Vec<u8>)>,
    /// The number of its connection.
    pub connection: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_slice())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.header(name).map(|v| std::str::from_utf8(v).unwrap())
    }
}

/// What is answered.
#[derive(Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, Vec<u8>)>,
    pub body: Vec<u8>,
    /// Declare so many bytes more than are sent, and close.
    pub missing: usize,
    /// Send head and body, and then nothing until the client goes.
    pub endless: bool,
}

impl Answer {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
            ..Self::default()
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

type Route = dyn Fn(&Seen) -> Answer + Send + Sync;

pub struct Server {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub fn start(route: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (route, log) = (
            Arc::<Route>::from(Box::new(route) as Box<Route>),
            Arc::clone(&seen),
        );
        std::thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                let (route, log) = (Arc::clone(&route), Arc::clone(&log));
                // An error is the client's going, which is its right.
                std::thread::spawn(move || serve(stream?, connection, &*route, &log));
            }
        });
        Self { address, seen }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The requests so far, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The paths so far, in order.
    pub fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }
}

fn serve(
    stream: TcpStream,
    connection: usize,
    route: &Route,
    log: &Mutex<Vec<Seen>>,
) -> io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(seen) = request(&mut reader, connection)? {
        log.lock().unwrap().push(seen.clone());
        let answer = route(&seen);
        let mut head = format!("HTTP/1.1 {} X\r\n", answer.status).into_bytes();
        for (name, value) in &answer.headers {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        }
        let length = answer.body.len() + answer.missing + usize::from(answer.endless);
        if answer.status != 304 {
            head.extend_from_slice(format!("Content-Length: {length}\r\n").as_bytes());
        }
        head.extend_from_slice(b"\r\n");
        writer.write_all(&head)?;
        writer.write_all(&answer.body)?;
        if answer.endless {
            // Nothing more comes from the client: this ends when it closes the connection.
            reader.read_to_end(&mut Vec::new())?;
        }
        if answer.missing > 0 || answer.endless {
            return Ok(());
        }
    }
    Ok(())
}

fn request(reader: &mut BufReader<TcpStream>, connection: usize) -> io::Result<Option<Seen>> {
    let mut line = Vec::new();
    if reader.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let first = String::from_utf8_lossy(&line).into_owned();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        let line = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        let colon = line.iter().position(|b| *b == b':').unwrap();
        let name = String::from_utf8_lossy(&line[..colon]).into_owned();
        headers.push((name, line[colon + 1..].trim_ascii().to_vec()));
    }
    Ok(Some(Seen {
        path,
        headers,
        connection,
    }))
}

/// Counts who is inside at once. Each waits there until `enough` are inside, or nobody else came for a moment, so that
/// a crowd that is let in can be seen.
#[derive(Default)]
pub struct Crowd {
    inside: Mutex<(usize, usize)>,
    changed: Condvar,
}

impl Crowd {
    pub fn visit(&self, enough: usize) {
        let mut inside = self.inside.lock().unwrap();
        inside.0 += 1;
        inside.1 = inside.1.max(inside.0);
        self.changed.notify_all();
        let moment = Duration::from_millis(200);
        let waiting = |(now, _): &mut (usize, usize)| *now < enough;
        let (mut inside, _) = self
            .changed
            .wait_timeout_while(inside, moment, waiting)
            .unwrap();
        inside.0 -= 1;
    }

    /// The most that were ever inside at once.
    pub fn most(&self) -> usize {
        self.inside.lock().unwrap().1
    }
}
