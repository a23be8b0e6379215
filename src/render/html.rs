//! Writes printable pages: a small subset of HTML, every text escaped.

/// What makes the pages fit on paper: A4, one part a page, no colours that a copier loses.
const STYLE: &str = "
@page { size: A4; margin: 18mm }
body { font-family: sans-serif; font-size: 11pt; color: #000; margin: 0 }
section { break-after: page; padding: 1mm }
section:last-child { break-after: auto }
h1 { font-size: 20pt; margin: 0 0 2mm }
.sign h1 { font-size: 120pt; text-align: center; margin: 10mm 0 0 }
.sign h2 { font-size: 28pt; text-align: center; margin: 0 0 8mm }
.sign ul { columns: 2; font-size: 13pt; list-style: none; padding: 0 }
p { margin: 0 0 3mm }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #000; padding: 2mm; text-align: left; vertical-align: top }
td:last-child, th:last-child { width: 45mm }
tr { break-inside: avoid }
thead { display: table-header-group }
@page badges { size: A4; margin: 0 }
.badges { page: badges; padding: 0; display: grid; grid-template: repeat(4, 74mm) / 105mm 105mm }
.badge { position: relative; box-sizing: border-box; padding: 6mm; border: 0.1mm dashed #999;
  overflow: hidden; overflow-wrap: anywhere }
.badge p { margin: 0 0 1mm }
.badge .event { font-size: 8pt; margin-bottom: 3mm }
.badge .first { font-size: 20pt; font-weight: bold; line-height: 1.1; margin: 0 }
.badge .second { font-size: 16pt; line-height: 1.15 }
.badge .long { font-size: 13pt; font-weight: bold }
.badge .native { font-size: 12pt }
.badge .from { font-size: 13pt; font-weight: bold }
.badge .body { font-size: 9pt; padding-right: 24mm; max-height: 8mm; overflow: hidden }
.badge .marks { position: absolute; left: 6mm; bottom: 4mm; font-size: 10pt }
.badge svg { position: absolute; right: 4mm; bottom: 4mm; width: 25mm; height: 25mm }
@page certificate { size: A4 landscape; margin: 25mm }
.certificate { page: certificate; text-align: center; font-family: serif; font-size: 15pt }
.certificate h1 { font-size: 34pt; font-weight: normal; margin: 8mm 0 12mm }
.certificate h2 { font-size: 28pt; margin: 6mm 0 2mm }
.certificate .evidence { font-size: 10pt; margin-top: 30mm }
";

/// A page that grows from its beginning to its end.
#[derive(Debug)]
pub struct Html {
    text: String,
}

impl Html {
    /// Begins a document.
    pub fn new(title: &str) -> Self {
        let title = escape_html(title);
        Self {
            text: format!(
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
            ),
        }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
    }

    /// Begins a part that has a sheet of paper of its own.
    pub fn begin_sheet(&mut self, class: &'static str) {
        self.push(&["<section class=\"", class, "\">\n"]);
    }

    /// Ends the part that was begun last.
    pub fn end_sheet(&mut self) {
        self.text.push_str("</section>\n");
    }

    /// Writes a text as an element, such as `h1` or `p`; an empty text is passed over.
    pub fn element(&mut self, tag: &'static str, text: &str) {
        if !text.is_empty() {
            self.push(&["<", tag, ">", &isolated(text), "</", tag, ">\n"]);
        }
    }

    /// Begins a card on a sheet of several.
    pub fn begin_card(&mut self, class: &'static str) {
        self.push(&["<article class=\"", class, "\">\n"]);
    }

    /// Ends the card that was begun last.
    pub fn end_card(&mut self) {
        self.text.push_str("</article>\n");
    }

    /// Writes a paragraph of a class; an empty text is passed over.
    pub fn classed(&mut self, class: &'static str, text: &str) {
        if !text.is_empty() {
            self.push(&["<p class=\"", class, "\">", &isolated(text), "</p>\n"]);
        }
    }

    /// Draws a QR code.
    pub fn qr(&mut self, text: &str) {
        if let Some(svg) = super::qr::svg(text) {
            self.push(&[&svg, "\n"]);
        }
    }

    /// Writes a list.
    pub fn list(&mut self, items: &[String]) {
        self.text.push_str("<ul>\n");
        for item in items {
            self.push(&["<li>", &isolated(item), "</li>\n"]);
        }
        self.text.push_str("</ul>\n");
    }

    /// Writes a table; a row may have fewer cells than the heading, the others stay empty.
    pub fn table(&mut self, headings: &[&str], rows: &[Vec<&str>]) {
        self.text.push_str("<table>\n<thead><tr>");
        for heading in headings {
            self.push(&["<th>", &escape_html(heading), "</th>"]);
        }
        self.text.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.text.push_str("<tr>");
            for at in 0..headings.len() {
                let cell = row.get(at).copied().unwrap_or_default();
                self.push(&["<td>", &isolated(cell), "</td>"]);
            }
            self.text.push_str("</tr>\n");
        }
        self.text.push_str("</tbody>\n</table>\n");
    }

    /// Ends the document.
    pub fn finish(mut self) -> String {
        self.text.push_str("</body>\n</html>\n");
        self.text
    }
}

/// Returns a text whose direction of writing does not reach beyond it.
fn isolated(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<bdi>{}</bdi>", escape_html(text)) }
}

/// Returns a text that means itself in HTML, also inside quotes; control characters are left out.
fn escape_html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(' '),
            control if control.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_cannot_become_markup() {
        let mut page = Html::new("</title><script>");
        page.begin_sheet("sign");
        page.element("h1", "<b>\"A\" & 'B'</b>");
        page.table(&["Name", "Signature"], &[vec!["<i>"]]);
        page.list(&["</ul>".to_owned()]);
        page.end_sheet();
        let text = page.finish();
        assert!(
            text.contains("<h1><bdi>&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;</bdi></h1>")
        );
        assert!(text.contains("<tr><td><bdi>&lt;i&gt;</bdi></td><td></td></tr>"));
        assert!(text.contains("<li><bdi>&lt;/ul&gt;</bdi></li>"));
        assert!(!text.contains("<script>"));
    }

    proptest! {
        #[test]
        fn every_text_comes_back_by_the_five_names(text in "[^\\p{Cc}]{0,60}") {
            let safe = escape_html(&text);
            prop_assert!(!safe.contains(['<', '>', '"', '\'']));
            let back = safe
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
            prop_assert_eq!(back, text);
        }
    }
}
