//! The line under the words of a block quotation that says whose they are: a paragraph of its own, or the last line of
//! one. Finds where it stands, by its form alone; whom it names is read with the rest of the text.

use std::collections::HashMap;
use std::ops::Range;

use super::blocks::readable;
use crate::renderer::{Block, Document, SpanStyle};

/// The dashes that such a line begins with.
pub(super) const DASHES: [char; 4] = ['-', '—', '–', '―'];
/// The longest line behind a dash, in bytes.
const BEHIND_A_DASH: usize = 160;
/// The most words of a line that is a name and no more,
const NAME: usize = 6;
/// of one that is set in italics, as `cite` is,
const ITALIC: usize = 14;
/// and of one that begins with a name and a comma.
const TITLED: usize = 20;

/// The attributions of a document's block quotations.
#[derive(Debug, Default)]
pub(super) struct Attributions {
    /// Where it stands, by the block that holds it.
    lines: HashMap<usize, Range<usize>>,
    /// The block whose attribution is a block's own, by the block of the words.
    of: HashMap<usize, usize>,
}

impl Attributions {
    /// Finds them in one pass.
    pub(super) fn of(document: &Document) -> Self {
        let mut found = Self::default();
        // The blocks of the quotation so far that nobody was named for, and the last of them.
        let mut open: Vec<usize> = Vec::new();
        let mut before: Option<&Block> = None;
        for (number, block) in readable(document) {
            if block.quote_depth == 0 {
                open.clear();
                before = None;
                continue;
            }
            let above = before.take();
            if is_attribution(document, &block.range, above.map(|b| &b.range)) {
                found.lines.insert(number, block.range.clone());
            } else {
                open.push(number);
                before = Some(block);
                let Some(line) = last_line(document, &block.range) else {
                    continue;
                };
                found.lines.insert(number, line);
                before = None;
            }
            found.of.extend(open.drain(..).map(|words| (words, number)));
        }
        found
    }

    /// Whether a block is nothing but an attribution.
    pub(super) fn is_whole(&self, number: usize, block: &Block) -> bool {
        self.lines.get(&number) == Some(&block.range)
    }

    /// The words of a block: all but an attribution in its last line.
    pub(super) fn words(&self, number: usize, block: &Block) -> Range<usize> {
        let line = self.lines.get(&number).filter(|l| **l != block.range);
        block.range.start..line.map_or(block.range.end, |line| line.start)
    }

    /// Where it is said whose the words of a block are.
    pub(super) fn of_block(&self, number: usize) -> Option<Range<usize>> {
        self.lines.get(self.of.get(&number)?).cloned()
    }
}

/// An attribution in the last of several lines: "We shall start again.\n— Ada Brook".
fn last_line(document: &Document, block: &Range<usize>) -> Option<Range<usize>> {
    let (words, line) = document.slice(block).rsplit_once('\n')?;
    let above = block.start..block.start + words.len();
    let line = block.end - line.len()..block.end;
    let text = document.slice(&line).trim();
    // Lines that all begin with a dash are a conversation.
    let dash = begins_with_dash(text)
        && text.len() < BEHIND_A_DASH
        && !words.lines().any(|line| begins_with_dash(line.trim()));
    let verse = is_italic(document, &above);
    let italic = !verse && is_italic(document, &line) && is_source(text);
    (dash || italic).then_some(line)
}

/// Whether a paragraph says whose the words `above` it are.
fn is_attribution(document: &Document, block: &Range<usize>, above: Option<&Range<usize>>) -> bool {
    let text = document.slice(block).trim();
    if begins_with_dash(text) {
        return text.len() < BEHIND_A_DASH;
    }
    let Some(above) = above else { return false };
    let count = text.split_whitespace().count();
    let ends = text.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let name = count <= NAME
        && text.starts_with(char::is_uppercase)
        && text.ends_with(char::is_alphanumeric);
    let titled = count <= TITLED && ends && is_titled(text);
    let italic = is_italic(document, block);
    // Verse may be set in italics throughout.
    let verse = italic && is_italic(document, above);
    !verse && (name || titled || italic && is_source(text))
}

fn begins_with_dash(text: &str) -> bool {
    text.starts_with(DASHES)
}

