//! Decision models: read, check, evaluate and explain.
