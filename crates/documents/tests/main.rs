//! Children that are limited, killed and replaced.
