//! `pullquote stats` and `pullquote vacuum`: what the cache holds, feed by feed, and its space given back.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::args::Places;
use super::stored;
use crate::cache::FeedStats;
use crate::news::UnixSeconds;

/// Prints a line a feed.
pub fn run(places: &Places, json: bool) -> Result<ExitCode> {
    let stats = stored::reader(places)?.stats()?;
    let mut out = BufWriter::new(io::stdout().lock());
    if json {
        for stats in &stats {
            serde_json::to_writer(&mut out, &Row::of(stats))?;
            writeln!(out)?;
        }
    } else {
        writeln!(
            out,
            "articles  unread  read  quotes  bookmarks  every      size  feed"
        )?;
        for stats in &stats {
            print(&mut out, stats)?;
        }
        let sum = |of: fn(&FeedStats) -> u64| stats.iter().map(of).sum::<u64>();
        let (total, unread) = (sum(|s| s.feed.total.into()), sum(|s| s.feed.unread.into()));
        writeln!(
            out,
            "{total:>8}  {unread:>6}  {:>4}  {:>6}  {:>9}         {:>8}  all {}",
            percent(total, unread),
            sum(|s| s.quotes.unwrap_or(0).into()),
            sum(|s| s.bookmarks.into()),
            size(sum(|s| s.bytes)),
            stats.len(),
        )?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Gives the cache's unused space back.
pub fn vacuum(places: &Places, json: bool) -> Result<ExitCode> {
    let mut store = stored::writer(places)?;
    let before = store.size()?;
    store.vacuum()?;
    let after = store.size()?;
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{}", json!({ "before": before, "after": after }))?;
    } else {
        writeln!(out, "{} before, {} now", size(before), size(after))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A feed's figures as scripts see them.
#[derive(Serialize)]
struct Row<'a> {
    feed: i64,
    url: &'a str,
    title: &'a str,
    folder: Option<&'a str>,
    articles: u32,
    unread: u32,
    /// From 0 to 1; null without articles.
    read_share: Option<f64>,
    quotes: Option<u32>,
    bookmarks: u32,
    edited: u32,
    /// Average seconds between two articles.
    rhythm: Option<u64>,
    latest: Option<UnixSeconds>,
    bytes: u64,
}

impl<'a> Row<'a> {
    fn of(stats: &'a FeedStats) -> Self {
        let feed = &stats.feed;
        let share = 1.0 - f64::from(feed.unread) / f64::from(feed.total.max(1));
        Self {
            feed: feed.id.0,
            url: &feed.url,
            title: &feed.title,
            folder: feed.folder.as_deref(),
            articles: feed.total,
            unread: feed.unread,
            read_share: (feed.total > 0).then_some((share * 1000.0).round() / 1000.0),
            quotes: stats.quotes,
            bookmarks: stats.bookmarks,
            edited: stats.edited,
            rhythm: feed.poll.rhythm,
            latest: stats.latest,
            bytes: stats.bytes,
        }
    }
}

fn print(out: &mut impl Write, stats: &FeedStats) -> io::Result<()> {
    let feed = &stats.feed;
    let quotes = stats
        .quotes
        .map_or_else(|| "-".to_owned(), |count| count.to_string());
    writeln!(
        out,
        "{:>8}  {:>6}  {:>4}  {quotes:>6}  {:>9}  {:>5}  {:>8}  {}",
        feed.total,
        feed.unread,
        percent(feed.total.into(), feed.unread.into()),
        stats.bookmarks,
        feed.poll.rhythm.map_or_else(|| "-".to_owned(), rhythm),
        size(stats.bytes),
        feed.title,
    )
}

fn percent(total: u64, unread: u64) -> String {
    match total {
        0 => "-".to_owned(),
        _ => format!("{}%", total.saturating_sub(unread) * 100 / total),
    }
}

/// Seconds in the one unit that says most: "40m", "5h", "3d".
fn rhythm(seconds: u64) -> String {
    match seconds {
        0..7200 => format!("{}m", seconds.div_ceil(60)),
        7200..172_800 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}

/// Bytes for a person.
pub(super) fn size(bytes: u64) -> String {
    let units = ["KiB", "MiB", "GiB"];
    let mut size = bytes as f64;
    let mut unit = "B";
    for larger in units {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = larger;
    }
    if unit == "B" {
        format!("{bytes} B")
    } else {
        format!("{size:.1} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short() {
        assert_eq!(
            [size(999), size(2048), size(5 << 29)],
            ["999 B", "2.0 KiB", "2.5 GiB"]
        );
        assert_eq!(
            [rhythm(2400), rhythm(20_000), rhythm(300_000)],
            ["40m", "5h", "3d"]
        );
        assert_eq!(
            [percent(0, 0), percent(3, 2), percent(4, 0)],
            ["-", "33%", "100%"]
        );
    }
}
