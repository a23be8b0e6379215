//! Files of other event systems, each read by its profile.

use crate::support::{Meibo, Output, finish, fixture};

fn import(meibo: &Meibo, name: &str, more: &[&str]) -> Output {
    meibo.write("list.csv", std::fs::read(fixture(&format!("profiles/{name}.csv"))).unwrap());
    meibo.run(&[&["import", "list.csv"], more].concat())
}

fn shown(meibo: &Meibo) -> String {
    let columns = "title,family_name,given_name,country,organization,position,role,status";
    let shown = meibo.line(&format!("list --columns {columns} --format csv --quiet")).done();
    shown.stdout.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn a_file_of_another_system_is_known_by_its_headers() {
    for (file, profile, people) in [
        (
            "indico",
            "indico",
            "Ms,Lim,Bopha,KH,General Department of Customs,Deputy Director,delegate,confirmed\n\
             Mr,Seitov,Arman,KZ,Export Control Committee,Expert,delegate,withdrawn\n\
             Ms,Carvalhal,Ines,PT,Directorate of Economy,Officer,delegate,registered\n",
        ),
        (
            "pretix-order",
            "pretix-order",
            ",Lim,Bopha,KH,General Department of Customs,,delegate,registered\n\
             ,Seitov,Arman,KZ,Export Control Committee,,delegate,registered\n",
        ),
        (
            "pretix-checkin",
            "pretix-checkin",
            ",Lim,Bopha,KH,General Department of Customs,,delegate,confirmed\n\
             ,Seitov,Arman,KZ,Export Control Committee,,delegate,registered\n",
        ),
        (
            "pretix-checkin-de",
            "pretix-checkin",
            ",Lim,Bopha,,General Department of Customs,,delegate,confirmed\n\
             ,Seitov,Arman,,Export Control Committee,,delegate,registered\n",
        ),
        (
            "alfio",
            "alfio",
            ",Lim,Bopha,KH,General Department of Customs,,delegate,confirmed\n\
             ,Seitov,Arman,KZ,Export Control Committee,,delegate,confirmed\n\
             ,Carvalhal,Ines,PT,Directorate of Economy,,delegate,withdrawn\n",
        ),
        (
            "hi-events",
            "hi-events",
            ",Lim,Bopha,KH,,,delegate,confirmed\n\
             ,Seitov,Arman,KZ,,,delegate,registered\n\
             ,Carvalhal,Ines,PT,,,delegate,withdrawn\n",
        ),
        (
            "eventbrite",
            "eventbrite",
            "Ms.,Lim,Bopha,KH,General Department of Customs,Deputy Director,delegate,confirmed\n\
             Mr.,Seitov,Arman,KZ,Export Control Committee,Expert,delegate,confirmed\n\
             Ms.,Carvalhal,Ines,PT,Directorate of Economy,Officer,delegate,withdrawn\n",
        ),
        (
            "civicrm",
            "civicrm",
            "Ms.,Lim,Bopha,KH,General Department of Customs,Deputy Director,speaker,confirmed\n\
             Mr.,Seitov,Arman,KZ,Export Control Committee,Expert,delegate,registered\n\
             Ms.,Carvalhal,Ines,PT,Directorate of Economy,Officer,delegate,waitlisted\n",
        ),
        (
            "odoo",
            "odoo",
            ",Bopha Lim,,,General Department of Customs,,delegate,confirmed\n\
             ,SEITOV,Arman,,Export Control Committee,,delegate,registered\n\
             ,CARVALHAL,Ines,,Directorate of Economy,,delegate,withdrawn\n",
        ),
    ] {
        let meibo = Meibo::with_register();
        let said = import(&meibo, file, &[]).done();
        assert!(said.stderr.contains(&format!("columns: profile {profile} (")), "{}", said.stderr);
        assert_eq!(shown(&meibo), people, "{file}");
        let again = import(&meibo, file, &["--profile", profile]).done();
        assert!(again.stderr.starts_with("0 rows added"), "{file}: {}", again.stderr);
        // What the profile does not take for a field is kept, and an export brings it back.
        let exported = meibo.line("export participants --extra").done().stdout;
        let other = Meibo::with_register();
        other.write("export.csv", &exported);
        let said = other.line("import export.csv").done();
        assert!(!said.stderr.contains("profile"), "{}", said.stderr);
        assert_eq!(other.line("export participants --extra").done().stdout, exported, "{file}");
    }
}

#[test]
fn older_and_newer_headers_of_a_system_are_known_as_well() {
    for (profile, header, row, person) in [
        (
            "eventbrite",
            "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,Attendee Status,Home State,Home Country",
            "1,2019-01-14,Ana,Reyes,ana@x.example,1,,General,5001,,Free Order,Refunded/Canceled,,JP",
            ",Reyes,Ana,JP,,,delegate,withdrawn\n",
        ),
        (
            "eventbrite",
            "Order #,Order Date,First Name,Surname,Email,Quantity,Ticket Type,Status",
            "1,2019-01-14,Ana,Reyes,ana@x.example,1,General,Attending",
            ",Reyes,Ana,,,,delegate,confirmed\n",
        ),
        (
            "eventbrite",
            "Order #,Order Date,First Name,Last Name,Email,Quantity,Total Paid,Order Status,Affiliate,Event Name,Checked In",
            "1,2019-01-14,Ana,Reyes,ana@x.example,1,0,Attending,,Seminar,No",
            ",Reyes,Ana,,,,delegate,confirmed\n",
        ),
        (
            "civicrm",
            "Contact ID,First Name,Last Name,Participant ID,Participant Status (label),Participant Role (label),Participant Role (ID),Current Employer",
            "7,Ana,Reyes,9,On waitlist,Speaker,3,METI",
            ",Reyes,Ana,,METI,,speaker,waitlisted\n",
        ),
        (
            "odoo",
            "id,name,email,phone,company_name,event_id,event_ticket_id,state,date_closed",
            "1,\"Reyes, Ana\",ana@x.example,,METI,Seminar,Standard,draft,",
            ",Reyes,Ana,,METI,,delegate,registered\n",
        ),
        (
            "odoo",
            "Attendee Name,Email,Event Ticket,Booked by,Company,Status",
            "\"Reyes, Ana\",ana@x.example,Standard,Office,Host of the event,Registered",
            ",Reyes,Ana,,,,delegate,confirmed\n",
        ),
        (
            "alfio",
            "ID,creation,category,event,status,originalPrice,paidPrice,reservationID,Name,E-Mail,locked,Language,job title",
            "5c,2017,Early,Seminar,TO_BE_PAID,0,0,9A,\"Reyes, Ana\",ana@x.example,false,en,Officer",
            ",Reyes,Ana,,,Officer,delegate,registered\n",
        ),
    ] {
        let meibo = Meibo::with_register();
        meibo.write("list.csv", format!("{header}\n{row}\n"));
        let said = meibo.line("import list.csv").done().stderr;
        assert!(said.contains(&format!("columns: profile {profile} (")), "{said}");
        assert_eq!(shown(&meibo), person, "{header}");
    }
}

#[test]
fn a_file_without_a_header_is_known_by_its_rows() {
    for (file, people) in [
        (
            "indico-import",
            ",Åkesson,Björn,,\"Federal Office, Licensing\",Head of Division,delegate,registered\n\
             ,Phạm,Minh Châu,,MOIT,,delegate,registered\n\
             ,O'Dowd,Niamh,,DETE,Officer,delegate,registered\n",
        ),
        (
            "indico-invitation",
            ",Åkesson,Björn,,BAFA,,delegate,registered\n\
             ,Phạm,Minh Châu,,,,delegate,registered\n",
        ),
    ] {
        let meibo = Meibo::with_register();
        let said = import(&meibo, file, &[]).done().stderr;
        assert!(said.contains("read as UTF-8, comma, without a header\n"), "{said}");
        assert!(said.contains(&format!("columns: profile {file} (Indico: ")), "{said}");
        assert_eq!(shown(&meibo), people, "{file}");
        // The rows begin in the first line, and a saved profile knows the next file as well.
        let said = import(&meibo, file, &["--profile", file, "--save-profile", "own"]).done();
        assert!(said.stderr.starts_with("read as UTF-8"), "{}", said.stderr);
        let again = import(&meibo, file, &["--profile", "own"]).done().stderr;
        assert!(again.contains("columns: profile own (list.csv)"), "{again}");
        assert!(again.contains(" 0 refused\n"), "{again}");
    }
    let meibo = Meibo::with_register();
    import(&meibo, "indico-import", &[]).done();
    let lan = meibo.line("show chau@moit.example --format csv").done().stdout;
    let juergen = meibo.line("show bjorn@bafa.example --format csv").done().stdout;
    assert!(juergen.contains("+49 30 0000001"), "{juergen}");
    assert!(!lan.contains("Phone"), "{lan}");
}

#[test]
fn a_bad_row_of_a_file_without_a_header_is_refused_by_its_line() {
    let meibo = Meibo::with_register();
    let (good, bad) = ("Ken,Sato,METI,,,ken@meti.example\n", "Yui,Tanaka,METI,,,no address\n");
    meibo.write("list.csv", format!("{good}{bad}"));
    let said = meibo.line("import list.csv --format csv").ended(1).stdout;
    assert!(said.contains("\n2,email,no address,"), "{said}");
    // Where the bad row is the first one, nothing tells what the file is, until somebody does.
    meibo.write("list.csv", format!("{bad}{good}"));
    let said = meibo.line("import list.csv").ended(1).stderr;
    let refused = "error: list.csv has no column family_name; its header is: Yui, Tanaka, METI, ";
    assert!(said.starts_with(refused), "{said}");
    let said = meibo.line("import list.csv --profile indico-import --format csv").ended(1);
    assert!(said.stdout.contains("\n1,email,no address,"), "{}", said.stdout);
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 1);
}

