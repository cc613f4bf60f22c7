//! `pullquote`: the reader itself.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use anyhow::{Context as _, bail};

use super::args::Places;
use crate::app::{
    Effect, Images, Keymap, Loaded, Message, PollWhat, Restyle, Settings, Setup, State, Themes,
    View,
};
use crate::config::themes::Palette;
use crate::config::{self, Config, ConfigError, NotifyBy, ThemeChoice, ViewConfig, themes};
use crate::renderer::RightToLeft;
use crate::runtime::{self, Runtime, now};
use crate::tui::{self, Start};

/// Messages that may wait to be drained; a sender beyond that waits.
const INBOX: usize = 1024;

/// Opens the reader; on a first run it writes the configuration and says where.
pub fn run(places: &Places, plain: bool) -> anyhow::Result<ExitCode> {
    terminal_or_advice()?;
    let places = places.resolve()?;
    let (config, created) = config::load_or_create(&places)?;
    // What the command line asks for holds until the reader ends.
    let setup = move |config: &Config| setup(config, plain || config.screen.plain);
    let told = setup(&config)?;
    super::log::start(&places.log_dir);
    let (sender, inbox) = sync_channel(INBOX);
    super::crash::watch(&places.data_dir, sender.clone());
    let runtime = Runtime::start(
        &config,
        places.data_dir.clone(),
        sender.clone(),
        Box::new(setup),
    )
    .map_err(|error| anyhow::anyhow!("{error}\n{}", error.hint()))?;
    super::signals::listen(sender.clone());
    if created {
        let text = format!("your configuration: {}", config.path.display());
        println!("pullquote: {text}");
        sender
            .send(Message::Done(text))
            .context("the reader did not start")?;
        runtime.offer_feeds();
    }
    let remembered = runtime::remembered(&places.data_dir);
    let piped = runtime::piped(&places.data_dir);
    let filters = runtime::filters(&places.data_dir);
    let automatic = config.poll.automatic;
    tui::run(&Start {
        state: &|size| {
            let (mut state, mut effects) = State::new(told.settings, size, now());
            state.adopt(&told);
            state.views.clone_from(&told.views);
            state.arrange(&remembered);
            state.recall_piped(piped.clone());
            state.recall_filters(filters.clone());
            if automatic {
                effects.push(Effect::Poll(PollWhat::Due));
            }
            (state, effects)
        },
        style: told.style.clone(),
        sender,
        inbox,
        edit,
        perform: &|effect| runtime.perform(effect),
        now,
    })
    .context("the terminal failed")?;
    drop(runtime);
    Ok(super::crash::exit_code().unwrap_or(super::OK))
}

/// Opens one article by itself.
pub(super) fn run_alone(
    places: &Places,
    config: &Config,
    plain: bool,
    loaded: &Loaded,
) -> anyhow::Result<ExitCode> {
    terminal_or_advice()?;
    let (sender, inbox) = sync_channel(INBOX);
    super::crash::watch(&places.resolve()?.data_dir, sender.clone());
    super::signals::listen(sender.clone());
    let told = setup(config, plain || config.screen.plain)?;
    let browser = config.browser.clone();
    let outside = runtime::Outside::start(config, sender.clone());
    let answers = sender.clone();
    let timer = runtime::Timer::start(sender.clone());
    tui::run(&Start {
        state: &|size| {
            let (mut state, effects) = State::alone(told.settings, size, now(), loaded.clone());
            state.adopt(&told);
            (state, effects)
        },
        style: told.style.clone(),
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
    Ok(super::crash::exit_code().unwrap_or(super::OK))
}

/// How the reader is told: where a command is named, by that.
fn notify(config: &Config) -> NotifyBy {
    match config.notify.how {
        NotifyBy::Auto if !config.notify.command.is_empty() => NotifyBy::Command,
        how => how,
    }
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

/// What the configuration says to the screen, at the start and when it is read anew; `plain`: in words.
fn setup(config: &Config, plain: bool) -> Result<Setup, ConfigError> {
    let palettes = themes::load(&config.path)?;
    Ok(Setup {
        settings: settings(config, plain),
        keymap: keymap(config),
        views: views(config),
        programs: config.programs.offered.clone(),
        columns: config.list.columns.clone(),
        themes: named(config, &palettes),
        style: Restyle {
            palettes,
            ascii: ascii(config),
            plain,
            hyperlinks: config.screen.hyperlinks,
            bidi: config.screen.bidi,
            images_by: config.reading.images_by,
            mouse: config.screen.mouse,
            title: config.screen.title,
            notify: notify(config),
        },
    })
}

/// A text as the reader's editor leaves it.
fn edit(text: &str) -> Result<String, String> {
    runtime::edit(text).map_err(|error| format!("{error}; {}", error.hint()))
}

/// The console of Linux has no font for more than a few signs.
fn ascii(config: &Config) -> bool {
    config.screen.ascii || std::env::var("TERM").is_ok_and(|term| term == "linux")
}

fn settings(config: &Config, plain: bool) -> Settings {
    Settings {
        measure: config.reading.measure,
        justify: config.reading.justify,
        list_links: config.reading.list_links,
        mark_read: config.reading.mark_read,
        ascii: ascii(config) || plain,
        plain,
        show_fragments: config.quotes.show_fragments,
        colourless: tui::is_colourless(),
        sidebar: config.screen.sidebar,
        density: config.list.density,
        line_spacing: config.reading.line_spacing,
        words_per_minute: config.reading.words_per_minute,
        copy_on_select: config.screen.copy_on_select,
        images: if tui::shows_pictures(config.reading.images_by, ascii(config)) && !plain {
            config.reading.images
        } else {
            Images::Never
        },
        front_hours: config.front_page.hours,
        // Screen readers say the text as it is written.
        right_to_left: if plain {
            RightToLeft::Logical
        } else {
            tui::right_to_left(config.screen.bidi)
        },
    }
}

/// The names of the themes, and the one that is shown.
fn named(config: &Config, palettes: &[Palette]) -> Themes {
    let name = match &config.screen.theme {
        ThemeChoice::Named(name) => name,
        ThemeChoice::Auto if tui::background_is_light() => "light",
        ThemeChoice::Auto => "dark",
    };
    let shown = palettes.iter().position(|palette| palette.name == name);
    let names = palettes.iter().map(|palette| palette.name.clone());
    Themes {
        names: names.collect(),
        shown: shown.unwrap_or_default(),
    }
}

fn terminal_or_advice() -> anyhow::Result<()> {
    const WITHOUT: &str =
        "without one, use `pullquote poll`, `pullquote list` and `pullquote show ID`";
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        bail!("the reader needs a terminal\n{WITHOUT}");
    }
    if std::env::var("TERM").is_ok_and(|term| term == "dumb") {
        bail!(
            "the reader needs a terminal that can place its cursor, and TERM is \"dumb\"\n{WITHOUT}"
        );
    }
    Ok(())
}
