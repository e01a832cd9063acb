//! Exact decimals of 34 significant digits, with the results of IEEE 754 decimal128.

mod functions;
mod text;
mod wide;

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

pub use text::ParseDecimalError;
use wide::Wide;

/// Significant digits of a decimal.
pub const DIGITS: u32 = 34;
/// The smallest exponent of a decimal.
pub const EXPONENT_MIN: i32 = -6176;
/// The largest exponent of a decimal.
pub const EXPONENT_MAX: i32 = 6111;

const COEFFICIENT_MAX: u128 = 10u128.pow(DIGITS) - 1;

/// The powers of ten that scale a machine word without leaving `i128`.
const WORD_POWERS: [u64; 19] = {
    let mut powers = [1; 19];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// A decimal number: a coefficient of up to 34 digits times a power of ten.
///
/// Results that need more digits are rounded half to even. `1.0` and `1.00` are equal and sort
/// together, but keep how they were written. Operations whose result is too large, or undefined,
/// give `None`.
#[derive(Clone, Copy)]
pub struct Decimal {
    // Two halves instead of one u128 keep the alignment at 8, so that a `Value` stays small.
    high: u64,
    low: u64,
    exponent: i32,
    negative: bool,
}

/// How digits that do not fit are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, a half to the even neighbor.
    HalfEven,
    /// To the nearest, a half away from zero.
    HalfUp,
    /// To the nearest, a half toward zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Toward zero.
    Down,
    /// Toward negative infinity.
    Floor,
    /// Toward positive infinity.
    Ceiling,
}

