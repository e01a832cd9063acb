//! Values as they come, made a column of one kind where they are of one kind.

use super::{Column, ColumnData, Standing};
use crate::Value;

impl Column {
    /// A column of values as they come, for the fact of a name: of one kind where all that are there are of one
    /// kind (numbers of one scale, so that each keeps the form in which it was written), else of values.
    pub fn of(values: Vec<Value>, name: &str) -> Column {
        let Some(standings) = values.iter().map(|value| standing(value, name)).collect::<Option<Vec<_>>>()
        else {
            return Column::new(ColumnData::Values(values));
        };
        let first = values.iter().zip(&standings).find(|(_, standing)| **standing == Standing::Present);
        let data = match first.map(|(value, _)| value) {
            Some(Value::Number(number)) => {
                let scale = number.as_fixed().map(|(scale, _)| scale);
                let fixed = |value: &Value| match value {
                    Value::Number(number) => {
                        number.as_fixed().filter(|one| Some(one.0) == scale).map(|one| one.1)
                    }
                    _ => None,
                };
                scale.and_then(|scale| {
                    all(&values, &standings, fixed).map(|values| ColumnData::Numbers { scale, values })
                })
            }
            Some(Value::Date(_)) => all(&values, &standings, |value| match value {
                Value::Date(date) => i32::try_from(date.days_since_epoch()).ok(),
                _ => None,
            })
            .map(ColumnData::Dates),
            Some(Value::Boolean(_)) => all(&values, &standings, |value| match value {
                Value::Boolean(is_true) => Some(*is_true),
                _ => None,
            })
            .map(ColumnData::Booleans),
            Some(Value::String(_)) => {
                let texts = values.iter().zip(&standings).map(|(value, standing)| match (value, standing) {
                    (Value::String(text), Standing::Present) => Some(&**text),
                    (_, Standing::Present) => None,
                    _ => Some(""),
                });
                texts.collect::<Option<Vec<&str>>>().map(|texts| Column::texts(texts).data().clone())
            }
            _ => None,
        };
        match data {
            Some(data) => Column::with_standings(data, standings),
            None => Column::new(ColumnData::Values(values)),
        }
    }
}

/// None for a value that is unknown because of other facts.
fn standing(value: &Value, name: &str) -> Option<Standing> {
    match value {
        Value::Null => Some(Standing::Null),
        Value::Unknown(unknown) => {
            (unknown.names.len() == 1 && unknown.names.contains(name)).then_some(Standing::Unavailable)
        }
        _ => Some(Standing::Present),
    }
}

/// What each value that is there becomes; none if one of them is of another kind.
fn all<T: Default>(
    values: &[Value],
    standings: &[Standing],
    one: impl Fn(&Value) -> Option<T>,
) -> Option<Vec<T>> {
    let each = values.iter().zip(standings).map(|(value, standing)| match standing {
        Standing::Present => one(value),
        Standing::Null | Standing::Unavailable | Standing::Disputed => Some(T::default()),
    });
    each.collect()
}
