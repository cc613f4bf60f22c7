//! Opens an address in the browser: an argument vector, never a shell, and http or https alone.

use std::process::{Command, Stdio};
use std::sync::mpsc::SyncSender;
use std::thread;

use url::Url;

use super::program::words_of;
use crate::app::Message;

/// Opens an address with the reader's own command, or with the system's.
pub fn open(command: &[String], address: &str, sender: SyncSender<Message>) {
    let Some(url) = allowed(address) else {
        let _ = sender.send(Message::Failed(format!(
            "only http and https are opened, not {address}"
        )));
        return;
    };
    let command = command.to_vec();
    // Some openers take their time; the screen does not wait for them.
    thread::spawn(move || {
        let opened = match command.split_first() {
            Some((program, arguments)) => run(program, arguments, &url),
            None => open::that_detached(&url).map_err(|error| error.to_string()),
        };
        if let Err(error) = opened {
            let text = format!(
                "the browser did not open: {error}; `browser` in the configuration names another"
            );
            let _ = sender.send(Message::Failed(text));
        }
    });
}

/// The address as it may be given to a program: parsed anew, so that it begins with its scheme and holds no blank.
fn allowed(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

fn run(program: &str, arguments: &[String], url: &str) -> Result<(), String> {
    let mut arguments: Vec<String> = arguments
        .iter()
        .map(|argument| argument.replace("{url}", url))
        .collect();
    if !arguments.iter().any(|argument| argument.contains(url)) {
        arguments.push(url.to_owned());
    }
    let mut child = Command::new(program)
        .args(&arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{program}: {error}"))?;
    // Waited for, so that no dead process is left behind.
    match child.wait() {
        Ok(status) if !status.success() => {
            Err(format!("{program} ended with {}", words_of(status)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_leave_the_program() {
        assert_eq!(
            allowed("https://example.org/a b").unwrap(),
            "https://example.org/a%20b"
        );
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "-rf",
            "--help",
            "mailto:a@b",
            "",
        ] {
            assert_eq!(allowed(address), None, "{address}");
        }
    }
}
