//! The words that make speech of what stands beside them, each with the mention that is its subject.
//! Looks at the narrative alone; which quotation a cue belongs to is decided in `speakers`.

use super::language::Language;
use super::lexicon::Word;
use super::mentions::{Mentions, Sort};
use super::words::{Kind, Stream, Token};

/// A cue and who it says is speaking.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Its token.
    pub(super) token: usize,
    /// The mention that is its subject.
    pub(super) subject: Option<usize>,
    /// How the subject stands to it.
    pub(super) link: Link,
    pub(super) strength: Strength,
    /// "to say".
    pub(super) infinitive: bool,
}

/// How a subject stands to its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// "Merz said".
    Before,
    /// "Merz, chancellor of Germany, said".
    Apposition,
    /// "said Merz", "according to Merz".
    After,
    /// "Merz shook his head and said": the first mention of the clause.
    Clause,
    /// Nobody.
    None,
}

/// How surely a word is a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// "said".
    Say,
    /// "according to", "laut".
    According,
    /// "called", "praised".
    Weak,
}

/// How far a subject is looked for, in tokens.
const REACH: usize = 24;

/// Finds the cues of a stream, in order.
pub(super) fn find(stream: &Stream, mentions: &Mentions) -> Vec<Cue> {
    let reader = Reader {
        stream,
        mentions,
        tokens: &stream.tokens,
    };
    (0..stream.tokens.len())
        .filter_map(|at| reader.cue(at))
        .collect()
}

struct Reader<'a, 'b> {
    stream: &'b Stream<'a>,
    mentions: &'b Mentions,
    tokens: &'b [Token],
}

impl Reader<'_, '_> {
    fn cue(&self, at: usize) -> Option<Cue> {
        let token = self.tokens[at];
        let strength = self.strength(at, token)?;
        let (subject, link) = self.subject(at, strength);
        Some(Cue {
            token: at,
            subject,
            link,
            strength,
            infinitive: self.is_infinitive(at),
        })
    }

    fn strength(&self, at: usize, token: Token) -> Option<Strength> {
        if !token.is_word() || self.mentions.at(at).is_some() {
            return None;
        }
        let word = token.word;
        if word.is(Word::ACCORDING) {
            return self.according(at).then_some(Strength::According);
        }
        let capital = token.kind == Kind::Capital && !token.first;
        if !word.is(if capital { Word::SAY } else { Word::CUE }) {
            return None;
        }
        // "a call", "Merz's remarks": a noun opens no quotation by itself.
        let before = at.checked_sub(1).map(|b| self.tokens[b]);
        let article = before.is_some_and(|b| {
            (b.word.is(Word::DET) && !b.word.is(Word::PRONOUN))
                || (b.kind == Kind::Possessive && !self.is_verb_form(at))
        });
        if article || self.is_plural_noun(at) || self.is_paper(at) {
            return None;
        }
        // "wrote for the Courier", "spoke on the radio": nothing follows of what was said.
        let abroad = matches!(
            self.stream.slice(at),
            "wrote" | "writes" | "write" | "spoke" | "speaks" | "speak"
        ) && matches!(self.stream.slice(at + 1), "for" | "on" | "at" | "with");
        Some(if word.is(Word::SAY) && !abroad {
            Strength::Say
        } else {
            Strength::Weak
        })
    }

    /// "according to" before a mention; German "so" only after a comma or a quotation.
    fn according(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        match self.stream.lexicon.language {
            Language::English if text.eq_ignore_ascii_case("according") => {
                self.stream.slice(at + 1).eq_ignore_ascii_case("to")
            }
            Language::English => {
                at > 0
                    && self.mentions.starting(at + 1).is_some()
                    && self.tokens[at - 1].is_mark(&[','])
            }
            Language::German if text == "so" => {
                at > 0
                    && (self.tokens[at - 1].is_mark(&[','])
                        || matches!(self.tokens[at - 1].kind, Kind::Quote(_)))
                    && self.mentions.starting(at + 1).is_some()
            }
            Language::German if text.eq_ignore_ascii_case("nach") => self
                .tokens
                .iter()
                .skip(at + 1)
                .take(2)
                .any(|t| t.word.is(Word::STATEMENT)),
            _ => true,
        }
    }

