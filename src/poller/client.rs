//! The HTTP clients: one for what the reader chose, one for what must be public, one more for each proxy of a
//! feed's own. Made on first use, so that reading offline needs neither network nor certificates.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Proxy, Url, redirect};

use super::address::{Guard, GuardedResolver, host, is_chosen, is_private_literal};
use super::{FetchError, Settings, USER_AGENT};

/// A client, and what it may do.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The HTTP client; it keeps its connections.
    pub client: Client,
    /// There are certificates to check https servers against.
    pub has_roots: bool,
}

/// Every client of one poller.
#[derive(Debug, Default)]
pub struct Clients {
    made: Mutex<HashMap<Kind, Caller>>,
    guard: Arc<Guard>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    proxy: Option<String>,
    guarded: bool,
    connect: Duration,
}

impl Clients {
    /// The client for an address, with a proxy of its own or the system's. One that the reader did not choose must be
    /// public, and has connections of its own, so that it inherits none to a private one. `connect` is for name,
    /// connection and TLS.
    pub fn caller(
        &self,
        url: &Url,
        typed: &Url,
        proxy: Option<&str>,
        connect: Duration,
        settings: &Settings,
    ) -> Result<Caller, FetchError> {
        let guarded = !is_chosen(url, typed);
        if guarded {
            if is_private_literal(url) {
                return Err(FetchError::PrivateRedirect(host(url).to_owned()));
            }
            self.guard.insert(host(url));
        }
        let kind = Kind {
            proxy: proxy.map(str::to_owned),
            guarded,
            connect,
        };
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(caller) = made.get(&kind) {
            return Ok(caller.clone());
        }
        let guard = guarded.then(|| Arc::clone(&self.guard));
        let caller = make(proxy, guard.as_ref(), connect, settings)?;
        made.insert(kind, caller.clone());
        Ok(caller)
    }
}

/// Whether there are certificates to check https servers against.
pub fn has_roots(settings: &Settings) -> Result<bool, FetchError> {
    make(None, None, settings.patience, settings).map(|caller| caller.has_roots)
}

fn make(
    proxy: Option<&str>,
    guard: Option<&Arc<Guard>>,
    connect: Duration,
    settings: &Settings,
) -> Result<Caller, FetchError> {
    // The first provider stays; a second call changes nothing, so its answer is of no interest.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let builder = || builder(proxy, guard, connect, settings);
    match builder()?.build() {
        Ok(client) => Ok(Caller {
            client,
            has_roots: true,
        }),
        // A machine without CA certificates can still read feeds over http.
        Err(first) => match builder()?.tls_certs_only([]).build() {
            Ok(client) => Ok(Caller {
                client,
                has_roots: false,
            }),
            Err(_) => Err(FetchError::Client(first.to_string())),
        },
    }
}

fn builder(
    proxy: Option<&str>,
    guard: Option<&Arc<Guard>>,
    connect: Duration,
    settings: &Settings,
) -> Result<ClientBuilder, FetchError> {
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect)
        .pool_max_idle_per_host(settings.per_host)
        .pool_idle_timeout(Duration::from_mins(1))
        .http1_max_headers(1000)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http2_max_header_list_size(64 * 1024);
    if let Some(guard) = guard {
        builder = builder.dns_resolver(GuardedResolver(Arc::clone(guard)));
    }
    Ok(match proxy {
        None => builder,
        Some(address) => {
            let proxy = Proxy::all(address).map_err(|_| FetchError::Proxy(address.to_owned()))?;
            builder.proxy(proxy)
        }
    })
}

#[cfg(test)]
mod tests {
    use reqwest::dns::{Name, Resolve, Resolving};

    use super::super::fetch::explain;
    use super::super::pace::Limits;
    use super::*;

    /// A name server that never says anything.
    #[derive(Debug)]
    struct Mute;

    impl Resolve for Mute {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(std::future::pending())
        }
    }

    #[test]
    fn a_name_server_that_does_not_answer_is_given_up_as_a_host_that_does_not() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let limits = Limits {
            timeout: Duration::from_secs(30),
            patience: Duration::from_millis(100),
        };
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let builder = builder(None, None, limits.connect(), &Settings::default()).unwrap();
        let client = builder.dns_resolver(Arc::new(Mute)).no_proxy().build();
        let url = Url::parse("http://news.example/feed").unwrap();
        let answer = runtime.block_on(client.unwrap().get(url.clone()).send());
        let error = explain(&answer.unwrap_err(), &url, limits);
        let said = error.to_string();
        assert!(
            said.starts_with("no connection to news.example within"),
            "{said}"
        );
        assert!(error.is_unreachable() && error.hint().unwrap().contains("`patience`"));
    }
}
