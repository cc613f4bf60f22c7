//! The same quotation in other outlets: the list of them, with what each left out or changed.

use super::super::{Effect, NoticeKind, State};
use super::PeopleEffect;
use crate::news::{ArticleId, Saying, Scope};
use crate::quotes::{Piece, changes};

/// The list of other outlets that have a quotation.
#[derive(Debug, Clone)]
pub struct Echoes {
    /// The article that one is reading.
    pub article: ArticleId,
    /// The quotation's number in it.
    pub number: u32,
    /// The quotation there.
    pub words: String,
    /// The others, the latest first.
    pub rows: Vec<EchoRow>,
    /// The selected one.
    pub selected: usize,
}

/// The quotation in another outlet.
#[derive(Debug, Clone)]
pub struct EchoRow {
    /// As it stands there.
    pub saying: Saying,
    /// Compared with the one that is being read.
    pub pieces: Vec<Piece>,
}

impl State {
    /// Asks where else the selected quotation stands.
    pub(super) fn open_echoes(&mut self, effects: &mut Vec<Effect>) {
        let Some(reading) = self.reading.as_ref().filter(|_| !self.is_guest()) else {
            return;
        };
        let Some(quote) = reading.selected_quote() else {
            return self.say(
                NoticeKind::Info,
                "select a quotation first: {next-quote} and {previous-quote}",
            );
        };
        let (article, start) = (reading.article.headline.id, quote.span().start);
        if self.quoted.outlets(article, start) == 0 {
            return self.say(NoticeKind::Info, "no other outlet has this quotation");
        }
        effects.push(Effect::People(PeopleEffect::Echoes { article, start }));
    }

    pub(super) fn take_echoes(
        &mut self,
        article: ArticleId,
        start: usize,
        number: u32,
        rows: Vec<Saying>,
    ) {
        let reading = self.reading.as_ref();
        let Some(reading) = reading.filter(|reading| reading.article.headline.id == article) else {
            return; // The reader has gone on.
        };
        let Some(quote) = reading
            .quotes
            .iter()
            .find(|quote| quote.span().start == start)
        else {
            return;
        };
        if rows.is_empty() {
            return self.say(NoticeKind::Info, "no other outlet has this quotation");
        }
        let words = quote.words(&reading.document.text);
        let rows = rows.into_iter().map(|saying| EchoRow {
            pieces: changes(words.trim_end_matches([',', ' ']), saying.said()),
            saying,
        });
        let rows = rows.collect();
        self.quoted.echoes = Some(Echoes {
            article,
            number,
            words,
            rows,
            selected: 0,
        });
    }

    /// Opens the selected outlet's article, at the quotation.
    pub(super) fn open_echo(&mut self, effects: &mut Vec<Effect>) {
        let Some(echoes) = &self.quoted.echoes else {
            return;
        };
        if let Some(row) = echoes.rows.get(echoes.selected) {
            let scope = Scope::Quotation(echoes.article, echoes.number);
            let name = super::trail::beginning(&echoes.words);
            let (article, start) = (row.saying.article, row.saying.start);
            self.visit(scope, name, article, start, effects);
        }
    }
}
