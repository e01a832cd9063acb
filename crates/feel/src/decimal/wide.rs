//! 512-bit unsigned integers: the room that exact intermediate results of decimals need.

use std::cmp::Ordering;

const LIMBS: usize = 8;

/// An unsigned integer of 512 bits, least significant limb first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide([u64; LIMBS]);

impl Wide {
    pub(super) const ZERO: Wide = Wide([0; LIMBS]);

    pub(super) fn from_u128(value: u128) -> Wide {
        let mut limbs = [0; LIMBS];
        limbs[0] = value as u64;
        limbs[1] = (value >> 64) as u64;
        Wide(limbs)
    }

    pub(super) fn to_u128(self) -> Option<u128> {
        if self.0[2..].iter().any(|limb| *limb != 0) {
            return None;
        }
        Some(u128::from(self.0[0]) | (u128::from(self.0[1]) << 64))
    }

    pub(super) fn is_zero(self) -> bool {
        self.0.iter().all(|limb| *limb == 0)
    }

    fn length(self) -> usize {
        self.0.iter().rposition(|limb| *limb != 0).map_or(0, |at| at + 1)
    }

    /// Ten to the power `power`; `power` is at most 154.
    pub(super) fn pow10(power: u32) -> Wide {
        let mut result = Wide::from_u128(1);
        let mut left = power;
        while left > 0 {
            let step = left.min(38);
            result = result.mul(Wide::from_u128(10u128.pow(step)));
            left -= step;
        }
        result
    }

    /// The sum; the callers keep it below 512 bits.
    pub(super) fn add(self, other: Wide) -> Wide {
        let mut limbs = [0; LIMBS];
        let mut carry = false;
        for (at, limb) in limbs.iter_mut().enumerate() {
            let (sum, first) = self.0[at].overflowing_add(other.0[at]);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            *limb = sum;
            carry = first || second;
        }
        debug_assert!(!carry);
        Wide(limbs)
    }

    /// The difference; `other` must not be larger.
    pub(super) fn sub(self, other: Wide) -> Wide {
        let mut limbs = [0; LIMBS];
        let mut borrow = false;
        for (at, limb) in limbs.iter_mut().enumerate() {
            let (rest, first) = self.0[at].overflowing_sub(other.0[at]);
            let (rest, second) = rest.overflowing_sub(u64::from(borrow));
            *limb = rest;
            borrow = first || second;
        }
        debug_assert!(!borrow);
        Wide(limbs)
    }

    /// The product; the callers keep it below 512 bits.
    pub(super) fn mul(self, other: Wide) -> Wide {
        let mut limbs = [0u64; LIMBS];
        let (length, other_length) = (self.length(), other.length());
        for at in 0..length {
            let mut carry = 0u128;
            for other_at in 0..other_length {
                if at + other_at >= LIMBS {
                    break;
                }
                let slot = &mut limbs[at + other_at];
                let sum = u128::from(self.0[at]) * u128::from(other.0[other_at]) + u128::from(*slot) + carry;
                *slot = sum as u64;
                carry = sum >> 64;
            }
            if at + other_length < LIMBS {
                limbs[at + other_length] = carry as u64;
            }
        }
        Wide(limbs)
    }

