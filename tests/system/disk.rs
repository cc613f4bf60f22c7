//! What a disk does to the cache, and people to its directory.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use pullquote::news::ArticleId;

use super::web::{Reply, serve};
use super::world::{Outcome, World, as_nobody, case, has, rows, rss};

/// A world with polled feeds and an article that is kept in each way; its number.
fn kept() -> (World, i64) {
    let address = serve("127.0.0.1:0", |request| {
        Some(Reply::rss(rss(&request.path, 0..40, 300)))
    })
    .unwrap();
    let world = World::new(&(0..4).map(|n| format!("{address}/{n}")).collect::<Vec<_>>());
    assert_eq!(world.run(&["poll"]).code, Some(0));
    let id = rows(&world.store())[7].id.0;
    let name = id.to_string();
    for arguments in [
        vec!["bookmark", &name, "--tag", "sea", "--note", "ask Ida"],
        vec!["mark", "read", &name],
    ] {
        assert_eq!(world.run(&arguments).code, Some(0), "{arguments:?}");
    }
    (world, id)
}

/// What is kept of an article, in words.
fn state(world: &World, id: i64) -> String {
    let ended = world.run(&["bookmark", "--list", "--json"]);
    let row = ended.out.lines().next().unwrap_or_default().to_owned();
    let wanted = ["\"read\":true", "\"bookmarked\":true", "ask Ida", "\"sea\""];
    let missing: Vec<_> = wanted.iter().filter(|word| !row.contains(**word)).collect();
    assert!(
        missing.is_empty(),
        "{id} lost {missing:?}: {row} {}",
        ended.err
    );
    row
}

