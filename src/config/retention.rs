//! How long articles are kept: at `[cache]`, `[[folder]]` and `[[feed]]`, each key from the nearest place that has it.
//! Pure.

use std::ops::RangeInclusive;

use toml::{Spanned, Value};
use toml_edit::{Table, value};

use super::errors::Problem;
use super::raw::Text;
use super::{display_duration, durations};
use crate::news::UnixSeconds;

/// What says that there is no end.
const FOREVER: &str = "forever";
const SPANS: RangeInclusive<UnixSeconds> = 3600..=100 * 366 * 24 * 3600;
const MOST: RangeInclusive<i64> = 0..=10_000_000;

/// Which articles may go. What the reader keeps never goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// How long after it came an article that was read is kept.
    pub keep: Span,
    /// How long one that was not.
    pub keep_unread: Unread,
    /// At most so many articles of a feed; 0 for any number.
    pub max_articles: u32,
}

/// What one place says of it; what it does not say is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RetentionKeys {
    /// As in [`Retention`].
    pub keep: Option<Span>,
    /// As in [`Retention`].
    pub keep_unread: Option<Unread>,
    /// As in [`Retention`].
    pub max_articles: Option<u32>,
}

/// A length of time, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// Without an end.
    #[default]
    Forever,
    /// Seconds.
    For(UnixSeconds),
}

/// How long unread articles are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unread {
    /// Until they are read.
    #[default]
    UntilRead,
    /// As long as those that were read.
    AsRead,
    /// Seconds.
    For(UnixSeconds),
}

impl Retention {
    /// Whether any article may ever go.
    pub fn is_endless(&self) -> bool {
        let unread_goes = matches!(self.keep_unread, Unread::For(_));
        self.keep == Span::Forever && !unread_goes && self.max_articles == 0
    }

    /// What must be said where `outer` holds, so that this does.
    pub(super) fn beside(self, outer: &Self) -> RetentionKeys {
        fn own<T: PartialEq>(value: T, outer: &T) -> Option<T> {
            (value != *outer).then_some(value)
        }
        RetentionKeys {
            keep: own(self.keep, &outer.keep),
            keep_unread: own(self.keep_unread, &outer.keep_unread),
            max_articles: own(self.max_articles, &outer.max_articles),
        }
    }
}

impl RetentionKeys {
    /// What holds where this is said, and `outer` of all else.
    pub fn within(self, outer: &Retention) -> Retention {
        Retention {
            keep: self.keep.unwrap_or(outer.keep),
            keep_unread: self.keep_unread.unwrap_or(outer.keep_unread),
            max_articles: self.max_articles.unwrap_or(outer.max_articles),
        }
    }

    /// Writes what is said into a table of the configuration.
    pub(super) fn write(&self, table: &mut Table) {
        match self.keep {
            Some(Span::Forever) => table["keep"] = value(FOREVER),
            Some(Span::For(seconds)) => table["keep"] = value(display_duration(seconds)),
            None => {}
        }
        match self.keep_unread {
            Some(Unread::UntilRead) => table["keep_unread"] = value(true),
            Some(Unread::AsRead) => table["keep_unread"] = value(false),
            Some(Unread::For(seconds)) => table["keep_unread"] = value(display_duration(seconds)),
            None => {}
        }
        if let Some(most) = self.max_articles {
            table["max_articles"] = value(i64::from(most));
        }
    }
}

/// Checks what one place says.
pub fn retention(
    keep: Option<&Text>,
    unread: Option<&Spanned<Value>>,
    most: Option<&Spanned<i64>>,
) -> Result<RetentionKeys, Problem> {
    Ok(RetentionKeys {
        keep: keep.map(span).transpose()?,
        keep_unread: unread.map(keep_unread).transpose()?,
        max_articles: most.map(max_articles).transpose()?,
    })
}

fn span(text: &Text) -> Result<Span, Problem> {
    if text.get_ref().trim() == FOREVER {
        return Ok(Span::Forever);
    }
    let seconds = durations::seconds(text.get_ref(), SPANS);
    seconds.map(Span::For).map_err(|why| {
        Problem::new(text.span(), format!("`keep` {why}"))
            .hint("as in \"90d\"; \"forever\" keeps all")
    })
}

fn keep_unread(found: &Spanned<Value>) -> Result<Unread, Problem> {
    let wrong = |why: &str| {
        Problem::new(found.span(), format!("`keep_unread` {why}")).hint(
            "true keeps them until they are read, false as long as the others, \"30d\" for so long",
        )
    };
    match found.get_ref() {
        Value::Boolean(true) => Ok(Unread::UntilRead),
        Value::Boolean(false) => Ok(Unread::AsRead),
        Value::String(text) => {
            let seconds = durations::seconds(text, SPANS);
            seconds.map(Unread::For).map_err(|why| wrong(&why))
        }
        _ => Err(wrong("must be true, false or a length of time")),
    }
}

fn max_articles(number: &Spanned<i64>) -> Result<u32, Problem> {
    let most = *number.get_ref();
    if MOST.contains(&most) {
        return Ok(most as u32);
    }
    let (least, most) = MOST.into_inner();
    let message = format!("`max_articles` must lie between {least} and {most}");
    Err(Problem::new(number.span(), message).hint("0 keeps any number"))
}
