//! Values and rows on the wire of PostgreSQL, in its binary form.

use std::error::Error;

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::StoreError;
use crate::sql::{Row, Value};

type Fault = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match (self, kind) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Int(n), &Type::INT8) => out.put_i64(*n),
            (Self::Int(n), &Type::INT4) => out.put_i32(i32::try_from(*n)?),
            (Self::Int(n), &Type::BOOL) => out.put_u8(u8::from(*n != 0)),
            (Self::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::UNKNOWN) => {
                out.put_slice(text.as_bytes())
            }
            (Self::Bytes(bytes), &Type::BYTEA) => out.put_slice(bytes),
            (Self::Bytes(bytes), &Type::UUID) if bytes.len() == 16 => out.put_slice(bytes),
            (Self::Id(bytes), &Type::UUID | &Type::BYTEA) => out.put_slice(bytes),
            _ => return Err(format!("a value does not fit a column of type {kind}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(match *kind {
            Type::INT8 => Self::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Self::Int(i32::from_be_bytes(raw.try_into()?).into()),
            Type::INT2 => Self::Int(i16::from_be_bytes(raw.try_into()?).into()),
            Type::BOOL => Self::Int(i64::from(raw.first().is_some_and(|byte| *byte != 0))),
            Type::NUMERIC => Self::Int(whole_number(raw)?),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                Self::Text(std::str::from_utf8(raw)?.to_owned())
            }
            // Sixteen bytes are an identifier, as on SQLite.
            Type::BYTEA | Type::UUID => {
                <[u8; 16]>::try_from(raw).map_or_else(|_| Self::Bytes(raw.to_vec()), Self::Id)
            }
            _ => return Err(format!("a column has the type {kind}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A sum of whole numbers comes as `numeric`: digits of base 10,000, the highest first.
fn whole_number(raw: &[u8]) -> Result<i64, Fault> {
    let word = |at: usize| -> Result<i16, Fault> {
        let bytes = raw.get(at * 2..at * 2 + 2).ok_or("a number is cut")?;
        Ok(i16::from_be_bytes(bytes.try_into()?))
    };
    let (digits, highest, sign) = (word(0)?, word(1)?, word(2)?);
    if digits > highest + 1 || !matches!(sign, 0 | 0x4000) {
        return Err("a column holds a number that is not whole".into());
    }
    let mut sum = 0_i64;
    for at in 0..=usize::try_from(highest).unwrap_or_default() {
        let digit = if at < usize::try_from(digits)? { word(4 + at)? } else { 0 };
        sum = sum
            .checked_mul(10_000)
            .and_then(|sum| sum.checked_add(digit.into()))
            .ok_or("a sum is too large")?;
    }
    Ok(if sign == 0 { sum } else { -sum })
}

/// A row with all its values.
pub(super) fn row(found: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(found.len());
    for column in 0..found.len() {
        values.push(
            found
                .try_get(column)
                .map_err(|_| StoreError::damaged("a column holds what it should not hold"))?,
        );
    }
    Ok(Row::new(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_come_back_whole() {
        let wire = |words: &[i16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<_>>();
        for (words, expected) in [
            (vec![0, 0, 0, 0], Some(0)),
            (vec![1, 0, 0, 0, 7], Some(7)),
            (vec![1, 1, 0, 0, 3], Some(30_000)),
            (vec![2, 1, 0x4000, 0, 1, 2], Some(-10_002)),
            (vec![1, -1, 0, 1, 5_000], None),
            (vec![9, 0, 0, 0], None),
        ] {
            assert_eq!(whole_number(&wire(&words)).ok(), expected, "{words:?}");
        }
    }
}
