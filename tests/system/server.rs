//! A server of feeds on this machine. It tells of every request that it answers.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use super::web::{Reply, serve};

/// Articles in a document.
pub const ENTRIES: usize = 50;
/// Articles that a later edition adds, and as many that it no longer holds.
pub const NEW: usize = 10;

/// Runs until the test ends.
pub struct Server {
    pub address: String,
    edition: Arc<AtomicUsize>,
    /// A word for every answer.
    pub answers: Mutex<Receiver<()>>,
}

impl Server {
    pub fn start() -> Self {
        let edition = Arc::new(AtomicUsize::new(0));
        let (sender, answers) = channel();
        let of_server = Arc::clone(&edition);
        let address = serve("127.0.0.1:0", move |request| {
            let reply = Reply::rss(document(&request.path, of_server.load(Ordering::SeqCst)));
            // Nobody listens once the test is over.
            let _ = sender.send(());
            Some(reply)
        })
        .unwrap();
        Self {
            address,
            edition,
            answers: Mutex::new(answers),
        }
    }

    /// From now on, every feed stands in this edition.
    pub fn publish(&self, edition: usize) {
        self.edition.store(edition, Ordering::SeqCst);
    }
}

/// A feed. A later edition holds newer articles, and has edited every seventh of the others.
fn document(path: &str, edition: usize) -> String {
    let mut document = format!("<rss version=\"2.0\"><channel><title>Feed {path}</title>");
    for number in (edition * NEW..edition * NEW + ENTRIES).rev() {
        let edited = if number % 7 == 0 { edition } else { 0 };
        write!(
            document,
            "<item><guid>{path}/{number}</guid><link>https://feed.invalid{path}/{number}</link>\
             <title>Article {number}</title><pubDate>Fri, 14 Nov 2025 {:02}:{:02}:00 GMT</pubDate>\
             <description>&lt;p&gt;Edition {edited} of {path}. {}&lt;/p&gt;</description></item>",
            number / 60,
            number % 60,
            "The harbour is full, and the tide has turned. ".repeat(60)
        )
        .unwrap();
    }
    document.push_str("</channel></rss>");
    document
}
