//! Plain arithmetic and conditions over a batch of rows at once. A row whose value is not plain here —
//! null, unknown, too large for a machine word — is marked, and evaluated by itself.

use super::column::{Column, ColumnData, Size, Standing};
use super::form::Form;
use super::lanes::{Buffer, Lane, Lanes, Outcome, Pool, SCALE_MAX};
use crate::ast::{Arithmetic, Comparison};

/// Consecutive rows.
#[derive(Clone, Copy)]
pub(super) struct Batch {
    pub(super) start: usize,
    pub(super) length: usize,
    /// The day that `today()` gives, if it fits.
    pub(super) today: Option<i32>,
}

/// Numbers, and how large they can be.
type Numbers<'c> = (Size, Buffer<'c, i64>);

/// One batch of columns, and memory for what is worked out.
pub(super) struct Run<'c, 'p> {
    pub(super) columns: &'p [&'c Column],
    pub(super) batch: Batch,
    pub(super) pool: &'p mut Pool,
}

impl<'c> Run<'c, '_> {
    /// The values of a form; none when they are of no plain kind.
    pub(super) fn run(&mut self, form: &Form) -> Option<Outcome<'c>> {
        match form {
            Form::Constant(value) => Some(Outcome { lanes: Lanes::of(value)?, plain: None }),
            Form::Fact(slot) => self.fact(*slot),
            Form::Today => {
                Some(Outcome { lanes: Lanes::Dates(Buffer::Same(self.batch.today?)), plain: None })
            }
            Form::Arithmetic(first, rest) => {
                let mut result = self.run(first)?;
                for (op, part) in rest {
                    let other = self.run(part)?;
                    result = self.arithmetic(*op, result, other)?;
                }
                Some(result)
            }
            Form::Compare(op, sides) => {
                let [left, right] = &**sides;
                let (left, right) = (self.run(left)?, self.run(right)?);
                let plain = self.pool.both(left.plain, right.plain);
                let passes = self.compared(*op, left.lanes, right.lanes)?;
                Some(Outcome { lanes: Lanes::Booleans(passes), plain })
            }
            Form::Equals { slot, is_equal, right } => {
                let (left, right) = (self.fact(*slot)?, self.run(right)?);
                let op = if *is_equal { Comparison::Equal } else { Comparison::NotEqual };
                let passes = self.compared(op, left.lanes, right.lanes)?;
                self.beside_null(*slot, !is_equal, passes, left.plain)
            }
            Form::IsNull { slot, is_equal } => {
                let plain = self.standing(self.columns.get(*slot)?)?;
                self.beside_null(*slot, *is_equal, Buffer::Same(!is_equal), plain)
            }
            Form::Coded { slot, judged, beside_null } => self.coded(*slot, judged, *beside_null),
            Form::Both(sides) => {
                let [left, right] = &**sides;
                let (left, right) = (self.run(left)?, self.run(right)?);
                // Both are compared always: a side that cannot be leaves a note.
                let plain = self.pool.both(left.plain, right.plain);
                let (x, y) = (left.lanes.booleans()?, right.lanes.booleans()?);
                Some(Outcome { lanes: Lanes::Booleans(self.map(x, y, |x, y| x & y)), plain })
            }
            Form::Within(value, ends) => {
                let mut passes = Buffer::Same(true);
                let mut plain = None;
                for (op, end) in ends {
                    let input = self.run(value)?;
                    let one = self.compared(*op, input.lanes, Lanes::of(end)?)?;
                    passes = self.map(passes, one, |x, y| x & y);
                    plain = self.pool.both(plain, input.plain);
                }
                Some(Outcome { lanes: Lanes::Booleans(passes), plain })
            }
            Form::Logic { parts, decides } => {
                let (first, rest) = parts.split_first()?;
                let first = self.run(first)?;
                let mut known =
                    Outcome { lanes: Lanes::Booleans(first.lanes.booleans()?), plain: first.plain };
                for part in rest {
                    let next = self.run(part)?;
                    known = self.joined(known, next, *decides)?;
                }
                Some(known)
            }
            Form::If(parts) => {
                let [condition, yes, no] = &**parts;
                let condition = self.run(condition)?;
                let (yes, no) = (self.run(yes)?, self.run(no)?);
                self.choose(condition, yes, no)
            }
        }
    }

    /// An operation on each pair, whose memory is used again afterwards.
    fn map<A: Lane, B: Lane, R: Lane>(
        &mut self,
        x: Buffer<'c, A>,
        y: Buffer<'c, B>,
        of: impl Fn(A, B) -> R,
    ) -> Buffer<'c, R> {
        let result = self.pool.map((&x, &y), self.batch.length, of);
        self.pool.end(x);
        self.pool.end(y);
        result
    }

    /// Which rows have a value; none when all do.
    #[expect(clippy::option_option, reason = "the outer one says that the column is too short")]
    fn standing(&mut self, column: &Column) -> Option<Option<Vec<bool>>> {
        let rows = self.batch.start..self.batch.start + self.batch.length;
        let standings = column.standings().map(|standings| standings.get(rows.clone()));
        let mut plain = match standings {
            None => None,
            Some(standings) => {
                let mut plain = self.pool.take();
                plain.extend(standings?.iter().map(|one| *one == Standing::Present));
                Some(plain)
            }
        };
        if column.others().range(rows.clone()).next().is_some() {
            let length = self.batch.length;
            let plain = plain.get_or_insert_with(|| vec![true; length]);
            column.others().range(rows).for_each(|(row, _)| plain[row - self.batch.start] = false);
        }
        Some(match plain {
            Some(plain) if plain.iter().all(|plain| *plain) => {
                self.pool.give(plain);
                None
            }
            plain => plain,
        })
    }

    fn fact(&mut self, slot: usize) -> Option<Outcome<'c>> {
        let column: &'c Column = self.columns.get(slot)?;
        let rows = self.batch.start..self.batch.start + self.batch.length;
        let lanes = match column.data() {
            ColumnData::Numbers { scale, values } => {
                let (size, values) = (column.size(), Buffer::Lent(values.get(rows)?));
                Lanes::Numbers { scale: *scale, size, values }
            }
            ColumnData::Dates(values) => Lanes::Dates(Buffer::Lent(values.get(rows)?)),
            ColumnData::Months(values) => Lanes::Months(Buffer::Lent(values.get(rows)?)),
            ColumnData::Booleans(values) => Lanes::Booleans(Buffer::Lent(values.get(rows)?)),
            ColumnData::Coded { .. } | ColumnData::Values(_) => return None,
        };
        Some(Outcome { lanes, plain: self.standing(column)? })
    }

    /// Numbers with a larger scale; what leaves the machine word is marked.
    fn scaled(&mut self, number: Numbers<'c>, up: u8, plain: &mut Option<Vec<bool>>) -> Option<Numbers<'c>> {
        if up == 0 {
            return Some(number);
        }
        let unit = 10_i64.checked_pow(u32::from(up))?;
        self.checked(Arithmetic::Multiply, number, (Size::of(&[unit]), Buffer::Same(unit)), plain)
    }

    fn arithmetic(&mut self, op: Arithmetic, left: Outcome<'c>, right: Outcome<'c>) -> Option<Outcome<'c>> {
        let (
            Lanes::Numbers { scale: a, size: x_size, values: x },
            Lanes::Numbers { scale: b, size: y_size, values: y },
        ) = (left.lanes, right.lanes)
        else {
            return None;
        };
        let mut plain = self.pool.both(left.plain, right.plain);
        let scale = match op {
            Arithmetic::Add | Arithmetic::Subtract => a.max(b),
            Arithmetic::Multiply => a.checked_add(b)?,
            Arithmetic::Divide | Arithmetic::Power => return None,
        };
        if scale > SCALE_MAX {
            return None;
        }
        let (mut x, mut y) = ((x_size, x), (y_size, y));
        if op != Arithmetic::Multiply {
            x = self.scaled(x, scale - a, &mut plain)?;
            y = self.scaled(y, scale - b, &mut plain)?;
        }
        let (size, values) = self.checked(op, x, y, &mut plain)?;
        Some(Outcome { lanes: Lanes::Numbers { scale, size, values }, plain })
    }

    /// An operation on each pair. Where their sizes show that no result leaves the machine word, nothing
    /// is checked; otherwise what leaves it is marked.
    fn checked(
        &mut self,
        op: Arithmetic,
        (x_size, x): Numbers<'c>,
        (y_size, y): Numbers<'c>,
        plain: &mut Option<Vec<bool>>,
    ) -> Option<Numbers<'c>> {
        let bits = match op {
            Arithmetic::Multiply => x_size.bits + y_size.bits,
            _ => x_size.bits.max(y_size.bits) + 1,
        };
        let is_signed = op == Arithmetic::Subtract || x_size.is_signed || y_size.is_signed;
        let size = Size { bits: bits.min(63), is_signed };
        if bits <= 63 {
            let half = |value: i64| value as u64 & u64::from(u32::MAX);
            let values = match op {
                Arithmetic::Add => self.map(x, y, i64::wrapping_add),
                Arithmetic::Subtract => self.map(x, y, i64::wrapping_sub),
                // Half words without a sign are multiplied in one step.
                _ if !is_signed && x_size.bits.max(y_size.bits) <= 32 => {
                    self.map(x, y, |x, y| half(x).wrapping_mul(half(y)) as i64)
                }
                _ => self.map(x, y, i64::wrapping_mul),
            };
            return Some((size, values));
        }
        let of = match op {
            Arithmetic::Add => i64::overflowing_add,
            Arithmetic::Subtract => i64::overflowing_sub,
            _ => i64::overflowing_mul,
        };
        let stays = self.pool.map((&x, &y), self.batch.length, |x, y| !of(x, y).1);
        match stays {
            Buffer::Same(true) => {}
            Buffer::Own(stays) => *plain = self.pool.both(plain.take(), Some(stays)),
            Buffer::Same(false) | Buffer::Lent(_) => return None,
        }
        // What left the word may be anything there.
        let size = Size { bits: 63, is_signed: true };
        Some((size, self.map(x, y, |x, y| of(x, y).0)))
    }

    /// Two conditions joined: one that decides needs no look at the other.
    fn joined(&mut self, left: Outcome<'c>, right: Outcome<'c>, decides: bool) -> Option<Outcome<'c>> {
        let (x, y) = (left.lanes.booleans()?, right.lanes.booleans()?);
        let plain = match (left.plain, right.plain) {
            (None, None) => None,
            (a, b) => {
                let (a, b) = (marks(a), marks(b));
                let x_tells = self.pool.map((&a, &x), self.batch.length, |a, x| a & (x == decides));
                let y_tells = self.pool.map((&b, &y), self.batch.length, |b, y| b & (y == decides));
                let both = self.map(a, b, |a, b| a & b);
                let one = self.map(x_tells, y_tells, |x, y| x | y);
                match self.map(both, one, |both, one| both | one) {
                    Buffer::Own(plain) => Some(plain),
                    Buffer::Same(true) => None,
                    Buffer::Same(false) | Buffer::Lent(_) => return None,
                }
            }
        };
        let passes = if decides { self.map(x, y, |x, y| x | y) } else { self.map(x, y, |x, y| x & y) };
        Some(Outcome { lanes: Lanes::Booleans(passes), plain })
    }

    fn choose(&mut self, condition: Outcome<'c>, yes: Outcome<'c>, no: Outcome<'c>) -> Option<Outcome<'c>> {
        let is_so = condition.lanes.booleans()?;
        let plain = match (yes.plain, no.plain) {
            (None, None) => condition.plain,
            (yes, no) => match self.pick(&is_so, marks(yes), marks(no)) {
                Buffer::Own(branch) => self.pool.both(condition.plain, Some(branch)),
                Buffer::Lent(_) | Buffer::Same(_) => return None,
            },
        };
        let lanes = match (yes.lanes, no.lanes) {
            // Numbers keep how they were written, so the scales must agree.
            (
                Lanes::Numbers { scale: a, size: x_size, values: x },
                Lanes::Numbers { scale: b, size: y_size, values: y },
            ) if a == b => {
                let bits = x_size.bits.max(y_size.bits);
                let size = Size { bits, is_signed: x_size.is_signed || y_size.is_signed };
                Lanes::Numbers { scale: a, size, values: self.pick(&is_so, x, y) }
            }
            (Lanes::Dates(x), Lanes::Dates(y)) => Lanes::Dates(self.pick(&is_so, x, y)),
            (Lanes::Months(x), Lanes::Months(y)) => Lanes::Months(self.pick(&is_so, x, y)),
            (Lanes::Booleans(x), Lanes::Booleans(y)) => Lanes::Booleans(self.pick(&is_so, x, y)),
            _ => return None,
        };
        self.pool.end(is_so);
        Some(Outcome { lanes, plain })
    }

    fn pick<T: Lane>(
        &mut self,
        is_so: &Buffer<'c, bool>,
        yes: Buffer<'c, T>,
        no: Buffer<'c, T>,
    ) -> Buffer<'c, T> {
        let is_so = match is_so.slice() {
            Ok(is_so) => is_so,
            Err(true) => return yes,
            Err(false) => return no,
        };
        let mut out: Vec<T> = self.pool.take();
        let pick = |(is_so, (yes, no)): (&bool, (T, T))| if *is_so { yes } else { no };
        match (yes.slice(), no.slice()) {
            (Ok(x), Ok(y)) => {
                out.extend(is_so.iter().zip(x.iter().copied().zip(y.iter().copied())).map(pick))
            }
            (Ok(x), Err(y)) => out.extend(is_so.iter().zip(x.iter().map(|x| (*x, y))).map(pick)),
            (Err(x), Ok(y)) => out.extend(is_so.iter().zip(y.iter().map(|y| (x, *y))).map(pick)),
            (Err(x), Err(y)) => out.extend(is_so.iter().map(|is_so| if *is_so { x } else { y })),
        }
        self.pool.end(yes);
        self.pool.end(no);
        Buffer::Own(out)
    }

    /// Equality where rows are known to have no value, which is sure to hold or not.
    fn beside_null(
        &mut self,
        slot: usize,
        for_null: bool,
        passes: Buffer<'c, bool>,
        plain: Option<Vec<bool>>,
    ) -> Option<Outcome<'c>> {
        let rows = self.batch.start..self.batch.start + self.batch.length;
        let Some(mut plain) = plain else {
            return Some(Outcome { lanes: Lanes::Booleans(passes), plain: None });
        };
        let Some(standings) = self.columns.get(slot)?.standings() else {
            return Some(Outcome { lanes: Lanes::Booleans(passes), plain: Some(plain) });
        };
        let standings = standings.get(rows)?;
        plain.iter_mut().zip(standings).for_each(|(plain, one)| *plain |= *one == Standing::Null);
        let mut out: Vec<bool> = self.pool.take();
        let pick = |passes: bool, one: &Standing| if *one == Standing::Null { for_null } else { passes };
        match passes.slice() {
            Ok(passes) => out.extend(passes.iter().zip(standings).map(|(passes, one)| pick(*passes, one))),
            Err(passes) => out.extend(standings.iter().map(|one| pick(passes, one))),
        }
        self.pool.end(passes);
        Some(Outcome { lanes: Lanes::Booleans(Buffer::Own(out)), plain: Some(plain) })
    }

    /// What was judged for the code of each row.
    fn coded(
        &mut self,
        slot: usize,
        judged: &[Option<bool>],
        beside_null: Option<bool>,
    ) -> Option<Outcome<'c>> {
        let column: &'c Column = self.columns.get(slot)?;
        let ColumnData::Coded { codes, .. } = column.data() else { return None };
        let codes = codes.get(self.batch.start..self.batch.start + self.batch.length)?;
        let of = |code: &u32| judged.get(*code as usize).copied().flatten();
        let mut passes: Vec<bool> = self.pool.take();
        passes.extend(codes.iter().map(|code| of(code) == Some(true)));
        let mut plain = self.standing(column)?;
        if !column.is_sound() || judged.iter().any(Option::is_none) {
            let mut known: Vec<bool> = self.pool.take();
            known.extend(codes.iter().map(|code| of(code).is_some()));
            plain = self.pool.both(plain, Some(known));
        }
        match beside_null {
            Some(for_null) => self.beside_null(slot, for_null, Buffer::Own(passes), plain),
            None => Some(Outcome { lanes: Lanes::Booleans(Buffer::Own(passes)), plain }),
        }
    }

    /// Whether a comparison holds in each row.
    fn compared(&mut self, op: Comparison, left: Lanes<'c>, right: Lanes<'c>) -> Option<Buffer<'c, bool>> {
        Some(match (left, right) {
            (
                Lanes::Numbers { scale: a, size: x_size, values: x },
                Lanes::Numbers { scale: b, size: y_size, values: y },
            ) => {
                let (x_up, y_up) = (b.saturating_sub(a), a.saturating_sub(b));
                let fits = |size: Size, up| up == 0 || size.bits + bits_of_unit(up) <= 63;
                if fits(x_size, x_up) && fits(y_size, y_up) {
                    let mut plain = None;
                    let (_, x) = self.scaled((x_size, x), x_up, &mut plain)?;
                    let (_, y) = self.scaled((y_size, y), y_up, &mut plain)?;
                    self.each(op, x, y)
                } else {
                    let unit = |up: u8| 10_i128.pow(u32::from(up));
                    let (x_unit, y_unit) = (unit(x_up), unit(y_up));
                    self.each_by(
                        op,
                        x,
                        y,
                        |value| i128::from(value) * x_unit,
                        |value| i128::from(value) * y_unit,
                    )
                }
            }
            (Lanes::Dates(x), Lanes::Dates(y)) | (Lanes::Months(x), Lanes::Months(y)) => self.each(op, x, y),
            (Lanes::Booleans(x), Lanes::Booleans(y)) => match op {
                Comparison::Equal => self.map(x, y, |x, y| x == y),
                Comparison::NotEqual => self.map(x, y, |x, y| x != y),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn each<T: Lane + Ord>(
        &mut self,
        op: Comparison,
        x: Buffer<'c, T>,
        y: Buffer<'c, T>,
    ) -> Buffer<'c, bool> {
        self.each_by(op, x, y, |value| value, |value| value)
    }

    fn each_by<T: Lane, W: Ord>(
        &mut self,
        op: Comparison,
        x: Buffer<'c, T>,
        y: Buffer<'c, T>,
        a: impl Fn(T) -> W,
        b: impl Fn(T) -> W,
    ) -> Buffer<'c, bool> {
        match op {
            Comparison::Equal => self.map(x, y, |x, y| a(x) == b(y)),
            Comparison::NotEqual => self.map(x, y, |x, y| a(x) != b(y)),
            Comparison::Less => self.map(x, y, |x, y| a(x) < b(y)),
            Comparison::LessEqual => self.map(x, y, |x, y| a(x) <= b(y)),
            Comparison::Greater => self.map(x, y, |x, y| a(x) > b(y)),
            Comparison::GreaterEqual => self.map(x, y, |x, y| a(x) >= b(y)),
        }
    }
}

/// Marks as values; none marks all.
fn marks(plain: Option<Vec<bool>>) -> Buffer<'static, bool> {
    plain.map_or(Buffer::Same(true), Buffer::Own)
}

/// How many bits a power of ten needs.
fn bits_of_unit(up: u8) -> u32 {
    10_u64.checked_pow(u32::from(up)).map_or(u64::BITS, |unit| u64::BITS - unit.leading_zeros())
}
