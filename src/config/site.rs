//! `[[site]]`: a host, CSS selectors for its pages, and a file of cookies. Pure: the file is not opened.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use dom_query::Matcher;
use toml::Spanned;
use url::Url;

use super::check::{optional_words, words};
use super::errors::Problem;
use super::raw::{RawSite, Text};
use super::{Config, SiteConfig};

/// Checks all sites.
pub fn sites(raw: &[Spanned<RawSite>]) -> Result<Vec<SiteConfig>, Problem> {
    let mut sites = Vec::with_capacity(raw.len());
    let mut seen: HashMap<String, Range<usize>> = HashMap::new();
    for site in raw {
        let (raw, span) = (site.get_ref(), site.span());
        let Some(text) = &raw.host else {
            return Err(Problem::new(span, "this [[site]] has no `host`"));
        };
        let host = host(text)?;
        if let Some(first) = seen.insert(host.clone(), text.span()) {
            let problem = Problem::new(text.span(), "this site stands in the file already");
            return Err(problem.first(first).hint("make one [[site]] of the two"));
        }
        let site = SiteConfig {
            host,
            body: selector(raw.body.as_ref(), "body")?,
            strip: selector(raw.strip.as_ref(), "strip")?,
            next_page: selector(raw.next_page.as_ref(), "next_page")?,
            cookies: optional_words(raw.cookies.as_ref(), "cookies")?.map(PathBuf::from),
        };
        let SiteConfig {
            body,
            strip,
            next_page,
            cookies,
            ..
        } = &site;
        if body.is_none() && strip.is_none() && next_page.is_none() && cookies.is_none() {
            return Err(
                Problem::new(span, "this [[site]] says nothing of its pages")
                    .hint("give it `body`, `strip`, `next_page` or `cookies`"),
            );
        }
        sites.push(site);
    }
    Ok(sites)
}

/// A host's name as addresses have it: in lower case, non-ASCII letters as Punycode.
fn host(text: &Text) -> Result<String, Problem> {
    let name = words(text, "host")?;
    let url = Url::parse(&format!("https://{name}/")).ok();
    let plain = url.filter(|url| {
        url.path() == "/"
            && url.port().is_none()
            && url.username().is_empty()
            && url.query().is_none()
    });
    let host = plain.as_ref().and_then(Url::host_str);
    host.filter(|_| !name.contains(['/', '@', ':', '?', '#']))
        .map(str::to_owned)
        .ok_or_else(|| {
            Problem::new(text.span(), "`host` is no name of a host")
                .hint("as in \"ledger.example\": without https:// and without a path")
        })
}

fn selector(text: Option<&Text>, key: &str) -> Result<Option<String>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let selector = words(text, key)?;
    if Matcher::new(&selector).is_err() {
        let problem = Problem::new(text.span(), format!("`{key}` is no CSS selector"));
        return Err(problem.hint("as in \"div.story\", \"#article p\" or \"aside, .promo\""));
    }
    Ok(Some(selector))
}

impl Config {
    /// The site whose pages a host has; of several, the one with the longest name.
    pub fn site(&self, host: &str) -> Option<&SiteConfig> {
        let covering = self.sites.iter().filter(|site| site.covers(host));
        covering.max_by_key(|site| site.host.len())
    }

    /// The file of a site's cookies: `~` is the home directory, and a relative path begins at the configuration.
    pub fn cookie_file(&self, site: &SiteConfig) -> Option<PathBuf> {
        let file = site.cookies.as_ref()?;
        let below_home = file.strip_prefix("~").ok();
        let home = below_home.and_then(|rest| Some(BaseDirs::new()?.home_dir().join(rest)));
        let beside = || self.path.parent().unwrap_or(Path::new("")).join(file);
        Some(home.unwrap_or_else(beside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(host: &str) -> SiteConfig {
        SiteConfig {
            host: host.to_owned(),
            cookies: Some(PathBuf::from("cookies.txt")),
            ..SiteConfig::default()
        }
    }

    #[test]
    fn a_site_covers_its_host_and_those_below_it() {
        let config = Config {
            path: PathBuf::from("/etc/news/config.toml"),
            sites: vec![site("ledger.example"), site("blog.ledger.example")],
            ..Config::default()
        };
        let host = |of: &str| config.site(of).map(|site| site.host.as_str());
        assert_eq!(host("ledger.example"), Some("ledger.example"));
        assert_eq!(host("www.ledger.example"), Some("ledger.example"));
        assert_eq!(host("new.blog.ledger.example"), Some("blog.ledger.example"));
        assert_eq!(host("badledger.example"), None);
        assert_eq!(host("example"), None);
        let file = config.cookie_file(&config.sites[0]).unwrap();
        assert_eq!(file, Path::new("/etc/news/cookies.txt"));
    }
}
