//! Rows to choose from: what can be changed of a feed, feeds to begin with, and the feeds of a list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Sheet;
use crate::app::{Import, Menu, MenuRow, OfferRow, Offering};
use crate::tui::fit::{width, wrap};
use crate::tui::view::{Look, dialog};

const COLUMNS: u16 = 64;

/// What can be changed of a feed or folder.
pub(super) fn menu(menu: &Menu, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let theme = &look.theme;
    let gaps = menu.rows.iter().filter(|row| row.apart).count();
    // What must be known before an answer is given stands below it where there is no room beside it.
    let inner = COLUMNS.min(screen.width).saturating_sub(4);
    let below = |row: &MenuRow| {
        let cells = width(&row.text) + width(&row.value) + 4;
        if menu.asks && cells > inner {
            wrap(&row.value, inner.saturating_sub(2).max(1))
        } else {
            Vec::new()
        }
    };
    let more: usize = menu.rows.iter().map(|row| below(row).len()).sum();
    let rows = u16::try_from(menu.rows.len() + gaps + more + 2).unwrap_or(u16::MAX);
    let has_gaps = rows <= screen.height;
    let facts = if menu.options { "options" } else { "" };
    let area = dialog(buffer, look, screen, (COLUMNS, rows), &menu.title, facts);
    let fits = usize::from(area.height).max(1);
    let first = (menu.selected + 1).saturating_sub(fits);
    let mut sheet = Sheet {
        look,
        buffer,
        area,
        line: 0,
    };
    for (number, row) in menu.rows.iter().enumerate().skip(first).take(fits) {
        if row.apart && has_gaps {
            sheet.gap();
        }
        let (style, soft) = if number == menu.selected {
            sheet.tint(theme.selected);
            (theme.selected, theme.selected)
        } else if row.own {
            (theme.text, theme.accent)
        } else {
            (theme.text, theme.soft)
        };
        let below = below(row);
        if !below.is_empty() {
            sheet.line(&[(" ", style), (&row.text, style)], ("", soft));
            for line in &below {
                sheet.line(&[("  ", theme.soft), (line, theme.soft)], ("", theme.soft));
            }
            continue;
        }
        let value = format!("{} ", row.value);
        sheet.line(&[(" ", style), (&row.text, style)], (&value, soft));
    }
}

/// A line of what is offered.
enum Line<'a> {
    Gap,
    Intro(&'static str),
    Row(usize, &'a OfferRow),
}

/// Feeds to begin with.
pub(super) fn offer(offer: &Offering, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let theme = &look.theme;
    let mut lines = Vec::new();
    if offer.first {
        lines.push(Line::Intro("Welcome. What do you want to read?"));
        lines.push(Line::Intro(
            "Nothing is settled by it: feeds come and go at any time.",
        ));
    }
    for (number, row) in offer.rows.iter().enumerate() {
        if matches!(row, OfferRow::Heading(_)) && !lines.is_empty() {
            lines.push(Line::Gap);
        }
        lines.push(Line::Row(number, row));
    }
    let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let facts = match offer.chosen() {
        0 => String::new(),
        count => format!("{count} chosen"),
    };
    let size = (COLUMNS, rows.min(screen.height.saturating_sub(2).max(6)));
    let area = dialog(buffer, look, screen, size, "Feeds to begin with", &facts);
    let height = usize::from(area.height).max(1);
    let is_selected =
        |line: &Line| matches!(line, Line::Row(number, _) if *number == offer.selected);
    let at = lines.iter().position(is_selected).unwrap_or(0);
    // The cursor stands near the lower end where the list is long, so that a list begins with what is above its first row.
    let last = lines.len().saturating_sub(height);
    let first = at.saturating_sub(height.saturating_sub(2)).min(last);
    let mut sheet = Sheet {
        look,
        buffer,
        area,
        line: 0,
    };
    for line in lines.iter().skip(first).take(height) {
        let (number, row) = match line {
            Line::Gap => {
                sheet.gap();
                continue;
            }
            Line::Intro(text) => {
                sheet.plain(text, theme.text);
                continue;
            }
            Line::Row(number, row) => (*number, *row),
        };
        let selected = number == offer.selected;
        if selected {
            sheet.tint(theme.selected);
        }
        let style = |usual| if selected { theme.selected } else { usual };
        let sign = |taken: bool| {
            if taken {
                (look.signs.unread, style(theme.accent))
            } else {
                (look.signs.dot, style(theme.faint))
            }
        };
        let blank = (" ", style(theme.text));
        match row {
            OfferRow::Heading(name) => sheet.plain(name, theme.title),
            OfferRow::List { list, taken } => {
                let right = format!("{} ", list.count());
                let text = format!("{}: {}", list.reader, list.path);
                let pieces = [blank, sign(*taken), blank, (&text, style(theme.text))];
                sheet.line(&pieces, (&right, style(theme.soft)));
            }
            OfferRow::File => {
                let text = format!("a file of your own{}", look.signs.ellipsis);
                let pieces = [blank, blank, blank, (&text, style(theme.text))];
                sheet.line(&pieces, ("OPML ", style(theme.soft)));
            }
            OfferRow::Feed { feed, there, taken } => {
                let name = feed.name.as_deref().unwrap_or(&feed.url);
                let right = match (there, taken) {
                    (true, true) => "there ",
                    (true, false) => "goes ",
                    _ => "",
                };
                let usual = if *taken { theme.text } else { theme.soft };
                let pieces = [blank, sign(*taken), blank, (name, style(usual))];
                sheet.line(&pieces, (right, style(theme.soft)));
            }
        }
    }
}

/// A list that is about to be taken.
pub(super) fn import(import: &Import, look: &Look, buffer: &mut Buffer, screen: Rect) {
    let theme = &look.theme;
    let Some(list) = &import.list else {
        let text = format!("reading it{}", look.signs.ellipsis);
        let area = dialog(buffer, look, screen, (COLUMNS, 3), "A list of feeds", "");
        Sheet {
            look,
            buffer,
            area,
            line: 0,
        }
        .plain(&text, theme.soft);
        return;
    };
    let cells = COLUMNS.min(screen.width).saturating_sub(4).max(1);
    let mut above: Vec<(String, _)> = Vec::new();
    for line in wrap(&list.summary(), cells) {
        above.push((line, theme.accent));
    }
    for (url, why) in list.refused.iter().take(3) {
        above.push((format!("not taken: {url} {why}"), theme.notice));
    }
    for line in list.incomplete.iter().flat_map(|words| wrap(words, cells)) {
        above.push((line, theme.notice));
    }
    let gap = usize::from(!list.new.is_empty());
    let rows = above.len() + list.new.len().min(18) + gap;
    let rows = u16::try_from(rows + 2).unwrap_or(u16::MAX);
    let area = dialog(buffer, look, screen, (COLUMNS, rows), &list.path, "");
    let mut sheet = Sheet {
        look,
        buffer,
        area,
        line: 0,
    };
    for (text, style) in &above {
        sheet.plain(text, *style);
    }
    if gap > 0 && sheet.left() > 2 {
        sheet.gap();
    }
    for feed in list.new.iter().skip(import.top) {
        let name = feed.name.as_deref().unwrap_or(&feed.url);
        let folder = feed.folder.as_deref().unwrap_or("");
        sheet.line(&[(name, theme.text)], (folder, theme.soft));
    }
}
