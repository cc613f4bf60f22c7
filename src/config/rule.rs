//! `[[rule]]`: a query of the language, and what is done with the articles that it selects. Pure.

use std::collections::HashMap;

use toml::Spanned;

use super::check::words;
use super::errors::Problem;
use super::nearest::nearest;
use super::raw::{RawRule, Text};
use super::view::query;
use crate::news::{Rule, RuleAction};

/// Checks all rules.
pub fn rules(raw: &[Spanned<RawRule>]) -> Result<Vec<Rule>, Problem> {
    let mut rules = Vec::with_capacity(raw.len());
    let mut seen = HashMap::new();
    for rule in raw {
        let (rule, span) = (rule.get_ref(), rule.span());
        let missing = |key| Problem::new(span.clone(), format!("this [[rule]] has no `{key}`"));
        let expression = query(rule.query.as_ref().ok_or_else(|| missing("query"))?)?;
        let name = match &rule.name {
            Some(text) => {
                let name = words(text, "name")?;
                if let Some(first) = seen.insert(name.to_lowercase(), text.span()) {
                    let problem = Problem::new(text.span(), "this rule stands in the file already");
                    let hint = "give one of the two another name";
                    return Err(problem.first(first).hint(hint));
                }
                name
            }
            None => expression.to_string(),
        };
        let listed = rule.actions.as_ref().ok_or_else(|| missing("do"))?;
        let actions = listed.get_ref().iter().map(action);
        let actions = actions.collect::<Result<Vec<_>, _>>()?;
        if actions.is_empty() {
            let problem = Problem::new(listed.span(), "`do` names nothing to be done");
            return Err(problem.hint("as in do = [\"read\", \"tag sport\"]"));
        }
        if actions.contains(&RuleAction::Hide) && actions.contains(&RuleAction::Bookmark) {
            let problem = Problem::new(listed.span(), "what is bookmarked is never hidden");
            return Err(problem.hint("leave out \"hide\" or \"bookmark\""));
        }
        rules.push(Rule {
            name,
            query: expression,
            actions,
        });
    }
    Ok(rules)
}

fn action(text: &Text) -> Result<RuleAction, Problem> {
    RuleAction::named(text.get_ref()).ok_or_else(|| {
        let names = RuleAction::NAMES.map(|name| match name {
            "tag" => "\"tag NAME\"".to_owned(),
            name => format!("\"{name}\""),
        });
        let mut message = format!("`do` must be of {}", names.join(", "));
        let word = text.get_ref().split(' ').next().unwrap_or_default();
        if let Some(meant) = nearest(word, RuleAction::NAMES).filter(|meant| *meant != word) {
            message = format!("{message}; did you mean \"{meant}\"?");
        }
        Problem::new(text.span(), message)
    })
}