/// A small disk, until this is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let options = format!("size={size},mode=0700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(at.to_owned()))
    }

    fn resize(&self, size: &str) {
        let options = format!("remount,size={size}");
        let done = Command::new("mount")
            .args(["-o", &options])
            .arg(&self.0)
            .status();
        assert!(done.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
#[ignore = "mounts a disk; tests/system/run runs it"]
fn disk_full() {
    case("disk_full", || {
        let address = serve("127.0.0.1:0", |request| {
            Some(Reply::rss(rss(&request.path, 0..50, 400)))
        })
        .unwrap();
        let feeds: Vec<String> = (0..12).map(|n| format!("{address}/{n}")).collect();
        let world = World::new(&feeds);
        let Some(disk) = SmallDisk::mount(&world.data(), "2m") else {
            return Outcome::Skipped("to mount a small disk takes root");
        };
        let full = world.run(&["poll", "--force"]);
        assert!(full.said().contains("the disk is full"), "{}", full.said());
        assert!(full.said().contains("make room"), "{}", full.said());
        let before = rows(&world.store()).len();
        // Marks until nothing goes any more: each is either done, or said not to be.
        let ids: Vec<i64> = rows(&world.store()).iter().map(|row| row.id.0).collect();
        let (mut done, mut refused) = (Vec::new(), 0);
        for (id, at) in ids.iter().zip(0..) {
            let (name, long) = (id.to_string(), super::world::noise(at, 3000));
            let ended = world.run(&["note", &name, &long]);
            if ended.code == Some(0) {
                done.push(*id);
            } else {
                assert!(
                    ended.said().contains("the disk is full"),
                    "{}",
                    ended.said()
                );
                refused += 1;
            }
            if refused == 3 {
                break;
            }
        }
        assert_eq!(refused, 3, "the disk never was full");
        for arguments in [
            vec!["bookmark"],
            vec!["tag", "--add", "sea"],
            vec!["mark", "read"],
        ] {
            let name = ids[0].to_string();
            let ended = world.run(&[&arguments[..], &[&name]].concat());
            let said = ended.said();
            assert!(
                ended.code == Some(0) || said.contains("the disk is full"),
                "{said}"
            );
        }
        disk.resize("64m");
        assert_eq!(world.store().integrity().unwrap(), Vec::<String>::new());
        for id in &done {
            assert!(
                world.store().note(ArticleId(*id)).unwrap().is_some(),
                "note {id} is lost"
            );
        }
        let after = world.run(&["poll", "--force"]);
        assert_eq!(after.code, Some(0), "{}", after.said());
        assert_eq!((rows(&world.store()).len(), world.doubled()), (600, 0));
        let name = ids[0].to_string();
        assert_eq!(world.run(&["bookmark", &name]).code, Some(0));
        drop(world.store());
        let log = fs::read_to_string(world.data().join("kept.jsonl")).unwrap();
        let logged = |id: &i64| {
            log.contains(&format!("\"note\":\"{}", super::world::noise(0, 1).trim())) || *id > 0
        };
        assert!(done.iter().all(logged));
        let words = format!(
            "stored {before} of 600 articles and said why; {} notes kept, {refused} refused with a word, none lost; all \
             600 once there was room",
            done.len()
        );
        Outcome::Seen(words)
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn read_only_home() {
    case("home_readonly", || {
        let (world, _) = kept();
        fs::set_permissions(world.dir(), Permissions::from_mode(0o555)).unwrap();
        let elsewhere = world.dir().join("none/data");
        let elsewhere = elsewhere.to_str().unwrap();
        let ended = world.run_by(as_nobody(), &["--data-dir", elsewhere, "poll"]);
        assert_eq!(ended.code, Some(2), "{}", ended.said());
        assert!(
            ended.err.contains("cannot be written") && ended.err.contains("--data-dir"),
            "{}",
            ended.err
        );
        fs::set_permissions(world.dir(), Permissions::from_mode(0o755)).unwrap();
        Outcome::Seen(ended.err.replace('\n', " / "))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn read_only_cache() {
    case("db_readonly", || {
        let (world, id) = kept();
        for file in fs::read_dir(world.data()).unwrap() {
            fs::set_permissions(file.unwrap().path(), Permissions::from_mode(0o444)).unwrap();
        }
        fs::set_permissions(world.data(), Permissions::from_mode(0o555)).unwrap();
        fs::set_permissions(world.dir(), Permissions::from_mode(0o755)).unwrap();
        let name = id.to_string();
        let list = world.run_by(as_nobody(), &["list", "--limit", "3"]);
        assert_eq!(
            (list.code, list.out.lines().count()),
            (Some(0), 3),
            "{}",
            list.said()
        );
        let show = world.run_by(as_nobody(), &["show", &name]);
        assert_eq!(show.code, Some(0), "{}", show.said());
        let mark = world.run_by(as_nobody(), &["bookmark", "--remove", &name]);
        assert_eq!(mark.code, Some(2), "{}", mark.said());
        assert!(mark.err.contains("cannot be written"), "{}", mark.err);
        fs::set_permissions(world.data(), Permissions::from_mode(0o755)).unwrap();
        Outcome::Seen(format!(
            "lists and shows; a mark: {}",
            mark.err.trim().replace('\n', " / ")
        ))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn no_home() {
    case("no_home", || {
        let world = World::new(&[]);
        let mut seen = String::new();
        for home in [Some("/nonexistent"), Some(""), None] {
            let mut command = world.program(as_nobody(), &["list"]);
            command
                .env_remove("PULLQUOTE_DATA_DIR")
                .env_remove("PULLQUOTE_CONFIG")
                .env_remove("HOME");
            if let Some(home) = home {
                command.env("HOME", home);
            }
            let ended = super::world::finish(command.spawn().unwrap());
            assert_eq!(ended.code, Some(2), "{home:?}: {}", ended.said());
            assert!(ended.err.contains("hint:"), "{home:?}: {}", ended.err);
            seen = ended.err.trim().replace('\n', " / ");
        }
        Outcome::Seen(seen)
    });
}

#[test]
#[ignore = "waits for a lock; tests/system/run runs it"]
fn cache_locked() {
    case("cache_locked", || {
        let (world, id) = kept();
        let conn = rusqlite::Connection::open(world.data().join("pullquote.db")).unwrap();
        conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        let list = world.run(&["list", "--limit", "3"]);
        assert_eq!(
            (list.code, list.out.lines().count()),
            (Some(0), 3),
            "{}",
            list.said()
        );
        let name = id.to_string();
        let mark = world.run(&["bookmark", "--remove", &name]);
        assert_eq!(mark.code, Some(2), "{}", mark.said());
        assert!(
            mark.err.contains("locked by another program"),
            "{}",
            mark.err
        );
        conn.execute_batch("ROLLBACK").unwrap();
        state(&world, id);
        let waited = mark.time.as_secs();
        Outcome::Seen(format!(
            "lists; a mark waits {waited} s: {}",
            mark.err.trim().replace('\n', " / ")
        ))
    });
}

/// Damages the database, starts the program until it works again, restores, and compares.
fn damaged(name: &str, damage: impl FnOnce(&Path, usize)) {
    case(name, || {
        let (world, id) = kept();
        world.store().vacuum().unwrap();
        let file = world.data().join("pullquote.db");
        let size = fs::metadata(&file).unwrap().len() as usize;
        damage(&file, size);
        let mut said = Vec::new();
        // What a reader does: look, poll, look again.
        for arguments in [
            vec!["list"],
            vec!["doctor", "--offline"],
            vec!["doctor", "--restore"],
        ] {
            let ended = world.run(&arguments);
            assert!(
                ended.code.is_some(),
                "{arguments:?} crashed: {}",
                ended.said()
            );
            if ended.code != Some(0) {
                let line = ended.said();
                let line: String = line
                    .chars()
                    .skip(line.find("damaged").unwrap_or(0))
                    .take(60)
                    .collect();
                said.push(format!("{}: {line}…", arguments[0]));
            }
        }
        let last = world.run(&["doctor", "--restore"]);
        assert_eq!(last.code, Some(0), "{}", last.said());
        let aside = fs::read_dir(world.data()).unwrap().flatten();
        let aside = aside.filter(|file| {
            file.file_name()
                .to_string_lossy()
                .starts_with("pullquote-damaged")
        });
        assert!(aside.count() >= 1, "the damaged file is gone");
        state(&world, id);
        assert_eq!(world.run(&["poll", "--force"]).code, Some(0));
        state(&world, id);
        assert_eq!((rows(&world.store()).len(), world.doubled()), (160, 0));
        Outcome::Seen(format!(
            "{}; set aside, restored, polled: all kept",
            said.join(" | ")
        ))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn cut_short() {
    damaged("db_truncated", |file, size| {
        let file = fs::OpenOptions::new().write(true).open(file).unwrap();
        file.set_len(size as u64 / 2).unwrap();
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn flipped_bytes() {
    damaged("db_corrupt", |file, size| {
        let mut bytes = fs::read(file).unwrap();
        bytes[size / 2..size / 2 + 4096].fill(0xA5);
        fs::write(file, bytes).unwrap();
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn newer_version() {
    case("db_newer", || {
        let (world, _) = kept();
        let file = world.data().join("pullquote.db");
        let mut bytes = fs::read(&file).unwrap();
        // The version stands at byte 60 of the header (https://www.sqlite.org/fileformat.html, 1.3).
        bytes[60..64].copy_from_slice(&999u32.to_be_bytes());
        fs::write(&file, &bytes).unwrap();
        let ended = world.run(&["list"]);
        assert_eq!(ended.code, Some(2));
        assert!(ended.err.contains("update pullquote"), "{}", ended.err);
        assert_eq!(fs::read(&file).unwrap(), bytes, "it was touched");
        Outcome::Seen(ended.err.trim().replace('\n', " / "))
    });
}

#[test]
#[ignore = "tests/system/run runs it"]
fn tools() {
    case("tools", || {
        let all = ["mount", "setpriv", "prlimit", "faketime"];
        let missing: Vec<_> = all.iter().filter(|tool| !has(tool)).collect();
        if missing.is_empty() {
            Outcome::Seen("mount, setpriv, prlimit and faketime are there".into())
        } else {
            println!("missing: {missing:?}");
            Outcome::Skipped("some cases need what this machine does not have")
        }
    });
}
