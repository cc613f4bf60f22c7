//! `pullquote views`: the views of the configuration, a line each, with how many articles they hold. Changes nothing.

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::args::Places;
use super::list::moment;
use crate::cache::Store;
use crate::config::{self, ViewConfig};
use crate::news::{Filter, Query};

/// Runs the command.
pub fn run(places: &Places, json: bool) -> Result<ExitCode> {
    let places = places.resolve()?;
    let config = config::load(&places.config_file)?;
    let store = Store::open_reader(&places.data_dir)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.views.is_empty() && !json {
        writeln!(
            out,
            "there is no view; a [[view]] in {} makes one",
            places.config_file.display()
        )?;
    }
    for view in &config.views {
        let row = Row::of(&store, view)?;
        if json {
            serde_json::to_writer(&mut out, &row)?;
            writeln!(out)?;
        } else {
            let Row {
                unread,
                total,
                name,
                query,
                ..
            } = row;
            writeln!(out, "{unread:>7} of {total:<7}  {name}  {query}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A view as scripts see it.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    query: String,
    sort: String,
    unread: u32,
    total: u32,
}

impl<'a> Row<'a> {
    fn of(store: &Store, view: &'a ViewConfig) -> Result<Self> {
        let mut query = Query {
            filter: Some(Filter {
                expression: view.query.clone(),
                moment: moment(),
            }),
            order: view.sort,
            ..Query::default()
        };
        let total = store.count_articles(&query, u32::MAX)?;
        query.unread_only = true;
        Ok(Row {
            name: &view.name,
            query: view.query.to_string(),
            sort: view.sort.to_string(),
            unread: store.count_articles(&query, u32::MAX)?,
            total,
        })
    }
}
