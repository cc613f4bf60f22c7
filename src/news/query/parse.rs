//! A text to an expression, or to what is wrong with it and where. Never panics, and never nests deeper than a bound.
//!
//! ```text
//! any   = all { "or" all }
//! all   = one { [ "and" ] one }
//! one   = ( "not" | "-" ) one | "(" [ any ] ")" | term
//! term  = word | phrase | name ":" value | "age" ( "<" | ">" ) age
//! value = what holds no blank, no parenthesis and no quotation mark | phrase
//! ```

use std::ops::Range;

use super::error::{QueryError, excerpt};
use super::language::{Expression, Term};
use super::term::term;

/// No query is longer than this, in bytes.
const LONGEST: usize = 4096;
/// No query has more terms.
const MOST_TERMS: usize = 128;
/// Parentheses and negations within each other.
const DEEPEST: usize = 40;

const A_TERM: &str = "a word, a \"phrase\", a term such as is:unread, or (";

type Result<T> = std::result::Result<T, QueryError>;

impl Expression {
    /// The expression that a text says; every article's where it says nothing.
    pub fn parse(text: &str) -> Result<Self> {
        if text.len() > LONGEST {
            let start = text.floor_char_boundary(LONGEST);
            let expected = format!("at most {LONGEST} bytes");
            return Err(QueryError::new(
                start..text.len(),
                "this query is too long",
                expected,
            ));
        }
        let mut parser = Parser {
            tokens: tokens(text)?,
            next: 0,
            end: text.len(),
        };
        let expression = parser.group(0)?;
        match parser.peek() {
            None => Ok(expression),
            Some(_) => Err(QueryError::new(
                parser.place(),
                "this parenthesis closes none",
                "( before it, or \")\" in quotation marks",
            )),
        }
    }
}

