//! `pullquote`: the reader itself.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use anyhow::{Context as _, bail};

use super::args::Places;
use crate::app::{Effect, Keymap, Loaded, Message, PollWhat, Settings, State, Themes, View};
use crate::config::{self, Config, ConfigError, ThemeChoice, ViewConfig, themes};
use crate::runtime::{self, Runtime, now};
use crate::tui::{self, Look, Start};

/// Messages that may wait to be drained; a sender beyond that waits.
const INBOX: usize = 1024;

/// Opens the reader; on a first run it writes the configuration and says where.
pub fn run(places: &Places) -> anyhow::Result<ExitCode> {
    terminal_or_advice()?;
    let places = places.resolve()?;
    let (config, created) = config::load_or_create(&places)?;
    super::log::start(&places.log_dir);
    let (sender, inbox) = sync_channel(INBOX);
    let runtime = Runtime::start(&config, places.data_dir.clone(), sender.clone())
        .map_err(|error| anyhow::anyhow!("{error}\n{}", error.hint()))?;
    super::signals::listen(sender.clone());
    if created {
        let text = format!("your configuration: {}", config.path.display());
        println!("pullquote: {text}");
        sender
            .send(Message::Done(text))
            .context("the reader did not start")?;
    }
    let settings = settings(&config);
    let (look, themes) = look(&config)?;
    let keymap = keymap(&config);
    let views = views(&config);
    let remembered = runtime::remembered(&places.data_dir);
    let automatic = config.poll.automatic;
    tui::run(Start {
        state: &|size| {
            let (mut state, mut effects) = State::new(settings, size, now());
            state.themes.clone_from(&themes);
            state.keymap.clone_from(&keymap);
            state.views.clone_from(&views);
            state.columns.clone_from(&config.list.columns);
            state.arrange(&remembered);
            if automatic {
                effects.push(Effect::Poll(PollWhat::Due));
            }
            (state, effects)
        },
        look,
        mouse: config.screen.mouse,
        sender,
        inbox,
        edit,
        perform: &|effect| runtime.perform(effect),
        now,
    })
    .context("the terminal failed")?;
    drop(runtime);
    Ok(super::OK)
}

/// Opens one article by itself.
pub(super) fn run_alone(config: &Config, loaded: &Loaded) -> anyhow::Result<ExitCode> {
    terminal_or_advice()?;
    let (sender, inbox) = sync_channel(INBOX);
    super::signals::listen(sender.clone());
    let settings = settings(config);
    let (look, themes) = look(config)?;
    let keymap = keymap(config);
    let browser = config.browser.clone();
    let outside = runtime::Outside::start(config, sender.clone());
    let answers = sender.clone();
    let timer = runtime::Timer::start(sender.clone());
    tui::run(Start {
        state: &|size| {
            let mut state = State::alone(settings, size, now(), loaded.clone());
            state.themes.clone_from(&themes);
            state.keymap.clone_from(&keymap);
            (state, Vec::new())
        },
        look,
        mouse: config.screen.mouse,
        sender,
        inbox,
        edit,
        perform: &|effect| match effect {
            Effect::Browse(url) => runtime::browse(&browser, &url, answers.clone()),
            Effect::After { ticket, millis } => timer.after(ticket, millis),
            other => outside.perform(other),
        },
        now,
    })
    .context("the terminal failed")?;
    Ok(super::OK)
}

fn keymap(config: &Config) -> Keymap {
    // The check of the configuration has tried it.
    Keymap::new(config.keys.preset, &config.keys.own).unwrap_or_default()
}

fn views(config: &Config) -> Vec<Arc<View>> {
    let view = |view: &ViewConfig| View {
        name: view.name.clone(),
        query: view.query.clone(),
        sort: view.sort,
        key: view.key,
        kept: false,
    };
    config.views.iter().map(|own| Arc::new(view(own))).collect()
}

/// A text as the reader's editor leaves it.
fn edit(text: &str) -> Result<String, String> {
    runtime::edit(text).map_err(|error| format!("{error}; {}", error.hint()))
}

fn settings(config: &Config) -> Settings {
    Settings {
        measure: config.reading.measure,
        justify: config.reading.justify,
        list_links: config.reading.list_links,
        mark_read_on_open: config.reading.mark_read_on_open,
        ascii: config.screen.ascii,
        show_fragments: config.quotes.show_fragments,
        colourless: tui::is_colourless(),
        sidebar: config.screen.sidebar,
        density: config.list.density,
        line_spacing: config.reading.line_spacing,
        words_per_minute: config.reading.words_per_minute,
        copy_on_select: config.screen.copy_on_select,
    }
}

/// The look, and the themes that there are: the one that the configuration names is the one that is shown.
fn look(config: &Config) -> Result<(Look, Themes), ConfigError> {
    let palettes = themes::load(&config.path)?;
    let name = match &config.screen.theme {
        ThemeChoice::Named(name) => name,
        ThemeChoice::Auto if tui::background_is_light() => "light",
        ThemeChoice::Auto => "dark",
    };
    let shown = palettes.iter().position(|palette| palette.name == name);
    let look = Look::from_environment(&palettes, config.screen.ascii, config.screen.hyperlinks);
    let names = palettes.into_iter().map(|palette| palette.name).collect();
    let shown = shown.unwrap_or_default();
    Ok((look, Themes { names, shown }))
}

fn terminal_or_advice() -> anyhow::Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    bail!(
        "the reader needs a terminal\nwithout one, use `pullquote poll`, `pullquote list` and `pullquote show ID`"
    )
}