    /// Quotient and remainder (Knuth, volume 2, algorithm D); the divisor must not be zero.
    pub(super) fn div_rem(self, divisor: Wide) -> (Wide, Wide) {
        debug_assert!(!divisor.is_zero());
        if self < divisor {
            return (Wide::ZERO, self);
        }
        let length = divisor.length();
        if length == 1 {
            return self.div_rem_limb(divisor.0[0]);
        }
        let shift = divisor.0[length - 1].leading_zeros();
        let divisor = divisor.shl(shift);
        let mut rest = [0u64; LIMBS + 1];
        rest[..LIMBS].copy_from_slice(&self.0);
        shl_in_place(&mut rest, shift);
        let mut quotient = [0u64; LIMBS];
        let top = u128::from(divisor.0[length - 1]);
        let next = u128::from(divisor.0[length - 2]);
        for at in (0..=self.length() - length).rev() {
            let head = (u128::from(rest[at + length]) << 64) | u128::from(rest[at + length - 1]);
            let mut guess = head / top;
            let mut guess_rest = head % top;
            while guess >> 64 != 0 || guess * next > ((guess_rest << 64) | u128::from(rest[at + length - 2]))
            {
                guess -= 1;
                guess_rest += top;
                if guess_rest >> 64 != 0 {
                    break;
                }
            }
            if subtract_product(&mut rest[at..=at + length], &divisor.0[..length], guess as u64) {
                guess -= 1;
                add_back(&mut rest[at..=at + length], &divisor.0[..length]);
            }
            quotient[at] = guess as u64;
        }
        let mut remainder = [0u64; LIMBS];
        for at in 0..LIMBS {
            remainder[at] =
                if shift == 0 { rest[at] } else { (rest[at] >> shift) | (rest[at + 1] << (64 - shift)) };
        }
        (Wide(quotient), Wide(remainder))
    }

    fn div_rem_limb(self, divisor: u64) -> (Wide, Wide) {
        let mut quotient = [0u64; LIMBS];
        let mut rest = 0u128;
        for at in (0..LIMBS).rev() {
            let head = (rest << 64) | u128::from(self.0[at]);
            quotient[at] = (head / u128::from(divisor)) as u64;
            rest = head % u128::from(divisor);
        }
        (Wide(quotient), Wide::from_u128(rest))
    }

    fn shl(self, shift: u32) -> Wide {
        let mut limbs = [0u64; LIMBS + 1];
        limbs[..LIMBS].copy_from_slice(&self.0);
        shl_in_place(&mut limbs, shift);
        let mut result = [0u64; LIMBS];
        result.copy_from_slice(&limbs[..LIMBS]);
        Wide(result)
    }

    /// How many decimal digits it has; zero has none.
    pub(super) fn digits(self) -> u32 {
        let mut count = 0;
        let mut rest = self;
        let step = Wide::from_u128(10u128.pow(38));
        loop {
            if let Some(small) = rest.to_u128()
                && small < 10u128.pow(38)
            {
                return count + super::digits(small);
            }
            rest = rest.div_rem(step).0;
            count += 38;
        }
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Wide) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Wide) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

fn shl_in_place(limbs: &mut [u64], shift: u32) {
    if shift == 0 {
        return;
    }
    let mut carry = 0;
    for limb in limbs {
        let next = *limb >> (64 - shift);
        *limb = (*limb << shift) | carry;
        carry = next;
    }
}

fn subtract_product(rest: &mut [u64], divisor: &[u64], factor: u64) -> bool {
    let mut carry = 0u128;
    let mut borrow = false;
    for (at, limb) in divisor.iter().enumerate() {
        let product = u128::from(*limb) * u128::from(factor) + carry;
        carry = product >> 64;
        let (value, first) = rest[at].overflowing_sub(product as u64);
        let (value, second) = value.overflowing_sub(u64::from(borrow));
        rest[at] = value;
        borrow = first || second;
    }
    let last = divisor.len();
    let (value, first) = rest[last].overflowing_sub(carry as u64);
    let (value, second) = value.overflowing_sub(u64::from(borrow));
    rest[last] = value;
    first || second
}

fn add_back(rest: &mut [u64], divisor: &[u64]) {
    let mut carry = false;
    for (at, limb) in divisor.iter().enumerate() {
        let (value, first) = rest[at].overflowing_add(*limb);
        let (value, second) = value.overflowing_add(u64::from(carry));
        rest[at] = value;
        carry = first || second;
    }
    let last = divisor.len();
    rest[last] = rest[last].wrapping_add(u64::from(carry));
}
