//! Downloads: whole, broken off and gone on with, another file in the place of the old one, caps and guards.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use pullquote::poller::{FetchError, Poller, Settings};
use pullquote::runtime::{DownloadError, WantedFile, download};

use crate::server::{Answer, Seen, Server};

fn recording() -> Vec<u8> {
    (0..300_000u32).map(|n| (n % 251) as u8).collect()
}

fn wanted(server: &Server, folder: &Path) -> WantedFile {
    WantedFile {
        url: format!("{}/audio/pier%20talk.mp3", server.address),
        media_type: Some("audio/mpeg".to_owned()),
        chosen: Some(format!("{}/feed", server.address)),
        folder: Some(folder.to_owned()),
        largest: 1_000_000,
    }
}

/// The answer of a server that knows of ranges: the first time it breaks off after a third.
fn in_parts(seen: &Seen, etag: &str) -> Answer {
    let whole = recording();
    let from = seen.text("range").map(|range| {
        let from = range
            .strip_prefix("bytes=")
            .unwrap()
            .strip_suffix('-')
            .unwrap();
        from.parse::<usize>().unwrap()
    });
    match from {
        Some(from) if seen.text("if-range") == Some(etag) => {
            let range = format!("bytes {from}-{}/{}", whole.len() - 1, whole.len());
            Answer::new(206, &whole[from..])
                .with("Content-Range", range)
                .with("ETag", etag)
        }
        Some(_) => Answer::new(200, whole).with("ETag", etag),
        None => {
            let mut answer = Answer::new(200, &whole[..100_000]).with("ETag", etag);
            answer.missing = 200_000;
            answer
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = files
        .map(|file| file.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_download_that_was_broken_off_goes_on_where_it_ended() {
    let server = Server::start(|seen| in_parts(seen, "\"one\""));
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Podcasts");
    let wanted = wanted(&server, &folder);
    let poller = Poller::new(Settings::default());
    let told = RefCell::new(Vec::new());
    let tell = |got, total| told.borrow_mut().push((got, total));

    let broken = download(&poller, &wanted, tell).await.unwrap_err();
    assert!(
        matches!(broken, DownloadError::Fetch(FetchError::CutOff(_))),
        "{broken}"
    );
    assert_eq!(
        names(&folder),
        ["pier talk.mp3.part", "pier talk.mp3.part.json"]
    );
    let part = fs::metadata(folder.join("pier talk.mp3.part"))
        .unwrap()
        .len();
    assert!(part > 0 && part <= 100_000, "{part}");

    told.borrow_mut().clear();
    let path = download(&poller, &wanted, tell).await.unwrap();
    assert_eq!(path, folder.join("pier talk.mp3"));
    assert_eq!(fs::read(&path).unwrap(), recording());
    assert_eq!(names(&folder), ["pier talk.mp3"]);
    assert_eq!(told.borrow()[0], (part, Some(300_000)));
    let seen = server.seen();
    assert_eq!(
        seen.last().unwrap().text("range"),
        Some(format!("bytes={part}-").as_str())
    );
    assert_eq!(
        seen.last().unwrap().text("accept-encoding"),
        Some("identity")
    );

    // Once more: the file that is there stays.
    fs::write(&path, "mine").unwrap();
    download(&poller, &wanted, tell).await.unwrap_err();
    let second = download(&poller, &wanted, tell).await.unwrap();
    assert_eq!(second, folder.join("pier talk (2).mp3"));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[tokio::test]
async fn another_file_in_the_place_of_the_old_one_comes_from_its_beginning() {
    let server = Server::start(|seen| {
        let etag = if seen.header("range").is_some() {
            "\"two\""
        } else {
            "\"one\""
        };
        in_parts(seen, etag)
    });
    let dir = tempfile::tempdir().unwrap();
    let wanted = wanted(&server, dir.path());
    let poller = Poller::new(Settings::default());
    download(&poller, &wanted, |_, _| {}).await.unwrap_err();
    let path = download(&poller, &wanted, |_, _| {}).await.unwrap();
    assert_eq!(fs::read(path).unwrap(), recording());
}

#[tokio::test]
async fn what_is_too_large_elsewhere_or_missing_is_not_downloaded() {
    let dir = tempfile::tempdir().unwrap();
    let poller = Poller::new(Settings::default());
    let server = Server::start(|seen| match seen.path.as_str() {
        "/missing.mp3" => Answer::new(404, ""),
        "/there.mp3" => Answer::new(302, "").with("Location", "http://127.0.0.2:9/x.mp3"),
        _ => Answer::new(200, recording()),
    });
    let mut small = wanted(&server, dir.path());
    small.largest = 1000;
    let error = download(&poller, &small, |_, _| {}).await.unwrap_err();
    assert!(matches!(error, DownloadError::TooLarge(1000)), "{error}");
    for (path, expected) in [
        ("missing.mp3", FetchError::Status(404)),
        (
            "there.mp3",
            FetchError::PrivateRedirect("127.0.0.2".to_owned()),
        ),
    ] {
        let mut file = wanted(&server, dir.path());
        file.url = format!("{}/{path}", server.address);
        let error = download(&poller, &file, |_, _| {}).await.unwrap_err();
        assert!(
            matches!(&error, DownloadError::Fetch(error) if *error == expected),
            "{error}"
        );
    }
    // A feed elsewhere chose no address of this machine.
    let mut foreign = wanted(&server, dir.path());
    foreign.chosen = Some("https://pier.invalid/feed".to_owned());
    let error = download(&poller, &foreign, |_, _| {}).await.unwrap_err();
    assert!(
        matches!(error, DownloadError::Fetch(FetchError::PrivateRedirect(_))),
        "{error}"
    );
    let mut odd = wanted(&server, dir.path());
    odd.url = "file:///etc/passwd".to_owned();
    let error = download(&poller, &odd, |_, _| {}).await.unwrap_err();
    assert!(matches!(error, DownloadError::Address), "{error}");
    assert_eq!(names(dir.path()), Vec::<String>::new());
}
