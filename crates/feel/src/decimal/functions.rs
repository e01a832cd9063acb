//! Roots, powers, exponentials and logarithms, computed with 70 digits and rounded once.

use super::wide::Wide;
use super::{DIGITS, Decimal, build_wide, digits};

/// Digits after the point while computing; a product of two such numbers fits 512 bits.
const WORKING: u32 = 70;

/// A fixed-point number with 70 digits after the point and a sign.
#[derive(Clone, Copy)]
struct Fixed {
    negative: bool,
    size: Wide,
}

impl Fixed {
    fn from_wide(size: Wide) -> Fixed {
        Fixed { negative: false, size }
    }

    fn whole(value: u32) -> Fixed {
        Fixed::from_wide(unit().mul(Wide::from_u128(u128::from(value))))
    }

    fn add(self, other: Fixed) -> Fixed {
        if self.negative == other.negative {
            return Fixed { negative: self.negative, size: self.size.add(other.size) };
        }
        if self.size >= other.size {
            Fixed { negative: self.negative, size: self.size.sub(other.size) }
        } else {
            Fixed { negative: other.negative, size: other.size.sub(self.size) }
        }
    }

    fn mul(self, other: Fixed) -> Fixed {
        let size = self.size.mul(other.size).div_rem(unit()).0;
        Fixed { negative: self.negative != other.negative, size }
    }

    fn div_small(self, divisor: u128) -> Fixed {
        Fixed { size: self.size.div_rem(Wide::from_u128(divisor)).0, ..self }
    }

    fn div(self, other: Fixed) -> Fixed {
        let size = self.size.mul(unit()).div_rem(other.size).0;
        Fixed { negative: self.negative != other.negative, size }
    }
}

fn unit() -> Wide {
    Wide::pow10(WORKING)
}

/// `2 × artanh(x)` by its series, for x of at most a third.
fn double_artanh(x: Fixed) -> Fixed {
    let square = x.mul(x);
    let (mut power, mut sum, mut divisor) = (x, x, 1u128);
    while !power.size.is_zero() {
        power = power.mul(square);
        divisor += 2;
        sum = sum.add(power.div_small(divisor));
    }
    sum.add(sum)
}

/// The natural logarithm of a number from 1 to 10.
fn ln_mantissa(mantissa: Fixed) -> Fixed {
    let two = Fixed::whole(2);
    let ln_two = double_artanh(Fixed::whole(1).div_small(3));
    let (mut rest, mut result) = (mantissa, Fixed::from_wide(Wide::ZERO));
    while rest.size >= two.size {
        rest = rest.div_small(2);
        result = result.add(ln_two);
    }
    let one = Fixed::whole(1);
    let fraction = rest.add(Fixed { negative: true, ..one }).div(rest.add(one));
    result.add(double_artanh(fraction))
}

fn ln_ten() -> Fixed {
    ln_mantissa(Fixed::whole(10))
}

/// The natural logarithm as a fixed-point number.
fn ln_fixed(number: Decimal) -> Fixed {
    let coefficient = number.coefficient();
    let length = digits(coefficient);
    let mantissa = Fixed::from_wide(Wide::from_u128(coefficient).mul(Wide::pow10(WORKING + 1 - length)));
    let power = number.exponent + length as i32 - 1;
    let shift = Fixed {
        negative: power < 0,
        size: ln_ten().size.mul(Wide::from_u128(u128::from(power.unsigned_abs()))),
    };
    ln_mantissa(mantissa).add(shift)
}

/// e to the power of a fixed-point number.
fn exp_fixed(number: Fixed) -> Option<Decimal> {
    let ten = ln_ten();
    let (power, rest) = number.size.div_rem(ten.size);
    let power = i32::try_from(power.to_u128()?).ok().filter(|power| *power < 20_000)?;
    let (power, rest) = if number.negative && !rest.is_zero() {
        (-power - 1, ten.size.sub(rest))
    } else if number.negative {
        (-power, rest)
    } else {
        (power, rest)
    };
    let rest = Fixed::from_wide(rest);
    let (mut term, mut sum, mut divisor) = (Fixed::whole(1), Fixed::whole(1), 0u128);
    while !term.size.is_zero() {
        divisor += 1;
        term = term.mul(rest).div_small(divisor);
        sum = sum.add(term);
    }
    round_guarded(false, sum.size, power - WORKING as i32)
}

/// Rounds a result that carries an error in its last digits: a run of zeros or nines there is exact.
fn round_guarded(negative: bool, size: Wide, exponent: i32) -> Option<Decimal> {
    let spare = size.digits().saturating_sub(DIGITS + 20);
    let step = Wide::pow10(spare);
    let half = Wide::pow10(spare).div_rem(Wide::from_u128(2)).0;
    let kept = size.add(half).div_rem(step).0;
    let rounded = build_wide(negative, kept, exponent + spare as i32, false)?;
    Some(if rounded.exponent < 0 { rounded.reduced_to(0) } else { rounded })
}

impl Decimal {
    /// The square root; `None` below zero.
    pub fn sqrt(self) -> Option<Decimal> {
        if self.negative {
            return None;
        }
        if self.is_zero() {
            return Some(Decimal::ZERO);
        }
        let odd = self.exponent.rem_euclid(2) as u32;
        let scaled = Wide::from_u128(self.coefficient()).mul(Wide::pow10(odd + 80));
        let root = integer_root(scaled);
        let exact = root.mul(root) == scaled;
        let exponent = (self.exponent - odd as i32) / 2;
        let result = build_wide(false, root, exponent - 40, !exact)?;
        Some(if exact { result.reduced_to(exponent) } else { result })
    }

