//! Tests of typed runs.
