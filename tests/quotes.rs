//! The quote engine against fixtures of our own writing in `tests/fixtures/quotes/`: news style, invented people.
//!
//! A case: `== name`, the article (a line a paragraph), then what is to be found, in order:
//! `> words | speaker | cue`, the speaker with a title in brackets where the case tries titles, `-` for nobody, parts of
//! an interrupted quotation joined with ` … `; `~ words` for a fragment; `> nothing` for no speech at all.
//! A line of the article may begin with `BLOCK: ` (a block quotation) or `HEAD: ` (a heading), and hold `<q>…</q>`, `<em>…</em>`
//! (which `<cite>` becomes) and `<br>`, which is found again as `↵`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use pullquote::news::{Quote, QuoteKind};
use pullquote::quotes::extract;
use pullquote::renderer::{Block, BlockKind, Document, Span, SpanStyle};

struct Case {
    name: String,
    article: Vec<String>,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    for line in file
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
    {
        if let Some(name) = line.strip_prefix("== ") {
            found.push(Case {
                name: name.to_owned(),
                article: Vec::new(),
                expected: Vec::new(),
            });
            continue;
        }
        let case = found.last_mut().expect("a case begins with ==");
        if line.starts_with("> ") || line.starts_with("~ ") {
            case.expected.push(line.to_owned());
        } else {
            case.article.push(line.to_owned());
        }
    }
    found
}

/// The elements that a line of the fixtures may hold, beside `<br>`.
const ELEMENTS: [(&str, SpanStyle); 2] = [("q", SpanStyle::Quotation), ("em", SpanStyle::Emphasis)];

/// An article of the fixtures as a document.
fn document(lines: &[String], language: &str) -> Document {
    let mut document = Document {
        language: Some(language.to_owned()),
        ..Document::default()
    };
    for line in lines {
        let (kind, depth, line) = match (line.strip_prefix("BLOCK: "), line.strip_prefix("HEAD: "))
        {
            (Some(rest), _) => (BlockKind::Paragraph, 1, rest),
            (_, Some(rest)) => (BlockKind::Heading(2), 0, rest),
            _ => (BlockKind::Paragraph, 0, line.as_str()),
        };
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        let line = line.replace("<br>", "\n");
        let mut rest = line.as_str();
        while let Some((at, (name, style))) = ELEMENTS
            .iter()
            .filter_map(|element| Some((rest.find(&format!("<{}>", element.0))?, *element)))
            .min_by_key(|(at, _)| *at)
        {
            document.text.push_str(&rest[..at]);
            let after = &rest[at + name.len() + 2..];
            let close = format!("</{name}>");
            let (words, after) = after.split_once(&close).expect("an element is closed");
            let from = document.text.len();
            document.text.push_str(words);
            let range = from..document.text.len();
            document.spans.push(Span { range, style });
            rest = after;
        }
        document.text.push_str(rest);
        let range = start..document.text.len();
        document.blocks.push(Block {
            range,
            kind,
            quote_depth: depth,
            markers: Vec::new(),
        });
    }
    document
}

/// What was found, in the form of the fixtures.
fn shown(document: &Document, quote: &Quote, like: &str) -> String {
    let parts: Vec<&str> = quote.ranges.iter().map(|r| document.slice(r)).collect();
    let words = parts.join(" … ").replace('\n', "↵");
    if quote.kind == QuoteKind::Fragment {
        return format!("~ {words}");
    }
    let mut speaker = quote
        .speaker
        .as_ref()
        .map_or("-".to_owned(), |s| s.person.name.clone());
    if like.contains(" [")
        && let Some(title) = quote.speaker.as_ref().and_then(|s| s.person.title.as_ref())
    {
        let _ = write!(speaker, " [{title}]");
    }
    let cue = quote.cue.as_ref().map_or("-", |c| document.slice(c));
    let fields = like.matches(" | ").count();
    match fields {
        0 => format!("> {words}"),
        1 => format!("> {words} | {speaker}"),
        _ => format!("> {words} | {speaker} | {cue}"),
    }
}

