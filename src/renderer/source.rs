//! What a feed sends as HTML and is none: Markdown, and plain text, known by their signs. Both are told from HTML
//! conservatively: a text with any element but line breaks and paragraphs is HTML.

use pulldown_cmark::{Event, Options, Parser, html};

/// A longer text is read as the HTML that it is said to be, in bytes.
const LONGEST: usize = 1 << 20;

/// What a text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// HTML, as it was said to be.
    Html,
    /// Markdown, as HTML.
    Markdown(String),
    /// Plain text.
    Plain(String),
}

/// Says what a text is that was sent as HTML.
pub(super) fn source(sent: &str) -> Source {
    let Some(text) = unmarked(sent) else {
        return Source::Html;
    };
    if is_markdown(&text) {
        Source::Markdown(markdown(&text))
    } else if is_plain(sent, &text) {
        Source::Plain(text)
    } else {
        Source::Html
    }
}

/// Markdown (`CommonMark`, with tables and struck out words) to HTML. Elements in it are words.
pub(super) fn markdown(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(words) | Event::InlineHtml(words) => Event::Text(words),
        event => event,
    });
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

/// The signs of Markdown: a link, or any two of the others.
pub(super) fn is_markdown(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let mut signs = 0;
    let mut fences = 0;
    for line in text.lines() {
        let line = line.trim_start();
        let level = line.len() - line.trim_start_matches('#').len();
        let is_heading = (1..=6).contains(&level)
            && line[level..].starts_with(' ')
            && line[level..].contains(char::is_alphabetic);
        signs += usize::from(is_heading);
        fences += usize::from(line.starts_with("```"));
        if has_link(line) {
            return true;
        }
        signs += usize::from(has_bold(line));
    }
    signs + fences / 2 >= 2
}

/// `[words](https://…)`.
fn has_link(line: &str) -> bool {
    line.match_indices("](").any(|(at, _)| {
        let address = &line[at + 2..];
        let leads = address.starts_with("http://") || address.starts_with("https://");
        let begins = line[..at].rfind('[');
        leads && address.contains(')') && begins.is_some_and(|begin| begin + 1 < at)
    })
}

/// `**words**`.
fn has_bold(line: &str) -> bool {
    let Some((_, rest)) = line.split_once("**") else {
        return false;
    };
    let Some((words, _)) = rest.split_once("**") else {
        return false;
    };
    let edges = (words.chars().next(), words.chars().next_back());
    matches!(edges, (Some(first), Some(last)) if first.is_alphanumeric() && !last.is_whitespace())
}

/// Paragraphs without elements, lists and quoted lines of mail, which HTML would run together.
fn is_plain(sent: &str, text: &str) -> bool {
    let mut lines = text.trim().lines();
    let begins_item = |line: &str| {
        let line = line.trim_start();
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = number.len() < line.len()
            && number.starts_with(['.', ')'])
            && number[1..].starts_with(' ');
        line.starts_with("- ") || line.starts_with("* ") || is_number
    };
    let is_quoted = |line: &str| line.trim_start().starts_with('>');
    let items = lines.clone().filter(|line| begins_item(line)).count();
    let has_paragraphs = || !sent.contains('<') && text.trim().contains("\n\n");
    items >= 2 || lines.any(is_quoted) || has_paragraphs()
}

/// The lines of a text whose only elements are line breaks and paragraphs; `None` where there are others, or one line.
fn unmarked(sent: &str) -> Option<String> {
    if sent.len() > LONGEST {
        return None;
    }
    let mut text = String::new();
    let mut rest = sent;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let close = rest[open..].find('>')? + open;
        let name = rest[open + 1..close].trim_end_matches('/').trim();
        let name = name.to_ascii_lowercase();
        rest = &rest[close + 1..];
        match name.as_str() {
            "br" => {
                text.push('\n');
                rest = rest.strip_prefix('\n').unwrap_or(rest);
            }
            "p" | "/p" => text.push_str("\n\n"),
            _ => return None,
        }
    }
    text.push_str(rest);
    let text = htmlize::unescape(text.replace('\r', "")).into_owned();
    text.trim().contains('\n').then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_is_known_by_its_signs() {
        for text in [
            "# Wall\n\nThe council voted.\n\n## Costs\n\nNot known.",
            "The council voted.\nSee [the minutes](https://oldmarsh.example/minutes).",
            "**Tuesday**\nThe council.\n**Friday**\nThe ferry.",
            "Run this:\n```\nferry\n```\n# Then\nwait",
        ] {
            assert!(is_markdown(text), "{text}");
        }
        for text in [
            "The #1 ferry\n#oldmarsh #flood",
            "int **rows;\nint **columns;\na ** b ** c",
            "See [1] (https://oldmarsh.example) and [2].",
            "# Only one line that looks so\nand text",
            "- one\n- two",
        ] {
            assert!(!is_markdown(text), "{text}");
        }
    }

    #[test]
    fn any_other_element_makes_it_html() {
        let text = "# Wall<br># Costs<br>See [them](https://a.example/).";
        assert!(matches!(source(text), Source::Markdown(_)));
        assert_eq!(source(&format!("<div>{text}</div>")), Source::Html);
        assert_eq!(source("One line."), Source::Html);
        assert_eq!(source("One line<br>and another"), Source::Html);
    }

    #[test]
    fn plain_text_is_known_by_lists_mail_and_blank_lines() {
        for text in [
            "Bring:<br>- a boat<br>- a lamp",
            "&gt; Is it high?<br>No.",
            "One.\n\nTwo.",
        ] {
            assert!(matches!(source(text), Source::Plain(_)), "{text}");
        }
        assert_eq!(source("One.\nTwo."), Source::Html);
    }

    #[test]
    fn elements_in_markdown_are_words() {
        assert_eq!(
            markdown("a <script>x</script> **b**"),
            "<p>a &lt;script&gt;x&lt;/script&gt; <strong>b</strong></p>\n"
        );
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "[a-z#*`>\\[\\]()<br/p \\n&;é-]{0,200}") {
            let _ = source(&text);
            let _ = markdown(&text);
        }
    }
}
