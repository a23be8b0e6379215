//! Chooses how wide the columns of a table are and where their lines break.
//! Drawing the table is not here.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Fit;

/// The spaces between two columns.
pub(super) const GAP: u16 = 2;
/// More than any screen has, and far below what the drawing can count to.
pub(super) const WIDEST: usize = 20_000;
/// A column is not made narrower than this while another can still give way.
pub(super) const NARROW: usize = 8;

/// The words of free text are not broken into lines shorter than this.
const BROKEN: usize = 16;

/// Where a line may break; Japanese names are written with the ideographic space.
pub(super) const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}')
}

/// An e-mail address longer than this may be broken.
const LONG_ADDRESS: usize = 24;

/// Returns the parts of a text between which a line may break: at spaces, after a hyphen or slash
/// between two letters, and after the @ of a long e-mail address. Codes and days have none inside.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(is_space).flat_map(|word| {
        let mut rest = Some(word);
        let joint = if word.contains('@') { joint_of_address } else { joint };
        std::iter::from_fn(move || {
            let text = rest.take()?;
            let (piece, after) = joint(text).map_or((text, None), |at| {
                let (piece, after) = text.split_at(at);
                (piece, Some(after))
            });
            rest = after;
            Some(piece)
        })
    })
}

/// Returns where the part of a word after its first hyphen or slash begins.
fn joint(word: &str) -> Option<usize> {
    let is_between_letters = |at: &usize| {
        let (before, after) = (&word[..*at], &word[*at + 1..]);
        before.chars().next_back().is_some_and(char::is_alphabetic)
            && after.chars().next().is_some_and(char::is_alphabetic)
    };
    let mut joints = word.match_indices(['-', '/']).map(|(at, _)| at).filter(is_between_letters);
    joints.next().map(|at| at + 1)
}

/// Returns where the part of a long e-mail address after its @ begins.
fn joint_of_address(word: &str) -> Option<usize> {
    word.find('@').map(|at| at + 1).filter(|_| word.len() > LONG_ADDRESS)
}

/// How wide a text is, and how wide it is at least if it is wrapped.
#[derive(Clone, Copy, Default)]
pub(super) struct Extent {
    whole: usize,
    word: usize,
}

impl Extent {
    /// Measures a text for a table of the given width.
    pub(super) fn of(text: &str, table: usize) -> Self {
        let word = pieces(text)
            .map(|piece| match width(piece.trim_end_matches(is_space)) {
                // No line can hold the word, so that it need not be kept together.
                width if width > table => NARROW,
                width => width,
            })
            .max();
        Self { whole: width(text), word: word.unwrap_or(0) }
    }

    pub(super) fn include(&mut self, other: Self) {
        self.whole = self.whole.max(other.whole);
        self.word = self.word.max(other.word);
    }
}

