# Texts of the people's side in Arabic: rating, letters, corrections, representation, bodies.

# Rating after the end

rating-title = قيّم الخدمة
rating-card-help = ضغطة واحدة تكفي، ولك أن تضيف كلمة بعدها. لا أثر لتقييمك في هذا الطلب ولا في غيره.
rating-question = كيف كانت الخدمة؟
rating-1 = سيئة جداً
rating-2 = سيئة
rating-3 = مقبولة
rating-4 = جيدة
rating-5 = ممتازة
rating-of = من 5
rating-comment = ماذا نُبقي وماذا نُصلح؟
rating-comment-hint = لا تكتب أرقاماً ولا أسماء. تُحفظ كلمتك مختومة كسائر بياناتك، ولا تُنشر.
rating-help = تُجمع الدرجات بلا أسماء في أرقام الخدمة، ولا أثر لتقييمك في طلبك.
rating-saved = حفظنا تقييمك. يمكنك تغييره أو إضافة كلمة حتى { $day }.
rating-send = أرسل التقييم
rating-missing = اختر درجة من 1 إلى 5
rating-yours = تقييمك
rating-change = غيّر التقييم أو أضف كلمة
rating-until = يمكنك التقييم حتى { $day }.
rating-until-change = يمكنك تغييره حتى { $day }.

# Letters: ways and quiet hours

preferences-title = كيف نُبلغك؟
preferences-lead = كل رسالة تجدها دائماً في «رسائلي». اختر هنا كيف نُنبّهك إليها.
preferences-ways = نبّهني أيضاً عبر
preferences-always = الرسائل هنا في الموقع لا تُوقف، فلا يفوتك منها شيء.
preferences-mail = البريد الإلكتروني
preferences-sms = رسالة نصية
preferences-sms-hint = فيها عنوان الرسالة وحده، فلا يقرأ غيرك تفاصيل طلبك على شاشة هاتفك.
preferences-quiet = هل تريد ساعات هدوء؟
preferences-quiet-hint = ما يُكتب فيها يصلك عند انتهائها، وتجده هنا في الحال.
preferences-from = تبدأ الساعة
preferences-until = تنتهي الساعة
preferences-hours-wrong = اختر ساعة البداية وساعة أخرى للنهاية
preferences-save = احفظ
preferences-saved = حُفظ اختيارك
preferences-saved-help = يسري على كل رسالة من الآن.

# Corrections: a fact that a register holds is called wrong

correction-intro = تحفظ هذه المعلومة { $body }. إن أكدت أنها غير صحيحة أرسلنا إليها طلب تصحيح ونظر فيه موظف منها، ولا يُرفض طلبك بسببها قبل ذلك.
correction-right = ما الصحيح، إن كنت تعرفه؟
correction-why = كيف نتأكد من ذلك؟
correction-why-hint = اذكر مثلاً المستند الذي معك وتاريخه. لا ترسل كلمات مرور ولا أرقام بطاقات.
correction-send = أرسل طلب التصحيح
corrections-mine = طلبات التصحيح
corrections-mine-help = معلومات قلت إنها غير صحيحة، وما قالته الجهة التي تحفظها.
correction-due = الجواب قبل
correction-value = الصحيح
correction-open = قيد النظر
correction-accepted = صُححت
correction-refused = لم تُصحح
corrections-title = طلبات التصحيح
corrections-lead = معلومات في سجلات جهتك قال أصحابها إنها غير صحيحة. يصل جوابك إلى صاحبها وإلى الجهة التي تنظر في طلبه.
corrections-none = لا توجد طلبات تصحيح.
corrections-none-help = عندما يقول أحد إن معلومة في سجلاتكم غير صحيحة تظهر هنا.
corrections-opened = وصل في
correction-title-desk = معلومة طُعن فيها
correction-record = رقم القيد في السجل: { $keys }
correction-words = ما كتبه صاحب المعلومة
correction-choice = ماذا وجدت في أصل القيد؟
correction-choice-missing = اختر ما وجدته
correction-accept = المعلومة غير صحيحة، والصحيح مكتوب أدناه
correction-refuse = المعلومة صحيحة كما في السجل
correction-right-desk = الصحيح
correction-reason = السبب
correction-reason-hint = يقرؤه صاحب المعلومة كما تكتبه. لا بد منه إن بقيت المعلومة على حالها.
correction-send-desk = أرسل الجواب
look-correction = للنظر في طلب تصحيح

# Acting for somebody else

acting-title = اعمل نيابةً عن غيرك
acting-help = نتحقق من صفتك في السجل قبل أن نعرض أي معلومة عن الشخص. بعدها تظهر النيابة في أعلى كل صفحة، ويمكنك أن تعود إلى العمل باسمك متى شئت.
acting-begin = تحقّق وابدأ
acting-end = اعمل باسمك
acting-back = عُد إلى طلباتك
acting-not-here = لا تسمح هذه الخدمة بالنيابة بهذه الصفة. لتقديمها لنفسك اعمل باسمك أولاً.

# The session

session-ends = تبقى جلستك مفتوحة حتى { $time } على الأقل.
session-kept = وإن انتهت قبل أن تُرسل، فسجّل الدخول من جديد ويعود ما كتبته.
session-extend = مدّد الجلسة
session-title = الجلسة ممدّدة
session-extended = جلستك مفتوحة حتى { $time }. أغلق هذه الصفحة وتابع حيث كنت.
session-none = لست مسجّل الدخول
session-none-help = لا توجد جلسة مفتوحة. ما كتبته في صفحة أخرى يعود بعد تسجيل الدخول منها.
new-window = (في نافذة جديدة)

# The bodies of government

bodies-title = الجهات الحكومية
bodies-description = جهات دولة الكويت وخدماتها، وكيف تسألها.
bodies-lead = { $n } جهة. اختر جهة لترى خدماتها وسجلاتها وكيف تسألها.
body-unverified = الاسم لم تؤكده قائمة رسمية بعد
body-help = كيف تسأل هذه الجهة؟
body-help-1 = عن طلب قدّمته:
body-help-2 = عن معلومة في سجلاتها:
body-help-2b = افتح الطلب الذي ظهرت فيه واضغط «غير صحيحة؟» بجانبها؛ يصل السؤال إلى موظف السجل مباشرة.
body-help-3 = هاتف الجهة وعنوانها:
body-help-3b = لم تزوّدنا بهما الجهة بعد، ولا ننشر رقماً لم تؤكده.
body-services = خدماتها هنا
body-services-none = لا تقدّم هذه الجهة خدمات هنا بعد.
body-registers = سجلات تحفظها
body-registers-help = تُقرأ منها المعلومات التي لا نسألك عنها.
body-page = كيف تسأل الجهة

# An appeal that is heard

where-appeal = ينظر في تظلّمك في { $body } غير من اتخذ القرار.
now-appeal = ينظر في تظلّمك غير من اتخذ القرار