/// How many decimal digits `value` has; zero has none.
fn digits(value: u128) -> u32 {
    value.checked_ilog10().map_or(0, |log| log + 1)
}

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal { high: 0, low: 0, exponent: 0, negative: false };
    /// One.
    pub const ONE: Decimal = Decimal { high: 0, low: 1, exponent: 0, negative: false };

    fn raw(negative: bool, coefficient: u128, exponent: i32) -> Decimal {
        Decimal {
            high: (coefficient >> 64) as u64,
            low: coefficient as u64,
            exponent,
            negative: negative && coefficient != 0,
        }
    }

    fn coefficient(self) -> u128 {
        (u128::from(self.high) << 64) | u128::from(self.low)
    }

    fn signed(self) -> i128 {
        let value = self.coefficient() as i128;
        if self.negative { -value } else { value }
    }

    /// `coefficient × 10^-scale`, rounded to 34 digits: `new(12_500, 3)` is 12.500.
    pub fn new(coefficient: i128, scale: i32) -> Option<Decimal> {
        build(coefficient < 0, coefficient.unsigned_abs(), scale.checked_neg()?, false)
    }

    /// Scale and coefficient of a number that fits in a machine word as it is written: 12.50 is 2 and 1250.
    pub(crate) fn as_fixed(self) -> Option<(u8, i64)> {
        let scale = u8::try_from(self.exponent.checked_neg()?).ok()?;
        Some((scale, i64::try_from(self.signed()).ok()?)).filter(|_| scale <= 18)
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.high == 0 && self.low == 0
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether it has no fraction.
    pub fn is_integer(self) -> bool {
        self.exponent >= 0 || self.normalized().exponent >= 0
    }

    /// The number with the sign turned.
    #[must_use]
    pub fn negated(self) -> Decimal {
        Decimal { negative: !self.negative && !self.is_zero(), ..self }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Decimal {
        Decimal { negative: false, ..self }
    }

    /// The sum.
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        if self.exponent == other.exponent {
            let sum = self.signed() + other.signed();
            return build(sum < 0, sum.unsigned_abs(), self.exponent, false);
        }
        if self.is_zero() && other.exponent <= self.exponent {
            return Some(other);
        }
        if other.is_zero() && self.exponent <= other.exponent {
            return Some(self);
        }
        let (large, small) = if self.exponent > other.exponent { (self, other) } else { (other, self) };
        let gap = (large.exponent - small.exponent) as u32;
        if gap <= 38
            && let Some(scaled) = large.coefficient().checked_mul(10u128.pow(gap))
            && scaled < 1 << 126
        {
            let scaled = if large.negative { -(scaled as i128) } else { scaled as i128 };
            let sum = scaled + small.signed();
            return build(sum < 0, sum.unsigned_abs(), small.exponent, false);
        }
        add_far(large, small, gap)
    }

    /// The difference.
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(other.negated())
    }

    /// The product.
    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        let negative = self.negative != other.negative;
        let exponent = self.exponent + other.exponent;
        if let Some(product) = self.coefficient().checked_mul(other.coefficient()) {
            return build(negative, product, exponent, false);
        }
        let product = Wide::from_u128(self.coefficient()).mul(Wide::from_u128(other.coefficient()));
        build_wide(negative, product, exponent, false)
    }

    /// The quotient; `None` for a divisor of zero.
    pub fn checked_div(self, other: Decimal) -> Option<Decimal> {
        if other.is_zero() {
            return None;
        }
        let negative = self.negative != other.negative;
        let exponent = self.exponent - other.exponent;
        let (dividend, divisor) = (self.coefficient(), other.coefficient());
        if dividend % divisor == 0 {
            return build(negative, dividend / divisor, exponent, false);
        }
        let scale = DIGITS + 1 + digits(divisor) - digits(dividend).min(DIGITS);
        let (quotient, rest) =
            Wide::from_u128(dividend).mul(Wide::pow10(scale)).div_rem(Wide::from_u128(divisor));
        let exact = rest.is_zero();
        let result = build_wide(negative, quotient, exponent - scale as i32, !exact)?;
        Some(if exact { result.reduced_to(exponent) } else { result })
    }

    /// The rest of a division that truncates; it has the sign of the dividend.
    pub fn checked_rem(self, other: Decimal) -> Option<Decimal> {
        if other.is_zero() {
            return None;
        }
        let gap = self.exponent - other.exponent;
        if gap >= 0 {
            let divisor = Wide::from_u128(other.coefficient());
            let mut rest = Wide::from_u128(self.coefficient()).div_rem(divisor).1;
            let mut left = gap as u32;
            while left > 0 && !rest.is_zero() {
                let step = left.min(38);
                rest = rest.mul(Wide::pow10(step)).div_rem(divisor).1;
                left -= step;
            }
            return build_wide(self.negative, rest, other.exponent, false);
        }
        let gap = gap.unsigned_abs();
        if digits(other.coefficient()) + gap > digits(self.coefficient()) {
            return Some(self);
        }
        let divisor = Wide::from_u128(other.coefficient()).mul(Wide::pow10(gap));
        let rest = Wide::from_u128(self.coefficient()).div_rem(divisor).1;
        build_wide(self.negative, rest, self.exponent, false)
    }

    /// The rest of a division that rounds down; it has the sign of the divisor (FEEL's `modulo`).
    pub fn checked_modulo(self, other: Decimal) -> Option<Decimal> {
        let rest = self.checked_rem(other)?;
        if !rest.is_zero() && rest.negative != other.negative { rest.checked_add(other) } else { Some(rest) }
    }

    /// The number with at most `scale` digits after the point; a negative scale rounds tens, hundreds.
    pub fn round(self, scale: i32, mode: Rounding) -> Option<Decimal> {
        let target = scale.checked_neg()?;
        if self.exponent >= target || self.is_zero() {
            return Some(self);
        }
        let drop = target.checked_sub(self.exponent)?.unsigned_abs();
        let rounded = if drop > 38 {
            round_at(0, Side::Below, self.coefficient() != 0, self.negative, mode)
        } else {
            let unit = 10u128.pow(drop);
            let rest = self.coefficient() % unit;
            let side = match rest.cmp(&(unit / 2)) {
                Ordering::Less => Side::Below,
                Ordering::Equal => Side::Half,
                Ordering::Greater => Side::Above,
            };
            round_at(self.coefficient() / unit, side, rest != 0, self.negative, mode)
        };
        if rounded == 0 {
            return Some(Decimal::raw(false, 0, target.clamp(EXPONENT_MIN, 0)));
        }
        build(self.negative, rounded, target, false)
    }

    /// The same number with `scale` digits after the point, where it has fewer and all of them find room.
    #[must_use]
    pub fn padded(self, scale: i32) -> Decimal {
        let Some(zeros) = scale.checked_add(self.exponent).and_then(|zeros| u32::try_from(zeros).ok()) else {
            return self;
        };
        let has_room = zeros <= DIGITS && digits(self.coefficient()) + zeros <= DIGITS;
        if zeros == 0 || !has_room || !(EXPONENT_MIN..=0).contains(&-scale) {
            return self;
        }
        Decimal::raw(self.negative, self.coefficient() * 10u128.pow(zeros), -scale)
    }

    /// The largest whole number that is not larger.
    #[must_use]
    pub fn floor(self) -> Decimal {
        self.round(0, Rounding::Floor).unwrap_or(self)
    }

    /// The smallest whole number that is not smaller.
    #[must_use]
    pub fn ceiling(self) -> Decimal {
        self.round(0, Rounding::Ceiling).unwrap_or(self)
    }

    /// The number if it is whole and fits.
    pub fn to_i64(self) -> Option<i64> {
        i64::try_from(self.to_i128()?).ok()
    }

    /// The number if it is whole and fits.
    pub fn to_i128(self) -> Option<i128> {
        let plain = if self.exponent == 0 { self } else { self.normalized() };
        if plain.exponent < 0 {
            return None;
        }
        let unit = 10i128.checked_pow(plain.exponent.unsigned_abs())?;
        plain.signed().checked_mul(unit)
    }

    /// The same value without trailing zeros in the coefficient.
    #[must_use]
    pub fn normalized(self) -> Decimal {
        if self.is_zero() { Decimal::ZERO } else { self.reduced_to(EXPONENT_MAX) }
    }

    /// The same value with the exponent raised as far as zeros allow, at most to `ideal`.
    fn reduced_to(self, ideal: i32) -> Decimal {
        let mut coefficient = self.coefficient();
        let mut exponent = self.exponent;
        while exponent < ideal && coefficient != 0 && coefficient.is_multiple_of(10) {
            coefficient /= 10;
            exponent += 1;
        }
        Decimal::raw(self.negative, coefficient, exponent)
    }
}

