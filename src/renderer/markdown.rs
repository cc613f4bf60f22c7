//! A [`Document`] as Markdown (`CommonMark` 0.31, with tables), for files and other programs. Pure. What the article
//! says can be no markup of another kind than what it was.

use std::ops::Range;

use super::document::{Block, BlockKind, Document, Span, SpanStyle};

/// The text, a blank line between its blocks, but none between the items of a list.
pub fn markdown(document: &Document) -> String {
    let mut text = String::with_capacity(document.text.len() * 5 / 4);
    let mut last: Option<&Block> = None;
    for block in &document.blocks {
        let body = body(document, block);
        if body.is_empty() {
            continue;
        }
        let (first, rest) = prefixes(block);
        if let Some(last) = last {
            let is_next_item = !last.markers.is_empty()
                && block.markers.last().is_some_and(|marker| marker.first)
                && last.quote_depth == block.quote_depth;
            text.push('\n');
            if !is_next_item {
                text.push_str(
                    "> ".repeat(last.quote_depth.min(block.quote_depth).into())
                        .trim_end(),
                );
                text.push('\n');
            }
        }
        for (number, line) in body.lines().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            let prefix = if number == 0 { &first } else { &rest };
            let line = format!("{prefix}{line}");
            text.push_str(if line.trim().is_empty() { "" } else { &line });
        }
        last = Some(block);
    }
    text.push('\n');
    text
}

/// What stands before the first line of a block, and before the others.
fn prefixes(block: &Block) -> (String, String) {
    let quote = "> ".repeat(block.quote_depth.into());
    let (mut first, mut rest) = (quote.clone(), quote);
    for marker in &block.markers {
        let number = marker.label.strip_suffix('.').unwrap_or_default();
        let is_number =
            (1..10).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let sign = if is_number {
            format!("{} ", marker.label)
        } else {
            "- ".to_owned()
        };
        let blank = " ".repeat(sign.len());
        first.push_str(if marker.first { &sign } else { &blank });
        rest.push_str(&blank);
    }
    (first, rest)
}

fn body(document: &Document, block: &Block) -> String {
    let words = || inline(document, &block.range).replace('\n', "\\\n");
    let one_line = || inline(document, &block.range).replace('\n', " ");
    match &block.kind {
        BlockKind::Heading(level) => {
            format!("{} {}", "#".repeat((*level).clamp(1, 6).into()), one_line())
        }
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Definition | BlockKind::Media => {
            words()
        }
        BlockKind::Term | BlockKind::Caption if block.range.is_empty() => String::new(),
        BlockKind::Term => format!(
            "**{}**",
            literal(document.slice(&block.range)).replace('\n', " ")
        ),
        BlockKind::Caption => format!(
            "*{}*",
            literal(document.slice(&block.range)).replace('\n', " ")
        ),
        BlockKind::Code { language } => code(document.slice(&block.range), language.as_deref()),
        BlockKind::Table { rows, header_rows } => table(document, rows, *header_rows),
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Image(number) => {
            document
                .images
                .get(*number)
                .map_or_else(String::new, |image| {
                    let alt = literal(&image.alt).replace('\n', " ");
                    format!("![{alt}]({})", address(&image.url))
                })
        }
    }
}

fn code(text: &str, language: Option<&str>) -> String {
    let mut longest = 2;
    for run in text.split(|c| c != '`') {
        longest = longest.max(run.len());
    }
    let fence = "`".repeat(longest + 1);
    let word = |c: &char| c.is_ascii_alphanumeric() || "+-_#".contains(*c);
    let language: String = language.unwrap_or_default().chars().filter(word).collect();
    format!(
        "{fence}{language}\n{}\n{fence}",
        text.trim_end_matches('\n')
    )
}

fn table(document: &Document, rows: &[Vec<Range<usize>>], header_rows: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |row: &[Range<usize>], words: &dyn Fn(&Range<usize>) -> String| {
        let mut line = String::from("|");
        for column in 0..columns {
            let cell = row.get(column).map_or_else(String::new, words);
            let cell = cell.replace('|', "\\|").replace('\n', "<br>");
            line.extend([" ", &cell, " |"]);
        }
        line
    };
    let (head, body) = rows.split_at(header_rows.min(1).min(rows.len()));
    // Heads are set in bold anyway.
    let plain = |cell: &Range<usize>| literal(document.slice(cell));
    let head = head.first().map_or(&[][..], |row| row);
    let mut lines = vec![line(head, &plain)];
    lines.push(format!("|{}", " --- |".repeat(columns)));
    lines.extend(
        body.iter()
            .map(|row| line(row, &|cell| inline(document, cell))),
    );
    lines.join("\n")
}

/// The marks of a style, before and behind.
fn marks(document: &Document, style: SpanStyle) -> Option<(&'static str, String)> {
    Some(match style {
        SpanStyle::Emphasis => ("*", "*".to_owned()),
        SpanStyle::Strong => ("**", "**".to_owned()),
        SpanStyle::Strike => ("~~", "~~".to_owned()),
        SpanStyle::Link(number) => {
            let link = document.links.get(number)?;
            ("[", format!("]({})", address(&link.url)))
        }
        _ => return None,
    })
}

