//! An article on the web, all of its pages: asked for one after the other, read, and joined. Used by the reader and by
//! the command line alike.

use url::Url;

use crate::config::{Config, RequestConfig};
use crate::news::{FullText, UnixSeconds};
use crate::poller::{Page, PageError, PageRequest, Poller};
use crate::renderer::article::{Context, Reading, Rule, Verdict, read_page, read_text};

/// Pages of one article that are fetched.
const MOST_PAGES: u32 = 10;

/// What came of asking for an article.
#[derive(Debug)]
pub struct Obtained {
    /// The article, as its pages tell it.
    pub reading: Reading,
    /// The status code of the first page.
    pub status: u16,
    /// The address that answered at last for the first page.
    pub url: Url,
}

/// Fetches an article. `chosen` is the address that the reader chose, and `how` the way in which that is asked.
///
/// # Errors
/// Where the first page did not come. Without a later one, the article ends before it.
pub async fn obtain(
    poller: &Poller,
    config: &Config,
    url: &Url,
    (chosen, how): (&Url, &RequestConfig),
    now: UnixSeconds,
) -> Result<Obtained, PageError> {
    let mut obtained: Option<Obtained> = None;
    let mut next = Some(url.clone());
    let mut seen = Vec::new();
    for number in 1..=MOST_PAGES {
        let Some(url) = next.take().filter(|url| !seen.contains(url)) else {
            break;
        };
        let request = request(config, &url, chosen, how);
        seen.push(url);
        let page = match (poller.page(&request, now).await, obtained.is_some()) {
            (Ok(page), _) => page,
            (Err(error), false) => return Err(error),
            (Err(_), true) => break,
        };
        let (status, at) = (page.status, page.url.clone());
        let first = obtained.as_ref().map(|obtained| obtained.url.clone());
        let reading = read(page, rule(config, &at), first.map(|first| (first, number))).await;
        seen.push(at.clone());
        match &mut obtained {
            None => {
                next.clone_from(&reading.next_page);
                obtained = Some(Obtained {
                    reading,
                    status,
                    url: at,
                });
            }
            Some(article) => {
                if reading.verdict == Verdict::Article && article.reading.join(reading) {
                    next.clone_from(&article.reading.next_page);
                }
            }
        }
    }
    Ok(obtained.expect("without a first page there was an error"))
}

fn request(config: &Config, url: &Url, chosen: &Url, how: &RequestConfig) -> PageRequest {
    let site = url.host_str().and_then(|host| config.site(host));
    let file = site.and_then(|site| Some((site.host.clone(), config.cookie_file(site)?)));
    PageRequest {
        url: url.clone(),
        chosen: chosen.clone(),
        request: how.clone(),
        cookies: file,
    }
}

fn rule(config: &Config, url: &Url) -> Option<Rule> {
    let site = config.site(url.host_str()?)?;
    Some(Rule {
        body: site.body.clone(),
        strip: site.strip.clone(),
        next_page: site.next_page.clone(),
    })
}

/// Reads a page where it holds up no other.
async fn read(page: Page, rule: Option<Rule>, part: Option<(Url, u32)>) -> Reading {
    let read = move || {
        if !page.is_html {
            return read_text(&page.text);
        }
        let context = Context {
            url: Some(&page.url),
            status: page.status,
            rule: rule.as_ref(),
            part: part.as_ref().map(|(first, number)| (first, *number)),
        };
        read_page(&page.text, &context)
    };
    // A panic in a parser is the end of one page.
    tokio::task::spawn_blocking(read).await.unwrap_or_default()
}

/// What is to be kept of it, and, where there is no article, why not, in words.
pub fn outcome(
    obtained: Result<Obtained, PageError>,
    now: UnixSeconds,
) -> (FullText, Result<(), String>) {
    let mut full = FullText {
        asked: now,
        ..FullText::default()
    };
    let why = match obtained {
        Ok(Obtained {
            reading, status, ..
        }) => {
            full.status = Some(status);
            let why = match (reading.verdict, status) {
                (Verdict::Article, _) => None,
                (_, 401 | 402 | 403 | 451) => Some(
                    "the publisher shows this page to subscribers; {browser} opens it in the browser",
                ),
                (Verdict::NeedsScripts, _) => Some(
                    "the page puts its text together with scripts, which are not run here; {browser} opens it in the browser",
                ),
                (Verdict::NoArticle, _) => {
                    Some("there is no article in the page; {browser} opens it in the browser")
                }
            };
            if why.is_none() {
                full.reading = Some(reading.to_json());
            }
            why.map(str::to_owned)
        }
        Err(error) => {
            full.status = error.status();
            let retry = error.retry_after();
            full.retry = retry.map(|seconds| now.saturating_add_unsigned(seconds));
            Some(format!("{error}; {}", error.hint()))
        }
    };
    let Some(why) = why else {
        return (full, Ok(()));
    };
    full.failures = 1;
    full.error = Some(why.clone());
    (full, Err(why))
}
