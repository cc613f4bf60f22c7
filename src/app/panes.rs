//! Which panes stand where, at which size. The screen draws by it, and `update` pages and clicks by it.

/// A size in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Pane {
    /// Folders and feeds.
    Sources,
    /// Articles.
    #[default]
    List,
    /// The article.
    Reading,
    /// Its quotations.
    Quotes,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// The left column.
    pub x: u16,
    /// The top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// The area without its title line.
    #[must_use]
    pub fn content(self) -> Self {
        Self {
            y: self.y + self.height.min(1),
            height: self.height.saturating_sub(1),
            ..self
        }
    }

    /// Whether a cell lies within.
    pub fn holds(self, column: u16, row: u16) -> bool {
        (self.x..self.x + self.width).contains(&column)
            && (self.y..self.y + self.height).contains(&row)
    }
}

/// Where everything stands. Each pane's area begins with its title line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Panes {
    /// Folders and feeds.
    pub sources: Option<Area>,
    /// Articles.
    pub list: Option<Area>,
    /// The article.
    pub reading: Option<Area>,
    /// Its quotations.
    pub quotes: Option<Area>,
    /// The quotations lie over the article instead of beside it.
    pub overlay: bool,
    /// The last line.
    pub status: Area,
}

impl Panes {
    /// The area of a pane, where it is on the screen.
    pub fn area(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Sources => self.sources,
            Pane::List => self.list,
            Pane::Reading => self.reading,
            Pane::Quotes => self.quotes,
        }
    }

    /// The pane that holds a cell; what lies over another comes first.
    pub fn at(&self, column: u16, row: u16) -> Option<Pane> {
        [Pane::Quotes, Pane::Sources, Pane::List, Pane::Reading]
            .into_iter()
            .find(|pane| self.area(*pane).is_some_and(|a| a.holds(column, row)))
    }
}

/// From here on, three panes.
pub const THREE: u16 = 100;
/// From here on, one pane and the quotations over it.
pub const TWO: u16 = 60;
/// From here on, the sources have a column of their own.
const FOUR: u16 = 150;

/// Sets the panes out. `alone` is an article without a list (a file or a page read by itself).
pub fn panes(size: Size, focus: Pane, alone: bool) -> Panes {
    let Size { columns, rows } = size;
    // The status line is the first to go when there is hardly any height.
    let status_rows = u16::from(rows > 2);
    let height = rows - status_rows;
    let whole = Area {
        x: 0,
        y: 0,
        width: columns,
        height,
    };
    let mut panes = Panes {
        status: Area {
            x: 0,
            y: height,
            width: columns,
            height: status_rows,
        },
        ..Panes::default()
    };
    if columns >= THREE {
        let quotes = (columns * 24 / 100).clamp(26, 44);
        let list = if alone {
            0
        } else {
            (columns * 27 / 100).clamp(28, 48)
        };
        let sources = if columns >= FOUR && !alone { 26 } else { 0 };
        let mut x = 0;
        let mut column = |width: u16| {
            let area = Area { x, width, ..whole };
            // One cell between two panes, for the rule.
            x += width + u16::from(width > 0);
            area
        };
        let first = column(sources);
        let second = column(list);
        let rules = u16::from(sources > 0) + u16::from(list > 0) + 1;
        let third = column(columns - sources - list - quotes - rules);
        panes.reading = Some(third);
        panes.quotes = Some(column(quotes));
        if sources > 0 {
            panes.sources = Some(first);
            panes.list = Some(second);
        } else if list > 0 && focus == Pane::Sources {
            panes.sources = Some(second);
        } else if list > 0 {
            panes.list = Some(second);
        }
        return panes;
    }
    match focus {
        Pane::Sources if !alone => panes.sources = Some(whole),
        Pane::List if !alone => panes.list = Some(whole),
        Pane::Quotes if columns < TWO => panes.quotes = Some(whole),
        Pane::Quotes => {
            let width = (columns * 45 / 100).clamp(28, 40);
            panes.reading = Some(whole);
            panes.overlay = true;
            panes.quotes = Some(Area {
                x: columns - width,
                width,
                ..whole
            });
        }
        _ => panes.reading = Some(whole),
    }
    panes
}

/// The pane that the keys go to, over the whole width.
pub fn one_pane(size: Size, focus: Pane, alone: bool) -> Panes {
    let narrow = Size {
        columns: size.columns.min(TWO - 1),
        ..size
    };
    let mut panes = panes(narrow, focus, alone);
    let shown = [
        &mut panes.sources,
        &mut panes.list,
        &mut panes.reading,
        &mut panes.quotes,
    ];
    for area in shown.into_iter().flatten() {
        area.width = size.columns;
    }
    panes.status.width = size.columns;
    panes
}

/// The column of text within a pane's content: its left edge and its width, at most `measure` wide and centred.
pub fn text_column(content: Area, measure: u16) -> (u16, u16) {
    let margin = match content.width {
        0..24 => 0,
        24..60 => 1,
        _ => 2,
    };
    let width = content.width.saturating_sub(2 * margin).min(measure).max(1);
    (content.x + content.width.saturating_sub(width) / 2, width)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Pane; 4] = [Pane::Sources, Pane::List, Pane::Reading, Pane::Quotes];

    fn at(columns: u16, rows: u16, focus: Pane) -> Panes {
        panes(Size { columns, rows }, focus, false)
    }

    #[test]
    fn three_panes_from_100_columns_and_the_sources_beside_them_from_150() {
        let three = at(120, 36, Pane::List);
        assert!(three.list.is_some() && three.reading.is_some() && three.quotes.is_some());
        assert!(three.sources.is_none());
        let drawer = at(120, 36, Pane::Sources);
        assert_eq!(drawer.sources, three.list);
        assert!(at(200, 60, Pane::List).sources.is_some());
    }

    #[test]
    fn between_60_and_100_columns_the_quotations_lie_over_the_article() {
        assert_eq!(at(80, 24, Pane::List).reading, None);
        let quotes = at(80, 24, Pane::Quotes);
        assert!(quotes.overlay);
        assert_eq!(quotes.reading.unwrap().width, 80);
        assert!(!at(40, 12, Pane::Quotes).overlay);
    }

    proptest! {
        #[test]
        fn the_pane_in_focus_is_always_on_the_screen_and_nothing_sticks_out(
            columns in 1u16..400, rows in 1u16..120, focus in 0usize..4,
        ) {
            let panes = at(columns, rows, ALL[focus]);
            prop_assert!(panes.area(ALL[focus]).is_some());
            for area in ALL.iter().filter_map(|pane| panes.area(*pane)) {
                prop_assert!(area.width > 0 && area.x + area.width <= columns);
                prop_assert!(area.y + area.height <= rows);
                let (x, width) = text_column(area.content(), 72);
                prop_assert!(x >= area.x && x + width <= area.x + area.width);
            }
        }
    }
}
