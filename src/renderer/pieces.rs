//! A very long article in pieces: HTML that is cut where nothing but wrappers is open, so that its first screen need not
//! wait for its last one, and no tree of the whole of it is ever built. Cuts; reads nothing.

use super::tags::{Kind, Name, Tag, end_of_comment, end_of_raw_text};

/// An article that is longer than this is read in pieces, in bytes.
pub const LONG: usize = 192 << 10;
/// The least bytes of the first piece: a screen or two, even of a wide terminal.
const FIRST: usize = 24 << 10;
/// And of each other.
const OTHERS: usize = 96 << 10;
/// Elements within each other; what is nested deeper is not cut.
const DEEPEST: usize = 256;

/// The pieces of a text, in order. Together they are the text.
#[derive(Debug, Clone)]
pub struct Pieces<'h> {
    rest: &'h str,
    least: usize,
}

/// Cuts a text; one that is not [`LONG`] is one piece.
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces {
        rest: html,
        least: if html.len() > LONG { FIRST } else { html.len() },
    }
}

impl Pieces<'_> {
    /// Bytes that are still to come.
    pub fn left(&self) -> usize {
        self.rest.len()
    }
}

impl<'h> Iterator for Pieces<'h> {
    type Item = &'h str;

    fn next(&mut self) -> Option<&'h str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = if self.rest.len() <= 2 * self.least {
            self.rest.len()
        } else {
            Scan::new(self.rest).end(self.least)
        };
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.least = OTHERS;
        Some(piece)
    }
}

/// An element that is open.
struct Open {
    name: Name,
    /// It changes nothing of what stands in it, and may be left open.
    is_wrapper: bool,
}

struct Scan<'h> {
    html: &'h str,
    open: Vec<Open>,
}

impl<'h> Scan<'h> {
    fn new(html: &'h str) -> Self {
        Self {
            html,
            open: Vec::new(),
        }
    }

    /// The first place from `least` on at which the text may be cut; its end where there is none.
    fn end(&mut self, least: usize) -> usize {
        let mut at = 0;
        while let Some(next) = self.html[at..].find('<') {
            at += next;
            let rest = &self.html[at..];
            at += match rest.as_bytes().get(1) {
                Some(b'!') if rest.starts_with("<!--") => end_of_comment(rest),
                Some(b'!' | b'?') => rest.find('>').map_or(rest.len(), |end| end + 1),
                Some(b'/') if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                    let Some(tag) = Tag::read(rest) else {
                        break;
                    };
                    self.close(tag.name);
                    tag.source.len()
                }
                Some(first) if first.is_ascii_alphabetic() => {
                    let Some(tag) = Tag::read(rest) else {
                        break;
                    };
                    self.close_implied(tag.name);
                    if at >= least && tag.name.begins_block() && self.is_free() {
                        return at;
                    }
                    tag.source.len() + self.open(&tag, &rest[tag.source.len()..])
                }
                _ => 1,
            };
        }
        self.html.len()
    }

    fn is_free(&self) -> bool {
        self.open.iter().all(|open| open.is_wrapper)
    }

    /// Opens an element; returns the length of its raw text, if it holds such.
    fn open(&mut self, tag: &Tag, rest: &str) -> usize {
        if tag.name.holds_raw_text() {
            return end_of_raw_text(tag.name, rest);
        }
        if tag.name.kind() != Kind::Void && self.open.len() < DEEPEST {
            self.open.push(Open {
                name: tag.name,
                is_wrapper: tag.name.is_wrapper() && is_plain(tag.source),
            });
        }
        0
    }

    fn close(&mut self, name: Name) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            if name.kind() == Kind::Formatting {
                self.open.remove(at);
            } else {
                self.open.truncate(at);
            }
        }
    }

    /// Closes the paragraph or item that a start tag ends.
    fn close_implied(&mut self, name: Name) {
        if let Some(last) = self.open.last()
            && last.name.is_ended_by(name)
        {
            self.open.pop();
        }
    }
}

