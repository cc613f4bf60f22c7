//! Enclosures opened in the reader's player for their type, or by the system.

use std::process::Stdio;
use std::sync::mpsc::SyncSender;

use tokio::process::Command;

use crate::app::Message;
use crate::config::PlayerConfig;
use crate::runtime::browse;
use crate::runtime::program::words_of;

/// Opens an enclosure; a player goes on when the reader ends. In words why it does not play.
pub(super) async fn play(
    players: &[PlayerConfig],
    url: &str,
    media_type: Option<&str>,
    file: Option<&str>,
    sender: SyncSender<Message>,
) -> Result<(), String> {
    let media_type = media_type.unwrap_or_default();
    let Some(player) = players.iter().find(|player| player.plays(media_type)) else {
        // The system's own opener judges files by their names: it gets the address, never a file that a feed named.
        browse(&[], url, sender);
        return Ok(());
    };
    let parsed = url::Url::parse(url).ok();
    let address = parsed.filter(|url| matches!(url.scheme(), "http" | "https"));
    let address = address.map(String::from);
    let Some(place) = file.or(address.as_deref()) else {
        return Err("only http and https are opened".to_owned());
    };
    let Some((program, arguments)) = player.command.split_first() else {
        return Ok(());
    };
    let mut child = Command::new(program);
    child
        .args(
            arguments
                .iter()
                .map(|argument| argument.replace("{url}", place)),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    child.process_group(0);
    let hint = "[[player]] in the configuration names it";
    let mut child = child
        .spawn()
        .map_err(|error| format!("{program} did not start: {error}; {hint}"))?;
    match child.wait().await {
        Ok(status) if !status.success() => {
            Err(format!("{program} ended with {}", words_of(status)))
        }
        _ => Ok(()),
    }
}
