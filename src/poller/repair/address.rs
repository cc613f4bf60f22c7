//! Addresses within a feed to absolute ones (RFC 3986, 5; XML Base).

use std::borrow::Cow;

use url::Url;

use super::outline::attribute;

/// The base within an element: its own `xml:base` against the base around it.
pub fn base(attributes: &str, around: Option<Url>) -> Option<Url> {
    let Some(own) = attribute(attributes, "xml:base").filter(|own| !own.is_empty()) else {
        return around;
    };
    let own = htmlize::unescape(own);
    let joined = match &around {
        Some(around) => around.join(&own).ok(),
        None => Url::parse(&own).ok(),
    };
    joined.or(around)
}

/// An address made absolute, or as it stands where it cannot be.
pub fn absolute<'h>(href: &'h str, base: Option<&Url>) -> Cow<'h, str> {
    let joined = base.filter(|_| Url::parse(href) == Err(url::ParseError::RelativeUrlWithoutBase));
    match joined.and_then(|base| base.join(href).ok()) {
        Some(url) => Cow::Owned(url.into()),
        None => Cow::Borrowed(href),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_nest() {
        let outer = base(" xml:base='https://ledger.example/a/'", None);
        let inner = base(" xml:base=\"b/\"", outer.clone());
        assert_eq!(
            absolute("c?d", inner.as_ref()),
            "https://ledger.example/a/b/c?d"
        );
        assert_eq!(absolute("urn:x", inner.as_ref()), "urn:x");
        assert_eq!(base(" class='x'", outer.clone()), outer);
        assert_eq!(base(" xml:base='http://['", outer.clone()), outer);
    }
}
