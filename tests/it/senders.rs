//! What lists of senders held that went wrong once, each under the name of what went wrong.

use sha2::Digest as _;

use super::support::{Meibo, fixture};

/// Imports a list into an empty register; returns the register and what was said.
#[track_caller]
fn imported(list: &str) -> (Meibo, String) {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", list);
    let said = meibo.line("import list.csv").done().stderr;
    (meibo, said)
}

/// Returns these columns of all people, without the header.
fn columns(meibo: &Meibo, columns: &str) -> String {
    let line = format!("list --sort code --columns {columns} --format csv");
    let answer = meibo.line(&line).done().stdout;
    answer.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn a_name_in_two_scripts_was_one_long_family_name() {
    let (meibo, _) = imported(
        "Name,Country,Email\nSATO Taro (佐藤 太郎),JP,a@x.example\n山田、花子,JP,b@x.example\n",
    );
    let expected = "SATO,Taro,佐藤 太郎\n山田,花子,\n";
    assert_eq!(columns(&meibo, "family_name,given_name,native_name"), expected);
    // A later list without the native name says nothing of it, one with another changes it.
    meibo.write("v2.csv", "Name,Country,Email\nSATO Taro,JP,a@x.example\n");
    meibo.line("import v2.csv --update").done();
    assert_eq!(columns(&meibo, "family_name,given_name,native_name"), expected);
    meibo.write("v3.csv", "Name,Country,Email\nSATO Taro (佐藤 太朗),JP,a@x.example\n");
    let said = meibo.line("import v3.csv --update --format csv").done();
    assert!(said.stdout.contains("native_name,佐藤 太郎,佐藤 太朗"), "{}", said.stdout);
}

#[test]
fn a_whole_name_that_says_more_was_kept_without_a_word() {
    let (_, said) = imported("First name,Last name,Full name\nAnn,Lee,Annie Lee-Park\n");
    let expected = "1 person's Full name says more than the parts of the name";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn badge_numbers_of_another_list_were_taken_for_codes() {
    let (meibo, said) = imported(
        "Badge no.,Name,Country\n17,SATO Taro,JP\nA-0042,KIM Min,KR\n3,LIM Bo,SG\n,TRAN Hoa,VN\n",
    );
    let expected = "3 persons' Badge no. is no code of this register and is kept as an extra field";
    assert!(said.contains(expected), "{said}");
    let extras = meibo.line("export participants --extra --format json").done().stdout;
    for badge in ["17", "A-0042", "3"] {
        assert!(extras.contains(&format!("\"extra: Badge no.\":\"{badge}\"")), "{extras}");
    }
    // Codes of this register are codes under any header.
    let codes = columns(&meibo, "code,name");
    let (code, _) = codes.split_once(',').unwrap();
    meibo.write("v2.csv", format!("Badge no.,Name,Position\n{code},SATO Jiro,Chief\n"));
    let said = meibo.line("import v2.csv --update --format csv").done().stdout;
    assert!(
        said.contains(&format!("changed,2,{code},\"SATO, Taro\",given_name,Taro,Jiro")),
        "{said}"
    );
    // One that is mistyped is refused, and so is anything else where it is said to be a code.
    let wrong = if code.ends_with('A') { code.replace("-A", "-C") } else { "P-0001-A".to_owned() };
    meibo.write("v3.csv", format!("Badge no.,Name\n{wrong},SATO Jiro\n"));
    let said = meibo.line("import v3.csv --update").ended(1).stdout;
    assert!(said.contains("check character"), "{said}");
    meibo.write("v4.csv", "Badge no.,Name\nA-0042,KIM Min\n");
    let said = meibo.run(&["import", "v4.csv", "--update", "--map", "code=Badge no."]).ended(1);
    assert!(said.stdout.contains("is not a code"), "{}", said.stdout);
}

#[test]
fn people_whose_addresses_were_swapped_took_each_others_place() {
    let first = "Name,Country,Organization,Email\n\
        SATO Taro,JP,METI,taro@x.example\nLEE Ann,SG,Customs,ann@x.example\n";
    let (meibo, _) = imported(first);
    let before = columns(&meibo, "code,name,email");
    let swapped = first.replace("taro@", "ANN@").replace("ann@", "taro@").replace("ANN@", "ann@");
    meibo.write("v2.csv", swapped);
    let said = meibo.line("import v2.csv --update --format csv").ended(1).stdout;
    assert_eq!(said.matches(", and the name is that of P-").count(), 2, "{said}");
    assert_eq!(columns(&meibo, "code,name,email"), before);
    // A new name with the same address is still a change of name.
    meibo.write("v3.csv", first.replace("SATO", "SUZUKI"));
    let said = meibo.line("import v3.csv --update --format csv").done().stdout;
    assert!(said.contains("family_name,SATO,SUZUKI"), "{said}");
}

#[test]
fn a_quote_within_quotes_was_passed_over() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "Name,Country\n\"SATO \"Bob\" Taro\",JP\n\"KIM \"\"Min\"\" A\",KR\n");
    let said = meibo.line("import list.csv --format csv").ended(1);
    assert!(
        said.stdout.contains("2,row,,has a quote within a cell in quotes; write it twice"),
        "{}",
        said.stdout
    );
    assert_eq!(columns(&meibo, "name"), "\"KIM, \"\"Min\"\" A\"\n");
}

