//! Counts the bodies that people come from, and lists those that briefed.

use std::collections::{BTreeSet, HashMap};

use super::tally::{Counted, Tally};
use super::{ReportError, counted};
use crate::domain::{Category, SessionKind};
use crate::matching::fold;
use crate::store::Reader;

/// The bodies that people come from: folded name by key, and kind by folded name.
pub(super) struct Bodies {
    of: HashMap<i64, String>,
    kind: HashMap<String, Category>,
}

pub(super) fn bodies(register: &Reader<'_>, tally: &Tally) -> Result<Bodies, ReportError> {
    let mut of = HashMap::new();
    let mut kind = HashMap::new();
    let used: BTreeSet<i64> = tally.people.iter().map(|person| person.organization).collect();
    for body in register.organizations()? {
        if used.contains(&body.id) {
            kind.insert(body.key.clone(), body.category);
        }
        of.insert(body.id, body.key);
    }
    Ok(Bodies { of, kind })
}

impl Bodies {
    /// Counts the distinct bodies of a kind that some people come from.
    ///
    /// Companies and international organizations are one body everywhere; the others are told
    /// apart by the country of their people, since many a state has a body of the same name.
    pub(super) fn count(&self, tally: &Tally, kind: Category, who: fn(&Counted) -> bool) -> i64 {
        let everywhere = matches!(kind, Category::Company | Category::InternationalOrganization);
        let bodies: BTreeSet<(&str, &str)> = tally
            .people
            .iter()
            .filter(|person| person.category == kind && who(person))
            .filter_map(|person| {
                let name = self.of.get(&person.organization)?;
                Some((name.as_str(), if everywhere { "" } else { person.country.as_str() }))
            })
            .collect();
        counted(bodies.len())
    }
}

/// Lists who briefed, by what they are.
pub(super) fn briefings(
    tally: &Tally,
    countries: &[(String, String, String)],
    bodies: &Bodies,
) -> Vec<(&'static str, Vec<String>)> {
    let mut lists: Vec<(&'static str, Vec<String>)> = vec![
        ("Briefings by countries and regions", Vec::new()),
        ("Briefings by international organizations", Vec::new()),
        ("Briefings by companies", Vec::new()),
        ("Briefings by others", Vec::new()),
    ];
    let briefings = tally.sessions.iter().filter(|s| s.item.kind == SessionKind::Briefing);
    for speaker in briefings.flat_map(|session| &session.item.speakers) {
        let country = speaker.country.as_ref().and_then(|code| {
            countries.iter().find(|(found, ..)| found == code).map(|(_, name, _)| name)
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
    lists.retain(|(_, names)| !names.is_empty());
    lists
}
