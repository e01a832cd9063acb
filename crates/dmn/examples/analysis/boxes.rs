//! Generated tables of a thousand rules: what each rule takes of ten inputs of the usual kinds.

use afaq_dmn::{DecisionTable, Expression, ExpressionKind, HitPolicy, Input, Model, Output, Rule};
use afaq_feel::{Date, Type};

/// Numbers in no order, the same each time.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// How ends of ranges are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `1200`
    Number,
    /// `date("2020-01-31")`
    Day,
    /// `duration("P18M")`
    Month,
}

/// The part of an input that a rule takes.
#[derive(Clone)]
pub enum Taken {
    /// From the first number to before the second.
    Between(Unit, i64, i64),
    /// Some of the names.
    Names(Vec<usize>),
    /// Yes, no, or both.
    Truth(Option<bool>),
}

const WIDTH: i64 = 20_000;
const NAMES: usize = 12;
/// Inputs of each table.
pub const INPUTS: usize = 10;

impl Taken {
    fn whole(input: usize) -> Self {
        match input {
            0..4 => Self::Between(Unit::Number, 0, WIDTH),
            4..6 => Self::Between(Unit::Day, 0, WIDTH),
            6 => Self::Between(Unit::Month, 0, WIDTH),
            7..9 => Self::Names((0..NAMES).collect()),
            _ => Self::Truth(None),
        }
    }

    fn split(&self, dice: &mut Dice) -> Option<(Self, Self)> {
        match self {
            Self::Between(unit, low, high) if high - low > 1 => {
                let middle = low + 1 + dice.roll(usize::try_from(high - low - 1).unwrap_or(1)) as i64;
                Some((Self::Between(*unit, *low, middle), Self::Between(*unit, middle, *high)))
            }
            Self::Names(names) if names.len() > 1 => {
                let at = 1 + dice.roll(names.len() - 1);
                Some((Self::Names(names[..at].to_vec()), Self::Names(names[at..].to_vec())))
            }
            Self::Truth(None) => Some((Self::Truth(Some(true)), Self::Truth(Some(false)))),
            _ => None,
        }
    }

    fn some(input: usize, dice: &mut Dice) -> Self {
        let whole = Self::whole(input);
        match (dice.roll(3), whole.split(dice)) {
            (0, _) | (_, None) => whole,
            (1, Some((first, _))) => first,
            (_, Some((_, second))) => second.split(dice).map_or(second, |(middle, _)| middle),
        }
    }

    fn cell(&self) -> String {
        match self {
            Self::Between(_, 0, WIDTH) | Self::Truth(None) => "-".to_owned(),
            Self::Between(unit, 0, high) => format!("< {}", end(*unit, *high)),
            Self::Between(unit, low, WIDTH) => format!(">= {}", end(*unit, *low)),
            Self::Between(unit, low, high) => format!("[{}..{})", end(*unit, *low), end(*unit, *high)),
            Self::Names(names) if names.len() == NAMES => "-".to_owned(),
            Self::Names(names) => {
                names.iter().map(|name| format!("\"n{name}\"")).collect::<Vec<_>>().join(", ")
            }
            Self::Truth(Some(value)) => value.to_string(),
        }
    }
}

fn end(unit: Unit, at: i64) -> String {
    match unit {
        Unit::Number => at.to_string(),
        Unit::Day => {
            Date::from_days_since_epoch(at).map_or_else(String::new, |day| format!("date(\"{day}\")"))
        }
        Unit::Month => format!("duration(\"P{at}M\")"),
    }
}

/// What each rule takes of each input.
pub type Boxes = Vec<Vec<Taken>>;

/// Rules that part the whole space, as a decision tree does.
pub fn parted(rules: usize, dice: &mut Dice) -> Boxes {
    let mut boxes: Boxes = vec![(0..INPUTS).map(Taken::whole).collect()];
    while boxes.len() < rules {
        let at = dice.roll(boxes.len());
        let axis = dice.roll(INPUTS);
        if let Some((one, other)) = boxes[at][axis].split(dice) {
            let mut second = boxes[at].clone();
            boxes[at][axis] = one;
            second[axis] = other;
            boxes.push(second);
        }
    }
    for at in (1..boxes.len()).rev() {
        let other = dice.roll(at + 1);
        boxes.swap(at, other);
    }
    boxes
}

