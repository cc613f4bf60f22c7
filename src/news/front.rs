//! The front page: a day's articles by story, the most covered first, each with its best quotation. Pure.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use serde::Serialize;

use super::stories::{Account, stories};
use super::{Headline, QuoteKind, Saying, UnixSeconds};

/// So many stories stand on it.
const MOST: usize = 200;
/// Words of a quotation that says something, and can be taken in at a glance.
const WORDS: RangeInclusive<usize> = 8..=40;

/// An article of the day, as the cache has it.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// The article, and who has it.
    pub report: Report,
    /// The same number for all feeds of one outlet.
    pub outlet: i64,
    /// How its text begins.
    pub lead: String,
    /// Its quotations.
    pub sayings: Vec<Saying>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The article.
    #[serde(flatten)]
    pub headline: Headline,
    /// The title of its feed.
    pub source: String,
}

/// An event, as one outlet or several tell of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    /// Who has it, each once, the leading article's first.
    pub outlets: Vec<String>,
    /// What was said: by someone with a name, in quotation marks.
    pub quotation: Option<Saying>,
    /// The articles, the leading one first; never empty.
    #[serde(rename = "articles")]
    pub reports: Vec<Report>,
}

impl Story {
    /// The article that leads.
    pub fn lead(&self) -> &Headline {
        &self.reports[0].headline
    }

    /// Who has it, in words: "The Ledger, Courier and 3 more".
    pub fn told_by(&self) -> String {
        match &self.outlets[..] {
            [] => String::new(),
            [only] => only.clone(),
            [first, second] => format!("{first} and {second}"),
            [first, second, third] => format!("{first}, {second} and {third}"),
            [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
        }
    }

    /// One of its articles is unread.
    pub fn is_unread(&self) -> bool {
        self.reports.iter().any(|report| !report.headline.read)
    }
}

/// The articles of some hours, by story.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FrontPage {
    /// Nothing older stands on it.
    pub since: UnixSeconds,
    /// How many articles came since then.
    pub articles: usize,
    /// What is unread first, of that the most covered, of those the latest.
    pub stories: Vec<Story>,
}

impl FrontPage {
    /// Makes the page of what came.
    pub fn new(since: UnixSeconds, fresh: &[Fresh]) -> Self {
        let people: Vec<Vec<&str>> = fresh
            .iter()
            .map(|fresh| {
                fresh
                    .sayings
                    .iter()
                    .filter_map(|s| s.speaker.as_deref())
                    .collect()
            })
            .collect();
        let accounts: Vec<Account<'_>> = fresh
            .iter()
            .zip(&people)
            .map(|(fresh, people)| Account {
                title: &fresh.report.headline.title,
                lead: &fresh.lead,
                people,
            })
            .collect();
        let grouped = stories(&accounts);
        let articles = fresh.len();
        let made = grouped.iter().map(|members| story(members, fresh));
        let mut page = Self {
            since,
            articles,
            stories: made.collect(),
        };
        page.rank(Story::is_unread);
        page.stories.truncate(MOST);
        page
    }

    /// Puts the stories into their order, those first of which this is true.
    pub fn rank(&mut self, is_first: impl Fn(&Story) -> bool) {
        self.stories.sort_by_cached_key(|story| {
            let dates = story.reports.iter().map(|report| report.headline.date);
            std::cmp::Reverse((is_first(story), story.outlets.len(), dates.max()))
        });
    }
}

fn story(members: &[usize], fresh: &[Fresh]) -> Story {
    let mut seen = HashSet::new();
    let mut outlets = Vec::new();
    for member in members {
        if seen.insert(fresh[*member].outlet) {
            outlets.push(fresh[*member].report.source.clone());
        }
    }
    let sayings = members.iter().flat_map(|member| &fresh[*member].sayings);
    let quotation = best(sayings).cloned();
    let reports = members.iter().map(|member| fresh[*member].report.clone());
    Story {
        outlets,
        quotation,
        reports: reports.collect(),
    }
}

