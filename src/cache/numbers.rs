//! The numbers of articles in the full text index. They order articles as lists do, by date, so that what matches comes
//! the latest first, without being sorted, however much it is.

use rusqlite::{Connection, OptionalExtension as _};

use crate::news::{Cursor, UnixSeconds};

use super::Store;
use super::error::Result;

/// Numbers that belong to one second.
const A_SECOND: i64 = 4096;
/// Seconds from the year 1, which no stored date is before, to 1970.
const BEFORE: UnixSeconds = 62_135_596_800;

/// No article of this date, or of a later one, has a lower number.
pub(super) fn first(date: UnixSeconds) -> i64 {
    date.saturating_add(BEFORE).saturating_mul(A_SECOND)
}

/// A number for an article that never had one. Articles of one second are ordered as their rows are, unless they are
/// thousands.
pub(super) fn free(conn: &Connection, date: UnixSeconds, article: i64) -> Result<i64> {
    let mut taken = conn.prepare_cached("SELECT 1 FROM articles WHERE indexed = ?1")?;
    let mut number = first(date) + article.rem_euclid(A_SECOND);
    let mut step = 1;
    while taken.exists([number])? {
        number += step;
        step *= 2; // Not one by one: a whole stretch may be taken.
    }
    Ok(number)
}

impl Store {
    /// The number of the article that a cursor stands for.
    pub(super) fn number(&self, cursor: Cursor) -> Result<i64> {
        if cursor.date == UnixSeconds::MIN {
            return Ok(i64::MIN); // Behind the last article.
        }
        let mut statement = self
            .conn
            .prepare_cached("SELECT indexed FROM articles WHERE id = ?1")?;
        let number = statement.query_row([cursor.id.0], |row| row.get::<_, Option<i64>>(0));
        // It may have been removed meanwhile.
        Ok(number.optional()?.flatten().unwrap_or(first(cursor.date)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn numbers_follow_the_dates_and_never_meet() {
        let (_dir, mut store) = sample::store();
        let entries =
            (0..50).map(|n| sample::entry(&n.to_string(), "title", "", sample::NOW - n / 10));
        sample::poll(&mut store, "a", entries.collect());
        let mut all = store
            .conn
            .prepare("SELECT id, date FROM articles ORDER BY date, id")
            .unwrap();
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let all: Vec<(i64, i64)> = rows.unwrap().map(|row| row.unwrap()).collect();
        let mut numbers = Vec::new();
        for (id, date) in all {
            let number = free(&store.conn, date, id).unwrap();
            assert!(number >= first(date) && number < first(date + 1));
            let set = "UPDATE articles SET indexed = ?1 WHERE id = ?2";
            store.conn.execute(set, (number, id)).unwrap();
            // As if another one of that second had a row so much further on.
            assert_ne!(free(&store.conn, date, id + A_SECOND).unwrap(), number);
            numbers.push(number);
        }
        assert!(numbers.is_sorted());
        assert!(first(UnixSeconds::MIN) < first(0) && first(0) < first(UnixSeconds::MAX));
    }
}
