//! `pullquote show`: one article, as text or as JSON. Reads the cache and changes nothing.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{Places, ShowArgs};
use super::full_text;
use super::list::date;
use crate::app::{Loaded, Origin};
use crate::cache::Store;
use crate::news::{Article, ArticleId, Enclosure, Preview, Quote, UnixSeconds};
use crate::renderer::{Document, LayoutOptions, layout, markdown, plain};
use crate::runtime::load;

/// Columns, where the reader does not say.
const WIDTH: u16 = 80;

/// Runs the command.
pub fn run(places: &Places, options: &ShowArgs) -> Result<ExitCode> {
    if options.full {
        full_text::fetch(places, ArticleId(options.id))?;
    }
    let store = Store::open_reader(&places.resolve()?.data_dir)?;
    let Some(mut article) = store.article(ArticleId(options.id))? else {
        bail!(
            "there is no article {}; `pullquote list` shows the numbers",
            options.id
        );
    };
    if options.feed_text {
        article.full = None;
    }
    let Loaded {
        article,
        document,
        quotes,
        about,
        ..
    } = load(article);
    let mut out = BufWriter::new(io::stdout().lock());
    if options.json {
        serde_json::to_writer_pretty(
            &mut out,
            &object(&article, &document, &quotes, about.origin)?,
        )?;
        writeln!(out)?;
    } else if options.html {
        writeln!(out, "{}", article.html)?;
    } else if options.markdown {
        print_markdown(&mut out, &article, &document)?;
    } else {
        print(
            &mut out,
            &article,
            &document,
            options.width.unwrap_or(WIDTH),
        )?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print(
    out: &mut impl Write,
    article: &Article,
    document: &Document,
    width: u16,
) -> io::Result<()> {
    let headline = &article.headline;
    let mut facts = facts(article);
    if headline.edited {
        facts.push("edited".to_owned());
    }
    if headline.preview != Preview::No {
        facts.push("preview only".to_owned());
    }
    print_text(out, &plain(&headline.title), width)?;
    print_text(out, &plain(&facts.join(" · ")), width)?;
    // Whole, so that it can be copied.
    if let Some(link) = &article.link {
        writeln!(out, "{link}")?;
    }
    writeln!(out)?;
    print_text(out, document, width)
}

/// Where an article comes from, who wrote it, and when.
fn facts(article: &Article) -> Vec<String> {
    let headline = &article.headline;
    let author = headline.author.as_ref();
    let author = author.map(|author| format!("by {author}"));
    let facts = std::iter::once(article.source.clone()).chain(author);
    facts.chain([date(headline.date)]).collect()
}

/// The article as a Markdown file: its title, where it comes from, its text.
fn print_markdown(out: &mut impl Write, article: &Article, document: &Document) -> io::Result<()> {
    let headline = &article.headline;
    writeln!(out, "# {}\n", markdown(&plain(&headline.title)).trim())?;
    writeln!(
        out,
        "{}",
        markdown(&plain(&facts(article).join(" · "))).trim()
    )?;
    if let Some(link) = &article.link {
        writeln!(out, "<{}>", link.replace(['<', '>', ' '], ""))?;
    }
    writeln!(out)?;
    out.write_all(markdown(document).as_bytes())
}

/// Prints a document, wrapped.
pub(super) fn print_text(out: &mut impl Write, document: &Document, width: u16) -> io::Result<()> {
    let options = LayoutOptions {
        width,
        measure: width,
        ..LayoutOptions::default()
    };
    for line in layout(document, &options).lines {
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// An article as scripts see it. The ranges of quotations are byte ranges in `text`.
#[derive(Serialize)]
struct Object<'a> {
    /// The headline, without the number of quotations: they are here themselves.
    #[serde(flatten)]
    headline: serde_json::Value,
    source: &'a str,
    link: Option<&'a str>,
    updated: Option<UnixSeconds>,
    language: Option<&'a str>,
    categories: &'a [String],
    comments: Option<&'a str>,
    enclosures: &'a [Enclosure],
    image: Option<&'a str>,
    html: &'a str,
    text: &'a str,
    /// "feed" or "page".
    text_from: &'static str,
    quotes: Vec<Said<'a>>,
}

/// A quotation, with what was said.
#[derive(Serialize)]
struct Said<'a> {
    words: String,
    cue_words: Option<&'a str>,
    #[serde(flatten)]
    quote: &'a Quote,
}

fn object<'a>(
    article: &'a Article,
    document: &'a Document,
    quotes: &'a [Quote],
    origin: Origin,
) -> serde_json::Result<Object<'a>> {
    let mut headline = serde_json::to_value(&article.headline)?;
    if let Some(fields) = headline.as_object_mut() {
        fields.remove("quotes");
    }
    let said = |quote: &'a Quote| Said {
        words: quote.words(&document.text),
        cue_words: quote.cue.as_ref().map(|cue| document.slice(cue)),
        quote,
    };
    Ok(Object {
        headline,
        source: &article.source,
        link: article.link.as_deref(),
        updated: article.updated,
        language: article.language.as_deref(),
        categories: &article.categories,
        comments: article.comments.as_deref(),
        enclosures: &article.enclosures,
        image: article.image.as_deref(),
        html: &article.html,
        text: &document.text,
        text_from: match origin {
            Origin::Feed => "feed",
            Origin::Page => "page",
        },
        quotes: quotes.iter().map(said).collect(),
    })
}
