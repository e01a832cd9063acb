//! The team's side of the desk, and publishing by two, as officers meet them.

use jiff::SignedDuration;

use super::browser::unescape;
use super::desk::waiting_case;
use super::world::{CARER, World};

/// The inputs of a page with what stands in them.
fn fields(body: &str) -> Vec<(String, String)> {
    let inputs = body.split(" name=\"").skip(1).filter_map(|part| part.split_once("\" value=\""));
    inputs
        .filter(|(name, _)| !name.contains('"'))
        .map(|(name, rest)| (unescape(name), unescape(rest.split('"').next().unwrap())))
        .collect()
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn picked_cases_are_looked_at_prepared_and_taken_back() {
    let world = World::new().await;
    let (_, id) = waiting_case(&world).await;
    let mut officer = world.signed_in("pada.allowances.2").await;
    let list = officer.get("/en/desk?tab=unit").await;
    let pick = list.value("pick").unwrap();
    assert!(pick.starts_with(&id));
    assert_eq!(officer.post("/en/desk/bulk", &[("do", "decide")]).await.location(), "/en/desk?none=1");
    let ask = officer.post("/en/desk/bulk", &[("do", "decide"), ("pick", &pick)]).await;
    assert!(ask.status == 200 && ask.has("name=\"outcome\""), "{}", ask.body);
    let send = "/en/desk/bulk/decide";
    let none = officer.post(send, &[("do", "preview"), ("pick", &pick)]).await;
    assert!(none.status == 422 && none.has("#outcome-0"), "{}", none.body);
    let bare = officer.post(send, &[("do", "preview"), ("pick", &pick), ("outcome", "refuse")]).await;
    assert!(bare.status == 422 && bare.has("#reason-0"), "{}", bare.body);
    let approve = |what: &'static str| [("do", what), ("pick", &*pick), ("outcome", "approve")];
    let look = officer.post(send, &approve("preview")).await;
    assert!(look.status == 200 && look.has("value=\"prepare\""), "{}", look.body);
    assert!(!officer.get(&format!("/en/desk/cases/{id}")).await.has("/undo"), "nothing is prepared yet");
    let done = officer.post(send, &approve("prepare")).await;
    assert!(done.status == 200 && done.has("value=\"undo\""), "{}", done.body);
    let again = officer.post(send, &approve("prepare")).await;
    assert!(!again.has("value=\"undo\""), "what has changed meanwhile is left alone");
    let pick = done.value("pick").unwrap();
    officer.post(send, &[("do", "undo"), ("pick", &pick)]).await;
    assert!(!officer.get(&format!("/en/desk/cases/{id}")).await.has("/undo"));
    let mut stranger = world.signed_in(&world.officer("medical_reviewer")).await;
    let seen = stranger.post(send, &[("do", "prepare"), ("outcome", "approve"), ("pick", &pick)]).await;
    assert!(!seen.has(&id), "another body's officer sees nothing of it");
    for rubbish in ["", "x", "x.y", "01234567890123456789012345.1"] {
        let answer =
            officer.post(send, &[("do", "prepare"), ("outcome", "approve"), ("pick", rubbish)]).await;
        assert_eq!(answer.status, 200, "{rubbish}");
    }
}

#[tokio::test]
async fn notes_are_written_and_never_shown_to_the_person() {
    let world = World::new().await;
    let (mut person, id) = waiting_case(&world).await;
    let mut officer = world.signed_in("pada.allowances.2").await;
    let note = format!("/en/desk/cases/{id}/note");
    assert_eq!(officer.post(&note, &[("text", " ")]).await.status, 422);
    assert_eq!(officer.post(&note, &[("text", "She called <i>")]).await.status, 303);
    assert!(officer.get(&format!("/en/desk/cases/{id}")).await.has("She called"));
    assert!(!person.get(&format!("/en/cases/{id}")).await.has("She called"));
    assert!(person.get("/en/my-data/file.json").await.has("She called"), "the law gives a copy");
}

#[tokio::test]
async fn a_view_is_kept_and_dropped() {
    let world = World::new().await;
    let mut officer = world.signed_in("pada.allowances.2").await;
    let keep = [("do", "save"), ("name", "Mornings <b>"), ("query", "tab=unit&show=late\"><script>")];
    assert_eq!(officer.post("/en/desk/views", &keep).await.location(), "/en/desk?tab=unit&show=latescript");
    let page = officer.get("/en/desk").await;
    assert!(page.has("Mornings &#60;b&#62;") || page.has("Mornings &lt;b&gt;"), "{}", page.body);
    assert_eq!(officer.post("/en/desk/views", &[("do", "save"), ("name", " ")]).await.status, 422);
    officer.post("/en/desk/views", &[("do", "drop"), ("name", "Mornings <b>")]).await;
    assert!(!officer.get("/en/desk").await.has("Mornings"));
}

#[tokio::test]
async fn leave_ready_sentences_and_rules_are_set_by_those_who_may() {
    let world = World::new().await;
    let mut head = world.signed_in("pada.allowances.1").await;
    let mut member = world.signed_in("pada.allowances.2").await;
    assert_eq!(member.get("/en/desk/team/rules").await.status, 404);
    assert_eq!(head.get("/en/desk/team/rules").await.status, 200);
    let rules = [("policy.allowances", "age"), ("sample.allowances", "101")];
    assert_eq!(head.post("/en/desk/team/rules", &rules).await.status, 422);
    let rules = [("policy.allowances", "age"), ("sample.allowances", "٥")];
    assert_eq!(head.post("/en/desk/team/rules", &rules).await.location(), "/en/desk/team");
    assert!(head.get("/en/desk/team").await.has("The oldest"));
    let leave = |until: &'static str| {
        [
            ("substitute", "pada.allowances.3"),
            ("from.day", "22"),
            ("from.month", "11"),
            ("from.year", "2026"),
            ("until.day", until),
            ("until.month", "11"),
            ("until.year", "2026"),
        ]
    };
    assert_eq!(member.post("/en/desk/team/absence", &leave("31")).await.status, 422);
    assert_eq!(member.post("/en/desk/team/absence", &leave("21")).await.status, 422);
    assert_eq!(member.post("/en/desk/team/absence", &leave("24")).await.location(), "/en/desk/team");
    assert!(head.get("/en/desk/team").await.has("stands in"));
    assert_eq!(member.post("/en/desk/team/absences/1/end", &[]).await.location(), "/en/desk/team");
    let sentence = [
        ("choice", "approve"),
        ("name_ar", "تهنئة"),
        ("name_en", "Good wishes"),
        ("text_ar", "مبروك"),
        ("text_en", "Congratulations"),
    ];
    assert_eq!(member.post("/en/desk/templates/new", &sentence).await.status, 422);
    assert_eq!(head.post("/en/desk/templates/new", &sentence[..3]).await.status, 422);
    assert_eq!(head.post("/en/desk/templates/new", &sentence).await.location(), "/en/desk/templates");
    assert!(member.get("/en/desk/templates").await.has("Congratulations"));
    let (_, id) = waiting_case(&world).await;
    let desk = format!("/en/desk/cases/{id}");
    let decide = member.get(&desk).await.link_with(&desk, "/decide").unwrap();
    let filled = [("do", "insert"), ("template", "1"), ("text_en", "Dear Noura,")];
    let page = member.post(&decide, &filled).await;
    assert!(page.status == 200 && page.has("Dear Noura,\nCongratulations"), "{}", page.body);
    let next = [("do", "next"), ("outcome", "approve")];
    assert_eq!(member.post(&decide, &next).await.location(), "/en/desk?tab=unit", "there is no other case");
    world.pass(SignedDuration::from_mins(11)).await;
    assert_eq!(member.get("/en/desk/quality").await.status, 200);
}

