//! Text that runs from right to left: which way a paragraph runs, and in which order its characters are seen. The text
//! itself is never changed by it: ranges stay where they are, only what is drawn is put into order.
//!
//! The Unicode Bidirectional Algorithm, <https://www.unicode.org/reports/tr9/>. The shapes of letters are the
//! terminal's.

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiMirroringGlyph;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Begins text that runs from left to right, whatever stands around it (LRI).
const LEFT_TO_RIGHT: &str = "\u{2066}";
/// The same from right to left (RLI).
const RIGHT_TO_LEFT: &str = "\u{2067}";
/// The same as its first letter says (FSI).
const FIRST_STRONG: &str = "\u{2068}";
/// Ends it (PDI).
const END: &str = "\u{2069}";

/// What is done about paragraphs that run from right to left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RightToLeft {
    /// Nothing: lines hold the text as it is.
    #[default]
    Logical,
    /// They stand to the right; the terminal puts their characters into order.
    Aligned,
    /// They stand to the right, and every line is in the order in which it is seen.
    Ordered,
}

impl RightToLeft {
    /// The same for lines that are ordered only when they are drawn.
    #[must_use]
    pub fn unordered(self) -> Self {
        match self {
            Self::Logical => Self::Logical,
            Self::Aligned | Self::Ordered => Self::Aligned,
        }
    }
}

/// Whether a text may hold anything that runs from right to left; wrong only where it says yes. Reads bytes alone, and
/// ASCII at the speed of memory.
pub fn has_right_to_left(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        // U+0580 to U+07FF: Hebrew, Arabic, Syriac, Thaana, N'Ko.
        0xD6..=0xDF => true,
        // U+0800 to U+08FF.
        0xE0 => matches!(next(at), 0xA0..=0xA3),
        // Presentation forms.
        0xEF => matches!(next(at), 0xAC..=0xB7 | 0xB9..=0xBB),
        // U+10000 to U+10FFF and U+1E000 to U+1EFFF.
        0xF0 => matches!(next(at), 0x90 | 0x9E),
        _ => false,
    })
}

/// Whether a paragraph runs from right to left: its first letter does (rules P2 and P3).
pub fn runs_right_to_left(text: &str) -> bool {
    let mut within = 0_usize;
    for c in text.chars() {
        match bidi_class(c) {
            BidiClass::LRI | BidiClass::RLI | BidiClass::FSI => within += 1,
            BidiClass::PDI => within = within.saturating_sub(1),
            BidiClass::L if within == 0 => return false,
            BidiClass::R | BidiClass::AL if within == 0 => return true,
            _ => {}
        }
    }
    false
}

/// The marks to be put around a text by others, so that neither is ordered as a part of the other; none where nothing in
/// it runs from right to left. They take no cells, and no feed can bring them: they are cleaned away.
pub fn marks(text: &str) -> (&'static str, &'static str) {
    if !has_right_to_left(text) {
        ("", "")
    } else if runs_right_to_left(text) {
        (RIGHT_TO_LEFT, END)
    } else {
        (LEFT_TO_RIGHT, END)
    }
}

/// The text between such marks.
pub fn apart(text: &str) -> Cow<'_, str> {
    match marks(text) {
        ("", _) => Cow::Borrowed(text),
        (begin, end) => Cow::Owned(format!("{begin}{text}{end}")),
    }
}

/// A text that runs from right to left, between the marks for it.
pub(super) fn right_to_left(text: &str) -> String {
    format!("{RIGHT_TO_LEFT}{text}{END}")
}

/// Whether a character is one of the marks.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// The embedding levels of a text, byte by byte.
#[derive(Debug, Clone)]
pub(super) struct Levels {
    levels: Vec<Level>,
    base: Level,
}

impl Levels {
    /// Of one paragraph that runs this way; `None` where all of it runs from left to right.
    pub(super) fn of(text: &str, right_to_left: bool) -> Option<Self> {
        let base = if right_to_left {
            Level::rtl()
        } else {
            Level::ltr()
        };
        (right_to_left || has_right_to_left(text)).then(|| Self::within(text, base))
    }

    /// Of what stands in text of this level.
    fn within(text: &str, base: Level) -> Self {
        let depth = base.number() - base.number() % 2;
        let own = Level::new(base.number() % 2).ok();
        let mut levels = BidiInfo::new(text, own).levels;
        for level in &mut levels {
            // No deeper than the algorithm allows; what would be, is as deep as it can be.
            let _ = level.raise(depth);
        }
        Self { levels, base }
    }

    pub(super) fn base(&self) -> Level {
        self.base
    }

    pub(super) fn at(&self, byte: usize) -> Level {
        self.levels.get(byte).copied().unwrap_or(self.base)
    }

    /// The levels of a sign that stands between two characters: it goes with both, or else with the paragraph.
    pub(super) fn of_sign(&self, sign: &str, around: [Option<Level>; 2]) -> Self {
        let level = match around {
            [Some(before), Some(after)] => before.min(after),
            _ => self.base,
        };
        Self::within(sign, level.max(self.base))
    }
}