    /// e to this power; `None` when it is too large.
    pub fn exp(self) -> Option<Decimal> {
        if self.is_zero() {
            return Some(Decimal::ONE);
        }
        let magnitude = self.exponent + digits(self.coefficient()) as i32;
        if magnitude > 6 {
            return if self.negative { Some(Decimal::ZERO) } else { None };
        }
        if magnitude < -(DIGITS as i32) - 2 {
            return Some(Decimal::ONE);
        }
        exp_fixed(self.to_fixed()).or(if self.negative { Some(Decimal::ZERO) } else { None })
    }

    /// The natural logarithm; `None` at or below zero.
    pub fn ln(self) -> Option<Decimal> {
        if self.negative || self.is_zero() {
            return None;
        }
        let result = ln_fixed(self);
        round_guarded(result.negative, result.size, -(WORKING as i32))
    }

    /// This number to the power `power`.
    pub fn pow(self, power: Decimal) -> Option<Decimal> {
        if power.is_zero() {
            return Some(Decimal::ONE);
        }
        if self.is_zero() {
            return if power.negative { None } else { Some(Decimal::ZERO) };
        }
        if let Some(whole) = power.to_i64()
            && whole.unsigned_abs() <= 1_000_000
        {
            return self.pow_whole(whole);
        }
        if self.negative {
            let odd = power.is_integer() && !power.checked_rem(Decimal::from(2))?.is_zero();
            if !power.is_integer() {
                return None;
            }
            let size = self.abs().pow(power)?;
            return Some(if odd { size.negated() } else { size });
        }
        if self == Decimal::ONE {
            return Some(Decimal::ONE);
        }
        // What lies below all scales rounds to zero, what lies above them has no value.
        let beyond = || ((self < Decimal::ONE) != power.negative).then_some(Decimal::ZERO);
        let magnitude = power.exponent + digits(power.coefficient()) as i32;
        if magnitude > 38 {
            return beyond();
        }
        let (coefficient, scale) = match u32::try_from(power.exponent) {
            Ok(zeros) => (power.coefficient() * 10u128.pow(zeros), 0),
            Err(_) => (power.coefficient(), power.exponent.unsigned_abs()),
        };
        let exponent = ln_fixed(self);
        let product = exponent.size.mul(Wide::from_u128(coefficient));
        let size = if scale > 150 { Wide::ZERO } else { product.div_rem(Wide::pow10(scale)).0 };
        if size.digits() > WORKING + 6 {
            return beyond();
        }
        exp_fixed(Fixed { negative: exponent.negative != power.negative, size }).or_else(beyond)
    }

    /// Powers by squaring, with 70 digits in between.
    fn pow_whole(self, power: i64) -> Option<Decimal> {
        let (mut base, mut base_exponent) = (Wide::from_u128(self.coefficient()), i64::from(self.exponent));
        let (mut result, mut exponent) = (Wide::from_u128(1), 0i64);
        let mut left = power.unsigned_abs();
        let mut cut = false;
        while left > 0 {
            if left % 2 == 1 {
                result = result.mul(base);
                exponent += base_exponent;
                cut |= trim(&mut result, &mut exponent);
            }
            left /= 2;
            if left > 0 {
                base = base.mul(base);
                base_exponent *= 2;
                cut |= trim(&mut base, &mut base_exponent);
            }
        }
        let negative = self.negative && power % 2 != 0;
        if power < 0 {
            let length = result.digits();
            let scale = WORKING + length;
            let (quotient, rest) = Wide::pow10(scale.min(150)).div_rem(result);
            let exponent = i32::try_from(-exponent - i64::from(scale.min(150))).ok()?;
            let exact = rest.is_zero() && !cut;
            let value = build_wide(negative, quotient, exponent, !exact)?;
            return Some(if exact { value.reduced_to(0) } else { value });
        }
        let exponent = i32::try_from(exponent.clamp(-100_000, 100_000)).ok()?;
        if cut {
            round_guarded(negative, result, exponent)
        } else {
            build_wide(negative, result, exponent, false)
        }
    }

    fn to_fixed(self) -> Fixed {
        let scale = WORKING as i32 + self.exponent;
        let coefficient = Wide::from_u128(self.coefficient());
        let size = if scale >= 0 {
            coefficient.mul(Wide::pow10(scale.unsigned_abs().min(110)))
        } else {
            coefficient.div_rem(Wide::pow10(scale.unsigned_abs().min(150))).0
        };
        Fixed { negative: self.negative, size }
    }
}

/// Keeps a working number within 70 digits; says whether digits were lost.
fn trim(size: &mut Wide, exponent: &mut i64) -> bool {
    let surplus = size.digits().saturating_sub(WORKING);
    if surplus == 0 {
        return false;
    }
    let (kept, rest) = size.div_rem(Wide::pow10(surplus));
    *size = kept;
    *exponent += i64::from(surplus);
    !rest.is_zero()
}

/// The largest whole number whose square is not larger (Newton's method).
fn integer_root(number: Wide) -> Wide {
    let mut guess = Wide::pow10(number.digits().div_ceil(2));
    loop {
        let next = guess.add(number.div_rem(guess).0).div_rem(Wide::from_u128(2)).0;
        if next >= guess {
            return guess;
        }
        guess = next;
    }
}
