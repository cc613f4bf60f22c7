//! HTML to lines as a reader sees them, and pages to articles. The fixtures are ours, with invented people and outlets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use pullquote::quotes::extract;
use pullquote::renderer::article::{
    Context, Reading, Rule, read_feed, read_html, read_page, read_text,
};
use pullquote::renderer::{
    BlockKind, Document, LayoutOptions, Page, RightToLeft, Role, SpanStyle, document, layout, plain,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;
use url::Url;

fn set(document: &Document, width: u16) -> Page {
    layout(
        document,
        &LayoutOptions {
            width,
            measure: width,
            justify: false,
            list_links: false,
            ascii: false,
            spacing: 1,
            right_to_left: RightToLeft::Logical,
        },
    )
}

/// The lines of a piece of HTML.
fn lines(html: &str, width: u16) -> Vec<String> {
    shown(&set(&document(html, None), width))
}

fn shown(page: &Page) -> Vec<String> {
    let line = |runs: &[pullquote::renderer::Run]| {
        runs.iter().map(|r| r.text.as_str()).collect::<String>()
    };
    page.lines
        .iter()
        .map(|l| line(&l.runs).trim_end().to_owned())
        .collect()
}

fn width_of(line: &str) -> usize {
    line.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// What stands in the cells of a range.
fn under(page: &Page, range: &std::ops::Range<usize>) -> String {
    let mut found = String::new();
    for cells in page.cells(range) {
        let line: String = page.lines[cells.line]
            .runs
            .iter()
            .map(|r| r.text.as_str())
            .collect();
        let mut edge = 0;
        for cluster in line.graphemes(true) {
            let wide = cluster.width() as u16;
            if edge >= cells.columns.start && edge + wide <= cells.columns.end {
                found.push_str(cluster);
            }
            edge += wide;
        }
    }
    found
}

#[test]
fn headings_paragraphs_and_line_ends() {
    assert_eq!(
        lines(
            "<h2>The <em>river</em></h2><p>One<br>two<br><br>three</p>text",
            40
        ),
        ["The river", "", "One", "two", "", "three", "", "text"]
    );
}

#[test]
fn lists_keep_their_numbers_and_align() {
    let html = "<ol start=9><li>nine<ul><li>a<li>b<p>more of b</ul><li>ten<li value=100>hundred</ol>\
                <ol type=a reversed><li>x<li>y</ol><ol type=I start=4><li>iv</ol>";
    assert_eq!(
        lines(html, 40),
        [
            "  9. nine",
            "     • a",
            "     • b",
            "",
            "       more of b",
            " 10. ten",
            "100. hundred",
            "  b. x",
            "  a. y",
            " IV. iv",
        ]
    );
}

#[test]
fn quotations_at_any_depth_have_bars_and_room() {
    let html = "<blockquote><p>one<blockquote>two</blockquote>three</blockquote>";
    assert_eq!(lines(html, 40), ["▎ one", "▎", "▎ ▎ two", "▎", "▎ three"]);
    let deep = "<blockquote>".repeat(60) + "at the bottom";
    for line in lines(&deep, 20) {
        assert!(
            width_of(&line) <= 20 && line.matches('▎').count() <= 5,
            "{line}"
        );
    }
}

#[test]
fn definitions_captions_rules_and_media() {
    let html = "<dl><dt>Ferry<dd>A boat.<dt>Wall<dd>A bank.</dl><hr><figure><img src=/a.jpg alt='The wall'>\
                <figcaption>The wall in May</figcaption></figure>\
                <iframe src=https://film.example/v/1 title='The ferry'></iframe>\
                <audio><source src=https://a.example/talk.mp3></audio>";
    assert_eq!(
        lines(html, 40),
        [
            "Ferry",
            "    A boat.",
            "",
            "Wall",
            "    A bank.",
            "",
            "────────────────────────",
            "",
            "[image: The wall]",
            "The wall in May",
            "",
            "Frame: The ferry",
            "",
            "Audio: talk.mp3",
        ]
    );
}

#[test]
fn what_a_caption_says_stands_there_once() {
    let html = "<figure><img src=/a.jpg alt='The wall in May'><figcaption>The wall in May.</figcaption></figure>";
    assert_eq!(lines(html, 40), ["[image]", "The wall in May."]);
}

#[test]
fn a_list_in_a_definition_stands_below_it() {
    let html = "<dl><dt>Ferry<dd><p>A boat:</p><ul><li>for cars<li>for people</ul></dl>";
    assert_eq!(
        lines(html, 40),
        [
            "Ferry",
            "    A boat:",
            "",
            "    • for cars",
            "    • for people"
        ]
    );
}

#[test]
fn sub_sup_q_and_ruby_keep_their_meaning() {
    let html = "H<sub>2</sub>O, E=mc<sup>2</sup>, the 20<sup>th</sup> mile<sup>[12]</sup>, \
                <q>she said <q>no</q></q>, <ruby>水<rt>mizu</rt></ruby>, x<sup>n+1</sup>";
    assert_eq!(
        lines(html, 80),
        ["H₂O, E=mc², the 20th mile¹², “she said ‘no’”, 水(mizu), xⁿ⁺¹"]
    );
}

#[test]
fn nothing_hidden_is_shown_and_nothing_shown_is_lost() {
    let html = "<p hidden>no</p><p style='color:red;display:none'>no</p><span class=sr-only>no</span>\
                <script>no()</script><style>no{}</style><template>no</template><button>no</button>\
                <form>no <input value=no><select><option>no</select></form><noscript>yes</noscript>\
                <details><summary>Yes</summary>and this</details><div aria-hidden=false>too</div>";
    assert_eq!(lines(html, 40).join(" "), "yes  Yes  and this  too");
}

#[test]
fn code_keeps_its_lines_and_shows_where_it_folds() {
    let html = "<pre><code class=language-rust>fn main() {\n\tlet x = \"long enough to be folded\";\n}</code></pre>";
    let document = document(html, None);
    assert_eq!(
        document.blocks[0].kind,
        BlockKind::Code {
            language: Some("rust".into())
        }
    );
    assert_eq!(
        shown(&set(&document, 24)),
        [
            "fn main() {",
            "    let x = \"long enough",
            "↪  to be folded\";",
            "}"
        ]
    );
}

const TABLE: &str = "<table><caption>Tides</caption><tr><th>Place<th>Note<th>Height\
                     <tr><td>Oldmarsh<td>high water is late today<td>4.2<tr><td>Fen<td>low<td>13.05</table>";

#[test]
fn tables_fit_their_columns() {
    assert_eq!(
        lines(TABLE, 60),
        [
            "Tides",
            "Place     Note                      Height",
            "────────  ────────────────────────  ──────",
            "Oldmarsh  high water is late today     4.2",
            "Fen       low                        13.05",
        ]
    );
    assert_eq!(lines(TABLE, 34)[3], "Oldmarsh  high water is        4.2");
}

#[test]
fn tables_too_wide_become_records() {
    assert_eq!(
        lines(TABLE, 20)[1..],
        [
            "Place: Oldmarsh",
            "Note: high water is",
            "late today",
            "Height: 4.2",
            "",
            "Place: Fen",
            "Note: low",
            "Height: 13.05"
        ]
    );
}

#[test]
fn tables_of_layout_are_read_down() {
    let html = "<table><tr><td><h1>Head</h1><td><table><tr><td>a<td>b</table></table>";
    assert_eq!(lines(html, 40), ["Head", "", "a", "", "b"]);
}

#[test]
fn links_are_numbered_and_listed_without_their_trackers() {
    let base = Url::parse("https://ledger.example/news/1").unwrap();
    let html = "<p>See <a href='../wall?utm_source=x&id=2'>the wall</a>, <a href='javascript:alert(1)'>no</a>.</p>";
    let document = document(html, Some(&base));
    let page = layout(
        &document,
        &LayoutOptions {
            width: 40,
            ..LayoutOptions::default()
        },
    );
    assert_eq!(
        shown(&page),
        [
            "See the wall[1], no.",
            "",
            "[1] https://ledger.example/wall?id=2"
        ]
    );
    let run = page.lines[0]
        .runs
        .iter()
        .find(|r| r.text == "the wall")
        .unwrap();
    assert_eq!((run.style.link, run.style.role), (Some(0), Role::Body));
}

#[test]
fn styles_nest() {
    let document = document(
        "<p>a <b>b <i>c</i></b><i>d</i> <kbd>k</kbd> <mark>m</mark></p>",
        None,
    );
    let style = |s: SpanStyle| {
        let span = document.spans.iter().find(|p| p.style == s).unwrap();
        document.slice(&span.range)
    };
    assert_eq!(document.text, "a b cd k m");
    assert_eq!(style(SpanStyle::Strong), "b c");
    assert_eq!(style(SpanStyle::Emphasis), "c");
    assert_eq!(style(SpanStyle::Key), "k");
    assert_eq!(style(SpanStyle::Mark), "m");
}

#[test]
fn the_cells_of_a_range_are_exact_at_every_width() {
    let html = "<p>The keeper said: “We have <em>waited</em> long 日本語 enough 👩‍🚀 for it.”</p>";
    let document = document(html, None);
    let start = document.text.find("We").unwrap();
    let end = document.text.find(".”").unwrap();
    let wanted: String = document.text[start..end].split_whitespace().collect();
    for width in 2..80 {
        let page = set(&document, width);
        let found: String = under(&page, &(start..end)).split_whitespace().collect();
        assert_eq!(found, wanted, "at width {width}");
        let first = &page.cells(&(start..end))[0];
        assert_eq!(page.at(first.line, first.columns.start), Some(start));
        assert_eq!(page.line_of(start), first.line);
    }
}

#[test]
fn control_characters_and_overrides_never_survive() {
    let html = "<p>a\u{0}b\u{1b}[31m&#155;c&#x202e;d\u{2066}e&#27;</p><img alt='x\u{1b}y' src=/i.png><pre>\u{7}z</pre>";
    let document = document(html, None);
    assert!(
        !document
            .text
            .contains(|c: char| c.is_control() && c != '\n'),
        "{:?}",
        document.text
    );
    assert!(!document.text.contains(['\u{202e}', '\u{2066}', '\u{9b}']));
    assert_eq!(plain("x\u{1b}]0;title\u{7}y").text, "x]0;titley");
}

#[test]
fn hostile_pages_end_soon_and_keep_their_words() {
    let cases = [
        "<div>".repeat(30_000) + "word",
        "<table><tr><td>".repeat(10_000) + "word",
        "<blockquote><ul><li>".repeat(3_000) + "word",
        "<a><b><i><u>".repeat(2_000) + "word",
        "<table><tr><td rowspan=99999999 colspan=99999999>word<tr><td>x</table>".to_owned(),
        "<p a='".to_owned() + "<p>word",
        "w<br>".repeat(20_000) + "word",
    ];
    for html in cases {
        let document = document(&html, None);
        assert!(
            document.text.contains("word") || html.contains("a='"),
            "{}",
            &html[..20]
        );
        set(&document, 40);
    }
}

/// Pieces of pages, put together at random.
fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z ,.]{1,30}",
        "[一-龥、。「」ぁ-ん]{1,12}",
        Just("👩‍🚀 🇯🇵 e\u{301} ﷺ שלום".to_owned()),
        Just("soft\u{ad}hyphen zero\u{200b}width no\u{a0}break".to_owned()),
        Just("https://ledger.example/a-very-long-address/that-does-not-fit?on=a&line=1".to_owned()),
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<br>",
            "<b>",
            "</b>",
            "<a href='https://a.example/x'>",
            "</a>",
            "<ul><li>",
            "<li>",
            "</ul>",
            "<ol start=98>",
            "</ol>",
            "<blockquote>",
            "</blockquote>",
            "<pre>",
            "</pre>",
            "\t",
            "\n",
            "<table><tr><th>",
            "<td>",
            "<tr>",
            "</table>",
            "<dl><dt>",
            "<dd>",
            "</dl>",
            "<h3>",
            "</h3>",
            "<hr>",
            "<img src=/a.png alt='An alt'>",
            "<q>",
            "</q>",
            "<sup>2</sup>",
            "<div>",
            "</div>",
            "<td colspan=3 rowspan=2>",
            "<figure><figcaption>",
            "&amp;",
            "<",
            "&#x202e;",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn markdown_that_a_feed_sends_comes_out_as_it_was_meant() {
    let sent = "# The wall&lt;br&gt;".replace("&lt;br&gt;", "<br>")
        + "The council **voted** on Tuesday:<br><br>- forty centimetres<br>- a [second boat](https://oldmarsh.example/boat)\
           <br><br>> Not before spring.<br><br>```<br>tide  low<br>```";
    let document = document(&sent, None);
    let kinds: Vec<_> = document.blocks.iter().map(|b| b.kind.clone()).collect();
    assert!(matches!(kinds[0], BlockKind::Heading(1)), "{kinds:?}");
    assert_eq!(
        kinds.iter().filter(|k| **k == BlockKind::ListItem).count(),
        2
    );
    assert!(kinds.iter().any(|k| matches!(k, BlockKind::Code { .. })));
    assert!(document.text.contains("tide  low") && !document.text.contains("**"));
    assert_eq!(document.links[0].url, "https://oldmarsh.example/boat");
    assert!(document.blocks.iter().any(|b| b.quote_depth == 1));
}

#[test]
fn plain_text_that_a_feed_sends_keeps_its_lists_and_paragraphs() {
    let sent =
        "The ferry runs:<br>- on Tuesdays<br>- on Fridays<br><br>&gt; And on Sundays?<br>No.";
    assert_eq!(
        lines(sent, 40),
        [
            "The ferry runs:",
            "",
            "• on Tuesdays",
            "• on Fridays",
            "",
            "▎ And on Sundays?",
            "",
            "No."
        ]
    );
}

#[test]
fn justified_lines_end_alike_and_every_cell_is_known() {
    let html = "<p>The council of Oldmarsh voted on <a href=https://a.example/>Tuesday</a> to raise the flood wall by \
                forty centimetres, a <em>decision that residents had</em> asked for since the winter of 2019.</p>\
                <p>A short end.</p>";
    let document = document(html, None);
    let options = LayoutOptions {
        width: 40,
        measure: 40,
        justify: true,
        list_links: true,
        ascii: false,
        spacing: 1,
        right_to_left: RightToLeft::Logical,
    };
    let page = layout(&document, &options);
    let block = |number: usize| page.lines.iter().filter(move |l| l.block == Some(number));
    let mut first = page.clone();
    first.lines = block(0).cloned().collect();
    let first = shown(&first);
    let (last, full) = first.split_last().unwrap();
    assert!(
        full.len() > 3 && full.iter().all(|line| width_of(line) == 40),
        "{first:#?}"
    );
    assert!(width_of(last) < 40);
    let word = document.text.find("residents").unwrap();
    let cells = page.cells(&(word..word + "residents had".len()));
    let columns: u16 = cells.iter().map(|c| c.columns.end - c.columns.start).sum();
    assert!(columns >= 12, "{cells:?}");
    for cell in &cells {
        for column in cell.columns.clone() {
            let at = page.at(cell.line, column).unwrap();
            assert!((word..word + "residents had".len()).contains(&at));
        }
    }
}

/// Rules as readers write them, and others that are no selectors at all.
fn rules() -> impl Strategy<Value = Rule> {
    let selector =
        || prop::option::of("p|div|table td|a\\[href\\]|:has\\(p\\)|\\*|[a-z.#>:*\\[\\]() ]{0,8}");
    (selector(), selector(), selector()).prop_map(|(body, strip, next_page)| Rule {
        body,
        strip,
        next_page,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_line_is_wider_than_the_page_and_no_word_is_lost(html in page(), width in 2_u16..=200, list_links: bool, ascii: bool, justify: bool) {
        let document = document(&html, None);
        let page = layout(&document, &LayoutOptions { width, measure: 200, justify, list_links, ascii, spacing: 1, right_to_left: RightToLeft::Logical });
        for line in shown(&page) {
            prop_assert!(width_of(&line) <= usize::from(width), "{line:?} at {width}");
        }
        let has_table = document.blocks.iter().any(|b| matches!(b.kind, BlockKind::Table { .. }));
        if !has_table {
            let runs = page.lines.iter().flat_map(|l| &l.runs).filter(|r| !r.range.is_empty());
            let set: String = runs.map(|r| document.slice(&r.range)).collect();
            prop_assert_eq!(letters(&set), letters(&document.text));
        }
    }

    #[test]
    fn a_document_holds_together(html in page()) {
        let document = document(&html, None);
        let inside = |r: &std::ops::Range<usize>| document.text.get(r.clone()).is_some();
        let mut end = 0;
        for block in &document.blocks {
            prop_assert!(inside(&block.range) && block.range.start >= end);
            end = block.range.end;
            if let BlockKind::Table { rows, .. } = &block.kind {
                prop_assert!(rows.iter().flatten().all(inside));
            }
        }
        prop_assert_eq!(end, document.text.len());
        prop_assert!(document.spans.iter().all(|s| inside(&s.range) && !s.range.is_empty()));
        prop_assert!(document.spans.is_sorted_by_key(|s| s.range.start));
        prop_assert!(!document.text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
    }

    #[test]
    fn any_page_is_read_as_an_article_whatever_the_rule_of_its_site(html in page(), rule in rules(), number in 0_u32..3) {
        let url = Url::parse("https://ledger.example/news/1").unwrap();
        let context = Context { url: Some(&url), status: 200, rule: Some(&rule), part: Some((&url, number)) };
        for reading in [read_page(&html, &context), read_html(&html, Some(&url)), read_feed(&html, Some(&url), "One", None)] {
            prop_assert!(reading.document.is_sound());
            prop_assert!(!reading.document.text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert!(reading.next_page.as_ref().is_none_or(|next| matches!(next.scheme(), "http" | "https")));
            let kept = Reading::from_json(&reading.to_json());
            prop_assert_eq!(kept, Some(Reading { next_page: None, ..reading }));
        }
    }

    #[test]
    fn what_was_kept_and_is_damaged_is_refused_or_can_be_used(
        html in page(), at in any::<prop::sample::Index>(), with in "[0-9]{1,3}|[a-z\"{}\\[\\],:]|\\PC",
    ) {
        let mut json = read_html(&html, None).to_json();
        let at = json.floor_char_boundary(at.index(json.len()));
        let end = json.ceil_char_boundary(at + 1);
        json.replace_range(at..end, &with);
        if let Some(reading) = Reading::from_json(&json) {
            set(&reading.document, 30);
            extract(&reading.document);
            reading.body();
        }
    }

    #[test]
    fn any_text_and_any_bytes_are_read(text in "\\PC{0,200}", width in 0_u16..40) {
        for document in [plain(&text), document(&text, None), read_html(&text, None).document, read_text(&text).document] {
            set(&document, width);
        }
    }
}

#[test]
fn with_double_spacing_paragraphs_still_stand_further_apart_than_lines() {
    let html = "<p>The wall was mended twice in a year.</p><p>No more.</p><blockquote><p>It held that time, \
                and the time after.</p></blockquote><pre>one\ntwo</pre>";
    let document = document(html, None);
    let options = LayoutOptions {
        width: 24,
        measure: 24,
        spacing: 2,
        right_to_left: RightToLeft::Logical,
        ..LayoutOptions::default()
    };
    let page = layout(&document, &options);
    let shown = shown(&page);
    assert_eq!(
        shown[..6],
        [
            "The wall was mended",
            "",
            "twice in a year.",
            "",
            "",
            "No more."
        ]
    );
    let bars = shown.iter().filter(|line| line.trim_end() == "▎").count();
    assert_eq!(bars, 1, "the bar goes on between two lines: {shown:#?}");
    let code = shown.iter().position(|line| line.ends_with("one")).unwrap();
    assert!(shown[code + 1].ends_with("two"), "code keeps its lines");
}
