//! A JSON Feed as its specification wants it (<https://www.jsonfeed.org/version/1.1/>), out of what publishers write:
//! numbers and lists where texts belong, old and odd versions, missing members, a document that was cut off.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::{MOST_ENTRIES, person};

/// A feed written anew.
#[derive(Debug)]
pub struct JsonFeed {
    /// The document, which feed-rs reads.
    pub text: String,
    /// "JSON Feed 1.1", as the document says.
    pub name: String,
    /// The document ended too early; its whole items were kept.
    pub cut: bool,
}

/// Writes a JSON Feed anew. `Ok(None)` where it is JSON, and no feed.
pub fn feed(text: &str) -> Result<Option<JsonFeed>, String> {
    let (document, cut) = read(text)?;
    let version = text_of(&document, "version").unwrap_or_default();
    let Some(items) = document.get("items").and_then(Value::as_array) else {
        return Ok(None);
    };
    let items: Vec<Value> = items
        .iter()
        .filter(|item| item.is_object())
        .map(item)
        .collect();
    let mut feed = texts(
        &document,
        &[
            "home_page_url",
            "description",
            "icon",
            "favicon",
            "language",
        ],
    );
    feed.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    feed.insert(
        "title".into(),
        text_of(&document, "title").unwrap_or_default().into(),
    );
    feed.insert("authors".into(), authors(&document));
    feed.insert("items".into(), items.into());
    let number = version
        .rsplit('/')
        .next()
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    Ok(Some(JsonFeed {
        text: Value::Object(feed).to_string(),
        name: format!("JSON Feed {}", number.unwrap_or_default())
            .trim_end()
            .to_owned(),
        cut,
    }))
}

/// Parses; if need be without control characters, and if need be without what follows the last whole item.
fn read(text: &str) -> Result<(Value, bool), String> {
    // A tree of small objects is far larger than its text: too many are cut off before they are read.
    let objects = text.bytes().filter(|byte| *byte == b'{').count();
    if objects > MOST_ENTRIES * 4 {
        let first = whole_items(text).unwrap_or_default();
        return serde_json::from_str(&first)
            .map(|document| (document, true))
            .map_err(|error| error.to_string());
    }
    let error = match serde_json::from_str(text) {
        Ok(document) => return Ok((document, false)),
        Err(error) => error,
    };
    let printable: Cow<str> = if text.contains(|c: char| c.is_control()) {
        text.replace(|c: char| c.is_control(), " ").into()
    } else {
        text.into()
    };
    if let Ok(document) = serde_json::from_str(&printable) {
        return Ok((document, false));
    }
    let whole = whole_items(&printable).and_then(|text| serde_json::from_str(&text).ok());
    whole
        .map(|document| (document, true))
        .ok_or_else(|| error.to_string())
}

