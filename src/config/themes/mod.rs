//! Themes: the eight that are built in, and the reader's own in the folder `themes` beside the configuration. A theme is
//! a TOML file with one style a line; what it leaves out is taken from the built-in theme that it names as its `base`.
//! Reading is pure but for [`load`]; what a terminal makes of a theme is the screen's matter.

mod ink;

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::errors::Problem;
use super::nearest::nearest;
use super::{ConfigError, read};

pub use ink::{Colour, Ink};

/// What has a style of its own. The names in a theme file are those of [`Role::NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text; what it has behind it is the paper of the whole screen.
    Text,
    /// Secondary: source, time, cue.
    Soft,
    /// Less than secondary: rules, bullets, what is out of sight. Need not be legible.
    Faint,
    /// Headlines and headings.
    Title,
    /// Where one is.
    Accent,
    /// Notices above an article.
    Notice,
    /// The selected row, in the pane in focus.
    Selected,
    /// The selected row, in another pane.
    SelectedAway,
    /// Something failed.
    Error,
    /// Links.
    Link,
    /// Code.
    Code,
    /// Marked text.
    Mark,
    /// A word that was searched for; laid over what it stands in.
    Hit,
    /// The one that was jumped to.
    HitHere,
}

impl Role {
    /// The names, in the order of the variants.
    pub const NAMES: [&str; 14] = [
        "text",
        "soft",
        "faint",
        "title",
        "accent",
        "notice",
        "selected",
        "selected_away",
        "error",
        "link",
        "code",
        "mark",
        "hit",
        "hit_here",
    ];
}

/// How one speaker's words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VoiceInk {
    /// The speaker's name.
    pub name: Ink,
    /// A quotation in the text.
    pub quote: Ink,
    /// The selected one.
    pub selected: Ink,
}

/// A theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// The file's name without its ending.
    pub name: String,
    /// It is made for a light background.
    pub light: bool,
    /// In the order of [`Role::NAMES`].
    pub inks: [Ink; Role::NAMES.len()],
    /// Speakers are told apart by so many looks; then they begin anew. Never empty.
    pub voices: Vec<VoiceInk>,
    /// The look of a quotation that nobody is known to have said.
    pub nobody: VoiceInk,
}

/// Speakers with a look of their own, at most.
const MOST_VOICES: usize = 24;

/// The built-in themes by name, in the order in which they are shown. The first is for dark terminals, the second for
/// light ones.
const BUILT_IN: [(&str, &str); 8] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    (
        "newsprint",
        include_str!("../../../assets/themes/newsprint.toml"),
    ),
    (
        "late-edition",
        include_str!("../../../assets/themes/late-edition.toml"),
    ),
    (
        "contrast-dark",
        include_str!("../../../assets/themes/contrast-dark.toml"),
    ),
    (
        "contrast-light",
        include_str!("../../../assets/themes/contrast-light.toml"),
    ),
    (
        "terminal-dark",
        include_str!("../../../assets/themes/terminal-dark.toml"),
    ),
    (
        "terminal-light",
        include_str!("../../../assets/themes/terminal-light.toml"),
    ),
];

impl Palette {
    /// The style of something.
    pub fn ink(&self, role: Role) -> Ink {
        self.inks[role as usize]
    }

    /// It names colours of its own, not those of the terminal alone.
    pub fn is_24_bit(&self) -> bool {
        let voices = self.voices.iter().chain([&self.nobody]);
        let voices = voices.flat_map(|voice| [voice.name, voice.quote, voice.selected]);
        let mut inks = self.inks.iter().copied().chain(voices);
        inks.any(|ink| {
            let mut colours = [ink.colour, ink.behind].into_iter().flatten();
            colours.any(|colour| matches!(colour, Colour::Rgb(_)))
        })
    }

    /// A built-in theme.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(parse(name, text).expect("every built-in theme is read by a test"))
    }

    /// All built-in themes.
    pub fn all_built_in() -> Vec<Self> {
        let names = BUILT_IN.iter().map(|(name, _)| *name);
        names.filter_map(Self::built_in).collect()
    }
}

/// The names of the built-in themes.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// The names of the reader's own themes: the files in `themes` beside the configuration file, in alphabetical order.
pub fn own(config_file: &Path) -> Vec<String> {
    let Some(entries) = folder(config_file).and_then(|folder| folder.read_dir().ok()) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let name = name.strip_suffix(".toml")?;
            (!name.is_empty() && name != "auto" && !name.chars().any(char::is_control))
                .then(|| name.to_owned())
        })
        .collect();
    names.sort();
    names
}

/// Every theme: the built-in ones, each replaced by the reader's of the same name, then the reader's others.
pub fn load(config_file: &Path) -> Result<Vec<Palette>, ConfigError> {
    let mut themes = Palette::all_built_in();
    for name in own(config_file) {
        let Some(path) = folder(config_file).map(|folder| folder.join(format!("{name}.toml")))
        else {
            continue;
        };
        let text = read(&path)?;
        let theme = parse(&name, &text).map_err(|problem| problem.at(&path, &text))?;
        match themes.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = theme,
            None => themes.push(theme),
        }
    }
    Ok(themes)
}

fn folder(config_file: &Path) -> Option<std::path::PathBuf> {
    Some(config_file.parent()?.join("themes"))
}