/// A wrapper that neither hides nor styles what it holds.
fn is_plain(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    !["hidden", "style", "display", "dir=", "lang="]
        .iter()
        .any(|word| tag.contains(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::renderer::{Document, document};

    fn in_pieces(html: &str, least: usize) -> Vec<&str> {
        let mut found = Vec::new();
        let mut rest = html;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(Scan::new(rest).end(least));
            found.push(piece);
            rest = after;
        }
        found
    }

    #[test]
    fn a_text_is_cut_between_blocks_and_never_within_one() {
        let html = "<div class=story><p>One <b>bold</b><p>Two</p><ul><li>a<li>b</ul><blockquote><p>x<p>y\
                    </blockquote><script>'<p>'</script><!-- <p> --><h2>Three</h2></div>";
        assert_eq!(
            in_pieces(html, 1),
            [
                "<div class=story>",
                "<p>One <b>bold</b>",
                "<p>Two</p>",
                "<ul><li>a<li>b</ul>",
                "<blockquote><p>x<p>y</blockquote><script>'<p>'</script><!-- <p> -->",
                "<h2>Three</h2></div>",
            ]
        );
        for whole in [
            "<div hidden><p>a<p>b</div>",
            "<table><tr><td><p>a<p>b</table>",
            "<b><p>a<p>b</b>",
            "words alone",
        ] {
            assert_eq!(in_pieces(whole, 1).len(), 1, "{whole}");
        }
    }

    #[test]
    fn a_long_text_has_a_short_first_piece() {
        let html = "<p>The tide had turned.</p>".repeat(40_000);
        let lengths: Vec<usize> = pieces(&html).map(str::len).collect();
        assert!((FIRST..FIRST + 100).contains(&lengths[0]));
        assert!(lengths[1..].iter().all(|length| *length <= 3 * OTHERS));
        assert_eq!(pieces("<p>a<p>b").count(), 1);
        assert_eq!(pieces("").count(), 0);
    }

    fn block() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z]{1,9}( [a-z]{1,9}){0,8}".prop_map(|words| format!("<p>{words}</p>")),
            "[a-z ]{1,20}"
                .prop_map(|words| format!("<p>see <a href='https://a.invalid/{words}'>it</a>")),
            "[a-z]{1,9}".prop_map(|words| format!("<ul><li>{words}<li>and <i>{words}</i></ul>")),
            "[a-z]{1,9}".prop_map(|words| format!("<h2>{words}</h2>")),
            "[a-z]{1,9}".prop_map(|words| format!("<blockquote><p>{words}<p>{words}</blockquote>")),
            "[a-z]{1,9}".prop_map(|words| format!("<pre>{words}\n  {words}</pre>")),
            Just("<hr>".to_owned()),
            Just("<p><img src='https://a.invalid/b.png' alt='a boat'></p>".to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_panics(html in "(</?(p|b|div|ul|li|td|table|script|pre|x)( hidden)?>|[a-zé &<>!-]){0,60}") {
            prop_assert_eq!(in_pieces(&html, 1).concat(), html.clone());
            prop_assert_eq!(pieces(&html).collect::<String>(), html);
        }

        #[test]
        fn the_pieces_make_the_same_document(blocks in proptest::collection::vec(block(), 1..20), least in 1usize..200) {
            let html = blocks.concat();
            let whole = document(&html, None);
            let mut joined = Document::default();
            for piece in in_pieces(&html, least) {
                joined.append(document(piece, None));
            }
            prop_assert_eq!(&joined.text, &whole.text);
            prop_assert_eq!(&joined.blocks, &whole.blocks);
            let styles = |document: &Document| -> Vec<_> {
                document.spans.iter().map(|span| span.range.clone()).collect()
            };
            prop_assert_eq!(styles(&joined), styles(&whole));
            prop_assert!(joined.is_sound());
        }
    }
}
