//! `pullquote list`: articles, a line each. Reads the cache and changes nothing.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde::Serialize;

use super::args::{ListArgs, Places};
use crate::cache::Store;
use crate::news::{Feed, FeedId, Headline, Moment, Order, Preview, Query, Scope, UnixSeconds};

/// Rows asked for at a time.
const PAGE: u32 = 500;

/// Runs the command.
pub fn run(places: &Places, options: &ListArgs) -> Result<ExitCode> {
    let store = Store::open_reader(&places.resolve()?.data_dir)?;
    let feeds = store.feeds()?;
    let mut query = Query {
        scope: scope(options, &feeds)?,
        unread_only: options.unread,
        order: options.sort,
        ..Query::default()
    };
    ask(&mut query, &options.words.join(" "))?;
    let mut sources = Sources::new(&store, &feeds);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut left = options.limit;
    while left > 0 {
        // A river is put in order within a page, whatever is printed of it.
        let is_river = matches!(query.order, Order::River(_));
        query.limit = if is_river { PAGE } else { left.min(PAGE) };
        let page = store.headlines(&query)?;
        for headline in page.rows.iter().take(left as usize) {
            let source = sources.name(headline.feed)?;
            if options.json {
                serde_json::to_writer(&mut out, &Row { headline, source })?;
                writeln!(out)?;
            } else {
                print(&mut out, headline, source)?;
            }
        }
        left = left.saturating_sub(page.rows.len() as u32);
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the words of a command line as a query.
pub(super) fn ask(query: &mut Query, text: &str) -> Result<()> {
    if let Err(error) = query.ask(text, moment()) {
        let shown = error.caret(text).replace('\n', "\n  ");
        bail!("this query is wrong:\n  {shown}\nhint: {}", error.hint());
    }
    Ok(())
}

/// Now, on the clock of this machine.
pub(super) fn moment() -> Moment {
    let now = Zoned::now();
    Moment {
        now: now.timestamp().as_second(),
        utc_offset: now.offset().seconds(),
    }
}

/// An article as scripts see it.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    headline: &'a Headline,
    source: &'a str,
}

fn scope(options: &ListArgs, feeds: &[Feed]) -> Result<Scope> {
    match (&options.feed, &options.folder, options.bookmarks) {
        (None, None, false) => Ok(Scope::All),
        (None, None, true) => Ok(Scope::Bookmarks),
        (Some(feed), None, false) => Ok(Scope::Feed(find(feed, feeds)?)),
        (None, Some(folder), false) => {
            let mut folders = feeds.iter().filter_map(|feed| feed.folder.as_ref());
            let exact = folders.clone().find(|known| *known == folder);
            let same = |known: &&String| known.to_lowercase() == folder.to_lowercase();
            match exact.or_else(|| folders.find(same)) {
                Some(folder) => Ok(Scope::Folder(folder.clone())),
                None => bail!("there is no folder `{folder}`"),
            }
        }
        _ => bail!("use only one of --feed, --folder and --bookmarks"),
    }
}

/// A feed by its address, or by its name in any case of letters.
fn find(which: &str, feeds: &[Feed]) -> Result<FeedId> {
    let named = |feed: &&Feed| feed.title.to_lowercase() == which.to_lowercase();
    let by_address = feeds.iter().find(|feed| feed.url == which);
    match by_address.or_else(|| feeds.iter().find(named)) {
        Some(feed) => Ok(feed.id),
        None => {
            bail!("there is no feed `{which}`; `pullquote feed list` shows those that there are")
        }
    }
}

/// The names of feeds, also of those that left the configuration and of which articles were kept.
struct Sources<'a> {
    store: &'a Store,
    names: HashMap<FeedId, String>,
}

impl<'a> Sources<'a> {
    fn new(store: &'a Store, feeds: &[Feed]) -> Self {
        let names = feeds.iter().map(|feed| (feed.id, feed.title.clone()));
        Self {
            store,
            names: names.collect(),
        }
    }

    fn name(&mut self, id: FeedId) -> Result<&str> {
        if !self.names.contains_key(&id) {
            let feed = self.store.feed(id)?;
            self.names
                .insert(id, feed.map(|f| f.title).unwrap_or_default());
        }
        Ok(&self.names[&id])
    }
}

fn print(out: &mut impl Write, headline: &Headline, source: &str) -> io::Result<()> {
    let date = date(headline.date);
    let marks = marks(headline);
    writeln!(
        out,
        "{:>7}  {date}  {marks}  {source}  {}",
        headline.id.0, headline.title
    )
}

/// In the local time zone, to the minute.
pub(super) fn date(seconds: UnixSeconds) -> String {
    Timestamp::from_second(seconds).map_or_else(
        |_| String::from("                "),
        |time| {
            time.to_zoned(TimeZone::system())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}

/// One column a mark: unread, bookmarked, edited, preview; then the number of quotations.
fn marks(headline: &Headline) -> String {
    let sign = |on: bool, sign: char| if on { sign } else { ' ' };
    let quotes = match headline.quotes {
        Some(count) if count > 0 => format!("❝{count:<2}"),
        _ => "   ".to_owned(),
    };
    format!(
        "{}{}{}{}{quotes}",
        sign(!headline.read, '●'),
        sign(headline.bookmarked, '★'),
        sign(headline.edited, '✎'),
        sign(headline.preview != Preview::No, '◪'),
    )
}
