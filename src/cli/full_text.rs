//! Articles' pages on the command line: of an article in the cache, and of any address.

use anyhow::{Context as _, Result, anyhow, bail};
use url::Url;

use super::args::Places;
use crate::app::{Keymap, Pane};
use crate::cache::Store;
use crate::config::{self, Config, RequestConfig};
use crate::news::ArticleId;
use crate::poller::{PageError, Poller, Settings};
use crate::renderer::article::Reading;
use crate::runtime::{Obtained, now, obtain, outcome, reading_runtime};

/// The configuration, where there is one: an address can be read before that.
pub(super) fn configuration(places: &Places) -> Result<Config> {
    let file = places.resolve()?.config_file;
    if file.exists() {
        return Ok(config::load(&file)?);
    }
    Ok(Config::default())
}

/// Reads the article at an address.
pub(super) fn read(places: &Places, url: &Url) -> Result<Reading> {
    let config = configuration(places)?;
    let obtained = asked(&config, url, url, &RequestConfig::default())?;
    let Obtained { reading, .. } =
        obtained.map_err(|error| anyhow!("{error}\n{}", error.hint()))?;
    Ok(reading)
}

/// Fetches the page of an article in the cache, and keeps what came of it.
pub(super) fn fetch(places: &Places, id: ArticleId) -> Result<()> {
    let config = configuration(places)?;
    let mut store = Store::open(&places.resolve()?.data_dir)?;
    let Some(page) = store.page_of(id)? else {
        bail!("article {} has no page that could be fetched", id.0);
    };
    if page.retry.is_some_and(|retry| retry > now()) {
        bail!("the server asked to be left alone for a while");
    }
    let url = Url::parse(&page.link).context("the article's address is none")?;
    let feed = config.feeds.iter().find(|feed| feed.url == page.feed);
    let how = feed.map(|feed| feed.request.clone()).unwrap_or_default();
    let chosen = Url::parse(&page.feed)?;
    let (full, result) = outcome(asked(&config, &url, &chosen, &how)?, now());
    store.set_full_text(id, &full)?;
    // The keys are those of the reader, where the page can be opened.
    let worded = |why: String| Keymap::default().worded(Pane::Reading, &why);
    result.map_err(|why| anyhow!("no full article: {}", worded(why)))
}

fn asked(
    config: &Config,
    url: &Url,
    chosen: &Url,
    how: &RequestConfig,
) -> Result<Result<Obtained, PageError>> {
    let runtime = reading_runtime()?;
    let poller = Poller::new(Settings::from(&config.poll));
    let obtained = runtime.block_on(obtain(&poller, config, url, (chosen, how), now()));
    // A name server that does not answer is not waited for.
    runtime.shutdown_background();
    Ok(obtained)
}
