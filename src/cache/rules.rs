//! Rules: done with new articles within the transaction that stores them, or, where they ask for the text, within the one
//! that indexes it; with stored ones on request. A rule asks with the statements of lists, so that a query means the same.

use rusqlite::{Connection, params};

use crate::news::{
    ArticleId, Cursor, Expression, Filter, Headline, Moment, Order, Page, Query, Rule, RuleAction,
    Ruled, Told, UnixSeconds,
};

use super::error::Result;
use super::{Store, fold, ledger, read, tags};

/// Articles that a rule is applied to in one transaction.
const BATCH: u32 = 500;

/// The rules that a store applies, and what they did.
#[derive(Debug, Default)]
pub(super) struct Rules {
    all: Vec<Rule>,
    utc_offset: i32,
    ruled: Ruled,
}

/// When a rule is applied to a new article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It was stored.
    Stored,
    /// Its text is known as well.
    Read,
}

impl Store {
    /// From now on these rules are applied to all that is stored. Ages and days are those of a zone so many seconds
    /// ahead of UTC.
    pub fn set_rules(&mut self, rules: Vec<Rule>, utc_offset: i32) {
        self.rules = Rules {
            all: rules,
            utc_offset,
            ruled: Ruled::default(),
        };
    }

    /// What rules did with new articles since this was last asked for.
    pub fn take_ruled(&mut self) -> Ruled {
        std::mem::take(&mut self.rules.ruled)
    }

    /// Remembers what was done, once it is kept.
    pub(super) fn note_ruled(&mut self, ruled: Ruled) {
        self.rules.ruled.extend(ruled);
    }

    /// Applies the rules of a stage to new articles. To be called within a transaction of this connection.
    pub(super) fn rule_new(
        &self,
        ids: &[ArticleId],
        stage: Stage,
        now: UnixSeconds,
    ) -> Result<Ruled> {
        let mut ruled = Ruled::default();
        let of_stage = |rule: &&Rule| rule.query.asks_text() == (stage == Stage::Read);
        for rule in self.rules.all.iter().filter(of_stage) {
            if ids.is_empty() {
                break;
            }
            let filter = Filter {
                expression: rule.query.clone(),
                moment: Moment {
                    now,
                    utc_offset: self.rules.utc_offset,
                },
            };
            let found = self.selected_among(filter, ids)?;
            ruled.extend(apply(&self.conn, rule, &found, now)?);
            if rule.actions.contains(&RuleAction::Notify) {
                for id in found {
                    ruled.told.extend(told(&self.conn, rule, id)?);
                }
            }
        }
        Ok(ruled)
    }

    /// The articles of which a query is true, the newest first: each of a fold.
    pub fn matching(
        &self,
        expression: &Expression,
        moment: Moment,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<Headline>> {
        self.selected_singly(&Query {
            filter: Some(Filter {
                expression: expression.clone(),
                moment,
            }),
            order: Order::Newest,
            after,
            limit,
            ..Query::default()
        })
    }

    /// What of a rule's actions would change an article; the reader is told of new articles alone.
    pub fn would_change(&self, rule: &Rule, row: &Headline) -> Result<Vec<RuleAction>> {
        let mut changes = Vec::new();
        for action in &rule.actions {
            let would = match action {
                RuleAction::Read => !row.read,
                RuleAction::Bookmark => !row.bookmarked,
                RuleAction::Tag(name) => {
                    let given = self.tags(row.id)?;
                    !given.iter().any(|tag| crate::news::same_tag(tag, name))
                }
                RuleAction::Hide => {
                    self.bookmark(row.id)?.is_none() && !is_hidden(&self.conn, row.id)?
                }
                RuleAction::Notify => false,
            };
            if would {
                changes.push(action.clone());
            }
        }
        Ok(changes)
    }

    /// Applies a rule to all that is stored; returns what it did, which [`Store::undo_rules`] takes back.
    pub fn apply_rule(&mut self, rule: &Rule, moment: Moment) -> Result<Ruled> {
        let mut ids = Vec::new();
        let mut after = None;
        loop {
            // All are found before anything is done, since what is done may change what is found.
            let page = self.matching(&rule.query, moment, after, BATCH)?;
            ids.extend(page.rows.iter().map(|row| row.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut ruled = Ruled::default();
        for batch in ids.chunks(BATCH as usize) {
            let tx = self.transaction()?;
            let done = apply(&tx, rule, batch, moment.now)?;
            tx.commit()?;
            ruled.extend(done);
        }
        Ok(ruled)
    }

    /// Takes back what rules did.
    pub fn undo_rules(&mut self, ruled: &Ruled) -> Result<()> {
        let tx = self.transaction()?;
        for id in &ruled.hidden {
            fold::show(&tx, *id)?;
        }
        ledger::marked(&tx, &read::unread(&tx, &ruled.read)?, false)?;
        for id in &ruled.bookmarked {
            tx.prepare_cached("DELETE FROM bookmarks WHERE article = ?1")?
                .execute([id.0])?;
        }
        for (id, name) in &ruled.tagged {
            tags::take(&tx, &[*id], name)?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// Does what a rule says with these articles; returns what was not so before.
fn apply(conn: &Connection, rule: &Rule, ids: &[ArticleId], now: UnixSeconds) -> Result<Ruled> {
    let mut ruled = Ruled::default();
    for action in &rule.actions {
        match action {
            RuleAction::Read => {
                let marked = read::read(conn, ids)?;
                ledger::marked(conn, &marked, true)?;
                ruled.read.extend(marked);
            }
            RuleAction::Bookmark => {
                for id in ids {
                    ruled.bookmarked.extend(bookmark(conn, *id, now)?);
                }
            }
            RuleAction::Tag(name) => {
                let given = tags::give(conn, ids, name, now)?;
                ruled
                    .tagged
                    .extend(given.into_iter().map(|id| (id, name.clone())));
            }
            RuleAction::Hide => {
                for id in ids {
                    if fold::hide(conn, *id)? {
                        ruled.hidden.push(*id);
                    }
                }
            }
            RuleAction::Notify => {}
        }
    }
    Ok(ruled)
}

/// Bookmarks an article, or the one that leads its fold; its number, where it was not bookmarked.
fn bookmark(conn: &Connection, id: ArticleId, now: UnixSeconds) -> Result<Option<ArticleId>> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO bookmarks (article, date, created)
         SELECT id, date, ?2 FROM articles WHERE id = (SELECT ifnull(fold, id) FROM articles WHERE id = ?1)
         ON CONFLICT DO NOTHING RETURNING article",
    )?;
    let rows = insert.query_map(params![id.0, now], |row| row.get(0).map(ArticleId))?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.pop())
}

fn told(conn: &Connection, rule: &Rule, id: ArticleId) -> Result<Option<Told>> {
    let mut title = conn.prepare_cached("SELECT title FROM articles WHERE id = ?1")?;
    let rows = title.query_map([id.0], |row| row.get(0))?;
    let title = rows.collect::<rusqlite::Result<Vec<String>>>()?.pop();
    Ok(title.map(|title| Told {
        rule: rule.name.clone(),
        id,
        title,
    }))
}

fn is_hidden(conn: &Connection, id: ArticleId) -> Result<bool> {
    let mut hidden = conn.prepare_cached("SELECT 1 FROM articles WHERE id = ?1 AND tier = 3")?;
    Ok(hidden.exists([id.0])?)
}
