//! Hostile feed documents, a case each. Every entry's text begins with a mark of its case, so that it is known on a
//! screen.

use std::fmt::Write as _;

/// What must come of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Exactly so many entries.
    Entries(usize),
    /// The feed is refused, with a reason.
    Refused,
    /// Either, as long as nothing breaks.
    Anything,
}
use Expected::{Anything, Entries, Refused};

/// A hostile document.
#[derive(Debug, Clone)]
pub struct Case {
    pub name: String,
    pub bytes: Vec<u8>,
    pub expected: Expected,
}

/// Sequences that would do something, were they to reach a terminal: each with a name.
pub const SEQUENCES: &[(&str, &str)] = &[
    ("clipboard", "\x1b]52;c;b3duZWQ=\x07"),
    (
        "hyperlink",
        "\x1b]8;;http://bait.example/\x1b\\here\x1b]8;;\x1b\\",
    ),
    ("window-title", "\x1b]2;owned\x07"),
    ("clear-and-colour", "\x1b[2J\x1b[H\x1b[41mred"),
    ("cursor-report", "\x1b[6n"),
    ("device-report", "\x1b[c\x1b[21t"),
    ("device-string", "\x1bP+q6e616d65\x1b\\"),
    ("application-string", "\x1b_Ga=T;AAAA\x1b\\"),
    ("leave-screen", "\x1b[?1049l\x1b[?25h"),
    ("end-of-paste", "\x1b[201~quit\r"),
    ("reset", "\x1bc"),
    ("backspaces", "kept\x08\x08\x08\x08gone"),
    ("carriage-return", "first\rsecond"),
    ("delete", "a\x7fb"),
    ("bell", "a\x07b"),
    ("c1-csi", "\u{9b}2J"),
    ("c1-osc", "\u{9d}2;owned\u{9c}"),
    ("c1-string", "\u{90}q\u{9c}"),
    ("c1-next-line", "a\u{85}b"),
];

/// What deceives the eye instead.
const DECEIT: &[(&str, &str)] = &[
    ("override", "\u{202e}txt.exe"),
    ("isolates", "\u{2066}a\u{2067}b\u{2069}"),
    ("marks-of-direction", "a\u{200e}b\u{200f}c\u{61c}"),
    ("zero-width", "pay\u{200b}roll\u{feff}\u{2060}"),
    ("tags", "hi\u{e0041}\u{e007f}"),
    (
        "variation-selectors",
        "x\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}",
    ),
    (
        "ligatures",
        "\u{fdfd}\u{fdfd}\u{fdfd}\u{fdfd}\u{fdfd}\u{fdfd}\u{fdfd}\u{fdfd}",
    ),
    ("fillers", "\u{3164}\u{3164}\u{3164}\u{115f}\u{ffa0}"),
    ("annotation", "a\u{fff9}b\u{fffa}c\u{fffb}"),
    ("private-use", "\u{e000}\u{f8ff}\u{10fffd}"),
];

/// Where links lead that must lead nowhere, or be passed on as one argument.
pub const ADDRESSES: &[(&str, &str)] = &[
    ("backquotes", "http://news.invalid/`touch$IFS/tmp/no`"),
    ("dollar", "http://news.invalid/$(touch${IFS}/tmp/no)"),
    ("quote", "http://news.invalid/';touch${IFS}/tmp/no;'"),
    (
        "double-quote",
        "http://news.invalid/\";touch${IFS}/tmp/no;\"",
    ),
    ("ampersand", "http://news.invalid/&touch${IFS}/tmp/no&"),
    ("option", "--new-window=http://news.invalid/"),
    ("file", "file:///etc/hostname"),
    ("script", "javascript:alert(1)"),
    ("data", "data:text/html;base64,PGI+"),
    ("share", "smb://news.invalid/x"),
    ("sign-in", "http://bank.example@news.invalid/"),
    ("look-alike", "http://xn--pple-43d.invalid/"),
    ("cyrillic", "http://\u{430}pple.invalid/"),
    ("line-break", "http://news.invalid/a\nb"),
    ("climbing", "../../../x"),
    ("no-host", "http:///x"),
    ("port", "http://news.invalid:99999/"),
];

/// Every document.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, sequence) in SEQUENCES {
        carried(&mut cases, name, sequence);
    }
    for (name, text) in DECEIT {
        let body = format!("<p>{text}</p>");
        cases.push(feed(&format!("eye-{name}"), |case| {
            item(
                &format!("{case} {text}"),
                text,
                &link(case),
                &mark(case, &body),
            )
        }));
    }
    for (name, url) in ADDRESSES {
        let url = escaped(url);
        cases.push(feed(&format!("address-{name}"), |case| {
            let body = mark(
                case,
                &format!("<a href=\"{url}\">x</a> <img src=\"{url}\">"),
            );
            item(case, "a", &url, &body).replace(
                "</item>",
                &format!("<enclosure url=\"{url}\" type=\"audio/mpeg\" length=\"1\"/></item>"),
            )
        }));
    }
    markup(&mut cases);
    pages(&mut cases);
    bytes(&mut cases);
    facts(&mut cases);
    cases
}

