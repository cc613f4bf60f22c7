//! Makes documents on a thread of its own. Latest wins: an article that was passed over is not rendered.

use std::sync::mpsc::{Receiver, SendError, Sender, SyncSender, channel};

use super::load::{load_long, load_marked, with_marks};
use super::long::{Rest, is_long};
use super::stack::reading_thread;
use crate::app::{Message, Part};
use crate::guard::{guarded, rehearse};
use crate::news::{Article, Marks};
use crate::renderer::Document;

/// An article to be made ready, and the ticket of its request.
type Job = (u64, Option<(Article, Marks)>);

/// A handle on the thread.
#[derive(Clone)]
pub(super) struct Renderer {
    jobs: Sender<Job>,
}

impl Renderer {
    /// Starts the thread; finished articles go to `sender`.
    pub fn start(sender: SyncSender<Message>) -> Self {
        let (jobs, inbox) = channel::<Job>();
        let run = move || {
            let mut next = None;
            while let Some(first) = next.take().or_else(|| inbox.recv().ok()) {
                let (ticket, article) = inbox.try_iter().last().unwrap_or(first);
                let done = match article {
                    Some((article, marks)) if is_long(&article) => {
                        in_parts(ticket, article, marks, &inbox, &sender)
                    }
                    article => sender.send(at_once(ticket, article)).map(|()| None),
                };
                match done {
                    Ok(job) => next = job,
                    Err(_) => return,
                }
            }
        };
        // Without the thread nothing could be read; the first article then says so by not coming.
        if let Err(error) = reading_thread("render").spawn(run) {
            tracing::error!("the render thread did not start: {error}");
        }
        Self { jobs }
    }

    /// Asks for an article to be made ready; `None` is one that is gone.
    pub fn render(&self, ticket: u64, article: Option<(Article, Marks)>) {
        let _ = self.jobs.send((ticket, article));
    }
}

const NOT_LAID_OUT: &str = "this article could not be laid out; {browser} opens it in the browser";

/// The whole of an article.
fn at_once(ticket: u64, article: Option<(Article, Marks)>) -> Message {
    let Some((article, marks)) = article else {
        return Message::Article {
            ticket,
            loaded: None,
        };
    };
    match guarded(|| {
        rehearse("render");
        load_marked(article, marks)
    }) {
        Ok(loaded) => Message::Article {
            ticket,
            loaded: Some(Box::new(loaded)),
        },
        Err(_) => Message::Failed(NOT_LAID_OUT.into()),
    }
}

/// A long article in parts, as long as no other one is asked for; that one is returned.
fn in_parts(
    ticket: u64,
    mut article: Article,
    marks: Marks,
    inbox: &Receiver<Job>,
    sender: &SyncSender<Message>,
) -> Result<Option<Job>, SendError<Message>> {
    // It is not needed any more once it was read.
    let html = std::mem::take(&mut article.html);
    let begun = guarded(|| {
        rehearse("render");
        let (reading, mut rest) = Rest::of(&article, &html);
        let quotes = rest.said(&reading.document);
        let loaded = load_long(article, reading, quotes, rest.percent());
        (with_marks(loaded, marks), rest)
    });
    let Ok((loaded, mut rest)) = begun else {
        sender.send(Message::Failed(NOT_LAID_OUT.into()))?;
        return Ok(None);
    };
    sender.send(Message::Article {
        ticket,
        loaded: Some(Box::new(loaded)),
    })?;
    while rest.percent().is_some() {
        if let Ok(job) = inbox.try_recv() {
            return Ok(Some(job));
        }
        let part = guarded(|| rest.part());
        let part = part.ok().flatten().unwrap_or_else(|| Part {
            document: Document::default(),
            quotes: Vec::new(),
            percent: rest.percent(),
        });
        let part = Box::new(part);
        sender.send(Message::More { ticket, part })?;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::app::guest_article;
    use crate::runtime::load;

    fn long() -> Article {
        let paragraph = "<p>“The boat is the only road we have,” said Ida Quill, the harbour master.</p><p>It was \
                         late, and <b>nobody</b> had asked.</p>";
        let mut article = guest_article("Boats".to_owned(), "The Quay".to_owned());
        article.html = paragraph.repeat(4000);
        article
    }

    #[test]
    fn the_parts_of_a_long_article_are_what_it_is_read_as_at_once() {
        let (sender, inbox) = sync_channel(1);
        let renderer = Renderer::start(sender);
        renderer.render(3, Some((long(), Marks::default())));
        let Ok(Message::Article {
            loaded: Some(loaded),
            ..
        }) = inbox.recv()
        else {
            panic!("an article");
        };
        let whole = load(long());
        assert!(loaded.document.text.len() < whole.document.text.len() / 10);
        assert!(loaded.article.html.is_empty(), "not kept twice");
        let mut percent = loaded.about.percent.expect("more to come");
        let (mut document, mut quotes) = ((*loaded.document).clone(), loaded.quotes);
        loop {
            let Ok(Message::More { ticket: 3, part }) = inbox.recv() else {
                panic!("more of it");
            };
            let at = document.append(part.document);
            quotes.extend(part.quotes.into_iter().map(|quote| quote.moved(at)));
            let Some(now) = part.percent else {
                break;
            };
            assert!(now >= percent);
            percent = now;
        }
        assert_eq!(document.text, whole.document.text);
        assert_eq!(quotes, whole.quotes);
        assert_eq!(quotes.len(), 4000);
    }

    #[test]
    fn the_rest_is_given_up_for_another_article() {
        let (sender, inbox) = sync_channel(0);
        let renderer = Renderer::start(sender);
        renderer.render(1, Some((long(), Marks::default())));
        assert!(matches!(
            inbox.recv(),
            Ok(Message::Article { ticket: 1, .. })
        ));
        renderer.render(2, None);
        let mut more = 0;
        while let Ok(message) = inbox.recv() {
            match message {
                Message::More { .. } => more += 1,
                Message::Article { ticket, .. } => {
                    assert_eq!(ticket, 2);
                    break;
                }
                _ => {}
            }
        }
        assert!(more <= 2, "{more} parts nobody waits for");
    }
}
