//! What is speech, and what is a title, a nickname, a scare quote or a quoted word.
//! Gathers evidence for each quoted stretch; the weights stand in `assets/quotes/weights.txt`.

use super::article::Article;
use super::cues::{Cue, Strength};
use super::inside::Inside;
use super::language::Language;
use super::lexicon::Word;
use super::mentions::Mentions;
use super::scorer::{self, Evidence, Speech};
use super::words::{Kind, Stream, Token};

/// How probable it is that a quoted stretch is speech, from 0 to 1. Two patterns leave no doubt: an attribution directly
/// behind its comma, and a whole sentence of its own after another quotation.
///
/// `lead` says how clearly somebody nearby could have said it.
pub(super) fn probability(article: &Article, number: usize, lead: f32) -> f32 {
    let seen = evidence(article, number, lead);
    let scored = scorer::probability(Speech::score(seen));
    let goes_on = number > 0
        && article.quoted[number - 1].block == article.quoted[number].block
        && seen.has(Speech::OwnSentence)
        && seen.has(Speech::EndsStop)
        && !seen.has(Speech::OneWord);
    if seen.has(Speech::CalledSo) {
        return scored.min(1.0 - CERTAIN);
    }
    if goes_on || (seen.has(Speech::Attributed) && !seen.has(Speech::TitleOfWork)) {
        scored.max(CERTAIN)
    } else {
        scored
    }
}

/// How sure the patterns are.
const CERTAIN: f32 = 0.8;

/// The evidence for one quoted stretch, without what its neighbours tell.
pub(super) fn evidence(article: &Article, number: usize, lead: f32) -> Evidence {
    let Article {
        stream,
        mentions,
        cues,
        ..
    } = article;
    let (quoted, inside, place) = (
        &article.quoted[number],
        &article.inside[number],
        article.stream.places[number],
    );
    let mut e = Evidence::default();
    e.when(true, Speech::Bias);
    let length = match inside.words {
        0 | 1 => Speech::OneWord,
        2 => Speech::TwoWords,
        3 => Speech::ThreeWords,
        4 | 5 => Speech::FourOrFive,
        6..=9 => Speech::SixToNine,
        _ => Speech::TenOrMore,
    };
    e.when(true, length);
    e.when(inside.ends == ',', Speech::EndsComma);
    e.when(inside.ends == '.', Speech::EndsStop);
    e.when(inside.ends == '?', Speech::EndsQuestion);
    let german = stream.lexicon.language == Language::German;
    e.when(german, Speech::German);
    e.when(
        inside.capital_start,
        if german {
            Speech::CapitalGerman
        } else {
            Speech::CapitalStart
        },
    );
    e.when(!inside.capital_start, Speech::SmallStart);
    e.when(inside.title_case && inside.words > 1, Speech::TitleCase);
    e.when(inside.title_case && inside.words == 1, Speech::OneCapital);
    e.when(inside.all_capitals, Speech::AllCapitals);
    e.when(inside.first_person, Speech::FirstPerson);
    e.when(inside.finite_verb, Speech::FiniteVerb);
    e.when(inside.number, Speech::HasNumber);
    e.when(inside.foreign, Speech::Foreign);
    e.when(!quoted.closed, Speech::Unclosed);
    e.when(article.again[number], Speech::QuotedAgain);
    let speaker = match lead {
        l if l >= 4.0 => Speech::SpeakerSure,
        l if l >= 2.0 => Speech::SpeakerLikely,
        l if l >= 0.0 => Speech::SpeakerPossible,
        _ => Speech::SpeakerUnlikely,
    };
    e.when(true, speaker);
    before(stream, mentions, place, &mut e);
    after(stream, mentions, place, &mut e);
    sentence(stream, cues, place, &mut e);
    combine(stream, mentions, inside, place, &mut e);
    e
}