/// A part of a line that stays whole: a grapheme cluster, or a gap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) level: Level,
    pub(super) kind: Blank,
}

/// What rule L1 asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    No,
    Space,
    Tab,
}

impl Blank {
    pub(super) fn of(cluster: &str) -> Self {
        match cluster {
            "\t" => Self::Tab,
            _ if cluster.chars().all(char::is_whitespace) => Self::Space,
            _ => Self::No,
        }
    }
}

/// From left to right, which of a line's units are seen (rules L1 and L2).
pub(super) fn order(units: &mut [Unit], base: Level) -> Vec<usize> {
    let mut at_edge = true;
    for unit in units.iter_mut().rev() {
        at_edge = unit.kind == Blank::Tab || at_edge && unit.kind == Blank::Space;
        if at_edge {
            unit.level = base;
        }
    }
    let levels: Vec<Level> = units.iter().map(|unit| unit.level).collect();
    BidiInfo::reorder_visual(&levels)
}

/// A grapheme cluster of a line, where it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<'t> {
    /// Its place in the text.
    pub range: Range<usize>,
    /// What is to be drawn: brackets are mirrored where the text runs from right to left.
    pub cluster: Cow<'t, str>,
}

/// The clusters of one line from left to right. What runs from right to left is ordered within the line, which itself
/// runs from left to right; marks take part, and have no clusters.
pub fn seen(text: &str) -> Vec<Seen<'_>> {
    let clusters = text.grapheme_indices(true);
    let has_cells = |cluster: &str| cluster.width() > 0;
    let Some(levels) = Levels::of(text, false) else {
        let all = clusters.filter(|(_, cluster)| has_cells(cluster));
        let all = all.map(|(at, cluster)| Seen {
            range: at..at + cluster.len(),
            cluster: Cow::Borrowed(cluster),
        });
        return all.collect();
    };
    let clusters: Vec<(usize, &str)> = clusters.collect();
    let unit = |(at, cluster): &(usize, &str)| Unit {
        level: levels.at(*at),
        kind: Blank::of(cluster),
    };
    let mut units: Vec<Unit> = clusters.iter().map(unit).collect();
    let order = order(&mut units, levels.base());
    let place = |number: usize| {
        let (at, cluster) = clusters[number];
        Seen {
            range: at..at + cluster.len(),
            cluster: if units[number].level.is_rtl() {
                mirrored(cluster)
            } else {
                Cow::Borrowed(cluster)
            },
        }
    };
    // Marks hold apart what stands on both sides of them, and only then go.
    let order = order.into_iter().filter(|n| has_cells(clusters[*n].1));
    order.map(place).collect()
}

/// Pieces that stand beside each other, as one text in which each is ordered by itself; those between marks are ordered
/// together. With each piece where it ends there.
pub fn joined<'p>(pieces: impl Iterator<Item = &'p str>) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut ends = Vec::new();
    let mut depth = 0_usize;
    for piece in pieces {
        let is_apart = depth == 0 && !opens(piece);
        if is_apart {
            text.push_str(FIRST_STRONG);
        }
        text.push_str(piece);
        for c in piece.chars() {
            match c {
                '\u{2066}'..='\u{2068}' => depth += 1,
                '\u{2069}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if is_apart {
            // A mark whose end was cut away ends with its piece.
            for _ in 0..=std::mem::take(&mut depth) {
                text.push_str(END);
            }
        }
        ends.push(text.len());
    }
    (text, ends)
}

/// Whether a piece is nothing but the beginning of what is to be ordered together.
fn opens(piece: &str) -> bool {
    [LEFT_TO_RIGHT, RIGHT_TO_LEFT, FIRST_STRONG].contains(&piece)
}

/// A text that runs from right to left, as it is seen from the left.
pub(super) fn turned(text: &str) -> String {
    text.graphemes(true).rev().map(mirrored).collect()
}

/// A sign as it is seen in a line that runs from right to left: of a list, of a quotation.
pub(super) fn sign_turned(sign: &str) -> String {
    let mut seen = String::with_capacity(sign.len());
    let levels = Levels::within(sign, Level::rtl());
    let clusters: Vec<(usize, &str)> = sign.grapheme_indices(true).collect();
    let unit = |(at, _): &(usize, &str)| Unit {
        level: levels.at(*at),
        kind: Blank::No,
    };
    let mut units: Vec<Unit> = clusters.iter().map(unit).collect();
    for number in order(&mut units, levels.base()) {
        match clusters[number].1 {
            // The bar of a quotation leans on the other edge of its cell.
            "▎" => seen.push('▕'),
            cluster if units[number].level.is_rtl() => seen.push_str(&mirrored(cluster)),
            cluster => seen.push_str(cluster),
        }
    }
    seen
}

