//! The table that every engine evaluates, and the people that it is evaluated for.

use std::sync::Arc;

use afaq_dmn::{Compiled, DecisionTable, Expression, HitPolicy, Input, Model, Output, Rule};
use afaq_feel::{Column, ColumnData, Date, Decimal, Type, Value, YearsMonthsDuration};

use crate::Failure;

/// Kinds of residence.
pub const KINDS: [&str; 4] = ["citizen", "gulf", "resident", "visitor"];

/// Twelve rules: birth, stay, income, kind; benefit, level, reason. The first that matches counts.
pub const RULES: [[&str; 7]; 12] = [
    ["> date(\"2008-11-23\")", "-", "-", "-", "0", "\"none\"", "\"minor\""],
    ["-", "-", ">= 3000", "-", "0", "\"none\"", "\"income\""],
    ["-", "-", "-", "\"visitor\"", "0", "\"none\"", "\"kind\""],
    ["<= date(\"1966-11-23\")", "-", "< 800.250", "\"citizen\"", "559.500", "\"full\"", "\"age\""],
    ["<= date(\"1966-11-23\")", "-", "[800.250..1500)", "\"citizen\"", "279.750", "\"half\"", "\"age\""],
    ["-", "-", "< 400.500", "\"citizen\"", "400", "\"full\"", "\"poverty\""],
    ["-", "-", "[400.500..800.250)", "\"citizen\"", "200", "\"half\"", "\"poverty\""],
    ["-", ">= duration(\"P10Y\")", "< 400.500", "\"gulf\"", "300", "\"full\"", "\"stay\""],
    ["-", "[duration(\"P5Y\")..duration(\"P10Y\"))", "< 400.500", "\"gulf\"", "150", "\"half\"", "\"stay\""],
    ["-", ">= duration(\"P15Y\")", "< 250", "\"resident\"", "100.125", "\"half\"", "\"stay\""],
    ["-", "< duration(\"P5Y\")", "-", "\"gulf\", \"resident\"", "0", "\"none\"", "\"stay\""],
    ["-", "-", "-", "-", "0", "\"none\"", "\"other\""],
];

/// People, as machine words: days since 1970, months, thousandths, place among the kinds.
pub struct People {
    pub birth: Vec<i32>,
    pub stay: Vec<i32>,
    pub income: Vec<i64>,
    pub kind: Vec<u32>,
}

impl People {
    /// So many people out of a seed.
    pub fn new(count: usize) -> People {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut roll = |sides: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % sides
        };
        let mut people = People { birth: Vec::new(), stay: Vec::new(), income: Vec::new(), kind: Vec::new() };
        for _ in 0..count {
            people.birth.push(roll(32_000) as i32 - 12_000);
            people.stay.push(roll(480) as i32);
            let income = roll(1_600_000) + if roll(4) == 0 { roll(2_500_000) } else { 0 };
            people.income.push(income as i64);
            people.kind.push([0, 0, 0, 1, 1, 2, 2, 2, 2, 3][roll(10) as usize]);
        }
        people
    }

    pub fn len(&self) -> usize {
        self.birth.len()
    }

    pub fn columns(&self) -> [Column; 4] {
        let kinds = Arc::new(KINDS.map(Value::from).to_vec());
        [
            Column::new(ColumnData::Dates(self.birth.clone())),
            Column::new(ColumnData::Numbers { scale: 3, values: self.income.clone() }),
            Column::new(ColumnData::Coded { values: kinds, codes: self.kind.clone() }),
            Column::new(ColumnData::Months(self.stay.clone())),
        ]
    }

    /// One person as values, in the order of the facts: birth, income, kind, stay.
    pub fn row(&self, at: usize) -> Result<[Value; 4], Failure> {
        let birth = Date::from_days_since_epoch(self.birth[at].into()).ok_or("a day")?;
        let income = Decimal::new(self.income[at].into(), 3).ok_or("an income")?;
        let stay = YearsMonthsDuration::from_months(self.stay[at].into());
        Ok([
            Value::Date(birth),
            Value::Number(income),
            KINDS[self.kind[at] as usize].into(),
            Value::YearsMonths(stay),
        ])
    }
}