fn before(stream: &Stream, mentions: &Mentions, place: usize, e: &mut Evidence) {
    let token = |back: usize| place.checked_sub(back).map(|t| stream.tokens[t]);
    let Some(last) = token(1).filter(|t| t.kind != Kind::Break) else {
        e.when(true, Speech::HeadsSentence);
        return;
    };
    e.when(
        last.sentence != stream.tokens[place].sentence,
        Speech::HeadsSentence,
    );
    let (mark, word_at) = if last.is_mark(&[',', ':', '–', '—']) {
        (Some(last), place.saturating_sub(2))
    } else {
        (None, place - 1)
    };
    e.when(mark.is_some_and(|m| m.is_mark(&[':'])), Speech::AfterColon);
    e.when(mark.is_some_and(|m| m.is_mark(&[','])), Speech::AfterComma);
    e.when(last.kind == Kind::Possessive, Speech::AfterPossessive);
    e.when(last.is_mark(&['(', '[']), Speech::AfterBracket);
    let at = stream.tokens[word_at];
    if !at.is_word() {
        return;
    }
    let in_mention = mentions.at(word_at);
    e.when(
        at.word.is(Word::SAY) && in_mention.is_none(),
        Speech::AfterCue,
    );
    e.when(
        at.word.is(Word::WEAK) && !at.word.is(Word::SAY) && in_mention.is_none(),
        Speech::AfterWeakCue,
    );
    e.when(at.word.is(Word::CLAUSE), Speech::AfterThat);
    e.when(at.word.is(Word::NAMING), Speech::AfterNaming);
    e.when(at.word.is(Word::STATEMENT), Speech::StatementBefore);
    e.when(at.word.is(Word::ENTITLING), Speech::AfterEntitling);
    e.when(at.word.is(Word::ACCORDING), Speech::AfterAccording);
    if mark.is_none() {
        e.when(
            at.word.is(Word::BODY) && at.kind == Kind::Capital,
            Speech::AfterBody,
        );
        e.when(at.word.is(Word::DET), Speech::AfterArticle);
        e.when(at.word.is(Word::INDEFINITE), Speech::AfterIndefinite);
        e.when(at.word.is(Word::WORK), Speech::AfterWork);
        e.when(at.word.is(Word::PREP), Speech::AfterPreposition);
        e.when(
            in_mention.is_some() && at.kind == Kind::Capital,
            Speech::AfterName,
        );
        e.when(
            in_mention.is_some() && at.kind == Kind::Lower,
            Speech::AfterNoun,
        );
    }
}

fn after(stream: &Stream, mentions: &Mentions, place: usize, e: &mut Evidence) {
    let Some(next) = stream.tokens.get(place + 1) else {
        return;
    };
    let heads = e.has(Speech::HeadsSentence);
    if next.kind == Kind::Break {
        e.when(true, Speech::BeforeEnd);
        e.when(heads, Speech::WholeParagraph);
        return;
    }
    let comma = next.is_mark(&[',', '—', '–', '-']);
    e.when(comma, Speech::BeforeComma);
    e.when(next.is_mark(&['.', '!', '?', ';', ':']), Speech::BeforeStop);
    let at = if comma { place + 2 } else { place + 1 };
    let Some(word) = stream.tokens.get(at) else {
        return;
    };
    // "“…”, so heißt das Projekt": a name, no speech.
    let called = matches!(
        stream.slice(at + 1),
        "heißt"
            | "hieß"
            | "heißen"
            | "lautet"
            | "lautete"
            | "werden"
            | "wird"
            | "wurde"
            | "wurden"
            | "nennt"
    );
    e.when(stream.slice(at) == "so" && called, Speech::CalledSo);
    let cue = |t: Option<&Token>| t.is_some_and(|t| t.word.is(Word::SAY.with(Word::ACCORDING)));
    let mention = mentions.starting(at);
    e.when(cue(Some(word)) && mention.is_none(), Speech::BeforeCue);
    let speaker = mention.is_some_and(|m| cue(stream.tokens.get(mentions.all[m].tokens.end)));
    e.when(speaker, Speech::BeforeSpeaker);
    if !comma {
        e.when(
            word.kind == Kind::Lower && !word.word.is(Word::CLOSED.with(Word::CUE)),
            Speech::BeforeNoun,
        );
        e.when(
            word.kind == Kind::Capital && mention.is_some() && !speaker,
            Speech::BeforeName,
        );
        e.when(
            word.kind == Kind::Lower && word.word.is(Word::AUX),
            Speech::BeforeVerb,
        );
    }
}

