//! The quote sidebar: who said what, beside the text. The quotations now on the screen are lit, the others dim.

use ratatui::style::Style;

use super::fit::wrap;
use super::view::{Canvas, Look};
use crate::app::{Reading, State};

/// Lines of words that a card shows; the selected one shows them all.
const WORDS: usize = 6;

/// How many there are.
pub(super) fn title(state: &State, look: &Look) -> (String, String) {
    let count = state
        .reading
        .as_ref()
        .map_or(0, |reading| reading.quotes.len());
    let title = if count == 0 {
        "Quotes".to_owned()
    } else {
        format!("Quotes {} {count}", look.signs.dot)
    };
    (title, String::new())
}

/// A line of a card.
struct CardLine {
    text: String,
    style: Style,
    indent: u16,
}

/// Draws the pane.
pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let Some(reading) = &state.reading else {
        return;
    };
    let look = canvas.look;
    if reading.quotes.is_empty() {
        canvas.line(1, 2, &[("Nobody is quoted here.", look.theme.faint)]);
        return;
    }
    let page = state
        .panes()
        .reading
        .map_or(0, |area| usize::from(area.content().height));
    let lit = reading.quotes_on_screen(page);
    let width = canvas.area.width.saturating_sub(3);
    let height = usize::from(canvas.area.height);
    // The card that must be on the screen: the selected one, else the first that is lit.
    let anchor = reading
        .selected
        .unwrap_or(lit.start)
        .min(reading.quotes.len() - 1);
    let cards: Vec<Vec<CardLine>> = (0..reading.quotes.len())
        .map(|index| card(state, reading, index, lit.contains(&index), width, look))
        .collect();
    let before: usize = cards[..anchor].iter().map(|card| card.len() + 1).sum();
    let total: usize = cards.iter().map(|card| card.len() + 1).sum::<usize>() - 1;
    let top = before
        .saturating_sub(height / 4)
        .min(total.saturating_sub(height));
    let mut at = 0_usize;
    for (index, card) in cards.iter().enumerate() {
        for line in card {
            if let Some(line_at) = at.checked_sub(top) {
                canvas.line(line_at, line.indent, &[(&line.text, line.style)]);
                if reading.selected == Some(index) {
                    let style = look.theme.voice(reading.voices[index]).name;
                    canvas.line(line_at, 0, &[(look.signs.selected, style)]);
                }
            }
            at += 1;
        }
        at += 1;
    }
}

/// Speaker, title, words, cue and paragraph of one quotation.
fn card(
    state: &State,
    reading: &Reading,
    index: usize,
    lit: bool,
    width: u16,
    look: &Look,
) -> Vec<CardLine> {
    let theme = &look.theme;
    let quote = &reading.quotes[index];
    let selected = reading.selected == Some(index);
    let voice = theme.voice(reading.voices[index]);
    let (name_style, words_style) = match (selected, lit) {
        (true, _) | (_, true) => (voice.name, theme.text),
        _ => (theme.soft, theme.faint),
    };
    let mut lines = Vec::new();
    let mut push = |text: String, style: Style, indent: u16| {
        lines.push(CardLine {
            text,
            style,
            indent,
        });
    };
    // A speaker who goes on speaking is named once.
    let goes_on = index > 0
        && reading.voices[index].is_some()
        && reading.voices[index] == reading.voices[index - 1];
    match &quote.speaker {
        Some(_) if goes_on => {}
        Some(speaker) => {
            for line in wrap(&speaker.person.name, width) {
                push(line, name_style, 2);
            }
            if let Some(title) = &speaker.person.title {
                for line in wrap(title, width).into_iter().take(2) {
                    push(line, theme.soft, 2);
                }
            }
        }
        None => push("unattributed".to_owned(), theme.soft, 2),
    }
    let (open, close) = look.signs.marks;
    let words = format!("{open}{}{close}", quote.words(&reading.document.text));
    let mut words = wrap(&words, width.saturating_sub(1));
    if !selected && words.len() > WORDS {
        words.truncate(WORDS);
        if let Some(last) = words.last_mut() {
            *last = format!(
                "{} {}",
                super::fit::fit(last, width.saturating_sub(3), ""),
                look.signs.ellipsis
            );
        }
    }
    for line in words {
        push(line, words_style, 3);
    }
    let mut facts = Vec::new();
    if let Some(cue) = quote
        .cue
        .as_ref()
        .map(|cue| reading.document.slice(cue))
        .filter(|cue| cue.contains(char::is_alphabetic))
    {
        facts.push(cue.to_owned());
    }
    if let Some(number) = reading.document.paragraph_number(quote.span().start) {
        facts.push(format!("{}{number}", look.signs.paragraph));
    }
    push(
        facts.join(&format!(" {} ", look.signs.dot)),
        if lit { theme.soft } else { theme.faint },
        3,
    );
    let article = reading.article.headline.id;
    let outlets = state.quoted.outlets(article, quote.span().start);
    if outlets > 0 {
        let style = if lit { theme.soft } else { theme.faint };
        push(super::echoes::also_in(outlets as usize), style, 3);
    }
    lines
}
