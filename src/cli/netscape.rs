//! A Netscape bookmark file, as browsers and readers write it, to links. Pure, in linear time, and safe on any text.
//! Nobody ever wrote down the format whole; what is read here is what browsers agree on
//! (<https://learn.microsoft.com/en-us/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)>).

use htmlize::unescape;

use crate::news::{UnixSeconds, clean, clean_line, same_tag, tags};

/// Folders within folders that become tags.
const DEEPEST: usize = 16;

/// A link in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Link {
    /// As it stands there; anything.
    pub url: String,
    /// On one line; may be empty.
    pub title: String,
    /// When it was kept.
    pub created: Option<UnixSeconds>,
    /// The folders that it stands in, the outermost first, then its own tags.
    pub tags: Vec<String>,
    /// What stands below it.
    pub note: String,
}

/// The links of a file, in its order.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut reader = Reader::default();
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(open) = rest.find('<') {
        reader.text(&rest[..open]);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let end = tag_end(rest);
        reader.tag(&rest[1..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    reader.text(rest);
    reader.links
}

/// Where the ">" of a tag stands that begins a text; quoted values may hold one.
fn tag_end(text: &str) -> usize {
    let mut quoted = None;
    let mut last = ' ';
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '>' if quoted.is_none() => return at,
            // A quotation mark begins a value only behind "="; elsewhere it is a slip.
            '"' | '\'' if quoted.is_none() && last == '=' => quoted = Some(c),
            c if quoted == Some(c) => quoted = None,
            _ => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    text.len()
}

#[derive(Default)]
struct Reader {
    links: Vec<Link>,
    /// The open lists, each with the folder that it belongs to; no more than [`DEEPEST`].
    folders: Vec<Option<String>>,
    /// Lists below those.
    deeper: usize,
    /// The heading that was read last, if a list has not taken it.
    heading: Option<String>,
    /// Where text goes.
    place: Place,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Nowhere,
    Link,
    Note,
    /// Of a folder; false where the browser made it and it says nothing.
    Heading(bool),
}

impl Reader {
    fn text(&mut self, text: &str) {
        match self.place {
            Place::Nowhere => {}
            Place::Heading(_) => self.heading.get_or_insert_default().push_str(text),
            Place::Link => {
                if let Some(link) = self.links.last_mut() {
                    link.title.push_str(text);
                }
            }
            Place::Note => {
                if let Some(link) = self.links.last_mut() {
                    link.note.push_str(text);
                }
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split(|c: char| c.is_whitespace()).next();
        match name.unwrap_or_default().to_ascii_lowercase().as_str() {
            "h3" => {
                self.leave();
                self.heading = None;
                let own = ["personal_toolbar_folder", "unfiled_bookmarks_folder"];
                let is_own = own.iter().any(|name| attribute(tag, name).is_some());
                self.place = Place::Heading(!is_own);
            }
            "a" => {
                self.leave();
                self.links.push(self.link(tag));
                self.place = Place::Link;
            }
            "dd" => {
                let after_link = self.place == Place::Nowhere && self.heading.is_none();
                self.leave();
                if after_link && self.links.last().is_some_and(|link| link.note.is_empty()) {
                    self.place = Place::Note;
                }
            }
            "dl" => {
                self.leave();
                let folder = self.heading.take();
                if self.folders.len() < DEEPEST {
                    self.folders.push(folder);
                } else {
                    self.deeper += 1;
                }
            }
            "/dl" => {
                self.leave();
                self.heading = None;
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else {
                    self.folders.pop();
                }
            }
            "dt" | "/dd" | "/a" | "/h3" => self.leave(),
            "br" | "p" if self.place == Place::Note => self.text("\n"),
            _ => {}
        }
    }

    /// The end of what text was read for.
    fn leave(&mut self) {
        match self.place {
            Place::Nowhere => {}
            Place::Heading(counts) => {
                let heading = self.heading.take().unwrap_or_default();
                let name = clean_line(unescape(heading));
                // An empty name is still the folder of the next list.
                self.heading = Some(if counts { name } else { String::new() });
            }
            Place::Link => {
                self.heading = None;
                if let Some(link) = self.links.last_mut() {
                    link.title = clean_line(unescape(&*link.title));
                }
            }
            Place::Note => {
                if let Some(link) = self.links.last_mut() {
                    let note = clean(unescape(&*link.note));
                    note.trim().clone_into(&mut link.note);
                }
            }
        }
        self.place = Place::Nowhere;
    }

    fn link(&self, tag: &str) -> Link {
        let folders = self.folders.iter().flatten();
        let mut names: Vec<String> = folders.flat_map(|name| tags(name)).collect();
        let own = attribute(tag, "tags").unwrap_or_default();
        names.extend(tags(&own));
        let mut distinct: Vec<String> = Vec::new();
        for name in names {
            if !distinct.iter().any(|known| same_tag(known, &name)) {
                distinct.push(name);
            }
        }
        Link {
            url: attribute(tag, "href").unwrap_or_default().trim().to_owned(),
            created: attribute(tag, "add_date").and_then(|date| moment(&date)),
            tags: distinct,
            ..Link::default()
        }
    }
}

/// Seconds; some programs write milliseconds or microseconds.
fn moment(text: &str) -> Option<UnixSeconds> {
    let mut moment: UnixSeconds = text.trim().parse().ok().filter(|moment| *moment > 0)?;
    // The year 5138.
    while moment > 100_000_000_000 {
        moment /= 1000;
    }
    Some(moment)
}

/// The value of an attribute (its name in small letters); empty where it has none.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.split_once(|c: char| c.is_whitespace())?.1;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace());
        let (key, after) = rest.split_at(end.unwrap_or(rest.len()));
        let (value, next) = match after.trim_start().strip_prefix('=') {
            Some(value) => value_of(value.trim_start()),
            None => ("", after),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(unescape(value).into_owned());
        }
        rest = next;
    }
}

/// A value, and what stands behind it.
fn value_of(text: &str) -> (&str, &str) {
    for mark in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(mark) {
            return quoted.split_once(mark).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = r#"<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- <A HREF="https://no.example/">no</A> -->
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p>
  <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1700000000" ICON="data:image/png;base64,A>B">One &amp; two</A>
  <DD>why &lt;this&gt;<br>and that
  <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks Toolbar</H3>
  <DL><p>
    <DT><H3>The Sea, ships</H3>
    <DD>a folder's own words
    <DL><p>
      <DT><A HREF='https://b.example/' ADD_DATE=1700000000000000 TAGS="harbour,THE SEA">Three</A>
    </DL><p>
    <DT><a href=https://c.example/>Four</a>
  </DL><p>
</DL>"#;

    #[test]
    fn links_are_read_with_folders_as_tags() {
        let link = |url: &str, title: &str, created, tags: &[&str], note: &str| Link {
            url: url.to_owned(),
            title: title.to_owned(),
            created,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            note: note.to_owned(),
        };
        assert_eq!(
            links(FILE),
            [
                link(
                    "https://a.example/?x=1&y=2",
                    "One & two",
                    Some(1_700_000_000),
                    &[],
                    "why <this>\nand that"
                ),
                link(
                    "https://b.example/",
                    "Three",
                    Some(1_700_000_000),
                    &["The Sea", "ships", "harbour"],
                    ""
                ),
                link("https://c.example/", "Four", None, &[], ""),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(<(/?(a|dl|dt|dd|h3)( [a-z]{0,4}=?[\"']?)?|!--)?>?|[a-zé&;\"'= -]{0,5}){0,30}") {
            let found = links(&text);
            prop_assert!(found.len() <= text.matches('<').count());
        }

        #[test]
        fn titles_and_addresses_are_read_as_they_were_written(title in "[a-z<>&\"'é]{1,12}", path in "[a-z&\"'<>=]{0,12}") {
            let url = format!("https://a.example/{path}");
            let escape = |text: &str| quick_xml::escape::escape(text).into_owned();
            let text = format!("<DL><p><DT><A HREF=\"{}\">{}</A></DL>", escape(&url), escape(&title));
            let found = links(&text);
            prop_assert_eq!(&found[0].url, &url);
            prop_assert_eq!(&found[0].title, &title);
        }
    }
}