fn sentence(stream: &Stream, cues: &[Cue], place: usize, e: &mut Evidence) {
    let sentence = stream.tokens[place].sentence;
    let first = cues.partition_point(|c| c.token + 40 < place);
    for cue in cues[first..].iter().take_while(|c| c.token < place + 40) {
        if stream.tokens[cue.token].sentence != sentence {
            continue;
        }
        let near_before = cue.token < place && place - cue.token < 8;
        let near_after = cue.token > place && cue.token - place < 8;
        let say = cue.strength != Strength::Weak;
        e.when(say && near_before, Speech::SayNearBefore);
        e.when(!say && near_before, Speech::WeakNearBefore);
        e.when(
            say && near_before && cue.subject.is_some(),
            Speech::SpeakerNearBefore,
        );
        e.when(
            say && near_after && cue.subject.is_some(),
            Speech::SpeakerNearAfter,
        );
        e.when(say, Speech::SayInSentence);
        e.when(cue.strength == Strength::Weak, Speech::WeakInSentence);
        e.when(
            cue.strength != Strength::Weak && cue.subject.is_some(),
            Speech::CueWithSpeaker,
        );
    }
}

/// What two things seen together tell more than each alone.
fn combine(stream: &Stream, mentions: &Mentions, inside: &Inside, place: usize, e: &mut Evidence) {
    let tokens = &stream.tokens;
    let short = inside.words < 4;
    let seen = *e;
    let has = |f: Speech| seen.has(f);
    let title = inside.title_case && inside.words < 7 && inside.ends == ' ';
    let article = has(Speech::AfterArticle);
    let noun = has(Speech::BeforeNoun) || has(Speech::BeforeName);
    let named = has(Speech::AfterName) || has(Speech::AfterNoun) || has(Speech::AfterWork);
    let preposition = has(Speech::AfterPreposition) || has(Speech::AfterPossessive);
    let weak = has(Speech::WeakInSentence) || has(Speech::SayInSentence);
    let as_before = place > 0
        && matches!(
            stream.slice(place - 1),
            "as" | "als" | "comme" | "como" | "de"
        );
    // A row of quoted words: “…,” “…” and “…”.
    let neighbour = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|t| matches!(t.kind, Kind::Quote(_)))
    };
    let linked = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|t| t.is_mark(&[',', '/']) || (t.is_word() && t.word.is(Word::CONJ)))
    };
    let series = neighbour(place + 1)
        || (linked(place + 1) && neighbour(place + 2))
        || (place > 1 && (neighbour(place - 1) || (linked(place - 1) && neighbour(place - 2))));
    let naming = named && inside.capital_start && inside.words < 6 && inside.ends == ' ';
    let comma_short = short && inside.ends == ',';
    let small_short = !inside.capital_start && short;
    e.when(article && noun, Speech::ArticleNoun);
    e.when(article && short, Speech::ArticleShort);
    e.when(preposition && inside.title_case, Speech::PrepositionTitle);
    e.when(naming, Speech::NamingPattern);
    e.when(as_before && weak, Speech::AsWithCue);
    e.when(series && inside.words < 6, Speech::InSeries);
    e.when(small_short, Speech::SmallShort);
    e.when(title && inside.words > 1, Speech::TitleShort);
    e.when(mentions.at(place).is_some(), Speech::NamesSpeaker);
    e.when(comma_short, Speech::CommaShort);
    // Nothing else in its sentence.
    let closes = tokens.get(place + 1).is_none_or(|t| {
        t.kind == Kind::Break || t.sentence != tokens[place].sentence || t.is_mark(&['.', '!', '?'])
    });
    e.when(has(Speech::HeadsSentence) && closes, Speech::OwnSentence);
    let comma = has(Speech::BeforeComma) || inside.ends == ',' || inside.ends == '?';
    e.when(
        comma && (has(Speech::BeforeCue) || has(Speech::BeforeSpeaker)),
        Speech::Attributed,
    );
    // "on Channel Four's “Morning Harbour,” Brook said".
    let work = inside.title_case && (has(Speech::AfterWork) || preposition);
    e.when(work && inside.words > 1, Speech::TitleOfWork);
    // German: "Der Hafen sei „ein Trauerspiel“".
    let sentence = tokens[place].sentence;
    let near = place.saturating_sub(20)..(place + 12).min(tokens.len());
    let reported = tokens[near]
        .iter()
        .any(|t| t.sentence == sentence && t.word.is(Word::REPORTED));
    e.when(reported, Speech::InReported);
    let mark = has(Speech::AfterColon) || has(Speech::AfterComma);
    e.when(
        mark && has(Speech::AfterCue) && inside.capital_start,
        Speech::AttributedBefore,
    );
}
