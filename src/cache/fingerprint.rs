//! Whether an article was edited: a hash of its title and its text, white space and markup left out. A changed class,
//! a tracking parameter or a re-flowed paragraph is no edit.

use std::hash::{Hash as _, Hasher as _};

use memchr::memchr;
use siphasher::sip::SipHasher13;

use crate::news::Entry;

/// The hash of an article's title and text. The same on every machine and in every version.
pub(super) fn of_text(title: &str, html: &str) -> i64 {
    let mut bytes = Vec::with_capacity(title.len() + html.len() + 1);
    keep(title, &mut bytes);
    bytes.push(b'\x7f'); // In no clean text: the title ends here.
    for_each_text(html, |text| keep(text, &mut bytes));
    SipHasher13::new().hash(&bytes).cast_signed()
}

/// Bytes that are looked at together.
const BLOCK: usize = 32;

/// Takes the text without its white space. This runs over everything that is polled: there is no branch on each byte,
/// and none on the room for it.
fn keep(text: &str, into: &mut Vec<u8>) {
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    for block in blocks {
        let mut kept = [0; BLOCK];
        let mut length = 0;
        for byte in block {
            kept[length % BLOCK] = *byte;
            length += usize::from(*byte > b' ');
        }
        into.extend_from_slice(&kept[..length]);
    }
    into.extend(rest.iter().filter(|byte| **byte > b' '));
}

/// The hash of an entry's key. The same on every machine and in every version.
pub(super) fn of_key(key: &str) -> i64 {
    SipHasher13::new().hash(key.as_bytes()).cast_signed()
}

/// The hash of all that is stored beside title and text.
pub(super) fn of_details(entry: &Entry) -> i64 {
    let mut hasher = SipHasher13::new();
    (&entry.link, &entry.author, entry.updated).hash(&mut hasher);
    (
        &entry.categories,
        &entry.comments,
        &entry.image,
        &entry.language,
    )
        .hash(&mut hasher);
    for file in &entry.enclosures {
        (&file.url, &file.media_type, file.length, file.duration).hash(&mut hasher);
    }
    hasher.finish().cast_signed()
}

/// The first words of the text, on one line, for an article without a title; about `most` bytes.
pub(super) fn beginning(html: &str, most: usize) -> String {
    let mut line = String::new();
    for_each_text(html, |text| {
        for word in text.split_whitespace() {
            if line.len() >= most {
                if !line.ends_with('…') {
                    line.push('…');
                }
                break;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word[..word.floor_char_boundary(most)]);
        }
    });
    htmlize::unescape(line).into_owned()
}

/// How many words the text has, roughly: no reference is resolved.
pub(super) fn words(html: &str) -> usize {
    let mut words = 0;
    for_each_text(html, |text| words += text.split_ascii_whitespace().count());
    words
}

/// Calls `text` with each stretch of HTML between tags, in order; scripts, styles and comments are skipped. No parser:
/// one pass, for a hash and a title.
pub(super) fn for_each_text(html: &str, mut text: impl FnMut(&str)) {
    let mut rest = html;
    while let Some(open) = memchr(b'<', rest.as_bytes()) {
        text(&rest[..open]);
        rest = after_markup(&rest[open..]);
    }
    text(rest);
}

/// What follows the tag, the comment, the script or the style at the beginning of `html`.
fn after_markup(html: &str) -> &str {
    if html.starts_with("<!--") {
        return html.find("-->").map_or("", |at| &html[at + 3..]);
    }
    for (start, end) in [("<script", "</script"), ("<style", "</style")] {
        if starts_with_tag(html, start) {
            return html.find(end).map_or("", |at| &html[at..]); // The end tag is the next markup.
        }
    }
    // Most tags are shorter than what a faster search takes to begin.
    let end = html.bytes().position(|byte| byte == b'>');
    end.map_or("", |at| &html[at + 1..])
}

fn starts_with_tag(html: &str, tag: &str) -> bool {
    html.as_bytes()
        .get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_markup_are_no_edit() {
        let was = of_text("Rates held again", "<p>The bank held\n its rate.</p>");
        assert_eq!(
            was,
            of_text(
                " Rates  held again ",
                "<div class=b>The bank held its rate. </div>"
            )
        );
        let with_script = "<script>var t = 17;</script><!-- 9:41 --><p>The bank held its rate.</p>";
        assert_eq!(was, of_text("Rates held again", with_script));
    }

    #[test]
    fn a_changed_word_is_an_edit_in_title_and_text() {
        let was = of_text("Rates held", "<p>The bank held its rate.</p>");
        assert_ne!(was, of_text("Rates cut", "<p>The bank held its rate.</p>"));
        assert_ne!(was, of_text("Rates held", "<p>The bank cut its rate.</p>"));
        assert_ne!(of_text("a", "b"), of_text("ab", ""));
    }

    #[test]
    fn it_stays_the_same_from_version_to_version() {
        assert_eq!(of_text("Harbour", "<p>The river rose.</p>"), PINNED);
    }

    const PINNED: i64 = 1_199_742_188_626_294_414;

    #[test]
    fn an_untitled_article_is_named_by_its_first_words() {
        let html = "<style>p{}</style><p>Salt &amp; light: a walk along the harbour wall</p>";
        assert_eq!(
            beginning(html, 80),
            "Salt & light: a walk along the harbour wall"
        );
        assert_eq!(beginning(html, 14), "Salt & light:…");
        assert_eq!(beginning("<img src=x>", 80), "");
    }

    #[test]
    fn cut_off_markup_ends_quietly() {
        for html in ["<", "a<b", "<!--", "<script>x", "<ſ", "é<é"] {
            of_text("", html);
        }
    }
}
