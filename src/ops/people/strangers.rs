//! Tells in memory who surely is not in the register yet, so that a long list need not ask the
//! register for everybody who comes without an e-mail address.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use fastbloom::BloomFilter;
use foldhash::fast::FixedState;

use crate::store::{Named, Reader, STRETCH, StoreError, stretch_of};

/// Bits of a filter for each person in it: one stranger in two thousand is taken for somebody who
/// might be there.
const BITS_A_PERSON: usize = 16;
/// Who asks so few times is answered by the register sooner than the filters could be filled.
const FEW: usize = 200;

/// Knows everybody who is in the register, and sometimes somebody who is not.
#[derive(Default)]
pub(super) struct Strangers {
    asked: usize,
    /// One filter for each stretch of numbers, so that the register is asked for one and not for all.
    known: Option<BTreeMap<i64, BloomFilter<FixedState>>>,
}

impl Strangers {
    /// Finds the first person in the register who is of these names, country and organization.
    pub(super) fn find(
        &mut self,
        register: &Reader<'_>,
        person: &Named<'_>,
    ) -> Result<Option<i64>, StoreError> {
        self.asked += 1;
        if self.asked == FEW {
            self.known = Some(BTreeMap::new());
            register.each_named(|id, named| self.comes_in(id, named))?;
        }
        let Some(known) = &self.known else { return register.same_person(person) };
        let hash = hash_of(person);
        for (&stretch, filter) in known {
            if filter.contains_hash(hash)
                && let Some(found) = register.same_person_within(stretch, person)?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Notes that the person is in the register from now on.
    pub(super) fn comes_in(&mut self, id: i64, person: &Named<'_>) {
        if let Some(known) = &mut self.known {
            let filter = known.entry(stretch_of(id)).or_insert_with(|| {
                let people = usize::from(STRETCH);
                BloomFilter::with_num_bits(BITS_A_PERSON * people)
                    .hasher(FixedState::default())
                    .expected_items(people)
            });
            filter.insert_hash(hash_of(person));
        }
    }
}

fn hash_of(person: &Named<'_>) -> u64 {
    FixedState::default().hash_one(person)
}
