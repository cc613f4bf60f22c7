//! The way to one of the reader's feeds: proxy, certificates, name, server. One conditional request, to a feed that may
//! be asked by hand; nothing of the answer is stored.

use std::net::ToSocketAddrs as _;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use url::Url;

use super::Check;
use crate::cache::Store;
use crate::config::{self, Config, WELCOME};
use crate::news::{FeedId, PollState};
use crate::poller::{self, Asked, FeedOptions, Polled, Poller, Request, Settings, Status};
use crate::runtime::now;

/// How long a name may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// All of them.
pub(super) fn checks(config: Option<&Config>, places: &config::Places) -> Vec<Check> {
    let mut checks = vec![proxy(), certificates()];
    let Some(config) = config else { return checks };
    let poller = Poller::new(Settings::from(&config.poll));
    let all = requests(config, places);
    let (mut now_asked, _) = poller.choose(all, Asked::ByHand, now());
    let first = now_asked
        .iter()
        .position(|request| !request.state.gone && request.url != WELCOME);
    let Some(request) = first.map(|first| now_asked.swap_remove(first)) else {
        checks.push(Check::ok("network", "no feed to be asked now"));
        return checks;
    };
    let host = Url::parse(&request.url).ok().and_then(|url| {
        let port = url.port_or_known_default()?;
        Some((url.host_str()?.to_owned(), port))
    });
    if let Some((host, port)) = host {
        checks.push(name(&host, port));
    }
    checks.push(server(&poller, request));
    checks
}

/// The feeds, with what the cache remembers of them.
fn requests(config: &Config, places: &config::Places) -> Vec<Request> {
    let known = Store::open_reader(&places.data_dir)
        .and_then(|store| store.feeds())
        .unwrap_or_default();
    let request = |feed: &config::FeedConfig| Request {
        feed: FeedId(0),
        url: feed.url.clone(),
        state: known
            .iter()
            .find(|known| known.url == feed.url)
            .map_or_else(PollState::default, |known| known.poll.clone()),
        options: FeedOptions::from(feed),
    };
    config.feeds.iter().map(request).collect()
}

/// Which proxies the environment names; what stands before an "@" is a secret.
fn proxy() -> Check {
    let names = ["https_proxy", "http_proxy", "all_proxy"];
    let set = names.iter().filter_map(|name| {
        let value = std::env::var(name)
            .or_else(|_| std::env::var(name.to_uppercase()))
            .ok()?;
        let public = value
            .rsplit_once('@')
            .map_or(value.as_str(), |(_, behind)| behind);
        (!value.is_empty()).then(|| format!("{name} is {public}"))
    });
    let set: Vec<String> = set.collect();
    if set.is_empty() {
        Check::ok("proxy", "none in the environment")
    } else {
        Check::ok("proxy", set.join(", "))
    }
}

fn certificates() -> Check {
    match poller::has_certificates(&Settings::default()) {
        Ok(true) => Check::ok("certificates", "those of the system"),
        Ok(false) => Check::fail(
            "certificates",
            "there are none to check https servers against",
            "install the system's CA certificates (the package ca-certificates), or name a file with SSL_CERT_FILE",
        ),
        Err(error) => Check::fail(
            "certificates",
            error.to_string(),
            error.hint().unwrap_or_default(),
        ),
    }
}

/// Looks up a name, for as long as one can wait.
fn name(host: &str, port: u16) -> Check {
    let (sender, answer) = channel();
    let asked = host.to_owned();
    thread::spawn(move || {
        let found = (asked.as_str(), port).to_socket_addrs();
        let _ = sender.send(found.map(|addresses| addresses.map(|a| a.ip()).collect::<Vec<_>>()));
    });
    let hint =
        "look at /etc/resolv.conf and at your connection; behind a proxy this may be as it should";
    match answer.recv_timeout(PATIENCE) {
        Ok(Ok(addresses)) if !addresses.is_empty() => {
            Check::ok("name", format!("{host} is {}", addresses[0]))
        }
        Ok(Ok(_)) => Check::warn("name", format!("{host} has no address"), hint),
        Ok(Err(error)) => Check::warn("name", format!("{host}: {error}"), hint),
        Err(_) => Check::warn(
            "name",
            format!("{host}: no answer in {} s", PATIENCE.as_secs()),
            hint,
        ),
    }
}

fn server(poller: &Poller, request: Request) -> Check {
    let url = request.url.clone();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .event_interval(poller::EVENT_INTERVAL)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return Check::fail(
                "network",
                error.to_string(),
                "end other programs and try again",
            );
        }
    };
    let mut polled: Option<Polled> = None;
    runtime.block_on(poller.poll(vec![request], now, |one| polled = Some(one)));
    runtime.shutdown_background();
    let Some(polled) = polled else {
        return Check::fail("network", format!("{url}: no answer"), "try again");
    };
    let millis = polled.millis;
    match polled.status {
        Status::Fresh => Check::ok("network", format!("{url} answered in {millis} ms")),
        Status::NotModified => Check::ok(
            "network",
            format!("{url} answered in {millis} ms: nothing new"),
        ),
        Status::PutOff => Check::ok("network", format!("{url} wants fewer requests")),
        Status::Failed | Status::Offline | Status::Gone => {
            let why = polled.state.error.unwrap_or_else(|| "it failed".to_owned());
            Check::fail(
                "network",
                format!("{url}: {why}"),
                polled.state.hint.unwrap_or_default(),
            )
        }
    }
}