#[test]
fn the_id_of_another_system_is_not_taken_for_a_code() {
    let meibo = Meibo::with_register();
    import(&meibo, "indico", &[]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE id > 10"), 0);
    assert_eq!(
        meibo.count("SELECT count(*) FROM participant_extra WHERE name = 'ID' AND value = '11'"),
        1
    );
}

#[test]
fn without_a_profile_the_headers_speak_for_themselves() {
    let meibo = Meibo::with_register();
    let said = import(&meibo, "eventbrite", &["--profile", "none"]);
    assert!(!said.stderr.contains("profile eventbrite"), "{said}");
}

#[test]
fn a_profile_that_is_not_there_is_told_with_those_that_are() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name\nTan\n");
    meibo.says(
        "import list.csv --profile indiko",
        "
--- stderr ---
error: there is no profile indiko; there are alfio, civicrm, eventbrite, eventyay, hi-events, indico, indico-import, indico-invitation, odoo, pretix-checkin, pretix-data, pretix-order, pretix-waiting
hint: did you mean indico?
[exit 2]
",
    );
}

#[test]
fn a_saved_profile_reads_the_next_file_of_the_sender() {
    let meibo = Meibo::with_register();
    meibo.write("one.csv", "Wer,Woher,Zimmer\n\"Lim, Bopha\",Cambodia,12\n");
    let mapped = [
        "import",
        "one.csv",
        "--map",
        "full_name=Wer",
        "--map",
        "country=Woher",
        "--ignore",
        "Zimmer",
    ];
    let _ = meibo.run(&[&mapped[..], &["--save-profile", "ministry", "--dry-run"]].concat()).done();
    assert!(!meibo.path("config").exists());
    let said = meibo.run(&[&mapped[..], &["--save-profile", "ministry"]].concat()).done();
    assert!(said.stderr.contains("profile ministry is kept in "), "{}", said.stderr);
    assert_eq!(
        meibo.read("config/meibo/profiles/ministry.csv"),
        "part,field,theirs,ours\nabout,,one.csv,\ndetect,1,Wer,\ndetect,1,Woher,\ndetect,1,Zimmer,\n\
         header,full_name,Wer,\nheader,country,Woher,\nheader,ignore,Zimmer,\n"
    );
    meibo.write("two.csv", "Zimmer,Woher,Wer\n7,Japan,\"Sato, Aoi\"\n");
    let said = meibo.line("import two.csv").done();
    assert!(said.stderr.contains("columns: profile ministry (one.csv); "), "{}", said.stderr);
    assert_eq!(
        shown(&meibo),
        ",Lim,Bopha,KH,,,delegate,registered\n,Sato,Aoi,JP,,,delegate,registered\n"
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra"), 0);
    // The file itself does as well, from anywhere.
    let saved = meibo.path("config/meibo/profiles/ministry.csv");
    let saved = saved.to_str().unwrap();
    let said = meibo.run(&["import", "two.csv", "--profile", saved]).done();
    assert!(said.stderr.starts_with("0 rows added, 1 the same"), "{}", said.stderr);
}

#[test]
fn a_broken_profile_is_named_with_its_line() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name\nTan\n");
    meibo.write("mine.csv", "part,field,theirs,ours\nheader,shoes,Schuhe,\n");
    let said = meibo.run(&["import", "list.csv", "--profile", "mine.csv"]).ended(1);
    assert_eq!(
        said.stderr,
        "error: mine.csv cannot be used: line 2 of the profile names no field: shoes\n"
    );
    std::fs::create_dir_all(meibo.path("config/meibo/profiles")).unwrap();
    meibo.write("config/meibo/profiles/mine.csv", "part,field\nwhat\n");
    let said = meibo.run(&["import", "list.csv"]).done();
    assert!(
        said.stderr.contains("mine.csv cannot be used: line 2 of the profile begins with \"what\""),
        "{}",
        said.stderr
    );
}