/// A text in every way that it can be carried in: as it stands, by references, by references within escaped HTML, and in
/// a JSON feed.
fn carried(cases: &mut Vec<Case>, name: &str, text: &str) {
    let referred = references(text);
    let twice = referred.replace('&', "&amp;");
    for (how, text) in [("plain", text), ("references", &referred), ("html", &twice)] {
        let case = feed(&format!("{name}-{how}"), |case| {
            let link = format!("http://news.invalid/{case}/{text}");
            let body = mark(
                case,
                &format!("B{text}E <a href=\"http://news.invalid/{text}\">l</a>"),
            );
            item(
                &format!("{case} T{text}Z"),
                &format!("A{text}"),
                &link,
                &body,
            )
        });
        let bytes = String::from_utf8(case.bytes).unwrap();
        let bytes = bytes.replace("<title>Feed", &format!("<title>Feed{text}"));
        cases.push(Case {
            bytes: bytes.into_bytes(),
            ..case
        });
    }
    let case = format!("{name}-json");
    let document = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": format!("Feed{text}"),
        "items": [{
            "id": case, "title": format!("{case} T{text}Z"), "url": format!("http://news.invalid/{case}/{text}"),
            "content_html": format!("<p>body of {case}</p><p>B{text}E"), "authors": [{"name": format!("A{text}")}],
            "tags": [text], "date_published": "2026-03-01T10:00:00Z",
        }],
    });
    cases.push(Case {
        name: case,
        bytes: document.to_string().into_bytes(),
        expected: Entries(1),
    });
}

/// Damage and traps in the markup of feeds.
fn markup(cases: &mut Vec<Case>) {
    let declared = |name: &str, doctype: &str, title: &str, expected| {
        let case = feed(name, |case| {
            item(
                &format!("{case} {title}"),
                "a",
                &link(case),
                &mark(case, "x"),
            )
        });
        let text = String::from_utf8(case.bytes).unwrap();
        Case {
            bytes: text
                .replace("?>", &format!("?><!DOCTYPE rss [{doctype}]>"))
                .into_bytes(),
            expected,
            ..case
        }
    };
    let mut laughs = String::from("<!ENTITY l0 \"ha ha ha ha \">");
    for n in 1..10 {
        let more = format!("&l{};", n - 1).repeat(10);
        write!(laughs, "<!ENTITY l{n} \"{more}\">").unwrap();
    }
    cases.push(declared(
        "entities-within-entities",
        &laughs,
        "&l9;",
        Entries(1),
    ));
    let long = format!("<!ENTITY a \"{}\">", "a".repeat(50_000));
    cases.push(declared(
        "a-long-entity-often",
        &long,
        &"&a;".repeat(20_000),
        Entries(1),
    ));
    cases.push(declared(
        "entity-from-a-file",
        "<!ENTITY x SYSTEM \"file:///etc/hostname\">",
        "&x;",
        Entries(1),
    ));
    cases.push(declared(
        "entity-from-a-server",
        "<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x.dtd\"> %p; <!ENTITY x SYSTEM \"http://127.0.0.1:9/x\">",
        "&x;",
        Entries(1),
    ));
    let wrapped = |name: &str, start: &str, end: &str, expected| Case {
        name: name.to_owned(),
        bytes: [start, end].concat().into_bytes(),
        expected,
    };
    cases.push(wrapped(
        "elements-within-elements",
        "<rss version='2.0'><channel><title>t</title>",
        &format!(
            "{}{}</channel></rss>",
            "<a>".repeat(200_000),
            "</a>".repeat(200_000)
        ),
        Entries(0),
    ));
    cases.push(wrapped(
        "xhtml-within-xhtml",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><id>1</id><title>xhtml-within-xhtml</title>\
         <updated>2026-03-01T10:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>\
         body of xhtml-within-xhtml ",
        &format!("{}x{}</div></content></entry></feed>", "<b>".repeat(50_000), "</b>".repeat(50_000)),
        Entries(1),
    ));
    let nested = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    cases.push(wrapped(
        "lists-within-lists",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\"items\":[],\"_x\":",
        &(nested + "}"),
        Anything,
    ));
    let spaces: String = (0..20_000)
        .map(|n| format!(" xmlns:n{n}='urn:{n}'"))
        .collect();
    let case = feed("namespaces", |case| {
        item(case, "a", &link(case), &mark(case, "x"))
    });
    let text = String::from_utf8(case.bytes).unwrap();
    cases.push(Case {
        bytes: text.replace("<rss", &format!("<rss{spaces}")).into_bytes(),
        expected: Anything,
        ..case
    });
}

