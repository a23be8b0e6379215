//! Makes discussion groups, settles and judges them, and moves people between them.

mod announce;
mod asked;
mod check;
mod draw;
mod form;
mod late;
mod menu;
mod moves;
mod rooms;
mod rules;
mod standing;

pub use announce::{Announced, announce};
pub use check::{Checked, check as check_groups, check_file};
pub use form::{AssignRequest, Formed, FormedTrack, assign};
pub use late::Late;
pub use menu::MenuItem;
pub use moves::{HandMoved, Moved, move_to_group, pin, swap};
pub use rules::{RuleChange, Ruled, rule, set_group};
pub use standing::{GroupView, Why, WhyOption, WhySwap, group_view, why};
