//! Badges, certificates and the public summary.

use crate::support::Meibo;

/// Reads the QR codes of a page with a reader that has nothing to do with what drew them.
fn qr_codes(page: &str) -> Vec<String> {
    const SCALE: usize = 4;
    page.split("<svg viewBox=\"0 0 ")
        .skip(1)
        .map(|drawing| {
            let side: usize = drawing.split(' ').next().unwrap().parse().unwrap();
            let path = drawing.split("d=\"").nth(1).unwrap().split('"').next().unwrap();
            let mut dark = vec![false; side * side];
            for square in path.split('M').skip(1) {
                let numbers: Vec<usize> =
                    square.split([' ', 'h', 'v']).take(3).map(|n| n.parse().unwrap()).collect();
                let start = numbers[1] * side + numbers[0];
                dark[start..start + numbers[2]].fill(true);
            }
            let mut image =
                rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, |x, y| {
                    if dark[y / SCALE * side + x / SCALE] { 0 } else { 255 }
                });
            let found = image.detect_grids();
            assert_eq!(found.len(), 1);
            found[0].decode().unwrap().1
        })
        .collect()
}

#[test]
fn every_badge_has_the_name_as_given_and_a_code_that_scanners_read() {
    let meibo = Meibo::with_sample();
    meibo.line("badge 163 117 46 --output badges.html").done();
    let page = meibo.read("badges.html");
    assert_eq!(qr_codes(&page), ["P-0046-N", "P-0117-N", "P-0163-D"]);
    for text in ["<bdi>Đặng</bdi>", "<bdi>Thị Hương Lan</bdi>", "<bdi>ＨＯＮＤＡ</bdi>", "Hartoyo"]
    {
        assert!(page.contains(text), "{text}");
    }
    let family = page.find("<bdi>Đặng</bdi>").unwrap();
    let given = page.find("<bdi>Thị Hương Lan</bdi>").unwrap();
    assert!(family < given);
    meibo.line("badge 163 --names given-first --output other.html").done();
    let page = meibo.read("other.html");
    assert!(page.find("<bdi>Thị Hương Lan</bdi>").unwrap() < page.find("<bdi>Đặng</bdi>").unwrap());
}

#[test]
fn badges_are_for_those_who_take_part_and_for_whoever_is_named() {
    let meibo = Meibo::with_sample();
    let many = |text: &str, part: &str| i64::try_from(text.matches(part).count()).unwrap();
    let cards = |line: &str| many(&meibo.line(line).stdout, "<article");
    let counting = "SELECT count(*) FROM participant
        WHERE status IN ('registered', 'confirmed', 'walk-in')";
    assert_eq!(cards("badge"), meibo.count(counting));
    assert_eq!(cards("badge --country MN"), meibo.count(&format!("{counting} AND country = 'MN'")));
    assert_eq!(cards("badge --status withdrawn"), 4);
    let withdrawn = "SELECT code FROM participant WHERE status = 'withdrawn' LIMIT 1";
    let code: String = meibo.sql().query_row(withdrawn, [], |row| row.get(0)).unwrap();
    assert_eq!(cards(&format!("badge {code}")), 1);
    assert_eq!(meibo.line("badge --country AR").code, 1);
    let page = meibo.line("badge").done().stdout;
    assert_eq!(many(&page, "<section"), (meibo.count(counting) + 7) / 8);
}

#[test]
fn a_name_cannot_become_markup_on_a_badge() {
    let meibo = Meibo::with_register();
    meibo.line("register --family '<script>alert(1)</script>' --organization 'A & B'").done();
    let page = meibo.line("badge").done().stdout;
    assert!(!page.contains("<script>") && page.contains("A &amp; B"), "{page}");
}

#[test]
fn certificates_are_for_those_whom_attendance_counts() {
    let meibo = Meibo::with_sample();
    for rule in ["80%", "5", "100%"] {
        let column = |line: &str| -> Vec<String> {
            let rows = meibo.line(line).done().stdout;
            let mut codes: Vec<String> =
                rows.lines().skip(1).map(|row| row[..8].to_owned()).collect();
            codes.sort();
            codes
        };
        let codes = column(&format!("certificate --met {rule} --format csv"));
        assert!(!codes.is_empty());
        assert_eq!(codes, column(&format!("attendance --met {rule} --format csv")), "{rule}");
        let page = meibo.line(&format!("certificate --met {rule}")).done().stdout;
        assert_eq!(page.matches("Certificate of attendance").count(), codes.len());
    }
    let page = meibo.line("certificate --met 80% --country VN").done().stdout;
    assert!(page.contains("This is to certify that"));
    assert!(page.contains("attended the 26th Asian Export Control Seminar"));
    assert!(page.contains("held in Tokyo on 26 to 28 February 2019"), "{page}");
    meibo.line("certificate --met 80% --country AR").ended(1);
    meibo.line("certificate").ended(2);
}

#[test]
fn the_public_summary_has_the_figures_of_the_summary_and_nobodys_name() {
    let meibo = Meibo::with_sample();
    let text = meibo.line("report").done().stdout;
    for sentence in [
        "# Summary of the 26th Asian Export Control Seminar\n",
        "The 26th Asian Export Control Seminar was held in Tokyo from 26 to 28 February 2019.\n",
        "The seminar brought together 191 participants from 32 countries and regions, 7 ",
        "8 groups of officials in charge of policymaking (59 participants)",
        "46 participants took part in \"Excursion: University of Tsukuba",
        "## Day 2, 27 February 2019\n",
        "Hamamatsu Photonics, General Electric, Ericsson and Infineon.\n",
        "| 1 | Opening remarks | 160 |\n",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    let register = meibo.sql();
    let mut names = register.prepare("SELECT family_name FROM participant").unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
    for name in names.filter(|name| name.chars().count() > 5) {
        assert!(!text.contains(&name), "{name}");
    }
    meibo.line("report --output summary.html").done();
    assert!(meibo.read("summary.html").contains("<h1><bdi>Summary of the 26th"));
    meibo.line("report --output summary.md").done();
    assert_eq!(meibo.read("summary.md"), text);
}

#[test]
fn a_public_summary_before_anybody_came_tells_of_what_is_planned() {
    let meibo = Meibo::with_register();
    let text = meibo.line("report").done().stdout;
    assert!(text.contains("The seminar will bring together 0 participants."), "{text}");
    assert!(!text.contains("## Attendance") && !text.contains("## Excursion"), "{text}");
}

#[test]
fn only_countries_of_which_somebody_came_took_part() {
    let meibo = Meibo::with_register();
    meibo.line("session add D1-A --day 1 --title T --from 09:00 --to 17:00").done();
    meibo.line("register --family Abe --country JP").done();
    meibo.line("register --family Bat --country MN").done();
    meibo.line("checkin 1 --session D1-A").done();
    let text = meibo.line("report").done().stdout;
    assert!(text.contains("Japan") && !text.contains("Mongolia"), "{text}");
}

#[test]
fn what_a_title_holds_means_itself_in_the_report() {
    let meibo = Meibo::with_register();
    let session = "session add D1-A --day 1 --from 09:00 --to 10:00 --title 'Q&A | *new* <b>'";
    meibo.line(session).done();
    let text = meibo.line("report").done().stdout;
    assert!(text.contains(r"Q&A \| \*new\* \<b\>"), "{text}");
}
