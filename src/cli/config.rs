//! `pullquote config path|init|check|show`. `init` creates; the others only read.

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Result;

use super::args::{ConfigCommand, Places};
use crate::app::MarkRead;
use crate::config::{self, Config, ThemeChoice, display_duration};

/// Runs the command.
pub fn run(places: &Places, command: &ConfigCommand) -> Result<ExitCode> {
    let path = places.resolve()?.config_file;
    let mut out = io::stdout().lock();
    match command {
        ConfigCommand::Path => writeln!(out, "{}", path.display())?,
        ConfigCommand::Init if config::create(&path)? => writeln!(out, "wrote {}", path.display())?,
        ConfigCommand::Init => writeln!(
            out,
            "{} is there already, and stays as it is",
            path.display()
        )?,
        ConfigCommand::Show { json } => {
            let text = config::effective(&config::load(&path)?);
            if *json {
                let values: serde_json::Value = toml::from_str(&text)?;
                writeln!(out, "{values}")?;
            } else {
                out.write_all(text.as_bytes())?;
            }
        }
        ConfigCommand::Check => {
            let config = config::load(&path)?;
            writeln!(out, "{}: ok", path.display())?;
            for (what, fact) in facts(&config) {
                writeln!(out, "  {what:<9}{fact}")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the configuration amounts to, for a person.
fn facts(config: &Config) -> Vec<(&'static str, String)> {
    let mut folders: Vec<_> = config
        .feeds
        .iter()
        .filter_map(|f| f.folder.as_ref())
        .collect();
    folders.sort();
    folders.dedup();
    let feeds = format!(
        "{}, {}",
        counted(config.feeds.len(), "feed"),
        counted(folders.len(), "folder")
    );
    let poll = &config.poll;
    let poll = format!(
        "{}, a feed at most every {}, {} at once, {} at one host",
        if poll.automatic {
            "automatic"
        } else {
            "by hand"
        },
        display_duration(poll.floor),
        counted(poll.concurrency, "request"),
        poll.per_host,
    );
    let reading = &config.reading;
    let reading = format!(
        "{} columns, links {}, read {}",
        reading.measure,
        if reading.list_links {
            "listed at the end"
        } else {
            "not listed"
        },
        match reading.mark_read {
            MarkRead::Open => "once opened",
            MarkRead::Scroll => "once their end was seen",
            MarkRead::Never => "when you say so",
        },
    );
    let screen = &config.screen;
    let theme = match &screen.theme {
        ThemeChoice::Auto => "theme by the terminal",
        ThemeChoice::Named(name) => name,
    };
    let screen = format!(
        "{theme}, {} mouse, {} signs",
        if screen.mouse { "with" } else { "without" },
        if screen.ascii { "ASCII" } else { "Unicode" },
    );
    let quotes = if config.quotes.show_fragments {
        "speech, titles and quoted words"
    } else {
        "speech alone"
    };
    let browser = match &config.browser[..] {
        [] => "the system's own".to_owned(),
        command => command.join(" "),
    };
    let mut facts = vec![
        ("feeds", feeds),
        ("polling", poll),
        ("reading", reading),
        ("screen", screen),
        ("quotes", quotes.to_owned()),
        ("browser", browser),
    ];
    let names = |names: Vec<&str>| names.join(", ");
    let views = names(config.views.iter().map(|view| view.name.as_str()).collect());
    let rules = names(config.rules.iter().map(|rule| rule.name.as_str()).collect());
    let programs = [
        (&config.hooks.new_article, "new_article"),
        (&config.hooks.open, "open"),
        (&config.hooks.bookmark, "bookmark"),
    ];
    let hooks = programs.iter().filter(|(program, _)| !program.is_empty());
    let hooks = names(hooks.map(|(_, name)| *name).collect());
    let more = [("views", views), ("rules", rules), ("hooks", hooks)];
    facts.extend(more.into_iter().filter(|(_, fact)| !fact.is_empty()));
    facts
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