#[tokio::test]
async fn a_version_is_made_by_one_and_published_by_another() {
    let world = World::new().await;
    let mut maker = world.signed_in("pada.services.1").await;
    let mut checker = world.signed_in("pada.services.2").await;
    let mut officer = world.signed_in("pada.allowances.1").await;
    assert_eq!(officer.get("/en/desk/services").await.status, 404);
    let at = format!("/en/desk/services/{CARER}");
    assert!(maker.get("/en/desk/services").await.has(&at));
    let form = maker.get(&format!("{at}/edit")).await;
    let mut fields = fields(&form.body);
    let set = |fields: &mut Vec<(String, String)>, name: &str, value: &str| {
        let field = fields.iter_mut().find(|(known, _)| known == name).unwrap();
        value.clone_into(&mut field.1);
    };
    set(&mut fields, "promise", "none");
    assert_eq!(maker.post(&format!("{at}/edit"), &pairs(&fields)).await.status, 422);
    set(&mut fields, "promise", "8");
    let version = maker.post(&format!("{at}/edit"), &pairs(&fields)).await.location();
    assert_eq!(version, format!("{at}/version"));
    let page = maker.get(&version).await;
    assert!(page.has("/send") && !page.has("/approve"), "{}", page.body);
    assert!(maker.get(&format!("{at}/page")).await.has("8 working days"));
    assert_eq!(maker.post(&format!("{at}/send"), &[]).await.location(), version);
    let day = [("from.day", "22"), ("from.month", "11"), ("from.year", "2026")];
    assert_eq!(maker.post(&format!("{at}/approve"), &day).await.status, 422, "nobody approves their own");
    assert_eq!(checker.post(&format!("{at}/approve"), &[]).await.status, 422);
    assert_eq!(checker.post(&format!("{at}/approve"), &day).await.location(), at);
    let shown = world.browser().get(&format!("/en/services/{CARER}")).await;
    assert!(shown.has("8 working days") && shown.has("2026.2"), "{}", shown.body);
    let history = checker.get(&at).await;
    assert!(history.has("Approved by") && history.has("Made by"), "{}", history.body);
    let text = [("ar", "صيانة"), ("en", "Maintenance")];
    assert_eq!(maker.post(&format!("{at}/suspend"), &text[..1]).await.status, 422);
    assert_eq!(maker.post(&format!("{at}/suspend"), &text).await.location(), at);
    assert!(world.browser().get(&format!("/en/services/{CARER}")).await.has("Maintenance"));
    assert_eq!(maker.post(&format!("{at}/open"), &[]).await.location(), at);
    assert_eq!(maker.get(&format!("{at}/nothing")).await.status, 404);
}

