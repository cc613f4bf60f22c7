//! An article shared through a program of the reader's, and one read aloud: in the background, each said when it ends.

use std::time::Duration;

use crate::app::Outgoing;
use crate::config::OF_SHARES;
use crate::runtime::hooks::filled;
use crate::runtime::program::{Heard, ProgramError, complaint, run, words_of};

/// Shares an article; in words what came of it.
pub(super) async fn share(
    name: &str,
    command: &[String],
    outgoing: &Outgoing,
    limit: Duration,
) -> Result<String, String> {
    let mut line: Vec<String> = command.iter().take(1).cloned().collect();
    let arguments = command.iter().skip(1);
    line.extend(
        arguments.map(|argument| filled(argument, &OF_SHARES, |name| value(name, outgoing))),
    );
    let heard = run(&line, Vec::new(), 0, limit).await;
    let result = heard.and_then(|heard| well(command, &heard));
    match result {
        Ok(()) => Ok(format!("shared by {name}")),
        Err(error) => Err(format!("not shared by {name}: {error}; {}", error.hint())),
    }
}

fn value(name: &str, outgoing: &Outgoing) -> String {
    match name {
        "url" => {
            let link = outgoing.link.as_deref();
            let link = link.and_then(|link| url::Url::parse(link).ok());
            let link = link.filter(|link| matches!(link.scheme(), "http" | "https"));
            link.map_or_else(String::new, String::from)
        }
        "title" => outgoing.title.clone(),
        "feed" => outgoing.source.clone(),
        "quote" => outgoing.quote.clone().unwrap_or_default(),
        "author" => outgoing.author.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// Has a text spoken, however long that takes.
pub(super) async fn speak(command: &[String], text: String) -> Result<(), String> {
    let heard = run(command, text.into_bytes(), 0, Duration::MAX).await;
    let result = heard.and_then(|heard| well(command, &heard));
    result.map_err(|error| format!("{error}; {}", error.hint()))
}

/// Whether a program ended well.
fn well(command: &[String], heard: &Heard) -> Result<(), ProgramError> {
    if heard.status.success() {
        return Ok(());
    }
    Err(ProgramError::Failed {
        program: command.first().cloned().unwrap_or_default(),
        status: words_of(heard.status),
        complaint: complaint(&heard.complaint, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(title: &str) -> Outgoing {
        Outgoing {
            title: title.to_owned(),
            source: "The Pier Gazette".to_owned(),
            author: None,
            date: 0,
            link: Some("https://pier.invalid/1".to_owned()),
            tags: Vec::new(),
            document: std::sync::Arc::default(),
            quotes: Vec::new(),
            quote: Some("It stays".to_owned()),
        }
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn an_article_fills_arguments_and_success_and_failure_are_said() {
        let limit = Duration::from_mins(5);
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a; $(b) {quote} It stays");
        let title = dir.path().join("a; $(b) {quote}");
        let command = words(&["touch", "--", "{title} {quote}"]);
        let said = share("Touch", &command, &outgoing(title.to_str().unwrap()), limit).await;
        assert_eq!(said.unwrap(), "shared by Touch");
        assert!(file.exists());
        let command = words(&["ls", "{url}"]);
        let why = share("List", &command, &outgoing(""), limit)
            .await
            .unwrap_err();
        assert!(
            why.starts_with("not shared by List: ls ended with exit status"),
            "{why}"
        );
        assert!(why.contains("https://pier.invalid/1"), "{why}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_text_is_spoken_and_a_program_that_cannot_says_why() {
        assert_eq!(speak(&words(&["cat"]), "one".to_owned()).await, Ok(()));
        let why = speak(&words(&["/no/such/voice"]), String::new())
            .await
            .unwrap_err();
        assert!(why.starts_with("/no/such/voice did not start"), "{why}");
    }
}
