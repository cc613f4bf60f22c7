//! A forgiving tokenizer of XML: reads every text to its end, reports what was wrong, allocates nothing.
//! It knows no names and no nesting; those are the outline's.

/// A piece of a document, as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// Character data with its references unresolved.
    Text(&'a str),
    /// The inside of a CDATA section.
    Cdata(&'a str),
    /// A start tag, or an empty-element tag.
    Start(Tag<'a>),
    /// The name in an end tag.
    End(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// With its prefix.
    pub name: &'a str,
    /// Everything after the name.
    pub attributes: &'a str,
    /// `<name/>`.
    pub empty: bool,
}

/// The tokens of a text, from `at` on. Comments, processing instructions and declarations are left out.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Where the next token begins, in bytes.
    pub at: usize,
    /// The inside of the document type declaration's brackets, where entities are declared.
    pub subset: &'a str,
    /// The text ended within a tag or a section.
    pub cut: bool,
    /// A document type declaration was read; there is only one.
    declared: bool,
}

impl<'a> Tokens<'a> {
    /// From the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            subset: "",
            cut: false,
            declared: false,
        }
    }

    /// Character data up to the next markup; a `<` that opens none belongs to it.
    fn text(&mut self) -> Token<'a> {
        let rest = &self.text[self.at..];
        let mut end = usize::from(rest.starts_with('<'));
        loop {
            match rest[end..].find('<') {
                Some(next) if opens_markup(&rest[end + next..]) => {
                    end += next;
                    break;
                }
                Some(next) => end += next + 1,
                None => {
                    end = rest.len();
                    break;
                }
            }
        }
        self.at += end;
        Token::Text(&rest[..end])
    }

    fn tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let Some(end) = tag_end(rest) else {
            self.cut = true;
            self.at = self.text.len();
            return None;
        };
        self.at += end + 1;
        let inside = &rest[1..end];
        if let Some(name) = inside.strip_prefix('/') {
            return Some(Token::End(name.trim_ascii()));
        }
        let (inside, empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let split = inside
            .find(|c: char| c.is_ascii_whitespace() || c == '/')
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(split);
        Some(Token::Start(Tag {
            name,
            attributes,
            empty,
        }))
    }

    /// Passes over `length` bytes and then over everything up to and with `close`; to the end where it is missing.
    fn section(&mut self, rest: &'a str, length: usize, close: &str) -> &'a str {
        let inside = &rest[length..];
        if let Some(end) = find_close(inside, close) {
            self.at += length + end + close.len();
            return &inside[..end];
        }
        self.cut = true;
        self.at = self.text.len();
        inside
    }

    /// Passes over `<!…>`, with the brackets of a document type declaration.
    fn declaration(&mut self, rest: &'a str) {
        let simple = rest.find('>').unwrap_or(rest.len());
        if let Some(open) = rest[..simple].find('[').filter(|_| !self.declared) {
            self.declared = true;
            let inside = &rest[open + 1..];
            if let Some(close) = subset_end(inside) {
                self.subset = &inside[..close];
                let after = &inside[close..];
                self.at += open + 1 + close + after.find('>').map_or(after.len(), |end| end + 1);
                return;
            }
        }
        self.at += (simple + 1).min(rest.len());
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return None;
            }
            if !opens_markup(rest) {
                return Some(self.text());
            }
            match rest.as_bytes()[1] {
                b'!' if rest.starts_with("<![CDATA[") => {
                    return Some(Token::Cdata(self.section(rest, 9, "]]>")));
                }
                b'!' if rest.starts_with("<!--") => {
                    self.section(rest, 4, "-->");
                }
                b'!' => self.declaration(rest),
                b'?' => {
                    self.section(rest, 2, "?>");
                }
                _ => return self.tag(rest),
            }
        }
    }
}