/// The document up to its last whole item, or to the last that is kept, closed.
fn whole_items(text: &str) -> Option<String> {
    let (mut depth, mut count, mut end) = (0_usize, 0, None);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                // The feed, its list of items, and nothing else open.
                if depth == 2 && byte == b'}' {
                    end = Some(at + 1);
                    count += 1;
                    if count == MOST_ENTRIES {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    end.map(|end| format!("{}]}}", &text[..end]))
}

fn item(item: &Value) -> Value {
    let mut written = texts(
        item,
        &[
            "id",
            "url",
            "title",
            "content_html",
            "content_text",
            "summary",
            "date_published",
            "date_modified",
        ],
    );
    if let Some(url) = text_of(item, "external_url").filter(|_| !written.contains_key("url")) {
        written.insert("url".into(), url.into());
    }
    if item.get("authors").or(item.get("author")).is_some() {
        written.insert("authors".into(), authors(item));
    }
    let tags: Vec<Value> = match item.get("tags") {
        Some(Value::Array(tags)) => tags.iter().filter_map(text).map(Value::from).collect(),
        Some(Value::String(tags)) => tags.split(',').map(|tag| tag.trim().into()).collect(),
        _ => Vec::new(),
    };
    written.insert("tags".into(), tags.into());
    let mut attachments: Vec<Value> = Vec::new();
    if let Some(Value::Array(listed)) = item.get("attachments") {
        attachments.extend(listed.iter().filter_map(attachment));
    }
    // feed-rs knows no pictures; the type says what it is.
    let image = text_of(item, "image").or_else(|| text_of(item, "banner_image"));
    attachments.extend(image.map(|url| json!({"url": url, "mime_type": super::PICTURE})));
    written.insert("attachments".into(), attachments.into());
    Value::Object(written)
}

fn attachment(attachment: &Value) -> Option<Value> {
    let mut written = texts(attachment, &["url", "mime_type", "title"]);
    if !written.contains_key("url") {
        return None;
    }
    written
        .entry("mime_type")
        .or_insert_with(|| "application/octet-stream".into());
    if let Some(size) = attachment.get("size_in_bytes").and_then(Value::as_u64) {
        written.insert("size_in_bytes".into(), size.into());
    }
    Some(Value::Object(written))
}

/// `authors`, of version 1.1, else `author`; each an object or only a name.
fn authors(holder: &Value) -> Value {
    let listed = match holder.get("authors") {
        Some(Value::Array(authors)) if !authors.is_empty() => authors.iter().collect(),
        Some(one @ (Value::Object(_) | Value::String(_))) => vec![one],
        _ => holder.get("author").into_iter().collect::<Vec<_>>(),
    };
    let names = listed.into_iter().filter_map(|author| match author {
        Value::Object(_) => text_of(author, "name"),
        other => text(other),
    });
    names
        .filter_map(|name| Some(json!({ "name": author(&name)? })))
        .collect()
}

/// A name without an address in it: feed-rs looks for one, and slices what is around it at places that need not be
/// boundaries of characters.
fn author(name: &str) -> Option<String> {
    let person = person::parse(name)?;
    person
        .name
        .or(person.email)
        .map(|name| name.replace('@', "\u{ff20}"))
}

/// The members of an object that are, or can be, texts.
fn texts(object: &Value, names: &[&str]) -> Map<String, Value> {
    let found = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), text_of(object, name)?.into())));
    found.collect()
}

fn text_of(object: &Value, name: &str) -> Option<String> {
    text(object.get(name)?)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> Value {
        serde_json::from_str(&feed(text).unwrap().unwrap().text).unwrap()
    }

    #[test]
    fn members_of_the_wrong_kind_become_of_the_right_one() {
        let feed = written(
            r#"{"version": "http://jsonfeed.org/version/1", "items": [{"id": 7, "tags": "rates, banks",
                "author": "Ada Field", "url": null, "attachments": [{"title": "none"}], "image": "i.jpg"}]}"#,
        );
        assert_eq!(feed["title"], "");
        let item = &feed["items"][0];
        assert_eq!(item["id"], "7");
        assert_eq!(item["tags"], json!(["rates", "banks"]));
        assert_eq!(item["authors"], json!([{"name": "Ada Field"}]));
        assert_eq!(item["attachments"].as_array().unwrap().len(), 1);
        assert!(item.get("url").is_none());
    }

    #[test]
    fn authors_of_version_1_1_go_before_author() {
        let feed = written(
            r#"{"items": [], "author": {"name": "A"}, "authors": [{"name": "B"}, {"name": "C"}]}"#,
        );
        assert_eq!(feed["authors"], json!([{"name": "B"}, {"name": "C"}]));
    }

    #[test]
    fn an_address_in_an_authors_name_is_left_out() {
        let feed = written(
            r#"{"items": [], "authors": [{"name": "ada@ledger.example (Ada Field)"}, {"name": "é@b.é"}]}"#,
        );
        assert_eq!(
            feed["authors"],
            json!([{"name": "Ada Field"}, {"name": "é＠b.é"}])
        );
    }

    #[test]
    fn of_a_document_cut_off_the_whole_items_stay() {
        let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
            {"id": "1", "tags": ["a"], "content_text": "} \" ]"}, {"id": "2", "content_te"#;
        let feed = feed(text).unwrap().unwrap();
        assert!(feed.cut && feed.name == "JSON Feed 1.1");
        let document: Value = serde_json::from_str(&feed.text).unwrap();
        assert_eq!(document["items"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn raw_line_breaks_in_texts_are_read_as_blanks() {
        assert_eq!(
            written("{\"items\": [{\"title\": \"a\nb\"}]}")["items"][0]["title"],
            "a b"
        );
    }

    #[test]
    fn other_json_is_no_feed() {
        assert!(feed(r#"{"error": "not found"}"#).unwrap().is_none());
        assert!(feed("{nonsense").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\{(\"items\":|\\[|\\]|\\{|\\}|\"|,|:|\\\\|a|1|é){0,40}") {
            let _ = feed(&text);
        }
    }
}
