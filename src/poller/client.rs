//! The HTTP clients: one for most requests, one for redirects that must stay public, one more for each proxy of a
//! feed's own. Made on first use, so that reading offline needs neither network nor certificates.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, ClientBuilder, Proxy, redirect};

use super::address::{Refused, Resolver, SharedResolver};
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
    resolver: Arc<Resolver>,
    refused: Arc<Refused>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Kind {
    proxy: Option<String>,
    guarded: bool,
}

impl Clients {
    /// The client for an address that the reader typed; it may lead anywhere.
    pub fn open(&self, proxy: Option<&str>, settings: &Settings) -> Result<Caller, FetchError> {
        self.get(proxy, false, settings)
    }

    /// The client for an address that a public server redirected to: `host` must be public. Its connections are
    /// its own, so that none is inherited from a name that may be private.
    pub fn guarded(
        &self,
        host: &str,
        proxy: Option<&str>,
        settings: &Settings,
    ) -> Result<Caller, FetchError> {
        self.refused.insert(host);
        self.get(proxy, true, settings)
    }

    /// Which names led into a private network.
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    fn get(
        &self,
        proxy: Option<&str>,
        guarded: bool,
        settings: &Settings,
    ) -> Result<Caller, FetchError> {
        let kind = Kind {
            proxy: proxy.map(str::to_owned),
            guarded,
        };
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(caller) = made.get(&kind) {
            return Ok(caller.clone());
        }
        let resolver = if guarded {
            Arc::new(Resolver::guarded(Arc::clone(&self.refused)))
        } else {
            Arc::clone(&self.resolver)
        };
        let caller = make(proxy, &resolver, settings)?;
        made.insert(kind, caller.clone());
        Ok(caller)
    }
}

fn make(
    proxy: Option<&str>,
    resolver: &Arc<Resolver>,
    settings: &Settings,
) -> Result<Caller, FetchError> {
    // The first provider stays; a second call changes nothing, so its answer is of no interest.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let builder = || builder(proxy, Arc::clone(resolver), settings);
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
    resolver: Arc<Resolver>,
    settings: &Settings,
) -> Result<ClientBuilder, FetchError> {
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .pool_max_idle_per_host(settings.per_host)
        .pool_idle_timeout(Duration::from_mins(1))
        .http1_max_headers(1000)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http2_max_header_list_size(64 * 1024)
        .dns_resolver(SharedResolver(resolver));
    Ok(match proxy {
        None => builder,
        Some(address) => {
            let proxy = Proxy::all(address).map_err(|_| FetchError::Proxy(address.to_owned()))?;
            builder.proxy(proxy)
        }
    })
}
