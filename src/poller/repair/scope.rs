//! Which prefix stands for which vocabulary at a place of a document (Namespaces in XML 1.0), for documents that
//! forget to say so too.

use super::names::Namespace;
use super::tokens::{Tag, attributes};

/// Prefixes that are kept track of at one time.
const MOST: usize = 64;

/// The prefixes declared so far.
#[derive(Debug, Default)]
pub struct Scope<'a> {
    /// How many elements are open within the one that declared it, the prefix, and what it stands for.
    declared: Vec<(usize, &'a str, Namespace)>,
    /// A name was used that feed-rs does not know: a prefix without a declaration, an unusual spelling.
    pub odd: bool,
}

impl<'a> Scope<'a> {
    /// Takes in what a start tag declares, `depth` elements being open around it, and says in which vocabulary its own
    /// name is.
    pub fn enter(&mut self, tag: Tag<'a>, depth: usize) -> Namespace {
        if tag.attributes.contains("xmlns") {
            for (name, uri) in attributes(tag.attributes) {
                let prefix = match name.strip_prefix("xmlns") {
                    Some("") => "",
                    Some(rest) if rest.starts_with(':') => &rest[1..],
                    _ => continue,
                };
                let namespace = Namespace::of(uri);
                self.odd |= !namespace.is_exact(uri);
                if self.declared.len() < MOST {
                    self.declared.push((depth + 1, prefix, namespace));
                }
            }
        }
        let prefix = tag.name.split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self
            .declared
            .iter()
            .rev()
            .find(|(_, known, _)| *known == prefix);
        if let Some((_, _, namespace)) = declared {
            return *namespace;
        }
        let usual = Namespace::usual(prefix);
        self.odd |= !prefix.is_empty() && usual != Namespace::Other;
        usual
    }

    /// Forgets what was declared deeper than where `depth` elements are open.
    pub fn leave(&mut self, depth: usize) {
        while self
            .declared
            .last()
            .is_some_and(|(declared, ..)| *declared > depth)
        {
            self.declared.pop();
        }
    }

    /// Takes every unknown namespace for this one.
    pub fn adopt(&mut self, namespace: Namespace) {
        for (_, _, declared) in &mut self.declared {
            if *declared == Namespace::Other {
                *declared = namespace;
            }
        }
    }

    /// Whether a vocabulary was declared here.
    pub fn has(&self, namespace: Namespace) -> bool {
        self.declared
            .iter()
            .any(|(_, _, declared)| *declared == namespace)
    }
}
