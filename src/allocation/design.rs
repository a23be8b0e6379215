//! Builds schedules of many rounds in which nobody meets anybody twice, from algebra.
//!
//! A search that makes one round after another is lost where nearly everybody has to meet nearly
//! everybody; such schedules are designs, and designs are built.

use super::field::Field;
use super::random::SplitMix64;

/// More groups than these are left to the search, which has room enough there.
const GROUPS: usize = 128;
/// Looks at a word of an equation before the doubling of a schedule is given up.
const WORDS: usize = 40_000_000;
/// Changes without success before the doubling begins anew.
const STALE: usize = 400;

/// For each round the group of each seat.
pub(super) type Schedule = Vec<Vec<u32>>;

/// Builds so many rounds of groups of one size; nothing where no construction is known here.
pub(super) fn schedule(groups: usize, size: usize, rounds: usize) -> Option<Schedule> {
    if groups > GROUPS || size < 2 || rounds * (size - 1) >= groups * size {
        return None;
    }
    plane(groups, size, rounds).or_else(|| doubled(groups, size, rounds))
}

/// Lines of an affine plane. Seats are points of some columns of the plane, a round is the lines of
/// one slope, and two points of different columns are on one line; the columns themselves are one
/// round more where they can be cut into groups.
fn plane(groups: usize, size: usize, rounds: usize) -> Option<Schedule> {
    let columns = rounds == groups + 1 && groups.is_multiple_of(size);
    if size > groups || rounds > groups + usize::from(columns) {
        return None;
    }
    let field = Field::new(groups)?;
    let seats = || (0..size).flat_map(|column| (0..groups).map(move |row| (column, row)));
    let slope = |slope: usize| {
        let line = |(column, row)| field.minus(row, field.times(slope, column));
        seats().map(line).map(super::case::number).collect()
    };
    let cut = seats().map(|(column, row)| (column * groups + row) / size);
    let mut schedule: Schedule = (0..rounds.min(groups)).map(slope).collect();
    if columns {
        schedule.push(cut.map(super::case::number).collect());
    }
    Some(schedule)
}

/// Two schedules of half the groups, one after the other, with two seats for each of theirs, and each
/// of their groups cut in two. The two seats of one never meet. Two others meet once if their groups
/// are cut one way where both schedules bring them together in the one and the other way in the other:
/// equations in numbers that are zero or one, for some order of the second schedule's seats.
fn doubled(groups: usize, size: usize, rounds: usize) -> Option<Schedule> {
    if !groups.is_multiple_of(2) || rounds < 2 {
        return None;
    }
    let half = schedule(groups / 2, size, rounds.div_ceil(2))?;
    let seats = groups / 2 * size;
    let mut stream = SplitMix64::new(0);
    let mut looks = 0;
    while looks < WORDS {
        let mut order: Vec<usize> = (0..seats).collect();
        stream.shuffle(&mut order);
        let mut cuts = Cuts::find(&half, &order, rounds, &mut looks);
        let mut stale = 0;
        while stale < STALE && cuts.clashes > 0 && looks < WORDS {
            let (a, b) = (stream.below(seats), stream.below(seats));
            order.swap(a, b);
            let other = Cuts::find(&half, &order, rounds, &mut looks);
            stale = if other.clashes < cuts.clashes { 0 } else { stale + 1 };
            if other.clashes <= cuts.clashes {
                cuts = other;
            } else {
                order.swap(a, b);
            }
        }
        if cuts.clashes == 0 {
            return Some(cuts.cut(&half, &order));
        }
    }
    None
}

/// How groups are cut: for each round and seat a number that is zero or one, as far as equations
/// settle it.
struct Cuts {
    rounds: usize,
    seats: usize,
    /// Solved equations: the first number of each, and its bits, the last of which is the sum.
    solved: Vec<(usize, Vec<u64>)>,
    /// Equations that contradict others.
    clashes: usize,
}

impl Cuts {
    fn find(half: &Schedule, order: &[usize], rounds: usize, looks: &mut usize) -> Self {
        let seats = order.len();
        let sum = rounds * seats;
        let mut cuts = Self { rounds, seats, solved: Vec::new(), clashes: 0 };
        for b in 0..seats {
            for a in 0..b {
                let met: Vec<usize> =
                    (0..rounds).filter(|&r| cuts.meet(half, order, r, a, b)).collect();
                let &[first, second] = met.as_slice() else { continue };
                let mut bits = vec![0_u64; sum / 64 + 1];
                for at in [
                    first * seats + a,
                    first * seats + b,
                    second * seats + a,
                    second * seats + b,
                    sum,
                ] {
                    bits[at / 64] ^= 1 << (at % 64);
                }
                cuts.add(bits, sum, looks);
            }
        }
        cuts
    }

