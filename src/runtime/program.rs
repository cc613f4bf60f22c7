//! A program of the reader's: an argument vector in a process group of its own, with a time limit and a cap on what is
//! heard of it. What is given up is ended with everything that it started.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Why a program did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// There is no such program, or it may not be run.
    #[error("{program} did not start: {error}")]
    Start {
        /// Its name.
        program: String,
        /// The system's word.
        error: io::Error,
    },
    /// It was started, and then could not be watched.
    #[error("{0} was lost: {1}")]
    Lost(String, io::Error),
    /// It took too long.
    #[error("{program} ran longer than {} s and was ended", limit.as_secs())]
    TooSlow {
        /// Its name.
        program: String,
        /// What it may take.
        limit: Duration,
    },
    /// It ended, but not well.
    #[error("{program} ended with {status}{}", colon(complaint))]
    Failed {
        /// Its name.
        program: String,
        /// How it ended, in the system's words.
        status: String,
        /// The first lines that it complained in.
        complaint: String,
    },
}

impl ProgramError {
    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Start { .. } => "look at the command's name in the configuration",
            Self::Lost(..) => "try it once more",
            Self::TooSlow { .. } => "`timeout` in [programs] may be longer",
            Self::Failed { .. } => "try the command in a shell",
        }
    }
}

fn colon(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        String::new()
    } else {
        format!(": {line}")
    }
}

/// What was heard of a program.
#[derive(Debug, Default)]
pub struct Heard {
    /// What it wrote.
    pub out: Vec<u8>,
    /// There was more than may be heard.
    pub is_cut: bool,
    /// The beginning of what it complained.
    pub complaint: Vec<u8>,
    /// How it ended.
    pub status: ExitStatus,
}

/// No more is heard of complaints, in bytes.
const COMPLAINT: usize = 4096;
/// How long what is still on its way is waited for when a program has ended.
const AFTERWARDS: Duration = Duration::from_millis(500);

/// Runs a program with a text for its standard input, and hears at most `most` bytes of it. Dropping the future ends it.
pub async fn run(
    command: &[String],
    input: Vec<u8>,
    most: usize,
    limit: Duration,
) -> Result<Heard, ProgramError> {
    let mut running = Running::start(command)?;
    let child = &mut running.child;
    let (stdin, out, complaints) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut heard = Heard::default();
    let mut complains_on = false;
    let feed = async {
        if let Some(mut stdin) = stdin {
            // A program that has heard enough closes its ear: that is no failure.
            let _ = stdin.write_all(&input).await;
            let _ = stdin.shutdown().await;
        }
    };
    let work = async {
        let hearing = async {
            tokio::join!(
                feed,
                hear(out, most, &mut heard.out, &mut heard.is_cut),
                hear(
                    complaints,
                    COMPLAINT,
                    &mut heard.complaint,
                    &mut complains_on
                ),
            )
        };
        tokio::pin!(hearing);
        tokio::select! {
            _ = &mut hearing => child.wait().await,
            status = child.wait() => {
                // What it left running in the background may keep its voice for ever.
                let _ = timeout(AFTERWARDS, &mut hearing).await;
                status
            }
        }
    };
    let worked = timeout(limit, work).await;
    let program = running.program.clone();
    match worked {
        Err(_) => return Err(ProgramError::TooSlow { program, limit }),
        Ok(Err(error)) => return Err(ProgramError::Lost(program, error)),
        Ok(Ok(status)) => heard.status = status,
    }
    running.has_ended = true;
    Ok(heard)
}

/// Reads to the end, and keeps the beginning; notes whether there was more.
async fn hear(
    stream: Option<impl AsyncRead + Unpin>,
    most: usize,
    heard: &mut Vec<u8>,
    is_cut: &mut bool,
) {
    let mut piece = vec![0; 16 * 1024];
    let Some(mut stream) = stream else {
        return;
    };
    while let Ok(count @ 1..) = stream.read(&mut piece).await {
        let room = most - heard.len();
        heard.extend_from_slice(&piece[..count.min(room)]);
        *is_cut |= count > room;
    }
}

