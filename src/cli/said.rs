//! `pullquote quotes [QUERY]`: quotations of the cache, the newest first. A query is asked of articles; its words, and
//! the speakers that it names, of the quotations themselves.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{Places, QuotesArgs};
use super::export::{address, literal};
use super::list::{date, moment};
use super::{index, stored};
use crate::cache::Store;
use crate::news::{
    Expression, Field, Filter, Part, PeopleQuery, PersonId, Query, Saying, Scope, Term,
};
use crate::quotes::folded;

/// Articles asked for at a time.
const PAGE: u32 = 200;
/// People whose names hold those of `--speaker`, at most.
const NAMESAKES: u32 = 200;

/// Runs the command.
pub fn run(places: &Places, options: &QuotesArgs) -> Result<ExitCode> {
    let store = stored::reader(places)?;
    index::complete_or_say(places)?;
    let text = options.query.join(" ");
    let expression = match Expression::parse(&text) {
        Ok(expression) => expression,
        Err(error) => {
            let shown = error.caret(&text).replace('\n', "\n  ");
            bail!("this query is wrong:\n  {shown}\nhint: {}", error.hint());
        }
    };
    let asked = Asked::new(&store, expression, options.speaker.as_deref())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut left = options.limit;
    let mut query = asked.articles();
    while left > 0 {
        let page = store.headlines(&query)?;
        for headline in &page.rows {
            let shared: HashMap<usize, u32> = store
                .shared(headline.id)?
                .into_iter()
                .map(|shared| (shared.start, shared.outlets))
                .collect();
            let sayings = store.sayings_of(headline.id)?;
            for saying in sayings
                .iter()
                .filter(|saying| asked.holds(saying))
                .take(left as usize)
            {
                let also = shared.get(&saying.start).copied().unwrap_or(0);
                print(&mut out, saying, also, options)?;
                left -= 1;
            }
        }
        query.after = page.next;
        if page.next.is_none() {
            break;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// What is asked: of articles, and of each of their quotations.
struct Asked {
    articles: Expression,
    quotations: Vec<Expression>,
    speaker: Option<Speaker>,
}

/// Who is asked for by name.
struct Speaker {
    name: String,
    people: HashSet<PersonId>,
}

impl Asked {
    fn new(store: &Store, expression: Expression, speaker: Option<&str>) -> Result<Self> {
        let parts = match expression {
            Expression::All(parts) => parts,
            one => vec![one],
        };
        let (quotations, mut articles): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(is_of_quotations);
        // Only articles with the words can hold a quotation with them.
        articles.extend(quotations.iter().filter(|part| !denies(part)).cloned());
        articles.push(Expression::Term(Term::Has(Part::Quote)));
        let speaker = speaker.map(|name| Speaker::find(store, name)).transpose()?;
        Ok(Self {
            articles: Expression::all(articles),
            quotations,
            speaker,
        })
    }

    fn articles(&self) -> Query {
        let mut expression = self.articles.clone();
        let mut scope = Scope::All;
        if let Some(speaker) = &self.speaker {
            let mut people = speaker.people.iter();
            match (people.next(), people.next()) {
                (Some(only), None) => scope = Scope::Person(*only),
                // Of several, or of none: their names stand in the articles.
                (None, _) => {
                    let named = Expression::Term(Term::Field(Field::Speaker, speaker.name.clone()));
                    expression = Expression::all(vec![expression, named]);
                }
                _ => {}
            }
        }
        Query {
            scope,
            filter: Some(Filter {
                expression,
                moment: moment(),
            }),
            limit: PAGE,
            ..Query::default()
        }
    }

    fn holds(&self, saying: &Saying) -> bool {
        let words = padded(&saying.words);
        let named = [&saying.speaker, &saying.title].into_iter().flatten();
        let named: Vec<&str> = named.map(String::as_str).collect();
        let named = padded(&named.join(" "));
        let by_speaker = self.speaker.as_ref().is_none_or(|speaker| {
            saying.person.is_some_and(|id| speaker.people.contains(&id))
                || speaker.people.is_empty() && stands_in(&named, &speaker.name)
        });
        by_speaker
            && self
                .quotations
                .iter()
                .all(|part| is_true(part, &words, &named))
    }
}

impl Speaker {
    /// Those of exactly this name, else those whose names hold it.
    fn find(store: &Store, name: &str) -> Result<Self> {
        let mut people = HashSet::new();
        let exact = store
            .person_named(name)?
            .filter(|_| name.trim().contains(' '));
        if let Some(id) = exact {
            people.insert(id);
        } else {
            let query = PeopleQuery {
                words: name.to_owned(),
                limit: NAMESAKES,
                ..PeopleQuery::default()
            };
            people.extend(store.people(&query)?.into_iter().map(|row| row.id));
        }
        Ok(Self {
            name: name.to_owned(),
            people,
        })
    }
}

/// Whether a part of a query is about what was said or who said it, and nothing else.
fn is_of_quotations(part: &Expression) -> bool {
    match part {
        Expression::Term(Term::Word(_) | Term::Phrase(_) | Term::Field(Field::Speaker, _)) => true,
        Expression::Term(_) => false,
        Expression::Not(inner) => is_of_quotations(inner),
        Expression::All(parts) | Expression::Any(parts) => {
            !parts.is_empty() && parts.iter().all(is_of_quotations)
        }
    }
}

/// Whether something in it must not be there.
fn denies(part: &Expression) -> bool {
    match part {
        Expression::Term(_) => false,
        Expression::Not(_) => true,
        Expression::All(parts) | Expression::Any(parts) => parts.iter().any(denies),
    }
}

fn is_true(part: &Expression, words: &str, named: &str) -> bool {
    match part {
        Expression::Term(Term::Word(word) | Term::Phrase(word)) => {
            stands_in(words, word) || stands_in(named, word)
        }
        Expression::Term(Term::Field(Field::Speaker, name)) => stands_in(named, name),
        Expression::Term(_) => true,
        Expression::Not(inner) => !is_true(inner, words, named),
        Expression::All(parts) => parts.iter().all(|part| is_true(part, words, named)),
        Expression::Any(parts) => parts.iter().any(|part| is_true(part, words, named)),
    }
}

/// A text as it is compared, with a blank at either end.
fn padded(text: &str) -> String {
    format!(" {} ", folded(text))
}

/// Whether words stand in a padded text, whole; in a script without blanks anywhere.
fn stands_in(text: &str, words: &str) -> bool {
    let words = folded(words);
    let has_case = words
        .chars()
        .any(|c| c.is_lowercase() || c.is_ascii_digit());
    match (words.is_empty(), has_case) {
        (true, _) => true,
        (false, true) => text.contains(&format!(" {words} ")),
        (false, false) => text.contains(&words),
    }
}

/// A quotation as scripts see it.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    saying: &'a Saying,
    also_in: u32,
}

fn print(out: &mut impl Write, saying: &Saying, also_in: u32, options: &QuotesArgs) -> Result<()> {
    if options.json {
        serde_json::to_writer(&mut *out, &Row { saying, also_in })?;
        writeln!(out)?;
    } else if options.markdown {
        markdown(out, saying)?;
    } else {
        plain(out, saying, also_in)?;
    }
    Ok(())
}

/// Speaker and title, as a line says them.
pub(super) fn byline(saying: &Saying) -> String {
    let said = [&saying.speaker, &saying.title].into_iter().flatten();
    let said: Vec<&str> = said.map(String::as_str).collect();
    if said.is_empty() {
        "unattributed".to_owned()
    } else {
        said.join(", ")
    }
}

/// Two lines and a blank one.
pub(super) fn plain(out: &mut impl Write, saying: &Saying, also_in: u32) -> io::Result<()> {
    let also = match also_in {
        0 => String::new(),
        1 => "  also in 1 outlet".to_owned(),
        count => format!("  also in {count} outlets"),
    };
    writeln!(out, "“{}” — {}", one_line(saying.said()), byline(saying))?;
    writeln!(
        out,
        "{:>7}  {}  {}  {}{also}\n",
        saying.article.0,
        date(saying.date),
        saying.source,
        saying.headline
    )
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A block quotation with its source below.
pub(super) fn markdown(out: &mut impl Write, saying: &Saying) -> io::Result<()> {
    let title = literal(&saying.headline);
    let title = match &saying.link {
        Some(link) => format!("[{title}](<{}>)", address(link)),
        None => title,
    };
    let day = date(saying.date);
    let day = day.split(' ').next().unwrap_or_default();
    writeln!(
        out,
        "> “{}”\n>\n> — {}, {title}, {}, {day}\n",
        literal(&one_line(saying.said())),
        literal(&byline(saying)),
        literal(&saying.source)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(query: &str, words: &str, named: &str) -> bool {
        let parts = match Expression::parse(query).unwrap() {
            Expression::All(parts) => parts,
            one => vec![one],
        };
        let (words, named) = (padded(words), padded(named));
        let mut parts = parts.iter().filter(|part| is_of_quotations(part));
        parts.all(|part| is_true(part, &words, &named))
    }

    #[test]
    fn words_are_asked_of_the_quotation_and_the_rest_of_the_article() {
        let (words, named) = ("The boat is the only road, we know.", "Jörg Abara Mayor");
        for query in [
            "boat",
            "BOAT road",
            "\"only road\"",
            "speaker:jorg",
            "boat or bridge",
            "boat -bridge",
            "feed:gazette",
            "abara",
            "feed:gazette boat",
            "",
        ] {
            assert!(holds(query, words, named), "{query}");
        }
        for query in [
            "boa",
            "bridge",
            "\"road only\"",
            "speaker:boat",
            "-boat",
            "feed:gazette bridge",
        ] {
            assert!(!holds(query, words, named), "{query}");
        }
        assert!(holds("市場", "北の港で新しい市場が開いた", ""));
    }
}