/// Reads a theme.
pub(super) fn parse(name: &str, text: &str) -> Result<Palette, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(text.len()..text.len());
        Problem::new(span, error.message())
    })?;
    let table = table.get_ref();
    let mut palette = match table.iter().find(|(key, _)| key.get_ref() == "base") {
        Some((_, value)) => base(name, value.get_ref(), value.span())?,
        None => Palette {
            name: name.to_owned(),
            light: false,
            inks: Default::default(),
            voices: Vec::new(),
            nobody: VoiceInk::default(),
        },
    };
    let mut voices = Vec::new();
    for (key, value) in table {
        let (at, found) = (value.span(), value.get_ref());
        match key.get_ref().as_ref() {
            "base" => {}
            "background" => palette.light = background(found, at)?,
            "nobody" => palette.nobody = voice(found, at, palette.nobody)?,
            "voice" => voices = voice_list(found, at)?,
            other => match Role::NAMES.iter().position(|known| *known == other) {
                Some(role) => palette.inks[role] = style(found, at)?,
                None => return Err(unknown(other, key.span(), &Role::NAMES)),
            },
        }
    }
    if !voices.is_empty() {
        palette.voices = voices;
    }
    if palette.voices.is_empty() {
        let problem = Problem::new(0..0, "this theme has no [[voice]]: no look for a speaker");
        return Err(problem.hint("write one, or take those of another theme: base = \"dark\""));
    }
    Ok(palette)
}

fn base(name: &str, value: &DeValue, at: Range<usize>) -> Result<Palette, Problem> {
    let known = || {
        names()
            .map(|name| format!("\"{name}\""))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let base = value.as_str().and_then(Palette::built_in);
    match base {
        Some(base) => Ok(Palette {
            name: name.to_owned(),
            ..base
        }),
        None => Err(
            Problem::new(at, "`base` must be the name of a built-in theme")
                .hint(format!("one of {}", known())),
        ),
    }
}

fn background(value: &DeValue, at: Range<usize>) -> Result<bool, Problem> {
    match value.as_str() {
        Some("dark") => Ok(false),
        Some("light") => Ok(true),
        _ => Err(Problem::new(
            at,
            "`background` must be \"dark\" or \"light\"",
        )),
    }
}

fn voice_list(value: &DeValue, at: Range<usize>) -> Result<Vec<VoiceInk>, Problem> {
    let Some(items) = value.as_array() else {
        return Err(Problem::new(
            at,
            "`voice` must be a list of tables: write [[voice]]",
        ));
    };
    if items.len() > MOST_VOICES {
        let message = format!("more than {MOST_VOICES} looks for speakers cannot be told apart");
        return Err(Problem::new(at, message));
    }
    items
        .iter()
        .map(|item| voice(item.get_ref(), item.span(), VoiceInk::default()))
        .collect()
}

fn voice(value: &DeValue, at: Range<usize>, usual: VoiceInk) -> Result<VoiceInk, Problem> {
    let Some(table) = value.as_table() else {
        return Err(Problem::new(
            at,
            "this must be a table with `name`, `quote` and `selected`",
        ));
    };
    let mut voice = usual;
    for (key, value) in table {
        let ink = style(value.get_ref(), value.span())?;
        match key.get_ref().as_ref() {
            "name" => voice.name = ink,
            "quote" => voice.quote = ink,
            "selected" => voice.selected = ink,
            other => return Err(unknown(other, key.span(), &["name", "quote", "selected"])),
        }
    }
    Ok(voice)
}

fn style(value: &DeValue, at: Range<usize>) -> Result<Ink, Problem> {
    let Some(text) = value.as_str() else {
        return Err(Problem::new(
            at,
            "a style is a text in quotes, as in \"#e5b567 bold\"",
        ));
    };
    Ink::parse(text).map_err(|why| {
        Problem::new(at, why).hint(
            "a style is a colour, `on` another, and any of bold, dim, italic, underlined, reversed; a colour is \
             #rrggbb or a name such as red or bright-blue",
        )
    })
}

fn unknown(key: &str, at: Range<usize>, known: &[&str]) -> Problem {
    let message = format!("unknown key `{key}`");
    match nearest(key, known.iter().copied()) {
        Some(meant) => Problem::new(at, format!("{message}; did you mean `{meant}`?")),
        None => {
            Problem::new(at, message).hint(format!("what may stand here: {}", known.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_built_in_theme_is_whole() {
        for theme in Palette::all_built_in() {
            assert!(theme.voices.len() >= 3, "{}", theme.name);
            assert_ne!(theme.nobody, VoiceInk::default(), "{}", theme.name);
            assert_eq!(
                theme.light,
                theme.name.contains("light") || theme.name == "newsprint"
            );
        }
    }

    #[test]
    fn a_theme_of_one_line_has_all_else_from_its_base() {
        let theme = parse("mine", "base = \"newsprint\"\naccent = \"#005f5f bold\"").unwrap();
        let base = Palette::built_in("newsprint").unwrap();
        assert_eq!(
            theme.ink(Role::Accent).colour,
            Some(Colour::Rgb(0x00_5f_5f))
        );
        assert_eq!(theme.ink(Role::Text), base.ink(Role::Text));
        assert_eq!((theme.voices, theme.light), (base.voices, true));
        assert_eq!(theme.name, "mine");
    }

    #[test]
    fn a_mistake_is_shown_where_it_stands() {
        let wrong = |text: &str| parse("mine", text).unwrap_err();
        let text = "base = \"dark\"\nacent = \"red\"";
        let problem = wrong(text);
        assert_eq!(&text[problem.span.clone()], "acent");
        assert!(problem.message.contains("did you mean `accent`"));
        assert!(
            wrong("base = \"solarized\"")
                .hint
                .unwrap()
                .contains("newsprint")
        );
        assert!(wrong("accent = \"red\"").message.contains("[[voice]]"));
        assert!(
            wrong("base = \"dark\"\nlink = 3")
                .message
                .contains("text in quotes")
        );
        assert!(
            wrong("base = \"dark\"\nlink = \"#12\"")
                .message
                .contains("#12")
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a-z =\\[\\]\"#0-9\n]{0,80}") {
            let _ = parse("mine", &text);
        }
    }
}
