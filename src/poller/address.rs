//! Which addresses may be reached: http and https only, and never from a public server into the reader's own
//! network. The check is made on the address that is connected to, not on the name.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Whether an address is reachable from the whole internet (the IANA special-purpose registries, RFC 6890).
/// Everything else is the reader's own machine or network, or nobody's.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a >= 224 // multicast, reserved, broadcast
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b)) // shared by carriers, RFC 6598
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))) // benchmarks, RFC 2544
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = address.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [first, second, third, .., high, low] = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match first {
        0x0064 if second == 0xff9b => embedded(high, low), // NAT64, RFC 6052
        0x2002 => embedded(second, third),                 // 6to4, RFC 3056
        0x2001 if second == 0x0db8 || second < 0x0200 => false, // documentation, protocol assignments
        _ => (0x2000..0x4000).contains(&first),                 // global unicast, RFC 4291
    }
}

/// The host by which requests are counted and spaced: lower case, without the port.
pub fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

/// Resolves names for the client, and remembers which of them lead into a private network.
#[derive(Debug, Default)]
pub struct Resolver {
    private: Mutex<HashMap<String, bool>>,
    refused: Option<Arc<Refused>>,
}

/// The names that a redirect leads to: they must not resolve to private addresses. Names not listed here
/// (a proxy's) may.
#[derive(Debug, Default)]
pub struct Refused(Mutex<HashSet<String>>);

impl Refused {
    /// From now on this name must be public.
    pub fn insert(&self, host: &str) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(host.to_owned());
    }

    fn contains(&self, host: &str) -> bool {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.contains(host)
    }
}

impl Resolver {
    /// A resolver that gives private addresses to none of these names.
    pub fn guarded(refused: Arc<Refused>) -> Self {
        Self {
            private: Mutex::default(),
            refused: Some(refused),
        }
    }

    /// Whether an address that was connected to stands in a private network. A name that was never resolved here
    /// went through a proxy, and counts as public: what it redirects to is then checked.
    pub fn is_private(&self, url: &Url) -> bool {
        match url.host() {
            Some(Host::Ipv4(v4)) => !is_public_v4(v4),
            Some(Host::Ipv6(v6)) => !is_public_v6(v6),
            Some(Host::Domain(name)) => {
                let private = self.private.lock().unwrap_or_else(PoisonError::into_inner);
                private.get(name).copied().unwrap_or(false)
            }
            None => false,
        }
    }
}

/// A public server redirected into a private network.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to a private address")]
pub struct PrivateAddress;

/// [`Resolver`] as the client wants it.
#[derive(Debug, Clone)]
pub struct SharedResolver(pub Arc<Resolver>);

impl Resolve for SharedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = Arc::clone(&self.0);
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let found = tokio::task::spawn_blocking({
                let name = name.clone();
                move || (name.as_str(), 0).to_socket_addrs().map(Vec::from_iter)
            })
            .await??;
            let addresses = admit(&resolver, &name, found)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// The addresses of a name that may be connected to.
fn admit(
    resolver: &Resolver,
    name: &str,
    mut found: Vec<SocketAddr>,
) -> Result<Vec<SocketAddr>, PrivateAddress> {
    let all_private = !found.is_empty() && !found.iter().any(|a| is_public(a.ip()));
    {
        let mut private = resolver
            .private
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        private.insert(name.to_owned(), all_private);
    }
    if resolver.refused.as_ref().is_some_and(|r| r.contains(name)) {
        if all_private {
            return Err(PrivateAddress);
        }
        found.retain(|a| is_public(a.ip()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_purpose_addresses_are_not_public() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let public = [
            "1.1.1.1",
            "93.184.216.34",
            "100.128.0.1",
            "172.32.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::",
            "2001:4860:4860::8888",
        ];
        for address in public {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_name_that_a_redirect_leads_to_may_not_resolve_into_the_own_network() {
        let refused = Arc::new(Refused::default());
        let resolver = Resolver::guarded(Arc::clone(&refused));
        let inside = || vec!["10.0.0.5:0".parse().unwrap()];
        assert!(admit(&resolver, "proxy.example", inside()).is_ok());
        refused.insert("rebound.example");
        assert!(admit(&resolver, "rebound.example", inside()).is_err());
        let mixed = vec!["10.0.0.5:0".parse().unwrap(), "1.1.1.1:0".parse().unwrap()];
        let admitted = admit(&resolver, "rebound.example", mixed).unwrap();
        assert_eq!(admitted, ["1.1.1.1:0".parse().unwrap()]);
    }

    #[test]
    fn where_a_name_leads_is_remembered() {
        let resolver = Resolver::default();
        admit(
            &resolver,
            "nas.example",
            vec!["192.168.0.2:0".parse().unwrap()],
        )
        .unwrap();
        admit(
            &resolver,
            "news.example",
            vec!["1.1.1.1:0".parse().unwrap()],
        )
        .unwrap();
        let private = |url: &str| resolver.is_private(&Url::parse(url).unwrap());
        assert!(private("http://nas.example/feed"));
        assert!(!private("http://news.example/feed"));
        assert!(!private("http://through-a-proxy.example/feed"));
        assert!(private("http://127.1/feed"));
        assert!(private("http://[::1]:8080/feed"));
        assert!(!private("http://8.8.8.8/feed"));
    }
}
