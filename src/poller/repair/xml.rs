//! Writes well-formed XML, a piece at a time. Knows the escapes, and how Atom marks a text's type.

use super::text::Text;

/// A document being written.
#[derive(Debug)]
pub struct Xml(String);

impl Xml {
    /// An empty one that holds so many bytes without growing.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// The whole document.
    pub fn finish(self) -> String {
        self.0
    }

    /// Markup, as it is.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// An attribute of the start tag that is open.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.0.extend([" ", name, "=\""]);
        self.escaped(value);
        self.0.push('"');
    }

    /// An element of Atom that holds a text, unless it is empty.
    pub fn text(&mut self, name: &str, text: Option<Text>) {
        if let Some(text) = text.filter(|text| !text.value.is_empty()) {
            self.0.extend(["<", name]);
            self.typed(&text);
            self.0.extend(["</", name, ">"]);
        }
    }

    /// An element that holds a plain text, unless it is empty.
    pub fn plain(&mut self, name: &str, value: &str) {
        self.text(name, Some(Text::plain(value)));
    }

    /// The rest of the start tag that is open, with the type of a text, and the text.
    pub fn typed(&mut self, text: &Text) {
        self.attribute("type", if text.html { "html" } else { "text" });
        self.0.push('>');
        self.escaped(&text.value);
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"']) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
    }
}