/// The sum of two decimals whose exponents lie too far apart for one machine word.
fn add_far(large: Decimal, small: Decimal, gap: u32) -> Option<Decimal> {
    // Beyond this the small one can only tip a rounding: any nonzero digit stands for it.
    let reach = 2 * DIGITS + 4;
    let (gap, exponent, small_coefficient) = if gap > reach {
        (reach, large.exponent - reach as i32, u128::from(!small.is_zero()))
    } else {
        (gap, small.exponent, small.coefficient())
    };
    let scaled = Wide::from_u128(large.coefficient()).mul(Wide::pow10(gap));
    let other = Wide::from_u128(small_coefficient);
    if large.negative == small.negative {
        return build_wide(large.negative, scaled.add(other), exponent, false);
    }
    if scaled >= other {
        build_wide(large.negative, scaled.sub(other), exponent, false)
    } else {
        build_wide(small.negative, other.sub(scaled), exponent, false)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Half,
    Above,
}

fn round_at(kept: u128, side: Side, inexact: bool, negative: bool, mode: Rounding) -> u128 {
    let up = inexact
        && match mode {
            Rounding::HalfEven => side == Side::Above || (side == Side::Half && kept % 2 == 1),
            Rounding::HalfUp => side != Side::Below,
            Rounding::HalfDown => side == Side::Above,
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Floor => negative,
            Rounding::Ceiling => !negative,
        };
    kept + u128::from(up)
}

/// The decimal nearest to `coefficient × 10^exponent`; `sticky` says that more digits follow.
fn build(negative: bool, coefficient: u128, exponent: i32, sticky: bool) -> Option<Decimal> {
    if coefficient <= COEFFICIENT_MAX && !sticky && (EXPONENT_MIN..=EXPONENT_MAX).contains(&exponent) {
        return Some(Decimal::raw(negative, coefficient, exponent));
    }
    build_wide(negative, Wide::from_u128(coefficient), exponent, sticky)
}

fn build_wide(negative: bool, coefficient: Wide, exponent: i32, sticky: bool) -> Option<Decimal> {
    if coefficient.is_zero() {
        return Some(Decimal::raw(false, 0, exponent.clamp(EXPONENT_MIN, EXPONENT_MAX)));
    }
    let length = coefficient.digits();
    let surplus = i64::from(length) - i64::from(DIGITS);
    let drop = surplus.max(i64::from(EXPONENT_MIN) - i64::from(exponent)).max(0);
    let (mut kept, mut exponent) = if drop > i64::from(length) {
        (0, EXPONENT_MIN)
    } else if drop == 0 {
        (coefficient.to_u128()?, exponent)
    } else {
        let unit = Wide::pow10(drop as u32);
        let (kept, rest) = coefficient.div_rem(unit);
        let side = match rest.add(rest).cmp(&unit) {
            Ordering::Less => Side::Below,
            Ordering::Equal if sticky => Side::Above,
            Ordering::Equal => Side::Half,
            Ordering::Greater => Side::Above,
        };
        let inexact = sticky || !rest.is_zero();
        (round_at(kept.to_u128()?, side, inexact, negative, Rounding::HalfEven), exponent + drop as i32)
    };
    if kept > COEFFICIENT_MAX {
        kept /= 10;
        exponent += 1;
    }
    while exponent > EXPONENT_MAX {
        if kept == 0 {
            exponent = EXPONENT_MAX;
            break;
        }
        kept = kept.checked_mul(10).filter(|kept| *kept <= COEFFICIENT_MAX)?;
        exponent -= 1;
    }
    Some(Decimal::raw(negative, kept, exponent))
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    #[inline]
    fn cmp(&self, other: &Decimal) -> Ordering {
        // Most numbers fit in a machine word and have nearly the same scale.
        if (self.high | other.high) == 0 && self.exponent.abs_diff(other.exponent) < WORD_POWERS.len() as u32
        {
            let up = |number: &Decimal, from: i32| {
                let unit = WORD_POWERS[(number.exponent - from) as usize];
                let size = (u128::from(number.low) * u128::from(unit)) as i128;
                if number.negative { -size } else { size }
            };
            let from = self.exponent.min(other.exponent);
            return up(self, from).cmp(&up(other, from));
        }
        self.compare_far(*other)
    }
}

impl Decimal {
    /// The order of two decimals of any size and scale.
    fn compare_far(self, other: Decimal) -> Ordering {
        if self.exponent == other.exponent {
            return self.signed().cmp(&other.signed());
        }
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return if other.negative { Ordering::Greater } else { Ordering::Less },
            (false, true) => return if self.negative { Ordering::Less } else { Ordering::Greater },
            (false, false) => {}
        }
        if self.negative != other.negative {
            return if self.negative { Ordering::Less } else { Ordering::Greater };
        }
        let order = compare_size(self, other);
        if self.negative { order.reverse() } else { order }
    }
}

fn compare_size(left: Decimal, right: Decimal) -> Ordering {
    let magnitude = |number: Decimal| number.exponent + digits(number.coefficient()) as i32;
    magnitude(left).cmp(&magnitude(right)).then_with(|| {
        // Equal magnitudes: the exponents differ by less than 34, so both fit 68 digits.
        let gap = left.exponent - right.exponent;
        let scaled = |number: Decimal, gap: u32| Wide::from_u128(number.coefficient()).mul(Wide::pow10(gap));
        if gap >= 0 {
            scaled(left, gap as u32).cmp(&scaled(right, 0))
        } else {
            scaled(left, 0).cmp(&scaled(right, gap.unsigned_abs()))
        }
    })
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let plain = self.normalized();
        (plain.negative, plain.coefficient(), plain.exponent).hash(state);
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Decimal {
        Decimal::raw(value < 0, u128::from(value.unsigned_abs()), 0)
    }
}

impl From<i32> for Decimal {
    fn from(value: i32) -> Decimal {
        Decimal::from(i64::from(value))
    }
}

impl From<u32> for Decimal {
    fn from(value: u32) -> Decimal {
        Decimal::from(i64::from(value))
    }
}