#[tokio::test]
async fn an_officer_helps_at_the_counter_and_reaches_nothing_but_the_form() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    // Something of the person's own that the officer must not see.
    let mut person = world.person(carer).await;
    let private = person.fill_carer("en", &child.to_string()).await;
    let mut officer = world.signed_in("pada.allowances.2").await;
    let number = carer.to_string();
    let ask = |consent: &'static str| [("number", &*number), ("service", CARER), ("consent", consent)];
    assert_eq!(officer.post("/en/desk/counter", &ask("")).await.status, 422, "not without consent");
    let wrong = [("number", "312010101234"), ("service", CARER), ("consent", "yes")];
    assert_eq!(officer.post("/en/desk/counter", &wrong).await.status, 422);
    let start = officer.post("/en/desk/counter", &ask("yes")).await.location();
    assert_eq!(start, format!("/en/services/{CARER}/start"));
    for hidden in ["/en/cases", "/en/my-data", "/en/messages", "/en/documents", &private] {
        assert_eq!(officer.get(hidden).await.status, 404, "{hidden}");
    }
    let check = officer.fill_carer("en", &child.to_string()).await;
    let page = officer.get(&check).await;
    assert!(page.has("You help at the counter") && !page.has("href=\"/en/messages\""), "{}", page.body);
    let sent = officer.post(&check, &[]).await.location();
    assert_eq!(officer.get(&sent).await.status, 200);
    let case = sent.strip_suffix("/confirmation").unwrap().to_string();
    assert_eq!(officer.get(&case).await.status, 404, "the case itself is the person's");
    assert_eq!(officer.post("/en/counter/end", &[]).await.location(), "/en/desk");
    assert_eq!(officer.post("/en/counter/end", &[]).await.status, 401, "it is over");
    let id = case.rsplit('/').next().unwrap();
    world.pass(SignedDuration::from_mins(1)).await;
    let desk = format!("/en/desk/cases/{id}");
    let page = officer.get(&desk).await;
    assert!(page.has("Filled in at the counter"), "{}", page.body);
    if let Some(decide) = page.link_with(&desk, "/decide") {
        let own = officer.post(&decide, &[("outcome", "approve"), ("do", "prepare")]).await;
        assert_eq!(own.status, 422, "who helped does not decide");
    }
    assert!(person.get("/en/my-data").await.has("counter"), "the person sees who helped");
}
