//! `pullquote search`: the articles that hold some words, the best first, and the words in their context.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::args::{Places, SearchArgs};
use super::list::date;
use super::{index, list, stored};
use crate::news::{Article, Context, Headline, Query, Scope, Sought};
use crate::runtime;

/// Runs the command.
pub fn run(places: &Places, options: &SearchArgs) -> Result<ExitCode> {
    let store = stored::reader(places)?;
    index::complete_or_say(places)?;
    let text = options.words.join(" ");
    let mut query = Query {
        limit: options.limit,
        ..Query::default()
    };
    list::ask(&mut query, &text)?;
    // Plain words are ranked; a query with more in it lists what it is true of, the newest first, as in the reader.
    let (found, sought) = match &query.filter {
        None => {
            let found = store.search(&text, &Scope::All, options.limit)?;
            (found, Sought::words(&text))
        }
        Some(filter) => {
            let sought = Sought::of(&filter.expression, true);
            (store.headlines(&query)?.rows, sought)
        }
    };
    if found.is_empty() && !options.json {
        eprintln!("nothing is found");
    }
    let emphasis = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut out = BufWriter::new(io::stdout().lock());
    for headline in found {
        let Some(article) = store.article(headline.id)? else {
            continue;
        };
        let context = sought.context(&runtime::text(article.clone()));
        if options.json {
            serde_json::to_writer(&mut out, &Row::of(&article, &context))?;
            writeln!(out)?;
        } else {
            print(&mut out, &article, &context, emphasis)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The article's text, as the reader shows it.
pub(super) fn text(article: &Article) -> String {
    runtime::text(article.clone())
}

/// What was found, as scripts see it. Places are bytes in `context`.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    headline: &'a Headline,
    source: &'a str,
    link: Option<&'a str>,
    context: &'a str,
    hits: Vec<[usize; 2]>,
}

impl<'a> Row<'a> {
    fn of(article: &'a Article, context: &'a Context) -> Self {
        Self {
            headline: &article.headline,
            source: &article.source,
            link: article.link.as_deref(),
            context: &context.text,
            hits: context
                .hits
                .iter()
                .map(|hit| [hit.start, hit.end])
                .collect(),
        }
    }
}

fn print(
    out: &mut impl Write,
    article: &Article,
    context: &Context,
    emphasis: bool,
) -> io::Result<()> {
    let headline = &article.headline;
    let (id, date) = (headline.id.0, date(headline.date));
    writeln!(
        out,
        "{id:>7}  {date}  {}  {}",
        article.source, headline.title
    )?;
    if context.text.is_empty() {
        return Ok(());
    }
    write!(out, "{:7}  ", "")?;
    let (bold, plain) = if emphasis {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let mut from = 0;
    for hit in &context.hits {
        let (before, words) = (&context.text[from..hit.start], &context.text[hit.clone()]);
        write!(out, "{before}{bold}{words}{plain}")?;
        from = hit.end;
    }
    writeln!(out, "{}", &context.text[from..])
}
