//! Notifications: what rules tell of is gathered for a moment, and told at once. Never what the first poll of a feed brings.

use super::Effect;
use super::state::State;
use crate::news::{Told, clean_line};

/// So long what is told is gathered, in milliseconds: rules that ask for the text tell a little after the poll.
const GATHER: u64 = 2000;
/// So many titles are named.
const NAMED: usize = 3;
/// The longest title and the longest body, in characters.
const LONGEST: (usize, usize) = (80, 240);

/// What is still to be told.
#[derive(Debug, Clone, Default)]
pub struct Telling {
    told: Vec<Told>,
    ticket: u64,
}

impl State {
    /// Gathers what rules tell of.
    pub(super) fn gather_told(&mut self, told: &[Told], effects: &mut Vec<Effect>) {
        let before = self.telling.told.len();
        let new = told.iter().filter(|told| !told.first_poll);
        self.telling.told.extend(new.cloned());
        if before == 0 && !self.telling.told.is_empty() {
            self.wait_to_tell(effects);
        }
    }

    fn wait_to_tell(&mut self, effects: &mut Vec<Effect>) {
        self.telling.ticket = self.ticket();
        effects.push(Effect::After {
            ticket: self.telling.ticket,
            millis: GATHER,
        });
    }

    /// A wait is over: tells, unless a poll is still under way.
    pub(super) fn tell(&mut self, ticket: u64, effects: &mut Vec<Effect>) {
        if ticket != self.telling.ticket || self.telling.told.is_empty() {
            return;
        }
        if self.progress.is_some() {
            return self.wait_to_tell(effects);
        }
        let told = std::mem::take(&mut self.telling.told);
        let (title, body) = words(&told);
        effects.push(Effect::Notify { title, body });
    }
}

/// One notification for all of it.
fn words(told: &[Told]) -> (String, String) {
    let rule = &told[0].rule;
    let title = match told {
        [one] => one.rule.clone(),
        all if all.iter().all(|told| told.rule == *rule) => {
            format!("{} new in {rule}", all.len())
        }
        all => format!("{} new articles", all.len()),
    };
    let titles: Vec<&str> = told.iter().take(NAMED).map(|t| t.title.as_str()).collect();
    let mut body = titles.join(" · ");
    if told.len() > NAMED {
        body = format!(
            "{} and {} more",
            capped(&body, LONGEST.1 - 20),
            told.len() - NAMED
        );
    }
    (capped(&title, LONGEST.0), capped(&body, LONGEST.1))
}

/// A text without anything that a terminal would take for more than words.
fn capped(text: &str, longest: usize) -> String {
    let clean = clean_line(text);
    if clean.chars().count() <= longest {
        return clean;
    }
    let mut cut: String = clean.chars().take(longest - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Message, update};
    use crate::news::{ArticleId, Ruled};

    fn told(rule: &str, title: &str, first_poll: bool) -> Told {
        Told {
            rule: rule.to_owned(),
            id: ArticleId(1),
            title: title.to_owned(),
            first_poll,
        }
    }

    fn tell(state: &mut State, told: Vec<Told>) -> Vec<Effect> {
        let ruled = Ruled {
            told,
            ..Ruled::default()
        };
        let effects = update(state, Message::Ruled(Box::new(ruled)));
        let waits = |effect: Effect| matches!(effect, Effect::After { .. }).then_some(effect);
        effects.into_iter().filter_map(waits).collect()
    }

    fn end(state: &mut State, waits: &[Effect]) -> Vec<Effect> {
        let [Effect::After { ticket, .. }] = waits else {
            panic!("{waits:?}");
        };
        update(state, Message::Elapsed { ticket: *ticket })
    }

    #[test]
    fn what_one_poll_brings_is_told_at_once_when_it_is_over() {
        let mut state = State::default();
        update(&mut state, Message::PollStarted { total: 2 });
        let waits = tell(&mut state, vec![told("Rivers", "The Ings flood", false)]);
        assert_eq!(
            tell(&mut state, vec![told("Rivers", "A dry March", false)]),
            []
        );
        let waits = end(&mut state, &waits);
        update(&mut state, Message::PollEnded);
        let effects = end(&mut state, &waits);
        let notify = Effect::Notify {
            title: "2 new in Rivers".to_owned(),
            body: "The Ings flood · A dry March".to_owned(),
        };
        assert_eq!(effects, [notify]);
        assert_eq!(end(&mut state, &waits), [], "once");
    }

    #[test]
    fn the_first_poll_of_a_feed_is_not_told() {
        let mut state = State::default();
        assert_eq!(tell(&mut state, vec![told("Rivers", "Old", true)]), []);
    }

    #[test]
    fn a_hostile_title_is_words_alone_and_short() {
        let hostile = "a\u{1b}]0;b\u{7}c\u{9c}d\u{202e}".to_owned() + &"x".repeat(9999);
        let many: Vec<Told> = (0..50)
            .map(|_| told("r\n\u{1b}[2J", &hostile, false))
            .collect();
        let (title, body) = words(&many);
        for text in [&title, &body] {
            assert!(
                !text.chars().any(|c| c.is_control() || c == '\u{202e}'),
                "{text:?}"
            );
        }
        assert!(title.chars().count() <= 80 && body.chars().count() <= 240);
        assert!(body.ends_with("and 47 more"));
    }
}