    /// Says whether a round of one of the two schedules brings two seats together.
    fn meet(&self, half: &Schedule, order: &[usize], round: usize, a: usize, b: usize) -> bool {
        let group = |seat| group_of(half, order, self.rounds, round, seat);
        group(a) == group(b)
    }

    /// Solves one equation more by those before.
    fn add(&mut self, mut bits: Vec<u64>, sum: usize, looks: &mut usize) {
        for (first, other) in &self.solved {
            if bits[first / 64] >> (first % 64) & 1 == 1 {
                bits.iter_mut().zip(other).for_each(|(own, other)| *own ^= other);
                *looks += bits.len();
            }
        }
        *looks += self.solved.len();
        match (0..sum).find(|at| bits[at / 64] >> (at % 64) & 1 == 1) {
            Some(first) => self.solved.push((first, bits)),
            None => self.clashes += usize::from(bits[sum / 64] >> (sum % 64) & 1 == 1),
        }
    }

    /// Cuts the groups; a number that no equation settles is zero.
    fn cut(&self, half: &Schedule, order: &[usize]) -> Schedule {
        let sum = self.rounds * self.seats;
        let mut numbers = vec![0; sum + 1];
        numbers[sum] = 1;
        for (first, bits) in self.solved.iter().rev() {
            let others = (first + 1..=sum).filter(|at| bits[at / 64] >> (at % 64) & 1 == 1);
            numbers[*first] = others.map(|at| numbers[at]).fold(0, |sum, number| sum ^ number);
        }
        let round = |round: usize| {
            let seat = |at: usize| {
                let (seat, side) = (at / 2, super::case::number(at % 2));
                2 * group_of(half, order, self.rounds, round, seat)
                    + (side ^ numbers[round * self.seats + seat])
            };
            (0..2 * self.seats).map(seat).collect()
        };
        (0..self.rounds).map(round).collect()
    }
}

/// The group of a seat in a round of the two schedules one after the other.
fn group_of(half: &Schedule, order: &[usize], rounds: usize, round: usize, seat: usize) -> u32 {
    let first = rounds.div_ceil(2);
    if round < first { half[round][seat] } else { half[round - first][order[seat]] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks by looking that sizes are right and that no two seats meet twice.
    fn assert_repeat_free(groups: usize, size: usize, rounds: usize) {
        let schedule = schedule(groups, size, rounds).unwrap();
        assert_eq!(schedule.len(), rounds);
        let mut met = vec![vec![0; groups * size]; groups * size];
        for round in &schedule {
            let mut sizes = vec![0; groups];
            for (a, &group) in round.iter().enumerate() {
                sizes[group as usize] += 1;
                (0..a).filter(|&b| round[b] == group).for_each(|b| met[a][b] += 1);
            }
            assert_eq!(sizes, vec![size; groups], "{groups} x {size} x {rounds}");
        }
        assert!(met.iter().flatten().all(|&times| times < 2), "{groups} x {size} x {rounds}");
    }

    #[test]
    fn nobody_meets_anybody_twice() {
        for (groups, size, rounds) in [
            (2, 2, 3),
            (3, 3, 4),
            (4, 4, 5),
            (5, 3, 5),
            (7, 7, 8),
            (8, 8, 9),
            (8, 5, 8),
            (9, 9, 10),
            (16, 4, 17),
            (25, 5, 26),
        ] {
            assert_repeat_free(groups, size, rounds);
        }
        // Two planes of order 4, doubled: 32 people, of whom each meets all but one.
        assert_repeat_free(8, 4, 10);
        assert_repeat_free(6, 3, 8);
    }

    #[test]
    fn what_cannot_be_is_not_built() {
        assert_eq!(schedule(8, 4, 11), None, "31 others are not 33");
        assert_eq!(schedule(6, 6, 3), None, "Euler's officers");
        assert_eq!(schedule(3, 4, 2), None, "more in a group than groups");
        assert_eq!(schedule(0, 4, 2), None);
    }
}
