//! What the list tells of an article beside its headline: a line of facts, or columns.

use super::fit::{fit, width};
use super::view::Look;
use super::when::{ago, day};
use crate::app::{Column, State};
use crate::news::{Headline, LATER, same_tag};
use crate::renderer::direction::apart;

/// A fact; empty where there is nothing to tell.
fn fact(column: Column, state: &State, headline: &Headline, look: &Look) -> String {
    match column {
        Column::Feed => source(state, headline, u16::MAX, look),
        Column::Age => ago(headline.date, state.now, &look.zone),
        Column::Date => day(headline.date, &look.zone),
        Column::Quotes => match headline.quotes {
            Some(count @ 1..) => format!("{}{count}", look.signs.quotes),
            _ => String::new(),
        },
        Column::Author => headline.author.clone().unwrap_or_default(),
        Column::Words => match headline.words {
            Some(count @ 1..) => count.to_string(),
            _ => String::new(),
        },
        Column::Tags => {
            let tags = headline.tags.iter().filter(|tag| !same_tag(tag, LATER));
            let tags: Vec<String> = tags.map(|tag| format!("#{tag}")).collect();
            tags.join(" ")
        }
    }
}

/// The feed's title, and how many other feeds have the article, too.
fn source(state: &State, headline: &Headline, room: u16, look: &Look) -> String {
    let title = state.feed(headline.feed);
    let title = title.map_or("", |feed| feed.title.as_str());
    let others = match headline.fold.len() {
        0 | 1 => String::new(),
        feeds => format!(" +{}", feeds - 1),
    };
    let title = fit(
        title,
        room.saturating_sub(width(&others)),
        look.signs.ellipsis,
    );
    format!("{}{others}", apart(&title))
}

/// Whether a fact may be cut.
fn may_be_cut(column: Column) -> bool {
    matches!(column, Column::Feed | Column::Author | Column::Tags)
}

/// The facts side by side, in the room that there is: `Ledger · 2h · ❝3 · by A. Reporter · 640 words`. The last ones go
/// first.
pub(super) fn line(state: &State, headline: &Headline, room: u16, look: &Look) -> String {
    let between = format!(" {} ", look.signs.dot);
    let told = state.columns.iter().filter_map(|column| {
        let fact = fact(*column, state, headline, look);
        let fact = match column {
            _ if fact.is_empty() => return None,
            Column::Author => format!("by {fact}"),
            Column::Words if fact == "1" => "1 word".to_owned(),
            Column::Words => format!("{fact} words"),
            _ => fact,
        };
        Some((*column, fact))
    });
    let mut told: Vec<(Column, String)> = told.collect();
    // What is left of one that may be cut.
    let least = |(column, fact): &(Column, String)| match column {
        // How many quotations there are says more than the end of a feed's name.
        Column::Feed => width(fact).min(match room {
            0..24 => 5,
            24..40 => 8,
            _ => 16,
        }),
        Column::Tags => width(fact).min(8),
        Column::Author => width(fact).min(18),
        _ => width(fact),
    };
    let needed = |told: &[(Column, String)]| {
        let gaps = told.len().saturating_sub(1) as u16 * width(&between);
        told.iter().map(least).fold(gaps, u16::saturating_add)
    };
    while told.len() > 1 && needed(&told) > room {
        told.pop();
    }
    let mut spare = room.saturating_sub(needed(&told));
    let facts = told.iter().map(|told| {
        let (column, fact) = told;
        let least = least(told);
        let cells = width(fact).min(least.saturating_add(spare));
        spare -= cells - least;
        match column {
            Column::Feed => source(state, headline, cells, look),
            _ => apart(&fit(fact, cells, look.signs.ellipsis)).into_owned(),
        }
    });
    let facts: Vec<String> = facts.collect();
    fit(&facts.join(&between), room, look.signs.ellipsis)
}

/// The columns that stand beside headlines on one line, each with its width. A headline keeps half of the line.
pub(super) fn columns(state: &State, whole: u16) -> Vec<(Column, u16)> {
    let mut room = whole.saturating_sub((whole / 2).max(24) + 4);
    let mut columns = Vec::new();
    for column in &state.columns {
        let cells = match column {
            Column::Feed => (whole / 5).clamp(12, 28),
            Column::Author => (whole / 6).clamp(12, 26),
            Column::Tags => (whole / 8).clamp(10, 20),
            Column::Age | Column::Date => 6,
            Column::Quotes => 4,
            Column::Words => 5,
        };
        if cells + 1 > room {
            break;
        }
        room -= cells + 1;
        columns.push((*column, cells));
    }
    columns
}

/// A fact in its column: numbers at its right, words at its left.
pub(super) fn cell(
    (column, cells): (Column, u16),
    state: &State,
    headline: &Headline,
    look: &Look,
) -> String {
    if column == Column::Feed {
        return source(state, headline, cells, look);
    }
    let fact = fit(
        &fact(column, state, headline, look),
        cells,
        look.signs.ellipsis,
    );
    if may_be_cut(column) {
        return fact;
    }
    let blanks = usize::from(cells.saturating_sub(width(&fact)));
    format!("{}{fact}", " ".repeat(blanks))
}
