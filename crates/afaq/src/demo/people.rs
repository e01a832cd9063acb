//! Whom one can be in the demonstration, and what each is good for.

use afaq_base::{CivilNumber, Text};
use afaq_testkit::City;

/// People to try the services as, with what will happen.
pub fn guide(city: &City) -> Vec<(CivilNumber, Text)> {
    let show = city.showcase();
    // Numbers that forms ask for and that stand on papers which nobody here has.
    let child = |number: Option<CivilNumber>| {
        let number = number?;
        Some(Text::new(
            format!("الرقم المدني للطفل {number}"),
            format!("the child's civil number is {number}"),
        ))
    };
    let case_number = show.party_to_judgment.and_then(|party| city.likely_answer(party, "judgment.number"));
    let case = case_number
        .map(|number| Text::new(format!("رقم القضية {number}"), format!("the case number is {number}")));
    let people = [
        (
            show.carer,
            child(show.severely_disabled_child),
            "ترعى طفلاً ذا إعاقة شديدة ولا تعمل: تستحق مخصص الرعاية",
            "cares for a severely disabled child and has no job: entitled to the carer's allowance",
        ),
        (
            show.employed_carer,
            child(show.child_of_employed_carer),
            "ترعى طفلاً ذا إعاقة شديدة وهي موظفة: يُرفض طلبها مع بيان السبب",
            "cares for a severely disabled child and is employed: refused, with the reason",
        ),
        (
            show.divorced_carer,
            child(show.child_of_divorced_carer),
            "مطلقة ترعى طفلها: حكم الحضانة معروف لدى وزارة العدل",
            "divorced, cares for her child: the custody ruling is known to the Ministry of Justice",
        ),
        (
            show.carer_of_moderate,
            child(show.moderately_disabled_child),
            "ترعى طفلاً ذا إعاقة متوسطة: يُرفض الطلب ويُبيَّن ما يمكن فعله",
            "cares for a child with a moderate disability: refused, with what can be done",
        ),
        (
            show.resident,
            None,
            "مقيم تنتهي إقامته قريباً: يجدد إقامته وإقامة أسرته",
            "a resident whose residency ends soon: renews his own and his family's",
        ),
        (
            show.resident_in_debt,
            None,
            "مقيم عليه مستحقات للدولة: لا تُجدد إقامته قبل سدادها",
            "a resident with unpaid dues: no renewal before they are paid",
        ),
        (
            show.driver,
            None,
            "تنتهي رخصة قيادتها خلال أسبوعين: تجددها وتدفع الرسم",
            "her driving licence ends in two weeks: renews it and pays the fee",
        ),
        (
            show.driver_with_fines,
            None,
            "عليه مخالفات مرورية: لا تُجدد رخصته قبل دفعها",
            "has unpaid traffic fines: no renewal before they are paid",
        ),
        (
            show.resident_spouse,
            None,
            "رُزقت بمولود قبل أسابيع: تستخرج شهادة ميلاده",
            "had a child some weeks ago: gets the birth certificate",
        ),
        (
            show.parent_of_newborn,
            child(show.newborn_without_card),
            "لها مولود بلا بطاقة مدنية: تستخرج له بطاقته الأولى",
            "has a newborn without a civil ID: gets the first card",
        ),
        (
            show.freelancer,
            None,
            "يريد عملاً حراً: يصدر الترخيص في الحال إن كانت الأنشطة من مجال واحد",
            "wants to work freelance: licensed at once for activities of one field",
        ),
        (
            show.party_to_judgment,
            case,
            "طرف في حكم أسرة: يطلب صورة منه",
            "is a party to a family judgment: asks for a copy",
        ),
        (
            show.guardian_of_disabled_child,
            child(show.severely_disabled_child),
            "ولي طفل ذي إعاقة: يفتح له ملفاً تعليمياً، ويطلب لنفسه شهادة المكلف بالرعاية",
            "is the guardian of a disabled child: opens its educational file, and asks for a caregiver certificate",
        ),
    ];
    people
        .into_iter()
        .filter_map(|(who, number, ar, en)| who.map(|who| (who, told(number, ar, en))))
        .collect()
}

/// The story, with the number that the form asks for.
fn told(number: Option<Text>, ar: &str, en: &str) -> Text {
    match number {
        Some(number) => Text::new(format!("{ar} ({})", number.ar), format!("{en} ({})", number.en)),
        None => Text::new(ar, en),
    }
}
