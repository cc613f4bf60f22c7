//! A screen as an SVG picture, for the README and the tour.

use std::fmt::Write as _;

/// A cell's size in the picture, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const FOREGROUND: &str = "#e4e2dd";
const BACKGROUND: &str = "#16181c";

fn colour(colour: vt100::Color, default: &str) -> String {
    match colour {
        vt100::Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => default.to_owned(),
    }
}

/// The screen: a rectangle behind each run of a background, a text for each run of a style.
pub fn draw(screen: &vt100::Screen) -> String {
    let (rows, columns) = (screen.size().0.get(), screen.size().1.get());
    let (width, height) = (f32::from(columns) * CELL.0, f32::from(rows) * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-14 -14 {} {}\" font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>pullquote in a terminal</title>\n\
         <rect x=\"-14\" y=\"-14\" width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n",
        width + 28.0,
        height + 28.0
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let Some(first) = screen.cell(row, column) else {
                break;
            };
            let style = |cell: &vt100::Cell| {
                (
                    cell.fgcolor(),
                    cell.bgcolor(),
                    cell.bold(),
                    cell.italic(),
                    cell.underline(),
                )
            };
            let begun = column;
            let mut text = String::new();
            while let Some(cell) = screen
                .cell(row, column)
                .filter(|cell| style(cell) == style(first))
            {
                if !cell.is_wide_continuation() {
                    text.push_str(if cell.has_contents() {
                        cell.contents()
                    } else {
                        " "
                    });
                }
                column += 1;
                if column == columns {
                    break;
                }
            }
            run(&mut svg, first, &text, (begun, row), column - begun);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn run(svg: &mut String, cell: &vt100::Cell, text: &str, (column, row): (u16, u16), cells: u16) {
    let (x, y) = (f32::from(column) * CELL.0, f32::from(row) * CELL.1);
    let width = f32::from(cells) * CELL.0;
    if cell.bgcolor() != vt100::Color::Default {
        let fill = colour(cell.bgcolor(), BACKGROUND);
        writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{fill}\"/>",
            CELL.1
        )
        .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let mut attributes = format!("fill=\"{}\"", colour(cell.fgcolor(), FOREGROUND));
    for (on, attribute) in [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), " text-decoration=\"underline\""),
    ] {
        if on {
            attributes.push_str(attribute);
        }
    }
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" xml:space=\"preserve\" {attributes}>{text}</text>",
        y + 13.5
    )
    .unwrap();
}
