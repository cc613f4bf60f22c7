//! The orders of a list, and their names. What they cost is the cache's affair.

use std::fmt;

use serde::{Deserialize, Serialize};

/// So many of one feed in a row, where a river's name gives no number.
const IN_A_ROW: u8 = 3;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// Feed by feed, as the configuration has them, the newest of each first.
    Feed,
    /// Unread articles alone: first those that arrived first.
    LongestUnread,
    /// The newest first, but after so many of one feed in a row one of another, where the page has one.
    River(u8),
}

impl Order {
    /// The names, as [`Order::named`] takes them.
    pub const NAMES: [&str; 5] = ["newest", "oldest", "feed", "longest-unread", "river"];

    /// The order of that name. A river may say how many of one feed may stand in a row: "river:5" (1 to 50).
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "newest" => Self::Newest,
            "oldest" => Self::Oldest,
            "feed" => Self::Feed,
            "longest-unread" => Self::LongestUnread,
            "river" => Self::River(IN_A_ROW),
            _ => {
                let number = name.strip_prefix("river:")?.parse().ok()?;
                (1..=50).contains(&number).then_some(Self::River(number))?
            }
        })
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newest => f.write_str("newest"),
            Self::Oldest => f.write_str("oldest"),
            Self::Feed => f.write_str("feed"),
            Self::LongestUnread => f.write_str("longest-unread"),
            Self::River(IN_A_ROW) => f.write_str("river"),
            Self::River(number) => write!(f, "river:{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for name in Order::NAMES.into_iter().chain(["river:1", "river:50"]) {
            assert_eq!(Order::named(name).unwrap().to_string(), name);
        }
        for name in ["", "Newest", "river:", "river:0", "river:51", "rivers"] {
            assert_eq!(Order::named(name), None, "{name}");
        }
    }
}
