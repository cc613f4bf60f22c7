//! Which panes stand where, at which size and in which layout. The screen draws by it, and `update` pages and clicks by
//! it.

use super::arrangement::{Arrangement, Layout, Side};

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
    /// The text stands alone: no title line, no rules, no hints.
    pub zen: bool,
    /// The quotations stand on the left of the article.
    pub mirrored: bool,
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
/// From here on, list and article beside each other, where the reader wants two panes.
pub const PAIR: u16 = 80;
/// From here on, one pane and the quotations over it.
pub const TWO: u16 = 60;
/// From here on, the sources have a column of their own.
const FOUR: u16 = 150;
/// From here on, there is more room than the lines of text need, and the other panes take it.
const WIDE: u16 = 200;
/// Columns that the article keeps, whatever the widths of the others.
const READING: u16 = 30;

/// Columns that a pane keeps beside others.
pub fn least(pane: Pane) -> u16 {
    match pane {
        Pane::Sources => 12,
        Pane::List | Pane::Quotes => 16,
        Pane::Reading => READING,
    }
}

/// What the places of the panes follow from.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Of the terminal.
    pub size: Size,
    /// The pane that the keys go to.
    pub focus: Pane,
    /// An article without a list: a file or a page read by itself.
    pub alone: bool,
    /// What the reader has arranged.
    pub arrangement: Arrangement,
    /// The side of the quotations.
    pub sidebar: Side,
    /// The widest line of text, in columns.
    pub measure: u16,
}

/// Sets the panes out.
pub fn panes(plan: &Plan) -> Panes {
    let Size { columns, rows } = plan.size;
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
        mirrored: plan.sidebar == Side::Left,
        ..Panes::default()
    };
    match plan.arrangement.layout {
        Layout::Three if columns >= THREE => beside(plan, whole, true, &mut panes),
        Layout::Two if columns >= PAIR => {
            beside(plan, whole, false, &mut panes);
            if plan.focus == Pane::Quotes {
                over(plan, whole, &mut panes);
            }
        }
        layout => {
            panes.zen = layout == Layout::Zen && plan.focus == Pane::Reading;
            one(plan, whole, &mut panes);
        }
    }
    panes
}

/// One pane, and the quotations over it where there is room.
fn one(plan: &Plan, whole: Area, panes: &mut Panes) {
    match plan.focus {
        Pane::Sources if !plan.alone => panes.sources = Some(whole),
        Pane::List if !plan.alone => panes.list = Some(whole),
        Pane::Quotes if whole.width < TWO => panes.quotes = Some(whole),
        Pane::Quotes => {
            panes.reading = Some(whole);
            over(plan, whole, panes);
        }
        _ => panes.reading = Some(whole),
    }
}

/// The quotations over the article.
fn over(plan: &Plan, whole: Area, panes: &mut Panes) {
    let usual = (whole.width * 45 / 100).clamp(28, 40);
    let width = plan.arrangement.quotes.unwrap_or(usual);
    let width = width.clamp(least(Pane::Quotes), whole.width - least(Pane::List));
    let x = if panes.mirrored {
        0
    } else {
        whole.width - width
    };
    panes.overlay = true;
    panes.quotes = Some(Area { x, width, ..whole });
}

/// Panes beside each other.
fn beside(plan: &Plan, whole: Area, three: bool, panes: &mut Panes) {
    let widths = widths(plan, whole.width, three);
    let mut x = 0;
    let mut column = |width: u16| {
        let area = Area { x, width, ..whole };
        // One cell between two panes, for the rule.
        x += width + u16::from(width > 0);
        Some(area).filter(|area| area.width > 0)
    };
    panes.sources = column(widths.sources);
    panes.list = column(widths.list);
    if panes.mirrored {
        panes.quotes = column(widths.quotes);
    }
    panes.reading = column(widths.reading);
    if !panes.mirrored {
        panes.quotes = column(widths.quotes);
    }
    if panes.sources.is_none() && plan.focus == Pane::Sources {
        // A drawer, in the place of the list.
        panes.sources = panes.list.take();
    }
}

/// Columns of panes that stand beside each other; 0 for one that does not.
struct Widths {
    sources: u16,
    list: u16,
    quotes: u16,
    reading: u16,
}

