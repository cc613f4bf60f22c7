//! `pullquote feed check`: what is read in a feed document, and what is wrong with it. A document that cannot be
//! read is an answer too, not a failure of the command.

use std::io::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::args::FeedCheckArgs;
use super::obtain::obtain;
use crate::news::{Entry, ParsedFeed, UnixSeconds};
use crate::poller::{self, Discovered, ParseError, Wanted};

/// Entries that the text form lists.
const LISTED: usize = 10;
/// Characters of a text that stand for a title.
const FIRST_WORDS: usize = 60;

/// What can be done about a document that had to be repaired.
const HINT: &str = "It was read all the same. Its publisher can find the faults with https://validator.w3.org/feed/.";

/// Runs the command.
pub fn run(options: &FeedCheckArgs) -> anyhow::Result<ExitCode> {
    let document = obtain(&options.source, Wanted::Feed)?;
    let parsed = poller::parse(
        &document.bytes,
        document.content_type.as_deref(),
        document.base.as_ref(),
    );
    let report = if options.json {
        serde_json::to_string(&json(&parsed))? + "\n"
    } else {
        text(&parsed)
    };
    std::io::stdout().lock().write_all(report.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The object that `--json` prints.
#[derive(Serialize)]
#[serde(untagged)]
enum Report<'a> {
    Read {
        ok: bool,
        feed: FeedReport<'a>,
        entries: Vec<EntryReport<'a>>,
    },
    Refused {
        ok: bool,
        err: String,
    },
}

#[derive(Serialize)]
struct FeedReport<'a> {
    title: &'a str,
    link: Option<&'a str>,
    id: Option<&'a str>,
    subtitle: &'a str,
    updated: Option<String>,
    author: Option<&'a str>,
    author_email: Option<&'a str>,
}

#[derive(Serialize)]
struct EntryReport<'a> {
    id: &'a str,
    title: &'a str,
    link: Option<&'a str>,
    published: Option<String>,
    updated: Option<String>,
    summary: Option<&'a str>,
    content: Option<&'a str>,
    author: Option<&'a str>,
    author_email: Option<&'a str>,
    enclosures: Vec<&'a str>,
}

fn json(parsed: &Result<ParsedFeed, ParseError>) -> Report<'_> {
    match parsed {
        Ok(feed) => Report::Read {
            ok: true,
            feed: FeedReport {
                title: feed.title.as_deref().unwrap_or_default(),
                link: feed.link.as_deref(),
                id: feed.id.as_deref(),
                subtitle: feed.subtitle.as_deref().unwrap_or_default(),
                updated: feed.updated.and_then(rfc3339),
                author: feed.author.as_deref(),
                author_email: feed.author_email.as_deref(),
            },
            entries: feed.entries.iter().map(entry_report).collect(),
        },
        Err(error) => Report::Refused {
            ok: false,
            err: error.to_string(),
        },
    }
}

fn entry_report(entry: &Entry) -> EntryReport<'_> {
    EntryReport {
        id: &entry.id,
        title: &entry.title,
        link: entry.link.as_deref(),
        published: entry.published.and_then(rfc3339),
        updated: entry.updated.and_then(rfc3339),
        summary: entry.summary.as_deref(),
        content: entry.content.as_deref(),
        author: entry.author.as_deref(),
        author_email: entry.author_email.as_deref(),
        enclosures: entry.enclosures.iter().map(|e| e.url.as_str()).collect(),
    }
}

fn rfc3339(seconds: UnixSeconds) -> Option<String> {
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.to_string())
}

/// The form for a person.
fn text(parsed: &Result<ParsedFeed, ParseError>) -> String {
    let mut lines = Vec::new();
    match parsed {
        Ok(feed) => describe(feed, &mut lines),
        Err(error) => {
            lines.push(format!("Not read: {error}."));
            lines.push(error.hint().to_owned());
            if let ParseError::Html { feeds } = error {
                lines.extend(feeds.iter().map(discovered));
            }
        }
    }
    lines.join("\n") + "\n"
}

fn discovered(feed: &Discovered) -> String {
    let kind = feed.kind.unwrap_or("perhaps");
    let title = feed.title.as_deref().unwrap_or_default();
    format!("  {kind:<9}  {}  {title}", feed.url)
        .trim_end()
        .to_owned()
}

fn describe(feed: &ParsedFeed, lines: &mut Vec<String>) {
    lines.push(feed.title.as_deref().unwrap_or("(no title)").to_owned());
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            lines.push(format!("  {name:<9} {value}"));
        }
    };
    field("format", Some(&feed.format));
    field("site", feed.link.as_deref());
    field("about", feed.subtitle.as_deref());
    field("author", feed.author.as_deref());
    field("language", feed.language.as_deref());
    field("updated", feed.updated.and_then(rfc3339).as_deref());
    field("asks", hints(feed).as_deref());
    field("entries", Some(&span(feed)));
    let listed = feed.entries.iter().take(LISTED);
    lines.extend(listed.map(|entry| {
        let date = entry.published.or(entry.updated).and_then(rfc3339);
        let date = date.as_deref().map_or("no date", |date| &date[..10]);
        format!("    {date:<10}  {}", shown(entry))
    }));
    if feed.entries.len() > LISTED {
        lines.push(format!("    and {} more", feed.entries.len() - LISTED));
    }
    let problems = problems(feed);
    if problems.is_empty() {
        lines.push("No problems.".to_owned());
    } else {
        lines.push("Problems:".to_owned());
        lines.extend(problems.iter().map(|problem| format!("  - {problem}")));
        if feed.partial || !feed.repairs.is_empty() {
            lines.push(HINT.to_owned());
        }
    }
}

