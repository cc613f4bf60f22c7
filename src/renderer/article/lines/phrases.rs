//! Lines that give themselves away by their words; the words stand in `assets/article-lines.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::look::Look;
use crate::renderer::article::dates;

/// The phrases of the file, by its sections.
#[derive(Default)]
struct Phrases {
    whole: HashMap<&'static str, &'static str>,
    beginning: Vec<(&'static str, &'static str)>,
    ending: Vec<&'static str>,
    credits: Vec<&'static str>,
    about: Vec<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let (mut section, mut reason) = ("", "");
    let lines = include_str!("../../../../assets/article-lines.txt")
        .lines()
        .map(str::trim);
    for line in lines.filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            (section, reason) = head.split_once(": ").unwrap_or((head, ""));
            continue;
        }
        match section {
            "whole" => drop(phrases.whole.insert(line, reason)),
            "beginning" => phrases.beginning.push((line, reason)),
            "ending" => phrases.ending.push(line),
            "credits" => phrases.credits.push(line),
            _ => phrases.about.push(line),
        }
    }
    phrases
});

/// A line begins with a phrase, and not with half a word.
fn begins_with(plain: &str, phrase: &str) -> bool {
    let next = |rest: &str| rest.chars().next();
    let is_whole = phrase.ends_with(|c: char| !c.is_alphanumeric());
    plain
        .strip_prefix(phrase)
        .is_some_and(|rest| is_whole || !next(rest).is_some_and(char::is_alphanumeric))
}

/// A line announces what follows the end.
pub(super) fn announces(plain: &str) -> bool {
    PHRASES.ending.iter().any(|e| begins_with(plain, e))
}

/// A line names those who worked on an article.
pub(super) fn names_workers(plain: &str) -> bool {
    PHRASES.credits.iter().any(|c| plain.contains(c))
}

/// A line says what someone is or does.
pub(super) fn is_about_someone(plain: &str) -> bool {
    PHRASES
        .about
        .iter()
        .any(|a| plain.contains(&format!(" {a} ")))
}

/// What is furniture wherever it stands.
pub(super) fn anywhere(look: &Look, is_item: bool) -> Option<&'static str> {
    const SHORT: usize = 40;
    if look.words >= SHORT {
        return None;
    }
    let phrases = &*PHRASES;
    let whole = phrases.whole.get(look.plain.as_str()).copied();
    let beginning = || {
        let begins = |(start, _): &&(&str, &str)| begins_with(&look.plain, start);
        phrases
            .beginning
            .iter()
            .filter(|_| !is_item)
            .find(begins)
            .map(|(_, why)| *why)
    };
    whole
        .or_else(beginning)
        .or_else(|| is_comment_count(&look.plain).then_some("comments"))
        .or_else(|| is_call_to_follow(&look.plain).then_some("share buttons"))
        .or_else(|| {
            (look.plain.contains("affiliate") && look.plain.contains("commission"))
                .then_some("notice")
        })
}

/// "(Image: Agency)" or "(Photo by A. Quill)" at the end.
pub(super) fn is_credited(text: &str) -> bool {
    let Some(open) = text.trim_end().strip_suffix(')').and_then(|t| t.rfind('(')) else {
        return false;
    };
    let credit = text[open + 1..].trim_start().to_lowercase();
    [
        "image:",
        "photo:",
        "photo by",
        "image credit",
        "photo credit",
        "picture:",
        "pic:",
        "image via",
        "photo/",
        "getty images",
        "photograph:",
    ]
    .iter()
    .any(|c| credit.starts_with(c))
}

/// "12 comments".
fn is_comment_count(plain: &str) -> bool {
    // "Image 1 of 8"
    if let Some(rest) = plain.strip_prefix("image ") {
        let mut words = rest.split_whitespace();
        let count = |w: Option<&str>| w.is_some_and(|w| w.chars().all(|c| c.is_ascii_digit()));
        return count(words.next()) && words.next() == Some("of");
    }
    plain.split_once(' ').is_some_and(|(count, word)| {
        matches!(word, "comments" | "comment")
            && count.chars().all(|c| c.is_ascii_digit() || c == ',')
    })
}

/// "Follow the Ledger on Twitter".
fn is_call_to_follow(plain: &str) -> bool {
    const PLACES: [&str; 6] = [
        "twitter",
        "facebook",
        "instagram",
        "youtube",
        "whatsapp",
        "linkedin",
    ];
    plain.starts_with("follow ")
        && plain.contains(" on ")
        && PLACES.iter().any(|p| plain.contains(p))
}

/// A mail address or a place on the web, alone.
pub(super) fn is_address(plain: &str) -> bool {
    let mut words = plain.split_whitespace();
    let address = |w: &str| {
        (w.contains('@') || w.contains("://") || w.contains(".com/") || w.starts_with("www."))
            && w.contains('.')
    };
    words.clone().count() <= 2 && words.any(address)
}

/// A line that is a date, with few words beside it.
pub(super) fn date_line(text: &str, look: &Look) -> Option<&'static str> {
    const LONGEST: usize = 14;
    if look.words > LONGEST || look.prose {
        return None;
    }
    dates::line(text)
        .filter(|found| found.others <= 5)
        .map(|_| "date")
}
