//! `afaq seed`: generated people with their register records, for tests and for looking.

use std::path::Path;
use std::process::ExitCode;

use afaq_testkit::City;
use afaq_testkit::city::PEOPLE_MAX;
use anyhow::bail;

use super::write_out;

/// Writes one JSON object for each person.
pub fn run(people: usize, seed: u64, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    if people == 0 || people > PEOPLE_MAX {
        bail!("between 1 and {PEOPLE_MAX} people can be generated");
    }
    let city = City::generate(seed, people);
    let mut text = String::new();
    for person in city.people() {
        let number = person.civil_number.to_string();
        let mut registers = serde_json::Map::new();
        for register in City::registers() {
            if let Some(record) = city.register_record(register, &number) {
                registers.insert((*register).to_string(), record);
            }
        }
        let line = serde_json::json!({ "civil_number": number, "registers": registers });
        text += &format!("{line}\n");
    }
    write_out(out, &text)?;
    Ok(ExitCode::SUCCESS)
}