/// A range of the text with its emphasis and its links. Spans that do not nest end with the one that they stand in.
fn inline(document: &Document, range: &Range<usize>) -> String {
    let spans = &document.spans;
    let first = spans.partition_point(|span| span.range.start < range.start);
    let mut text = String::new();
    let mut at = range.start;
    let mut open: Vec<(usize, String)> = Vec::new();
    for span in spans[first..]
        .iter()
        .take_while(|span| span.range.start < range.end)
    {
        let Some(words) = trimmed(document, span, range.end) else {
            continue;
        };
        close(document, &mut text, &mut at, &mut open, words.start);
        let code = matches!(span.style, SpanStyle::Code | SpanStyle::Key);
        let end = open
            .last()
            .map_or(words.end, |(end, _)| words.end.min(*end));
        if words.start < at || end <= words.start {
            continue;
        }
        text.push_str(&literal(document.slice(&(at..words.start))));
        at = words.start;
        if code {
            text.push_str(&code_span(document.slice(&(at..end))));
            at = end;
        } else if let Some((before, behind)) = marks(document, span.style) {
            text.push_str(before);
            open.push((end, behind));
        }
    }
    close(document, &mut text, &mut at, &mut open, range.end);
    text.push_str(&literal(document.slice(&(at..range.end))));
    text
}

/// Writes on up to the ends of those open spans that end before `until`.
fn close(
    document: &Document,
    text: &mut String,
    at: &mut usize,
    open: &mut Vec<(usize, String)>,
    until: usize,
) {
    while let Some((end, _)) = open.last()
        && *end <= until
        && let Some((end, behind)) = open.pop()
    {
        text.push_str(&literal(document.slice(&(*at..end))));
        text.push_str(&behind);
        *at = end.max(*at);
    }
}

/// A span without the white space at its ends, behind or before which marks would mean nothing.
fn trimmed(document: &Document, span: &Span, end: usize) -> Option<Range<usize>> {
    let range = span.range.start..span.range.end.min(end);
    let words = document.slice(&range);
    let start = range.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    (start < end).then_some(start..end)
}

fn code_span(text: &str) -> String {
    let text = text.replace('\n', " ");
    let mut longest = 0;
    for run in text.split(|c| c != '`') {
        longest = longest.max(run.len());
    }
    let fence = "`".repeat(longest + 1);
    let blank = if text.contains('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Text that means nothing else to Markdown (`CommonMark` 0.31, 2.4).
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 8);
    let mut at_start = true;
    let mut digits = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        let means = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' => true,
            '&' => next.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            '#' | '+' | '-' | '=' => at_start,
            // "1." at the beginning of a line would be a list.
            '.' | ')' => digits && next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if means {
            literal.push('\\');
        }
        literal.push(c);
        digits = (at_start || digits) && c.is_ascii_digit();
        at_start = c == '\n' || (at_start && c.is_whitespace());
    }
    literal
}

/// An address that ends where it ends.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '\\' => address.push_str("%5C"),
            c if c.is_whitespace() => address.push_str("%20"),
            c => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::document;
    use super::*;

    fn of(html: &str) -> String {
        markdown(&document(html, None))
    }

    #[test]
    fn every_kind_of_block_has_its_form() {
        let html = "<h2>The <em>late</em> ferry</h2>
            <p>It is <strong>late </strong>again, <a href='https://a.example/x_(y)'>she <b>said</b></a>: <code>a`b</code>.</p>
            <ul><li>one</li><li>two<ol start=3><li>three</li></ol></li></ul>
            <blockquote><p>first</p><p>second<br>line</p></blockquote>
            <pre>let x = \"```\";</pre><hr>
            <table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>";
        assert_eq!(
            of(html),
            "## The *late* ferry\n\nIt is **late** again, [she **said**](https://a.example/x_%28y%29): ``  a`b  ``.\n\n\
             - one\n- two\n  3. three\n\n> first\n>\n> second\\\n> line\n\n````\nlet x = \"```\";\n````\n\n---\n\n\
             | a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n"
                .replace("``  a`b  ``", "`` a`b ``")
        );
    }

    #[test]
    fn what_an_article_says_is_no_markup() {
        assert_eq!(
            of("<p># no *heading* &amp;amp; &lt;b&gt; [x](y)</p>"),
            "\\# no \\*heading\\* \\&amp; \\<b\\> \\[x\\](y)\n"
        );
        assert_eq!(
            of("<p>1986. A great year - really.</p>"),
            "1986\\. A great year - really.\n"
        );
    }

    proptest! {
        #[test]
        fn no_page_makes_it_panic(html in "(<(/?(p|li|ul|ol|a href=x|b|em|code|pre|table|tr|td|blockquote|h1|img src=x alt=y))>|[a-z`*é \n|_-]{0,6}){0,40}") {
            let _ = of(&html);
        }
    }
}
