//! Tables: data as rows of cells, layout as what it lays out.

use dom_query::NodeRef;

use super::{Body, Cell, Walk, attribute};
use crate::renderer::{BlockKind, SpanStyle};

/// A table with more cells than this keeps them, but its spans are not spread out.
const MOST_CELLS: usize = 200_000;
/// A cell with more text than this, in characters, is a column of a page and not a datum.
const LONGEST_CELL: usize = 600;
/// Elements that no datum holds.
const PAGE_PARTS: &[&str] = &[
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "article",
    "section",
    "figure",
    "iframe",
    "video",
];

/// A row of a table, and whether it belongs to its head.
struct Row<'a> {
    cells: Vec<NodeRef<'a>>,
    head: bool,
}

impl Walk<'_> {
    pub(super) fn table(&mut self, node: &NodeRef) {
        self.end_block();
        let rows = rows(node);
        if !matches!(self.cell, Cell::No) || self.preformatted || !is_data(node, &rows) {
            let kind = self.kind.clone();
            self.block(node, kind);
            return;
        }
        for caption in node.children_it(false).filter(|n| n.has_name("caption")) {
            self.element(&caption);
        }
        let header_rows = header_rows(&rows);
        let grid = self.grid(&rows);
        let kind = BlockKind::Table {
            rows: Vec::new(),
            header_rows,
        };
        let draft = self.draft(kind, Body::Table(grid));
        self.drafts.push(draft);
    }

    /// The numbers of the cells' texts, by row and column; a cell over several rows or columns stands in the first.
    fn grid(&mut self, rows: &[Row]) -> Vec<Vec<Option<usize>>> {
        let total: usize = rows.iter().map(|r| r.cells.len()).sum();
        let widest = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let spread = total < MOST_CELLS && widest.saturating_mul(rows.len()) < MOST_CELLS;
        // For each column, how many rows below are taken by a cell from above.
        let mut taken: Vec<usize> = Vec::new();
        rows.iter()
            .map(|row| {
                let mut line = Vec::with_capacity(row.cells.len());
                for cell in &row.cells {
                    while taken.get(line.len()).is_some_and(|&t| t > 0) {
                        taken[line.len()] -= 1;
                        line.push(None);
                    }
                    let (across, down) = if spread {
                        (span(cell, "colspan"), span(cell, "rowspan"))
                    } else {
                        (1, 1)
                    };
                    let at = line.len();
                    line.push(self.cell(cell));
                    for _ in 1..across.min(widest.saturating_sub(at)) {
                        line.push(None);
                    }
                    if down > 1 {
                        taken.resize(taken.len().max(line.len()), 0);
                        taken[at..]
                            .iter_mut()
                            .take(line.len() - at)
                            .for_each(|t| *t = down - 1);
                    }
                }
                let reached = line.len();
                taken
                    .iter_mut()
                    .skip(reached)
                    .for_each(|t| *t = t.saturating_sub(1));
                line
            })
            .collect()
    }

    fn cell(&mut self, cell: &NodeRef) -> Option<usize> {
        self.flat.close();
        self.cell = Cell::Empty;
        if super::hidden::is_hidden(cell) {
            self.cell = Cell::No;
            return None;
        }
        if cell.has_name("th") {
            self.styled(cell, SpanStyle::Strong);
        } else {
            self.children(cell);
        }
        self.flat.close();
        match std::mem::replace(&mut self.cell, Cell::No) {
            Cell::Text(number) => Some(number),
            _ => None,
        }
    }
}

fn span(cell: &NodeRef, name: &str) -> usize {
    attribute(cell, name)
        .and_then(|v| v.trim().parse().ok())
        .map_or(1, |n: usize| n.clamp(1, 1000))
}

fn rows<'a>(table: &NodeRef<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for part in table.children_it(false) {
        if part.has_name("tr") {
            rows.extend(row(&part, false));
        } else if part.has_name("thead") || part.has_name("tbody") || part.has_name("tfoot") {
            let head = part.has_name("thead");
            rows.extend(
                part.children_it(false)
                    .filter(|r| r.has_name("tr"))
                    .filter_map(|r| row(&r, head)),
            );
        }
    }
    rows
}

fn row<'a>(tr: &NodeRef<'a>, head: bool) -> Option<Row<'a>> {
    let is_cell = |n: &NodeRef| n.has_name("td") || n.has_name("th");
    let cells: Vec<NodeRef> = tr.children_it(false).filter(is_cell).collect();
    let head = head || cells.iter().all(|c| c.has_name("th"));
    (!cells.is_empty() && !super::hidden::is_hidden(tr)).then_some(Row { cells, head })
}

/// Rows at the top that name the columns: marked as such, or with a blank corner and names beside it.
fn header_rows(rows: &[Row]) -> usize {
    let marked = rows.iter().take_while(|r| r.head).count();
    let has_words = |c: &NodeRef| !c.text().trim().is_empty();
    match (marked, rows.first().map(|r| r.cells.as_slice())) {
        (0, Some([corner, names @ ..])) => {
            usize::from(names.len() > 1 && !has_words(corner) && names.iter().all(has_words))
        }
        _ if marked == rows.len() => 0,
        _ => marked,
    }
}

/// Rows and columns of data, by the marks that tables of data have and tables of layout lack.
fn is_data(table: &NodeRef, rows: &[Row]) -> bool {
    let role = attribute(table, "role").unwrap_or_default();
    if role == "presentation" || role == "none" {
        return false;
    }
    let columns = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    if columns < 2 || rows.len() < 2 {
        return false;
    }
    let is_page_part = |n: NodeRef| {
        n.node_name()
            .is_some_and(|name| PAGE_PARTS.contains(&&*name))
    };
    if rows
        .iter()
        .flat_map(|r| &r.cells)
        .any(|cell| cell.descendants_it().any(is_page_part))
    {
        return false;
    }
    rows.iter()
        .flat_map(|r| &r.cells)
        .all(|cell| cell.normalized_char_count() <= LONGEST_CELL)
}
