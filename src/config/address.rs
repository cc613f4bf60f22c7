//! Addresses of feeds: which are taken, and when two of them are the same. Pure.

use std::borrow::Cow;

use url::Url;

use super::errors::is_unprintable;

/// The address of the welcome edition, which is part of the program.
pub const WELCOME: &str = "builtin:welcome";

/// Why an address is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing that can be read as an address.
    #[error("is no address")]
    NotAnAddress,
    /// Another scheme than http and https.
    #[error("is neither http nor https")]
    Scheme,
    /// `builtin:` with another name than the welcome edition's.
    #[error("is no edition of pullquote's own")]
    Builtin,
    /// A name or password in it.
    #[error("holds a user name or password")]
    Secret,
}

impl AddressError {
    /// What the reader can do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotAnAddress => "write it whole, as in \"https://example.org/feed.xml\"",
            Self::Scheme => "feeds are read over http and https only",
            Self::Builtin => "the one there is: \"builtin:welcome\"",
            Self::Secret => {
                "leave it out, and write `auth = { user = \"…\", password_command = [\"…\"] }` beside it"
            }
        }
    }
}

/// Checks an address, and gives the form by which two are compared: scheme and host in lower case, no default port,
/// no fragment (RFC 3986, 6.2.2). The reader's own spelling stays in the configuration.
pub fn identity(address: &str) -> Result<String, AddressError> {
    if address == WELCOME {
        return Ok(address.to_owned());
    }
    // The parser would quietly drop them.
    if address
        .chars()
        .any(|c| c.is_whitespace() || is_unprintable(c))
    {
        return Err(AddressError::NotAnAddress);
    }
    let mut url = Url::parse(address).map_err(|_| AddressError::NotAnAddress)?;
    match url.scheme() {
        "http" | "https" => {}
        "builtin" => return Err(AddressError::Builtin),
        _ => return Err(AddressError::Scheme),
    }
    if !url.has_host() {
        return Err(AddressError::NotAnAddress);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::Secret);
    }
    url.set_fragment(None);
    Ok(url.into())
}

/// A text with an asterisk for each byte of the user names and passwords in its addresses (RFC 3986, 3.2.1), so that
/// they can be shown: in errors, logs and JSON. What stands behind them stays where it is.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut shown = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(at) = text[from..].find("//") {
        let start = from + at + 2;
        let ends = |c: char| {
            matches!(c, '/' | '?' | '#' | '\\' | '"' | '\'' | '`' | '<' | '>') || c.is_whitespace()
        };
        let end = text[start..]
            .find(ends)
            .map_or(text.len(), |length| start + length);
        if let Some(length) = text[start..end].rfind('@') {
            shown
                .to_mut()
                .replace_range(start..start + length, &"*".repeat(length));
        }
        from = end;
    }
    shown
}

/// The address in what the reader gave: whole, where the scheme was left out.
pub fn whole(given: &str) -> String {
    let given = given.trim();
    let is_bare = !given.contains("://") && given != WELCOME && given.contains('.');
    if is_bare {
        format!("https://{given}")
    } else {
        given.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn takes_http_https_and_the_welcome_edition() {
        for address in ["http://a.example/", "https://a.example/x?y=z", WELCOME] {
            assert!(identity(address).is_ok(), "{address}");
        }
    }

    #[test]
    fn refuses_the_rest_and_says_why() {
        for (address, error) in [
            ("", AddressError::NotAnAddress),
            ("a.example/feed", AddressError::NotAnAddress),
            ("http://", AddressError::NotAnAddress),
            ("https://a.example/a b", AddressError::NotAnAddress),
            (" https://a.example/", AddressError::NotAnAddress),
            ("file:///etc/passwd", AddressError::Scheme),
            ("javascript:alert(1)", AddressError::Scheme),
            ("builtin:farewell", AddressError::Builtin),
            ("https://reader:secret@a.example/", AddressError::Secret),
        ] {
            assert_eq!(identity(address), Err(error), "{address}");
        }
    }

    #[test]
    fn spelling_makes_no_second_feed() {
        let first = identity("https://Ledger.Example:443/feed#top");
        assert_eq!(first, identity("HTTPS://ledger.example/feed"));
        assert_ne!(first, identity("https://ledger.example/feed/"));
    }

    #[test]
    fn what_signs_in_is_not_shown() {
        assert_eq!(
            masked("`https://me:pass@word@a.example/x@y` and socks5://me@b, c@d"),
            "`https://************@a.example/x@y` and socks5://**@b, c@d"
        );
        assert_eq!(masked("https://a.example/@me"), "https://a.example/@me");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}|https?://\\PC{0,30}") {
            if let Ok(once) = identity(&text) {
                prop_assert_eq!(identity(&once), Ok(once.clone()));
            }
        }

        #[test]
        fn no_password_is_left_in_any_text(before in "[a-z /\"'`]{0,8}", user in "[a-zé%]{0,6}", password in "[0-9:@%é]{0,8}", after in "\\PC{0,8}") {
            let text = format!("{before}https://{user}:PW{password}PW@{after}");
            let shown = masked(&text);
            prop_assert_eq!(shown.len(), text.len());
            prop_assert!(!shown.contains("PW") || after.contains("PW"), "{}", shown);
            prop_assert_eq!(masked(&shown), shown.as_ref());
        }
    }
}
