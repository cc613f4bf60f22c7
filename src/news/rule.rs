//! A rule: what is to be done with articles of which a query is true, and what rules did. Plain data.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ArticleId, Expression, Field, Part, State, Term, tag};

/// A rule of the reader's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is called; its query, where it has no name.
    pub name: String,
    /// The articles that it is for.
    pub query: Expression,
    /// What is done with them; not empty.
    pub actions: Vec<RuleAction>,
}

/// What a rule does with an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleAction {
    /// Mark it as read.
    Read,
    /// Bookmark it.
    Bookmark,
    /// Give it a tag.
    Tag(String),
    /// Show it in no list that does not ask for hidden articles.
    Hide,
    /// Tell the reader of it.
    Notify,
}

impl RuleAction {
    /// As they are written; a tag's name follows its word.
    pub const NAMES: [&str; 5] = ["read", "bookmark", "tag", "hide", "notify"];

    /// The action that is written so.
    pub fn named(text: &str) -> Option<Self> {
        let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        match (word, rest) {
            ("read", "") => Some(Self::Read),
            ("bookmark", "") => Some(Self::Bookmark),
            ("hide", "") => Some(Self::Hide),
            ("notify", "") => Some(Self::Notify),
            ("tag", name) => tag(name).map(Self::Tag),
            _ => None,
        }
    }
}

impl fmt::Display for RuleAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read => f.write_str("read"),
            Self::Bookmark => f.write_str("bookmark"),
            Self::Tag(name) => write!(f, "tag {name}"),
            Self::Hide => f.write_str("hide"),
            Self::Notify => f.write_str("notify"),
        }
    }
}

impl Expression {
    /// Whether an article's text must be known, or what was found in it, before this can be answered.
    pub fn asks_text(&self) -> bool {
        match self {
            Self::Not(part) => part.asks_text(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_text),
            Self::Term(term) => match term {
                Term::Word(_) | Term::Phrase(_) => true,
                Term::Field(field, _) => matches!(
                    field,
                    Field::Author | Field::Speaker | Field::Title | Field::Text
                ),
                Term::Has(part) => *part == Part::Quote,
                Term::Is(state) => matches!(state, State::Preview | State::Partial),
                Term::After(_) | Term::Before(_) | Term::Younger(_) | Term::Older(_) => false,
            },
        }
    }
}

/// What rules did: all that undo must know, and what the reader is to be told of. Articles that were so before are not
/// among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruled {
    /// Marked as read.
    pub read: Vec<ArticleId>,
    /// Bookmarked.
    pub bookmarked: Vec<ArticleId>,
    /// Given a tag.
    pub tagged: Vec<(ArticleId, String)>,
    /// Hidden.
    pub hidden: Vec<ArticleId>,
    /// To be told of.
    pub told: Vec<Told>,
}

/// An article that a rule tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The rule's name.
    pub rule: String,
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// It came with the first articles of its feed: no news.
    #[serde(skip)]
    pub first_poll: bool,
}

impl Ruled {
    /// Takes in what was done after this.
    pub fn extend(&mut self, later: Self) {
        self.read.extend(later.read);
        self.bookmarked.extend(later.bookmarked);
        self.tagged.extend(later.tagged);
        self.hidden.extend(later.hidden);
        self.told.extend(later.told);
    }

    /// Whether nothing was done, and nothing is to be told.
    pub fn is_empty(&self) -> bool {
        self.changes_nothing() && self.told.is_empty()
    }

    /// Whether there is nothing to take back.
    pub fn changes_nothing(&self) -> bool {
        self.read.is_empty()
            && self.bookmarked.is_empty()
            && self.tagged.is_empty()
            && self.hidden.is_empty()
    }

    /// What was done, in words: "3 read, 1 hidden".
    pub fn summary(&self) -> String {
        let counts = [
            (self.read.len(), "read"),
            (self.bookmarked.len(), "bookmarked"),
            (self.tagged.len(), "tagged"),
            (self.hidden.len(), "hidden"),
        ];
        let done = counts.iter().filter(|(count, _)| *count > 0);
        let done: Vec<String> = done
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        done.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_written_as_it_is_read() {
        for text in ["read", "bookmark", "tag sea and ships", "hide", "notify"] {
            assert_eq!(RuleAction::named(text).unwrap().to_string(), text);
        }
        for text in ["", "tag", "tag ,", "raed", "read x", "Hide"] {
            assert_eq!(RuleAction::named(text), None, "{text}");
        }
    }

    #[test]
    fn what_the_text_must_answer_is_told_from_the_rest() {
        let asks = |text: &str| Expression::parse(text).unwrap().asks_text();
        for text in [
            "rain",
            "feed:a or -(title:rain)",
            "speaker:abara",
            "has:quote",
            "is:partial",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in ["", "feed:a is:unread", "-tag:x age<2d", "has:image lang:en"] {
            assert!(!asks(text), "{text}");
        }
    }
}
