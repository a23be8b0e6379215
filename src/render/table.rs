//! Writes rows as a table that fits a width, kept until all of them are known.
//! How wide each column becomes is decided elsewhere; colours and frames are nowhere.

use std::borrow::Cow;
use std::io;

use comfy_table::{CellAlignment, ColumnConstraint, Table, TableStyle, Width};

use super::fit::{Extent, GAP, NARROW, Need, WIDEST, tighten, widths, wrapped};
use super::kept::{Kept, shown};
use super::{Cell, Column, Fit, Layout, RowWriter, Sink};

/// How many rows are drawn at a time, so that a long table is never held twice.
const CHUNK: usize = 500;

/// Keeps the rows until the widths of all columns are known.
pub(super) struct Writer<'w> {
    columns: &'w [Column<'w>],
    width: usize,
    sink: Sink<'w>,
    kept: Kept,
    needs: Vec<Need>,
    headings: Vec<Cow<'w, str>>,
    is_finished: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(columns: &'w [Column<'w>], layout: Layout, sink: Sink<'w>) -> Self {
        let width = match layout.width {
            0 => Layout::WIDTH,
            width => width.clamp(NARROW, WIDEST),
        };
        let headings: Vec<_> = columns.iter().map(|column| shown(column.heading)).collect();
        let needs = columns.iter().zip(&headings).map(|(column, heading)| Need {
            fit: column.fit,
            heading: Extent::of(heading, width),
            cells: Extent::default(),
        });
        Self {
            columns,
            width,
            sink,
            kept: Kept::default(),
            needs: needs.collect(),
            headings,
            is_finished: false,
        }
    }
}

impl RowWriter for Writer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), self.columns.len(), "one cell for each column");
        for (index, need) in self.needs.iter_mut().enumerate() {
            let cell = cells.get(index).copied().unwrap_or(Cell::Empty);
            need.cells.include(Extent::of(self.kept.add(cell), self.width));
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.is_finished || self.columns.is_empty() {
            return self.sink.finish();
        }
        self.is_finished = true;
        let headings: Vec<&str> = self.headings.iter().map(AsRef::as_ref).collect();
        let mut widths = widths(&self.needs, self.width);
        let all = headings.iter().copied().chain(self.kept.cells());
        tighten(&mut widths, &self.needs, all);
        let mut drawing = Table::new();
        drawing.add_row(wrapped_row(&headings, &widths));
        drawing.add_row(widths.iter().map(|width| "-".repeat((*width).into())));
        let mut cells = self.kept.cells();
        let mut row = Vec::with_capacity(widths.len());
        loop {
            row.extend(cells.by_ref().take(widths.len()));
            if row.is_empty() || drawing.row_count() >= CHUNK {
                draw(drawing, self.columns, &widths, &mut self.sink)?;
                drawing = Table::new();
            }
            if row.is_empty() {
                return self.sink.finish();
            }
            drawing.add_row(wrapped_row(&row, &widths));
            row.clear();
        }
    }
}

fn wrapped_row(cells: &[&str], widths: &[u16]) -> Vec<comfy_table::Cell> {
    let cells = cells.iter().zip(widths);
    cells
        .map(|(text, width)| comfy_table::Cell::new_owned(wrapped(text, (*width).into())))
        .collect()
}

