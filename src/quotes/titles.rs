//! What a person is, as the article introduces them: "Chancellor … of Germany", "…, director of …,".
//! Reads the words around one mention.

use super::language::Language;
use super::lexicon::Word;
use super::mentions::{Mention, Mentions};
use super::words::{Kind, Stream, Token};

/// The longest title kept, in tokens.
const LONGEST: usize = 14;

/// The title that stands around the name of a mention.
pub(super) fn harvest(stream: &Stream, mentions: &Mentions, number: usize) -> Option<String> {
    let mention = &mentions.all[number];
    prefix(stream, mention)
        .or_else(|| apposition(stream, mention))
        .or_else(|| before(stream, mentions, mention))
        .or_else(|| copula(stream, mention))
}

/// A noun phrase without its article: "spokesman", "two senior officials".
pub(super) fn plain_phrase(stream: &Stream, mention: &Mention) -> String {
    let first = stream.tokens[mention.tokens.start];
    let article = first.word.is(Word::DET)
        && matches!(
            stream.slice(mention.tokens.start).to_lowercase().as_str(),
            "the"
                | "a"
                | "an"
                | "der"
                | "die"
                | "das"
                | "den"
                | "dem"
                | "ein"
                | "eine"
                | "le"
                | "la"
                | "les"
                | "un"
                | "une"
                | "el"
                | "los"
                | "las"
                | "una"
        );
    let skip = usize::from(article && mention.tokens.len() > 1);
    stream.text[stream.span(mention.tokens.start + skip..mention.tokens.end)].to_owned()
}

/// "Chancellor Friedrich Merz of Germany" → "Chancellor of Germany".
fn prefix(stream: &Stream, mention: &Mention) -> Option<String> {
    let mut start = mention.tokens.start;
    let end = mention.core.start;
    while start < end
        && (stream.tokens[start].word.is(Word::DET) || !stream.tokens[start].is_word())
    {
        start += 1;
    }
    let titled = (start..end).any(|t| stream.tokens[t].word.is(Word::TITLE.with(Word::ROLE)));
    if start >= end || !titled {
        return None;
    }
    let mut title = capitalised(&stream.text[stream.span(start..end)]);
    let of = mention.tokens.end;
    if stream.lexicon.language == Language::English && stream.slice(of) == "of" {
        let mut place = of + 1;
        if stream.slice(place) == "the" {
            place += 1;
        }
        let from = place;
        while place < from + 4
            && stream
                .tokens
                .get(place)
                .is_some_and(|t| t.kind == Kind::Capital && !t.word.is(Word::STOP))
        {
            place += 1;
        }
        if place > from {
            title.push(' ');
            title.push_str(&stream.text[stream.span(of..place)]);
        }
    }
    Some(title)
}

/// "Ada Brook, the director of the museum," → "Director of the museum".
fn apposition(stream: &Stream, mention: &Mention) -> Option<String> {
    let comma = mention.tokens.end;
    if !stream.tokens.get(comma)?.is_mark(&[',']) {
        return None;
    }
    let mut start = comma + 1;
    // "Ada Brook, 54, the director": the age is no title.
    if stream.slice(start).bytes().all(|b| b.is_ascii_digit())
        && stream
            .tokens
            .get(start + 1)
            .is_some_and(|t| t.is_mark(&[',']))
    {
        start += 2;
    }
    title_at(stream, start)
}

/// "Ada Brook is the director of the museum" → "Director of the museum".
fn copula(stream: &Stream, mention: &Mention) -> Option<String> {
    let verb = mention.tokens.end;
    let is = matches!(
        stream.slice(verb),
        "is" | "was" | "ist" | "war" | "est" | "était" | "es" | "era"
    );
    let mut start = verb + 1;
    while stream
        .tokens
        .get(start)
        .is_some_and(|t| t.is_word() && t.word.is(Word::DET))
    {
        start += 1;
    }
    // What everybody is says nothing: "Ada Brook is a woman who".
    let office = (start..start + 3).any(|t| {
        stream
            .tokens
            .get(t)
            .is_some_and(|t| t.word.is(Word::ROLE.with(Word::TITLE)))
            && !matches!(
                stream.slice(t),
                "man"
                    | "woman"
                    | "person"
                    | "people"
                    | "boy"
                    | "girl"
                    | "friend"
                    | "one"
                    | "Mann"
                    | "Frau"
                    | "Freund"
            )
    });
    (is && office).then(|| title_at(stream, start)).flatten()
}

fn title_at(stream: &Stream, mut start: usize) -> Option<String> {
    while stream
        .tokens
        .get(start)
        .is_some_and(|t| t.is_word() && t.word.is(Word::DET))
    {
        start += 1;
    }
    let sentence = stream.tokens.get(start)?.sentence;
    let mut end = start;
    let mut headed = false;
    let inside = |t: &Token| t.sentence == sentence && (t.is_word() || t.kind == Kind::Possessive);
    while end < start + LONGEST && stream.tokens.get(end).is_some_and(inside) {
        let word = stream.tokens[end].word;
        if !headed && word.is(Word::CLOSED) && stream.tokens[end].kind == Kind::Lower {
            return None;
        }
        headed |= word.is(Word::ROLE.with(Word::TITLE));
        if headed
            && (word.is(Word::PRONOUN.with(Word::AUX))
                || (word.is(Word::CUE) && !word.is(Word::HEAD)))
        {
            break;
        }
        end += 1;
    }
    let closes = stream.tokens.get(end).is_none_or(|t| {
        t.is_mark(&[',', '.', ';', '—', '–', ')', ':'])
            || matches!(t.kind, Kind::Break | Kind::Quote(_))
            || t.is_word()
    });
    (headed && closes && end > start && end < start + LONGEST)
        .then(|| capitalised(&stream.text[stream.span(start..end)]))
}

/// "the director of the museum, Ada Brook," → "Director of the museum".
fn before(stream: &Stream, mentions: &Mentions, mention: &Mention) -> Option<String> {
    let comma = mention.tokens.start.checked_sub(1)?;
    let closed = stream
        .tokens
        .get(mention.tokens.end)
        .is_none_or(|t| !t.is_word() || t.word.is(Word::CUE));
    if !stream.tokens[comma].is_mark(&[',']) || !closed {
        return None;
    }
    let sentence = stream.tokens[comma].sentence;
    let mut start = comma;
    while start > 0
        && comma - start < LONGEST
        && stream.tokens[start - 1].sentence == sentence
        && (stream.tokens[start - 1].is_word() || stream.tokens[start - 1].kind == Kind::Possessive)
    {
        start -= 1;
    }
    let headed = mentions.at(start).is_some_and(|m| {
        mentions.all[m].word.is(Word::ROLE) && mentions.all[m].tokens.start == start
    });
    let article = stream.tokens[start].word.is(Word::DET);
    (headed && article)
        .then(|| title_at(stream, start))
        .flatten()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