/// Articles that a renderer would choke on.
fn pages(cases: &mut Vec<Case>) {
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=1")).collect();
    let bodies = [
        ("divs", "<div>".repeat(100_000) + "x"),
        ("tables", "<table><tr><td>".repeat(400) + "x"),
        ("lists", "<ul><li>".repeat(5000) + "x"),
        ("quotations", "<blockquote>".repeat(5000) + "x"),
        ("formatting", "<b><i><u><a href=x>".repeat(10_000) + "x"),
        ("columns", format!("<table><tr>{}</tr></table>", "<td>x".repeat(20_000))),
        (
            "spans",
            "<table><tr><td colspan=999999999 rowspan=999999999>x</table><ol start=2147483647><li>a<li>b</ol>".to_owned(),
        ),
        ("attributes", format!("<p{attributes}>x</p>")),
        ("comment", format!("<!--{}", "-".repeat(500_000))),
        ("less-than", "<".repeat(500_000)),
        ("references", "&".repeat(50_000) + "amp"),
        ("one-word", "x".repeat(500_000)),
        ("marks-on-marks", "Z".to_owned() + &"\u{301}".repeat(100_000)),
        ("quotation-marks", "“”\"'‘’«»".repeat(20_000)),
        ("not-asked-for", "<img src=http://127.0.0.1:9/a.gif width=1><video src=http://127.0.0.1:9/v autoplay></video>\
          <link rel=preload href=http://127.0.0.1:9/p><iframe src=http://127.0.0.1:9/f></iframe><style>@import 'http://127.0.0.1:9/s'</style>".to_owned()),
    ];
    for (name, body) in bodies {
        cases.push(feed(&format!("page-{name}"), |case| {
            let title = format!("{case} $(touch /tmp/no) `touch /tmp/no`");
            item(&title, "a", &link(case), &mark(case, &body))
        }));
    }
    cases.push(feed("page-title", |case| {
        item(
            &(case.to_owned() + " " + &"A".repeat(1_000_000)),
            "a",
            &link(case),
            &mark(case, "x"),
        )
    }));
    cases.push(feed("page-address", |case| {
        let url = format!("http://news.invalid/{}", "a".repeat(100_000));
        item(
            case,
            "a",
            &url,
            &mark(case, &format!("<a href={url}>x</a>")),
        )
    }));
}

/// Bytes that are no text, or another text than they say.
fn bytes(cases: &mut Vec<Case>) {
    let simple = |name: &str| {
        feed(name, |case| {
            item(
                &format!("{case} caf\u{e9}"),
                "a",
                &link(case),
                &mark(case, "x"),
            )
        })
    };
    let mut put = |name: &str, expected, change: &dyn Fn(String) -> Vec<u8>| {
        let case = simple(name);
        cases.push(Case {
            bytes: change(String::from_utf8(case.bytes).unwrap()),
            expected,
            ..case
        });
    };
    let spliced = |text: &str, from: &str, to: &[u8]| {
        let (before, after) = text.split_once(from).unwrap();
        [before.as_bytes(), to, after.as_bytes()].concat()
    };
    put("bytes-nul", Entries(1), &|text| {
        spliced(&text, "caf", b"c\0a\0f")
    });
    put("bytes-control", Entries(1), &|text| {
        spliced(&text, "caf", b"ca\x01\x02\x0b\x1ff")
    });
    put("bytes-no-utf8", Entries(1), &|text| {
        spliced(&text, "\u{e9}", b"\xe9\xff\xfe")
    });
    put("bytes-overlong", Entries(1), &|text| {
        spliced(&text, "\u{e9}", b"\xc0\x9b[2J\xed\xa0\x80\xf5")
    });
    put("bytes-c1-in-latin-1", Entries(1), &|text| {
        let text = text.replace("utf-8", "iso-8859-1");
        spliced(&text, "\u{e9}", b"\x9b2J")
    });
    put("bytes-of-windows", Entries(1), &|text| {
        spliced(&text, "\u{e9}", b"\xe9")
    });
    put("bytes-unknown-charset", Entries(1), &|text| {
        text.replace("utf-8", "x-runes").into_bytes()
    });
    put("bytes-utf-7", Entries(1), &|text| {
        text.replace("utf-8", "utf-7")
            .replace("caf", "+AAA-")
            .into_bytes()
    });
    put("bytes-utf-16", Entries(1), &|text| {
        let units = format!("\u{feff}{}", text.replace("utf-8", "utf-16"));
        units.encode_utf16().flat_map(u16::to_le_bytes).collect()
    });
    put("bytes-utf-16-unmarked", Entries(1), &|text| {
        text.replace("utf-8", "utf-16be")
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect()
    });
    put("bytes-odd-utf-16", Anything, &|text| {
        let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.truncate(bytes.len() - 7);
        bytes
    });
    put("bytes-before", Entries(1), &|text| {
        format!("\n\n  {text}").into_bytes()
    });
    put("bytes-after", Entries(1), &|text| {
        (text + "<!-- x --><script>bad</script> and more").into_bytes()
    });
    put("bytes-cut-off", Anything, &|text| {
        text.as_bytes()[..text.len() - 30].to_vec()
    });
    let whole = |name: &str, bytes: Vec<u8>, expected| Case {
        name: name.to_owned(),
        bytes,
        expected,
    };
    cases.push(whole("empty", Vec::new(), Refused));
    cases.push(whole("blank", b"  \r\n\t ".to_vec(), Refused));
    cases.push(whole(
        "a-page",
        b"<!doctype html><html><head><title>Sign in</title><link rel=alternate type=application/rss+xml href=/f></head>".to_vec(),
        Refused,
    ));
    let mut noise = Vec::new();
    let mut state = 1_u32;
    for _ in 0..65_536 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.push((state >> 24) as u8);
    }
    cases.push(whole("noise", noise, Refused));
    cases.push(whole(
        "packed",
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\0\0\0\0".to_vec(),
        Refused,
    ));
}

