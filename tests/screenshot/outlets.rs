//! Four invented outlets and their day, behind a proxy of their own: what the program asks it for is answered here.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;

/// One outlet's day: title, hours ago, text.
type Item = (&'static str, u32, &'static str);

const LEDGER: [Item; 3] = [
    (
        "The last ferry to Lowmark stays, and the islanders dance on the quay until morning",
        2,
        "<p>The harbour board of Northmoor has withdrawn its plan to end the night ferry to Lowmark, after 4,000 people \
         signed a petition.</p><p>“We never wanted to take the ferry away from anybody, but we could not see how to pay for \
         it,” said Mara Lindqvist, the harbour master.</p>",
    ),
    (
        "Library opens on Sundays",
        5,
        "<p>The public library of Northmoor will open its doors on Sundays from March.</p><p>“People have asked us for this \
         since the day the old reading room closed,” said the librarian Ana Petrov.</p>",
    ),
    (
        "Strong earthquake shakes Vardia",
        7,
        "<p>An earthquake of magnitude 6.1 struck the mountains of Vardia early on Monday. At least twelve people were \
         hurt, the civil guard said.</p>",
    ),
];

const COURIER: [Item; 2] = [
    (
        "Northmoor gives in: night ferry to Lowmark is saved",
        1,
        "<p>After months of protest the night ferry will go on. The harbour board voted to keep the connection to \
         Lowmark.</p>",
    ),
    (
        "Vardia: twelve hurt in magnitude 6.1 quake",
        6,
        "<p>Rescue teams searched villages in the mountains after an earthquake shook the province of Vardia before \
         dawn.</p><p>“The road is gone, and we carry everything up to the villages on our backs,” said Colonel Ivo Marsh of \
         the civil guard.</p>",
    ),
];

const HERALD: [Item; 2] = [
    (
        "Petition saves night ferry of Lowmark",
        3,
        "<p>Islanders of Lowmark cheered when the board of Northmoor harbour said that the ferry would not be cut.</p>",
    ),
    (
        "Oda Brannock wins the Calder prize",
        30,
        "<p>The novelist Oda Brannock has been awarded the Calder prize for her second book.</p>",
    ),
];

const POST: [Item; 1] = [(
    "Lowmark keeps its night ferry, harbour board says",
    4,
    "<p>The night ferry between Northmoor and Lowmark will stay, the harbour board decided after a petition.</p>",
)];

/// An outlet's day as a feed, dated from now on backwards.
fn document(outlet: &str, items: &[Item]) -> String {
    let now = pullquote::runtime::now();
    let mut rss = format!(
        "<rss version=\"2.0\"><channel><title>{outlet}</title><description>News of the lower harbour</description>"
    );
    for (title, hours, text) in items {
        let date = jiff::Timestamp::from_second(now - i64::from(*hours) * 3600 - 60).unwrap();
        let date = date.strftime("%a, %d %b %Y %H:%M:%S +0000");
        write!(
            rss,
            "<item><guid isPermaLink=\"false\">{title}</guid><title>{title}</title><pubDate>{date}</pubDate>\
             <description><![CDATA[{text}]]></description></item>"
        )
        .unwrap();
    }
    rss + "</channel></rss>"
}

/// Starts the proxy, which ends with the test; its address.
pub fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let asked = lines.next().and_then(Result::ok).unwrap_or_default();
            // The rest of the head; its end is an empty line.
            while lines
                .next()
                .and_then(Result::ok)
                .is_some_and(|line| !line.is_empty())
            {}
            let outlets: [(&str, &str, &[Item]); 4] = [
                ("ledger", "The Lower Ledger", &LEDGER),
                ("courier", "Northmoor Courier", &COURIER),
                ("herald", "The Herald", &HERALD),
                ("post", "Island Post", &POST),
            ];
            let outlet = outlets
                .iter()
                .find(|(host, ..)| asked.contains(&format!("//{host}.")));
            let body = outlet
                .map(|(_, name, items)| document(name, items))
                .unwrap_or_default();
            let status = if body.is_empty() {
                "404 Not Found"
            } else {
                "200 OK"
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body.as_bytes());
        }
    });
    format!("http://{address}")
}
