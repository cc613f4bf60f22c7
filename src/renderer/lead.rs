//! How an article begins, in plain words: to compare articles by. Makes no document, and is nothing for the screen.

use super::sanitise::clean;

/// Bytes of HTML that are looked at.
const LOOKED_AT: usize = 16 << 10;
/// Bytes of text that are wanted.
const LONGEST: usize = 600;
/// What holds no words to be read.
const SILENT: [&str; 4] = ["script", "style", "figure", "svg"];

/// The first words of a piece of HTML, on one line, without markup.
pub fn lead(html: &str) -> String {
    let mut rest = &html[..html.floor_char_boundary(LOOKED_AT)];
    let mut text = String::new();
    while text.len() < LONGEST && !rest.is_empty() {
        let (words, tag) = match rest.find('<') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        take(words, &mut text);
        rest = behind(tag, &mut text);
    }
    text.truncate(text.floor_char_boundary(LONGEST));
    text
}

/// Adds words with one blank between them.
fn take(words: &str, text: &mut String) {
    if words.starts_with(char::is_whitespace) {
        part(text);
    }
    let unescaped = htmlize::unescape(words);
    for word in unescaped.split_whitespace() {
        text.extend(word.chars().filter_map(clean));
        text.push(' ');
    }
    if !words.ends_with(char::is_whitespace) && text.ends_with(' ') {
        text.pop();
    }
}

fn part(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// What follows the tag that a text begins with, and all that is silent within it.
fn behind<'a>(tag: &'a str, text: &mut String) -> &'a str {
    let Some(end) = tag.find('>') else {
        return "";
    };
    let name = tag[1..end].trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    // Within a word, and around words of a sentence.
    if !matches!(
        name.as_str(),
        "b" | "i" | "em" | "strong" | "a" | "span" | "sup" | "sub"
    ) {
        part(text);
    }
    let rest = &tag[end + 1..];
    if SILENT.contains(&name.as_str()) && !tag.starts_with("</") {
        let close = format!("</{name}");
        return rest.find(&close).map_or("", |at| &rest[at..]);
    }
    rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_words_stand_without_markup() {
        let html = "<style>p{}</style><figure><img><figcaption>A boat</figcaption></figure>\
            <p>The <b>last</b> ferry&nbsp;&amp; its <a href='x'>crew</a>.</p><p>Stays.</p>";
        assert_eq!(lead(html).trim(), "The last ferry & its crew. Stays.");
        assert_eq!(lead("plain words").trim(), "plain words");
    }

    #[test]
    fn a_long_article_is_not_read_to_its_end() {
        let html = "<p>word</p>".repeat(100_000);
        assert!(lead(&html).len() <= LONGEST);
    }

    proptest! {
        #[test]
        fn no_html_makes_it_panic(html in "\\PC{0,200}", tag in "[<>/a-z&;# ]{0,80}") {
            let _ = lead(&format!("{tag}{html}{tag}"));
        }
    }
}