fn failures(language: &str) -> (usize, Vec<String>) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/quotes/{language}.txt"));
    let file = fs::read_to_string(path).expect("the fixtures are there");
    let cases = cases(&file);
    let mut failed = Vec::new();
    for case in &cases {
        let document = document(&case.article, language);
        let found = extract(&document);
        let wants_fragments = case.expected.iter().any(|e| e.starts_with('~'));
        let kept = found
            .iter()
            .filter(|q| wants_fragments || q.kind != QuoteKind::Fragment);
        let mut got: Vec<String> = Vec::new();
        for quote in kept {
            let like = case.expected.get(got.len()).map_or("", String::as_str);
            got.push(shown(&document, quote, like));
        }
        if got.is_empty() {
            got.push("> nothing".to_owned());
        }
        if got != case.expected {
            failed.push(format!(
                "== {}\n  expected {:#?}\n  found {:#?}",
                case.name, case.expected, got
            ));
        }
    }
    (cases.len(), failed)
}

fn check(language: &str, at_least: usize) {
    let (count, failed) = failures(language);
    assert!(count >= at_least, "{count} cases in {language}");
    assert!(
        failed.is_empty(),
        "{} of {count} failed\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn english_fixtures() {
    check("en", 150);
}

#[test]
fn german_fixtures() {
    check("de", 57);
}

#[test]
fn french_fixtures() {
    check("fr", 34);
}

#[test]
fn spanish_fixtures() {
    check("es", 32);
}

/// Text as it may come: words, marks of every style, cues, names, stops, and anything else.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "“", "”", "\"", "„", "«", "»", "‘", "’", "'", "''", "``", "‹", "›", "‚",
            " ", " ", " ", ", ", ". ", "? ", ": ", "; ", " - ", " -- ", "\n", "\n\n", "— ", "(", ")", "…",
            "said", "sagte", "according to", "Ada Brook", "Mr. Brook", "she", "the minister", "BROOK: ", "’s ", "von der Leyen",
            "Jr.", "of", "heißt es", "zufolge", "who", "U.S.", "\u{ad}", "é", "日本",
            "the company", "they", "er", "When ", "was asked by", "sei ", "von ", "zitiert", "explique-t-il", "this week", "as saying", "Jr.", "(SPD)",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z]{1,9} ?",
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// How many random documents are read: a few hundred, or as many as the variable says.
fn documents() -> u32 {
    let wanted = std::env::var("PULLQUOTE_RANDOM_DOCUMENTS").ok();
    wanted.and_then(|n| n.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(documents()))]

    #[test]
    fn ranges_are_sound_on_any_text(text in text(), depth in 0u8..2, language in prop::sample::select(vec!["en", "de", "fr", "es"])) {
        let lines: Vec<String> = text.split('\n').map(|l| if depth > 0 { format!("BLOCK: {l}") } else { l.to_owned() }).filter(|l| !l.contains("<q>") && !l.contains("<em>")).collect();
        let document = document(&lines, language);
        let found = extract(&document);
        let mut end = 0;
        for quote in &found {
            prop_assert!(!quote.ranges.is_empty());
            prop_assert!((0.0..=1.0).contains(&quote.confidence));
            for range in &quote.ranges {
                prop_assert!(range.start < range.end && end <= range.start, "in order, not empty: {:?}", range);
                prop_assert!(document.text.get(range.clone()).is_some(), "on character boundaries");
                end = range.end;
            }
            let mention = quote.speaker.as_ref().and_then(|s| s.mention.as_ref());
            for range in mention.into_iter().chain(quote.cue.as_ref()) {
                prop_assert!(document.text.get(range.clone()).is_some_and(|t| !t.is_empty()));
            }
        }
    }
}
