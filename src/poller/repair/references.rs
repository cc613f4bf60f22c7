//! Character and entity references to characters: those of XML, those of HTML that no feed declares, and those that
//! a document declares itself. Never expands an entity within an entity, so no text can grow without bound.

use std::borrow::Cow;

/// The longest name of an entity, without `&` and `;`.
const LONGEST: usize = 32;
/// The longest text that a declared entity may stand for.
const LONGEST_VALUE: usize = 256;
/// How many times longer than itself a text may become; what exceeds it stays unresolved.
const GROWTH: usize = 8;

/// The entities that a document declares in its internal subset, name and text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entities<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Entities<'a> {
    /// Reads the inside of a document type declaration's brackets. External and parameter entities are left out.
    pub fn declared(subset: &'a str) -> Self {
        let declarations = subset.split("<!ENTITY").skip(1);
        let pairs = declarations.filter_map(|declaration| {
            let (name, rest) = declaration
                .trim_ascii_start()
                .split_once(|c: char| c.is_ascii_whitespace())?;
            let rest = rest.trim_ascii_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let value = rest[1..].split(quote).next()?;
            (name != "%" && value.len() <= LONGEST_VALUE).then_some((name, value))
        });
        let mut entities: Vec<_> = pairs.take(1000).collect();
        // The first declaration of a name binds (XML 1.0, 4.2); the sort is stable.
        entities.sort_by_key(|(name, _)| *name);
        entities.dedup_by_key(|(name, _)| *name);
        Self(entities)
    }

    /// None is declared.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A text with its references resolved; what is no reference stays as it is.
    pub fn resolve<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(first) = text.find('&') else {
            return Cow::Borrowed(text);
        };
        let mut resolved = String::with_capacity(text.len());
        resolved.push_str(&text[..first]);
        let mut rest = &text[first..];
        while let Some(after) = rest.strip_prefix('&') {
            let exhausted = resolved.len() > (text.len() + LONGEST_VALUE) * GROWTH;
            let name = name(after).filter(|_| !exhausted);
            match name.and_then(|name| Some((name, self.one(name)?))) {
                Some((name, value)) => {
                    resolved.push_str(&value);
                    rest = &after[name.len() + 1..];
                }
                None => {
                    resolved.push('&');
                    rest = after;
                }
            }
            let next = rest.find('&').unwrap_or(rest.len());
            resolved.push_str(&rest[..next]);
            rest = &rest[next..];
        }
        Cow::Owned(resolved)
    }

    fn one(&self, name: &str) -> Option<Cow<'_, str>> {
        let predefined = match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => "",
        };
        if !predefined.is_empty() {
            return Some(Cow::Borrowed(predefined));
        }
        if let Ok(at) = self.0.binary_search_by_key(&name, |(name, _)| *name) {
            // One level only: no entity of the document within another.
            return Some(Self::default().resolve(self.0[at].1));
        }
        let reference = format!("&{name};");
        let character = htmlize::unescape(reference.as_str());
        (character != reference).then(|| Cow::Owned(character.into_owned()))
    }
}

/// The name of the reference that begins before `text`.
fn name(text: &str) -> Option<&str> {
    let end = text.bytes().take(LONGEST + 1).position(|byte| {
        !(byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'_' | b'-' | b'.'))
    })?;
    (end > 0 && text.as_bytes()[end] == b';').then(|| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn resolves(subset: &str, text: &str, expected: &str) {
        assert_eq!(Entities::declared(subset).resolve(text), expected);
    }

    #[test]
    fn references_of_xml_and_html() {
        resolves(
            "",
            "a &lt;b&gt; &amp;amp; &#233;&#xE9;&#XE9; &nbsp;&eacute;",
            "a <b> &amp; ééé \u{a0}é",
        );
        resolves(
            "",
            "&#150; is a dash of windows-1252",
            "– is a dash of windows-1252",
        );
    }

    #[test]
    fn what_is_no_reference_stays() {
        let text = "R&D, x?a=1&copy=2&b, &nosuch; &; & &#; a&";
        resolves("", text, text);
    }

    #[test]
    fn declared_entities_are_resolved_once() {
        let subset = "<!ENTITY pub 'The &amp; Ledger'> <!ENTITY a \"&pub;&pub;\"> <!ENTITY x SYSTEM 'file:///etc/passwd'>";
        resolves(subset, "&pub;", "The & Ledger");
        resolves(subset, "&a;", "&pub;&pub;");
        resolves(subset, "&x;", "&x;");
    }

    proptest! {
        #[test]
        fn any_text_is_resolved_and_stays_small(text in "(&|;|#|x|[0-9]{1,9}|amp|lt|bomb|é|\\PC){0,40}") {
            let entities = Entities::declared("<!ENTITY bomb 'boom &bomb; boom'>");
            let resolved = entities.resolve(&text);
            prop_assert!(resolved.len() <= text.len() * LONGEST_VALUE);
        }

        #[test]
        fn no_bomb_goes_off(count in 0..2000_usize) {
            let subset = format!("<!ENTITY b '{}'>", "x".repeat(LONGEST_VALUE));
            let text = "&b;".repeat(count);
            let resolved = Entities::declared(&subset).resolve(&text).len();
            prop_assert!(resolved <= (text.len() + 2 * LONGEST_VALUE) * (GROWTH + 1));
        }
    }
}