/// Rules that each have a slice of the first input, and take any part of the others: gaps everywhere.
pub fn keyed(rules: usize, dice: &mut Dice) -> Boxes {
    let slice = WIDTH / rules as i64;
    let one = |rule: usize, dice: &mut Dice| {
        let low = rule as i64 * slice;
        let key = Taken::Between(Unit::Number, low, low + slice);
        std::iter::once(key).chain((1..INPUTS).map(|input| Taken::some(input, dice))).collect()
    };
    (0..rules).map(|rule| one(rule, dice)).collect()
}

/// Rules that take any part of each input: overlaps everywhere.
pub fn scattered(rules: usize, dice: &mut Dice) -> Boxes {
    (0..rules).map(|_| (0..INPUTS).map(|input| Taken::some(input, dice)).collect()).collect()
}

/// The same without some of the rules.
pub fn with_holes(boxes: &Boxes, count: usize, dice: &mut Dice) -> Boxes {
    let mut left = boxes.clone();
    (0..count).for_each(|_| drop(left.remove(dice.roll(left.len()))));
    left
}

/// The same with some of the rules made wider.
pub fn widened(boxes: &Boxes, count: usize, dice: &mut Dice) -> Boxes {
    let mut wider = boxes.clone();
    for _ in 0..count {
        let (at, input) = (dice.roll(wider.len()), dice.roll(INPUTS));
        wider[at][input] = Taken::whole(input);
    }
    wider
}

/// The same with a last rule that takes everything.
pub fn with_last(boxes: &Boxes) -> Boxes {
    boxes.iter().cloned().chain([(0..INPUTS).map(Taken::whole).collect()]).collect()
}

/// A model with these rules as its one table, as the text that a modeler would save.
pub fn written(policy: HitPolicy, boxes: &Boxes) -> String {
    let is_ranked = matches!(policy, HitPolicy::Priority | HitPolicy::OutputOrder);
    let domain = (0..RESULTS).map(|result| format!("\"r{result}\"")).collect::<Vec<_>>().join(", ");
    let result = |number: usize| match policy {
        HitPolicy::Collect(Some(_)) => number.to_string(),
        _ => format!("\"r{}\"", number % RESULTS),
    };
    let table = DecisionTable {
        hit_policy: policy,
        inputs: (0..INPUTS)
            .map(|input| Input { expression: format!("fact {input}").into(), ..Input::default() })
            .collect(),
        outputs: vec![Output { domain: is_ranked.then(|| domain.as_str().into()), ..Output::default() }],
        rules: boxes
            .iter()
            .enumerate()
            .map(|(number, cells)| Rule {
                tests: cells.iter().map(|cell| cell.cell().into()).collect(),
                outputs: vec![result(number).into()],
                ..Rule::default()
            })
            .collect(),
        ..DecisionTable::default()
    };
    let mut builder = Model::builder("generated");
    for input in 0..INPUTS {
        builder = builder.input(&format!("fact {input}"), &ty(input));
    }
    let kind = ExpressionKind::DecisionTable(Box::new(table));
    let expression = Expression { type_ref: None, position: None, kind };
    afaq_dmn::write(&builder.decision("result", None, expression).build())
}

const RESULTS: usize = 7;

fn ty(input: usize) -> Type {
    match Taken::whole(input) {
        Taken::Between(Unit::Number, ..) => Type::Number,
        Taken::Between(Unit::Day, ..) => Type::Date,
        Taken::Between(Unit::Month, ..) => Type::YearsMonths,
        Taken::Names(_) => Type::OneOf((0..NAMES).map(|name| format!("n{name}")).collect()),
        Taken::Truth(_) => Type::Boolean,
    }
}
