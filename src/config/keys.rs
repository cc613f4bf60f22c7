//! `[keys]`: a preset, and what the reader binds in each pane. Pure.

use toml::Spanned;

use super::KeysConfig;
use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{RawKeys, Text};
use crate::app::{ACTIONS, Action, Binding, Clash, Keymap, Place, Preset, action_named, sequence};

/// The name that takes a key's meaning away.
const NOTHING: &str = "none";

/// Checks all of it.
pub fn keys(raw: &RawKeys) -> Result<KeysConfig, Problem> {
    let preset = raw.preset.as_ref().map_or(Ok(Preset::default()), preset)?;
    let mut own = Vec::new();
    let mut spans = Vec::new();
    for (name, place) in Place::ALL {
        let mut bound: Vec<(&Text, &Text)> = table(raw, name).iter().collect();
        // In the file's order, so that the second of two is the one that is refused.
        bound.sort_by_key(|(keys, _)| keys.span().start);
        for (keys, action) in bound {
            own.push(binding(place, keys, action)?);
            spans.push(keys.span());
        }
    }
    match Keymap::new(preset, &own) {
        Ok(_) => Ok(KeysConfig { preset, own }),
        Err(Clash::Two { first, second }) => {
            let message = "these keys, or the beginning of them, are bound already";
            Err(Problem::new(spans[second].clone(), message)
                .first(spans[first].clone())
                .hint("a key that begins a sequence cannot ask for something by itself"))
        }
        Err(Clash::NoWayOut) => {
            let span = spans.last().cloned().unwrap_or(0..0);
            Err(Problem::new(span, "no key is left that quits")
                .hint("bind one to \"quit\" or \"back\""))
        }
    }
}

fn table<'a>(raw: &'a RawKeys, name: &str) -> &'a std::collections::BTreeMap<Text, Text> {
    match name {
        "sources" => &raw.sources,
        "list" => &raw.list,
        "reading" => &raw.reading,
        "quotes" => &raw.quotes,
        _ => &raw.all,
    }
}

fn preset(text: &Text) -> Result<Preset, Problem> {
    Preset::named(text.get_ref()).ok_or_else(|| {
        let names = Preset::ALL.map(|(name, _)| name);
        let message = "`preset` must be \"vim\", \"emacs\" or \"arrows\"";
        match nearest(text.get_ref(), names) {
            Some(meant) => {
                Problem::new(text.span(), format!("{message}; did you mean \"{meant}\"?"))
            }
            None => Problem::new(text.span(), message),
        }
    })
}

fn binding(place: Place, keys: &Text, action: &Text) -> Result<Binding, Problem> {
    let Some(sequence) = sequence(keys.get_ref()) else {
        let message = format!("`{}` is no sequence of keys", keys.get_ref());
        return Err(Problem::new(keys.span(), message).hint(
            "keys stand with blanks between them: \"g g\", \"<c-x> s\", \"<a-down>\", \"<f5>\", \"<space>\"",
        ));
    };
    Ok(Binding {
        place,
        keys: sequence,
        action: named(action)?,
    })
}

fn named(text: &Spanned<String>) -> Result<Option<Action>, Problem> {
    let name = text.get_ref();
    if name == NOTHING {
        return Ok(None);
    }
    if let Some(action) = action_named(name) {
        return Ok(Some(action));
    }
    let message = format!("there is no action `{name}`");
    let names = ACTIONS.iter().map(|row| row.name).chain([NOTHING]);
    Err(match nearest(name, names) {
        Some(meant) => Problem::new(text.span(), format!("{message}; did you mean `{meant}`?")),
        None => Problem::new(text.span(), message)
            .hint("docs/keys.md has all of them; \"none\" takes a key's meaning away"),
    })
}