/// The surest quotation that can stand alone; of several, the first.
fn best<'a>(sayings: impl Iterator<Item = &'a Saying>) -> Option<&'a Saying> {
    let stands_alone = |saying: &&Saying| {
        saying.kind == QuoteKind::Direct
            && saying.speaker.is_some()
            && WORDS.contains(&saying.said().split_whitespace().count())
    };
    sayings.filter(stands_alone).reduce(|best, other| {
        if other.confidence > best.confidence {
            other
        } else {
            best
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{ArticleId, FeedId, Preview};
    use super::*;

    fn fresh(id: i64, title: &str, said: &[(&str, Option<&str>, f32)]) -> Fresh {
        let saying = |(words, speaker, confidence): &(&str, Option<&str>, f32)| Saying {
            article: ArticleId(id),
            number: 0,
            start: 0,
            words: (*words).to_owned(),
            cue: None,
            speaker: speaker.map(str::to_owned),
            title: None,
            person: None,
            kind: QuoteKind::Direct,
            confidence: *confidence,
            date: id,
            headline: title.to_owned(),
            source: format!("Outlet {id}"),
            link: None,
        };
        Fresh {
            report: Report {
                headline: Headline {
                    id: ArticleId(id),
                    feed: FeedId(id),
                    title: title.to_owned(),
                    author: None,
                    date: id,
                    read: false,
                    bookmarked: false,
                    edited: false,
                    preview: Preview::No,
                    quotes: None,
                    tags: Vec::new(),
                    noted: false,
                    words: None,
                    fold: Vec::new(),
                },
                source: format!("Outlet {id}"),
            },
            outlet: id,
            lead: String::new(),
            sayings: said.iter().map(saying).collect(),
        }
    }

    const FERRY: [&str; 2] = [
        "Night ferry to Lowmark stays, harbour board decides",
        "Harbour board keeps the night ferry to Lowmark",
    ];

    #[test]
    fn what_is_unread_comes_first_then_what_most_outlets_have_then_the_latest() {
        let mut read = fresh(9, "Museum shows pictures of the sea", &[]);
        read.report.headline.read = true;
        let day = vec![
            read,
            fresh(5, "Library opens on Sundays", &[]),
            fresh(1, FERRY[0], &[]),
            fresh(2, FERRY[1], &[]),
            fresh(3, "Oda Brannock wins the Calder prize", &[]),
        ];
        let page = FrontPage::new(0, &day);
        let leads: Vec<i64> = page
            .stories
            .iter()
            .map(|story| story.reports.len() as i64)
            .collect();
        assert_eq!(leads, [2, 1, 1, 1]);
        let last: Vec<i64> = page.stories[1..]
            .iter()
            .map(|story| story.lead().id.0)
            .collect();
        assert_eq!(last, [5, 3, 9]);
        assert_eq!(page.articles, 5);
        assert_eq!(page.stories[0].told_by(), "Outlet 1 and Outlet 2");
    }

    #[test]
    fn the_surest_words_that_stand_alone_are_quoted() {
        let long = "We never wanted to take the ferry away from anybody at all";
        let longer = "Nobody on the island will ever forget what happened here tonight";
        let first = [
            ("Too short", Some("Mara Lindqvist"), 0.99),
            (long, None, 0.98),
        ];
        let second = [
            (long, Some("Mara Lindqvist"), 0.7),
            (longer, Some("Arlo Finch"), 0.9),
        ];
        let page = FrontPage::new(
            0,
            &[fresh(1, FERRY[0], &first), fresh(2, FERRY[1], &second)],
        );
        let quotation = page.stories[0].quotation.as_ref().unwrap();
        assert_eq!(quotation.words, longer);
        assert_eq!(quotation.who(), "Arlo Finch");
    }

    #[test]
    fn many_outlets_are_counted() {
        let mut story = FrontPage::new(0, &[fresh(1, FERRY[0], &[])])
            .stories
            .remove(0);
        story.outlets = ["A", "B", "C", "D", "E"].map(str::to_owned).to_vec();
        assert_eq!(story.told_by(), "A, B and 3 more");
        story.outlets.truncate(3);
        assert_eq!(story.told_by(), "A, B and C");
    }
}
