//! Counts in a finite field.

/// Adds and multiplies the numbers below a power of a prime.
pub(super) struct Field {
    prime: usize,
    size: usize,
    /// The powers of a number that has all but zero among them, and which power each number is.
    powers: Vec<usize>,
    exponents: Vec<usize>,
}

impl Field {
    /// The field of so many numbers; nothing where there is none.
    pub(super) fn new(size: usize) -> Option<Self> {
        let prime = (2..=size).find(|prime| size.is_multiple_of(*prime))?;
        let mut field = Self { prime, size, powers: Vec::new(), exponents: Vec::new() };
        let digits = std::iter::successors(Some(size), |&rest| Some(rest / prime))
            .take_while(|&rest| rest > 1)
            .map(|rest| rest.is_multiple_of(prime));
        if !digits.into_iter().all(|divides| divides) {
            return None;
        }
        // Numbers are polynomials by their digits. Of those that could stand for the highest power of
        // x, or in a field of a prime for x itself, one makes the powers of x run through all.
        (1..size).find(|&top| field.run_through(top)).map(|_| field)
    }

    fn run_through(&mut self, top: usize) -> bool {
        self.powers = vec![1];
        self.exponents = vec![0; self.size];
        loop {
            let last = self.powers[self.powers.len() - 1];
            let next = if self.prime == self.size {
                last * top % self.prime
            } else {
                let high = last * self.prime / self.size;
                let carried = (0..high).fold(0, |sum, _| self.plus(sum, top));
                self.plus(last * self.prime % self.size, carried)
            };
            if next == 1 || next == 0 || self.powers.len() >= self.size {
                return next == 1 && self.powers.len() == self.size - 1;
            }
            self.exponents[next] = self.powers.len();
            self.powers.push(next);
        }
    }

    /// Puts numbers together digit by digit.
    fn by_digit(&self, mut a: usize, mut b: usize, digit: impl Fn(usize, usize) -> usize) -> usize {
        let (mut whole, mut place) = (0, 1);
        while place < self.size {
            whole += digit(a % self.prime, b % self.prime) % self.prime * place;
            (a, b, place) = (a / self.prime, b / self.prime, place * self.prime);
        }
        whole
    }

    fn plus(&self, a: usize, b: usize) -> usize {
        self.by_digit(a, b, |a, b| a + b)
    }

    pub(super) fn minus(&self, a: usize, b: usize) -> usize {
        self.by_digit(a, b, |a, b| a + self.prime - b)
    }

    pub(super) fn times(&self, a: usize, b: usize) -> usize {
        if a == 0 || b == 0 {
            return 0;
        }
        self.powers[(self.exponents[a] + self.exponents[b]) % self.powers.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laws_of_a_field_hold() {
        for size in [2, 3, 4, 5, 7, 8, 9, 16, 25, 27, 32] {
            let field = Field::new(size).unwrap();
            for a in 0..size {
                assert_eq!(field.times(a, 1), a);
                assert_eq!(field.plus(field.minus(a, 3 % size), 3 % size), a);
                let mut multiples: Vec<usize> = (0..size).map(|b| field.times(a, b)).collect();
                multiples.sort_unstable();
                multiples.dedup();
                assert_eq!(multiples.len(), if a == 0 { 1 } else { size }, "{size}: {a}");
                for b in 0..size {
                    assert_eq!(field.times(a, b), field.times(b, a));
                    let c = (a * 7 + b) % size;
                    let sum = field.plus(field.times(a, c), field.times(b, c));
                    assert_eq!(field.times(field.plus(a, b), c), sum, "{size}: {a}, {b}, {c}");
                }
            }
        }
        for size in [0, 1, 6, 10, 12, 100] {
            assert!(Field::new(size).is_none(), "{size}");
        }
    }
}
