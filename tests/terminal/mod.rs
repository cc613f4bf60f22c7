//! The real program in a real pseudo-terminal: type keys, wait for what is to stand on the screen, look.

use std::io::{Read as _, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before the test is given up; it is never waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program, and the screen that it has drawn so far.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    home: PathBuf,
    /// Every byte that the program wrote.
    pub raw: Vec<u8>,
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has at least one cell")
}

impl Terminal {
    #[allow(
        dead_code,
        reason = "not every test that uses this module starts it so"
    )]
    /// Starts the program with a home of its own and no network proxy, in a terminal of this size.
    pub fn start(home: &Path, columns: u16, rows: u16, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pullquote"));
        command.args(arguments);
        Self::run(home, (columns, rows), command, &[])
    }

    /// The same with these environment variables besides, and of another command.
    pub fn run(
        home: &Path,
        (columns, rows): (u16, u16),
        mut command: CommandBuilder,
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system()
            .openpty(pty_size(columns, rows))
            .unwrap();
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("TZ", "UTC"),
            ("LANG", "C.UTF-8"),
        ] {
            command.env(name, value);
        }
        // Nothing listens there: a program under test reaches nobody.
        for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env(proxy, "http://127.0.0.1:9");
        }
        command.env("HOME", home);
        if home.join("editor").exists() {
            command.env("VISUAL", home.join("editor"));
        }
        command.env("PULLQUOTE_CONFIG", home.join("config.toml"));
        command.env("PULLQUOTE_DATA_DIR", home.join("data"));
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            output,
            home: home.to_owned(),
            screen: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
        }
    }

    /// Types text as it is: "j", "\r", "\x1b".
    pub fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as wanted; fails with the screen where it never is.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        while !wanted(&self.text()) {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("never seen: {what} ({error})\n{}", self.remains()),
            }
        }
    }

    /// Waits until a text stands on the screen.
    pub fn wait(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    /// Waits until the program has written these bytes.
    #[allow(dead_code, reason = "few tests look at what stands on no screen")]
    pub fn until_written(&mut self, bytes: &str) {
        let begun = Instant::now();
        while !String::from_utf8_lossy(&self.raw).contains(bytes) {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("never written: {bytes:?} ({error})\n{}", self.remains()),
            }
        }
    }

    /// Takes in what the program writes until it has written nothing for a moment.
    #[allow(
        dead_code,
        reason = "only pictures need a screen without a frame on its way"
    )]
    pub fn settle(&mut self) {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(700)) {
            self.take(&bytes);
        }
    }

    /// Takes in what the program has written so far.
    #[allow(dead_code, reason = "not every test that uses this module lets it run")]
    pub fn drain(&mut self) {
        while let Ok(bytes) = self.output.try_recv() {
            self.screen.process(&bytes);
        }
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// What a failure shows: the screen, and the reports of faults, which go with the home.
    fn remains(&self) -> String {
        let reports = std::fs::read_dir(self.home.join("data"))
            .into_iter()
            .flatten();
        reports
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .filter_map(|path| std::fs::read_to_string(path).ok())
            .fold(self.text(), |text, report| text + "\n" + &report)
    }

    /// The screen itself.
    #[allow(
        dead_code,
        reason = "not every test that uses this module looks at colours"
    )]
    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Gives the terminal another size.
    #[allow(dead_code, reason = "not every test that uses this module resizes")]
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master.resize(pty_size(columns, rows)).unwrap();
    }

    /// The number of the process.
    #[allow(dead_code, reason = "not every test that uses this module asks")]
    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Asks the program to end, as a closing session does.
    #[allow(
        dead_code,
        reason = "not every test that uses this module sends signals"
    )]
    pub fn terminate(&mut self) {
        self.signal("-TERM");
    }

    /// Sends the program a signal.
    #[allow(
        dead_code,
        reason = "not every test that uses this module sends signals"
    )]
    pub fn signal(&mut self, signal: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(
            std::process::Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for the program to end; its exit code.
    pub fn exit(&mut self) -> u32 {
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.take(&bytes);
        }
        self.child.wait().unwrap().exit_code()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.screen.process(bytes);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
