//! The one binary: settings, wiring and commands.

fn main() -> anyhow::Result<()> {
    Ok(())
}
