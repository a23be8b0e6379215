//! What the columns of a list mean: headers of many languages, and names in one piece or two.

use crate::support::{Meibo, fixture};

/// Imports a list of `fixtures/` and returns the register and what was said.
fn imported(name: &str) -> (Meibo, String) {
    let meibo = Meibo::with_register();
    let file = name.rsplit('/').next().unwrap();
    meibo.write(file, std::fs::read(fixture(name)).unwrap());
    let said = meibo.line(&format!("import {file}")).done();
    (meibo, said.stderr)
}

fn shown(meibo: &Meibo, columns: &str) -> String {
    meibo.line(&format!("list --columns {columns} --format csv --quiet")).done().stdout
}

#[test]
fn japanese_headers_with_the_name_in_two_scripts() {
    let (meibo, _) = imported("headers/ja.csv");
    assert_eq!(
        shown(&meibo, "family_name,given_name,native_name,country,organization,position,note"),
        "family_name,given_name,native_name,country,organization,position,note\n\
         SAKURA,Miho,佐倉 美帆,JP,通商管理局,課長補佐,\n\
         LI,Qingyun,李 慶雲,CN,商務部,処長,通訳希望\n"
    );
    let (other, _) = imported("headers/ja-parts.csv");
    let names = "family_name,given_name,native_name,country,organization,email";
    assert_eq!(shown(&other, names), shown(&meibo, names));
}

#[test]
fn a_german_name_beside_a_vorname_is_the_family_name() {
    let (meibo, _) = imported("headers/de.csv");
    assert_eq!(
        shown(&meibo, "title,family_name,given_name,country,organization,position,note"),
        "title,family_name,given_name,country,organization,position,note\n\
         Frau,Öztürk-Kühn,Änne,DE,Amt für Ausfuhr,Referatsleiterin,\n\
         Herr,Straßer,Jörg,AT,Ministerium,Sachbearbeiter,kommt später\n"
    );
}

#[test]
fn a_spanish_nombre_beside_apellidos_is_the_given_name() {
    let (meibo, _) = imported("headers/es.csv");
    assert_eq!(
        shown(&meibo, "family_name,given_name,country,organization,position"),
        "family_name,given_name,country,organization,position\n\
         Núñez de la Peña,María José,ES,Secretaría de Comercio,Jefa de área\n\
         Ibáñez,Álvaro,MX,Secretaría de Economía,Director\n"
    );
}

#[test]
fn french_russian_korean_and_portuguese_headers() {
    for (file, expected) in [
        (
            "fr",
            "Delcourt-Faure,Élodie,,FR,Direction des biens à double usage,elodie.delcourt@dbdu.example\n\
             N'Diaye,Ousmane,,SN,Ministère du Commerce,o.ndiaye@commerce-sn.example\n",
        ),
        (
            "ru",
            "Жаворонкова,Алёна,,KZ,Комитет экспортного контроля,a.zhavoronkova@kek.example\n\
             Ковш,Пётр,,MN,Таможня,p.kovsh@customs-mn.example\n",
        ),
        ("ko", "HAN,Seoyun,한 서윤,KR,무역안보원,sy.han@trade-kr.example\n"),
        ("pt", "Conceição Brandão,João,,BR,Ministério da Economia,j.brandao@economia-br.example\n"),
    ] {
        let (meibo, _) = imported(&format!("headers/{file}.csv"));
        let columns = "family_name,given_name,native_name,country,organization,email";
        assert_eq!(shown(&meibo, columns), format!("{columns}\n{expected}"), "{file}");
    }
}

#[test]
fn chinese_headers_in_both_scripts() {
    let columns = "family_name,given_name,country,organization,position,email,note";
    for (file, expected) in [
        (
            "zh-hans",
            "柏,青岚,SG,海关,副处长,qinglan.bai@customs-sg.example,\n\
             韦,一鸣,CN,商务部,科长,yiming.wei@trade-cn.example,素食\n",
        ),
        (
            "zh-hant",
            "柏,青嵐,SG,海關,副處長,qinglan.bai@customs-sg.example,\n\
             韋,一鳴,TW,貿易署,科長,yiming.wei@trade-tw.example,素食\n",
        ),
    ] {
        let (meibo, _) = imported(&format!("headers/{file}.csv"));
        assert_eq!(shown(&meibo, columns), format!("{columns}\n{expected}"), "{file}");
    }
}

#[test]
fn a_header_with_a_greek_iota_is_read() {
    let (meibo, _) = imported("headers/greek-iota.csv");
    assert_eq!(
        shown(&meibo, "family_name,given_name,organization"),
        "family_name,given_name,organization\nTan,Wei Ling,Port Authority\n"
    );
}

#[test]
fn names_in_one_cell_are_told_apart_where_the_writing_says_so() {
    let (meibo, said) = imported("headers/one-name.csv");
    assert_eq!(
        shown(&meibo, "title,family_name,given_name"),
        "title,family_name,given_name\n\
         ,NGUYEN,Van Ahn\n\
         ,Rahman,Siti Aminah\n\
         Dr.,VOSS,Petra\n\
         ,Wirawan,\n\
         ,Lan Tran,\n\
         ,山田,太郎\n"
    );
    assert!(
        said.contains(
            "1 name is kept in one piece as family name, since the list does not say which part is which\n"
        ),
        "{said}"
    );
}

#[test]
fn a_misspelt_header_is_suggested_and_not_assumed() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "Familly name,Given name\nTan,Wei\n");
    let said = meibo.line("import list.csv --quiet").ended(1);
    assert!(
        said.stderr.contains(
            "does Familly name mean family_name? --map \"family_name=Familly name\" says so"
        ),
        "{}",
        said.stderr
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
}

#[test]
fn two_columns_for_one_field_are_refused_in_any_spelling() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "Surname,Nachname\nTan,Wei\n");
    let said = meibo.line("import list.csv").ended(1);
    assert!(
        said.stderr
            .starts_with("error: list.csv has two columns for family_name: Surname, Nachname\n"),
        "{}",
        said.stderr
    );
}