/// Short, and no sentence: what `cite` holds, and what no one says.
fn is_source(text: &str) -> bool {
    let named = text.strip_suffix('.').filter(|text| is_titled(text));
    let text = named.unwrap_or(text);
    let begins = text.chars().find(|c| c.is_alphanumeric());
    text.split_whitespace().count() <= ITALIC
        && begins.is_some_and(|c| !c.is_lowercase())
        && !text.ends_with([
            '.', '!', '?', '…', ',', ';', ':', '”', '"', '’', '»', '“', '«',
        ])
}

/// "Ada Brook, gardener": a name of two words at least, then a comma or a bracket.
fn is_titled(text: &str) -> bool {
    let Some((name, _)) = text.split_once([',', '(']) else {
        return false;
    };
    let words = || name.split_whitespace();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    (2..=5).contains(&words().count())
        && words().next().as_ref().is_some_and(capital)
        && words().next_back().as_ref().is_some_and(capital)
        // "von der", "de la", "bin".
        && words().all(|word| capital(&word) || word.chars().count() <= 3)
}

/// Whether all the letters of a range are emphasised.
fn is_italic(document: &Document, range: &Range<usize>) -> bool {
    let first = document
        .spans
        .partition_point(|span| span.range.start < range.start);
    let plain = |range: Range<usize>| document.slice(&range).contains(char::is_alphanumeric);
    let mut at = range.start;
    let within = document.spans[first..]
        .iter()
        .take_while(|span| span.range.start < range.end);
    for span in within.filter(|span| span.style == SpanStyle::Emphasis) {
        if span.range.start > at && plain(at..span.range.start) {
            return false;
        }
        at = at.max(span.range.end);
    }
    at > range.start && (at >= range.end || !plain(at..range.end))
}

#[cfg(test)]
mod tests {
    use crate::news::QuoteKind;
    use crate::{quotes, renderer};

    /// What is quoted in a page, and who said it.
    fn found(html: &str) -> Vec<(String, Option<String>)> {
        let document = renderer::document(html, None);
        let quotes = quotes::extract(&document).into_iter();
        let said = quotes.filter(|quote| quote.kind != QuoteKind::Fragment);
        said.map(|quote| {
            let words: Vec<&str> = quote.ranges.iter().map(|r| document.slice(r)).collect();
            (words.join(" / "), quote.speaker.map(|s| s.person.name))
        })
        .collect()
    }

    fn one(words: &str, speaker: Option<&str>) -> Vec<(String, Option<String>)> {
        vec![(words.to_owned(), speaker.map(str::to_owned))]
    }

    #[test]
    fn cite_and_footer_name_the_speaker_and_are_not_quoted() {
        let words = "Rain from nine. Nobody came.";
        for under in [
            "<p><cite>Olive Hart, logbook of the light</cite></p>",
            "<cite>Olive Hart</cite>",
            "<footer>Olive Hart, <cite>The Varnholm Almanac</cite></footer>",
            "<footer>— Olive Hart, keeper of the light, in <cite>The Varnholm Almanac</cite></footer>",
            "<p>– Olive Hart, keeper</p>",
            "<p><em>Olive Hart, keeper.</em></p>",
        ] {
            let html = format!("<p>A page:</p><blockquote><p>{words}</p>{under}</blockquote>");
            assert_eq!(found(&html), one(words, Some("Olive Hart")), "{under}");
        }
        let html =
            format!("<p>A page:</p><blockquote>{words}<br>\n<cite>Olive Hart</cite></blockquote>");
        assert_eq!(found(&html), one(words, Some("Olive Hart")));
    }

    #[test]
    fn a_work_alone_speaks_for_nobody() {
        let words = "Rain from nine. Nobody came.";
        for under in [
            "<cite>The Varnholm Almanac</cite>",
            "<p>— <cite>The Long Night</cite></p>",
            "<footer><cite>Logbook of the light, 1931</cite></footer>",
        ] {
            let html = format!(
                "<p>Olive Hart keeps the museum.</p><blockquote><p>{words}</p>{under}</blockquote>"
            );
            assert_eq!(found(&html), one(words, None), "{under}");
        }
    }

    #[test]
    fn what_is_emphasised_and_said_stays_said() {
        let html = "<p>Olive Hart wrote to the board:</p><blockquote><p>You closed it.</p>\
                    <p><em>We shall hold you to account for every boat, and every night on the quay</em></p></blockquote>";
        let words = "You closed it. / We shall hold you to account for every boat, and every night on the quay";
        assert_eq!(found(html), one(words, Some("Olive Hart")));
    }
}
