//! Counts where the people come from: by country or region, by region of the world, by grouping.

use std::collections::BTreeMap;

use super::section::{Pair, REGISTERED_AND_PRESENT, Section};
use crate::matching::fold;
use crate::store::CountryRow;

pub(super) fn by_country(persons: &BTreeMap<String, Pair>, countries: &[CountryRow]) -> Section {
    let persons = persons.iter().filter(|(_, pair)| **pair != [0, 0]);
    let mut rows: Vec<(String, Vec<i64>)> = persons
        .filter_map(|(code, pair)| Some((found(countries, code)?.name.clone(), pair.to_vec())))
        .collect();
    // Côte d'Ivoire stands before Croatia, Türkiye before Uganda.
    rows.sort_by_cached_key(|(name, _)| (fold(name), name.clone()));
    Section {
        key: "country",
        title: "Countries and regions",
        counts: "persons",
        item: "Country/region",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        not_in_tables: None,
        rows,
    }
}

pub(super) fn by_region(persons: &BTreeMap<String, Pair>, countries: &[CountryRow]) -> Section {
    let mut rows: BTreeMap<&str, Pair> = BTreeMap::new();
    for (code, pair) in persons.iter().filter(|(_, pair)| **pair != [0, 0]) {
        let found = found(countries, code);
        let region = found.map_or("(no country or region)", |country| country.region.as_str());
        let sum = rows.entry(region).or_default();
        *sum = [sum[0] + pair[0], sum[1] + pair[1]];
    }
    Section {
        key: "region",
        title: "Regions of the world (UN M49)",
        counts: "persons",
        item: "Region",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        not_in_tables: None,
        rows: rows.into_iter().map(|(name, pair)| (name.to_owned(), pair.to_vec())).collect(),
    }
}

/// Counts by the groupings of the seminar, of which a person may be in several and in none.
pub(super) fn by_grouping(persons: &BTreeMap<String, Pair>, countries: &[CountryRow]) -> Section {
    let mut rows: BTreeMap<&str, Pair> = BTreeMap::new();
    for (code, pair) in persons.iter().filter(|(_, pair)| **pair != [0, 0]) {
        for grouping in found(countries, code).into_iter().flat_map(|row| &row.groupings) {
            let sum = rows.entry(grouping).or_default();
            *sum = [sum[0] + pair[0], sum[1] + pair[1]];
        }
    }
    Section {
        key: "grouping",
        title: "Groupings of the seminar; some persons are in several or none",
        counts: "persons",
        item: "Grouping",
        figures: REGISTERED_AND_PRESENT.to_vec(),
        not_in_tables: None,
        rows: rows.into_iter().map(|(name, pair)| (name.to_owned(), pair.to_vec())).collect(),
    }
}

/// Finds the country or region of a code, of all in order.
fn found<'c>(countries: &'c [CountryRow], code: &str) -> Option<&'c CountryRow> {
    let at = countries.binary_search_by(|country| country.code.as_str().cmp(code)).ok()?;
    countries.get(at)
}
