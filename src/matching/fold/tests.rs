//! Tests of folding: what is searched, what stays distinct, and that twice is once.

use super::{exact_into, fold, fold_into, fold_unicode, is_common, is_respelt, short_ascii};
use proptest::prelude::*;

const FOLDED: &str = "
    Nguyễn Văn Đức=nguyen van duc; O'Brien=obrien; O’Brien=obrien; OʻBrien=obrien
    U.S.A.=usa; Straße=strasse; STRASSE=strasse; STRAẞE=strasse; IŞIK ışık=isik isik
    İstanbul=istanbul; Łódź=lodz; Ærøskøbing=aeroskobing; Þór Guðmundsson=thor gudmundsson
    Œuvre=oeuvre; Ħamrun=hamrun; Ŋgũgĩ=ngugi; Ɓala=bala; Jean-Luc=jean luc
    Smith,  John=smith john; (Dr) Kim=dr kim; ﬁn=fin; Ångström=angstrom; J. R.=j r
    Côte d`Ivoire=cote divoire; Côte d´Ivoire=cote divoire; a\u{200B}b\u{AD}c=abc
    ΟΔΥΣΣΕΥΣ=οδυσσευσ; Ὀδυσσεύς=οδυσσευσ; Андрей=андрей; Алёна=алена; Україна=украіна
    Ｔａｎａｋａ　太郎=tanaka 太郎; ﾔﾏﾀﾞ=ヤマダ; ガ=ガ; カ=カ; 山田・太郎=山田 太郎; ラーメン=ラーメン
    김 민준=김 민준; ประเทศไทย=ประเทศไทย; น้ำ=น้ํา; ລາວ=ລາວ; កម្ពុជា=កម្ពុជា
    मोदी=मोदी; ශ්‍රී=ශ්රී; မြန်မာ=မြန်မာ; مُحَمَّد=محمد; שָׁלוֹם=שלום; أحمد=احمد;
    آية=ايه; مصطفى=مصطفي; کریم=كريم; 葛󠄀城=葛城; №5=no5; ①=1";

#[test]
fn capitals_and_width_say_nothing_new() {
    for (text, again) in
        [("Nguyen", "NGUYEN"), ("METI", "ＭＥＴＩ"), ("ﾀﾅｶ", "タナカ"), ("Van A", "Van　A")]
    {
        assert!(is_respelt(text, again), "{text} {again}");
    }
    for (text, again) in [("Mcdonald", "McDonald"), ("NGUYEN", "Nguyen"), ("Sato", "Satō")] {
        assert!(!is_respelt(text, again), "{text} {again}");
    }
}

#[test]
fn names_fold_to_what_is_searched() {
    for pair in FOLDED.split([';', '\n']).filter(|pair| pair.contains('=')) {
        let Some((text, folded)) = pair.trim().split_once('=') else {
            continue;
        };
        let text = text.replace("\\u{200B}", "\u{200B}").replace("\\u{AD}", "\u{AD}");
        assert_eq!(fold(&text), folded, "{text:?}");
    }
}

#[test]
fn what_is_distinct_stays_distinct() {
    for (one, other) in [("は", "ば"), ("ぱ", "ば"), ("и", "й"), ("กา", "กี"), ("कि", "की")]
    {
        assert_ne!(fold(one), fold(other));
    }
}

#[test]
fn codes_are_narrowed_and_other_texts_are_none() {
    assert_eq!(short_ascii("ＪＰ", 2..=3).as_deref(), Some("JP"));
    for text in ["", "J", "JAPA", "MỸ", "J.", "№", "日本"] {
        assert_eq!(short_ascii(text, 2..=3), None, "{text}");
    }
}

#[test]
fn marks_count_letter_for_letter_and_the_rest_does_not() {
    for text in ["Côte d'Ivoire", "CÔTE D’IVOIRE", " Co\u{302}te  dIvoire ", "Ｃôte dIvoire."]
    {
        let mut key = String::new();
        exact_into(text, &mut key);
        assert_eq!(key, "côte divoire", "{text}");
    }
}

#[test]
fn nothing_is_left_of_nothing() {
    for text in ["", " ", "\t\n", "---", "...", "’", "\u{301}", "（）", "\u{200E}\u{202A}"] {
        assert_eq!(fold(text), "", "{text:?}");
    }
}

#[test]
fn appending_leaves_what_was_there() {
    let mut out = String::from("e");
    fold_into("\u{301} A", &mut out);
    assert_eq!(out, "ea");
    fold_into("  B'c ", &mut out);
    assert_eq!(out, "eabc");
    let mut out = String::from("カ");
    fold_into("\u{3099}", &mut out);
    assert_eq!(out, "カ\u{3099}");
}

#[test]
fn every_single_character_folds_once() {
    for letter in '\0'..=char::MAX {
        let once = fold(letter.encode_utf8(&mut [0; 4]));
        assert_eq!(fold(&once), once, "{letter:?} {:X}", u32::from(letter));
        assert!(!is_common(letter) || letter.is_alphanumeric(), "{letter:?}");
        let mut slow = String::new();
        fold_unicode(letter.encode_utf8(&mut [0; 4]), &mut slow);
        assert_eq!(once, slow, "{letter:?} {:X}", u32::from(letter));
    }
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn names_with_marks_fold_once(
        text in "[a-zA-ZÀ-ỹ\u{300}-\u{345}Ѐ-џΆ-ώ\u{3099}かカｶﾞัิ์'’ .\u{200D}\u{64B}-\u{655}ا하ᄒ\u{1161}-]{0,12}"
    ) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn the_fast_path_folds_as_the_slow_one(text in "[ -~\t\n\rÀ-ſẠ-ỹЀ-ӿ一-三가-갤ぁ-ゖァ-ーก-ๆ]{0,24}") {
        let mut slow = String::new();
        fold_unicode(&text, &mut slow);
        prop_assert_eq!(fold(&text), slow);
    }

    #[test]
    fn no_space_is_at_an_end_or_doubled(text in any::<String>()) {
        let folded = fold(&text);
        prop_assert_eq!(folded.trim(), &folded);
        prop_assert!(!folded.contains("  "));
    }
}
