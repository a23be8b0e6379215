//! Counts the bodies that people come from, and lists those that briefed.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::tally::{Counted, Programme};
use super::super::{ReportError, counted};
use crate::domain::{Category, SessionKind};
use crate::matching::fold;
use crate::store::CountryRow;
use crate::store::Reader;

/// Which of the people of a body are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Those who had registered before the doors opened.
    Registered,
    /// Those who came to anything.
    Came,
}

/// A body by its key, as people of one kind and country come from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Origin {
    organization: i64,
    category: Category,
    country: [u8; 2],
}

/// The bodies that people come from, counted person by person.
#[derive(Debug, Default)]
pub(super) struct Origins(HashMap<Origin, (bool, bool)>);

impl Origins {
    /// Takes a person into account.
    pub(super) fn add(&mut self, one: &Counted<'_>) {
        let person = &one.person;
        let mut country = [0; 2];
        country.iter_mut().zip(person.country.bytes()).for_each(|(to, from)| *to = from);
        let origin =
            Origin { organization: person.organization, category: person.category, country };
        let (registered, came) = self.0.entry(origin).or_default();
        *registered |= one.registered();
        *came |= one.came_at_all();
    }
}

/// The bodies that people come from: folded name by key, and kind by folded name.
pub(super) struct Bodies {
    origins: Origins,
    of: HashMap<i64, String>,
    kind: HashMap<String, Category>,
}

pub(super) fn bodies(register: &Reader<'_>, origins: Origins) -> Result<Bodies, ReportError> {
    let mut of = HashMap::new();
    let mut kind = HashMap::new();
    let used: HashSet<i64> = origins.0.keys().map(|origin| origin.organization).collect();
    for body in register.organizations()? {
        if used.contains(&body.id) {
            kind.insert(body.key.clone(), body.category);
        }
        of.insert(body.id, body.key);
    }
    Ok(Bodies { origins, of, kind })
}

impl Bodies {
    /// Counts the distinct bodies of a kind that some people come from.
    ///
    /// Companies and international organizations are one body everywhere; the others are told
    /// apart by the country of their people, since many a state has a body of the same name.
    pub(super) fn count(&self, kind: Category, who: Who) -> i64 {
        let everywhere = matches!(kind, Category::Company | Category::InternationalOrganization);
        let bodies: BTreeSet<(&str, [u8; 2])> = self
            .origins
            .0
            .iter()
            .filter(|(origin, (registered, came))| {
                origin.category == kind && if who == Who::Came { *came } else { *registered }
            })
            .filter_map(|(origin, _)| {
                let name = self.of.get(&origin.organization)?;
                Some((name.as_str(), if everywhere { [0; 2] } else { origin.country }))
            })
            .collect();
        counted(bodies.len())
    }
}

/// Lists who briefed, by what they are; each once.
pub(super) fn briefings(
    programme: &Programme,
    countries: &[CountryRow],
    bodies: &Bodies,
) -> Vec<(&'static str, Vec<String>)> {
    let kinds = ["countries and regions", "international organizations", "companies", "others"];
    let mut lists = kinds.map(|kind| (kind, Vec::new()));
    let briefings = programme.sessions.iter().filter(|s| s.item.kind == SessionKind::Briefing);
    for speaker in briefings.flat_map(|session| &session.item.speakers) {
        let country = speaker.country.as_ref().and_then(|code| {
            countries.iter().find(|found| found.code == *code).map(|found| &found.name)
        });
        let kind = bodies.kind.get(&fold(&speaker.name));
        let at = match (country, kind) {
            (Some(_), _) => 0,
            (None, Some(Category::InternationalOrganization)) => 1,
            (None, Some(Category::Company)) => 2,
            _ => 3,
        };
        let name = country.unwrap_or(&speaker.name);
        if !lists[at].1.contains(name) {
            lists[at].1.push(name.clone());
        }
    }
    lists.into_iter().filter(|(_, names)| !names.is_empty()).collect()
}
