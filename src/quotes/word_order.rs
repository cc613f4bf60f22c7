//! Sentences whose subject stands elsewhere: German word order, passives, and those whose words are cited by another.
//! Part of the reader of cues.

use super::cues::{Link, REACH, Reader};
use super::language::Language;
use super::lexicon::Word;
use super::mentions::Sort;
use super::words::{Kind, Token};

impl Reader<'_, '_> {
    /// "In einem Gespräch sagte der Minister", "Den Plan lobte Merkel", "Die Haltung nannte er": where the verb comes second
    /// whatever heads the sentence, the subject may stand behind it.
    pub(super) fn object_first(&self, left: usize, right: usize) -> bool {
        if self.stream.lexicon.language == Language::English {
            return false;
        }
        if self.governed(left) {
            return true;
        }
        if self.stream.lexicon.language != Language::German {
            return false;
        }
        let (l, r) = (&self.mentions.all[left], &self.mentions.all[right]);
        let oblique = matches!(
            self.stream.slice(l.tokens.start).to_lowercase().as_str(),
            "den"
                | "dem"
                | "einen"
                | "einem"
                | "diesen"
                | "diesem"
                | "seinen"
                | "seinem"
                | "ihren"
                | "ihrem"
        );
        let speaks = Word::HEAD.with(Word::TITLE);
        let thing = l.sort == Sort::Noun && !l.word.is(speaks);
        // "Der Sprecher nannte sie": only "er" and the like cannot be an object.
        let subject = r.sort == Sort::Pronoun
            && (thing
                || matches!(
                    self.stream.slice(r.tokens.start),
                    "er" | "ich" | "wir" | "man"
                ));
        let object = matches!(
            self.stream.slice(r.tokens.start),
            "den" | "dem" | "einen" | "einem" | "es"
        );
        oblique
            || (l.sort != Sort::Pronoun && subject)
            || (thing && !object && (r.sort == Sort::Name || r.word.is(speaks)))
            || (self.prefield(left) && !object && r.sort != Sort::Pronoun)
    }

    /// German "Mit schärferen Tönen als der Minister kritisierten die Grünen": a sentence that a preposition opens has its
    /// subject behind the verb.
    pub(super) fn prefield(&self, left: usize) -> bool {
        let start = self.mentions.all[left].tokens.start;
        let sentence = self.tokens[start].sentence;
        let head = (start.saturating_sub(REACH)..start)
            .find(|t| self.tokens[*t].sentence == sentence && self.tokens[*t].is_word());
        head.is_some_and(|head| {
            self.tokens[head].first
                && self.tokens[head].word.is(Word::PREP)
                && !self.tokens[head..start]
                    .iter()
                    .any(|t| t.is_mark(&[',']) || t.word.is(Word::AUX.with(Word::CUE)))
        })
    }

    /// German "Schröder hatte die Lage so erklärt:": the verb ends its clause, and what stands before it is an object.
    pub(super) fn verb_last(&self, at: usize, left: usize) -> bool {
        let last = self.tokens.get(at + 1).is_none_or(|t| {
            matches!(t.kind, Kind::Mark(_) | Kind::Quote(_) | Kind::Break) || t.word.is(Word::AUX)
        });
        let auxiliary = |t: &Token| t.sentence == self.tokens[at].sentence && t.word.is(Word::AUX);
        let around = at.saturating_sub(REACH)..(at + 2).min(self.tokens.len());
        self.stream.lexicon.language == Language::German
            && last
            && (self.governed(left) || self.tokens[around].iter().any(auxiliary))
    }

    /// German "heißt es in der Erklärung": the words of a paper, which says so itself.
    pub(super) fn impersonal(&self, at: usize) -> Option<(Option<usize>, Link)> {
        let says = matches!(self.stream.slice(at), "heißt" | "hieß");
        if !says || self.stream.lexicon.language != Language::German {
            return None;
        }
        let es = (at + 1..at + 3).find(|t| self.stream.slice(*t) == "es")?;
        let after = (es + 1..es + 6)
            .find_map(|t| self.mentions.starting(t))
            .filter(|m| self.governed(*m));
        if after.is_some() {
            return Some((after, Link::After));
        }
        let before = (at.saturating_sub(REACH)..at).find(|t| {
            self.tokens[*t].sentence == self.tokens[at].sentence
                && self.mentions.starting(*t).is_some_and(|m| self.governed(m))
        });
        before
            .and_then(|t| self.mentions.starting(t))
            .map(|m| (Some(m), Link::Before))
    }