#[test]
fn without_a_home_there_are_the_programs_profiles() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", std::fs::read(fixture("profiles/odoo.csv")).unwrap());
    let mut command = meibo.command();
    command.env_remove("XDG_CONFIG_HOME").args(["import", "list.csv", "--save-profile", "x"]);
    let said = finish(command, &[]).ended(1);
    assert!(said.stderr.contains("there is no folder for profiles"), "{}", said.stderr);
}

/// Returns the events of the register as the export writes them: name, kind and local time.
fn events(meibo: &Meibo) -> String {
    let sql = "SELECT family_name || ' ' || kind || ' ' || at FROM attendance_event
        JOIN participant ON participant.id = attendance_event.participant_id ORDER BY at, kind";
    let register = meibo.sql();
    let mut statement = register.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_check_in_list_of_another_system_is_the_attendance_of_a_session() {
    for (file, order, at) in [
        ("pretix-checkin", "mdy", "2019-02-26T00:41:00.000Z"),
        ("pretix-checkin-de", "dmy", "2019-02-26T00:41:00.000Z"),
    ] {
        let meibo = Meibo::with_register();
        meibo.write("sessions.csv", std::fs::read(fixture("sessions.csv")).unwrap());
        meibo.line("session import sessions.csv").done();
        import(&meibo, file, &[]).done();
        let said = meibo.line("attendance import list.csv --session D1-OPEN").done().stderr;
        let expected =
            "1 scan in, 0 out, 0 repeated, 0 refused\n1 person on the list did not come by it\n";
        assert_eq!(said, expected, "{file}");
        assert_eq!(events(&meibo), format!("Lim in {at}"), "{file}");
        let words = format!("attendance import list.csv --session D1-OPEN --date-order {order}");
        let again = meibo.line(&words).done().stderr;
        assert!(again.starts_with("0 scans in, 0 out, 1 repeated, 0 refused\n"), "{again}");
        let said = meibo.line("attendance import list.csv --session D2-ASIA --format csv").ended(1);
        assert!(
            said.stdout.contains(",is not on the day of D2-ASIA, 2019-02-27\n")
                || said.stdout.contains("\"is not on the day of D2-ASIA, 2019-02-27\""),
            "{}",
            said.stdout
        );
    }
}

#[test]
fn check_ins_of_hi_events_are_read_from_their_one_cell() {
    let meibo = Meibo::with_register();
    meibo.write("sessions.csv", std::fs::read(fixture("sessions.csv")).unwrap());
    meibo.line("session import sessions.csv").done();
    let header = "ID,First Name,Last Name,Email,Status,Check Ins,Public ID,Short ID\n";
    let row = |id: u32, name: &str, check_ins: &str| {
        format!("{id},{name},office{id}@gdce.example,ACTIVE,\"{check_ins}\",A-{id},a_{id}\n")
    };
    let list = [
        header.to_owned(),
        row(1, "Bopha,Lim", "Main door (2019-02-26 09:41:00), Main door (2019-02-27 09:30:00)"),
        row(2, "Dara,Sok", "Main door (2019-02-27 09:40:00)"),
        row(3, "Rith,Chan", ""),
        row(4, "Sopheap,Kim", "Main door (2019-02-27 08:00:00), Hall (2019-02-28 08:00:00)"),
    ];
    meibo.write("list.csv", list.concat());
    meibo.line("import list.csv").done();
    let said = meibo.line("attendance import list.csv --session D1-OPEN --format csv").ended(1);
    assert!(
        said.stderr.starts_with("1 scan in, 0 out, 0 repeated, 2 refused\n1 person "),
        "{said:?}"
    );
    assert_eq!(said.stdout.matches("is not on the day of D1-OPEN").count(), 2, "{}", said.stdout);
    assert_eq!(events(&meibo), "Lim in 2019-02-26T00:41:00.000Z");
}

#[test]
fn an_address_of_whoever_booked_does_not_check_in_that_person_for_others() {
    let meibo = Meibo::with_register();
    meibo.write("sessions.csv", std::fs::read(fixture("sessions.csv")).unwrap());
    meibo.line("session import sessions.csv").done();
    meibo.write(
        "list.csv",
        "family_name,given_name,country,organization,email\nLim,Bopha,KH,GDCE,office@gdce.example\n\
         Sok,Dara,KH,GDCE,\nTan,Mei Ling,SG,Customs,\nTan,Mei Ling,MY,MITI,\n",
    );
    meibo.line("import list.csv").done();
    let header = "Order code,Attendee name,Checked in,Checked out,E-mail,Company\n";
    let row = |name: &str, times: &str, body: &str| {
        format!("K3F8Q,{name},{times},office@gdce.example,{body}\n")
    };
    let list = [
        header.to_owned(),
        row("Dara Sok", "2019-02-26 09:40:00,2019-02-26 11:00:00", "GDCE"),
        row("Mei Ling Tan", "2019-02-26 09:41:00,", "Some ministry"),
        row("Nobody Known", "2019-02-26 09:42:00,", ""),
        row("Bopha Lim", ",", "GDCE"),
    ];
    meibo.write("check-ins.csv", list.concat());
    let said =
        meibo.line("attendance import check-ins.csv --session D1-OPEN --format csv").ended(1);
    let rows: Vec<&str> = said.stdout.lines().collect();
    assert!(rows[1].starts_with("3,row,\"Tan, Mei Ling\",\"could be "), "{}", said.stdout);
    assert!(
        rows[2].contains("is nobody in the register; the address is that of P-"),
        "{}",
        said.stdout
    );
    assert!(said.stderr.starts_with("1 scan in, 1 out, 0 repeated, 2 refused\n1 person "));
    let expected = "Sok in 2019-02-26T00:40:00.000Z\nSok out 2019-02-26T02:00:00.000Z";
    assert_eq!(events(&meibo), expected);
}

/// The sheet of positions of pretix' order data: the columns of the attendee, then those of the invoice,
/// under the same headers.
const POSITIONS: [&str; 24] = [
    "Event slug",
    "Order code",
    "Position ID",
    "Status",
    "Email",
    "Phone number",
    "Order date",
    "Product",
    "Price",
    "Attendee name",
    "Attendee name: Given name",
    "Attendee name: Family name",
    "Attendee email",
    "Company",
    "Address",
    "Country",
    "Pseudonymization ID",
    "Order comment",
    "Company",
    "Invoice address name",
    "Address",
    "Country",
    "VAT ID",
    "Sales channel",
];

fn position(status: &str, (given, family): (&str, &str), email: &str, body: &str) -> String {
    let name = format!("{given} {family}");
    let cells = [
        "sem",
        "A1",
        "1",
        status,
        "office@meti.example",
        "+81 3",
        "2019-01-14",
        "Seminar",
        "0.00",
        &name,
        given,
        family,
        email,
        body,
        "",
        "",
        "XYZ",
        "",
        "METI",
        "Office",
        "1 Road",
        "JP",
        "",
        "web",
    ];
    cells.map(|cell| format!("\"{cell}\"")).join(",")
}

#[test]
fn order_data_of_pretix_was_refused_for_its_two_columns_of_one_name() {
    let meibo = Meibo::with_register();
    let rows = [
        position("paid", ("Yui", "Tanaka"), "", ""),
        position("paid", ("Ken", "Sato"), "", "MOFA"),
        position("pending", ("Ana", "Reyes"), "ana@x.example", ""),
        position("expired", ("Max", "Muster"), "max@x.example", ""),
        position("canceled", ("Eva", "Muster"), "eva@x.example", ""),
    ];
    let list = format!("{}\n{}\n", POSITIONS.join(","), rows.join("\n"));
    meibo.write("list.csv", &list);
    let said = meibo.line("import list.csv").done().stderr;
    assert!(said.contains("columns: profile pretix-data ("), "{said}");
    assert!(said.contains("1 person has the address of somebody else on the list"), "{said}");
    let columns = "family_name,country,organization,email,status";
    let people = meibo.line(&format!("list --columns {columns} --format csv --quiet")).done();
    assert_eq!(
        people.stdout.split_once('\n').unwrap().1,
        "Tanaka,JP,METI,office@meti.example,confirmed\n\
         Sato,JP,MOFA,,confirmed\n\
         Reyes,JP,METI,ana@x.example,registered\n\
         Muster,JP,METI,max@x.example,withdrawn\n\
         Muster,JP,METI,eva@x.example,withdrawn\n"
    );
    // Again, changed, and in another order: nobody takes another's place.
    let again = meibo.line("import list.csv").done().stderr;
    assert!(again.contains("0 rows added, 5 the same as before, 0 refused"), "{again}");
    let again = meibo.line("import list.csv --update").done().stderr;
    assert!(again.contains("0 changed, 5 the same as before, 0 refused"), "{again}");
    let turned: Vec<String> = rows.iter().rev().map(|row| row.replace("MOFA", "MEXT")).collect();
    meibo.write("list.csv", format!("{}\n{}\n", POSITIONS.join(","), turned.join("\n")));
    let said = meibo.line("import list.csv --update --format csv").done().stdout;
    let lines: Vec<&str> = said.lines().skip(1).collect();
    assert!(matches!(lines[..], [one] if one.contains("organization,MOFA,MEXT")), "{said}");
}

#[test]
fn people_of_booking_systems_were_lost_or_counted_wrongly() {
    for (profile, header, rows, people) in [
        (
            "pretix-waiting",
            "Date,Name,Email,Phone number,Product,Product ID,Event slug,Date,Priority,Status,Voucher code",
            "d,\"Reyes, Ana\",ana@x.example,,S,1,sem,,0,Waiting for a voucher,\n\
             d,\"Sato, Ken\",ken@x.example,,S,1,sem,,0,Voucher assigned,ABC\n\
             d,\"Bat, Erdene\",bat@x.example,,S,1,sem,,0,Voucher expired,ABC\n",
            "Reyes waitlisted,Sato invited,Bat withdrawn",
        ),
        (
            "eventyay",
            "Order#,Order Date,Status,Payment Type,Payment Mode,Ticket ID,Ticket Name,Company,Country,Email,First Name,Last Name",
            "1,d,completed,free,free,1,General,METI,Japan,ana@x.example,Ana,Reyes\n\
             1,d,placed,free,free,2,General,METI,Japan,ana@x.example,Ken,Sato\n\
             2,d,cancelled,free,free,3,General,METI,Japan,bat@x.example,Erdene,Bat\n",
            "Reyes confirmed,Sato registered,Bat withdrawn",
        ),
        (
            "hi-events",
            "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Public ID,Short ID",
            "1,Ana,Reyes,ana@x.example,ACTIVE,Yes,2019-02-26 00:01:00,A-1,a1\n\
             2,Ken,Sato,ana@x.example,AWAITING_PAYMENT,No,,A-2,a2\n",
            "Reyes confirmed,Sato registered",
        ),
        (
            "eventbrite",
            "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status,Home Country,Billing Country",
            "1,d,Ana,Reyes,ana@x.example,1,General,1,Attending,,JP\n\
             1,d,Ken,Sato,ana@x.example,1,General,2,Attending,JP,\n",
            "Reyes confirmed,Sato confirmed",
        ),
        (
            "civicrm",
            "Contact ID,First Name,Last Name,Email,Participant ID,Participant Status,Participant Role",
            "1,Ana,Reyes,ana@x.example,9,Registered,\"Attendee, Speaker\"\n\
             2,Ken,Sato,ken@x.example,8,Pending in cart,Attendee\n",
            "Reyes confirmed,Sato registered",
        ),
    ] {
        let meibo = Meibo::with_register();
        meibo.write("list.csv", format!("{header}\n{rows}"));
        let said = meibo.line("import list.csv").done().stderr;
        assert!(said.contains(&format!("columns: profile {profile} (")), "{said}");
        let shown = meibo.line("list --columns family_name,status --format csv --quiet").done();
        let shown = shown.stdout.lines().skip(1).collect::<Vec<_>>().join(",").replace(',', " ");
        assert_eq!(shown, people.replace(',', " "), "{profile}");
        if profile == "eventbrite" {
            assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE country = 'JP'"), 2);
        }
    }
}

#[test]
fn whom_a_booking_system_does_not_know_yet_was_registered_as_info_requested() {
    let meibo = Meibo::with_register();
    meibo.write(
        "list.csv",
        "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee Status\n\
         1,d,Info Requested,Info Requested,,General,Attending\n",
    );
    let said = meibo.line("import list.csv").ended(1).stdout;
    assert!(said.contains("is empty, and so is given_name"), "{said}");
}

#[test]
fn an_address_of_two_names_is_a_change_of_name_where_nobody_else_has_it() {
    let meibo = Meibo::with_register();
    let list = |name: &str| {
        format!(
            "Order code,Attendee name: Given name,Attendee name: Family name,Attendee name,Checked in,E-mail\n\
             A1,Ana,{name},Ana {name},,ana@x.example\n"
        )
    };
    meibo.write("list.csv", list("Reyes"));
    meibo.line("import list.csv").done();
    meibo.write("list.csv", list("Reyes Cruz"));
    let said = meibo.line("import list.csv --update --format csv").done().stdout;
    assert!(said.contains("family_name,Reyes,Reyes Cruz"), "{said}");
}
