//! Which addresses may be reached: those that the reader chose, and beyond them public ones alone, so that no server
//! leads into the reader's own network. The check is made on the address that is connected to, not on the name.

use std::collections::HashSet;
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

/// Whether the reader chose this address: the host that stands in the configuration, at its own port or at the usual
/// one (a server that moves to https). Any other may be reached only if it is public.
pub fn is_chosen(url: &Url, typed: &Url) -> bool {
    let port = Url::port_or_known_default;
    url.host() == typed.host() && (port(url) == port(typed) || url.port().is_none())
}

/// Whether the host is an address in digits, and not a public one. Such a host never passes a resolver.
pub fn is_private_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(v4)) => !is_public_v4(v4),
        Some(Host::Ipv6(v6)) => !is_public_v6(v6),
        Some(Host::Domain(_)) | None => false,
    }
}

/// A resolver that gives public addresses alone to the names that it guards. Other names (a proxy's) get all of theirs.
#[derive(Debug, Default)]
pub struct Guard {
    names: Mutex<HashSet<String>>,
}

impl Guard {
    /// From now on this name must be public.
    pub fn insert(&self, name: &str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name.to_owned());
    }

    /// The addresses of a name that may be connected to.
    fn admit(
        &self,
        name: &str,
        mut found: Vec<SocketAddr>,
    ) -> Result<Vec<SocketAddr>, PrivateAddress> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if names.contains(name) {
            let any = !found.is_empty();
            found.retain(|address| is_public(address.ip()));
            if any && found.is_empty() {
                return Err(PrivateAddress);
            }
        }
        Ok(found)
    }
}

/// A name led into a private network, and nobody asked for that.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to a private address")]
pub struct PrivateAddress;

/// [`Guard`] as the client wants it.
#[derive(Debug, Clone)]
pub struct GuardedResolver(pub Arc<Guard>);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Arc::clone(&self.0);
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let asked = name.clone();
            let asking = move || (asked.as_str(), 0).to_socket_addrs().map(Vec::from_iter);
            let found = tokio::task::spawn_blocking(asking).await??;
            Ok(Box::new(guard.admit(&name, found)?.into_iter()) as Addrs)
        })
    }
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
    fn a_guarded_name_does_not_resolve_into_the_own_network() {
        let guard = Guard::default();
        let inside = || vec!["10.0.0.5:0".parse().unwrap()];
        assert!(guard.admit("proxy.example", inside()).is_ok());
        guard.insert("rebound.example");
        assert!(guard.admit("rebound.example", inside()).is_err());
        let mixed = vec!["10.0.0.5:0".parse().unwrap(), "1.1.1.1:0".parse().unwrap()];
        let admitted = guard.admit("rebound.example", mixed).unwrap();
        assert_eq!(admitted, ["1.1.1.1:0".parse().unwrap()]);
    }

    #[test]
    fn the_reader_chose_the_host_and_not_what_else_runs_there() {
        let chosen = |url: &str, typed: &str| {
            is_chosen(&Url::parse(url).unwrap(), &Url::parse(typed).unwrap())
        };
        assert!(chosen(
            "http://nas.example:8080/new",
            "http://nas.example:8080/feed"
        ));
        assert!(chosen(
            "https://nas.example/feed",
            "http://nas.example/feed"
        ));
        assert!(chosen(
            "https://nas.example/feed",
            "http://nas.example:8080/feed"
        ));
        assert!(!chosen(
            "http://nas.example:6379/",
            "http://nas.example:8080/feed"
        ));
        assert!(!chosen("http://router.example/", "http://nas.example/feed"));
        assert!(!chosen("http://127.0.0.1/", "http://localhost/feed"));
    }
}
