//! `pullquote read`: a page or a plain text, as an article. Opens the reader on a terminal, prints elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{Places, ReadArgs};
use super::obtain::{address, obtain};
use super::{full_text, read_alone};
use crate::news::{Preview, Quote, UnixSeconds};
use crate::poller::{Wanted, page_text};
use crate::renderer::article::{Reading, Verdict, read_html, read_text};
use crate::renderer::{LayoutOptions, layout};

/// Columns of what is printed.
const WIDTH: u16 = 80;

/// Runs the command; `plain`: in words, as the reader was asked to be.
pub fn run(places: &Places, plain: bool, options: &ReadArgs) -> anyhow::Result<ExitCode> {
    if let (Some(folder), Some(out)) = (&options.batch, &options.out) {
        return batch(folder, out);
    }
    let source = options
        .source
        .as_deref()
        .context("nothing to read: name a file or an address")?;
    let reading = load(places, source)?;
    if options.json {
        let mut out = std::io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &as_json(&reading))?;
        writeln!(out)?;
    } else if std::io::stdout().is_terminal() {
        return read_alone::open(places, reading, source, plain || options.plain);
    } else {
        print(&reading)?;
    }
    Ok(super::OK)
}

/// The article of a file or an address.
fn load(places: &Places, source: &str) -> anyhow::Result<Reading> {
    if let Some(url) = address(source) {
        return full_text::read(places, &url);
    }
    let page = obtain(source, Wanted::Page)?;
    let text = page_text(&page.bytes, None);
    Ok(if is_page(source, &text) {
        read_html(&text, None)
    } else {
        read_text(&text)
    })
}

/// A file is a page by its name, or by the tags at its beginning.
fn is_page(name: &str, text: &str) -> bool {
    const LOOKED_AT: usize = 2000;
    let is_named = Path::new(name).extension().is_some_and(|e| {
        ["html", "htm", "xhtml"]
            .iter()
            .any(|known| e.eq_ignore_ascii_case(known))
    });
    let start = text[..text.floor_char_boundary(LOOKED_AT)].to_ascii_lowercase();
    let has_tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<p>",
        "<p ",
        "<div",
        "<article",
    ]
    .iter()
    .any(|tag| start.contains(tag));
    is_named || has_tags
}

/// The article as text, wrapped.
fn print(reading: &Reading) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let day = |t: Timestamp| t.strftime("%-d %b %Y, %-H:%M UTC").to_string();
    let published = reading
        .published
        .and_then(|s| Timestamp::from_second(s).ok());
    let line = [
        reading.site.clone(),
        reading.byline.clone(),
        published.map(day),
    ];
    let line: Vec<String> = line.into_iter().flatten().collect();
    let head = [
        reading.title.clone(),
        Some(line.join(" · ")),
        notice(reading),
        reading.standfirst.clone(),
    ];
    for part in head.into_iter().flatten().filter(|p| !p.is_empty()) {
        writeln!(out, "{part}\n")?;
    }
    let page = layout(
        &reading.document,
        &LayoutOptions {
            width: WIDTH,
            ..LayoutOptions::default()
        },
    );
    for line in &page.lines {
        let text: String = line.runs.iter().map(|r| r.text.as_str()).collect();
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

fn notice(reading: &Reading) -> Option<String> {
    let text = match (reading.preview.0, reading.verdict) {
        (Preview::Certain, _) => "Preview only: the publisher shows the rest to subscribers.",
        (Preview::Likely, _) => "Perhaps a preview only.",
        (_, Verdict::NeedsScripts) => {
            "This page puts its text together with scripts; open it in a browser."
        }
        (_, Verdict::NoArticle) => "No article was found in this page.",
        _ => return None,
    };
    Some(format!("[{text}]"))
}

fn time(seconds: UnixSeconds) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| String::new(), |t| t.to_string())
}

fn as_json(reading: &Reading) -> Value {
    let (preview, sentence) = &reading.preview;
    let text = &reading.document.text;
    let quotes = crate::quotes::extract(&reading.document);
    json!({
        "title": reading.title,
        "byline": reading.byline,
        "published": reading.published.map(time),
        "updated": reading.updated.map(time),
        "site": reading.site,
        "language": reading.language,
        "lead_image": reading.lead_image,
        "standfirst": reading.standfirst,
        "preview": preview,
        "preview_sentence": sentence,
        "verdict": match reading.verdict {
            Verdict::Article => "article",
            Verdict::NeedsScripts => "needs-scripts",
            Verdict::NoArticle => "no-article",
        },
        "folded": folded_json(reading),
        "text": text,
        "quotes": quotes.iter().map(|q| quote_json(text, q)).collect::<Vec<_>>(),
    })
}

fn folded_json(reading: &Reading) -> Value {
    let folded = reading.folded.iter();
    folded
        .map(|f| json!({"text": f.text, "why": f.why}))
        .collect()
}

fn quote_json(text: &str, quote: &Quote) -> Value {
    let chars = |at: usize| text.get(..at).map_or(0, |t| t.chars().count());
    let place = |r: &Range<usize>| json!({"bytes": [r.start, r.end], "chars": [chars(r.start), chars(r.end)]});
    let person = quote.speaker.as_ref().map(|s| &s.person);
    json!({
        "ranges": quote.ranges.iter().map(place).collect::<Vec<_>>(),
        "words": quote.words(text),
        "speaker": person.map(|p| &p.name),
        "title": person.and_then(|p| p.title.as_ref()),
        "cue": quote.cue.clone().and_then(|c| text.get(c)),
        "kind": quote.kind,
        "confidence": quote.confidence,
    })
}

/// Reads every `folder/*/page.html`, and writes what was found as one JSON object.
fn batch(folder: &Path, out: &Path) -> anyhow::Result<ExitCode> {
    let mut found = BTreeMap::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let page = path.join("page.html");
        let (true, Some(id)) = (page.is_file(), path.file_name()) else {
            continue;
        };
        let bytes = fs::read(&page).with_context(|| format!("cannot read {}", page.display()))?;
        let start = Instant::now();
        let reading = read_html(&page_text(&bytes, None), None);
        let ms = start.elapsed().as_secs_f64() * 1e3;
        let body = reading.body();
        let error = body.is_empty().then_some("no article found");
        let mut fields = json!({"articleBody": body, "ms": ms, "error": error});
        fields["folded"] = folded_json(&reading);
        fields["preview"] = json!(reading.preview.0);
        found.insert(id.to_string_lossy().into_owned(), fields);
    }
    fs::write(out, serde_json::to_string(&found)?)
        .with_context(|| format!("cannot write {}", out.display()))?;
    Ok(super::OK)
}
