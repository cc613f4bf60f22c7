//! Network to articles: what is due, what comes, and what is in it. Knows nothing of the cache.

pub mod parse;

pub use parse::{ParseError, parse};
