//! Who wrote something, out of all the ways in which feeds say so: Atom's name and address, RSS's
//! `address (name)`, and every mixture.

use super::outline::{Element, Outline};
use super::text::{characters, within};

/// An author.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    pub name: Option<String>,
    pub email: Option<String>,
}

/// The author that an element names.
pub fn read(element: &Element, outline: &Outline) -> Option<Person> {
    if element.mixed {
        let name = within(element.inner, "name", outline).map(String::from);
        let email = within(element.inner, "email", outline).map(String::from);
        if name.is_some() || email.is_some() {
            return Some(Person { name, email });
        }
        if within(element.inner, "uri", outline)
            .or(within(element.inner, "url", outline))
            .is_some()
        {
            return None;
        }
    }
    parse(&characters(element.inner, outline))
}

/// Reads `a@b.example (Name)`, `Name <a@b.example>`, `Name (a@b.example)`, and each alone.
pub fn parse(text: &str) -> Option<Person> {
    let separates = |c: char| c.is_whitespace() || "()<>[],;:\"".contains(c);
    let is_email = |word: &&str| {
        let host = word.split_once('@').filter(|(user, _)| !user.is_empty());
        host.is_some_and(|(_, host)| {
            !host.is_empty() && !host.contains('@') && !host.ends_with('.')
        })
    };
    let email = text.split(separates).find(is_email);
    let Some(email) = email else {
        let name = text.trim();
        return (!name.is_empty()).then(|| Person {
            name: Some(name.to_owned()),
            email: None,
        });
    };
    let rest = text.replacen(email, " ", 1).replace("mailto:", " ");
    let around = |c: char| c.is_whitespace() || "()<>[],;:\"-".contains(c);
    let name = rest.trim_matches(around);
    Some(Person {
        name: (!name.is_empty()).then(|| name.to_owned()),
        email: Some(email.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_to_give_name_and_address() {
        let both = Some(Person {
            name: Some("Ada Field".to_owned()),
            email: Some("ada@ledger.example".to_owned()),
        });
        for text in [
            "ada@ledger.example (Ada Field)",
            "Ada Field <ada@ledger.example>",
            "Ada Field (ada@ledger.example)",
            "Ada Field, mailto:ada@ledger.example",
            "ada@ledger.example Ada Field",
            "\"Ada Field\" <ada@ledger.example>",
        ] {
            assert_eq!(parse(text), both, "{text}");
        }
        assert_eq!(parse("Ada Field").unwrap().email, None);
        assert_eq!(parse("ada@ledger.example").unwrap().name, None);
        assert_eq!(parse("@ada on the net").unwrap().email, None);
        assert_eq!(parse(" "), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(@|\\.|<|>|\\(|\\)| |a|é|mailto:|\\PC){0,30}") {
            parse(&text);
        }
    }
}
