//! What a page may cost, held before any parser sees it: bytes, elements, attributes and depth. One linear pass.
//!
//! Tree builders are quadratic in the depth of open elements and keep a node for each tag, so that a few kilobytes can
//! hold up a program for minutes. Browsers cap the depth too. Only tags are dropped here, never words. Scripts, styles
//! and comments go as well: no one reads them, and most pages consist of them.

use super::tags::{Kind, Name, Tag, end_of_comment, end_of_raw_text};

/// No more of a page is read than this, in bytes.
pub(super) const MOST_BYTES: usize = 4 << 20;
/// Elements within each other, not counting those that close each other (paragraphs, items, cells).
const DEEPEST: usize = 128;
/// Elements within each other, whatever they are.
const MOST_OPEN: usize = 1024;
/// Formatting elements within each other: the parser opens all of them again in each block.
const MOST_FORMATTING: usize = 24;
/// Tags of a page.
const MOST_TAGS: usize = 250_000;
/// Tables within each other: no page is laid out with more.
const MOST_TABLES: usize = 32;
/// Signs that look like the beginning of a tag; the parser keeps a complaint about each.
const MOST_STRAY: usize = 10_000;
/// Attributes of a tag.
const MOST_ATTRIBUTES: usize = 64;

/// A page within the limits.
#[derive(Debug, Default)]
pub(super) struct Limited {
    pub(super) html: String,
    /// Bytes of scripts that were dropped.
    pub(super) script_bytes: usize,
    /// Tags that were kept, and bytes of the longest text between two of them.
    pub(super) tags: usize,
    pub(super) longest_text: usize,
}

impl Limited {
    /// No page that people wrote has so many tags, or so long a text without one.
    pub(super) fn is_ordinary(&self) -> bool {
        const TAGS: usize = 60_000;
        const TEXT: usize = 100_000;
        self.tags <= TAGS && self.longest_text <= TEXT
    }
}

/// Holds a page to the limits. `keep_data` keeps the scripts that are data about the page (JSON-LD).
pub(super) fn limit(html: &str, keep_data: bool) -> Limited {
    let html = &html[..html.floor_char_boundary(MOST_BYTES)];
    let without_nul = html.contains('\0').then(|| html.replace('\0', ""));
    let html = without_nul.as_deref().unwrap_or(html);
    let mut pass = Pass {
        out: Limited::default(),
        open: Vec::new(),
        depth: 0,
        formatting: Vec::new(),
        over: Vec::new(),
        tags: 0,
        stray: 0,
        keep_data,
    };
    pass.out.html.reserve(html.len());
    pass.run(html);
    pass.out
}

struct Pass {
    out: Limited,
    /// Elements that are open, as the parser will see it.
    open: Vec<Open>,
    /// How many of them count for the depth.
    depth: usize,
    /// Formatting elements that are open; the parser keeps a list of them apart from the others.
    formatting: Vec<Name>,
    /// Elements that were dropped and not closed: their end tags are to be dropped too.
    over: Vec<Name>,
    tags: usize,
    stray: usize,
    keep_data: bool,
}

struct Open {
    name: Name,
    /// How many formatting elements were open when it began.
    formatting: usize,
}