/// Dates and ids that cannot be.
fn facts(cases: &mut Vec<Case>) {
    let dates = [
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "-2026-01-01T00:00:00Z",
        "2026-02-30T25:61:61Z",
        "1969-12-31T23:59:59Z",
        "292277026596-12-04T15:30:08Z",
        "Mon, 32 Foo 2026 99:99:99 ZZZ",
        "yesterday",
        "",
        "1e400",
        "2199-01-01T00:00:00Z",
        "-9223372036854775808",
        "18446744073709551616",
    ];
    cases.push(Case {
        expected: Entries(dates.len()),
        ..feed("dates", |case| {
            let dated = |(n, date): (usize, &&str)| {
                format!("<item><title>{case} {n}</title><guid>{n}</guid><pubDate>{date}</pubDate></item>")
            };
            dates.iter().enumerate().map(dated).collect()
        })
    });
    cases.push(Case {
        expected: Anything,
        ..feed("one-id-twice", |case| {
            item(case, "a", &link(case), &mark(case, "x"))
                + &item(&format!("{case} again"), "a", "http://news.invalid/2", "y")
                    .replace(&format!("{case} again</guid>"), &format!("{case}</guid>"))
        })
    });
    cases.push(Case {
        expected: Anything,
        ..feed("no-ids", |case| {
            format!("<item><description>{case}</description></item><item/><item><title>{case}</title></item><item><link>/x</link></item>")
        })
    });
    cases.push(Case {
        expected: Entries(1),
        ..feed("hints", |case| {
            format!(
                "<ttl>99999999999999999999</ttl><skipHours>{}</skipHours>",
                "<hour>3</hour>".repeat(10_000)
            ) + &item(case, "a", &link(case), &mark(case, "x"))
        })
    });
}

/// 1 feed of very many entries.
pub fn crowd(entries: usize) -> Vec<u8> {
    let items = (0..entries).map(|n| {
        format!(
            "<item><title>t{n}</title><guid>g{n}</guid><link>http://news.invalid/{n}</link></item>"
        )
    });
    let items: String = items.collect();
    feed("crowd", |_| items.clone()).bytes
}

fn feed(name: &str, items: impl Fn(&str) -> String) -> Case {
    Case {
        name: name.to_owned(),
        bytes: format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
             <channel><title>Feed</title><link>http://news.invalid/</link>{}</channel></rss>",
            items(name)
        )
        .into_bytes(),
        expected: Entries(1),
    }
}

/// An entry; everything as it stands in the document.
fn item(title: &str, author: &str, link: &str, description: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">{title}</guid>\
         <pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate><dc:creator>{author}</dc:creator>\
         <description>{description}</description></item>"
    )
}

/// An address of its own, so that no two cases are one article.
fn link(case: &str) -> String {
    format!("http://news.invalid/{case}")
}

/// An entry's HTML behind the mark of its case, escaped.
fn mark(case: &str, html: &str) -> String {
    escaped(&format!("<p>body of {case}</p>"))
        + &escaped(html)
            .replace("&amp;#", "&#")
            .replace("&amp;amp;#", "&amp;#")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Every control character as a numeric reference.
fn references(text: &str) -> String {
    let one = |c: char| {
        if c.is_control() {
            format!("&#{};", u32::from(c))
        } else {
            c.to_string()
        }
    };
    text.chars().map(one).collect()
}