fn width(text: &str) -> usize {
    // Cells hold no control characters, so that each byte of ASCII is one column.
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The room a column asks for.
#[derive(Clone, Copy)]
pub(super) struct Need {
    pub(super) fit: Fit,
    pub(super) heading: Extent,
    pub(super) cells: Extent,
}

impl Need {
    fn whole(self) -> usize {
        self.heading.whole.max(self.cells.whole).max(1)
    }

    /// The least width at each of the steps in which columns give way.
    fn least(self, step: Step) -> usize {
        let word = self.heading.word.max(self.cells.word).max(1);
        let comfortable = word.max(self.whole().min(NARROW));
        let unwrapped = self.heading.word.max(self.cells.whole).max(1);
        match (self.fit, step) {
            (Fit::Words, Step::Text | Step::Names) | (Fit::Whole, Step::Names) => comfortable,
            (Fit::Whole, Step::Text) | (Fit::Right, Step::Text | Step::Names) => unwrapped,
            (Fit::Words, Step::Broken) => word.min(BROKEN),
            (Fit::Words, Step::Short | Step::Torn(_)) if word > BROKEN => NARROW,
            (Fit::Whole, Step::Torn(least)) => word.min(least),
            (_, Step::Everything | Step::Broken | Step::Short | Step::Torn(_)) => word,
        }
    }
}

/// The steps in which columns give way, mildest first.
#[derive(Clone, Copy)]
enum Step {
    Text,
    Names,
    Everything,
    /// Free text is broken inside its words, as that of languages written without spaces has to be.
    Broken,
    /// Long words of free text are broken into shorter pieces yet, so that names stay whole.
    Short,
    /// Names are broken inside their words, down to some width: the screen would break them otherwise.
    Torn(usize),
}

/// Chooses the width of each column; more than fits only where breaking words would not help.
pub(super) fn widths(needs: &[Need], table: usize) -> Vec<u16> {
    let gaps = needs.len().saturating_sub(1) * usize::from(GAP);
    let room = table.saturating_sub(gaps);
    let whole: Vec<usize> = needs.iter().map(|need| need.whole()).collect();
    let mut chosen = whole.clone();
    for step in [Step::Text, Step::Names, Step::Everything, Step::Broken, Step::Short] {
        if chosen.iter().sum::<usize>() <= room {
            break;
        }
        let least: Vec<usize> = needs.iter().map(|need| need.least(step)).collect();
        // Names give way only as far as text cannot.
        let most = match step {
            Step::Names => needs.iter().map(|need| need.least(Step::Text)).collect(),
            _ => whole.clone(),
        };
        chosen = shrunk(&most, &least, room);
    }
    for least in [table / 3, BROKEN] {
        if chosen.iter().sum::<usize>() <= room {
            break;
        }
        let torn = Step::Torn(least);
        let least: Vec<usize> = needs.iter().map(|need| need.least(torn)).collect();
        if least.iter().sum::<usize>() <= room {
            chosen = shrunk(&whole, &least, room);
        }
    }
    // No width exceeds that of the table, which is far below the bound of the type.
    chosen.into_iter().map(|width| u16::try_from(width).unwrap_or(u16::MAX - GAP)).collect()
}

/// Takes back what lines broken at spaces leave unused at their ends.
pub(super) fn tighten<'t>(
    chosen: &mut [u16],
    needs: &[Need],
    cells: impl Iterator<Item = &'t str>,
) {
    let columns = chosen.len();
    let wraps = |column: usize| usize::from(chosen[column]) < needs[column].whole();
    if !(0..columns).any(wraps) {
        return;
    }
    let mut used = vec![1; columns];
    for (index, text) in cells.enumerate() {
        let column = index % columns;
        let limit = chosen[column].into();
        let longest = wrapped(text, limit).lines().map(width).max().unwrap_or(0);
        used[column] = longest.min(limit).max(used[column]);
    }
    for (width, used) in chosen.iter_mut().zip(used) {
        *width = u16::try_from(used).unwrap_or(*width);
    }
}

/// Narrows the widest columns to a common width, none below its least, until they fit the room.
fn shrunk(whole: &[usize], least: &[usize], room: usize) -> Vec<usize> {
    let at = |limit: usize| {
        let columns = whole.iter().zip(least);
        columns.map(move |(whole, least)| (*whole).min(limit).max(*least))
    };
    let (mut fits, mut over) = (0, room + 1);
    while over - fits > 1 {
        let limit = usize::midpoint(fits, over);
        if at(limit).sum::<usize>() <= room {
            fits = limit;
        } else {
            over = limit;
        }
    }
    let mut chosen: Vec<usize> = at(fits).collect();
    let mut left = room.saturating_sub(chosen.iter().sum());
    for (width, larger) in chosen.iter_mut().zip(at(fits + 1)) {
        if larger > *width && left > 0 {
            *width = larger;
            left -= 1;
        }
    }
    chosen
}

/// Puts line breaks at spaces and after hyphens, and inside a word only if no line can hold it.
pub fn wrapped(text: &str, limit: usize) -> String {
    // No character is wider than it has bytes.
    if text.len() <= limit || width(text) <= limit {
        return text.to_owned();
    }
    let mut lines = String::with_capacity(text.len() + 1);
    let (mut start, mut end, mut used, mut at) = (0, 0, 0, 0);
    for piece in pieces(text) {
        let word = piece.trim_end_matches(is_space);
        if !word.is_empty() {
            let gap = width(&text[end..at]);
            let word_width = width(word);
            if end > start && used + gap + word_width <= limit {
                used += gap + word_width;
            } else {
                add_line(&mut lines, &text[start..end]);
                start = at;
                used = word_width;
            }
            end = at + word.len();
            if used > limit {
                add_pieces(&mut lines, word, limit);
                start = end;
            }
        }
        at += piece.len();
    }
    add_line(&mut lines, &text[start..end]);
    lines
}

/// Puts line breaks at the spaces of a message. Commands in it, between backticks, stay whole, so that
/// they can be copied from the screen into a shell.
pub fn folded(text: &str, limit: usize) -> String {
    let mut in_command = false;
    let words = text.split(|character| {
        in_command ^= character == '`';
        character == ' ' && !in_command
    });
    let mut lines = String::with_capacity(text.len());
    let mut used = 0;
    for (index, word) in words.enumerate() {
        let wide = width(word);
        if index > 0 && used + 1 + wide > limit {
            lines.push('\n');
            used = 0;
        } else if index > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += wide;
    }
    lines
}

