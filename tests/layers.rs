//! The walls of the architecture: which folder may name which package. Reads `src/**` and fails on a breach.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// A name, and the folders (or files) under `src/` that alone may use it.
const WALLS: &[(&str, &[&str])] = &[
    ("ratatui", &["tui"]),
    ("ratatui_image", &["tui"]),
    ("crossterm", &["tui"]),
    ("rusqlite", &["cache"]),
    ("reqwest", &["poller", "sync"]),
    ("html2text", &["renderer"]),
    ("feed_rs", &["poller"]),
];

/// The pure folders, and what they must not name.
const PURE: &[&str] = &["news", "app", "renderer", "quotes"];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "tokio",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "std::env",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The lines of code in a file, comments left out, with their numbers.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, l)| !l.trim_start().starts_with("//"))
        .map(|(n, l)| (n + 1, l.to_owned()))
        .collect()
}

fn names(line: &str, name: &str) -> bool {
    let boundary = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(name).any(|(at, _)| {
        boundary(line[..at].chars().next_back()) && boundary(line[at + name.len()..].chars().next())
    })
}

#[test]
fn each_package_is_named_only_in_the_folder_that_owns_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "the sources are found");
    let mut breaches = Vec::new();
    for file in &files {
        let relative = file.strip_prefix(&root).unwrap();
        let folder = relative
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        for (number, line) in code(file) {
            for (name, owners) in WALLS {
                if names(&line, name) && !owners.contains(&folder.as_str()) {
                    breaches.push(format!("src/{}:{number} names {name}", relative.display()));
                }
            }
            if PURE.contains(&folder.as_str()) {
                for name in IMPURE.iter().filter(|name| names(&line, name)) {
                    breaches.push(format!("src/{}:{number} names {name}", relative.display()));
                }
            }
        }
    }
    assert!(
        breaches.is_empty(),
        "breaches of the walls:\n{}",
        breaches.join("\n")
    );
}

/// What may start a program: there, no shell may be named.
const STARTERS: [&str; 2] = ["std::process", "tokio::process"];
const SHELLS: [&str; 5] = ["\"sh\"", "\"bash\"", "/bin/sh", "cmd.exe", "\"-c\""];

#[test]
fn no_shell_is_ever_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut starters = 0;
    for file in files {
        let lines = code(&file);
        let starts = |(_, line): &(usize, String)| {
            STARTERS.iter().any(|name| line.contains(name)) && !line.contains("ExitCode")
        };
        if !lines.iter().any(starts) {
            continue;
        }
        starters += 1;
        for (number, line) in lines {
            assert!(
                !SHELLS.iter().any(|shell| line.contains(shell)),
                "{}:{number} names a shell",
                file.display()
            );
        }
    }
    assert!(starters > 0, "the files that start programs are found");
}

/// How a shell would be asked for, by whatever name, in code, tests and what is installed.
const WAYS_TO_A_SHELL: [&str; 9] = [
    "Command::new(\"sh\")",
    "Command::new(\"bash\")",
    "sh -c ",
    "bash -c ",
    "/bin/bash",
    "cmd /c",
    "powershell",
    "raw_arg(",
    "libc::system",
];

#[test]
fn no_source_and_no_service_file_names_a_way_to_a_shell() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "benches"] {
        sources(&root.join(folder), &mut files);
    }
    let services = fs::read_dir(root.join("assets/systemd")).unwrap();
    files.extend(services.map(|entry| entry.unwrap().path()));
    for file in files {
        for (number, line) in code(&file) {
            let way = WAYS_TO_A_SHELL.iter().find(|way| line.contains(**way));
            assert!(way.is_none(), "{}:{number}: {way:?}", file.display());
        }
    }
}

#[test]
fn unsafe_code_is_forbidden_and_nothing_allows_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    let mut files = Vec::new();
    for folder in ["src", "benches", "tests"] {
        sources(&root.join(folder), &mut files);
    }
    for file in files
        .iter()
        .filter(|file| !file.ends_with("tests/layers.rs"))
    {
        for (number, line) in code(file) {
            let names_it = names(&line, "unsafe {")
                || names(&line, "unsafe fn")
                || names(&line, "unsafe impl");
            assert!(
                !names_it && !line.contains("unsafe_code"),
                "{}:{number}",
                file.display()
            );
        }
    }
}

#[test]
fn no_statement_of_the_cache_asks_a_clock() {
    // The log of what is kept says when a line was written; nothing is decided by that.
    const EXCEPT: [&str; 2] = ["ledger/mod.rs", "0012_ledger.sql"];
    const CLOCKS: [&str; 6] = [
        "unixepoch(",
        "CURRENT_TIME",
        "CURRENT_DATE",
        "'now'",
        "datetime(",
        "julianday(",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cache");
    let mut found = Vec::new();
    sources(&folder, &mut found);
    let statements = fs::read_dir(folder.join("migrations")).unwrap();
    found.extend(statements.map(|entry| entry.unwrap().path()));
    assert!(found.iter().any(|path| path.ends_with("0001_first.sql")));
    found.retain(|path| !EXCEPT.iter().any(|except| path.ends_with(except)));
    for path in found {
        for (number, line) in code(&path) {
            let clock = CLOCKS.iter().find(|clock| line.contains(**clock));
            assert_eq!(clock, None, "{}:{number}: {line}", path.display());
        }
    }
}
