//! Whom one can be in the demonstration, and what each is good for.

use afaq_base::{CivilNumber, Text};
use afaq_testkit::City;

/// People to try the services as, with what will happen.
pub fn guide(city: &City) -> Vec<(CivilNumber, Text)> {
    let show = city.showcase();
    let people = [
        (
            show.carer,
            "ترعى طفلاً ذا إعاقة شديدة ولا تعمل: تستحق مخصص الرعاية",
            "cares for a severely disabled child and has no job: entitled to the carer's allowance",
        ),
        (
            show.employed_carer,
            "ترعى طفلاً ذا إعاقة شديدة وهي موظفة: يُرفض طلبها مع بيان السبب",
            "cares for a severely disabled child and is employed: refused, with the reason",
        ),
        (
            show.divorced_carer,
            "مطلقة ترعى طفلها: حكم الحضانة معروف لدى وزارة العدل",
            "divorced, cares for her child: the custody ruling is known to the Ministry of Justice",
        ),
        (
            show.carer_of_moderate,
            "ترعى طفلاً ذا إعاقة متوسطة: يُرفض الطلب ويُبيَّن ما يمكن فعله",
            "cares for a child with a moderate disability: refused, with what can be done",
        ),
        (
            show.resident,
            "مقيم تنتهي إقامته قريباً: يجدد إقامته وإقامة أسرته",
            "a resident whose residency ends soon: renews his own and his family's",
        ),
        (
            show.resident_in_debt,
            "مقيم عليه مستحقات للدولة: لا تُجدد إقامته قبل سدادها",
            "a resident with unpaid dues: no renewal before they are paid",
        ),
        (
            show.driver,
            "تنتهي رخصة قيادتها خلال أسبوعين: تجددها وتدفع الرسم",
            "her driving licence ends in two weeks: renews it and pays the fee",
        ),
        (
            show.driver_with_fines,
            "عليه مخالفات مرورية: لا تُجدد رخصته قبل دفعها",
            "has unpaid traffic fines: no renewal before they are paid",
        ),
    ];
    people
        .into_iter()
        .filter_map(|(number, ar, en)| number.map(|number| (number, told(city, number, ar, en))))
        .collect()
}

/// The story, with the number of the disabled child: the form asks for it, and here nobody has the child's card.
fn told(city: &City, parent: CivilNumber, ar: &str, en: &str) -> Text {
    match city.children_of(parent).find(|child| child.disability.is_some()) {
        Some(child) => {
            let number = child.civil_number;
            Text::new(
                format!("{ar} (الرقم المدني للطفل {number})"),
                format!("{en} (the child's civil number is {number})"),
            )
        }
        None => Text::new(ar, en),
    }
}