    /// German "wird von Kennern als „…“ bezeichnet": the one who says so stands behind "von".
    pub(super) fn agent(&self, at: usize) -> Option<(Option<usize>, Link)> {
        let sentence = self.tokens[at].sentence;
        let text = self.stream.slice(at);
        let behind = self
            .tokens
            .get(at + 1)
            .is_none_or(|t| !t.is_word() || t.word.is(Word::AUX));
        let from = at.saturating_sub(2 * REACH);
        let within = |t: &usize| self.tokens[*t].sentence == sentence;
        let passive = (from..at).filter(within).any(|t| {
            matches!(
                self.stream.slice(t),
                "wird" | "werden" | "wurde" | "wurden" | "Wird" | "Werden" | "Wurde" | "Wurden"
            )
        }) || self.stream.slice(at + 1) == "worden";
        let participle = text.ends_with('t') || text.ends_with("en");
        if self.stream.lexicon.language != Language::German
            || !passive
            || !behind
            || !participle
            || text.starts_with("zitier")
        {
            return None;
        }
        let by = (from..at)
            .filter(within)
            .filter(|t| matches!(self.stream.slice(*t), "von" | "vom" | "Von"))
            .find_map(|t| self.mentions.starting(t + 1));
        Some((
            by,
            if by.is_some() {
                Link::After
            } else {
                Link::None
            },
        ))
    }

    /// "zitiert einen Augenzeugen mit den Worten", "quoted Merz as saying": the words are those of the one cited.
    pub(super) fn cited(&self, at: usize) -> Option<usize> {
        let text = self.stream.slice(at);
        match self.stream.lexicon.language {
            Language::German if text.starts_with("zitier") => {
                let cited = self.right(at)?;
                let end = self.mentions.all[cited].tokens.end;
                (end..end + 12)
                    .take_while(|t| {
                        self.tokens
                            .get(*t)
                            .is_some_and(|t| t.sentence == self.tokens[at].sentence)
                    })
                    .any(|t| self.stream.slice(t) == "mit")
                    .then_some(cited)
            }
            Language::English
                if text == "saying" && at > 1 && self.stream.slice(at - 1) == "as" =>
            {
                self.mentions.ending(at - 1)
            }
            _ => None,
        }
    }

    /// "nach Angaben der Polizei": the words are not the speaker if somebody follows them.
    pub(super) fn is_statement_noun(&self, mention: usize) -> bool {
        let m = &self.mentions.all[mention];
        self.stream.lexicon.language == Language::German
            && m.sort != Sort::Pronoun
            && m.word.is(Word::STATEMENT)
            && self.mentions.starting(m.tokens.end).is_some()
    }

    /// "was asked", "first reported", "when asked about": who is asked does not speak.
    pub(super) fn is_passive(&self, at: usize) -> bool {
        let past = self.stream.slice(at).ends_with(['d', 'D']);
        if self.stream.lexicon.language != Language::English || !past {
            return false;
        }
        let before = (at.saturating_sub(3)..at)
            .rev()
            .find(|t| !self.tokens[*t].word.is(Word::ADVERB));
        let Some(before) = before else { return false };
        let be = matches!(
            self.stream.slice(before),
            "is" | "was" | "are" | "were" | "be" | "been" | "being"
        );
        let next = self.stream.slice(at + 1);
        let asked = self.tokens[at].word.is(Word::TELL)
            && (self.tokens[before].is_mark(&[','])
                || matches!(self.stream.slice(before), "when" | "When"))
            && matches!(
                next,
                "about" | "whether" | "if" | "by" | "why" | "how" | "what"
            );
        (be && (self.tokens[at].word.is(Word::TELL) || next == "by")) || asked
    }
}