/// Rule L4: the other bracket of a pair. As wide as the one.
fn mirrored(cluster: &str) -> Cow<'_, str> {
    let mut characters = cluster.chars();
    let other = characters.next().and_then(|first| {
        let glyph = CodePointMapData::<BidiMirroringGlyph>::new().get(first);
        glyph.mirroring_glyph
    });
    match other {
        Some(other) => Cow::Owned(format!("{other}{}", characters.as_str())),
        None => Cow::Borrowed(cluster),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str) -> String {
        let seen = seen(text);
        seen.iter().map(|seen| seen.cluster.as_ref()).collect()
    }

    fn paragraph(text: &str) -> String {
        line(&apart(text))
    }

    #[test]
    fn latin_is_left_alone_and_hebrew_is_seen_from_the_right() {
        assert_eq!(paragraph("The tide (at noon)"), "The tide (at noon)");
        assert_eq!(paragraph("גשר חדש"), "שדח רשג");
        assert_eq!(paragraph("نهر"), "رهن");
    }

    #[test]
    fn numbers_and_latin_words_keep_their_order_within_a_hebrew_line() {
        // 12.5 percent, and a name in Latin letters, run from left to right.
        assert_eq!(paragraph("עלה 12.5% היום"), "םויה 12.5% הלע");
        assert_eq!(
            paragraph("קבוצת North Quay ניצחה"),
            "החצינ North Quay תצובק"
        );
        // Digits of the Arabic script, too.
        assert_eq!(paragraph("عام ١٩٩٩ م"), "م ١٩٩٩ ماع");
    }

    #[test]
    fn brackets_are_mirrored_where_the_text_runs_from_right_to_left() {
        assert_eq!(paragraph("הגשר (החדש) נפתח"), "חתפנ (שדחה) רשגה");
        assert_eq!(paragraph("הגשר (new) נפתח"), "חתפנ (new) רשגה");
        assert_eq!(
            paragraph("The bridge (גשר) opened"),
            "The bridge (רשג) opened"
        );
        assert_eq!(paragraph("«שלום»"), "«םולש»");
    }

    #[test]
    fn a_stop_stands_at_the_end_of_its_own_sentence() {
        assert_eq!(paragraph("הגשר נפתח."), ".חתפנ רשגה");
        assert_eq!(paragraph("שלום Quay!"), "!Quay םולש");
        assert_eq!(paragraph("They said שלום."), "They said םולש.");
    }

    #[test]
    fn pieces_beside_each_other_do_not_disturb_each_other() {
        let (text, ends) = joined(["החוף", " · ", "3h"].into_iter());
        assert_eq!(line(&text), "ףוחה · 3h");
        assert_eq!(ends.len(), 3);
        // A title that is cut into pieces by what was searched for is one text.
        let title = "גשר חדש 24";
        let (begin, end) = marks(title);
        let pieces = ["● ", begin, "גשר ", "חדש", " 24", end, " ★"];
        assert_eq!(line(&joined(pieces.into_iter()).0), "● 24 שדח רשג ★");
        assert_eq!(line(&format!("{} · 3h", apart("החוף"))), "ףוחה · 3h");
    }

    #[test]
    fn signs_of_lists_turn_with_their_paragraph() {
        assert_eq!(sign_turned("• "), " •");
        assert_eq!(sign_turned("12. "), " .12");
        assert_eq!(sign_turned("> "), " <");
        assert_eq!(sign_turned("▎ "), " ▕");
    }

    #[test]
    fn no_character_that_runs_from_right_to_left_is_overlooked() {
        for c in '\0'..=char::MAX {
            let class = bidi_class(c);
            if matches!(class, BidiClass::R | BidiClass::AL | BidiClass::AN) {
                let is_assigned = c.to_string().width() > 0;
                let text = c.to_string();
                assert!(has_right_to_left(&text) || !is_assigned, "{c:?}");
            }
        }
        for text in [
            "The “tide” – at noon",
            "日本語のニュース",
            "Ελλάδα",
            "Привет",
            "🌊🚢",
        ] {
            assert!(!has_right_to_left(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn ordering_moves_clusters_and_loses_none(text in "[a-zא-תا-ي0-9() .,\u{5b0}\u{64b}日\u{1f30a}\u{2066}-\u{2069}\u{202a}-\u{202e}\t]{0,40}|\\PC{0,40}") {
            let seen = seen(&text);
            let mut ranges: Vec<_> = seen.iter().map(|seen| seen.range.clone()).collect();
            ranges.sort_by_key(|range| range.start);
            let clusters: Vec<_> = text
                .grapheme_indices(true)
                .filter(|(_, c)| c.width() > 0)
                .map(|(at, c)| at..at + c.len())
                .collect();
            prop_assert_eq!(ranges, clusters);
            for seen in &seen {
                prop_assert_eq!(seen.cluster.width(), text[seen.range.clone()].width());
            }
        }

        #[test]
        fn a_turn_of_a_turn_is_the_text(text in "[א-ת()a-z \u{5b0}]{0,20}") {
            // A mark that was the first of all joins the last cluster.
            prop_assume!(!text.starts_with('\u{5b0}'));
            prop_assert_eq!(turned(&turned(&text)), text);
        }
    }
}
