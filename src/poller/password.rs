//! Secrets for feeds that want a sign-in: printed by a program of the reader's choice, kept for as long as the poller
//! lives, written nowhere. The program is run with an argument vector, never through a shell.

use std::collections::HashMap;
use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use reqwest::header::HeaderValue;
use tokio::process::Command;
use tokio::sync::Mutex;

use super::FetchError;
use super::fetch::secret_value;
use crate::config::Auth;

/// A program that asks the reader for a passphrase takes a while.
const PATIENCE: Duration = Duration::from_mins(1);

/// The secrets that were asked for.
#[derive(Default)]
pub struct Passwords {
    // Held while the program runs: one passphrase prompt at a time.
    known: Mutex<HashMap<Vec<String>, String>>,
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords")
    }
}

impl Passwords {
    /// The value of `Authorization` for a feed.
    pub async fn authorization(&self, auth: &Auth) -> Result<HeaderValue, FetchError> {
        let value = match auth {
            Auth::Basic {
                user,
                password_command,
            } => {
                let password = self.secret(password_command).await?;
                format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))
            }
            Auth::Bearer { token_command } => {
                format!("Bearer {}", self.secret(token_command).await?)
            }
        };
        secret_value("auth", &value)
    }

    /// The server refused the secret (401): the program is asked again the next time.
    pub async fn forget(&self, auth: &Auth) {
        let (Auth::Basic {
            password_command: command,
            ..
        }
        | Auth::Bearer {
            token_command: command,
        }) = auth;
        self.known.lock().await.remove(command);
    }

    async fn secret(&self, command: &[String]) -> Result<String, FetchError> {
        let mut known = self.known.lock().await;
        if let Some(secret) = known.get(command) {
            return Ok(secret.clone());
        }
        let secret = run(command).await.map_err(FetchError::Password)?;
        known.insert(command.to_vec(), secret.clone());
        Ok(secret)
    }
}

async fn run(command: &[String]) -> Result<String, String> {
    let (program, arguments) = command.split_first().ok_or("it is empty")?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(PATIENCE, output)
        .await
        .map_err(|_| {
            format!(
                "{program} did not end within {} seconds",
                PATIENCE.as_secs()
            )
        })?
        .map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program} ended with {}", output.status));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let secret = text.lines().next().unwrap_or_default();
    if secret.is_empty() {
        return Err(format!("{program} printed nothing"));
    }
    Ok(secret.to_owned())
}

/// Base64 with padding (RFC 4648, 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = (group >> (18 - 6 * place)) & 63;
            text.push(if place <= chunk.len() {
                char::from(LETTERS[letter as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_test_vectors_of_rfc_4648() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }
}
