//! tui (stub).