/// A program under way; dropping it before its end ends it, and what it started.
#[derive(Debug)]
struct Running {
    child: Child,
    program: String,
    has_ended: bool,
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

impl Running {
    fn start(command: &[String]) -> Result<Self, ProgramError> {
        let (program, arguments) = command.split_first().ok_or_else(|| ProgramError::Start {
            program: "nothing".to_owned(),
            error: io::ErrorKind::InvalidInput.into(),
        })?;
        let mut child = Command::new(program);
        child
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // A group of its own: what it starts ends with it, and the terminal's keys do not reach it.
        #[cfg(unix)]
        child.process_group(0);
        let child = child.spawn().map_err(|error| ProgramError::Start {
            program: program.clone(),
            error,
        })?;
        Ok(Self {
            #[cfg(unix)]
            group: child
                .id()
                .and_then(|id| rustix::process::Pid::from_raw(id.cast_signed())),
            child,
            program: program.clone(),
            has_ended: false,
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group.filter(|_| !self.has_ended) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// The first lines of a complaint, safe to be shown.
pub fn complaint(bytes: &[u8], most: usize) -> String {
    let text = printable(bytes);
    let lines = text.lines().map(str::trim_end);
    let lines = lines.filter(|line| !line.is_empty()).take(most);
    lines.collect::<Vec<_>>().join("\n")
}

/// How a program ended: "exit status 3". The library puts a colon into it.
pub(super) fn words_of(status: ExitStatus) -> String {
    status.to_string().replacen(": ", " ", 1)
}

/// What a program wrote, as a text that is safe to be shown: without the sequences that move a terminal.
pub fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\x1b' => match letters.next() {
                // CSI: up to its final byte.
                Some('[') => while letters.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
                // OSC, DCS, SOS, PM, APC: up to BEL or ST.
                Some(']' | 'P' | 'X' | '^' | '_') => {
                    while let Some(c) = letters.next() {
                        let is_end = c == '\x07' || c == '\u{9c}';
                        if is_end || (c == '\x1b' && letters.next_if_eq(&'\\').is_some()) {
                            break;
                        }
                    }
                }
                // Two characters, or three where the second is an intermediate one.
                Some(' '..='/') => drop(letters.next()),
                _ => {}
            },
            // What was struck over: as man pages write bold letters.
            '\x08' => drop(plain.pop()),
            _ => plain.push(letter),
        }
    }
    crate::news::clean(plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    async fn after(
        words: &[&str],
        input: &[u8],
        most: usize,
        limit: Duration,
    ) -> Result<Heard, ProgramError> {
        let command: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        run(&command, input.to_vec(), most, limit).await
    }

    const PATIENT: Duration = Duration::from_mins(5);

    #[cfg(unix)]
    #[tokio::test]
    async fn a_program_reads_a_text_and_is_heard_up_to_the_cap() {
        let heard = after(&["cat"], b"one two", 100, PATIENT).await.unwrap();
        assert_eq!(heard.out, b"one two");
        assert!(!heard.is_cut);
        let long = vec![b'x'; 1 << 20];
        let heard = after(&["cat"], &long, 1000, PATIENT).await.unwrap();
        assert_eq!((heard.out.len(), heard.is_cut), (1000, true));
        assert!(heard.status.success());
        // One that reads nothing.
        let heard = after(&["true"], &long, 9, PATIENT).await.unwrap();
        assert!(heard.status.success());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_program_that_fails_or_takes_too_long_is_told_of() {
        let heard = after(&["ls", "/no/such/place"], b"", 9, PATIENT).await;
        let heard = heard.unwrap();
        assert!(!heard.status.success());
        assert!(complaint(&heard.complaint, 3).contains("/no/such/place"));
        let slow = after(&["sleep", "600"], b"", 9, Duration::from_millis(20)).await;
        assert!(matches!(slow, Err(ProgramError::TooSlow { .. })));
        let none = after(&["/no/such/program"], b"", 9, PATIENT).await;
        assert!(matches!(none, Err(ProgramError::Start { .. })));
    }

    #[test]
    fn what_moves_a_terminal_is_left_out() {
        let coloured = b"\x1b[1;31mred\x1b[0m \x1b]8;;https://x.example\x1b\\link\x1b]8;;\x07 b\x08bold \x1b(Bend\x9b\x1b";
        assert_eq!(
            printable(coloured).replace('\u{fffd}', ""),
            "red link bold end"
        );
        assert_eq!(complaint(b"\n one \n\n two\nthree", 2), " one\n two");
    }

    proptest! {
        #[test]
        fn any_bytes_are_made_safe(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b']')], 0..80)) {
            let text = printable(&bytes);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
