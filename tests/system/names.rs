//! A name server that says nothing: that feed's own error, in time, and the program ends without waiting for it.

use std::net::UdpSocket;

use super::web::{Reply, serve};
use super::world::{Outcome, World, case, has, is_root, rss};

/// An address of this machine for the silent server.
const SILENT: &str = "127.0.0.77";

#[test]
#[ignore = "takes the administrator's rights; tests/system/run runs it"]
fn slow_names() {
    case("dns_slow", || {
        if !is_root() || !has("unshare") {
            return Outcome::Skipped(
                "to set another name server for one program takes root and unshare",
            );
        }
        let Ok(_silent) = UdpSocket::bind((SILENT, 53)) else {
            return Outcome::Skipped("the port of name servers is taken");
        };
        let address = serve("127.0.0.1:0", |request| {
            Some(Reply::rss(rss(&request.path, 0..3, 20)))
        })
        .unwrap();
        let slow = "http://slow.example/feed";
        let world = World::new(&[slow.to_owned(), format!("{address}/good")]);
        let names = world.dir().join("resolv.conf");
        // A resolver of its own would wait for a minute.
        let text = format!("nameserver {SILENT}\noptions timeout:20 attempts:3\n");
        std::fs::write(&names, text).unwrap();
        let set = "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"";
        let before = [
            "unshare",
            "--mount",
            "sh",
            "-c",
            set,
            names.to_str().unwrap(),
        ];
        let ended = world.run_by(&before, &["poll", "--json"]);
        let seconds = ended.time.as_secs_f64();
        assert_eq!(ended.code, Some(1), "{}", ended.said());
        let line = |what: &str| {
            let line = ended.out.lines().find(|line| line.contains(what));
            line.expect(what).to_owned()
        };
        let failed = line("slow.example");
        assert!(
            failed.contains("no connection to slow.example within"),
            "{failed}"
        );
        assert!(failed.contains("`patience`"), "{failed}");
        assert!(line("/good").contains("\"fresh\""), "{}", ended.said());
        assert!(seconds < 10.0, "{seconds:.1} s");
        Outcome::Seen(format!("{seconds:.1} s; the other feed was read"))
    });
}
