//! A checked configuration as TOML: every value that holds, defaults included. Pure; what it writes is read back as the
//! same configuration.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::{
    Auth, Bidi, Config, FeedConfig, HooksConfig, Hyperlinking, ImagesBy, KeysConfig, NotifyConfig,
    RetentionKeys, SiteConfig, ThemeChoice, display_duration,
};
use crate::app::{ACTIONS, Images, Key, MarkRead, PipeFormat, Place, Side};

/// What one of several ways is called.
fn name_of<T: PartialEq>(names: &[(&'static str, T)], way: &T) -> &'static str {
    let named = names.iter().find(|(_, known)| known == way);
    named.map_or("auto", |(name, _)| name)
}

/// The text. A feed's `every` is its folder's where it has none of its own.
pub fn effective(config: &Config) -> String {
    let mut root = DocumentMut::new();
    root["browser"] = value(list(&config.browser));
    root["fold"] = value(!config.apart);
    let mut reading = Table::new();
    reading["measure"] = value(i64::from(config.reading.measure));
    reading["justify"] = value(config.reading.justify);
    reading["list_links"] = value(config.reading.list_links);
    reading["mark_read"] = value(name_of(&MarkRead::NAMES, &config.reading.mark_read));
    reading["line_spacing"] = value(i64::from(config.reading.line_spacing));
    reading["words_per_minute"] = value(i64::from(config.reading.words_per_minute));
    reading["images"] = value(name_of(&Images::NAMES, &config.reading.images));
    reading["images_by"] = value(name_of(&ImagesBy::NAMES, &config.reading.images_by));
    root["reading"] = Item::Table(reading);
    let mut screen = Table::new();
    screen["theme"] = value(match &config.screen.theme {
        ThemeChoice::Auto => "auto",
        ThemeChoice::Named(name) => name,
    });
    screen["mouse"] = value(config.screen.mouse);
    screen["ascii"] = value(config.screen.ascii);
    screen["title"] = value(config.screen.title);
    screen["plain"] = value(config.screen.plain);
    screen["sidebar"] = value(match config.screen.sidebar {
        Side::Left => "left",
        Side::Right => "right",
    });
    screen["copy_on_select"] = value(config.screen.copy_on_select);
    screen["hyperlinks"] = value(name_of(&Hyperlinking::NAMES, &config.screen.hyperlinks));
    screen["bidi"] = value(name_of(&Bidi::NAMES, &config.screen.bidi));
    root["screen"] = Item::Table(screen);
    let mut headlines = Table::new();
    headlines["density"] = match config.list.density.name().parse::<i64>() {
        Ok(lines) => value(lines),
        Err(_) => value(config.list.density.name()),
    };
    let columns = config.list.columns.iter().map(|column| column.name());
    headlines["columns"] = value(columns.collect::<Array>());
    root["list"] = Item::Table(headlines);
    let mut front_page = Table::new();
    front_page["hours"] = value(i64::from(config.front_page.hours));
    root["front_page"] = Item::Table(front_page);
    let mut quotes = Table::new();
    quotes["show_fragments"] = value(config.quotes.show_fragments);
    root["quotes"] = Item::Table(quotes);
    let mut poll = Table::new();
    poll["automatic"] = value(config.poll.automatic);
    poll["every"] = value(display_duration(config.poll.floor));
    poll["concurrency"] = value(config.poll.concurrency as i64);
    poll["per_host"] = value(config.poll.per_host as i64);
    let patience = config.poll.patience.as_secs().cast_signed();
    poll["patience"] = value(display_duration(patience));
    root["poll"] = Item::Table(poll);
    let mut cache = Table::new();
    let all = RetentionKeys {
        keep: Some(config.cache.keep),
        keep_unread: Some(config.cache.keep_unread),
        max_articles: Some(config.cache.max_articles),
    };
    all.write(&mut cache);
    root["cache"] = Item::Table(cache);
    root["hooks"] = Item::Table(hooks(&config.hooks));
    root["notify"] = Item::Table(notify(&config.notify));
    root["keys"] = Item::Table(keys(&config.keys));
    write_programs(config, &mut root);

    let mut folders = ArrayOfTables::new();
    for folder in &config.folders {
        let mut table = Table::new();
        table["name"] = value(&folder.name);
        if let Some(every) = folder.every {
            table["every"] = value(display_duration(every));
        }
        folder.retention.write(&mut table);
        if let Some(full_text) = folder.full_text {
            table["full_text"] = value(full_text);
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
    let sites: ArrayOfTables = config.sites.iter().map(site).collect();
    let mut rules = ArrayOfTables::new();
    for rule in &config.rules {
        let mut table = Table::new();
        table["name"] = value(&rule.name);
        table["query"] = value(rule.query.to_string());
        let actions: Vec<String> = rule.actions.iter().map(ToString::to_string).collect();
        table["do"] = value(list(&actions));
        rules.push(table);
    }
    let mut feeds = ArrayOfTables::new();
    for own in &config.feeds {
        let folder = config
            .folders
            .iter()
            .find(|f| own.folder.as_ref() == Some(&f.name));
        let outer = folder.map_or(config.cache, |folder| {
            folder.retention.within(&config.cache)
        });
        let mut table = feed(own);
        own.retention.beside(&outer).write(&mut table);
        if own.apart != config.apart {
            table["fold"] = value(!own.apart);
        }
        feeds.push(table);
    }
    for (key, tables) in [
        ("view", views),
        ("rule", rules),
        ("site", sites),
        ("folder", folders),
        ("feed", feeds),
    ] {
        if !tables.is_empty() {
            root[key] = Item::ArrayOfTables(tables);
        }
    }
    root.to_string()
}

/// What leads out of the reader.
fn write_programs(config: &Config, root: &mut DocumentMut) {
    let format = |format: PipeFormat| {
        let mut names = PipeFormat::NAMES.iter();
        names
            .find_map(|(name, known)| (*known == format).then_some(*name))
            .unwrap_or("text")
    };
    let own = &config.programs;
    let mut programs = Table::new();
    programs["pipe_format"] = value(format(own.offered.format));
    let timeout = own.timeout.as_secs().cast_signed();
    programs["timeout"] = value(display_duration(timeout));
    root["programs"] = Item::Table(programs);
    let mut downloads = Table::new();
    if let Some(folder) = &config.downloads.folder {
        downloads["folder"] = value(folder.display().to_string());
    }
    let largest = config.downloads.largest / 1_000_000;
    downloads["largest_mb"] = value(largest.cast_signed());
    root["downloads"] = Item::Table(downloads);
    let mut speech = Table::new();
    speech["command"] = value(list(&own.offered.speech));
    root["speech"] = Item::Table(speech);
    let named = |name: &str, command: &[String], key: Option<Key>| {
        let mut table = Table::new();
        table["name"] = value(name);
        table["command"] = value(list(command));
        if let Some(key) = key {
            table["key"] = value(key.to_string());
        }
        table
    };
    let pipes = own.offered.pipes.iter().map(|pipe| {
        let mut table = named(&pipe.name, &pipe.command, pipe.key);
        table["format"] = value(format(pipe.format));
        table
    });
    let shares = own.offered.shares.iter();
    let shares = shares.map(|share| named(&share.name, &share.command, share.key));
    let players = own.players.iter().map(|player| {
        let mut table = Table::new();
        table["type"] = value(&player.media_type);
        table["command"] = value(list(&player.command));
        table
    });
    let all: [(&str, ArrayOfTables); 3] = [
        ("pipe", pipes.collect()),
        ("share", shares.collect()),
        ("player", players.collect()),
    ];
    for (key, tables) in all {
        if !tables.is_empty() {
            root[key] = Item::ArrayOfTables(tables);
        }
    }
}

fn site(site: &SiteConfig) -> Table {
    let mut table = Table::new();
    table["host"] = value(&site.host);
    let cookies = site.cookies.as_ref();
    let words = [
        ("body", site.body.clone()),
        ("strip", site.strip.clone()),
        ("next_page", site.next_page.clone()),
        ("cookies", cookies.map(|file| file.display().to_string())),
    ];
    for (key, words) in words {
        if let Some(words) = words {
            table[key] = value(words);
        }
    }
    table
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
        (
            "patience",
            request
                .patience
                .map(|patience| display_duration(patience.as_secs() as i64)),
        ),
        ("user_agent", request.user_agent.clone()),
        ("proxy", request.proxy.clone()),
    ];
    for (key, words) in words {
        if let Some(words) = words {
            table[key] = value(words);
        }
    }
    // Written also where it is false: its folder may say otherwise.
    table["full_text"] = value(feed.full_text);
    if !feed.tags.is_empty() {
        table["tags"] = value(list(&feed.tags));
    }
    if !request.headers.is_empty() {
        let headers = request.headers.iter();
        table["headers"] = value(
            headers
                .map(|(name, text)| (name, if may_be_secret(name) { NOT_SHOWN } else { text }))
                .collect::<InlineTable>(),
        );
    }
    if let Some(auth) = &request.auth {
        table["auth"] = value(login(auth));
    }
    table
}

fn hooks(hooks: &HooksConfig) -> Table {
    let mut table = Table::new();
    table["new_article"] = value(list(&hooks.new_article));
    table["open"] = value(list(&hooks.open));
    table["bookmark"] = value(list(&hooks.bookmark));
    table["first_poll"] = value(hooks.first_poll);
    table["timeout"] = value(display_duration(hooks.timeout.as_secs() as i64));
    table
}

fn notify(notify: &NotifyConfig) -> Table {
    let mut table = Table::new();
    table["how"] = value(notify.how.name());
    table["command"] = value(list(&notify.command));
    table
}

/// Stands for what may be a key to something.
const NOT_SHOWN: &str = "(not shown)";

/// Whether a header field of this name is likely to hold a secret.
fn may_be_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = [
        "key", "token", "auth", "secret", "cookie", "pass", "session", "sign",
    ];
    words.iter().any(|word| name.contains(word))
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
        fold = false
        [reading]
        measure = 99
        justify = true
        list_links = false
        images = "always"
        images_by = "sixel"
        mark_read = "scroll"
        [screen]
        theme = "light"
        mouse = false
        ascii = true
        title = false
        plain = true
        [quotes]
        show_fragments = true
        [poll]
        automatic = false
        every = "1h 30m"
        concurrency = 7
        per_host = 3
        patience = "11s"
        [keys]
        preset = "emacs"
        [keys.all]
        "<c-x> s" = "refresh-all"
        A = "none"
        [keys.sources]
        x = "details"
        [keys.list]
        "g g" = "top"
        [keys.reading]
        x = "browser"
        [keys.quotes]
        x = "copy"
        [cache]
        keep = "90d"
        keep_unread = false
        max_articles = 5000
        [hooks]
        new_article = ["notify-send", "{feed}", "{title} {x"]
        open = ["log", "{id}"]
        bookmark = ["save", "{url}"]
        first_poll = true
        timeout = "5s"
        [notify]
        how = "command"
        command = ["notify-send", "{title}", "{body}"]
        [[folder]]
        name = "News"
        every = "2h"
        keep = "forever"
        keep_unread = "30d"
        full_text = true
        [[feed]]
        url = "https://a.example/"
        name = 'A "quoted" name'
        folder = "News"
        tags = ["x", "y\\z"]
        fold = true
        every = "90s"
        full_text = false
        timeout = "5s"
        patience = "9s"
        user_agent = "me/1"
        proxy = "socks5h://localhost:9050"
        headers = { X-Club = "yes", "Accept-Language" = "en" }
        auth = { user = "reader", password_command = ["pass", "show", "a b"] }
        [[site]]
        host = "ledger.example"
        body = ".story"
        strip = "aside, .promo"
        next_page = "a.next"
        cookies = "~/ledger cookies.txt"
        [programs]
        pipe_format = "json"
        timeout = "10s"
        [downloads]
        folder = "~/Podcasts"
        largest_mb = 100
        [speech]
        command = ["espeak-ng"]
        [[pipe]]
        name = "Words"
        command = ["wc", "-w"]
        format = "text"
        key = "<f5>"
        [[share]]
        name = "Say it"
        command = ["say", "{quote}"]
        key = "<f6>"
        [[player]]
        type = "audio/*"
        command = ["mpv", "{url}"]
        [[rule]]
        query = "title:derby"
        do = ["hide", "tag sport news"]
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
    fn what_may_be_a_key_is_not_shown() {
        let text = "[[feed]]\nurl = \"https://a.example/\"\nheaders = { X-Api-Key = \"k3y\", Cookie = \"id=k3y\" }\n";
        let written = effective(&parse(text, Path::new("config.toml")).unwrap());
        assert!(
            written.contains("X-Api-Key") && !written.contains("k3y"),
            "{written}"
        );
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
                    format!(".{key}]"),
                ];
                assert!(
                    there.iter().any(|key| written.contains(key)),
                    "{key} of {place}: {written}"
                );
            }
        }
    }
}
