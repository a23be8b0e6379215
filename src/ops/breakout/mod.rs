//! Makes discussion groups, settles and judges them, and moves people between them.

mod announce;
mod asked;
mod check;
mod draw;
mod error;
mod form;
mod formed;
mod late;
mod menu;
mod moves;
mod request;
mod rooms;
mod rules;
mod standing;

pub use announce::{Announced, Announcing, announce};
pub use check::{Checked, check as check_groups, check_file};
pub use error::GroupError;
pub use form::assign;
pub use formed::{Formed, FormedTrack, Late};
pub use menu::MenuItem;
pub use moves::{HandMoved, Moved, move_to_group, pin, swap, unpin};
pub use request::AssignRequest;
pub use rules::{RuleChange, Ruled, rule, set_group};
pub use standing::{GroupView, Why, WhyOption, WhySwap, group_view, why};
