//! Plain text to a [`Document`]: paragraphs, lists and quoted lines of mail.

use super::document::{Block, BlockKind, Document, Marker};
use super::sanitise::clean;

/// The document of a plain text. Blank lines separate paragraphs; where there are none, each line is a paragraph.
pub fn plain(text: &str) -> Document {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            line.chars()
                .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'))
                .filter_map(clean)
                .collect()
        })
        .collect();
    let mut writer = Writer {
        document: Document::default(),
        open: None,
    };
    let joined = is_wrapped(&lines);
    for line in &lines {
        writer.line(line, joined);
    }
    writer.document
}

/// The lines are wrapped by hand, so that those of one paragraph belong together: blank lines stand between paragraphs,
/// and no line is long.
fn is_wrapped(lines: &[String]) -> bool {
    const WIDEST: usize = 100;
    let filled = || lines.iter().filter(|l| !l.trim().is_empty());
    let first = lines.iter().position(|l| !l.trim().is_empty()).unwrap_or(0);
    let last = lines
        .iter()
        .rposition(|l| !l.trim().is_empty())
        .unwrap_or(0);
    let has_blank = lines[first..last].iter().any(|l| l.trim().is_empty());
    has_blank && filled().all(|l| l.chars().count() <= WIDEST)
}

struct Writer {
    document: Document,
    /// The depth of quotation and the list label of the paragraph that the next line may continue.
    open: Option<(u8, bool)>,
}

impl Writer {
    fn line(&mut self, line: &str, joined: bool) {
        let (depth, rest) = quoted(line);
        let words = rest.trim();
        if words.is_empty() {
            self.open = None;
            return;
        }
        let marker = list_marker(words);
        if let Some((label, item)) = marker {
            let markers = vec![Marker { label, first: true }];
            self.block(item, BlockKind::ListItem, depth, markers);
            self.open = Some((depth, true));
            return;
        }
        let continues = joined
            || self
                .open
                .is_some_and(|(_, item)| item && rest.starts_with(' '));
        if let Some((at, _)) = self.open
            && at == depth
            && continues
            && let Some(block) = self.document.blocks.last_mut()
        {
            self.document.text.push(' ');
            self.document.text.push_str(words);
            block.range.end = self.document.text.len();
            return;
        }
        self.block(words, BlockKind::Paragraph, depth, Vec::new());
        self.open = Some((depth, false));
    }

    fn block(&mut self, words: &str, kind: BlockKind, quote_depth: u8, markers: Vec<Marker>) {
        let text = &mut self.document.text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        self.document.blocks.push(Block {
            range: start..text.len(),
            kind,
            quote_depth,
            markers,
        });
    }
}

/// How deep a line of mail is quoted (RFC 3676, section 4.5), and what it says.
fn quoted(line: &str) -> (u8, &str) {
    let (mut depth, mut rest) = (0_u8, line);
    while let Some(after) = rest.trim_start_matches(' ').strip_prefix('>') {
        depth = depth.saturating_add(1);
        rest = after;
    }
    (depth, rest)
}

/// The label and the words of a list item; an empty label is a bullet.
fn list_marker(line: &str) -> Option<(String, &str)> {
    for bullet in ["* ", "- ", "• ", "+ ", "– "] {
        if let Some(item) = line.strip_prefix(bullet) {
            return Some((String::new(), item.trim()));
        }
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let item = rest
        .strip_prefix(". ")
        .or_else(|| rest.strip_prefix(") "))?;
    (1..=3)
        .contains(&digits)
        .then(|| (format!("{number}."), item.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(String, u8, Vec<String>)> {
        let document = plain(text);
        let describe = |b: &Block| {
            let labels = b.markers.iter().map(|m| m.label.clone()).collect();
            (document.slice(&b.range).to_owned(), b.quote_depth, labels)
        };
        document.blocks.iter().map(describe).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_where_there_are_no_blank_lines() {
        let found = blocks("One.\nTwo.\r\nThree.\n");
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].0, "Two.");
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let found = blocks("One goes\non here.\n\nTwo.\n");
        assert_eq!(
            found.iter().map(|b| b.0.as_str()).collect::<Vec<_>>(),
            ["One goes on here.", "Two."]
        );
    }

    #[test]
    fn long_lines_are_paragraphs_even_beside_blank_lines() {
        let long = "word ".repeat(40);
        let found = blocks(&format!("{long}\n{long}\n\nEnd."));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn lists_and_quoted_mail() {
        let found = blocks("> > deep\n> less\n\n1. one\n2) two\n   goes on\n* dot\n");
        assert_eq!(found[0], ("deep".into(), 2, vec![]));
        assert_eq!(found[1], ("less".into(), 1, vec![]));
        assert_eq!(found[2], ("one".into(), 0, vec!["1.".into()]));
        assert_eq!(found[3], ("two goes on".into(), 0, vec!["2.".into()]));
        assert_eq!(found[4], ("dot".into(), 0, vec![String::new()]));
    }

    #[test]
    fn control_characters_do_not_survive() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202e}c").text, "a[2Jbc");
    }
}