/// What stands for an entry in a list: its title, else the first words of its text.
fn shown(entry: &Entry) -> String {
    if !entry.title.is_empty() {
        return entry.title.clone();
    }
    let words = poller::parse::text::title(entry.html());
    let first: String = words.chars().take(FIRST_WORDS).collect();
    match (first.is_empty(), first.len() < words.len()) {
        (true, _) => "(no title, no text)".to_owned(),
        (_, true) => first + "…",
        (_, false) => first,
    }
}

/// What the document asks of those who read it.
fn hints(feed: &ParsedFeed) -> Option<String> {
    let hints = &feed.hints;
    let mut asks = Vec::new();
    asks.extend(
        hints
            .ttl_minutes
            .map(|ttl| format!("a poll every {ttl} minutes at most (ttl)")),
    );
    asks.extend(hints.period_seconds.map(|period| {
        format!(
            "a poll every {} minutes at most (sy:updatePeriod)",
            period / 60
        )
    }));
    if !hints.skip_hours.is_empty() {
        asks.push(format!(
            "none in {} hours of the day (skipHours)",
            hints.skip_hours.len()
        ));
    }
    if !hints.skip_days.is_empty() {
        asks.push(format!(
            "none on {} days of the week (skipDays)",
            hints.skip_days.len()
        ));
    }
    (!asks.is_empty()).then(|| asks.join("; "))
}

/// "12, from 2026-11-01 to 2026-11-22".
fn span(feed: &ParsedFeed) -> String {
    let dates = feed
        .entries
        .iter()
        .filter_map(|e| e.published.or(e.updated));
    let day = |seconds| rfc3339(seconds).map(|date| date[..10].to_owned());
    let count = feed.entries.len();
    match (dates.clone().min().and_then(day), dates.max().and_then(day)) {
        (Some(first), Some(last)) => format!("{count}, from {first} to {last}"),
        _ => count.to_string(),
    }
}

/// What was repaired, and what no repair can mend.
fn problems(feed: &ParsedFeed) -> Vec<String> {
    let mut problems = feed.repairs.clone();
    if feed.partial {
        problems.push("The document is cut off; its whole entries were kept.".to_owned());
    }
    let mut missing = |what: &str, consequence: &str, lacks: fn(&Entry) -> bool| {
        let count = feed.entries.iter().filter(|entry| lacks(entry)).count();
        if count > 0 {
            problems.push(format!(
                "{count} of {} entries have {what}: {consequence}",
                feed.entries.len()
            ));
        }
    };
    missing(
        "no date",
        "the moment they were first seen stands for it.",
        |e| e.published.or(e.updated).is_none(),
    );
    missing(
        "no title",
        "the first words of the text stand for it.",
        |e| e.title.is_empty(),
    );
    missing("no link", "they cannot be opened in a browser.", |e| {
        e.link.is_none()
    });
    missing("no text", "there is only the title to read.", |e| {
        e.html().trim().is_empty()
    });
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(document: &str) -> Result<ParsedFeed, ParseError> {
        poller::parse(document.as_bytes(), None, None)
    }

    const FEED: &str = "<rss version='2.0'><channel><title>The Ledger</title><link>https://ledger.example/</link>
        <item><guid>1</guid><title>Rates held</title><pubDate>Sun, 22 Nov 2026 10:16:24 +0100</pubDate></item>
        </channel></rss>";

    #[test]
    fn a_person_is_told_what_was_read_and_what_is_missing() {
        let text = text(&parsed(FEED));
        assert!(text.starts_with("The Ledger\n"), "{text}");
        assert!(
            text.contains("RSS 2.0") && text.contains("2026-11-22  Rates held"),
            "{text}"
        );
        assert!(text.contains("1 of 1 entries have no link"), "{text}");
    }

    #[test]
    fn what_was_repaired_is_told_with_what_to_do_about_it() {
        let stray = "<link>/1</link><description>Rates & banks</description>";
        let text = text(&parsed(&FEED.replace("<title>Rates held</title>", stray)));
        assert!(text.contains("  Rates & banks\n"), "{text}");
        assert!(
            text.contains("not well-formed") && text.contains("validator"),
            "{text}"
        );
    }

    #[test]
    fn a_script_gets_dates_in_utc_and_null_for_what_is_absent() {
        let parsed = parsed(FEED);
        let json = serde_json::to_value(json(&parsed)).unwrap();
        assert_eq!(json["ok"], true);
        assert_eq!(json["feed"]["title"], "The Ledger");
        assert_eq!(json["entries"][0]["published"], "2026-11-22T09:16:24Z");
        assert!(json["entries"][0]["link"].is_null());
    }

    #[test]
    fn a_web_page_is_answered_with_the_feeds_that_it_names() {
        let page = "<html><head><link rel=alternate type='application/atom+xml' href='https://ledger.example/atom'>";
        let text = text(&parsed(page));
        assert!(
            text.contains("web page") && text.contains("https://ledger.example/atom"),
            "{text}"
        );
        let parsed = parsed(page);
        assert_eq!(serde_json::to_value(json(&parsed)).unwrap()["ok"], false);
    }
}
