//! A checked configuration as TOML: every value that holds, defaults included. Pure; what it writes is read back as the
//! same configuration.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::{Auth, Config, FeedConfig, KeysConfig, ThemeChoice, display_duration};
use crate::app::{ACTIONS, Place};

/// The text. A feed's `every` is its folder's where it has none of its own.
pub fn effective(config: &Config) -> String {
    let mut root = DocumentMut::new();
    root["browser"] = value(list(&config.browser));
    let mut reading = Table::new();
    reading["measure"] = value(i64::from(config.reading.measure));
    reading["list_links"] = value(config.reading.list_links);
    reading["mark_read_on_open"] = value(config.reading.mark_read_on_open);
    root["reading"] = Item::Table(reading);
    let mut screen = Table::new();
    screen["theme"] = value(match &config.screen.theme {
        ThemeChoice::Auto => "auto",
        ThemeChoice::Named(name) => name,
    });
    screen["mouse"] = value(config.screen.mouse);
    screen["ascii"] = value(config.screen.ascii);
    root["screen"] = Item::Table(screen);
    let mut poll = Table::new();
    poll["automatic"] = value(config.poll.automatic);
    poll["every"] = value(display_duration(config.poll.floor));
    poll["concurrency"] = value(config.poll.concurrency as i64);
    poll["per_host"] = value(config.poll.per_host as i64);
    root["poll"] = Item::Table(poll);
    root["keys"] = Item::Table(keys(&config.keys));

    let mut folders = ArrayOfTables::new();
    for folder in &config.folders {
        let mut table = Table::new();
        table["name"] = value(&folder.name);
        if let Some(every) = folder.every {
            table["every"] = value(display_duration(every));
        }
        folders.push(table);
    }
    let mut views = ArrayOfTables::new();
    for view in &config.views {
        let mut table = Table::new();
        table["name"] = value(&view.name);
        table["query"] = value(view.query.to_string());
        table["sort"] = value(view.sort.to_string());
        if let Some(key) = view.key {
            table["key"] = value(key.to_string());
        }
        views.push(table);
    }
    let mut feeds = ArrayOfTables::new();
    for own in &config.feeds {
        feeds.push(feed(own));
    }
    for (key, tables) in [("view", views), ("folder", folders), ("feed", feeds)] {
        if !tables.is_empty() {
            root[key] = Item::ArrayOfTables(tables);
        }
    }
    root.to_string()
}

fn keys(keys: &KeysConfig) -> Table {
    let mut table = Table::new();
    table["preset"] = value(keys.preset.name());
    for (name, place) in Place::ALL {
        let mut bound = Table::new();
        for binding in keys.own.iter().filter(|binding| binding.place == place) {
            let written: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let row = ACTIONS
                .iter()
                .find(|row| Some(row.action) == binding.action);
            bound[&written.join(" ")] = value(row.map_or("none", |row| row.name));
        }
        if !bound.is_empty() {
            table[name] = Item::Table(bound);
        }
    }
    table
}

fn feed(feed: &FeedConfig) -> Table {
    let mut table = Table::new();
    table["url"] = value(&feed.url);
    let request = &feed.request;
    let words = [
        ("name", feed.name.clone()),
        ("folder", feed.folder.clone()),
        ("every", feed.every.map(display_duration)),
        (
            "timeout",
            request
                .timeout
                .map(|timeout| display_duration(timeout.as_secs() as i64)),
        ),
        ("user_agent", request.user_agent.clone()),
        ("proxy", request.proxy.clone()),
    ];
    for (key, words) in words {
        if let Some(words) = words {
            table[key] = value(words);
        }
    }
    if !feed.tags.is_empty() {
        table["tags"] = value(list(&feed.tags));
    }
    if !request.headers.is_empty() {
        let headers = request.headers.iter();
        table["headers"] = value(
            headers
                .map(|(name, text)| (name, text))
                .collect::<InlineTable>(),
        );
    }
    if let Some(auth) = &request.auth {
        table["auth"] = value(login(auth));
    }
    table
}

/// Commands that print a secret; the secret itself stands in no configuration.
fn login(auth: &Auth) -> InlineTable {
    let mut table = InlineTable::new();
    match auth {
        Auth::Basic {
            user,
            password_command,
        } => {
            table.insert("user", user.into());
            table.insert("password_command", Value::Array(list(password_command)));
        }
        Auth::Bearer { token_command } => {
            table.insert("token_command", Value::Array(list(token_command)));
        }
    }
    table
}

fn list(words: &[String]) -> Array {
    words.iter().collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{EXAMPLE, parse, raw};

    const EVERYTHING: &str = r#"
        browser = ["firefox", "--new-tab", "{url}"]
        [reading]
        measure = 99
        list_links = false
        mark_read_on_open = false
        [screen]
        theme = "light"
        mouse = false
        ascii = true
        [poll]
        automatic = false
        every = "1h 30m"
        concurrency = 7
        per_host = 3
        [[folder]]
        name = "News"
        every = "2h"
        [[feed]]
        url = "https://a.example/"
        name = 'A "quoted" name'
        folder = "News"
        tags = ["x", "y\\z"]
        every = "90s"
        timeout = "5s"
        user_agent = "me/1"
        proxy = "socks5h://localhost:9050"
        headers = { X-Club = "yes", "Accept-Language" = "en" }
        auth = { user = "reader", password_command = ["pass", "show", "a b"] }
        [[view]]
        name = "Long reads"
        query = "is:unread and (folder:News or \"tide table\")"
        sort = "oldest"
        key = "<f2>"
        [[feed]]
        url = "https://b.example/"
        folder = "News"
        auth = { token_command = ["token"] }
    "#;

    #[test]
    fn what_it_writes_is_read_back_as_the_same() {
        for text in [EVERYTHING, EXAMPLE, ""] {
            let config = parse(text, Path::new("config.toml")).unwrap();
            let written = effective(&config);
            assert_eq!(
                parse(&written, Path::new("config.toml")).unwrap(),
                config,
                "{written}"
            );
        }
    }

    #[test]
    fn every_key_is_written() {
        let config = parse(EVERYTHING, Path::new("config.toml")).unwrap();
        let written = effective(&config);
        for place in raw::PLACES {
            for key in raw::keys(place) {
                let there = [
                    format!("{key} = "),
                    format!("[{key}]"),
                    format!("[[{key}]]"),
                ];
                assert!(
                    there.iter().any(|key| written.contains(key)),
                    "{key} of {place}: {written}"
                );
            }
        }
    }
}