fn add_line(lines: &mut String, line: &str) {
    if !lines.is_empty() && !line.is_empty() {
        lines.push('\n');
    }
    lines.push_str(line);
}

/// Breaks a word anywhere but before a mark. comfy-table could, but takes minutes for a long one.
fn add_pieces(lines: &mut String, word: &str, limit: usize) {
    if !lines.is_empty() {
        lines.push('\n');
    }
    let mut used = 0;
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        let mut room = character.width().unwrap_or(0);
        // A variation selector can make the character before it wide.
        if matches!(characters.peek(), Some('\u{fe00}'..='\u{fe0f}')) {
            room = 2;
        }
        if used > 0 && room > 0 && used + room > limit {
            lines.push('\n');
            used = 0;
        }
        lines.push(character);
        used += room;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_columns_are_narrowed_first() {
        assert_eq!(shrunk(&[30, 5, 20], &[4, 4, 4], 40), [18, 5, 17]);
        assert_eq!(shrunk(&[30, 5, 20], &[25, 4, 4], 40), [25, 5, 10]);
        assert_eq!(shrunk(&[30, 5, 20], &[25, 5, 15], 40), [25, 5, 15]);
        assert_eq!(shrunk(&[], &[], 40), [0; 0]);
    }

    #[test]
    fn a_name_was_broken_although_text_beside_it_could_give_way() {
        let column = |fit, text: &str| {
            let (heading, cells) = (Extent::of("Heading", 80), Extent::of(text, 80));
            Need { fit, heading, cells }
        };
        let needs = [
            column(Fit::Whole, "P-0001-C"),
            column(Fit::Whole, &"x".repeat(46)),
            column(Fit::Words, "Organization of Unbreakablewordsofwords"),
            column(Fit::Whole, "registered"),
        ];
        assert_eq!(widths(&needs, 80), [8, 46, 10, 10]);
    }

    #[test]
    fn a_long_name_beside_many_columns_made_the_table_wider_than_the_screen() {
        let of =
            |fit, text: &str| Need { fit, heading: Extent::default(), cells: Extent::of(text, 80) };
        let mut needs = vec![of(Fit::Whole, "D3-COMPANY"); 5];
        needs.push(of(Fit::Whole, &"x".repeat(75)));
        assert_eq!(widths(&needs, 80), [10, 10, 10, 10, 10, 20]);
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("one   two", 5), "one\ntwo");
        assert_eq!(wrapped("  one  ", 4), "one");
        assert_eq!(wrapped("      ", 4), "");
        assert_eq!(wrapped("\u{301} one", 3), "\u{301}\none");
        assert_eq!(wrapped("a endless b", 5), "a\nendle\nss\nb");
        assert_eq!(wrapped("山山e\u{301}x", 3), "山\n山e\u{301}\nx");
        assert_eq!(wrapped("山田 太郎", 5), "山田\n太郎");
        assert_eq!(wrapped("  as it is  ", 12), "  as it is  ");
    }

    #[test]
    fn messages_break_at_spaces_and_commands_in_them_nowhere() {
        assert_eq!(
            folded("make one with `meibo init` first", 14),
            "make one with\n`meibo init`\nfirst"
        );
        assert_eq!(folded("`meibo init --name S` and", 10), "`meibo init --name S`\nand");
        assert_eq!(folded("山田 太郎 is in", 10), "山田 太郎\nis in");
        assert_eq!(folded("", 10), "");
        assert_eq!(folded("as it is", 80), "as it is");
    }

    #[test]
    fn names_were_broken_before_the_text_beside_them_had_given_way() {
        let of =
            |fit, text: &str| Need { fit, heading: Extent::default(), cells: Extent::of(text, 80) };
        let needs = [
            of(Fit::Whole, "P-0001-C"),
            of(Fit::Whole, "bin Che Razlan, Mohd Hafizuddin"),
            of(Fit::Words, "Russian Federation"),
            of(Fit::Words, "Korea Institute of Nuclear Nonproliferation and Control"),
            of(Fit::Whole, "registered"),
        ];
        assert_eq!(widths(&needs, 80), [8, 28, 10, 16, 10]);
    }

    #[test]
    fn extents_count_columns() {
        let extent = Extent::of("山田 Zoe\u{308}", 80);
        assert_eq!((extent.whole, extent.word), (8, 4));
        assert_eq!(Extent::of("abcdefghijkl", 10).word, NARROW);
        assert_eq!(Extent::of("", 10).word, 0);
    }
}