#[test]
fn cells_in_quotes_of_another_kind_kept_them() {
    for (open, close) in [("'", "'"), ("“", "”"), ("„", "“"), ("«", "»")] {
        let meibo = Meibo::with_register();
        let list = "{Name},{Email}\n{SATO Taro},{a@x.example}\n";
        meibo.write("list.csv", list.replace('{', open).replace('}', close));
        let said = meibo.line("import list.csv").ended(1).stderr;
        assert!(said.contains("quotes of another kind than \" (line 1)"), "{said}");
    }
}

#[test]
fn a_short_list_with_a_nul_was_taken_for_utf_16() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "Name,Country\nSATO\0 Taro,JP\nKIM Min,KR\n");
    let said = meibo.line("import list.csv --format csv").ended(1);
    assert!(said.stdout.starts_with("line,column,value,reason\n2,"), "{}", said.stdout);
    assert_eq!(columns(&meibo, "name"), "\"KIM, Min\"\n");
}

#[test]
fn korean_and_russian_in_utf_16_without_a_mark_were_no_text() {
    for (list, names) in [
        (
            "Family name,Given name,Organization\n김,민준,산업통상자원부\n이,서연,대한민국\n",
            "\"김, 민준\"\n\"이, 서연\"\n",
        ),
        (
            "Фамилия,Имя,Организация\nИванов,Пётр,Министерство\nСидоров,Олег,Комитет\n",
            "\"Иванов, Пётр\"\n\"Сидоров, Олег\"\n",
        ),
    ] {
        for big in [false, true] {
            let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let meibo = Meibo::with_register();
            meibo.write("list.csv", list.encode_utf16().flat_map(bytes).collect::<Vec<u8>>());
            let said = meibo.line("import list.csv").done().stderr;
            assert!(said.contains("UTF-16"), "{said}");
            assert_eq!(columns(&meibo, "name"), names);
        }
    }
}

#[test]
fn a_short_hungarian_list_was_taken_for_french() {
    let meibo = Meibo::with_register();
    // Windows-1250, and for these letters the same in ISO-8859-2: Kovács Győző, Szűcs Ödön.
    let list = b"Family name,Given name,E-mail\nKov\xe1cs,Gy\xf5z\xf5,gy@mfa.example.hu\n\
                 Sz\xfbcs,\xd6d\xf6n,o@mfa.example.hu\n";
    meibo.write("list.csv", list);
    meibo.line("import list.csv").done();
    assert_eq!(columns(&meibo, "name"), "\"Kovács, Győző\"\n\"Szűcs, Ödön\"\n");
}

