//! An expression as its text, in the one form that parses back to it.

use std::fmt::{self, Display, Formatter, Write as _};

use super::language::{Age, Expression, Term, When};
use super::parse::is_value;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(f),
            Self::Not(inner) => {
                let inner = nested(inner);
                // Dashes beside each other are a word.
                let sign = if inner.starts_with('-') { "not " } else { "-" };
                write!(f, "{sign}{inner}")
            }
            Self::All(parts) => joined(f, parts, " "),
            Self::Any(parts) => joined(f, parts, " or "),
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Expression], between: &str) -> fmt::Result {
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        f.write_str(&nested(part))?;
    }
    Ok(())
}

/// As a part of another expression.
fn nested(part: &Expression) -> String {
    match part {
        Expression::All(_) | Expression::Any(_) => format!("({part})"),
        Expression::Term(_) | Expression::Not(_) => part.to_string(),
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(words) => quoted(f, words),
            Self::Is(state) => write!(f, "is:{}", state.name()),
            Self::Has(part) => write!(f, "has:{}", part.name()),
            Self::Field(field, value) => {
                write!(f, "{}:", field.name())?;
                if is_value(value) {
                    f.write_str(value)
                } else {
                    quoted(f, value)
                }
            }
            Self::After(when) => write!(f, "after:{when}"),
            Self::Before(when) => write!(f, "before:{when}"),
            Self::Younger(age) => write!(f, "age<{age}"),
            Self::Older(age) => write!(f, "age>{age}"),
        }
    }
}

impl Display for When {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Ago(age) => age.fmt(f),
        }
    }
}

impl Display for Age {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.name())
    }
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
