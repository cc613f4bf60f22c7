//! The part of an expression that the full text index answers by itself, as an expression of FTS5. Nothing that a
//! reader types is an operator there: each text stands in quotation marks.

use crate::news::{Expression, Field, Term};

use super::super::search::{BEGINNING, indexable};

/// The expression for the index; `None` where something in it is not known there. With `beginning` its last word may
/// be a beginning.
pub(super) fn matches(expression: &Expression, beginning: bool) -> Option<String> {
    match expression {
        Expression::Term(Term::Word(word)) => {
            let star = if beginning && has_beginning(word) {
                "*"
            } else {
                ""
            };
            Some(format!("{}{star}", phrase(word)?))
        }
        Expression::Term(Term::Phrase(words)) => phrase(words),
        Expression::Term(Term::Field(field, words)) => {
            let column = match field {
                Field::Author => "author",
                Field::Speaker => "speakers",
                Field::Title => "title",
                Field::Text => "text",
                Field::Feed | Field::Folder | Field::Tag | Field::Lang => return None,
            };
            Some(format!("({column} : {})", phrase(words)?))
        }
        Expression::Any(parts) => {
            let last = parts.len().checked_sub(1)?;
            let parts = parts.iter().enumerate();
            let parts = parts.map(|(n, part)| matches(part, beginning && n == last));
            Some(format!(
                "({})",
                parts.collect::<Option<Vec<_>>>()?.join(" OR ")
            ))
        }
        Expression::All(parts) => {
            let parts: Vec<&Expression> = parts.iter().collect();
            all(&parts, beginning)
        }
        Expression::Term(_) | Expression::Not(_) => None,
    }
}

/// All of them at once: those that are not to match are taken away from those that are.
pub(super) fn all(parts: &[&Expression], beginning: bool) -> Option<String> {
    let last = parts.len().checked_sub(1)?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for (number, part) in parts.iter().enumerate() {
        match part {
            Expression::Not(part) => without.push(matches(part, false)?),
            part => with.push(matches(part, beginning && number == last)?),
        }
    }
    if with.is_empty() {
        return None;
    }
    let with = format!("({})", with.join(" AND "));
    Some(if without.is_empty() {
        with
    } else {
        format!("({with} NOT ({}))", without.join(" OR "))
    })
}

fn has_beginning(word: &str) -> bool {
    word.chars().count() >= BEGINNING
}

/// In quotation marks; `None` where there is nothing to look for in it.
fn phrase(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let known = text.chars().any(char::is_alphanumeric);
    known.then(|| format!("\"{}\"", indexable(&text).replace('"', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        matches(&Expression::parse(text).unwrap(), true)
    }

    #[test]
    fn words_and_fields_become_one_expression() {
        assert_eq!(
            of("title:rain or \"heavy snow\" -author:quill").unwrap(),
            "((title : \"rain\") OR ((\"heavy snow\") NOT ((author : \"quill\"))))"
        );
        assert_eq!(
            of("rain (snow or hai)").unwrap(),
            "(\"rain\" AND (\"snow\" OR \"hai\"*))"
        );
        assert_eq!(of("hai rain").unwrap(), "(\"hai\" AND \"rain\"*)");
        for text in ["-rain", "rain is:unread", "…", "feed:a", ""] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_is_an_operator() {
        let term = Term::Phrase("a\" OR \"b\0 NEAR(".to_owned());
        let found = matches(&Expression::Term(term), false).unwrap();
        assert_eq!(found, "\"a  OR  b NEAR(\"");
    }
}
