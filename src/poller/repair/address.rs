//! Addresses within a feed to absolute ones (RFC 3986, 5; XML Base).

use std::borrow::Cow;

use url::{ParseError, Url};

use super::outline::attribute;
use super::text::{Text, map_attributes};

/// What addresses at a place of a document are relative to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    url: Option<Url>,
    /// The document itself says so, by `xml:base`: then it holds for the addresses within texts too.
    declared: bool,
}

impl Base {
    /// The address that the document came from.
    pub fn of_document(url: Option<&Url>) -> Self {
        Self {
            url: url.cloned(),
            declared: false,
        }
    }

    /// The base within an element: its own `xml:base`, against the base around it.
    pub fn within(&self, attributes: &str) -> Self {
        let own = attribute(attributes, "xml:base").filter(|own| !own.is_empty());
        let joined = own.and_then(|own| self.join(&htmlize::unescape_attribute(own)));
        match joined {
            Some(url) => Self {
                url: Some(url),
                declared: true,
            },
            None => self.clone(),
        }
    }

    /// An address made absolute, or as it stands where it cannot be.
    pub fn absolute<'h>(&self, href: &'h str) -> Cow<'h, str> {
        match Url::parse(href) {
            Err(ParseError::RelativeUrlWithoutBase) => {
                let joined = self.join(href);
                joined.map_or(Cow::Borrowed(href), |url| Cow::Owned(url.into()))
            }
            _ => Cow::Borrowed(href),
        }
    }

    /// A text with the addresses of its links and pictures made absolute, where the document has a base of its own.
    pub fn of_text<'t>(&self, text: Text<'t>) -> Text<'t> {
        if !self.declared || !text.html {
            return text;
        }
        let value = map_attributes(&text.value, |name, value| {
            let address = matches!(name, "href" | "src" | "poster" | "cite");
            address.then(|| {
                let href = htmlize::unescape_attribute(value);
                self.absolute(href.trim())
                    .replace('&', "&amp;")
                    .replace('"', "&quot;")
            })
        });
        Text {
            html: true,
            value: Cow::Owned(value),
        }
    }

    fn join(&self, href: &str) -> Option<Url> {
        match &self.url {
            Some(url) => url.join(href).ok(),
            None => Url::parse(href).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_nest() {
        let outer = Base::default().within(" xml:base='https://ledger.example/a/'");
        let inner = outer.within(" xml:base=\"b/\"");
        assert_eq!(inner.absolute("c?d"), "https://ledger.example/a/b/c?d");
        assert_eq!(inner.absolute("urn:x"), "urn:x");
        assert_eq!(outer.within(" class='x'"), outer);
        assert_eq!(outer.within(" xml:base='http://['"), outer);
        assert_eq!(Base::default().absolute("/x"), "/x");
    }

    #[test]
    fn a_base_of_the_document_holds_in_its_texts() {
        let html = "<p class=x>1 < 2 <a href='b?c=1&amp;d' title=\"q\">x</a><img src=i.png></p>";
        let text = Text {
            html: true,
            value: html.into(),
        };
        let base = Base::default().within(" xml:base='https://ledger.example/a/'");
        assert_eq!(
            base.of_text(text.clone()).value,
            "<p class=x>1 < 2 <a href=\"https://ledger.example/a/b?c=1&amp;d\" title=\"q\">x</a>\
             <img src=\"https://ledger.example/a/i.png\"></p>"
        );
        let server = Url::parse("https://ledger.example/").unwrap();
        assert_eq!(Base::of_document(Some(&server)).of_text(text.clone()), text);
    }
}
