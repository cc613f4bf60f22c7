//! The TOML file as it is written: every key, none of the meaning. A key that does not stand here is unknown.
//! Nothing is checked in this file but the types; [`super::check`] does the rest.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;

/// A text that can be pointed at.
pub type Text = Spanned<String>;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Raw {
    pub browser: Option<Spanned<Vec<String>>>,
    pub fold: Option<bool>,
    pub reading: RawReading,
    pub screen: RawScreen,
    pub list: RawList,
    pub front_page: RawFrontPage,
    pub quotes: RawQuotes,
    pub poll: RawPoll,
    pub cache: RawCache,
    pub hooks: RawHooks,
    pub notify: RawNotify,
    pub keys: RawKeys,
    pub programs: RawPrograms,
    pub pipe: Vec<Spanned<RawPipe>>,
    pub share: Vec<Spanned<RawShare>>,
    pub player: Vec<Spanned<RawPlayer>>,
    pub downloads: RawDownloads,
    pub speech: RawSpeech,
    pub view: Vec<Spanned<RawView>>,
    pub rule: Vec<Spanned<RawRule>>,
    pub site: Vec<Spanned<RawSite>>,
    pub folder: Vec<Spanned<RawFolder>>,
    pub feed: Vec<Spanned<RawFeed>>,
}

/// `[reading]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawReading {
    pub measure: Option<Spanned<i64>>,
    pub justify: Option<bool>,
    pub list_links: Option<bool>,
    pub mark_read: Option<Text>,
    pub line_spacing: Option<Spanned<i64>>,
    pub words_per_minute: Option<Spanned<i64>>,
    pub images: Option<Text>,
    pub images_by: Option<Text>,
}

/// `[screen]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawScreen {
    pub theme: Option<Text>,
    pub mouse: Option<bool>,
    pub ascii: Option<bool>,
    pub hyperlinks: Option<Text>,
    pub bidi: Option<Text>,
    pub title: Option<bool>,
    pub plain: Option<bool>,
    pub sidebar: Option<Text>,
    pub copy_on_select: Option<bool>,
}

/// `[front_page]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawFrontPage {
    pub hours: Option<Spanned<i64>>,
}

/// `[notify]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawNotify {
    pub how: Option<Text>,
    pub command: Option<Spanned<Vec<String>>>,
}

/// `[list]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawList {
    pub density: Option<Spanned<toml::Value>>,
    pub columns: Option<Vec<Text>>,
}

/// `[quotes]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawQuotes {
    pub show_fragments: Option<bool>,
}

/// `[poll]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPoll {
    pub automatic: Option<bool>,
    pub every: Option<Text>,
    pub concurrency: Option<Spanned<i64>>,
    pub per_host: Option<Spanned<i64>>,
    pub patience: Option<Text>,
}

/// `[cache]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawCache {
    pub keep: Option<Text>,
    pub keep_unread: Option<Spanned<toml::Value>>,
    pub max_articles: Option<Spanned<i64>>,
}

/// `[hooks]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawHooks {
    pub new_article: Option<Spanned<Vec<String>>>,
    pub open: Option<Spanned<Vec<String>>>,
    pub bookmark: Option<Spanned<Vec<String>>>,
    pub first_poll: Option<bool>,
    pub timeout: Option<Text>,
}

/// `[keys]`: what keys ask for, by the pane in which they do.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawKeys {
    pub preset: Option<Text>,
    pub all: BTreeMap<Text, Text>,
    pub sources: BTreeMap<Text, Text>,
    pub list: BTreeMap<Text, Text>,
    pub reading: BTreeMap<Text, Text>,
    pub quotes: BTreeMap<Text, Text>,
}

/// `[[view]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawView {
    pub name: Option<Text>,
    pub query: Option<Text>,
    pub sort: Option<Text>,
    pub key: Option<Text>,
}

/// `[programs]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPrograms {
    pub pipe_format: Option<Text>,
    pub timeout: Option<Text>,
}

/// `[[pipe]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPipe {
    pub name: Option<Text>,
    pub command: Option<Spanned<Vec<String>>>,
    pub format: Option<Text>,
    pub key: Option<Text>,
}

/// `[[share]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawShare {
    pub name: Option<Text>,
    pub command: Option<Spanned<Vec<String>>>,
    pub key: Option<Text>,
}

/// `[[player]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPlayer {
    #[serde(rename = "type")]
    pub media_type: Option<Text>,
    pub command: Option<Spanned<Vec<String>>>,
}

