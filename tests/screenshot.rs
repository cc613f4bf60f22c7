//! Draws the pictures of the README and of the tour from the real program:
//! `cargo test --test screenshot -- --ignored`. Everyone in them is invented; nothing is asked of the network.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

#[path = "screenshot/outlets.rs"]
mod outlets;
#[path = "screenshot/svg.rs"]
mod svg;
mod terminal;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use portable_pty::CommandBuilder;
use tempfile::TempDir;
use terminal::Terminal;

const WELCOME: &str = "[[feed]]\nurl = \"builtin:welcome\"\n";

fn home(config: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("config.toml"), config).unwrap();
    home
}

/// Types these keys one after the other, each when what the one before led to stands on the screen.
fn type_slowly(terminal: &mut Terminal, keys: &[&str]) {
    for keys in keys {
        terminal.keys(keys);
        terminal.settle();
    }
}

/// Draws what stands on the screen, and ends the program.
fn picture(mut terminal: Terminal, name: &str) {
    terminal.settle();
    let svg = svg::draw(terminal.screen());
    terminal.keys("\x03");
    terminal.exit();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.svg")), svg).unwrap();
}

/// The reader with the welcome edition and these outlets, asked through a proxy that answers for all of them.
fn tour(outlets: &[&str]) -> (TempDir, Terminal) {
    let mut config = WELCOME.to_owned();
    for name in outlets {
        writeln!(config, "[[feed]]\nurl = \"http://{name}.invalid/feed\"").unwrap();
    }
    let home = home(&config);
    let proxy = outlets::serve();
    let command = CommandBuilder::new(env!("CARGO_BIN_EXE_pullquote"));
    let mut terminal = Terminal::run(home.path(), (120, 32), command, &[("http_proxy", &proxy)]);
    terminal.wait("asked:");
    terminal.settle();
    type_slowly(&mut terminal, &["g"]);
    (home, terminal)
}

#[test]
#[ignore = "writes assets/screenshots/reader.svg"]
fn the_screenshot_of_the_readme() {
    let home = home(WELCOME);
    let mut terminal = Terminal::start(home.path(), 132, 38, &[]);
    terminal.wait("Start here");
    terminal.keys("j\r");
    terminal.wait("SALTMERE");
    terminal.until("all counted", |screen| screen.matches('❝').count() >= 4);
    terminal.keys("]");
    terminal.until("the selected quotation", |screen| screen.contains('▌'));
    picture(terminal, "reader");
}

#[test]
#[ignore = "writes assets/screenshots/search.svg"]
fn the_search() {
    let (_home, mut terminal) = tour(&[]);
    type_slowly(&mut terminal, &["/lighthouse", "\r", "\r"]);
    picture(terminal, "search");
}

#[test]
#[ignore = "writes assets/screenshots/front-page.svg"]
fn the_front_page() {
    let (_home, mut terminal) = tour(&["ledger", "courier", "herald", "post"]);
    type_slowly(&mut terminal, &["\x1bf", "l"]);
    picture(terminal, "front-page");
}

#[test]
#[ignore = "writes assets/screenshots/people.svg"]
fn the_people() {
    let (_home, mut terminal) = tour(&[]);
    type_slowly(&mut terminal, &["P", "j", "j"]);
    picture(terminal, "people");
}

#[test]
#[ignore = "writes assets/screenshots/links.svg"]
fn the_letters_on_links() {
    let (_home, mut terminal) = tour(&[]);
    type_slowly(&mut terminal, &["G", "k", "k", "\r", "G", "L"]);
    picture(terminal, "links");
}

#[test]
#[ignore = "writes assets/screenshots/adding.svg"]
fn a_feed_that_is_looked_at_before_it_is_added() {
    let (_home, mut terminal) = tour(&[]);
    type_slowly(&mut terminal, &["a", "http://ledger.invalid\r"]);
    picture(terminal, "adding");
}
