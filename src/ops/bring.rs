//! Brings home what a copy of the register says of people beside the participants' list: further
//! columns, groups, buses and clearances. What both sides changed is settled by hand.

use std::collections::BTreeSet;

use super::OpError;
use super::merge::{Merged, Stands};
use crate::domain::{Extra, GroupName, Participant};
use crate::store::{ForeignOperation, MAIN_EXCURSION, PINNED, Reader, Said, Writer};

/// Tables whose rows a merge brings home; what was done to others is reported.
const BROUGHT: &[&str] = &["participant", "participant_extra", "organization", "absence_excuse"];

/// Returns whether the copy made groups anew: then its seats mean other groups than those here.
pub(super) fn forms_groups(operations: &[ForeignOperation]) -> bool {
    operations.iter().any(|operation| {
        operation.made_in.contains(&"breakout_group")
            || operation.images.iter().any(|image| image.table == "breakout_group")
    })
}

/// Brings the values; what both sides changed is reported, and taken where theirs is preferred.
pub(super) fn bring(
    tx: &Writer<'_>,
    theirs: &Reader<'_>,
    operations: &[ForeignOperation],
    prefer: Option<Stands>,
    merged: &mut Merged,
) -> Result<(), OpError> {
    let other_groups = forms_groups(operations);
    for value in theirs.foreign_values(operations)? {
        if other_groups && matches!(value.said, Said::Group(_)) {
            continue;
        }
        let Some(person) = tx.participant_by_id(value.participant)? else { continue };
        let here = tx.said_of(value.participant, &value.said)?;
        if here == value.theirs || value.base.as_ref() == Some(&value.theirs) {
            continue;
        }
        let both = value.base.as_ref() != Some(&here);
        let taken = !both || prefer == Some(Stands::Theirs);
        let stored = !taken || store(tx, &person, &value.said, &value.theirs)?;
        let (what, settled) = match (stored, both, prefer) {
            (false, ..) => ("not brought", "there is no such place here"),
            (true, false, _) => ("edit", "changed there only: taken"),
            (true, true, None) => ("conflict", "open: say --prefer mine or theirs"),
            (true, true, Some(Stands::Mine)) => ("conflict", "mine stands"),
            (true, true, Some(Stands::Theirs)) => ("conflict", "theirs taken"),
        };
        merged.edits += u64::from(taken && stored);
        merged.conflicts += u64::from(both && stored);
        let field = match &value.said {
            Said::Extra(name) => name.clone(),
            Said::Group(round) => format!("group, round {round}"),
            Said::Bus => "bus".to_owned(),
            Said::Cleared => "cleared by".to_owned(),
        };
        let shown = |text: &str| text.replace('\n', ", ");
        let sides = (shown(&here), shown(&value.theirs));
        merged.tell(what, (&person.code, &person.name()), field, sides, settled);
    }
    Ok(())
}

/// Stores a value; says whether there was a place for it.
fn store(tx: &Writer<'_>, person: &Participant, said: &Said, value: &str) -> Result<bool, OpError> {
    match said {
        Said::Extra(name) => {
            tx.set_extra(person.id, &Extra { name: name.clone(), value: value.to_owned() })?;
        }
        Said::Group(round) => {
            let seats = tx.seats(*round)?;
            let seat = seats.into_iter().find(|seat| seat.participant == person.id);
            let held = seat.and_then(|seat| seat.group);
            let (name, pinned) =
                value.strip_suffix(PINNED).map_or((value, false), |name| (name, true));
            let group = match name.parse::<GroupName>() {
                Ok(name) => tx.group(name, *round)?,
                Err(_) => None,
            };
            match (held, group) {
                (Some(held), Some(group)) => tx.move_seat(held.id, group, pinned)?,
                (None, Some(group)) => tx.add_seat(group, person.id, *round, pinned)?,
                (Some(held), None) if value.is_empty() => tx.remove_seat(held.id)?,
                _ => return Ok(false),
            }
        }
        Said::Bus | Said::Cleared => {
            let Some(mut place) = tx.place(MAIN_EXCURSION, person.id)? else { return Ok(false) };
            if *said == Said::Bus {
                value.clone_into(&mut place.bus);
            } else {
                place.cleared = value.lines().map(str::to_owned).collect();
            }
            tx.set_place(&place)?;
        }
    }
    Ok(true)
}

/// Reports what was done there to other things than those that are brought.
pub(super) fn tell_not_brought(operations: &[ForeignOperation], merged: &mut Merged) {
    let other_groups = forms_groups(operations);
    for operation in operations {
        let made_people = operation.made_in.contains(&"participant");
        let boards = ["excursion bus", "excursion clear"].contains(&operation.verb.as_str());
        let by_value = |table: &str| {
            table == "participant_extra"
                || !other_groups && table == "breakout_seat"
                || boards && table == "excursion_place"
        };
        let changed = operation.images.iter().filter(|image| {
            let brought = BROUGHT.contains(&image.table.as_str()) && image.change != "delete";
            !brought && !by_value(&image.table)
        });
        let changed = changed.map(|image| image.table.as_str());
        let made = operation.made_in.iter().copied().filter(|table| {
            // The seat of a person registered there was asked for here again.
            let asked = made_people && *table == "excursion_place";
            !(BROUGHT.contains(table) || asked || by_value(table))
        });
        let tables: BTreeSet<&str> = changed.chain(made).collect();
        if !tables.is_empty() {
            let names: Vec<&str> = tables.into_iter().collect();
            let who = (operation.uuid.as_str(), operation.verb.as_str());
            let sides = (String::new(), operation.summary.as_str());
            let settled = "do it here as well, if it shall stand";
            merged.tell("not brought", who, names.join(", "), sides, settled);
        }
    }
}