/// `[downloads]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawDownloads {
    pub folder: Option<Text>,
    pub largest_mb: Option<Spanned<i64>>,
}

/// `[speech]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawSpeech {
    pub command: Option<Spanned<Vec<String>>>,
}

/// `[[site]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawSite {
    pub host: Option<Text>,
    pub body: Option<Text>,
    pub strip: Option<Text>,
    pub next_page: Option<Text>,
    pub cookies: Option<Text>,
}

/// `[[rule]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawRule {
    pub name: Option<Text>,
    pub query: Option<Text>,
    #[serde(rename = "do")]
    pub actions: Option<Spanned<Vec<Text>>>,
}

/// `[[folder]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawFolder {
    pub name: Option<Text>,
    pub every: Option<Text>,
    pub keep: Option<Text>,
    pub keep_unread: Option<Spanned<toml::Value>>,
    pub max_articles: Option<Spanned<i64>>,
    pub full_text: Option<bool>,
}

/// `[[feed]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawFeed {
    pub url: Option<Text>,
    pub name: Option<Text>,
    pub folder: Option<Text>,
    pub tags: Vec<Text>,
    pub every: Option<Text>,
    pub fold: Option<bool>,
    pub full_text: Option<bool>,
    pub user_agent: Option<Text>,
    pub headers: BTreeMap<Text, Text>,
    pub auth: Option<Spanned<RawAuth>>,
    pub proxy: Option<Text>,
    pub timeout: Option<Text>,
    pub patience: Option<Text>,
    pub keep: Option<Text>,
    pub keep_unread: Option<Spanned<toml::Value>>,
    pub max_articles: Option<Spanned<i64>>,
}

/// `auth` of a `[[feed]]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawAuth {
    pub user: Option<Text>,
    pub password_command: Option<Spanned<Vec<String>>>,
    pub token_command: Option<Spanned<Vec<String>>>,
}

/// The places that have keys of their own, as a reader writes them.
pub const PLACES: [&str; 23] = [
    "",
    "[reading]",
    "[screen]",
    "[list]",
    "[front_page]",
    "[quotes]",
    "[poll]",
    "[cache]",
    "[hooks]",
    "[notify]",
    "[keys]",
    "[programs]",
    "[[pipe]]",
    "[[share]]",
    "[[player]]",
    "[downloads]",
    "[speech]",
    "[[view]]",
    "[[rule]]",
    "[[site]]",
    "[[folder]]",
    "[[feed]]",
    "[feed.auth]",
];

/// The keys that may stand in a place, in the order of the structs above; empty for a place with free keys.
pub fn keys(place: &str) -> &'static [&'static str] {
    match place {
        "" => fields::<Raw>(),
        "[reading]" => fields::<RawReading>(),
        "[screen]" => fields::<RawScreen>(),
        "[list]" => fields::<RawList>(),
        "[front_page]" => fields::<RawFrontPage>(),
        "[quotes]" => fields::<RawQuotes>(),
        "[poll]" => fields::<RawPoll>(),
        "[cache]" => fields::<RawCache>(),
        "[hooks]" => fields::<RawHooks>(),
        "[notify]" => fields::<RawNotify>(),
        "[keys]" => fields::<RawKeys>(),
        "[programs]" => fields::<RawPrograms>(),
        "[[pipe]]" => fields::<RawPipe>(),
        "[[share]]" => fields::<RawShare>(),
        "[[player]]" => fields::<RawPlayer>(),
        "[downloads]" => fields::<RawDownloads>(),
        "[speech]" => fields::<RawSpeech>(),
        "[[view]]" => fields::<RawView>(),
        "[[rule]]" => fields::<RawRule>(),
        "[[site]]" => fields::<RawSite>(),
        "[[folder]]" => fields::<RawFolder>(),
        "[[feed]]" => fields::<RawFeed>(),
        "[feed.auth]" => fields::<RawAuth>(),
        _ => &[],
    }
}

/// The field names of a struct, asked of its own `Deserialize`: so they stand in one place only.
fn fields<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // It always fails: `Fields` has no value to give, only an ear for the names.
    let _ = T::deserialize(Fields(&mut names));
    names
}

struct Fields<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(de::Error::custom("names only"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("names only"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_knows_its_keys() {
        for place in PLACES {
            assert!(!keys(place).is_empty(), "{place}");
        }
        assert_eq!(
            keys("[feed.auth]"),
            ["user", "password_command", "token_command"]
        );
    }
}