    fn subject(&self, at: usize, strength: Strength) -> (Option<usize>, Link) {
        if strength == Strength::According {
            return self.after_according(at);
        }
        let inverted = self.right(at);
        let closes = at.checked_sub(1).is_some_and(|b| {
            matches!(self.tokens[b].kind, Kind::Quote(_))
                || (self.tokens[b].is_mark(&[',', '—', '–', '-'])
                    && b > 0
                    && matches!(self.tokens[b - 1].kind, Kind::Quote(_)))
        });
        if let Some(saying) = self.impersonal(at) {
            return saying;
        }
        if self.is_passive(at) {
            // "was asked by Baker whether".
            let by = (at + 1..at + 4).find(|t| self.stream.slice(*t) == "by");
            let asker = by.and_then(|t| self.mentions.starting(t + 1));
            return (
                asker,
                if asker.is_some() {
                    Link::After
                } else {
                    Link::None
                },
            );
        }
        if let Some(agent) = self.agent(at) {
            return agent;
        }
        if let Some(quoted) = self.cited(at) {
            return (Some(quoted), Link::After);
        }
        if closes && let Some(subject) = inverted {
            return (Some(subject), Link::After);
        }
        if let Some(found) = self.left(at) {
            let Some(left) = found.0 else { return found };
            match inverted {
                Some(right) if self.object_first(left, right) => return (Some(right), Link::After),
                None if self.verb_last(at, left) => return self.clause(at),
                _ => return found,
            }
        }
        if let Some(subject) = inverted.filter(|m| self.may_invert(at, *m)) {
            return (Some(subject), Link::After);
        }
        self.clause(at)
    }

    /// "Says Merz: “…”", "But, said Merz, “…”"; in "and said the judge had no case" the judge is the subject of another clause.
    fn may_invert(&self, at: usize, subject: usize) -> bool {
        if self.stream.lexicon.language != Language::English {
            return true;
        }
        let token = self.tokens[at];
        let apart = token.first
            || at
                .checked_sub(1)
                .is_some_and(|b| self.tokens[b].is_mark(&[',', '—', '–', '-', ';']));
        let next = self.mentions.all[subject].tokens.end;
        let verb = self
            .tokens
            .get(next)
            .is_some_and(|t| t.is_word() && t.word.is(Word::AUX.with(Word::CUE)))
            || self.is_verb_form(next);
        let closed = self.tokens.get(next).is_none_or(|t| !t.is_word());
        let asks = self.stream.slice(at).starts_with("ask") && closed;
        let owner = self.mentions.all[subject].possessive;
        apart && !verb && !owner && !self.is_participle(at) && (asks || !token.word.is(Word::TELL))
    }