#[test]
fn a_json_object_around_the_list_was_taken_for_a_person() {
    let list = r#"[
        {"name":{"family":"Sato","given":"Taro"},"country":{"code":"JP","name":"Japan"}},
        {"name":{"family":"Kim","given":"Min"},"country":null,"answers":[{"q":"Hotel","a":"A"}]}]"#;
    for (text, said_of) in [
        (list.to_owned(), None),
        (format!("{{\"participants\": {list}}}"), Some("list \"participants\"\n")),
        (
            format!(
                "{{\"count\": 2, \"rooms\": [{{\"id\": 1}}], \"data\": {{\"attendees\": {list}, \"next\": null}}}}"
            ),
            Some("list \"data.attendees\" of 2 (guessed)\n"),
        ),
    ] {
        let meibo = Meibo::with_register();
        meibo.write("list.json", &text);
        let said = meibo.line("import list.json").done().stderr;
        assert_eq!(columns(&meibo, "name,country"), "\"Sato, Taro\",JP\n\"Kim, Min\",\n", "{text}");
        match said_of {
            Some(list) => assert!(said.contains(&format!("read as JSON, UTF-8, {list}")), "{said}"),
            None => assert!(!said.contains("read as"), "{said}"),
        }
        let extras = meibo.line("export participants --extra --format csv").done().stdout;
        assert!(extras.contains(r#""[{""q"":""Hotel"",""a"":""A""}]""#), "{extras}");
        // The hash is that of the whole file, whatever was passed over behind the list.
        let hash: String = sha2::Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let kept =
            meibo.count(&format!("SELECT count(*) FROM operation WHERE source_sha256 = '{hash}'"));
        assert_eq!(kept, 1);
    }
}

#[test]
fn a_list_within_json_is_named_by_sheet() {
    let meibo = Meibo::with_register();
    let list = |name: &str| format!("[{{\"name\":\"{name}\",\"email\":\"\"}}]");
    let text = format!("{{\"invited\":{},\"staff\":{}}}", list("SATO Taro"), list("KIM Min"));
    meibo.write("list.json", text);
    meibo.line("import list.json --sheet staff").done();
    assert_eq!(columns(&meibo, "name"), "\"KIM, Min\"\n");
    let said = meibo.line("import list.json --sheet guests").ended(1).stderr;
    assert!(said.contains("has no sheet guests; there are: invited, staff"), "{said}");
    meibo.write("cut.json", "{\"people\":[{\"name\":\"SATO Taro\"},\n{\"name\":\"KIM");
    let said = meibo.line("import cut.json").ended(1).stderr;
    assert!(said.contains("cut.json is no JSON (line 2): the end comes too early"), "{said}");
}

#[test]
fn one_object_a_line_with_a_list_in_it_is_a_person() {
    let meibo = Meibo::with_register();
    let person =
        |name: &str| format!("{{\"name\":\"{name}\",\"people\":[{{\"name\":\"X Y\"}}]}}\n\n");
    meibo.write("list.jsonl", format!("\u{feff}{}{}", person("SATO Taro"), person("KIM Min")));
    meibo.line("import list.jsonl").done();
    assert_eq!(columns(&meibo, "name"), "\"SATO, Taro\"\n\"KIM, Min\"\n");
}

#[test]
fn merged_cells_left_people_without_a_country_and_headers_without_columns() {
    for (name, kind) in [("merged.xlsx", "XLSX"), ("merged.xls", "XLS"), ("merged.ods", "ODS")] {
        let meibo = Meibo::with_register();
        let path = fixture(&format!("sheets/{name}"));
        let said = meibo.run(&["import", path.to_str().unwrap()]).done().stderr;
        let expected = format!(
            "read as {kind}, sheet \"List\", header in rows 2 and 3, 3 merged cells taken for each of \
             their rows, a hidden row read as well, a hidden column read as well\n"
        );
        assert!(said.contains(&expected), "{said}");
        assert_eq!(
            columns(&meibo, "name,country,email"),
            "\"Nguyen, An\",VN,an@moit.example\n\"Tran, Hoa\",VN,hoa@moit.example\n\
             \"Le, Duc\",VN,duc@moit.example\n\"Sato, Ken\",JP,ken@meti.example\n",
            "{name}"
        );
    }
}

#[test]
fn the_second_line_of_a_header_was_taken_for_a_person() {
    let (meibo, said) = imported(
        "Participants of the delegation,,,,\nName,,Country,Arrival,,Departure,\n\
         Family,Given,,Flight,Date,Flight,Date\nSato,Taro,JP,NH1,2019-02-25,NH2,2019-03-01\n",
    );
    assert!(said.contains("header in lines 2 and 3"), "{said}");
    let extras =
        "kept as extra fields: Arrival: Flight, Arrival: Date, Departure: Flight, Departure: Date";
    assert!(said.contains(extras), "{said}");
    assert_eq!(columns(&meibo, "name,country"), "\"Sato, Taro\",JP\n");
}

#[test]
fn rejects_to_standard_output_became_a_file_called_minus() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "Name,Country\nSATO Taro,Atlantis\n");
    for line in ["import list.csv --rejects -", "attendance import list.csv --rejects -"] {
        let said = meibo.line(line).ended(2).stderr;
        assert!(said.contains("name a file: standard output has the answer"), "{said}");
    }
    assert!(!meibo.path("-").exists());
}

#[test]
fn refused_scans_could_not_be_mended_and_imported_again() {
    let meibo = Meibo::with_sample();
    for (list, flags, mended) in [
        ("code,session,at\n1,D1-OPEN,09:00\n9999,D1-OPEN,09:01\n", "", "9999"),
        ("code\n1\nP-9999-Z\n", " --session D1-OPEN", "P-9999-Z"),
    ] {
        meibo.write("scans.csv", list);
        let line = format!("attendance import scans.csv{flags} --rejects refused.csv");
        let _ = meibo.line(&line).ended(1);
        let refused = meibo.read("refused.csv");
        assert_eq!(refused.lines().count(), 2, "{refused}");
        assert!(refused.lines().next().unwrap().ends_with("reason"), "{refused}");
        meibo.write("refused.csv", refused.replace(mended, "2"));
        let _ = meibo.line(&format!("attendance import refused.csv{flags}")).done();
    }
}