fn widths(plan: &Plan, columns: u16, three: bool) -> Widths {
    let own = &plan.arrangement;
    let mut quotes = (columns * 24 / 100).clamp(26, 44);
    let mut list = if three {
        (columns * 27 / 100).clamp(28, 48)
    } else {
        (columns * 34 / 100).clamp(28, 60)
    };
    let mut sources = if columns >= FOUR && three { 26 } else { 0 };
    if !three {
        quotes = 0;
    }
    if plan.alone {
        (list, sources) = (0, 0);
    }
    if columns >= WIDE && !plan.alone {
        // The air beside the lines of text goes to the others.
        let text = plan.measure.saturating_add(12);
        let rest = columns.saturating_sub(3 + sources + list + quotes + text);
        let share = |percent: u16| rest / 100 * percent + rest % 100 * percent / 100;
        list += share(60).min(62);
        if three {
            sources += share(12).min(10);
            quotes += share(28).min(20);
        }
    }
    let chosen = |width: u16, own: Option<u16>, pane| match width {
        0 => 0,
        width => own.unwrap_or(width).max(least(pane)),
    };
    let mut all = [
        (chosen(list, own.list, Pane::List), least(Pane::List)),
        (
            chosen(quotes, own.quotes, Pane::Quotes),
            least(Pane::Quotes),
        ),
        (
            chosen(sources, own.sources, Pane::Sources),
            least(Pane::Sources),
        ),
    ];
    let rules = all.iter().filter(|(width, _)| *width > 0).count() as u16;
    let room = columns - rules;
    for at in 0..all.len() {
        let taken: u32 = all.iter().map(|(width, _)| u32::from(*width)).sum();
        let over = (taken + u32::from(READING)).saturating_sub(u32::from(room));
        let (width, least) = &mut all[at];
        let over = u16::try_from(over).unwrap_or(u16::MAX);
        *width = width.saturating_sub(over).max((*least).min(*width));
    }
    let [(list, _), (quotes, _), (sources, _)] = all;
    Widths {
        sources,
        list,
        quotes,
        reading: room - list - quotes - sources,
    }
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
        panes(&plan(columns, rows, focus))
    }

    fn plan(columns: u16, rows: u16, focus: Pane) -> Plan {
        Plan {
            size: Size { columns, rows },
            focus,
            alone: false,
            arrangement: Arrangement::default(),
            sidebar: Side::Right,
            measure: 72,
        }
    }

    fn laid_out(columns: u16, focus: Pane, layout: Layout) -> Panes {
        let mut plan = plan(columns, 36, focus);
        plan.arrangement.layout = layout;
        panes(&plan)
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

    #[test]
    fn a_wide_terminal_gives_its_room_to_the_panes_beside_the_text() {
        let (usual, wide) = (at(190, 50, Pane::List), at(260, 50, Pane::List));
        for pane in [Pane::Sources, Pane::List, Pane::Quotes] {
            assert!(wide.area(pane).unwrap().width > usual.area(pane).unwrap().width);
        }
        assert!(wide.reading.unwrap().width <= 72 + 14);
        assert_eq!(text_column(wide.reading.unwrap().content(), 72).1, 72);
    }

    #[test]
    fn two_panes_are_list_and_article_with_the_quotations_over_it() {
        let two = laid_out(120, Pane::List, Layout::Two);
        assert!(two.list.is_some() && two.reading.is_some() && two.quotes.is_none());
        let quotes = laid_out(120, Pane::Quotes, Layout::Two);
        assert!(quotes.overlay && quotes.list == two.list);
        assert_eq!(laid_out(79, Pane::List, Layout::Two).reading, None);
    }

    #[test]
    fn one_pane_has_the_whole_width_and_zen_is_the_article_alone() {
        let one = laid_out(220, Pane::List, Layout::One);
        assert_eq!((one.list.unwrap().width, one.reading), (220, None));
        let zen = laid_out(220, Pane::Reading, Layout::Zen);
        assert!(zen.zen && zen.reading.unwrap().width == 220);
        assert!(!laid_out(220, Pane::List, Layout::Zen).zen);
    }

    proptest! {
        #[test]
        fn the_pane_in_focus_is_always_on_the_screen_and_nothing_overlaps_or_sticks_out(
            (columns, rows) in (1u16..400, 1u16..120),
            (focus, layout, left, alone) in (0usize..4, 0usize..4, any::<bool>(), any::<bool>()),
            own in proptest::array::uniform3(proptest::option::of(any::<u16>())),
            measure in 1u16..500,
        ) {
            let layout = [Layout::Three, Layout::Two, Layout::One, Layout::Zen][layout];
            let [sources, list, quotes] = own;
            let arrangement = Arrangement { layout, sources, list, quotes, ..Arrangement::default() };
            let sidebar = if left { Side::Left } else { Side::Right };
            let focus = if alone { [Pane::Reading, Pane::Quotes][focus % 2] } else { ALL[focus] };
            let size = Size { columns, rows };
            let panes = panes(&Plan { size, focus, alone, arrangement, sidebar, measure });
            prop_assert!(panes.area(focus).is_some());
            let shown: Vec<_> = ALL.iter().filter_map(|pane| Some((*pane, panes.area(*pane)?))).collect();
            for (pane, area) in &shown {
                prop_assert!(area.width > 0 && area.x + area.width <= columns);
                prop_assert!(area.y + area.height <= rows);
                let (x, width) = text_column(area.content(), 72);
                prop_assert!(x >= area.x && x + width <= area.x + area.width);
                for (other, beside) in &shown {
                    let over = panes.overlay && (*pane == Pane::Quotes || *other == Pane::Quotes);
                    prop_assert!(
                        pane == other || over || area.x + area.width < beside.x || beside.x + beside.width < area.x,
                        "{shown:?}"
                    );
                }
            }
        }
    }
}