    /// "a flurry of late-night tweets".
    fn is_plural_noun(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| self.tokens[b]) else {
            return false;
        };
        let bound = before.word.is(Word::PREP) || !before.word.is(Word::CLOSED);
        self.stream.lexicon.language == Language::English
            && self.stream.slice(at).ends_with('s')
            && before.kind == Kind::Lower
            && bound
            && !self.stream.slice(at - 1).ends_with("ly")
            && self.mentions.ending(at).is_none()
    }

    /// "via email", "in a fundraising message": what could be a verb is the name of a paper.
    fn is_paper(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| self.tokens[b]) else {
            return false;
        };
        let bound = if before.word.is(Word::PREP) {
            self.stream.slice(at - 1) != "to"
        } else {
            !before.word.is(Word::CLOSED.with(Word::PLURAL))
                && !self.stream.slice(at - 1).ends_with('s')
        };
        let subject = self.mentions.ending(at).map(|m| self.climb(m));
        self.stream.lexicon.language == Language::English
            && self.tokens[at].word.is(Word::STATEMENT)
            && !self.is_verb_form(at)
            && before.kind == Kind::Lower
            && bound
            && !subject.is_some_and(|m| self.mentions.all[m].word.is(Word::PLURAL))
    }

    /// "to say", "to further explain".
    fn is_infinitive(&self, at: usize) -> bool {
        let adverb = at > 1 && self.passes(at - 1);
        (at.saturating_sub(1 + usize::from(adverb))..at).any(|t| self.stream.slice(t) == "to")
    }

    /// A dash with a blank before it; a hyphen in a name is none.
    fn is_dash(&self, at: usize) -> bool {
        self.tokens[at].is_mark(&['—', '–'])
            || (self.tokens[at].is_mark(&['-'])
                && at > 0
                && self.tokens[at - 1].end < self.tokens[at].start
                || self.tokens[at].is_mark(&['-']) && at > 0 && self.tokens[at - 1].is_mark(&['-']))
    }

    /// "saying", "claimed": a form that no noun has.
    fn is_verb_form(&self, at: usize) -> bool {
        let text = self.stream.slice(at);
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Lower)
            && (text.ends_with("ing") || text.ends_with("ed"))
    }

    /// "saying": goes with the subject of its clause, or with the word before it.
    fn is_participle(&self, at: usize) -> bool {
        self.stream.lexicon.language == Language::English && self.stream.slice(at).ends_with("ing")
    }

    /// "was asked", "first reported", "when asked about": who is asked does not speak.
    fn is_passive(&self, at: usize) -> bool {
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

    /// "In einem Gespräch sagte der Minister", "Den Plan lobte Merkel", "Die Haltung nannte er": where the verb comes second
    /// whatever heads the sentence, the subject may stand behind it.
    fn object_first(&self, left: usize, right: usize) -> bool {
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
    fn prefield(&self, left: usize) -> bool {
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
    fn verb_last(&self, at: usize, left: usize) -> bool {
        let last = self.tokens.get(at + 1).is_none_or(|t| {
            matches!(t.kind, Kind::Mark(_) | Kind::Quote(_) | Kind::Break) || t.word.is(Word::AUX)
        });
        let auxiliary = |t: &Token| t.sentence == self.tokens[at].sentence && t.word.is(Word::AUX);
        let around = at.saturating_sub(REACH)..(at + 2).min(self.tokens.len());
        self.stream.lexicon.language == Language::German
            && last
            && (self.governed(left) || self.tokens[around].iter().any(auxiliary))
    }

    fn governed(&self, mention: usize) -> bool {
        let start = self.mentions.all[mention].tokens.start;
        start > 0 && self.tokens[start - 1].is_word() && self.tokens[start - 1].word.is(Word::PREP)
    }

    /// "in the room", "of the city": within a phrase that is no clause, as "after Brook" could be.
    fn is_within(&self, mention: usize) -> bool {
        let start = self.mentions.all[mention].tokens.start;
        self.stream.lexicon.language == Language::English
            && start > 0
            && matches!(
                self.stream.slice(start - 1),
                "in" | "at"
                    | "on"
                    | "of"
                    | "for"
                    | "to"
                    | "from"
                    | "by"
                    | "about"
                    | "into"
                    | "over"
                    | "near"
            )
    }

    /// German "heißt es in der Erklärung": the words of a paper, which says so itself.
    fn impersonal(&self, at: usize) -> Option<(Option<usize>, Link)> {
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

    /// "zitiert einen Augenzeugen mit den Worten", "quoted Merz as saying": the words are those of the one cited.
    fn cited(&self, at: usize) -> Option<usize> {
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

    fn after_according(&self, at: usize) -> (Option<usize>, Link) {
        if self.stream.slice(at) == "zufolge" {
            return self
                .mentions
                .ending(at)
                .map_or((None, Link::None), |m| (Some(m), Link::After));
        }
        let next = (at + 1..at + 5).find_map(|t| {
            self.mentions
                .starting(t)
                .filter(|m| !self.is_statement_noun(*m))
        });
        (
            next,
            if next.is_some() {
                Link::After
            } else {
                Link::None
            },
        )
    }

    /// "nach Angaben der Polizei": the words are not the speaker if somebody follows them.
    fn is_statement_noun(&self, mention: usize) -> bool {
        let m = &self.mentions.all[mention];
        self.stream.lexicon.language == Language::German
            && m.sort != Sort::Pronoun
            && m.word.is(Word::STATEMENT)
            && self.mentions.starting(m.tokens.end).is_some()
    }

    fn is_time(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.is_word() && t.word.is(Word::TIME))
    }

    fn passes(&self, at: usize) -> bool {
        let t = self.tokens[at];
        t.is_word()
            && (t.word.is(Word::ADVERB
                .with(Word::AUX)
                .with(Word::OBJECT)
                .with(Word::TIME))
                || (t.word.is(Word::DET.with(Word::STOP)) && self.is_time(at + 1))
                // "explique-t-il".
                || self.stream.slice(at) == "t"
                || (t.kind == Kind::Lower && self.stream.slice(at).ends_with("ly")))
    }

    fn right(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while next < at + 4
            && next < self.tokens.len()
            && self.passes(next)
            && self.mentions.starting(next).is_none()
        {
            next += 1;
        }
        self.mentions.starting(next)
    }

    /// The subject before the cue: next to it, or across prepositional phrases, brackets or an apposition.
    fn left(&self, at: usize) -> Option<(Option<usize>, Link)> {
        let mut end = at;
        while end > 0 && end + 5 > at && self.passes(end - 1) && self.mentions.ending(end).is_none()
        {
            end -= 1;
        }
        // "He’s claiming".
        if end > 1 && self.tokens[end - 1].kind == Kind::Possessive && self.is_verb_form(at) {
            end -= 1;
        }
        let before = self.tokens[end.checked_sub(1)?];
        if before.is_mark(&[')']) {
            let open = (end.saturating_sub(12)..end - 1)
                .rev()
                .find(|t| self.tokens[*t].is_mark(&['(']))?;
            return self
                .mentions
                .ending(open)
                .map(|m| (Some(self.climb(m)), Link::Before));
        }
        if before.is_mark(&[',']) || self.is_dash(end - 1) {
            return self
                .apposition(end - 1)
                .map(|m| (Some(m), Link::Apposition));
        }
        let nearest = self.mentions.ending(end)?;
        let head = self.climb(nearest);
        // "who has in the past described": what a preposition governs is no subject.
        if !self.is_participle(at) && self.is_within(head) {
            let clause = self.clause(at);
            return Some(if clause.0.is_some() {
                clause
            } else {
                (Some(head), Link::Clause)
            });
        }
        if !self.is_participle(at) {
            return Some((Some(head), Link::Before));
        }
        // "issued a statement saying": the subject of the clause speaks, not the paper.
        let start = self.mentions.all[head].tokens.start;
        let with = start > 0 && self.stream.slice(start - 1) == "with";
        if self.mentions.all[nearest].sort == Sort::Noun
            && !self.mentions.all[head].word.is(Word::HEAD)
            && !with
        {
            return Some(self.clause(at));
        }
        let near = self.mentions.all[nearest].sort != Sort::Noun;
        Some((Some(if near { nearest } else { head }), Link::Before))
    }

    /// "a spokesman for the ministry": from the last noun back to the head of the phrase.
    fn climb(&self, mut mention: usize) -> usize {
        for _ in 0..4 {
            let start = self.mentions.all[mention].tokens.start;
            let Some(before) = start.checked_sub(1).map(|b| self.tokens[b]) else {
                break;
            };
            let possessive = before.kind == Kind::Possessive;
            if possessive || !(before.is_word() && before.word.is(Word::PREP)) {
                // German genitive: "der Sprecher der Polizei".
                let genitive = self.stream.lexicon.language == Language::German
                    && self.tokens[start].word.is(Word::DET);
                match self.mentions.ending(start).filter(|_| genitive) {
                    Some(head) => {
                        mention = head;
                        continue;
                    }
                    None => break,
                }
            }
            // Up to two words may stand between: "people close to the talks".
            let head = (0..3).find_map(|back| self.mentions.ending((start - 1).checked_sub(back)?));
            let sentence = self.tokens[start].sentence;
            match head {
                Some(head)
                    if self.tokens[self.mentions.all[head].tokens.start].sentence == sentence
                        && self.mentions.all[head].sort != Sort::Pronoun =>
                {
                    mention = head;
                }
                _ => break,
            }
        }
        mention
    }

    /// The mention before an apposition or a clause that ends at the comma `comma`.
    fn apposition(&self, comma: usize) -> Option<usize> {
        let sentence = self.tokens[comma].sentence;
        let mut best = None;
        for at in (comma.saturating_sub(REACH)..comma).rev() {
            let token = self.tokens[at];
            if token.sentence != sentence || matches!(token.kind, Kind::Break | Kind::Quote(_)) {
                break;
            }
            if (token.is_mark(&[',']) || self.is_dash(at))
                && let Some(m) = self.ending(at)
            {
                let m = self.climb(m);
                let opens = self.tokens.get(at + 1).is_some_and(|t| {
                    t.word.is(Word::DET
                        .with(Word::PRONOUN)
                        .with(Word::CONJ)
                        .with(Word::BEFORE_NAME)
                        .with(Word::PREP))
                        || t.kind == Kind::Lower
                });
                let named = self.mentions.all[m].sort == Sort::Name;
                if opens && named {
                    return Some(m);
                }
                // "her adviser, Jake Hale, said": of a role and a name the name.
                let named_after = self
                    .mentions
                    .starting(at + 1)
                    .filter(|n| self.mentions.all[*n].sort == Sort::Name)
                    .filter(|n| self.ending(comma) == Some(*n));
                if best.is_none()
                    && self.mentions.all[m].word.is(Word::ROLE)
                    && named_after.is_some()
                {
                    return named_after;
                }
                best = best.or(Some(m)).filter(|_| opens || named).or(best);
            }
        }
        // "The chair of the board in Hafen, Jake Hale, said".
        best.or_else(|| {
            self.ending(comma)
                .filter(|m| self.mentions.all[*m].sort == Sort::Name)
                .filter(|m| self.mentions.all[*m].core.len() > 1)
        })
    }

    /// The mention that ends before a token, brackets behind it left out: "Brook (SPD),".
    fn ending(&self, at: usize) -> Option<usize> {
        let bracket = at > 0 && self.tokens[at - 1].is_mark(&[')']);
        let open = (at.saturating_sub(8)..at)
            .rev()
            .find(|t| bracket && self.tokens[*t].is_mark(&['(']));
        self.mentions.ending(open.unwrap_or(at))
    }

    /// The first mention of the sentence that is no object and no possessor: a guess at the subject of its clause.
    fn clause(&self, at: usize) -> (Option<usize>, Link) {
        let sentence = self.tokens[at].sentence;
        let english = self.stream.lexicon.language == Language::English;
        let mut verb = at;
        while verb > 0 && self.passes(verb - 1) {
            verb -= 1;
        }
        let joined = self.is_participle(at)
            || verb == 0
            || self.tokens[verb - 1].word.is(Word::CONJ)
            || self.tokens[verb - 1].is_mark(&[',']);
        let mut found = None;
        let floor = at.saturating_sub(REACH).max(self.main_clause(at));
        for t in (floor..at).rev() {
            let token = self.tokens[t];
            let quoted = matches!(token.kind, Kind::Quote(_)) && !(english && joined);
            if token.sentence != sentence || token.kind == Kind::Break || quoted {
                break;
            }
            // "noted that they had long felt": what stands before "noted" is not the subject of "felt".
            if english
                && !joined
                && token.word.is(Word::SAY)
                && self.mentions.at(t).is_none()
                && !self.is_participle(t)
            {
                break;
            }
            if let Some(m) = self.mentions.starting(t) {
                // "Merz, who has often said": the clause is that of "who".
                if self.is_relative(m) && !self.tokens[t..at].iter().any(|t| t.is_mark(&[','])) {
                    return (Some(m), Link::Before);
                }
                let governed = t > 0
                    && (self.tokens[t - 1].word.is(Word::PREP)
                        || self.tokens[t - 1].word.is(Word::CUE));
                let mention = &self.mentions.all[m];
                if !governed && !mention.possessive && mention.tokens.end <= at {
                    found = Some(m);
                }
            }
        }
        (
            found,
            if found.is_some() {
                Link::Clause
            } else {
                Link::None
            },
        )
    }

    /// "When the lock broke, Brook …": where the main clause begins, if a subordinate one heads the sentence of a token.
    fn main_clause(&self, at: usize) -> usize {
        let sentence = self.tokens[at].sentence;
        let from = at.saturating_sub(2 * REACH);
        let Some(first) =
            (from..at).find(|t| self.tokens[*t].sentence == sentence && self.tokens[*t].is_word())
        else {
            return 0;
        };
        let subordinate = self.tokens[first].first
            && matches!(
                self.stream.slice(first),
                "When"
                    | "While"
                    | "As"
                    | "After"
                    | "Although"
                    | "Though"
                    | "If"
                    | "Because"
                    | "Since"
                    | "Before"
                    | "Als"
                    | "Wenn"
                    | "Nachdem"
                    | "Während"
                    | "Weil"
                    | "Obwohl"
                    | "Bevor"
                    | "Da"
                    | "Sobald"
            );
        if !subordinate {
            return 0;
        }
        (first..at)
            .find(|t| self.tokens[*t].is_mark(&[',']))
            .map_or(0, |comma| comma + 1)
    }

    /// German "wird von Kennern als „…“ bezeichnet": the one who says so stands behind "von".
    fn agent(&self, at: usize) -> Option<(Option<usize>, Link)> {
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

    fn is_relative(&self, mention: usize) -> bool {
        let start = self.mentions.all[mention].tokens.start;
        matches!(self.stream.slice(start), "who" | "qui" | "quien")
    }
}
