//! `pullquote diff`: what a publisher changed in an article. Reads the cache and changes nothing.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use super::args::{DiffArgs, Places};
use super::list::date;
use super::search::text;
use super::stored;
use crate::cache::Revision;
use crate::news::{Article, ArticleId};
use crate::renderer::{Change, ChangeKind, changes, paragraphs};

/// Columns, where the reader does not say.
const WIDTH: usize = 80;

/// Runs the command.
pub fn run(places: &Places, options: &DiffArgs) -> Result<ExitCode> {
    let store = stored::reader(places)?;
    let id = ArticleId(options.id);
    let Some(mut article) = store.article(id)? else {
        bail!(
            "there is no article {}; `pullquote list` shows the numbers",
            id.0
        );
    };
    // Revisions are of what the feed sent.
    article.full = None;
    // What the feed sends is compared, not what its page says now.
    article.full = None;
    let revisions = store.revisions(id)?;
    let number = options.from.unwrap_or(revisions.len());
    let earlier = match number.checked_sub(1).map(|place| revisions.get(place)) {
        Some(Some(earlier)) => Some(earlier),
        _ if options.from.is_none() => None,
        _ => bail!(
            "there is no earlier text {number}; {} are kept",
            revisions.len()
        ),
    };
    let changes = earlier.map_or_else(Vec::new, |earlier| {
        changes(&text_of(&article, earlier), &text(&article))
    });
    let mut out = BufWriter::new(io::stdout().lock());
    if options.json {
        let rows = revisions.iter().zip(1..);
        let rows = rows.map(|(r, number): (_, usize)| json!({ "number": number, "until": r.until, "title": r.title }));
        let object = json!({
            "id": id,
            "title": article.headline.title,
            "revisions": rows.collect::<Vec<_>>(),
            "from": earlier.map(|_| number),
            "changes": changes,
        });
        writeln!(out, "{object}")?;
    } else if let Some(earlier) = earlier {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let width = options.width.map_or(WIDTH, usize::from);
        let mut screen = Screen {
            out: &mut out,
            width,
            colour,
        };
        print(&mut screen, &article, earlier, &changes, options.all)?;
        if revisions.len() > 1 && options.from.is_none() {
            writeln!(
                out,
                "\n{} earlier texts are kept; `--from 1` compares with the first",
                revisions.len()
            )?;
        }
    } else {
        writeln!(
            out,
            "article {} was not edited since it was first seen",
            id.0
        )?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// An earlier text, as the reader would have shown it.
fn text_of(article: &Article, earlier: &Revision) -> String {
    text(&Article {
        html: earlier.html.clone(),
        ..article.clone()
    })
}

fn print(
    screen: &mut Screen<impl Write>,
    article: &Article,
    earlier: &Revision,
    changed: &[Change],
    all: bool,
) -> io::Result<()> {
    screen.paragraph(&changes(&earlier.title, &article.headline.title))?;
    writeln!(
        screen.out,
        "{} · changed {}",
        article.source,
        date(earlier.until)
    )?;
    let mut skipped = false;
    for paragraph in paragraphs(changed) {
        if !all
            && paragraph
                .iter()
                .all(|change| change.kind == ChangeKind::Equal)
        {
            skipped = true;
            continue;
        }
        if skipped {
            writeln!(screen.out, "\n…")?;
            skipped = false;
        }
        writeln!(screen.out)?;
        screen.paragraph(&paragraph)?;
    }
    if skipped {
        writeln!(screen.out, "\n…")?;
    }
    Ok(())
}

/// Where the text form is written to.
struct Screen<'a, W> {
    out: &'a mut W,
    width: usize,
    colour: bool,
}

impl<W: Write> Screen<'_, W> {
    /// One paragraph, wrapped at its blanks.
    fn paragraph(&mut self, changes: &[Change]) -> io::Result<()> {
        let mut column = 0;
        let mut word = Vec::new();
        for change in changes {
            let marked = match change.kind {
                ChangeKind::Equal => change.text.clone(),
                ChangeKind::Delete => format!("[-{}-]", change.text),
                ChangeKind::Insert => format!("{{+{}+}}", change.text),
            };
            for (number, part) in marked.split(char::is_whitespace).enumerate() {
                if number > 0 {
                    self.word(&mut word, &mut column)?;
                }
                if !part.is_empty() {
                    word.push((change.kind, part.to_owned()));
                }
            }
        }
        self.word(&mut word, &mut column)?;
        writeln!(self.out)
    }

    /// Writes a word, on the next line where this one is full.
    fn word(&mut self, word: &mut Vec<(ChangeKind, String)>, column: &mut usize) -> io::Result<()> {
        if word.is_empty() {
            return Ok(());
        }
        let width: usize = word.iter().map(|(_, part)| part.width()).sum();
        if *column > 0 && *column + 1 + width > self.width {
            writeln!(self.out)?;
            *column = 0;
        } else if *column > 0 {
            write!(self.out, " ")?;
            *column += 1;
        }
        *column += width;
        for (kind, part) in word.drain(..) {
            match kind {
                ChangeKind::Delete if self.colour => write!(self.out, "\u{1b}[31m{part}\u{1b}[0m")?,
                ChangeKind::Insert if self.colour => write!(self.out, "\u{1b}[32m{part}\u{1b}[0m")?,
                _ => write!(self.out, "{part}")?,
            }
        }
        Ok(())
    }
}