/// Draws rows whose lines are already broken, each column exactly as wide as given.
fn draw(
    mut rows: Table,
    columns: &[Column<'_>],
    widths: &[u16],
    sink: &mut Sink,
) -> io::Result<()> {
    rows.load_style(TableStyle::new());
    let last = widths.len() - 1;
    for (index, drawn) in rows.column_iter_mut().enumerate() {
        let gap = if index == last { 0 } else { GAP };
        drawn.set_padding((0, gap));
        drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(widths[index] + gap)));
        if columns[index].fit == Fit::Right {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in rows.lines() {
        sink.bytes.extend_from_slice(line.trim_end().as_bytes());
        sink.bytes.push(b'\n');
        sink.settle()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::super::Format;
    use super::super::fit::{is_space, pieces};
    use super::super::tests::text;
    use super::*;

    fn table(width: usize, columns: &[(&str, Fit)], rows: &[&[&str]]) -> String {
        let layout = Layout { width, to_terminal: false };
        let columns: Vec<_> =
            columns.iter().map(|(heading, fit)| Column::new("key", heading, *fit)).collect();
        let cells: Vec<Vec<_>> =
            rows.iter().map(|row| row.iter().map(|text| Cell::Text(text)).collect()).collect();
        let slices: Vec<&[Cell<'_>]> = cells.iter().map(Vec::as_slice).collect();
        text(Format::Table, &columns, layout, &slices)
    }

    const PEOPLE: [(&str, Fit); 3] =
        [("Name", Fit::Whole), ("Remark", Fit::Words), ("N", Fit::Right)];

    #[test]
    fn free_text_gives_way_before_names() {
        let rows: [&[&str]; 1] = [&["Ada Augusta Lovelace", "arrives late on Monday", "7"]];
        assert_eq!(
            table(40, &PEOPLE, &rows),
            "\
Name                  Remark           N
--------------------  ---------------  -
Ada Augusta Lovelace  arrives late on  7
                      Monday
"
        );
        assert_eq!(
            table(26, &PEOPLE, &rows),
            "\
Name         Remark   N
-----------  -------  -
Ada Augusta  arrives  7
Lovelace     late on
             Monday
"
        );
    }

    #[test]
    fn a_word_is_not_broken_to_fit() {
        let rows: [&[&str]; 1] = [&["Ada Lovelace", "incomprehensible", "7"]];
        assert_eq!(
            table(20, &PEOPLE, &rows),
            "\
Name      Remark            N
--------  ----------------  -
Ada       incomprehensible  7
Lovelace
"
        );
    }

    #[test]
    fn double_names_break_after_the_hyphen_and_codes_nowhere() {
        let rows: [&[&str]; 1] = [&["Featherstonehaugh-Lyle", "P-0142-N a-b@c-d.example", "7"]];
        assert_eq!(
            table(40, &PEOPLE, &rows),
            "\
Name                Remark           N
------------------  ---------------  -
Featherstonehaugh-  P-0142-N         7
Lyle                a-b@c-d.example
"
        );
    }

    #[test]
    fn a_long_address_breaks_after_its_at_alone() {
        let rows: [&[&str]; 1] = [&["Ada", "x gantulgyn.munk-hjargal@customs-mn.example", "7"]];
        assert_eq!(
            table(36, &PEOPLE, &rows),
            "\
Name  Remark                     N
----  -------------------------  -
Ada   x gantulgyn.munk-hjargal@  7
      customs-mn.example
"
        );
    }

    #[test]
    fn a_word_wider_than_the_table_is_split() {
        let rows: [&[&str]; 1] = [&["Ada", "abcdefghijklmnopqrstuvwxyz", "7"]];
        assert_eq!(
            table(20, &PEOPLE, &rows),
            "\
Name  Remark       N
----  -----------  -
Ada   abcdefghijk  7
      lmnopqrstuv
      wxyz
"
        );
    }

    #[test]
    fn free_text_without_spaces_is_broken_before_the_table_grows_too_wide_and_names_are_not() {
        let rows: [&[&str]; 1] = [&["Featherstonehaugh", "商務部安全與管制局國際合作處", "7"]];
        assert_eq!(
            table(40, &PEOPLE, &rows),
            "\
Name               Remark              N
-----------------  ------------------  -
Featherstonehaugh  商務部安全與管制局  7
                   國際合作處
"
        );
    }

    #[test]
    fn a_name_without_spaces_that_fits_a_line_alone_made_the_table_wider_than_the_screen() {
        let rows: [&[&str]; 1] = [&["Wolfeschlegelsteinhausenbergerdorff", "of the Customs", "7"]];
        assert_eq!(
            table(40, &PEOPLE, &rows),
            "\
Name                   Remark          N
---------------------  --------------  -
Wolfeschlegelsteinhau  of the Customs  7
senbergerdorff
"
        );
    }

    #[test]
    fn endless_words_and_widths_are_bounded() {
        let endless = "x".repeat(30_000);
        let rows: [&[&str]; 1] = [&["Ada", &endless, &endless]];
        for width in [1, 80, usize::MAX] {
            let written = table(width, &PEOPLE, &rows);
            assert_eq!(written.matches('x').count(), 60_000);
        }
    }

    #[test]
    fn wide_and_combining_characters_align() {
        let rows: [&[&str]; 3] =
            [&["山田 太郎", "x", "1"], &["Zoe\u{308}", "y", "12"], &["Zoe", "z", "3"]];
        assert_eq!(
            table(80, &PEOPLE, &rows),
            "\
Name       Remark   N
---------  ------  --
山田 太郎  x        1
Zoe\u{308}        y       12
Zoe        z        3
"
        );
    }

    #[test]
    fn ideographic_spaces_break_lines() {
        let rows: [&[&str]; 1] = [&["山田\u{3000}太郎", "x", "1"]];
        assert_eq!(
            table(16, &PEOPLE, &rows),
            "Name  Remark  N\n----  ------  -\n山田  x       1\n太郎\n"
        );
    }

    #[test]
    fn cells_stay_on_their_line_and_control_nothing() {
        let rows: [&[&str]; 1] = [&["a\r\nb\nc", "\u{1b}[2J", ""]];
        assert_eq!(
            table(0, &PEOPLE, &rows),
            "Name   Remark     N\n-----  ---------  -\na b c  \\u{1b}[2J\n"
        );
    }

    #[test]
    fn headings_wrap_before_cells_do() {
        let rows: [&[&str]; 1] = [&["P-001", "4"]];
        let columns = [("Code", Fit::Whole), ("Number of events", Fit::Right)];
        assert_eq!(
            table(16, &columns, &rows),
            "\
Code   Number of
          events
-----  ---------
P-001          4
"
        );
    }

    #[test]
    fn many_rows_keep_their_widths() {
        let mut rows: Vec<&[&str]> = vec![&["a", "b", "1"]; 2 * CHUNK];
        rows.push(&["longest", "b", "1"]);
        let written = table(80, &PEOPLE, &rows);
        assert_eq!(written.lines().count(), 2 * CHUNK + 3);
        assert!(written.lines().skip(2).all(|line| line.len() == 18));
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_if_the_words_fit(
            (fits, rows) in (1..5_usize).prop_flat_map(|columns| (
                prop::collection::vec(
                    prop::sample::select(vec![Fit::Whole, Fit::Words, Fit::Right]),
                    columns,
                ),
                prop::collection::vec(
                    prop::collection::vec(
                        "([a-z]{1,9}|[é山👍🏽\u{301}]{1,4}|\\PC{1,3}|[ \u{3000}\n]){0,9}",
                        columns,
                    ),
                    0..5,
                ),
            )),
            spare in 0..30_usize,
        ) {
            let columns: Vec<(&str, Fit)> = fits.iter().map(|fit| ("Some heading", *fit)).collect();
            let word = |text: &str| shown(text).split(is_space).map(UnicodeWidthStr::width).max();
            let longest = |index: usize| rows.iter().filter_map(|row| word(&row[index])).max();
            let words: usize = (0..fits.len())
                .map(|index| longest(index).unwrap_or(0).max(NARROW))
                .sum();
            let width = words + 2 * (fits.len() - 1) + spare;
            let slices: Vec<Vec<&str>> = rows
                .iter()
                .map(|row| row.iter().map(String::as_str).collect())
                .collect();
            let slices: Vec<&[&str]> = slices.iter().map(Vec::as_slice).collect();
            let written = table(width, &columns, &slices);
            for line in written.lines() {
                prop_assert!(line.width() <= width, "{} > {width}:\n{written}", line.width());
                prop_assert_eq!(line, line.trim_end());
            }
            for text in rows.iter().flatten() {
                for word in pieces(&shown(text)).map(str::trim_end) {
                    prop_assert!(written.contains(word), "{word:?} is broken:\n{written}");
                }
            }
        }
    }
}
