//! The configuration as a reader meets it: files that are taken, files that are refused and with which words, and the
//! commands that read and edit it. The folders of files are the list of tests: a file more is a test more.

use std::path::{Path, PathBuf};

use pullquote::config;

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/config")
        .join(folder);
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

#[test]
fn every_valid_file_is_read_as_the_text_beside_it_says() {
    let files = fixtures("valid");
    assert!(files.len() >= 5);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let config = config::parse(&text, Path::new("config.toml"));
        let config = config.unwrap_or_else(|error| panic!("{}\n{error}", file.display()));
        compare(&file, &format!("{config:#?}\n"));
    }
}

#[test]
fn every_invalid_file_is_refused_with_the_words_beside_it() {
    let files = fixtures("invalid");
    assert!(files.len() >= 30);
    for file in files {
        let text = std::fs::read(&file).unwrap();
        let error = config::load(&file).map(|_| ()).unwrap_err();
        let name = file.file_name().unwrap().to_str().unwrap();
        let shown = error.to_string().replace(file.to_str().unwrap(), name);
        assert!(
            text.contains(&b'\r') || !shown.contains('\r'),
            "{name} shows a carriage return"
        );
        let hint = error.hint().map(|hint| format!("hint: {hint}\n"));
        compare(&file, &format!("{shown}\n{}", hint.unwrap_or_default()));
    }
}

/// Compares with the `.txt` beside a fixture; `PULLQUOTE_BLESS=1` writes it.
fn compare(fixture: &Path, found: &str) {
    let expected = fixture.with_extension("txt");
    if std::env::var_os("PULLQUOTE_BLESS").is_some() {
        std::fs::write(&expected, found).unwrap();
    }
    let words = std::fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(found, words, "{}", fixture.display());
}
