//! Lists: what stands before each item.

use dom_query::NodeRef;

use super::{Walk, attribute};
use crate::renderer::{BlockKind, Marker};

/// As wide as a definition's indent, with the blank that follows every label.
const INSET: &str = "   ";

/// How the items of a list are counted.
#[derive(Clone, Copy)]
enum Counting {
    None,
    Decimal,
    Letters { upper: bool },
    Roman { upper: bool },
}

impl Walk<'_> {
    pub(super) fn list(&mut self, node: &NodeRef, name: &str) {
        self.end_block();
        let counting = counting(node, name == "ol");
        let is_item = |n: &NodeRef| n.has_name("li");
        let reversed = name == "ol" && node.has_attr("reversed");
        let start = attribute(node, "start").and_then(|s| s.trim().parse::<i64>().ok());
        let count = if reversed && start.is_none() {
            node.children_it(false).filter(is_item).count()
        } else {
            1
        };
        let mut number = start.unwrap_or(count as i64);
        // A list straight within a list stands for a sublist of the item before it.
        let stray = node
            .parent()
            .is_some_and(|p| p.has_name("ul") || p.has_name("ol"));
        // In a definition it stands in as far as the definition does.
        let inset = match self.kind {
            BlockKind::Definition => Some(INSET),
            _ => stray.then_some(""),
        };
        self.items.extend(inset.map(|blank| Marker {
            label: blank.to_owned(),
            first: false,
        }));
        for child in node.children_it(false) {
            if is_item(&child) {
                if let Some(value) = attribute(&child, "value").and_then(|v| v.trim().parse().ok())
                {
                    number = value;
                }
                self.item(&child, label(number, counting));
                number = if reversed {
                    number.saturating_sub(1)
                } else {
                    number.saturating_add(1)
                };
            } else {
                self.node(&child);
            }
        }
        if inset.is_some() {
            self.items.pop();
        }
        self.end_block();
    }

    /// An item outside of any list.
    pub(super) fn loose_item(&mut self, node: &NodeRef) {
        self.item(node, String::new());
    }

    fn item(&mut self, node: &NodeRef, label: String) {
        if super::hidden::is_hidden(node) {
            return;
        }
        self.items.push(Marker { label, first: true });
        self.block(node, BlockKind::ListItem);
        self.items.pop();
    }
}

fn counting(node: &NodeRef, ordered: bool) -> Counting {
    if !ordered {
        return Counting::None;
    }
    match attribute(node, "type").as_deref() {
        Some("a") => Counting::Letters { upper: false },
        Some("A") => Counting::Letters { upper: true },
        Some("i") => Counting::Roman { upper: false },
        Some("I") => Counting::Roman { upper: true },
        _ => Counting::Decimal,
    }
}

fn label(number: i64, counting: Counting) -> String {
    let case = |text: String, upper| {
        if upper {
            text.to_ascii_uppercase()
        } else {
            text
        }
    };
    match counting {
        Counting::None => String::new(),
        Counting::Letters { upper } if number > 0 => case(letters(number), upper) + ".",
        Counting::Roman { upper } if (1..4000).contains(&number) => {
            case(roman(number), upper) + "."
        }
        _ => format!("{number}."),
    }
}

/// a, b, … z, aa, ab: the alphabet as a numeral system without a nought.
fn letters(mut number: i64) -> String {
    let mut reversed = Vec::new();
    while number > 0 {
        number -= 1;
        reversed.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    reversed.iter().rev().map(|&b| char::from(b)).collect()
}

fn roman(mut number: i64) -> String {
    const NUMERALS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            out.push_str(numeral);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        assert_eq!(label(28, Counting::Letters { upper: false }), "ab.");
        assert_eq!(label(26, Counting::Letters { upper: true }), "Z.");
        assert_eq!(label(1994, Counting::Roman { upper: false }), "mcmxciv.");
        assert_eq!(label(0, Counting::Roman { upper: true }), "0.");
        assert_eq!(label(-3, Counting::Letters { upper: true }), "-3.");
    }
}