pub fn model() -> Model {
    let input = |name: &str| Input { expression: name.into(), ..Input::default() };
    let output = |name: &str| Output { name: Some(name.to_owned()), ..Output::default() };
    let rule = |cells: &[&str; 7]| Rule {
        tests: cells[..4].iter().map(|cell| (*cell).into()).collect(),
        outputs: cells[4..].iter().map(|cell| (*cell).into()).collect(),
        ..Rule::default()
    };
    let table = DecisionTable {
        hit_policy: HitPolicy::First,
        inputs: ["birth", "stay", "income", "kind"].map(input).to_vec(),
        outputs: ["benefit", "level", "reason"].map(output).to_vec(),
        rules: RULES.iter().map(rule).collect(),
        ..DecisionTable::default()
    };
    Model::builder("support")
        .input("birth", &Type::Date)
        .input("stay", &Type::YearsMonths)
        .input("income", &Type::Number)
        .input("kind", &Type::String)
        .decision("support", None, Expression::table(table))
        .build()
}

pub fn compiled() -> Result<Compiled, Failure> {
    Ok(model().compile().map_err(|problems| format!("{problems:?}"))?)
}

/// The table as other engines want it: every type is named, in the namespace of DMN 1.3 that all of them read.
pub fn typed_model() -> String {
    const INPUTS: [(&str, &str); 4] =
        [("birth", "date"), ("stay", "years and months duration"), ("income", "number"), ("kind", "string")];
    const OUTPUTS: [(&str, &str); 3] = [("benefit", "number"), ("level", "string"), ("reason", "string")];
    let all = |parts: &[(&str, &str)], part: fn(&str, &str) -> String| -> String {
        parts.iter().map(|(name, kind)| part(name, kind)).collect()
    };
    let components = all(&OUTPUTS, |name, kind| {
        format!("<itemComponent id=\"t_{name}\" name=\"{name}\"><typeRef>{kind}</typeRef></itemComponent>")
    });
    let data = all(&INPUTS, |name, kind| {
        format!(
            "<inputData id=\"i_{name}\" name=\"{name}\"><variable id=\"v_{name}\" name=\"{name}\" typeRef=\"{kind}\"/></inputData>"
        )
    });
    let requirements = all(&INPUTS, |name, _| {
        format!(
            "<informationRequirement id=\"r_{name}\"><requiredInput href=\"#i_{name}\"/></informationRequirement>"
        )
    });
    let clauses = all(&INPUTS, |name, kind| {
        format!(
            "<input id=\"c_{name}\"><inputExpression id=\"e_{name}\" typeRef=\"{kind}\"><text>{name}</text></inputExpression></input>"
        )
    });
    let outputs =
        all(&OUTPUTS, |name, kind| format!("<output id=\"o_{name}\" name=\"{name}\" typeRef=\"{kind}\"/>"));
    let mut rules = String::new();
    for (number, rule) in RULES.iter().enumerate() {
        rules += &format!("<rule id=\"rule_{number}\">");
        for (at, cell) in rule.iter().enumerate() {
            let cell = cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let tag = if at < INPUTS.len() { "inputEntry" } else { "outputEntry" };
            rules += &format!("<{tag} id=\"cell_{number}_{at}\"><text>{cell}</text></{tag}>");
        }
        rules += "</rule>";
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"model\" name=\"support\" \
         namespace=\"urn:support\"><itemDefinition id=\"ts\" name=\"tSupport\">{components}</itemDefinition>{data}\
         <decision id=\"support\" name=\"support\"><variable id=\"v\" name=\"support\" typeRef=\"tSupport\"/>\
         {requirements}<decisionTable id=\"table\" hitPolicy=\"FIRST\">{clauses}{outputs}{rules}</decisionTable>\
         </decision></definitions>\n"
    )
}
