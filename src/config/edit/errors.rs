//! Why an edit is not done, said so that the reader can put it right. Prints nothing.

use super::super::{AddressError, ConfigError};

/// Why the file is left as it is.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The file cannot be read or written, or is wrong already.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address is not one that is taken.
    #[error("`{url}` {error}")]
    Address {
        /// As it was given.
        url: String,
        /// Why.
        error: AddressError,
    },
    /// A name, folder or tag that is not taken.
    #[error("{0}")]
    Words(String),
    /// The feed is there.
    #[error("this feed is there already: {0}")]
    Duplicate(String),
    /// No feed has this address or name.
    #[error("no feed has the address or name `{feed}`{}", did_you_mean(.meant.as_deref()))]
    Unknown {
        /// As it was given.
        feed: String,
        /// What was most likely meant.
        meant: Option<String>,
    },
    /// More than one feed has this name.
    #[error("`{feed}` is the name of several feeds:\n  {}", .candidates.join("\n  "))]
    Ambiguous {
        /// As it was given.
        feed: String,
        /// Their addresses.
        candidates: Vec<String>,
    },
    /// `feed = [ … ]` instead of `[[feed]]`.
    #[error("the feeds stand in the file as one list, which is not edited")]
    List,
    /// Another program changed the file again and again.
    #[error("the file keeps changing under the edit")]
    Busy,
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

impl EditError {
    /// What the reader can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Config(error) => error.hint(),
            Self::Address { error, .. } => Some(error.hint().to_owned()),
            Self::Ambiguous { .. } => Some("say which, by its address".to_owned()),
            Self::Unknown { meant: None, .. } => {
                Some("`pullquote feed list` shows them all".to_owned())
            }
            Self::List => Some("write each feed under a [[feed]] of its own".to_owned()),
            Self::Busy => Some("try again".to_owned()),
            Self::Words(_) | Self::Duplicate(_) | Self::Unknown { .. } => None,
        }
    }
}