#[test]
fn the_address_of_whoever_booked_was_passed_over_in_silence() {
    let meibo = Meibo::with_sample();
    let email =
        columns(&meibo, "email").lines().find(|email| email.contains('@')).unwrap().to_owned();
    let head = "Order code,Attendee name,Checked in,E-mail\n";
    meibo.write("list.csv", format!("{head}K3F8Q,Nobody Atall,2019-02-26 09:41,{email}\n"));
    let said = meibo.line("attendance import list.csv --session D1-OPEN --format csv").ended(1);
    let expected = "is nobody in the register; the address is that of P-";
    assert!(said.stdout.contains(expected), "{}", said.stdout);
}

#[test]
fn cells_that_say_nothing_and_addresses_with_a_name_refused_their_rows() {
    let (meibo, _) = imported(
        "Name,Country,Email,Role,Status\nSATO Taro,Japan,mailto:taro@x.example,-,n/a\n\
         LEE Ann,SG,Ann LEE <ann@x.example>,Head of delegation,–\n\
         TRAN Hoa,VN,ｈｏａ＠ｘ．ｅｘａｍｐｌｅ,,\nKIM Min,-,なし,,\n",
    );
    assert_eq!(
        columns(&meibo, "name,country,email,role"),
        "\"SATO, Taro\",JP,taro@x.example,delegate\n\"LEE, Ann\",SG,ann@x.example,delegate\n\
         \"TRAN, Hoa\",VN,hoa@x.example,delegate\n\"KIM, Min\",,,delegate\n"
    );
    meibo.write("two.csv", "Name,Email\nHO An,a@x.example; b@x.example\n");
    let said = meibo.line("import two.csv").ended(1);
    assert!(said.stdout.contains("is not an e-mail address"), "{}", said.stdout);
}

#[test]
fn empty_cells_behind_the_last_column_refused_their_rows() {
    let (meibo, _) = imported("Name,Country\nSATO Taro,JP,,,\nKIM Min,KR, \n");
    assert_eq!(columns(&meibo, "name,country"), "\"SATO, Taro\",JP\n\"KIM, Min\",KR\n");
}

#[test]
fn what_is_no_list_in_a_folder_was_passed_over_in_silence() {
    let meibo = Meibo::with_register();
    std::fs::create_dir(meibo.path("lists")).unwrap();
    meibo.write("lists/a.csv", "Name,Country\nSATO Taro,JP\n");
    meibo.write("lists/letter.docx", "");
    meibo.write("lists/~$a.csv", "");
    let said = meibo.line("import lists").done().stderr;
    assert!(
        said.starts_with("passed over, as no lists by their names: letter.docx\na.csv: "),
        "{said}"
    );
}

#[test]
fn a_header_repeated_on_every_page_was_taken_for_a_person() {
    let meibo = Meibo::with_register();
    let page = |name: &str| format!("Family name,Given name\n{name}\n");
    meibo.write("list.csv", page("Sato,Taro") + &page("Kim,Min"));
    let said = meibo.line("import list.csv --format csv").ended(1).stdout;
    assert_eq!(said, "line,column,value,reason\n3,row,,is the header once more; delete the row\n");
    assert_eq!(columns(&meibo, "name"), "\"Sato, Taro\"\n\"Kim, Min\"\n");
}

#[test]
fn countries_above_their_people_were_taken_for_people() {
    let meibo = Meibo::with_register();
    meibo.write(
        "list.csv",
        "Name,Organization\nSATO Taro,METI\nViet Nam,\nTRAN Hoa,MOIT\nJordan,Customs\nSuharto,\n",
    );
    let said = meibo.line("import list.csv --format csv").ended(1).stdout;
    assert_eq!(said.matches("is a country or region above its people").count(), 1, "{said}");
    assert_eq!(columns(&meibo, "family_name"), "SATO\nTRAN\nJordan\nSuharto\n");
}

#[test]
fn line_breaks_in_a_header_were_shown_as_codes() {
    let (_, said) = imported("\"Family\nname\",\"Hotel\r\nroom\"\nSato,12\n");
    let expected = "columns: Family name is family_name; kept as extra fields: Hotel room\n";
    assert!(said.contains(expected), "{said}");
}
