use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::*;

/// Everything that was written.
#[derive(Debug, Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Bench {
    wire: Wire,
    links: Hyperlinks,
    terminal: Terminal<LinkBackend<Wire>>,
}

impl Bench {
    fn new() -> Self {
        let (wire, links) = (Wire::default(), Hyperlinks::default());
        let backend = LinkBackend::new(wire.clone(), links.clone());
        let viewport = Viewport::Fixed(Rect::new(0, 0, 12, 3));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        Self {
            wire,
            links,
            terminal,
        }
    }

    /// Draws lines with links in them; returns what was written for it, without movements of the cursor and colours.
    fn draw(&mut self, lines: [&str; 3], linked: &[Linked]) -> String {
        self.wire.0.borrow_mut().clear();
        let links = self.links.clone();
        self.terminal
            .draw(|frame| {
                let buffer = frame.buffer_mut();
                for (y, line) in (0..).zip(lines) {
                    buffer.set_string(0, y, line, Style::new());
                }
                links.mark(buffer, linked);
            })
            .unwrap();
        let bytes = self.wire.0.borrow().clone();
        readable(&String::from_utf8(bytes).unwrap())
    }
}

/// Without CSI sequences; `<id;url>` for the beginning of a link, `</>` for its end.
fn readable(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some(at) = rest.find('\x1b') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(csi) = rest.strip_prefix('[') {
            let end = csi.find(|c: char| ('@'..='~').contains(&c)).unwrap();
            rest = &csi[end + 1..];
        } else {
            let osc = rest.strip_prefix("]8;").expect("nothing but OSC 8");
            let (target, after) = osc.split_once("\x1b\\").expect("ended by ST");
            let inner = if target == ";" { "/" } else { target };
            text.extend(["<", inner, ">"]);
            rest = after;
        }
    }
    text + rest
}

fn link(at: (u16, u16), width: u16, url: &str, id: &str) -> Linked {
    Linked {
        at,
        width,
        url: url.to_owned(),
        id: id.to_owned(),
    }
}

const A: &str = "https://a.example/x";

#[test]
fn a_link_is_around_its_own_cells_and_its_lines_have_one_id() {
    let mut bench = Bench::new();
    let linked = [link((4, 0), 4, A, "1"), link((0, 1), 3, A, "1")];
    let written = bench.draw(["see this", "one, too", ""], &linked);
    assert_eq!(
        written.replace(' ', ""),
        "see<id=1;https://a.example/x>thisone</>,too".replace(' ', "")
    );
}

#[test]
fn a_wide_letter_stays_wide_and_is_written_once() {
    let mut bench = Bench::new();
    let written = bench.draw(["a灯台b", "", ""], &[link((1, 0), 4, A, "1")]);
    assert_eq!(written, "a<id=1;https://a.example/x>灯台</>b");
}

#[test]
fn cells_that_lead_elsewhere_are_written_anew_and_others_are_not() {
    let mut bench = Bench::new();
    let lines = ["see this", "", ""];
    // What was written because of its link alone is written once more with the frame after it.
    for _ in 0..2 {
        bench.draw(lines, &[link((4, 0), 4, A, "1")]);
    }
    assert_eq!(bench.draw(lines, &[link((4, 0), 4, A, "1")]), "");
    let there = "https://b.example/";
    let written = bench.draw(lines, &[link((4, 0), 4, there, "2")]);
    assert_eq!(written, "<id=2;https://b.example/>this</>");
    bench.draw(lines, &[link((4, 0), 4, there, "2")]);
    for _ in 0..2 {
        assert_eq!(bench.draw(lines, &[]), "this");
    }
    assert_eq!(bench.draw(lines, &[]), "");
}

#[test]
fn only_addresses_that_are_safe_are_written() {
    for bad in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "not an address",
        "",
    ] {
        assert_eq!(safe(bad), None, "{bad}");
    }
    let long = format!("https://a.example/{}", "x".repeat(LONGEST));
    assert_eq!(safe(&long), None);
    let escaped = safe("https://a.example/\x1b]8;;\x07evil\u{9c}\u{202e}é b").unwrap();
    assert!(escaped.bytes().all(|b| b.is_ascii_graphic()), "{escaped}");
    assert_eq!(
        safe("mailto:desk@a.example").as_deref(),
        Some("mailto:desk@a.example")
    );
    let mut bench = Bench::new();
    let written = bench.draw(["see", "", ""], &[link((0, 0), 3, "file:///x", "1")]);
    assert_eq!(written, "see");
}

#[test]
fn only_terminals_that_are_known_to_have_them_get_them() {
    let has = |set: &[(&str, &str)]| {
        let variable = |name: &str| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        has_hyperlinks(&variable)
    };
    let xterm = ("TERM", "xterm-256color");
    for yes in [
        &[("TERM", "xterm-kitty")][..],
        &[("TERM", "foot")],
        &[xterm, ("VTE_VERSION", "7600")],
        &[xterm, ("TERM_PROGRAM", "iTerm.app")],
        &[xterm, ("WT_SESSION", "f00")],
        &[xterm, ("KONSOLE_VERSION", "230802")],
        &[
            ("TERM", "tmux-256color"),
            ("TMUX", "/tmp/x"),
            ("TERM_PROGRAM", "tmux"),
            ("TERM_PROGRAM_VERSION", "3.5a"),
        ],
    ] {
        assert!(has(yes), "{yes:?}");
    }
    for no in [
        &[][..],
        &[xterm],
        &[("TERM", "linux"), ("VTE_VERSION", "7600")],
        &[("TERM", "dumb"), ("TERM_PROGRAM", "vscode")],
        &[("TERM", "screen-256color"), ("KITTY_WINDOW_ID", "1")],
        &[xterm, ("STY", "1.x"), ("VTE_VERSION", "7600")],
        &[xterm, ("VTE_VERSION", "5000")],
        &[xterm, ("TERM_PROGRAM", "Apple_Terminal")],
        &[
            ("TERM", "screen-256color"),
            ("TMUX", "/tmp/x"),
            ("TERM_PROGRAM", "tmux"),
            ("TERM_PROGRAM_VERSION", "3.3a"),
        ],
        &[xterm, ("TMUX", "/tmp/x"), ("VTE_VERSION", "7600")],
    ] {
        assert!(!has(no), "{no:?}");
    }
}
