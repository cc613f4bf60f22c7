//! One term that has a name: `is:unread`, `feed:ledger`, `age<2d`. Name and value to its meaning, or to what is wrong.

use std::ops::Range;

use jiff::civil::Date;

use super::error::{QueryError, excerpt};
use super::language::{Age, AgeUnit, Field, Part, State, Term, When};

const AN_AGE: &str = "an age such as 30m, 2h, 2d, 1w or 1y";
const A_MOMENT: &str = "a day such as 2026-11-01, or an age such as 2d";

type Result<T> = std::result::Result<T, QueryError>;

/// The term of a name, the sign behind it (`:`, `<` or `>`) and a value; `places` are where the first two and the last
/// stand.
pub(super) fn term(
    name: &str,
    sign: char,
    value: String,
    places: (Range<usize>, Range<usize>),
) -> Result<Term> {
    let (label, place) = places;
    let name = name.to_ascii_lowercase();
    let wrong = |expected: &str| {
        let message = if value.trim().is_empty() {
            format!("`{name}{sign}` has no value")
        } else {
            format!("`{}` is none for `{name}{sign}`", excerpt(&value))
        };
        QueryError::new(place.clone(), message, expected)
    };
    match (name.as_str(), sign) {
        ("is", _) => one_of(State::ALL, State::name, &value)
            .map(Term::Is)
            .ok_or_else(|| wrong(&listed(State::ALL.iter().map(|s| s.name())))),
        ("has", _) => one_of(Part::ALL, Part::name, &value)
            .map(Term::Has)
            .ok_or_else(|| wrong(&listed(Part::ALL.iter().map(|p| p.name())))),
        ("after", _) => when(&value).map(Term::After).ok_or_else(|| wrong(A_MOMENT)),
        ("before", _) => when(&value)
            .map(Term::Before)
            .ok_or_else(|| wrong(A_MOMENT)),
        ("age", '<') => age(&value).map(Term::Younger).ok_or_else(|| wrong(AN_AGE)),
        ("age", '>') => age(&value).map(Term::Older).ok_or_else(|| wrong(AN_AGE)),
        ("age", _) => Err(QueryError::new(
            label,
            "an age is compared",
            "age<2d or age>1w",
        )),
        (other, _) => match one_of(Field::ALL, Field::name, other) {
            Some(_) if value.trim().is_empty() => Err(wrong("a text, as in \"two words\"")),
            Some(field) => Ok(Term::Field(field, value)),
            None => {
                let fields = Field::ALL.iter().map(|f| f.name());
                let names = ["is", "has"].into_iter().chain(fields);
                let names = names.chain(["after", "before"]).map(|n| format!("{n}:"));
                Err(QueryError::new(
                    label,
                    format!("there is no `{}:`", excerpt(other)),
                    listed(names.chain(["age<".to_owned(), "age>".to_owned()])),
                ))
            }
        },
    }
}

fn one_of<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, value: &str) -> Option<T> {
    let mut all = all.iter().copied();
    all.find(|one| name(*one).eq_ignore_ascii_case(value))
}

fn listed(names: impl IntoIterator<Item = impl Into<String>>) -> String {
    let mut names: Vec<String> = names.into_iter().map(Into::into).collect();
    let last = names.pop().unwrap_or_default();
    format!("{} or {last}", names.join(", "))
}

fn when(text: &str) -> Option<When> {
    let is_date = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if is_date {
        let date: Date = text.parse().ok()?;
        return (date.year() >= 1).then_some(When::Date(date));
    }
    age(text).map(When::Ago)
}

fn age(text: &str) -> Option<Age> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let count = text[..digits].parse().ok()?;
    let unit = one_of(AgeUnit::ALL, AgeUnit::name, &text[digits..])?;
    Some(Age { count, unit })
}
