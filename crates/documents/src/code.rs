//! The stable codes of this crate, 7000 to 7099, and what `afaq explain` says about them.

use afaq_base::code::Entry;
use afaq_base::{ErrorCode, StaticText};

/// The request of a document cannot be right.
pub const REQUEST: ErrorCode = ErrorCode::new(7001);
/// A template is broken.
pub const TEMPLATE: ErrorCode = ErrorCode::new(7002);
/// A document has too many pages or bytes.
pub const TOO_LARGE: ErrorCode = ErrorCode::new(7003);
/// Setting a document took too long.
pub const TIMED_OUT: ErrorCode = ErrorCode::new(7004);
/// Setting a document needed too much memory.
pub const OUT_OF_MEMORY: ErrorCode = ErrorCode::new(7005);
/// The typesetting process ended without an answer.
pub const CRASHED: ErrorCode = ErrorCode::new(7006);
/// No typesetting process could be had.
pub const UNAVAILABLE: ErrorCode = ErrorCode::new(7007);

/// The explanations of this crate's codes.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: REQUEST,
        title: StaticText::new("طلب إصدار وثيقة غير صحيح", "request of a document is not right"),
        help: StaticText::new(
            "لا بد لكل وثيقة من عنوان واسم جهة باللغتين ورقم ورابط تحقق يبدأ بـ https. راجع الرسالة ففيها اسم القيمة الناقصة أو الحد الذي جاوزته.",
            "Every document needs a title and a body's name in both languages, a number, and a verification address that begins with https. The message names the value that is missing or the limit that was passed.",
        ),
    },
    Entry {
        code: TEMPLATE,
        title: StaticText::new("قالب الوثيقة معطوب", "document's template is broken"),
        help: StaticText::new(
            "تذكر الرسالة السطر والعمود في القالب. الأسباب المألوفة: اسم في data غير موجود، أو قوس غير مغلق، أو صورة بلا نص بديل، أو ملف خارج مجلد assets، أو حرف لا يوجد في الخطوط المضمّنة.",
            "The message names the line and column in the template. Usual causes: a name that `data` does not have, a bracket that is not closed, a picture without `alt`, a file outside `assets`, or a character that the embedded fonts do not have.",
        ),
    },
    Entry {
        code: TOO_LARGE,
        title: StaticText::new("الوثيقة أكبر من الحد", "document is too large"),
        help: StaticText::new(
            "اختصر القوائم الطويلة في القالب أو صغّر الصور. الحد معلن في إعدادات الوثائق.",
            "Shorten long lists in the template, or use smaller pictures. The limit is a setting of the documents.",
        ),
    },
    Entry {
        code: TIMED_OUT,
        title: StaticText::new(
            "استغرق إعداد الوثيقة وقتاً أطول من المسموح",
            "setting the document took too long",
        ),
        help: StaticText::new(
            "ابحث في القالب عن حلقة لا تنتهي. إن كان القالب سليماً فالجهاز مثقل، وتعاد المحاولة تلقائياً.",
            "Look for an endless loop in the template. If there is none, the machine is overloaded; the job is tried again by itself.",
        ),
    },
    Entry {
        code: OUT_OF_MEMORY,
        title: StaticText::new(
            "احتاج إعداد الوثيقة إلى ذاكرة أكثر من المسموح",
            "setting the document needed too much memory",
        ),
        help: StaticText::new(
            "ابحث في القالب عن قيمة تكبر في حلقة أو عن صورة هائلة الأبعاد.",
            "Look for a value that grows in a loop of the template, or for a picture of huge dimensions.",
        ),
    },
    Entry {
        code: CRASHED,
        title: StaticText::new(
            "توقفت عملية إعداد الوثائق بلا جواب",
            "typesetting process ended without an answer",
        ),
        help: StaticText::new(
            "تعاد المحاولة تلقائياً بعملية جديدة. إن تكرر ذلك مع القالب نفسه فأرسل القالب إلى فريق المنصة.",
            "The job is tried again with a new process. If it happens again with the same template, send the template to the platform's team.",
        ),
    },
    Entry {
        code: UNAVAILABLE,
        title: StaticText::new("لا توجد عملية متاحة لإعداد الوثائق", "no typesetting process could be had"),
        help: StaticText::new(
            "تعاد المحاولة تلقائياً. إن تكرر ذلك فزد عدد العمليات في الإعدادات أو افحص ذاكرة الجهاز.",
            "The job is tried again by itself. If it happens often, raise the number of processes in the settings or look at the machine's memory.",
        ),
    },
];
