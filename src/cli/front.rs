//! `pullquote list --front-page`: the day's articles by story. Changes nothing but the index.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::args::{ListArgs, Places};
use super::list::date;
use super::{index, stored};
use crate::config::{self, FrontPageConfig};
use crate::news::Story;
use crate::runtime::{front_page, now};

/// Runs the command.
pub fn run(places: &Places, options: &ListArgs) -> Result<ExitCode> {
    let store = stored::reader(places)?;
    index::complete_or_say(places)?;
    let configured = config::load(&places.resolve()?.config_file);
    let hours = configured.map_or(FrontPageConfig::default().hours, |c| c.front_page.hours);
    let since = now() - i64::from(hours) * 3600;
    let page = front_page(&store, since)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if page.stories.is_empty() && !options.json {
        writeln!(out, "nothing new since {}", date(since))?;
    }
    let wanted = |story: &&Story| !options.unread || story.is_unread();
    let stories = page.stories.iter().filter(wanted);
    for (index, story) in stories.take(options.limit as usize).enumerate() {
        if options.json {
            serde_json::to_writer(&mut out, story)?;
            writeln!(out)?;
        } else {
            if index > 0 {
                writeln!(out)?;
            }
            print(&mut out, story)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print(out: &mut impl Write, story: &Story) -> io::Result<()> {
    let lead = story.lead();
    let unread = if story.is_unread() { '●' } else { ' ' };
    writeln!(out, "{unread} {}", lead.title)?;
    writeln!(out, "  {} · {}", story.told_by(), date(lead.date))?;
    if let Some(saying) = &story.quotation {
        writeln!(out, "  “{}”", saying.said())?;
        writeln!(out, "  — {}", saying.who())?;
    }
    for report in &story.reports {
        let headline = &report.headline;
        writeln!(
            out,
            "{:>7}  {}  {}",
            headline.id.0, report.source, headline.title
        )?;
    }
    Ok(())
}
