//! `pullquote rule`: the rules of the configuration; what they would do with stored articles, and doing it.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{Places, RuleApplyArgs, RuleCommand, RuleTestArgs};
use super::list::moment;
use super::stored;
use crate::cache::Store;
use crate::config;
use crate::news::{ArticleId, Expression, Headline, Moment, Rule, Ruled, State, Term};
use crate::quotes::ENGINE;

/// Articles asked for at a time.
const PAGE: u32 = 500;

/// Runs the command.
pub fn run(places: &Places, command: &RuleCommand) -> Result<ExitCode> {
    match command {
        RuleCommand::List { json } => list(places, *json),
        RuleCommand::Test(options) => test(places, options),
        RuleCommand::Apply(options) => apply(places, options),
    }
}

fn rules(places: &Places) -> Result<Vec<Rule>> {
    Ok(config::load(&places.resolve()?.config_file)?.rules)
}

/// A rule as scripts see it.
#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    query: String,
    #[serde(rename = "do")]
    actions: Vec<String>,
    /// It waits until an article's text was read.
    asks_text: bool,
}

fn list(places: &Places, json: bool) -> Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    let rules = rules(places)?;
    if rules.is_empty() && !json {
        let file = places.resolve()?.config_file;
        writeln!(
            out,
            "there is no rule; a [[rule]] in {} makes one",
            file.display()
        )?;
    }
    for rule in &rules {
        let row = Listed {
            name: &rule.name,
            query: rule.query.to_string(),
            actions: words(rule),
            asks_text: rule.query.asks_text(),
        };
        if json {
            line(&mut out, &row)?;
        } else {
            writeln!(
                out,
                "{}\n    {}\n    {}",
                row.name,
                row.query,
                row.actions.join(", ")
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn words(rule: &Rule) -> Vec<String> {
    rule.actions.iter().map(ToString::to_string).collect()
}

/// An article that a rule would touch, as scripts see it.
#[derive(Serialize)]
struct Touched<'a> {
    rule: &'a str,
    #[serde(rename = "do")]
    actions: Vec<String>,
    #[serde(flatten)]
    headline: &'a Headline,
}

fn test(places: &Places, options: &RuleTestArgs) -> Result<ExitCode> {
    let text = options.rule.join(" ");
    let tested = if text.is_empty() {
        rules(places)?
    } else {
        vec![named_or_query(places, &text)?]
    };
    let store = stored::reader(places)?;
    let asks_text = tested.iter().any(|rule| rule.query.asks_text());
    if asks_text && !store.to_enrich(ENGINE, 1)?.is_empty() {
        // To read them would do what the rules say.
        eprintln!("what was polled since the last search was not read yet, and is passed over");
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for rule in &tested {
        test_one(&store, rule, options, &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The rule of that name; else one that does nothing, for a query.
fn named_or_query(places: &Places, text: &str) -> Result<Rule> {
    if let Some(rule) = rules(places)?.into_iter().find(|rule| is_named(rule, text)) {
        return Ok(rule);
    }
    match Expression::parse(text) {
        Ok(query) => {
            eprintln!("no rule has this name; it is taken as a query");
            Ok(Rule {
                name: text.to_owned(),
                query,
                actions: Vec::new(),
            })
        }
        Err(error) => {
            let shown = error.caret(text).replace('\n', "\n  ");
            bail!(
                "no rule has this name, and as a query it is wrong:\n  {shown}\nhint: {}",
                error.hint()
            )
        }
    }
}

fn is_named(rule: &Rule, name: &str) -> bool {
    rule.name.to_lowercase() == name.to_lowercase()
}

fn test_one(
    store: &Store,
    rule: &Rule,
    options: &RuleTestArgs,
    out: &mut impl Write,
) -> Result<()> {
    if !options.json {
        writeln!(out, "{}", rule.name)?;
    }
    let (mut shown, mut touched, mut found) = (0, 0, 0);
    each(store, rule, moment(), |row| {
        found += 1;
        let actions = store.would_change(rule, row)?;
        if actions.is_empty() && !rule.actions.is_empty() {
            return Ok(());
        }
        touched += 1;
        if shown == options.limit {
            return Ok(());
        }
        shown += 1;
        let actions: Vec<String> = actions.iter().map(ToString::to_string).collect();
        if options.json {
            let rule = &rule.name;
            return line(
                out,
                &Touched {
                    rule,
                    actions,
                    headline: row,
                },
            );
        }
        let done = actions.join(", ");
        Ok(writeln!(out, "{:>7}  {}  {}", row.id.0, done, row.title)?)
    })?;
    if !options.json {
        let more = match touched - shown {
            0 => String::new(),
            more => format!(" ({more} more than shown; --limit shows more)"),
        };
        let articles = if found == 1 { "article" } else { "articles" };
        let changed = match rule.actions[..] {
            [] => String::new(),
            _ => format!(", {touched} to be changed"),
        };
        writeln!(out, "    {found} {articles}{changed}{more}")?;
    }
    Ok(())
}

/// Visits all articles of which a rule's query is true.
fn each(
    store: &Store,
    rule: &Rule,
    moment: Moment,
    mut visit: impl FnMut(&Headline) -> Result<()>,
) -> Result<()> {
    let mut after = None;
    // Those that a rule has hidden as well.
    let hidden = Expression::Term(Term::Is(State::Hidden));
    let hidden = Expression::All(vec![rule.query.clone(), hidden]);
    let query = Expression::Any(vec![rule.query.clone(), hidden]);
    loop {
        let page = store.matching(&query, moment, after, PAGE)?;
        page.rows.iter().try_for_each(&mut visit)?;
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// What a rule did, as scripts see it.
#[derive(Serialize)]
struct Done<'a> {
    rule: &'a str,
    read: &'a [ArticleId],
    bookmarked: &'a [ArticleId],
    tagged: Vec<(ArticleId, &'a str)>,
    hidden: &'a [ArticleId],
}

impl<'a> Done<'a> {
    fn of(rule: &'a str, ruled: &'a Ruled) -> Self {
        let tagged = ruled.tagged.iter();
        Self {
            rule,
            read: &ruled.read,
            bookmarked: &ruled.bookmarked,
            tagged: tagged.map(|(id, name)| (*id, name.as_str())).collect(),
            hidden: &ruled.hidden,
        }
    }
}

fn apply(places: &Places, options: &RuleApplyArgs) -> Result<ExitCode> {
    let name = options.rule.join(" ");
    let mut rules = rules(places)?;
    if !name.is_empty() {
        rules.retain(|rule| is_named(rule, &name));
        if rules.is_empty() {
            bail!("there is no rule `{name}`; `pullquote rule list` shows those that there are");
        }
    }
    let mut store = stored::writer(places)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for rule in &rules {
        let ruled = store.apply_rule(rule, moment())?;
        if options.json {
            line(&mut out, &Done::of(&rule.name, &ruled))?;
        } else {
            let done = match ruled.summary() {
                nothing if nothing.is_empty() => "nothing to be done".to_owned(),
                done => done,
            };
            writeln!(out, "{}: {done}", rule.name)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn line(out: &mut impl Write, row: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    Ok(writeln!(out)?)
}
