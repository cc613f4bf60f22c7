//! `[[view]]`: a name, a query of the language, an order, a key. Pure.

use std::collections::HashMap;

use toml::Spanned;

use super::ViewConfig;
use super::check::words;
use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{RawView, Text};
use crate::app::{Key, Keymap, keys};
use crate::news::{Expression, Order};

/// Checks all views; none takes a key that `keymap` has.
pub fn views(raw: &[Spanned<RawView>], keymap: &Keymap) -> Result<Vec<ViewConfig>, Problem> {
    let mut views = Vec::with_capacity(raw.len());
    let mut seen = HashMap::new();
    let mut taken = HashMap::new();
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
            .map(|text| key(text, keymap))
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

/// A query of the language; what is wrong with it is pointed at.
pub fn query(text: &Text) -> Result<Expression, Problem> {
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
pub(super) fn key(text: &Text, keymap: &Keymap) -> Result<Key, Problem> {
    let free = "a digit is always free, as in key = \"1\"; so are <f2> to <f12>";
    let pressed = keys(text.get_ref());
    let Some([key]) = pressed.as_deref() else {
        let message = "`key` must be one key, as in \"1\", \"<f2>\" or \"<a-w>\"";
        return Err(Problem::new(text.span(), message).hint(free));
    };
    match keymap.asked_by(*key) {
        Some(row) => {
            let message = format!("`key`: {key} is the reader's key for `{}`", row.name);
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
