//! An article as a program reads it, and what the program makes of it as a text.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::app::{Loaded, Outgoing, PipeFormat};
use crate::renderer::{Block, BlockKind, Document, markdown};
use crate::runtime::program::{complaint, printable, run, words_of};

/// No more of what a program writes is shown, in bytes.
const MOST: usize = 1 << 20;
/// Lines of a complaint that are shown.
const COMPLAINTS: usize = 12;

/// Pipes an article to a program; its words, or in words why there are none.
pub(super) async fn pipe(
    name: &str,
    command: &[String],
    format: PipeFormat,
    outgoing: Outgoing,
    limit: Duration,
) -> Result<Loaded, String> {
    let title = outgoing.title.clone();
    let input = tokio::task::spawn_blocking(move || written(&outgoing, format));
    let input = input
        .await
        .map_err(|_| "the article could not be written")?;
    let heard = run(command, input.into_bytes(), MOST, limit).await;
    let heard = heard.map_err(|error| format!("{error}; {}", error.hint()))?;
    let mut text = printable(&heard.out);
    if heard.is_cut {
        text.push_str("\n\n[cut after 1 MiB]");
    }
    if !heard.status.success() {
        let complaint = complaint(&heard.complaint, COMPLAINTS);
        let why = format!("{name} ended with {}", words_of(heard.status));
        return Ok(guest(why, name, &format!("{complaint}\n\n{text}")));
    }
    if text.trim().is_empty() {
        return Err(format!("{name} wrote nothing"));
    }
    Ok(guest(title, name, &text))
}

fn guest(title: String, name: &str, text: &str) -> Loaded {
    Loaded::guest(title, name.to_owned(), document(text))
}

/// A text whose lines stay lines, and whose blank lines part paragraphs.
fn document(text: &str) -> Document {
    let mut document = Document::default();
    let text = text.replace('\t', "    ");
    let mut lines = text.lines().map(str::trim_end).peekable();
    while let Some(first) = lines.by_ref().find(|line| !line.is_empty()) {
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        document.text.push_str(first);
        while let Some(line) = lines.next_if(|line| !line.is_empty()) {
            document.text.push('\n');
            document.text.push_str(line);
        }
        document.blocks.push(Block {
            range: start..document.text.len(),
            kind: BlockKind::Paragraph,
            quote_depth: 0,
            markers: Vec::new(),
        });
    }
    document
}

/// The article as a program wants it.
fn written(outgoing: &Outgoing, format: PipeFormat) -> String {
    match format {
        PipeFormat::Text => format!("{}\n\n{}\n", outgoing.title, outgoing.document.text),
        PipeFormat::Markdown => {
            let title = markdown(&crate::renderer::plain(&outgoing.title));
            format!("# {}\n\n{}", title.trim(), markdown(&outgoing.document))
        }
        PipeFormat::Json => format!("{:#}\n", as_json(outgoing)),
    }
}

fn as_json(outgoing: &Outgoing) -> serde_json::Value {
    let text = &outgoing.document.text;
    let date = Some(outgoing.date).filter(|date| *date != 0);
    let date = date.and_then(|date| Timestamp::from_second(date).ok());
    let quotes = outgoing.quotes.iter().map(|quote| {
        let person = quote.person.as_ref();
        json!({
            "words": quote.words,
            "speaker": person.map(|person| &person.name),
            "title": person.and_then(|person| person.title.as_ref()),
        })
    });
    json!({
        "title": outgoing.title,
        "feed": outgoing.source,
        "author": outgoing.author,
        "date": date.map(|date| date.to_string()),
        "url": outgoing.link,
        "tags": outgoing.tags,
        "text": text,
        "quotes": quotes.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::news::{Person, Said};
    use crate::renderer;

    fn outgoing() -> Outgoing {
        let html = "<p>“It stays,” said Oda Fenn.</p><ul><li>Paint</li><li>Planks</li></ul>";
        let document = renderer::document(html, None);
        Outgoing {
            title: "The *pier*".to_owned(),
            source: "The Pier Gazette".to_owned(),
            author: None,
            date: 1_700_000_000,
            link: Some("https://pier.invalid/1".to_owned()),
            tags: vec!["pier".to_owned()],
            quotes: vec![Said {
                words: "It stays".to_owned(),
                person: Some(Person {
                    name: "Oda Fenn".to_owned(),
                    title: None,
                    aliases: Vec::new(),
                }),
            }],
            document: Arc::new(document),
            quote: None,
        }
    }

    #[test]
    fn an_article_is_written_in_three_ways() {
        let text = written(&outgoing(), PipeFormat::Text);
        assert!(text.starts_with("The *pier*\n\n“It stays,” said"), "{text}");
        let markdown = written(&outgoing(), PipeFormat::Markdown);
        assert!(
            markdown.starts_with("# The \\*pier\\*\n\n“It stays,”"),
            "{markdown}"
        );
        assert!(markdown.contains("- Paint\n- Planks"), "{markdown}");
        let json = written(&outgoing(), PipeFormat::Json);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["url"], "https://pier.invalid/1");
        assert_eq!(json["date"], "2023-11-14T22:13:20Z");
        assert_eq!(json["quotes"][0]["speaker"], "Oda Fenn");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn what_a_program_writes_is_a_text_and_a_failure_says_why() {
        let limit = Duration::from_mins(5);
        let piped = async |name: &str, words: &[&str]| {
            let command: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            pipe(name, &command, PipeFormat::Text, outgoing(), limit).await
        };
        let loaded = piped("cat", &["cat"]).await.unwrap();
        assert!(loaded.document.text.contains("said Oda Fenn."));
        assert!(loaded.document.is_sound());
        assert_eq!(loaded.article.source, "cat");
        let failed = piped("list", &["ls", "/no/such/place"]).await.unwrap();
        let title = &failed.article.headline.title;
        assert!(title.starts_with("list ended with exit status "), "{title}");
        assert!(failed.document.text.contains("/no/such/place"));
        let silent = piped("true", &["true"]).await.unwrap_err();
        assert_eq!(silent, "true wrote nothing");
    }

    #[test]
    fn lines_stay_lines() {
        let document = document("a\n  b\tc\n\n\n\nd\n");
        assert_eq!(document.text, "a\n  b    c\n\nd");
        assert_eq!(document.blocks.len(), 2);
        assert!(document.is_sound());
    }
}
