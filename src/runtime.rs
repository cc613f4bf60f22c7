//! Performs effects (stub).
