//! cache (stub).
