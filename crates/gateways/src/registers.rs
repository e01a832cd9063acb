//! The demonstration's registers: they answer for the generated city, and can be told to fall silent.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use afaq_ports::{RegisterAnswer, RegisterQuery, Registers};
use afaq_testkit::City;

/// Simulated registers over the generated city.
#[derive(Debug)]
pub struct CityRegisters {
    city: Arc<City>,
    silent: RwLock<BTreeSet<String>>,
}

impl CityRegisters {
    /// Registers that all answer.
    pub fn new(city: Arc<City>) -> Self {
        Self { city, silent: RwLock::default() }
    }

    /// Lets a register answer or fall silent.
    pub fn set_silent(&self, register: &str, is_silent: bool) {
        let mut silent = self.silent.write().unwrap_or_else(PoisonError::into_inner);
        if is_silent {
            silent.insert(register.to_string());
        } else {
            silent.remove(register);
        }
    }
}

impl Registers for CityRegisters {
    fn read(&self, query: &RegisterQuery, _deadline_ms: u64) -> RegisterAnswer {
        if self.silent.read().unwrap_or_else(PoisonError::into_inner).contains(&query.register) {
            return RegisterAnswer::Silent("told to be silent".into());
        }
        let keys: Vec<&str> = query.keys.iter().map(String::as_str).collect();
        match self.city.answer(&query.register, &keys) {
            Some(serde_json::Value::Object(record)) => RegisterAnswer::Record(record),
            Some(_) => RegisterAnswer::Silent("not a record".into()),
            None => RegisterAnswer::NoRecord,
        }
    }
}