impl Pass {
    fn run(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.out.longest_text = self.out.longest_text.max(at);
            self.out.html.push_str(&rest[..at]);
            rest = self.markup(&rest[at..]);
        }
        self.out.html.push_str(rest);
        self.out.longest_text = self.out.longest_text.max(rest.len());
        self.out.tags = self.tags;
    }

    /// What begins with `<`; returns what follows it.
    fn markup<'h>(&mut self, html: &'h str) -> &'h str {
        match html.as_bytes().get(1) {
            Some(b'!') if html.starts_with("<!--") => &html[end_of_comment(html)..],
            Some(b'!' | b'?') => {
                let end = html.find('>').map_or(html.len(), |n| n + 1);
                if html[..end].len() > 2 && html[2..end].to_ascii_lowercase().starts_with("doctype")
                {
                    self.out.html.push_str(&html[..end]);
                }
                &html[end..]
            }
            Some(b'/') if html.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let Some(tag) = Tag::read(html) else {
                    return "";
                };
                self.end_tag(&tag);
                &html[tag.source.len()..]
            }
            Some(b'/') => &html[html.find('>').map_or(html.len(), |n| n + 1)..],
            Some(b) if b.is_ascii_alphabetic() => {
                // A tag that never ends is none.
                let Some(tag) = Tag::read(html) else {
                    return "";
                };
                self.start_tag(&tag, &html[tag.source.len()..])
            }
            _ => {
                self.stray += 1;
                // Never as it is: with what follows a dropped comment it could become a tag.
                let sign = if self.stray > MOST_STRAY { " " } else { "&lt;" };
                self.out.html.push_str(sign);
                &html[1..]
            }
        }
    }

    fn start_tag<'h>(&mut self, tag: &Tag, rest: &'h str) -> &'h str {
        if tag.name.holds_raw_text() {
            return self.raw_text(tag, rest);
        }
        self.tags += 1;
        if self.tags > MOST_TAGS {
            self.out.html.push(' ');
            return rest;
        }
        match tag.name.kind() {
            Kind::Void => {}
            Kind::Formatting => {
                if self.formatting.len() >= MOST_FORMATTING {
                    return rest;
                }
                self.formatting.push(tag.name);
            }
            _ if tag.self_closing && self.is_foreign() => {}
            kind => {
                self.close_implied(tag.name);
                let tables = || self.open.iter().filter(|o| o.name.is_table()).count();
                let full = self.depth >= DEEPEST
                    || self.open.len() >= MOST_OPEN
                    || tag.name.is_table() && tables() >= MOST_TABLES;
                if full && (kind != Kind::Implied || self.open.len() >= MOST_OPEN) {
                    self.over.push(tag.name);
                    self.out.html.push(' ');
                    return rest;
                }
                self.depth += usize::from(kind != Kind::Implied);
                self.open.push(Open {
                    name: tag.name,
                    formatting: self.formatting.len(),
                });
            }
        }
        self.write(tag);
        rest
    }

    /// Script, style and the like: text up to their own end tag and no other.
    fn raw_text<'h>(&mut self, tag: &Tag, rest: &'h str) -> &'h str {
        let end = end_of_raw_text(tag.name, rest);
        let is_script = tag.name == Name::SCRIPT;
        let is_data = is_script && tag.source.to_ascii_lowercase().contains("ld+json");
        if is_data && self.keep_data || !is_script && tag.name != Name::STYLE {
            self.out.html.push_str(tag.source);
            self.out.html.push_str(&rest[..end]);
        } else if is_script && !is_data {
            self.out.script_bytes += end;
        }
        &rest[end..]
    }

    fn write(&mut self, tag: &Tag) {
        match tag.cut(MOST_ATTRIBUTES) {
            None => self.out.html.push_str(tag.source),
            Some(cut) => {
                self.out.html.push_str(cut);
                self.out.html.push('>');
            }
        }
    }

    fn end_tag(&mut self, tag: &Tag) {
        if self.tags > MOST_TAGS {
            self.out.html.push(' ');
            return;
        }
        let name = tag.name;
        if name.kind() == Kind::Formatting {
            if let Some(at) = self.formatting.iter().rposition(|n| *n == name) {
                self.formatting.remove(at);
            }
        } else if self.over.last() == Some(&name) {
            self.over.pop();
            return;
        } else if !self.over.is_empty() && name.kind() != Kind::Implied {
            // Closed out of order: the dropped ones within go with it.
            if let Some(at) = self
                .over
                .iter()
                .rev()
                .take(DEEPEST)
                .position(|n| *n == name)
            {
                self.over.truncate(self.over.len() - at - 1);
                return;
            }
            self.over.clear();
            self.close(name);
        } else {
            self.close(name);
        }
        self.out.html.push_str(tag.source);
    }

    /// Closes the innermost open element of the name, where the parser would (HTML standard, "has an element in scope").
    fn close(&mut self, name: Name) {
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].name;
            if open == name {
                self.truncate(at);
                return;
            }
            if open.bounds(name) {
                return;
            }
        }
    }

    /// Closes the paragraph, item, cell or row that a start tag ends.
    fn close_implied(&mut self, name: Name) {
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].name;
            if open.is_ended_by(name) {
                self.truncate(at);
            } else if open.kind() == Kind::Scope || open.bounds_implied(name) {
                return;
            }
        }
    }

    /// Closes the open elements from `at` on; a cell takes the formatting that began in it along.
    fn truncate(&mut self, at: usize) {
        if self.open[at].name.is_cell() {
            self.formatting.truncate(self.open[at].formatting);
        }
        let deep = |o: &Open| o.name.kind() != Kind::Implied;
        self.depth -= self.open.drain(at..).filter(deep).count();
    }

    /// Within a drawing or a formula, where elements may close themselves.
    fn is_foreign(&self) -> bool {
        self.open.iter().rev().any(|o| o.name.is_foreign())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(html: &str) -> String {
        limit(html, false).html
    }

    #[test]
    fn ordinary_pages_pass_unchanged() {
        for page in [
            "<!DOCTYPE html><p class=\"a > b\">One<p>Two<br/>three & four</p>",
            "<ul><li>a<li>b<ul><li>c</ul></ul><table><tr><td>1<td>2<tr><td>3</table>",
            "<title>a <b></title><textarea><p></textarea><svg><path d='M0'/><g/></svg><p>x",
        ] {
            assert_eq!(limited(page), page);
        }
    }

    #[test]
    fn scripts_styles_and_comments_go() {
        let page = "a<script>if (a < b) '</p>'</script>b<STYLE>p{}</STYLE >c<!-- <p> -->d<!-->e";
        assert_eq!(limited(page), "abcde");
        assert_eq!(
            limit(page, false).script_bytes,
            "if (a < b) '</p>'</script>".len()
        );
        // A script that was commented out within a script (HTML standard, "script data double escaped").
        assert_eq!(
            limited("<script><!-- <script> </script> --></script>x"),
            "x"
        );
    }

    #[test]
    fn data_about_the_page_stays_where_it_is_wanted() {
        let page = r#"<script type="application/ld+json">{"a":"<b>"}</script>x"#;
        assert_eq!(limit(page, true).html, page);
        assert_eq!(limited(page), "x");
    }

    #[test]
    fn the_depth_is_capped_and_the_words_stay() {
        let deep = "<div>".repeat(30_000) + "word" + &"</div>".repeat(30_000) + "<p>after</p>";
        let out = limited(&deep);
        assert_eq!(out.matches("<div>").count(), DEEPEST);
        assert_eq!(out.matches("</div>").count(), DEEPEST);
        assert!(out.contains("word") && out.ends_with("<p>after</p>"));
    }

    #[test]
    fn tags_that_end_each_other_are_not_deep() {
        let page = "<p><span>a".repeat(1000);
        assert_eq!(limited(&page), page);
        let page = "<table>".to_owned() + &"<tr><td>a<td>b".repeat(1000) + "</table>";
        assert_eq!(limited(&page), page);
    }

    #[test]
    fn misnested_tags_do_not_hide_the_depth() {
        let page = "<i><div></i>".repeat(5000);
        assert_eq!(limited(&page).matches("<div>").count(), DEEPEST);
        let page = "<div><table><tr><td></div>".repeat(5000);
        assert!(limited(&page).matches("<table>").count() <= DEEPEST);
        let page = "<a><b><i><u>".repeat(2000);
        assert_eq!(limited(&page).matches('<').count(), MOST_FORMATTING);
    }

    #[test]
    fn attributes_and_tags_are_capped() {
        let many = " a='>'".repeat(50_000);
        let out = limited(&format!("<p{many}>x"));
        assert_eq!(out.matches("='>'").count(), MOST_ATTRIBUTES);
        assert!(out.ends_with(">x"));
        assert_eq!(
            limited(&"<br>x".repeat(300_000)).matches("<br>").count(),
            MOST_TAGS
        );
    }

    proptest::proptest! {
        #[test]
        fn any_page_passes_and_stays_as_it_is_then(page in "(<[/!?]?[a-z]{0,3}[ ='\"/]{0,2}>?|[a-z<>&-]{1,4}|\\PC){0,60}") {
            let out = limited(&page);
            proptest::prop_assert!(out.len() <= page.len() * 4);
            proptest::prop_assert_eq!(&limited(&out), &out);
        }
    }

    #[test]
    fn a_tag_that_never_ends_is_none() {
        assert_eq!(limited("a<p class=\"x>b"), "a");
        assert_eq!(limited("a < b <3 c</ d>e"), "a &lt; b &lt;3 ce");
        assert_eq!(limited("<<!-- -->div>"), "&lt;div>");
    }
}
