//! Whether a mark opens or closes, by its shape, what stands beside it and what is open.
//! Looks at one mark at a time; pairs are made in `marks`.

use super::marks::{Conventions, Open};

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Closes,
    Neither,
}

fn opens_space(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '['
                    | '{'
                    | '—'
                    | '–'
                    | '-'
                    | '/'
                    | '>'
                    | '“'
                    | '„'
                    | '"'
                    | '‘'
                    | '«'
                    | '…'
                    | '¿'
                    | '¡'
            )
    })
}

fn closes_space(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                ')' | ']'
                    | '}'
                    | '—'
                    | '–'
                    | '-'
                    | '/'
                    | ','
                    | '.'
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '”'
                    | '“'
                    | '"'
                    | '’'
                    | '»'
                    | '…'
            )
    })
}

fn starts_word(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '[' | '('
                    | '…'
                    | '.'
                    | '$'
                    | '€'
                    | '£'
                    | '#'
                    | '@'
                    | '‘'
                    | '\''
                    | '“'
                    | '¿'
                    | '¡'
                    | '-'
                    | '—'
            )
    })
}

pub(super) fn side(
    c: char,
    doubled: bool,
    before: Option<char>,
    next: Option<char>,
    current: Option<Open>,
    conventions: Conventions,
    rest: &str,
) -> Side {
    let open = current.is_some();
    match c {
        '“' => {
            let german = current.is_some_and(|o| o.low)
                || (conventions.low_opening && open && closes_space(next));
            // Turned the wrong way: at the end of a word, with a mark to close.
            let turned = open && !opens_space(before) && closes_space(next);
            if german || turned {
                Side::Closes
            } else {
                Side::Opens
            }
        }
        '”' | '〞' if open => Side::Closes,
        // ``…'' as typewriters set it, ''…'' where nobody cared; 6'' is a measure.
        '\'' | '`' if doubled => {
            if open && !before.is_none_or(char::is_whitespace) && closes_space(next) {
                Side::Closes
            } else if !open && opens_space(before) && starts_word(next) {
                Side::Opens
            } else {
                Side::Neither
            }
        }
        '„' | '‟' | '〝' => Side::Opens,
        '”' if opens_space(before) && starts_word(next) => Side::Opens,
        '"' | '＂' => straight(before, next, open),
        '«' | '»' | '‹' | '›' => guillemet(c, before, open, conventions),
        '‘' | '’' | '‚' | '‛' | '\'' if conventions.single => {
            if c == '‘' && current.is_some_and(|o| o.low) {
                Side::Closes
            } else {
                single(c, before, next, open, rest)
            }
        }
        _ => Side::Neither,
    }
}

fn straight(before: Option<char>, next: Option<char>, open: bool) -> Side {
    let may_open = opens_space(before) && !next.is_none_or(char::is_whitespace);
    let may_close = !before.is_none_or(char::is_whitespace) && closes_space(next);
    match (may_open, may_close, open) {
        // 6'2" and 12" are measures.
        (false, _, false) if before.is_some_and(|c| c.is_ascii_digit() || c == '\'') => {
            Side::Neither
        }
        (true, false, _) | (_, _, false) => Side::Opens,
        _ => Side::Closes,
    }
}

fn guillemet(c: char, before: Option<char>, open: bool, conventions: Conventions) -> Side {
    let opening = matches!(c, '«' | '‹') != conventions.inward;
    // An old French custom repeats » at the head of each paragraph.
    if opening || (!open && before.is_none()) {
        Side::Opens
    } else {
        Side::Closes
    }
}

/// Words that begin with an apostrophe.
const ELISIONS: &[&str] = &[
    "em ", "til ", "tis ", "twas ", "cause ", "n ", "em.", "em,", "bout ", "round ",
];

fn single(c: char, before: Option<char>, next: Option<char>, open: bool, rest: &str) -> Side {
    let in_word =
        before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
    if in_word {
        return Side::Neither;
    }
    if !open || matches!(c, '‘' | '‚' | '‛') {
        let elision = next.is_some_and(|n| n.is_ascii_digit())
            || ELISIONS.iter().any(|e| rest.starts_with(e));
        let may = c != '’' && opens_space(before) && starts_word(next) && (c != '\'' || !elision);
        return if may { Side::Opens } else { Side::Neither };
    }
    let after_punctuation =
        before.is_some_and(|b| matches!(b, ',' | '.' | '!' | '?' | '…' | '—' | ')' | '”' | '"'));
    if after_punctuation {
        return Side::Closes;
    }
    // "the girls’ school": a plural possessive, if a better closing mark follows.
    if before == Some('s') && next == Some(' ') && closes_better_later(rest) {
        return Side::Neither;
    }
    if closes_space(next) && !before.is_none_or(char::is_whitespace) {
        Side::Closes
    } else {
        Side::Neither
    }
}

fn closes_better_later(rest: &str) -> bool {
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        if at > AHEAD || matches!(c, '‘') {
            return false;
        }
        if matches!(c, '’' | '\'') && matches!(before, ',' | '.' | '!' | '?') {
            return true;
        }
        before = c;
    }
    false
}

/// How far ahead a better closing apostrophe is looked for, in bytes.
const AHEAD: usize = 300;
