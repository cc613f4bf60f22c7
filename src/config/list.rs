//! `[list]`: how many lines a headline has, and what stands beside it. Pure.

use std::collections::HashMap;

use toml::{Spanned, Value};

use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{RawList, Text};
use crate::app::{Column, Density};

/// `[list]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListConfig {
    /// Lines of a row.
    pub density: Density,
    /// What it tells of an article beside its headline; each once.
    pub columns: Vec<Column>,
}

impl Default for ListConfig {
    fn default() -> Self {
        Self {
            density: Density::Auto,
            columns: Column::USUAL.to_vec(),
        }
    }
}

/// Checks the table.
pub fn list(raw: &RawList) -> Result<ListConfig, Problem> {
    let usual = ListConfig::default();
    Ok(ListConfig {
        density: raw.density.as_ref().map_or(Ok(usual.density), density)?,
        columns: raw
            .columns
            .as_ref()
            .map_or(Ok(usual.columns), |names| columns(names))?,
    })
}

fn density(raw: &Spanned<Value>) -> Result<Density, Problem> {
    let written = match raw.get_ref() {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut all = Density::ALL.iter();
    all.find_map(|(name, density)| (*name == written).then_some(*density))
        .ok_or_else(|| {
            Problem::new(raw.span(), "`density` is a number of lines, 1 to 3")
                .hint("or \"auto\": one line where the list is wide, else two")
        })
}

fn columns(names: &[Text]) -> Result<Vec<Column>, Problem> {
    let mut columns = Vec::with_capacity(names.len());
    let mut seen = HashMap::new();
    for text in names {
        let name = text.get_ref().as_str();
        let Some(column) = Column::named(name) else {
            let known = Column::ALL.map(|(name, _)| name);
            let message = match nearest(name, known) {
                Some(meant) => format!("there is no such column; did you mean \"{meant}\"?"),
                None => "there is no such column".to_owned(),
            };
            return Err(Problem::new(text.span(), message).hint(known.join(", ")));
        };
        if let Some(first) = seen.insert(column, text.span()) {
            let problem = Problem::new(text.span(), "this column stands in the list already");
            return Err(problem.first(first).hint("remove one of the two"));
        }
        columns.push(column);
    }
    Ok(columns)
}
