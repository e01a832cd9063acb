//! What people say of a request when it is over: most say nothing, and a refusal or a delay shows in the points.

use afaq_base::{Lang, time};
use afaq_domain::cases::{Case, CaseOutcome};
use afaq_testkit::Rng;

use super::people::Errand;

/// People in a thousand who rate at all.
const RATES_PERMILLE: u64 = 280;
/// Of those, people in a thousand who add words.
const WORDS_PERMILLE: u64 = 400;

/// Words of people who gave one or two points, three, and more: in Arabic, and what who reads English writes.
const WORDS: [([&str; 3], [&str; 2]); 3] = [
    (
        [
            "انتظرت أكثر من المدة المعلنة ولم يخبرني أحد بالسبب.",
            "رُفض طلبي ولم أفهم ما المطلوب مني.",
            "طُلب مني مستند موجود عندكم أصلاً.",
        ],
        [
            "It took longer than promised and nobody told me why.",
            "I had to send a paper that you already had.",
        ],
    ),
    (
        [
            "الخدمة مقبولة، لكن الصفحات كثيرة.",
            "وصلت الموافقة متأخرة قليلاً.",
            "أحتاج إلى شرح أوضح لسبب السؤال.",
        ],
        ["Fine, but there were many pages.", "Approved in the end; a little late."],
    ),
    (
        [
            "خدمة سريعة وواضحة، شكراً لكم.",
            "أنجزت معاملتي من البيت في دقائق.",
            "الرسائل واضحة وعرفت أين وصل طلبي.",
        ],
        ["Quick and clear, thank you.", "Done from home in minutes."],
    ),
];

/// What this person comes to say of an ended case; nothing from most.
pub fn of(rng: &mut Rng, case: &Case) -> Option<Errand> {
    let closed = case.closed.as_ref().filter(|_| rng.permille(RATES_PERMILLE))?;
    let is_late = time::local_date(closed.at) > case.promised_on;
    let usual: [u64; 5] = match (closed.outcome, is_late) {
        (CaseOutcome::Approved, false) => [2, 4, 10, 32, 52],
        (CaseOutcome::Approved, true) => [10, 18, 30, 27, 15],
        (CaseOutcome::Refused | CaseOutcome::Withdrawn | CaseOutcome::Expired, _) => [34, 26, 22, 12, 6],
    };
    let mut left = rng.below(100);
    let mut points = 5;
    for (one, share) in (1..).zip(usual) {
        if left < share {
            points = one;
            break;
        }
        left -= share;
    }
    let (arabic, english) = &WORDS[usize::from(points.max(2) - 2).min(2)];
    let words = match (rng.permille(WORDS_PERMILLE), case.language) {
        (false, _) => "",
        (true, Lang::Ar) => *rng.pick(arabic),
        (true, Lang::En) => *rng.pick(english),
    };
    Some(Errand::Rate { points, words })
}
