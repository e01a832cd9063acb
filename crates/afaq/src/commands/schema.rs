//! `afaq schema`: the JSON Schemas of a pack's files, for editors.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use super::write_out;

/// Prints all schemas as one object, or writes each to its own file.
pub fn run(folder: Option<&Path>) -> anyhow::Result<ExitCode> {
    let schemas = afaq_pack::schema();
    let Some(folder) = folder else {
        write_out(None, &format!("{}\n", serde_json::to_string_pretty(&schemas)?))?;
        return Ok(ExitCode::SUCCESS);
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("can't make the folder `{}`", folder.display()))?;
    for (name, schema) in &schemas {
        let path = folder.join(format!("{name}.schema.json"));
        write_out(Some(&path), &format!("{}\n", serde_json::to_string_pretty(schema)?))?;
    }
    Ok(ExitCode::SUCCESS)
}