/// Whether a text that begins with `<` begins with markup, and not with a less-than sign.
fn opens_markup(text: &str) -> bool {
    let name = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | 0x80..);
    match text.as_bytes() {
        [b'<', b'/', next, ..] => name(*next),
        [b'<', b'!' | b'?', ..] => true,
        [b'<', next, ..] => name(*next),
        _ => false,
    }
}

/// Where the tag that a text begins with ends. An angle bracket within quotation marks does not end it, unless the
/// marks never close before the next tag.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if byte == open => quote = None,
            (_, b'<') => break,
            _ => {}
        }
    }
    text.find('>')
}

/// [`str::find`] for the closers of sections; looks for their rarest byte, the first.
fn find_close(text: &str, close: &str) -> Option<usize> {
    let first = close.chars().next()?;
    let mut from = 0;
    while let Some(at) = text[from..].find(first) {
        from += at;
        if text[from..].starts_with(close) {
            return Some(from);
        }
        from += first.len_utf8();
    }
    None
}

/// Where the brackets of a document type declaration close; brackets within quotation marks do not.
fn subset_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b']') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The attributes of a start tag: names with their prefixes, values with references unresolved. Values without
/// quotation marks, and names without a value, are taken as HTML takes them.
pub fn attributes(mut rest: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, after) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let value = &value[1..];
                value.split_once(char::from(*quote)).unwrap_or((value, ""))
            }
            _ => value.split_at(
                value
                    .find(|c: char| c.is_ascii_whitespace())
                    .unwrap_or(value.len()),
            ),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let tokens = Tokens::new(text).map(|token| match token {
            Token::Text(text) => format!("{text:?}"),
            Token::Cdata(text) => format!("[{text}]"),
            Token::Start(tag) => {
                let pairs = attributes(tag.attributes).map(|(n, v)| format!(" {n}={v}"));
                let end = if tag.empty { "/" } else { "" };
                format!("<{}{}{end}>", tag.name, pairs.collect::<String>())
            }
            Token::End(name) => format!("</{name}>"),
        });
        tokens.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn well_formed_documents() {
        assert_eq!(
            shown("<?xml version='1.0'?><!-- <x> --><a b='1>2' c = \"d\"><![CDATA[<&]]>x</a >"),
            "<a b=1>2 c=d> [<&] \"x\" </a>"
        );
        assert_eq!(shown("<br/><hr />"), "<br/> <hr/>");
    }

    #[test]
    fn the_internal_subset_is_kept_aside() {
        let mut tokens = Tokens::new("<!DOCTYPE rss [<!ENTITY copy \"](c)>\">]><rss>");
        assert!(matches!(tokens.next(), Some(Token::Start(tag)) if tag.name == "rss"));
        assert_eq!(tokens.subset, "<!ENTITY copy \"](c)>\">");
    }

    #[test]
    fn less_than_signs_that_open_nothing_are_text() {
        assert_eq!(shown("a < b <3 </ >c"), "\"a < b <3 </ >c\"");
        assert_eq!(shown("<a b=\"x>y</a>"), "<a b=x> \"y\" </a>");
    }

    #[test]
    fn attributes_as_html_has_them() {
        assert_eq!(shown("<a href=x.html checked>"), "<a href=x.html checked=>");
    }

    #[test]
    fn a_text_that_ends_too_early_is_said_to_be_cut() {
        for text in ["<a", "<a b='", "<![CDATA[x", "<!-- x"] {
            let mut tokens = Tokens::new(text);
            while tokens.next().is_some() {}
            assert!(tokens.cut, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "(<|>|/|!|--|\\[|\\]|CDATA|\\?|DOCTYPE|'|\"|=| |a|é|\\PC){0,80}") {
            let mut tokens = Tokens::new(&text);
            let mut last = 0;
            while let Some(token) = tokens.next() {
                prop_assert!(tokens.at > last);
                last = tokens.at;
                if let Token::Start(tag) = token {
                    attributes(tag.attributes).count();
                }
            }
            prop_assert_eq!(tokens.at, text.len());
        }
    }
}
