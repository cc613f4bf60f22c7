//! `[[view]]`: a name, a query of the language, an order, a key. Pure.

use std::collections::HashMap;

use toml::Spanned;

use super::check::words;
use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{RawView, Text};
use super::{KeysConfig, ViewConfig};
use crate::app::{ACTIONS, Found, Key, Keymap, Pane, keys};
use crate::news::{Expression, Order};

/// Checks all views.
pub fn views(raw: &[Spanned<RawView>], keys: &KeysConfig) -> Result<Vec<ViewConfig>, Problem> {
    let mut views = Vec::with_capacity(raw.len());
    let mut seen = HashMap::new();
    let mut taken = HashMap::new();
    // It was tried before.
    let keymap = Keymap::new(keys.preset, &keys.own).unwrap_or_default();
    for view in raw {
        let (view, span) = (view.get_ref(), view.span());
        let missing = |key| Problem::new(span.clone(), format!("this [[view]] has no `{key}`"));
        let text = view.name.as_ref().ok_or_else(|| missing("name"))?;
        let name = words(text, "name")?;
        if let Some(first) = seen.insert(name.to_lowercase(), text.span()) {
            let problem = Problem::new(text.span(), "this view stands in the file already");
            return Err(problem
                .first(first)
                .hint("give one of the two another name"));
        }
        let key = view
            .key
            .as_ref()
            .map(|text| key(text, &keymap))
            .transpose()?;
        if let (Some(key), Some(text)) = (key, &view.key)
            && let Some(first) = taken.insert(key, text.span())
        {
            let problem = Problem::new(text.span(), "this key leads to another view already");
            return Err(problem.first(first).hint("give one of the two another key"));
        }
        views.push(ViewConfig {
            key,
            name,
            query: query(view.query.as_ref().ok_or_else(|| missing("query"))?)?,
            sort: view.sort.as_ref().map_or(Ok(Order::default()), sort)?,
        });
    }
    Ok(views)
}

fn query(text: &Text) -> Result<Expression, Problem> {
    Expression::parse(text.get_ref()).map_err(|error| {
        let whole = text.span();
        // Quoted on one line without an escape, the text stands in the file as it is.
        let as_it_is = whole.len() == text.get_ref().len() + 2;
        let place = if as_it_is {
            let start = whole.start + 1;
            start + error.at.start..start + error.at.end
        } else {
            whole
        };
        let hint = format!("expected {}", error.expected);
        Problem::new(place, format!("`query`: {}", error.message)).hint(hint)
    })
}

/// One key, of those that do nothing else in the reader.
fn key(text: &Text, keymap: &Keymap) -> Result<Key, Problem> {
    let free = "<f2> to <f12> are free, as in key = \"<f2>\"; so is a digit, if no count of yours begins with it";
    let pressed = keys(text.get_ref());
    let Some([key]) = pressed.as_deref() else {
        let message = "`key` must be one key, as in \"1\", \"<f2>\" or \"<a-w>\"";
        return Err(Problem::new(text.span(), message).hint(free));
    };
    let panes = [Pane::Sources, Pane::List, Pane::Reading, Pane::Quotes];
    let found = panes.map(|pane| keymap.find(pane, &[*key]));
    let what = found.into_iter().find_map(|found| match found {
        Found::Nothing => None,
        Found::Beginning => Some("begins a sequence of keys".to_owned()),
        Found::Action(action) => {
            let row = ACTIONS.iter().find(|row| row.action == action);
            Some(format!(
                "is the key for `{}`",
                row.map_or("", |row| row.name)
            ))
        }
    });
    match what {
        Some(what) => {
            let message = format!("`key`: {key} {what} already");
            Err(Problem::new(text.span(), message).hint(free))
        }
        None => Ok(*key),
    }
}

fn sort(text: &Text) -> Result<Order, Problem> {
    let name = text.get_ref();
    Order::named(name).ok_or_else(|| {
        let names = Order::NAMES.map(|name| format!("\"{name}\"")).join(", ");
        let mut message = format!("`sort` must be one of {names}");
        if let Some(meant) = nearest(name, Order::NAMES) {
            message = format!("{message}; did you mean \"{meant}\"?");
        }
        let hint = "a river may say how many of one feed may stand in a row, as in \"river:5\"";
        Problem::new(text.span(), message).hint(hint)
    })
}
