//! The floors of the house: which crate may name which.

use anyhow::{Context, bail};
use serde_json::Value;

use super::Fault;
use crate::shell;

/// Each crate with the crates of the house that it may depend on. A new edge is a decision record.
const EDGES: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("feel", &[]),
    ("dmn", &["feel"]),
    ("bpmn", &["feel"]),
    ("pack", &["base", "feel", "dmn", "bpmn"]),
    ("domain", &["base", "feel", "dmn", "bpmn", "pack"]),
    ("ports", &["base"]),
    ("store", &["base"]),
    ("documents", &["base", "ports"]),
    ("gateways", &["base", "ports", "testkit"]),
    ("app", &["base", "feel", "dmn", "bpmn", "pack", "domain", "ports", "store"]),
    ("web", &["base", "feel", "bpmn", "pack", "domain", "ports", "app"]),
    ("testkit", &["base"]),
    (
        "",
        &[
            "base",
            "feel",
            "dmn",
            "bpmn",
            "pack",
            "domain",
            "ports",
            "store",
            "documents",
            "gateways",
            "app",
            "web",
            "testkit",
        ],
    ),
    ("xtask", &[]),
];

/// What cargo knows of the workspace.
pub fn metadata() -> anyhow::Result<Value> {
    let output = shell::cargo(&["metadata", "--format-version", "1", "--locked"])
        .output()
        .context("can't start cargo")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The short name of a crate of the house: `afaq-base` is `base`, the binary is empty.
pub fn room(package: &str) -> Option<&str> {
    match package {
        "afaq" => Some(""),
        "xtask" => Some("xtask"),
        other => other.strip_prefix("afaq-"),
    }
}

/// All packages of a kind: those of the house, or all.
pub fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

/// Names every edge between crates that the house does not allow.
pub fn check(metadata: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    for package in packages(metadata).filter(|package| package["source"].is_null()) {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(from) = room(name) else {
            faults.push(Fault::at(name, "a crate of the house is named `afaq-ROOM`"));
            continue;
        };
        let Some((_, allowed)) = EDGES.iter().find(|edge| edge.0 == from) else {
            faults.push(Fault::at(
                name,
                "a new crate: give it a floor in xtask/src/tidy/floors.rs and a decision record",
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let target = dependency["name"].as_str().unwrap_or_default();
            let is_for_tests = dependency["kind"].as_str() == Some("dev");
            if let Some(to) = room(target)
                && !allowed.contains(&to)
                && !(is_for_tests && matches!(to, "testkit" | "gateways" | "store"))
            {
                faults.push(Fault::at(
                    name,
                    format!("may not depend on `{target}`: it lies on a higher floor or in another room"),
                ));
            }
        }
    }
    faults
}
