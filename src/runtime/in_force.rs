//! The configuration in force: every thread asks for it when it begins something, so that a change holds at once.

use std::sync::{Arc, Mutex, PoisonError};

use crate::config::Config;

/// The configuration in force.
#[derive(Debug)]
pub(super) struct InForce(Mutex<Arc<Config>>);

impl InForce {
    pub fn new(config: Config) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Arc::new(config))))
    }

    /// What holds now.
    pub fn get(&self) -> Arc<Config> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Holds from now on.
    pub fn set(&self, config: Config) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
    }
}
