//! A page that is in no feed, as an article: from the command line, or behind a link. Pure.

use std::path::Path;

use url::Url;

use super::load::{loaded, version};
use crate::app::{Loaded, Origin, guest_article};
use crate::renderer::article::Reading;

/// The article. `source` is the file or the address that it came from.
pub fn guest(mut reading: Reading, source: &str) -> Loaded {
    let address = address(source);
    let title = reading.title.take();
    let title = title.unwrap_or_else(|| name(source).to_owned());
    let site = reading.site.take();
    let site = site.unwrap_or_else(|| site_of(address.as_ref()));
    let mut article = guest_article(title, site);
    article.headline.author = reading.byline.take();
    article.headline.date = reading.published.unwrap_or_default();
    article.headline.preview = reading.preview.0;
    article.updated = reading.updated;
    article.link = address.map(String::from);
    let mut version = version(reading, Origin::Page, &article);
    // There is no other page to be fetched.
    version.about.page_is_preview = true;
    loaded(article, version, None)
}

fn address(source: &str) -> Option<Url> {
    let url = Url::parse(source).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// What stands for a headline where there is none: the file's name, or the address without its scheme.
fn name(source: &str) -> &str {
    let address = source.split_once("://").map(|(_, rest)| rest);
    let file = || Path::new(source).file_name().and_then(|name| name.to_str());
    address.or_else(file).unwrap_or(source)
}

/// What stands for the site where the page names none: its host, or that it is a file.
fn site_of(address: Option<&Url>) -> String {
    let host = address.and_then(Url::host_str);
    host.unwrap_or("A file").to_owned()
}
