//! The yard's tools: check, tidy, browser tests, benches.

fn main() -> anyhow::Result<()> {
    Ok(())
}
