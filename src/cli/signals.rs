//! SIGTERM, SIGHUP and SIGINT end the reader as its own key does: the terminal is given back and everything is written.
//! SIGTSTP stops it with the terminal given back, and SIGCONT takes the terminal again. SIGUSR1 wakes the service.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread;

use tokio::sync::{Notify, watch};

use crate::app::Message;

/// Listens for as long as the program runs.
pub fn listen(sender: SyncSender<Message>) {
    thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        else {
            return;
        };
        runtime.block_on(async {
            tokio::select! {
                () = asked_to_end() => {}
                () = asked_to_stop(&sender) => {}
            }
        });
        let _ = sender.send(Message::Terminate);
    });
}

/// Signals to a command that runs for long. They are heard from the moment on that this is made, whatever is done
/// meanwhile.
pub(super) struct Signals {
    end: watch::Receiver<bool>,
    look: Arc<Notify>,
}

impl Signals {
    /// Listens for as long as the runtime lives.
    pub fn listen(runtime: &tokio::runtime::Runtime) -> Self {
        let (sender, end) = watch::channel(false);
        runtime.spawn(async move {
            asked_to_end().await;
            let _ = sender.send(true);
            // A second one ends the program at once.
            asked_to_end().await;
            std::process::exit(1);
        });
        let look = Arc::new(Notify::new());
        runtime.spawn(asked_to_look(Arc::clone(&look)));
        Self { end, look }
    }

    /// Told when somebody says that there may be something to do (SIGUSR1); what was said before is remembered.
    pub fn nudges(&self) -> Arc<Notify> {
        Arc::clone(&self.look)
    }

    /// Returns when the program is to end.
    pub async fn end(&mut self) {
        if self.end.wait_for(|end| *end).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::interrupt(),
    ];
    let [Ok(mut terminate), Ok(mut hangup), Ok(mut interrupt)] = kinds.map(signal) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Passes on each wish to stop and to go on; ends when nobody hears them any more.
#[cfg(unix)]
async fn asked_to_stop(sender: &SyncSender<Message>) {
    use rustix::process::Signal;
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind: Signal| signal(SignalKind::from_raw(kind.as_raw()));
    let [Ok(mut stop), Ok(mut go_on)] = [Signal::TSTP, Signal::CONT].map(listen) else {
        return std::future::pending().await;
    };
    loop {
        let message = tokio::select! {
            _ = stop.recv() => Message::Stop,
            _ = go_on.recv() => Message::GoOn,
        };
        // The channel may be full for a moment, and this thread has nothing else to do.
        if sender.send(message).is_err() {
            return;
        }
    }
}

/// Passes on each wish to look what is due.
#[cfg(unix)]
async fn asked_to_look(look: Arc<Notify>) {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut asked) = signal(SignalKind::user_defined1()) {
        while asked.recv().await.is_some() {
            look.notify_one();
        }
    }
}

#[cfg(not(unix))]
async fn asked_to_look(_: Arc<Notify>) {}

#[cfg(not(unix))]
async fn asked_to_stop(_: &SyncSender<Message>) {
    std::future::pending().await
}

#[cfg(not(unix))]
async fn asked_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}