/// What may stand between blanks, with its place.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term(Term),
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// Where the next token stands, or the end.
    fn place(&self) -> Range<usize> {
        let place = self.tokens.get(self.next).map(|(_, place)| place.clone());
        place.unwrap_or(self.end..self.end)
    }

    fn group(&mut self, depth: usize) -> Result<Expression> {
        match self.peek() {
            None | Some(Token::Close) => Ok(Expression::EVERYTHING),
            Some(_) => self.any(depth),
        }
    }

    fn any(&mut self, depth: usize) -> Result<Expression> {
        let first = self.all(depth)?;
        if self.peek() != Some(&Token::Or) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.peek() == Some(&Token::Or) {
            self.next += 1;
            parts.push(self.all(depth)?);
        }
        Ok(Expression::Any(parts))
    }

    fn all(&mut self, depth: usize) -> Result<Expression> {
        let mut parts = vec![self.one(depth)?];
        loop {
            match self.peek() {
                None | Some(Token::Close | Token::Or) => return Ok(Expression::all(parts)),
                Some(Token::And) => self.next += 1,
                Some(_) => {}
            }
            parts.push(self.one(depth)?);
        }
    }

    fn one(&mut self, depth: usize) -> Result<Expression> {
        let place = self.place();
        let is_nested = matches!(self.peek(), Some(Token::Not | Token::Open));
        if is_nested && depth >= DEEPEST {
            let expected = format!("at most {DEEPEST} levels");
            return Err(QueryError::new(
                place,
                "too many terms within each other",
                expected,
            ));
        }
        match self.peek() {
            Some(Token::Term(term)) => {
                let term = term.clone();
                self.next += 1;
                Ok(Expression::Term(term))
            }
            Some(Token::Not) => {
                self.next += 1;
                Ok(Expression::Not(Box::new(self.one(depth + 1)?)))
            }
            Some(Token::Open) => {
                self.next += 1;
                let inner = self.group(depth + 1)?;
                if self.peek() != Some(&Token::Close) {
                    let message = "this parenthesis is never closed";
                    return Err(QueryError::new(place, message, ") after the last term"));
                }
                self.next += 1;
                Ok(inner)
            }
            Some(Token::And) => Err(QueryError::new(
                place,
                "nothing stands before this `and`",
                A_TERM,
            )),
            Some(Token::Or) => Err(QueryError::new(
                place,
                "nothing stands before this `or`",
                A_TERM,
            )),
            None | Some(Token::Close) => {
                let before = match self.next.checked_sub(1).map(|n| &self.tokens[n].0) {
                    Some(Token::And) => "`and`",
                    Some(Token::Or) => "`or`",
                    _ => "this negation",
                };
                let message = format!("nothing stands after {before}");
                Err(QueryError::new(place, message, A_TERM))
            }
        }
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>> {
    let (mut tokens, mut at, mut terms) = (Vec::new(), 0, 0);
    while let Some(c) = text[at..].chars().next() {
        let (token, length) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '"' => {
                let (words, length) = quoted(text, at)?;
                if words.trim().is_empty() {
                    let message = "nothing stands between these quotation marks";
                    return Err(QueryError::new(at..at + length, message, "some words"));
                }
                (Token::Term(Term::Phrase(words)), length)
            }
            _ => {
                let run = run(&text[at..]);
                let behind = text[at + run.len()..].chars().next();
                if is_negation(run, behind) {
                    (Token::Not, 1)
                } else if let Some(operator) = operator(run) {
                    (operator, run.len())
                } else if let Some((name, sign)) = name(run) {
                    let start = at + name.len() + sign.len_utf8();
                    let (value, length) = if behind == Some('"') && start == at + run.len() {
                        quoted(text, start)?
                    } else {
                        let value = &text[start..at + run.len()];
                        (value.to_owned(), value.len())
                    };
                    let places = (at..start, start..start + length);
                    (
                        Token::Term(term(name, sign, value, places)?),
                        start + length - at,
                    )
                } else {
                    (Token::Term(Term::Word(run.to_owned())), run.len())
                }
            }
        };
        if matches!(token, Token::Term(_)) {
            terms += 1;
            if terms > MOST_TERMS {
                let expected = format!("at most {MOST_TERMS}");
                return Err(QueryError::new(at..at + length, "too many terms", expected));
            }
        }
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

/// What stands before the next blank, parenthesis or quotation mark.
fn run(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
    &text[..end.unwrap_or(text.len())]
}

/// Whether a dash negates what follows; dashes that stand alone are a word, as in "one - two".
fn is_negation(run: &str, behind: Option<char>) -> bool {
    let is_alone = run.bytes().all(|b| b == b'-') && !matches!(behind, Some('(' | '"'));
    run.starts_with('-') && !is_alone
}

fn operator(run: &str) -> Option<Token> {
    let operators = [("and", Token::And), ("or", Token::Or), ("not", Token::Not)];
    let mut operators = operators.into_iter();
    operators
        .find(|(name, _)| run.eq_ignore_ascii_case(name))
        .map(|(_, token)| token)
}

/// The name that a term begins with, and the sign behind it.
fn name(run: &str) -> Option<(&str, char)> {
    let end = run.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, sign) = (&run[..end], run[end..].chars().next()?);
    let compares = name.eq_ignore_ascii_case("age") && matches!(sign, '<' | '>');
    (end > 0 && (sign == ':' || compares)).then_some((name, sign))
}

/// The text in the quotation marks that open at `at`, and its length with them.
fn quoted(text: &str, at: usize) -> Result<(String, usize)> {
    let mut words = String::new();
    let mut chars = text[at + 1..].char_indices();
    while let Some((offset, c)) = chars.next() {
        match c {
            '"' => return Ok((words, offset + 2)),
            '\\' => words.extend(chars.next().map(|(_, escaped)| escaped)),
            c => words.push(c),
        }
    }
    let message = format!("`{}` is never closed", excerpt(&text[at..]));
    Err(QueryError::new(
        at..text.len(),
        message,
        "a second quotation mark",
    ))
}

/// Whether a text can stand as a word, without quotation marks.
pub(super) fn is_word(text: &str) -> bool {
    is_value(text) && !is_negation(text, None) && operator(text).is_none() && name(text).is_none()
}

/// Whether a text can stand as a value, without quotation marks.
pub(super) fn is_value(text: &str) -> bool {
    !text.is_empty() && run(text) == text
}
