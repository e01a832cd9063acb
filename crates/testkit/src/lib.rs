//! The seeded city and builders for tests.
