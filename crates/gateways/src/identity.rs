//! The demonstration's identity: anybody may be anybody, and every page says so.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use afaq_base::{CivilNumber, Text};
use afaq_ports::{Identity, Officer, Person, SERVICE_OWNER, UNIT_HEAD, Unit};
use afaq_testkit::City;

/// A role of a published service, for which the demonstration needs officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoRole {
    /// The body's code.
    pub body: String,
    /// The unit.
    pub unit: String,
    /// The role's id.
    pub role: String,
    /// The role's name.
    pub label: Text,
}

/// Officers of each unit.
const OFFICERS_PER_UNIT: usize = 3;
/// Owners of services of each body: one drafts, another approves.
const OWNERS_PER_BODY: usize = 2;
/// Where they sit; no case goes there.
const OWNERS_UNIT: &str = "services";

/// What one officer of each body holds: the processes of the body, and the heads of its units.
const OWNER_ROLES: [&str; 2] = ["process_owner", "unit_head"];

/// The generated city's people, and officers for every role of the published services.
#[derive(Debug)]
pub struct DemoIdentity {
    city: Arc<City>,
    desk: RwLock<Desk>,
}

#[derive(Debug, Default)]
struct Desk {
    officers: Vec<Officer>,
    units: Vec<Unit>,
}

impl DemoIdentity {
    /// The city's people, without any officer yet.
    pub fn new(city: Arc<City>) -> Self {
        Self { city, desk: RwLock::default() }
    }

    /// Gives each unit that a role names its officers, who hold all of the unit's roles.
    pub fn set_roles(&self, roles: Vec<DemoRole>) {
        let mut units: BTreeMap<(String, String), Vec<DemoRole>> = BTreeMap::new();
        for role in roles {
            units.entry((role.body.clone(), role.unit.clone())).or_default().push(role);
        }
        let mut names = self.names();
        let mut desk = Desk::default();
        let mut bodies: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (body, unit) in units.keys() {
            bodies.entry(body.clone()).or_default().push(unit.clone());
        }
        for ((body, unit), roles) in units {
            let name = roles.first().map_or_else(|| Text::same(&unit), |role| role.label.clone());
            desk.units.push(Unit { body: body.clone(), unit: unit.clone(), name });
            for index in 1..=OFFICERS_PER_UNIT {
                // The first one leads the unit.
                let head = (index == 1).then(|| UNIT_HEAD.to_string());
                desk.officers.push(Officer {
                    id: format!("{}.{unit}.{index}", body.to_ascii_lowercase()),
                    name: names.next().unwrap_or_else(|| Text::new("موظف", "Officer")),
                    body: body.clone(),
                    units: vec![unit.clone()],
                    roles: roles.iter().map(|role| role.role.clone()).chain(head).collect(),
                });
            }
        }
        for body in bodies.keys() {
            for index in 1..=OWNERS_PER_BODY {
                desk.officers.push(Officer {
                    id: format!("{}.{OWNERS_UNIT}.{index}", body.to_ascii_lowercase()),
                    name: names.next().unwrap_or_else(|| Text::new("موظف", "Officer")),
                    body: body.clone(),
                    // They answer for services and see no cases.
                    units: vec![OWNERS_UNIT.to_string()],
                    roles: vec![SERVICE_OWNER.to_string()],
                });
            }
        }
        // Last, so that whoever looks for somebody to do a task finds those who do it every day.
        for (body, units) in bodies {
            desk.officers.push(Officer {
                id: format!("{}.owner", body.to_ascii_lowercase()),
                name: names.next().unwrap_or_else(|| Text::new("مالك الإجراءات", "Process owner")),
                body,
                units,
                roles: OWNER_ROLES.map(str::to_string).to_vec(),
            });
        }
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = desk;
    }

    /// Names for officers: grown citizens of the city, from its end, so that they seldom apply themselves.
    fn names(&self) -> impl Iterator<Item = Text> + use<> {
        let today = self.city.today();
        let names: Vec<Text> = self
            .city
            .people()
            .iter()
            .rev()
            .filter(|person| person.is_citizen() && (25..60).contains(&person.age_on(today)))
            .map(|person| person.name.clone())
            .take(200)
            .collect();
        names.into_iter()
    }
}

impl Identity for DemoIdentity {
    fn find_person(&self, civil_number: &CivilNumber) -> Option<Person> {
        let person = self.city.find(*civil_number)?;
        Some(Person { civil_number: *civil_number, name: person.name.clone() })
    }

    fn find_officer(&self, id: &str) -> Option<Officer> {
        let desk = self.desk.read().unwrap_or_else(PoisonError::into_inner);
        desk.officers.iter().find(|officer| officer.id == id).cloned()
    }

    fn officers(&self) -> Vec<Officer> {
        self.desk.read().unwrap_or_else(PoisonError::into_inner).officers.clone()
    }

    fn units(&self) -> Vec<Unit> {
        self.desk.read().unwrap_or_else(PoisonError::into_inner).units.clone()
    }
}
