//! Which foreign crates may come into the house. `deny.toml` says the same for cargo-deny.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::Value;

use super::Fault;
use super::floors::packages;
use crate::shell;

/// Licences that may be used; one alternative of an `OR` is enough.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
    "CDLA-Permissive-2.0",
    "OFL-1.1",
    "MPL-2.0",
];

/// Crates that must never come in, each with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "one TLS stack only: rustls with ring"),
    ("native-tls", "one TLS stack only: rustls with ring"),
    ("aws-lc-sys", "one TLS stack only: rustls with ring"),
    ("sqlx", "links a second SQLite"),
    ("reqwest", "brings a TLS stack of its own"),
    ("tantivy", "search is our own analyzer in front of the database"),
];

/// Crates that may come in beneath one other only, and that no crate of the house names.
const BENEATH: &[(&str, &str, &str)] = &[("chrono", "object_store", "time is jiff's")];

/// Names every crate with a licence or a name that the house does not allow.
pub fn check(metadata: &Value) -> anyhow::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in packages(metadata).filter(|package| !package["source"].is_null()) {
        let name = package["name"].as_str().unwrap_or_default();
        *versions.entry(name).or_default() += 1;
        if let Some((_, reason)) = BANNED.iter().find(|banned| banned.0 == name) {
            faults.push(Fault::at(name, format!("may not be used: {reason}")));
        }
        faults.extend(beneath(package, name));
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_allowed(licence) {
            faults.push(Fault::at(
                name,
                format!("its licence `{licence}` is not on the list in xtask/src/tidy/policy.rs"),
            ));
        }
        if package["source"].as_str().is_some_and(|source| source.starts_with("git+")) {
            faults.push(Fault::at(name, "comes from a repository; only registries may be used"));
        }
    }
    for package in packages(metadata).filter(|package| package["source"].is_null()) {
        faults.extend(beneath(package, package["name"].as_str().unwrap_or_default()));
    }
    if versions.get("rustls").copied().unwrap_or_default() > 1 {
        faults.push(Fault::at("rustls", "two versions: one TLS stack only"));
    }
    faults.extend(same_as_deny_toml()?);
    Ok(faults)
}

/// The crates that a package names although only another one may.
fn beneath(package: &Value, name: &str) -> Vec<Fault> {
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    // What stands behind a feature that nobody turned on is not there.
    let named = dependencies.filter(|one| one["optional"].as_bool() != Some(true) && one["kind"].is_null());
    let named = named.filter_map(|one| one["name"].as_str());
    named
        .filter_map(|one| BENEATH.iter().find(|beneath| beneath.0 == one && beneath.1 != name))
        .map(|(crate_, only, reason)| {
            Fault::at(name, format!("may not use `{crate_}`, which only `{only}` may: {reason}"))
        })
        .collect()
}

fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|licence| LICENCES.contains(&licence.trim())))
        || plain
            .split(" OR ")
            .any(|part| part.split(" AND ").all(|licence| LICENCES.contains(&licence.trim())))
}

/// `deny.toml` must name the same licences and bans, so that both tools say the same.
fn same_as_deny_toml() -> anyhow::Result<Vec<Fault>> {
    let text = std::fs::read_to_string(shell::root().join("deny.toml")).context("deny.toml is missing")?;
    let mut faults = Vec::new();
    let beneath = BENEATH.iter().map(|beneath| &beneath.0);
    for name in LICENCES.iter().chain(BANNED.iter().map(|banned| &banned.0)).chain(beneath) {
        if !text.contains(&format!("\"{name}\"")) {
            faults.push(Fault::at(
                "deny.toml",
                format!("does not name `{name}`, which xtask/src/tidy/policy.rs does"),
            ));
        }
    }
    Ok(faults)
}
