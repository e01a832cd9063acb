# Texts of the pages in Arabic. The other language has the same keys with the same arguments; a test compares them.


# The frame of every page

site = آفاق
site-state = خدمات دولة الكويت
skip = انتقل إلى المحتوى
demo-mark = نسخة تجريبية
demo-mark-help = الأشخاص والطلبات والجهات هنا للعرض فقط، ولا أثر لأي إجراء تقوم به.
lang-switch = English
nav-main = التنقل الرئيسي
nav-crumbs = موقعك في الموقع
nav-home = الصفحة الرئيسية
nav-services = الخدمات
nav-cases = طلباتي
nav-messages = رسائلي
nav-unread = غير مقروءة
nav-documents = وثائقي
nav-verify = تحقّق من وثيقة
nav-sign-in = تسجيل الدخول
nav-worklist = قائمة المعاملات
nav-outbox = صندوق الصادر
nav-back = رجوع
sign-out = تسجيل الخروج
acting-for = نيابةً عن
foot-help = المساعدة والتواصل
foot-accessibility = سهولة الوصول
foot-privacy = الخصوصية
foot-verify = تحقّق من وثيقة
foot-words = آفاق منصة مفتوحة لتقديم الخدمات الحكومية.
yes = نعم
no = لا
change = تعديل
cancel = إلغاء
undo = تراجع
pager = صفحات القائمة
pager-newer = الأحدث
pager-older = الأقدم
stage-done = تمّ
stage-now = الآن
stage-next = لاحقاً

# Money

money-kwd = د.ك
money-free = مجاناً
fee-from = ابتداءً من
fee-depends = يُحسب من إجاباتك
fee-for = البند

# Home and search

home-title = خدمات الدولة، حيث تبدأ أنت
home-lead = ابحث بكلماتك، وقدّم طلبك في دقائق، واعرف أين وصل في كل لحظة.
home-yours = بانتظارك
home-events = ماذا حدث في حياتك؟
home-popular = خدمات متاحة الآن
home-sectors = الخدمات حسب القطاع
home-promise = ما نلتزم به
home-promise-1 = لا نسألك عمّا نعرفه.
home-promise-1b = نأخذ المعلومة من سجلّها، ونعرض لك مصدرها، وتستطيع أن تقول إنها غير صحيحة.
home-promise-2 = لكل طلب موعد إنجاز.
home-promise-2b = تعرفه قبل أن تبدأ، وتراه في صفحة طلبك.
home-promise-3 = لكل قرار سبب.
home-promise-3b = مع أساسه القانوني، وما يمكنك فعله، وكيف تتظلّم.
search-label = عن أي خدمة تبحث؟
search-hint = مثلاً: تجديد إقامة، رخصة قيادة، بدل رعاية
search-button = بحث
search-results = نتائج البحث
search-none = لم نجد خدمة بهذه الكلمات.
search-none-help = جرّب كلمات أقل أو كلمات تستعملها كل يوم، أو ابدأ من القطاعات في الصفحة الرئيسية.
search-try = جرّب أيضاً
search-title = البحث عن خدمة

# The page of a service

illustrative = مثال توضيحي
service-fee = الرسوم
service-promise = مدة الإنجاز
service-bring = مستندات منك
service-fetched = مستندات نجلبها نحن
service-start = ابدأ الطلب
service-go-on = أكمل طلبك
service-go-on-help = لديك مسودة محفوظة من هذا الطلب.
service-open = تابع طلبك
service-open-help = لديك طلب مفتوح لهذه الخدمة.
service-suspended = متوقفة مؤقتاً
service-counter = لا تُقدَّم هذه الخدمة إلكترونياً
service-who = من يحق له التقديم
service-papers = المستندات
papers-needed = تقدّمها أنت
papers-needed-none = لا نحتاج منك أي مستند.
papers-fetched = نجلبها من السجلات
papers-fetched-none = لا نجلب مستندات لهذه الخدمة.
papers-none = لا شيء
service-fee-table = تفصيل الرسوم
service-law = الأساس القانوني
law-none = لم تذكر الجهة أساساً قانونياً بعد.
law-unverified = لم يُتحقق منه بعد
legal-basis = الأساس القانوني
service-channels = طرق أخرى للتقديم
service-outputs = ما تحصل عليه
service-figures = أرقام الخدمة
service-contact = الجهة المسؤولة
service-version = الإصدار
service-since = سارٍ منذ
service-related = خدمات قريبة

# Sign-in

sign-in-title = تسجيل الدخول التجريبي
sign-in-demo = لا توجد كلمات مرور هنا. اختر شخصاً لترى الخدمة بعينيه؛ كل الأسماء والأرقام مولّدة آلياً ولا تخص أحداً.
sign-in-people = ادخل كفرد
sign-in-officers = ادخل كموظف
sign-in-other = أو برقم مدني آخر من المدينة التجريبية
civil-number-hint = 12 رقماً، كما في البطاقة المدنية

# Forms

error-prefix = خطأ:
errors-title = صحّح ما يلي لتتابع
form-continue = تابع
form-save-later = احفظ وأكمل لاحقاً
form-optional = (اختياري)
form-choose = اختر
form-chars-left = الأحرف المتبقية: %n
date-day = اليوم
date-month = الشهر
date-year = السنة
upload-choose = اختر ملفاً
upload-camera = صوّر أو اختر ملفاً
upload-other = اختر ملفاً آخر
upload-none = لم يُختر ملف
upload-remove = احذف الملف
upload-retake = إن لم يكن الملف واضحاً فأرسل غيره ليحلّ محله.
group-empty = لم تُضف شيئاً بعد.
group-remove = احذف
fact-wrong = هذه المعلومة غير صحيحة
fact-wrong-short = غير صحيحة؟
facts-you = عنك
facts-others = معلومات أخرى
facts-unsure = انظر في هذه أولاً: غير مؤكدة أو ذُكرت بخلاف ذلك
fact-differs = يختلف عمّا قُدّم:
check-title = راجع بياناتك
check-known = معلومات من السجلات
check-known-help = لم نسألك عنها لأن جهة حكومية تحفظها.
submit = قدّم الطلب
tasks-title = أقسام طلبك
draft-saved = حُفظت
draft-kept-until = محفوظة حتى
draft-delete = احذف المسودة
pay-title = ادفع الرسوم
pay-parts = تفصيل المبلغ
pay-sum = المجموع
pay-due = ادفع قبل
pay-button = انتقل إلى الدفع
pay-demo = الدفع هنا تجريبي: لا تُدخل بطاقة حقيقية، ولا يُخصم منك شيء.
confirmation-title = استلمنا طلبك
confirmation-next = ماذا بعد؟
confirmation-follow = تابع طلبك
case-number = رقم الطلب
promised-by = موعد الإنجاز

# My requests, one request

cases-title = طلباتي
cases-none = ليس لديك طلبات بعد.
cases-none-help = عندما تبدأ خدمة تجد مسودتها وطلباتها هنا.
cases-find = ابحث عن خدمة
cases-waiting = بانتظارك
cases-drafts = مسودات
cases-open = طلبات جارية
cases-closed = طلبات منتهية
case-about = عن
case-where = أين طلبي؟
case-todo = المطلوب منك
todo-due = قبل
case-decision = القرار
reasons = الأسباب
reason-mend = ما يمكنك فعله:
appeal = قدّم تظلّماً
appeal-until = حتى
withdraw = اسحب الطلب
case-answers = ما قدّمته
case-facts = ما عرفناه من السجلات
case-looks = من اطّلع على الطلب
looks-none = لم يطّلع عليه أحد بعد.
case-timeline = خطوات الطلب
messages-title = رسائلي
messages-none = لا توجد رسائل.
messages-none-help = نخبرك هنا بكل جديد في طلباتك.
message-new = جديدة
message-safe = لن نطلب منك في رسالة كلمة مرور أو رقم بطاقة.
documents-title = وثائقي
documents-none = لا توجد وثائق بعد.
documents-none-help = تجد هنا كل وثيقة تصدر لك، ويمكنك تنزيلها في أي وقت.
documents-help = يستطيع من يستلم الوثيقة أن يتأكد من صحتها:
document-name = الوثيقة
document-body = الجهة
document-holder = صاحب الوثيقة
document-issued = صدرت في
document-until = صالحة حتى
document-code = رمز التحقق
document-fingerprint = بصمة الملف
verify-title = تحقّق من وثيقة
verify-lead = اكتب رمز التحقق المطبوع على الوثيقة، أو صوّر رمز الاستجابة السريعة بهاتفك.
verify-code = رمز التحقق
verify-code-hint = كما هو مكتوب تحت رمز الاستجابة السريعة
verify-button = تحقّق
verify-valid = الوثيقة صحيحة وسارية
verify-valid-help = قارن ما يلي بما كُتب في الوثيقة التي أمامك.
verify-revoked = أُلغيت هذه الوثيقة
verify-revoked-help = لا تعتمد عليها. أُلغيت في
verify-expired = انتهت صلاحية هذه الوثيقة
verify-expired-help = الوثيقة صحيحة لكن صلاحيتها انتهت في
verify-none = لا توجد وثيقة بهذا الرمز
verify-none-help = تأكد من الرمز حرفاً حرفاً. إن كان صحيحاً فالوثيقة لم تصدر من هنا.

# What went wrong

error-kept = ما كتبته محفوظ
error-reference = عند طلب المساعدة اذكر الرقم
error-400 = لم نفهم ما أُرسل
error-400-help = ارجع إلى الصفحة السابقة وأعد المحاولة. لم يتغير شيء.
error-404 = لم نجد هذه الصفحة
error-404-help = ربما تغيّر عنوانها، أو أنها ليست متاحة لك.
error-409 = تغيّر شيء منذ فتحت هذه الصفحة
error-409-help = لم نحفظ تعديلك حتى لا يضيع ما فعله غيرك. راجع ما كتبته، ثم انتقل إلى النسخة الأحدث.
error-413 = الملف أكبر من المسموح
error-413-help = أرسل ملفاً أصغر، أو صوّر المستند بدقة أقل. بقية ما كتبته محفوظ.
error-429 = طلبات كثيرة في وقت قصير
error-429-help = انتظر دقيقة ثم أعد المحاولة. لم يضِع شيء.
error-500 = حدث خلل لدينا
error-500-help = لم يتم ما طلبته. سُجّل الخلل؛ أعد المحاولة بعد قليل.
error-503 = الخدمة غير متاحة الآن
error-503-help = نظام نعتمد عليه لا يجيب. ما حفظته باقٍ؛ أعد المحاولة بعد قليل.
error-session = انتهت جلستك
error-session-help = أُغلقت الجلسة لحمايتك بعد مدة من عدم الاستخدام. سجّل الدخول مرة أخرى ويعود ما كتبته كما هو.
error-session-again = سجّل الدخول وتابع
error-stale-again = انتقل إلى النسخة الأحدث

# The desk

worklist-title = قائمة المعاملات
worklist-tabs = أقسام القائمة
worklist-mine = المسندة إليّ
worklist-unit = معاملات الإدارة
worklist-waiting = بانتظار مقدّم الطلب
worklist-done = المنجزة
worklist-next = المعاملة التالية
worklist-search = ابحث برقم الطلب أو الرقم المدني أو الاسم
worklist-filters = حصر القائمة
filter-all = الكل
filter-late = متأخرة
filter-today = حتى اليوم
filter-week = خلال 7 أيام
filter-free = غير مسندة
worklist-none = لا توجد معاملات هنا.
worklist-none-help = عندما تصل معاملة جديدة تظهر في معاملات الإدارة.
worklist-nobody = غير مسندة
worklist-take = أسندها إليّ
col-number = رقم المعاملة
col-applicant = مقدّم الطلب
col-service = الخدمة
col-task = المهمة
col-deadline = المهلة
col-assignee = الموظف المختص
deadline-today = تنتهي اليوم
desk-actions = ما يمكنك فعله
desk-decide = اتخذ القرار
desk-ask-applicant = اطلب معلومة من مقدّم الطلب
desk-ask-body = اطلب رأي جهة أخرى
desk-reassign = أعد الإسناد
desk-transfer = حوّل المعاملة
fact-complete = أكمل
complete-title = إكمال معلومة
complete-help = اكتب ما توصلت إليه. تُطبَّق القواعد عليه من جديد، ويرى مقدّم الطلب أن موظفاً أدخله.
complete-why = كيف عرفت ذلك؟
complete-why-hint = اذكر المستند أو السجل أو المكالمة.
complete-button = احفظ وطبّق القواعد
desk-facts = الحقائق ومصادرها
desk-rules = نتائج القواعد
desk-rules-none = لم تُطبّق القواعد بعد.
rule-used = الحقائق المستخدمة
desk-evidence = المستندات
desk-evidence-none = لا تحتاج هذه المعاملة إلى مستندات.
desk-compare = مقارنة ما قُدّم بما في المستند
compare-what = البيان
compare-claimed = قدّمه صاحب الطلب
compare-found = في المستند
compare-differs = مختلف
desk-process = موقع المعاملة
desk-process-picture = صورة الإجراء وموقع المعاملة فيه
desk-requests = الأسئلة والآراء
desk-history = السجل
desk-looks-help = يُسجَّل كل اطّلاع على المعاملة، ومنه اطّلاعك الآن.
case-answers-desk = ما قدّمه صاحب الطلب
prepared-title = قرار معدّ
prepared-by = أعدّه
prepared-leaves = يُرسل في
decide-title = اتخذ القرار
decide-outcome = القرار
decide-reasons = الأسباب
decide-reasons-hint = تظهر لمقدّم الطلب باللغتين، ومعها الأساس القانوني.
decide-text-ar = كلمة إضافية بالعربية
decide-text-en = كلمة إضافية بالإنجليزية
decide-note = ملاحظة للزملاء
decide-note-hint = لا يراها مقدّم الطلب.
decide-prepare = أعدّ القرار
decide-preview = عاين الرسالة
decide-rules = توصية القواعد
decide-others-hint = ليس في المعاملة ما يدل على هذه الأسباب؛ وإن اخترت منها ظهرت حقائق المعاملة في الرسالة.
decide-rules-none = لم تجد القواعد سبباً ضد الطلب.
decide-letter = الرسالة كما ستصل
decide-letter-none = اختر القرار وأسبابه ثم عاين الرسالة هنا باللغتين.

# The outbox of the demonstration

outbox-title = صندوق الصادر
outbox-lead = في النسخة التجريبية لا يُرسل شيء إلى أحد؛ كل رسالة كانت ستُرسل تظهر هنا.
outbox-none = لم يخرج شيء بعد.
outbox-none-help = قدّم طلباً وسترى رسائله هنا.
outbox-to = إلى
way-letter = خطاب
way-mail = بريد إلكتروني
way-sms = رسالة نصية
way-in-app = إشعار في الموقع

# Words for states, sources and standings

state-draft = مسودة
state-review = قيد المراجعة
state-waiting = بانتظارك
state-payment = بانتظار الدفع
state-approved = موافق عليه
state-refused = مرفوض
state-undetermined = تعذّر البتّ آلياً
state-withdrawn = مسحوب
state-expired = انتهت مدته
state-appeal = قيد التظلّم
task-done = مكتمل
task-started = لم يكتمل
task-open = لم يبدأ
task-locked = لا يمكن بدؤه بعد
fact-verified = مؤكدة
fact-asserted = من مقدّم الطلب
fact-disputed = متنازع عليها
fact-unavailable = غير متاحة
source-applicant = ذكرها مقدّم الطلب
source-you = ذكرتها أنت
source-officer = أدخلها الموظف المختص
source-computed = محسوبة
source-sign-in = من تسجيل الدخول
source-document = من مستند
document-valid = سارية
document-revoked = ملغاة
document-expired = منتهية
upload-checking = قيد الفحص
upload-fine = سليم
rule-met = متحقق
rule-not-met = غير متحقق
evidence-checked = فُحص
evidence-missing = ناقص
evidence-not-needed = غير مطلوب
clock-stopped = توقّف احتساب المدة

# Help, accessibility, privacy

help = المساعدة والتواصل
help-lead = اختر ما يناسبك؛ لا تحتاج إلى زيارة لتسأل.
help-h1 = سؤال عن طلب قدّمته
help-1a = افتح «طلباتي» ثم الطلب: تجد أين وصل، والمطلوب منك، والجهة المسؤولة وكيف تصل إليها. اذكر رقم الطلب دائماً.
help-h2 = لا تعرف أي خدمة تحتاج
help-2a = اكتب في البحث ما حدث معك بكلماتك، أو ابدأ من «ماذا حدث في حياتك؟» في الصفحة الرئيسية.
help-2b = صفحة كل خدمة تذكر من يحق له، وكم تكلّف، ومتى تُنجز، قبل أن تبدأ.
help-h3 = معلومة عنك غير صحيحة
help-3a = بجانب كل معلومة من سجل رابط «هذه المعلومة غير صحيحة». لا يُرفض طلبك بسبب معلومة تنازع فيها قبل أن ينظر فيها موظف.
accessibility = سهولة الوصول
accessibility-lead = نريد أن يستطيع كل إنسان استخدام هذه الخدمات، وهذه حالها بصدق.
accessibility-h1 = ما يعمل
accessibility-1a = تعمل كل صفحة بلوحة المفاتيح وحدها، ومن دون برامج نصية، وعلى شاشة بعرض 320 بكسل، ومع تكبير النص إلى الضعف، وفي الوضع الداكن ووضع التباين العالي.
accessibility-1b = نفحص كل صفحة آلياً باللغتين وفق WCAG 2.2 بمستوى AA مع كل إصدار. الفحص الآلي يكشف بعض العوائق لا كلها.
accessibility-h2 = ما لا يعمل بعد
accessibility-2a = لم يختبر الصفحات بعد أشخاص يستخدمون قارئات الشاشة كل يوم، ولا تتوفر نسخة بلغة الإشارة.
accessibility-h3 = أخبرنا
accessibility-3a = إن تعذّر عليك شيء فأخبر الجهة المسؤولة عن الخدمة؛ ولها أن تقدّم لك الطلب نفسه عند المكتب.
privacy = الخصوصية
privacy-lead = ما نحفظه عنك، ومن يراه، وإلى متى.
privacy-h1 = ما نحفظه
privacy-1a = نحفظ ما تكتبه في طلبك، وما تجيب به السجلات عنه، وكل خطوة يمرّ بها. المسودات يمكنك حذفها متى شئت.
privacy-1b = لا نسأل سجلاً عن شخص آخر قبل التحقق من صلتك به.
privacy-h2 = من يراه
privacy-2a = يراه الموظفون الذين يعملون على طلبك وحدهم. وإن قلت إن معلومة في سجل غير صحيحة رأى موظف ذلك السجل ما كتبته عنها. يُسجَّل كل اطّلاع وتراه في صفحة طلبك وفي «بياناتي».
privacy-2b = لا نستخدم ملفات تعريف للتتبع ولا خدمات من خارج هذا الموقع.
privacy-h3 = إلى متى
privacy-3a = لكل خدمة مدة حفظ مذكورة في تعريفها، وتجدها لكل طلب في «بياناتي». بعدها يُحذف ما قدّمته من السجل نفسه، ويبقى أن الطلب كان وكيف انتهى. النسخ الاحتياطية تحمل المحتوى إلى أن تنقضي مدتها.

# The style page

style-title = عناصر الواجهة
style-lead = كل عنصر مرة بلغة الصفحة ومرة باللغة الأخرى واتجاهها.
style-type = الخط والنص
style-buttons = الأزرار
style-tags = العلامات والرسوم
style-notices = التنبيهات
style-runs = الأسماء والأرقام
style-facts = الحقائق
style-states = الحالات والنتائج
style-form = النماذج

# هل أستحق؟

entitled-title = هل أستحق؟
entitled-all-title = ماذا أستحق؟
entitled-all-lead = نقارن ما تعرفه السجلات عنك بقواعد كل خدمة، ونخبرك بالنتيجة وأسبابها.
entitled-all-help = سجّل الدخول واطلب سؤال السجلات. لا يلزمك تقديم أي طلب.
entitled-all-found = ما تقوله القواعد
entitled-all-services = أو أجب عن أسئلة عن خدمة واحدة
entitled-lead = أجب عمّا تعرفه واترك ما سواه. لا تحتاج إلى تسجيل الدخول.
entitled-button = اعرف ما تقوله القواعد
entitled-registers = اسأل السجلات عني
entitled-nothing-kept = لا نحفظ شيئاً من هذا ولا يطّلع عليه أحد. لا يُتخذ القرار إلا عند تقديم الطلب.
entitled-none-of-these = لا شيء مما سبق
entitled-to-service = انتقل إلى الخدمة
entitled-yes = الأرجح أنك تستحق
entitled-yes-help = بحسب ما نعرفه هنا، ليس في القواعد ما يمنع.
entitled-no = الأرجح أنك لا تستحق
entitled-no-help = هذه أسباب تمنع الاستحقاق، وبجانب كل سبب ما الذي يجب أن يتغير.
entitled-open = يتوقف ذلك على المزيد
entitled-open-help = لا يوجد ما يمنع حتى الآن، لكن القواعد تحتاج إلى معرفة:

# بياناتي

data-title = بياناتي
data-lead = ما نحفظه عنك هنا، ومن اطّلع عليه، وإلى متى نحفظه.
data-cases = الطلبات
data-cases-none = ليس لك طلبات هنا.
data-drafts = المسودات
data-drafts-help = يمكنك حذف المسودة متى شئت، ولا يبقى منها شيء.
data-documents = الوثائق
data-running = يُحفظ ما دام الطلب مفتوحاً
data-looks = من اطّلع على بياناتك
data-looks-help = يُسجَّل هنا كل اطّلاع لموظف، مع إدارته والسبب.
data-looks-none = لم يطّلع أحد على بياناتك.
data-look-at = على الطلب
data-download = نزّل كل شيء
data-download-help = ملف واحد (JSON) فيه طلباتك، وما قدّمته، وما قالته السجلات، ورسائلك، وكل اطّلاع.
data-erase = ما يمكن حذفه
data-erase-help = المسودات وملفاتها: احذفها متى شئت. ما قدّمته لطلب، وكلماتك في التقييم وطلبات التصحيح: تُحذف من السجل عند انتهاء مدته المذكورة أعلاه.
data-keep = ما لا يُحذف بطلبك، ولماذا
data-keep-help = الطلبات قبل انتهاء مدتها، والقرارات، والوثائق السارية، وسجل الاطلاع: بها يُراجَع عمل الجهة، وبها تتظلّم، ويعتمد على الوثيقة من استلمها منك.

# Texts with arguments

form-step = الخطوة { $n } من { $of }
tasks-done = أكملت { $done } من { $of }.
home-figures =
    { $services ->
        [zero] لا خدمات بعد
        [one] خدمة واحدة
        [two] خدمتان
        [few] { $services } خدمات
       *[other] { $services } خدمة
    } من { $bodies } جهة حكومية.
search-title-for = نتائج البحث عن «{ $q }»
error-413-limit = الحد الأعلى { $size }.
source-register = من سجل { $name }
services-count =
    { $n ->
        [zero] لا خدمات
        [one] خدمة واحدة
        [two] خدمتان
        [few] { $n } خدمات
        [many] { $n } خدمة
       *[other] { $n } خدمة
    }
papers-count =
    { $n ->
        [zero] لا شيء
        [one] مستند واحد
        [two] مستندان
        [few] { $n } مستندات
        [many] { $n } مستنداً
       *[other] { $n } مستند
    }
service-minutes =
    { $n ->
        [zero] يستغرق أقل من دقيقة
        [one] يستغرق نحو دقيقة
        [two] يستغرق نحو دقيقتين
        [few] يستغرق نحو { $n } دقائق
        [many] يستغرق نحو { $n } دقيقة
       *[other] يستغرق نحو { $n } دقيقة
    }
deadline-over =
    { $n ->
        [zero] متأخرة
        [one] متأخرة منذ يوم عمل
        [two] متأخرة منذ يومي عمل
        [few] متأخرة منذ { $n } أيام عمل
        [many] متأخرة منذ { $n } يوم عمل
       *[other] متأخرة منذ { $n } يوم عمل
    }
deadline-left =
    { $n ->
        [zero] تنتهي اليوم
        [one] بقي يوم عمل
        [two] بقي يوما عمل
        [few] بقيت { $n } أيام عمل
        [many] بقي { $n } يوم عمل
       *[other] بقي { $n } يوم عمل
    }
decide-others =
    { $n ->
        [zero] لا أسباب أخرى
        [one] سبب آخر
        [two] سببان آخران
        [few] { $n } أسباب أخرى
        [many] { $n } سبباً آخر
       *[other] { $n } سبب آخر
    }
decide-undo-help =
    { $n ->
        [zero] يُرسل القرار فوراً.
        [one] يمكنك التراجع خلال دقيقة، ولا يُرسل شيء قبلها.
        [two] يمكنك التراجع خلال دقيقتين، ولا يُرسل شيء قبلهما.
        [few] يمكنك التراجع خلال { $n } دقائق، ولا يُرسل شيء قبلها.
        [many] يمكنك التراجع خلال { $n } دقيقة، ولا يُرسل شيء قبلها.
       *[other] يمكنك التراجع خلال { $n } دقيقة، ولا يُرسل شيء قبلها.
    }

# ما تقوله الصفحات الحية

error-422 = لا يمكن تنفيذ هذا الآن
error-422-help = لم يتغيّر شيء. السبب:
error-403 = لم يأتِ هذا الطلب من صفحاتنا
error-403-help = لحمايتك لا نقبل ما يُرسل من مواقع أخرى. ارجع إلى الصفحة وأعد المحاولة من هنا.
error-stale-send = أرسل ما كتبته مرة أخرى
error-stale-look = انظر إلى أحدث نسخة أولاً
value-none = لم يُذكر
value-no-record = لا قيد
decide-undetermined = لم تستطع القواعد البتّ؛ تحقق من الحقائق الناقصة ثم قرّر.
fact-silent = لم يجب السجل
state-other-body = لدى جهة أخرى
state-processing = قيد الإنجاز
state-stopped = متوقفة
iban-hint = يبدأ بالحرفين KW ويتكون من 30 خانة
phone-hint = ثمانية أرقام
date-hint = مثال: 27 3 2026
group-add = أضف آخر
service-counter-only = لا يسمح القانون بتقديم هذه الخدمة إلكترونياً، فقدّمها لدى الجهة.
audience-citizen = المواطنون والمواطنات
audience-resident = المقيمون والمقيمات
audience-business = الشركات وأصحاب الأعمال
audience-visitor = الزوار
mandate-guardian = وليّ صاحب الطلب
mandate-agent = وكيل صاحب الطلب بتفويض مسجّل
mandate-company = ممثل الشركة المفوّض
paper-optional = اختياري
paper-when = في بعض الحالات فقط
channel-online = عبر هذه المنصة
channel-counter = لدى الجهة
channel-phone = بالهاتف
silence-none = إن تأخر الرد عن موعده بقي حقك في الرد قائماً، ولا يُعدّ السكوت قبولاً ولا رفضاً.
start-for-title = قدّم نيابة عن غيرك
start-for-help = نتحقق من صفتك في السجلات قبل أن نعرض أي معلومة عن الشخص.
start-for-kind = ما صفتك؟
start-for-kind-missing = اختر صفتك
start-for-number = الرقم المدني للشخص
tasks-answers = بياناتك
tasks-send = المراجعة والتقديم
dispute-title = هذه المعلومة غير صحيحة؟
dispute-help = إن أكدت ذلك نظر فيها موظف، ولن يُرفض طلبك بسببها قبل أن يتحقق منها. لتصحيح السجل نفسه تواصل مع الجهة التي تديره.
check-against = قد يُرفض هذا الطلب
check-declaration = بتقديم الطلب أقرّ بأن ما ذكرته صحيح، وأوافق على قراءة السجلات المذكورة أعلاه لهذا الطلب.
next-pay = ادفع الرسم حتى يبدأ النظر في طلبك.
next-review = يراجع موظف طلبك.
next-ask = إن احتجنا إلى شيء منك سألناك هنا، ويتوقف احتساب المدة حتى تجيب.
next-message = نرسل إليك رسالة عند كل جديد.
next-answer = أجب عما سُئلت عنه.
next-document = نُعدّ وثيقتك، وتجدها في «وثائقي».
next-decided = صدر القرار، وتجده مع أسبابه في صفحة الطلب.
next-appeal = إن لم توافق عليه فلك أن تتظلّم.
where-payment = ننتظر دفع الرسم، ثم يبدأ النظر في طلبك.
where-waiting = ننتظر جوابك، وتوقف احتساب المدة حتى تجيب.
where-other-body = طلبنا رأي جهة أخرى قبل القرار.
where-approved = وُوفق على طلبك.
where-refused = رُفض طلبك، والأسباب أدناه مع ما يمكنك فعله.
where-expired = أُغلق الطلب لانقضاء المهلة دون جواب أو دفع. يمكنك أن تقدّم طلباً جديداً.
where-withdrawn = سحبت هذا الطلب.
todo-answer = أجب
decision-approved = وُوفق على طلبك.
decision-refused = رُفض طلبك للأسباب الآتية.
decision-expired = أُغلق الطلب لانقضاء المهلة.
decision-withdrawn = سُحب الطلب.
now-payment = ننتظر دفع الرسم
now-waiting = ننتظر جوابك
now-officer = ينظر موظف في طلبك
now-other-body = تُبدي جهة أخرى رأيها
now-processing = نُعدّ ما بعد القرار
next-decision = القرار
next-issue = إصدار الوثيقة
told-submitted = استلمنا طلبك
told-facts-read = راجعنا السجلات
told-corrected = صُححت معلومة
told-asked = سألناك
told-answered = وصل جوابك
told-opinion-asked = طلبنا رأي جهة أخرى
told-opinion-given = أبدت جهة رأيها
told-fee-asked = طُلب دفع الرسم
told-fee-paid = وصل الدفع
told-surplus = وصل دفع مكرر، ويُردّ إليك
told-issued = صدرت الوثيقة
told-revoked = أُلغيت الوثيقة
told-withdrawn = سحبت الطلب
told-appealed = قدّمت تظلّماً
told-reopened = أُعيد فتح الطلب
told-silence = انقضت المدة القانونية دون قرار، والقانون يقرر
told-deleted = حُذف ما قُدّم في هذا الطلب لانقضاء مدة حفظه
told-transferred = انتقل الطلب إلى إدارة أخرى
told-approved = وُوفق على الطلب
told-refused = رُفض الطلب
told-expired = أُغلق الطلب لانقضاء المهلة
look-case-work = للنظر في طلبك
look-case = اطّلع على المعاملة
look-evidence = فتح مستنداً
look-document = فتح الوثيقة
withdraw-title = سحب الطلب
withdraw-help = بعد السحب يُغلق الطلب ولا يمكن متابعته. يمكنك أن تقدّم طلباً جديداً في أي وقت.
withdraw-reason = لماذا تسحب الطلب؟
appeal-title = التظلّم من القرار
appeal-help = اكتب ما لا توافق عليه ولماذا. ينظر في التظلّم غير من اتخذ القرار.
appeal-text = سبب التظلّم
appeal-send = قدّم التظلّم
correct-title = تصحيح معلومة
correct-help = تبقى المعلومة السابقة في السجل، ويُعاد تطبيق القواعد على الجديدة.
correct-button = احفظ التصحيح
answer-title = أجب عما سُئلت عنه
answer-text = جوابك
answer-send = أرسل الجواب
deadline-none = بلا موعد
desk-other-officer-head = المعاملة لدى زميل
desk-stopped-help = توقف سير المعاملة آلياً. راجع الحقائق ثم أعد المحاولة.
desk-illustrative = هذه الخدمة مثال توضيحي: قواعدها ونصوصها لم تعتمدها الجهة.
desk-open-document = افتح الوثيقة
desk-revoke = إلغاء الوثيقة
desk-revoke-help = بعد الإلغاء تظهر الوثيقة ملغاة لكل من يتحقق منها، ونخبر صاحبها بالسبب.
desk-revoke-why = سبب الإلغاء
desk-retry = أعد المحاولة
desk-assign-to = إلى من تُسند المعاملة؟
desk-assign-missing = اختر من يتولى المعاملة
desk-put-back = لا أحد: تعود إلى الإدارة
desk-transfer-to = إلى أي إدارة؟
desk-transfer-missing = اختر الإدارة
desk-transfer-why = سبب التحويل
desk-text-hint = اكتب بلغة واحدة على الأقل؛ إن تُركت الأخرى فارغة عُرض النص نفسه.
desk-ask-help = يتوقف احتساب المدة حتى يجيب مقدّم الطلب.
desk-ask-items = ما الذي يقدّمه من جديد؟
desk-ask-items-hint = يظهر لمقدّم الطلب حقل لكل ما تختاره.
desk-opinion-help = تنتقل المعاملة إلى الجهة الأخرى حتى تبدي رأيها.
desk-give-opinion-help = يعود رأيك إلى الجهة التي طلبته، مع اسم جهتك.
desk-forward-help = تنتقل المعاملة إلى الموظف التالي.
desk-send = أرسل
question-text-ar = السؤال بالعربية
question-text-en = السؤال بالإنجليزية
opinion-text-ar = الرأي بالعربية
opinion-text-en = الرأي بالإنجليزية
decide-no-letter = لا تخرج رسالة بهذا القرار مباشرة؛ فالإجراء يستمر.
evidence-register = أثبته سجل
evidence-none = لم يُقدّم
rule-no-reason = لا سبب للرفض
rule-reasons-against = أسباب الرفض وفق القواعد
rule-eligible = الاستحقاق
request-waiting = بانتظار الجواب
request-answered = أُجيب
request-over = انتهى دون جواب
request-opinion = جهة أخرى
actor-applicant = مقدّم الطلب
actor-representative = من يمثّل مقدّم الطلب
actor-gateway = بوابة الدفع
actor-rules = القواعد
event-submitted = قُدّم الطلب
event-evaluated = طُبّقت القواعد
event-facts-read = قُرئت السجلات من جديد
event-fact-corrected = صُححت معلومة أو طُعن فيها
event-assigned = أُسندت المعاملة
event-put-back = أُعيدت إلى الإدارة
event-transferred = حُوّلت إلى إدارة أخرى
event-asked = سُئل مقدّم الطلب
event-answered = أجاب مقدّم الطلب
event-opinion-asked = طُلب رأي
event-opinion-given = أُبدي الرأي
event-prepared = أُعدّ القرار
event-undone = تراجع الموظف عن القرار المعدّ
event-decided = اتُّخذ القرار
event-fee-asked = طُلب الرسم
event-fee-paid = دُفع الرسم
event-surplus = وصل دفع زائد يُردّ
event-issued = صدرت وثيقة
event-revoked = أُلغيت وثيقة
event-message = أُرسلت رسالة
event-clock-stopped = توقف احتساب المدة
event-clock-started = استؤنف احتساب المدة
event-withdrawn = سُحب الطلب
event-appealed = قُدّم تظلّم
event-reopened = أُعيد فتح المعاملة
event-silence = انقضت المدة القانونية، والقانون يقرر
event-held = حُفظت المعاملة من الحذف مهما كانت مدة حفظها
event-released = رُفع الحفظ الخاص عن المعاملة
event-deleted = حُذف المحتوى لانقضاء مدة حفظه
event-closed = أُغلقت المعاملة
sign-in-unknown = لا يوجد شخص بهذا الرقم في مدينة العرض التجريبي
resume-title = عدت إلى حيث كنت
resume-help = سجّلت الدخول من جديد، وما كتبته محفوظ. إن كان معه ملف فاختره مرة أخرى بعد ذلك.
resume-button = أرسل ما كتبته
demo-pay-title = بوابة الدفع التجريبية
demo-pay-way = ماذا تفعل البوابة؟
demo-pay-once = تُبلغ بالدفع مرة واحدة
demo-pay-twice = تُبلغ به مرتين
demo-pay-late = تُبلغ به بعد عشرين ثانية
demo-pay-never = لا تُبلغ به أبداً
demo-pay-button = ادفع
promised-on = موعد الإنجاز { $day }
paper-unless = لا حاجة إليه إن وُجد في { $name }
silence-approves = إن لم ترد الجهة في الموعد عُدّ الطلب مقبولاً بموجب { $law }
silence-refuses = إن لم ترد الجهة في الموعد عُدّ الطلب مرفوضاً بموجب { $law }، ولك أن تتظلّم
upload-limit = { $kinds }، حتى { $mb } ميغابايت
where-officer = ينظر في طلبك موظف في { $body }.
where-processing = تُعدّ { $body } ما بعد القرار.
todo-pay-words = ادفع الرسم: { $fee }
data-kept-until = محفوظ حتى { $day }
data-deleted = حُذف في { $day }
message-case = إلى الطلب { $number }
desk-case = معاملة { $number }
undetermined-facts = لم تُعرف هذه الحقائق أو طُعن فيها: { $facts }. لا يُرفض الطلب بسببها؛ تحقق منها أولاً.
desk-other-officer = أُسندت المعاملة إلى { $name }.
demo-pay-help = المبلغ { $amount }. لا يُسحب شيء؛ اختر ما تفعله البوابة لترى كيف تتصرف الخدمة.
rule-reasons =
    { $n ->
        [one] سبب واحد
        [two] سببان
        [few] { $n } أسباب
        [many] { $n } سبباً
       *[other] { $n } سبب
    }

# لماذا صدر القرار هكذا
why-title = لماذا
why-open = لماذا ينظر فيه موظف
why-applied = ما انطبق
why-nearly = ما كاد ينطبق
why-conditions = ما تسأل عنه القواعد
why-missing = ما ينقص
why-if-known = على ماذا تتوقف النتيجة
why-difference = ما الذي يغيّر النتيجة
why-used = المعلومات التي استند إليها
why-computed = من معلومات أخرى
why-more =
    { $n ->
        [zero] لا مزيد
        [one] واحد آخر
        [two] اثنان آخران
        [few] { $n } أخرى
        [many] { $n } أخرى
       *[other] { $n } أخرى
    }
state-technical = خلل فني
where-stopped = { $body }: واجهنا خللاً فنياً في طلبك. لم يضع شيء مما قدّمته، وهناك من يعمل على إصلاحه الآن.
now-stopped = واجهنا خللاً فنياً، ولم يضع شيء
case-path = مراحل طلبك
path-submitted = استلمنا الطلب
path-checked = فحصته القواعد
path-review = لدى الموظف المختص
path-body = لدى { $body }
path-other = لدى جهة أخرى
path-appeal = يُنظر في التظلّم
path-payment = دفع الرسم
path-document = إعداد وثيقتك
path-result = النتيجة
path-stopped = خلل فني، ولم يضع شيء
ledger-title = المدة المستهلكة
ledger-title-person = مدة انتظارك
ledger-promise = المدة الموعودة
ledger-used = استُهلك { $used } من { $whole }
ledger-less-than-hour = أقل من ساعة
ledger-running = تُحتسب الآن
ledger-standing = متوقفة
ledger-over = انقضت المدة
ledger-stops = متى توقف احتساب المدة
ledger-until-now = حتى الآن
ledger-moved = كيف تغيّر موعد الإنجاز
moved-calendar = أُعلنت: { $name }
moved-from = من
moved-to = إلى
stop-applicant = بانتظار مقدّم الطلب
stop-other-body = بانتظار جهة أخرى
stop-court = أمام القضاء
stop-for = أوقف احتساب المدة: { $reason }
stop-title = إيقاف احتساب المدة
stop-help = الأساس القانوني للإيقاف: { $law }
stop-note = في أي شأن، وإلى متى إن كان معلوماً؟
stop-do = أوقف احتساب المدة
start-do = استأنف احتساب المدة
tell-assignee = الموظف المختص
tell-unit-head = رئيس الإدارة
event-escalated = تكاد المدة تنقضي، وأُبلغ:
event-deadlines-moved = نُقلت المواعيد
event-retried = أُعيدت المحاولة
event-skipped = تُرك هذا الإجراء
event-moved = نُقلت المعاملة
event-migrated = تُستكمل بإصدار آخر
event-message-came = وصلت رسالة من نظام آخر
event-action-begun = بدأ إجراء إضافي
event-action-done = تم إجراء إضافي
told-promise-moved = تغيّر موعد الإنجاز
told-message-came = وصل رد جهة أخرى
told-migrated = يُستكمل طلبك وفق القواعد الجديدة
done-text-ar = ما الذي تم، بالعربية
done-text-en = ما الذي تم، بالإنجليزية
desk-done-help = اكتب ما تبيّن لك.
desk-lists = قوائم أخرى
incidents-title = معاملات متوقفة
incidents-help = لا تستطيع هذه المعاملات المتابعة وحدها. يقرأ أصحابها أن لدينا خللاً فنياً وأن شيئاً لم يضع.
incidents-none = لا معاملات متوقفة
incidents-retry = أعد المحاولة للمختارة
incidents-retried = تابعت { $done }، وبقيت { $left }.
incident-title = معاملة متوقفة
incident-help = اختر كيف تُستكمل. ما تفعله يُحفظ في سجلها باسمك وسببه.
incident-at = تقف عند: { $element }
incident-because = السبب: { $reason }
incident-fact = الناقص: { $fact }. يمكنك إكماله في صفحة المعاملة ثم إعادة المحاولة.
incident-where = تقف عند
incident-why = السبب
incident-since = منذ
incident-choose = اختر
incident-mended = ما الذي أُصلح؟
incident-case = إلى المعاملة
mend-how = كيف تُستكمل؟
mend-retry = أعد محاولة ما تعثّر
mend-skip = اتركه وتابع بعده
mend-move = تابع عند: { $element }
mend-why = لماذا؟
mend-why-hint = السبب لازم عند ترك إجراء أو نقل المعاملة.
mend-do = نفّذ
dead-title = أعمال تُركت
dead-help = أعمال في الخلفية تكررت محاولتها ثم تُركت.
dead-none = لا أعمال متروكة.
dead-attempts = المحاولات:
job-deliver = رسالة
job-timer = موعد
job-remind = تذكير
job-escalate = تنبيه بانقضاء المدة
job-other = عمل في الخلفية
notices-title = تنبيهات
notices-none = لا تنبيهات
notice-late = تكاد المدة تنقضي
notice-promise = المدة الموعودة للطلب كله
notice-seen = اطّلعت
processes-title = الإجراءات
process-now = أين تقف الطلبات المفتوحة
process-now-help = الرقم عند الخطوة هو عدد الطلبات التي تنتظر عندها.
process-loads = المنتظر عند كل خطوة
process-loads-none = لا شيء ينتظر.
process-open = المنتظر
process-late = المتأخر
process-average = متوسط الانتظار
process-oldest = أقدمها منذ
process-stages = الطلبات المفتوحة
process-version = الإصدار
average-days = { $count } يوم
average-hours = { $count } ساعة
migrate-title = الاستكمال بإصدار آخر
migrate-help = انظر أولاً ما الذي سيحدث، فذلك لا يغيّر شيئاً.
migrate-one-version = لا يوجد إلا إصدار واحد.
migrate-to = إلى الإصدار
migrate-reason = السبب (يُحفظ في سجل كل طلب)
migrate-reason-missing = اكتب السبب، فهو يُحفظ في سجل كل طلب.
migrate-plan = انظر ما الذي سيحدث
migrate-start = ابدأ
migrate-dry = ما الذي سيحدث
migrate-would = من { $total } طلب مفتوح بإصدارات أخرى يُستكمل { $moves }، ويبقى { $stays } بحكم الخدمة، ويتعذّر { $conflicts }.
migrate-from = من الإصدار { $version } ({ $cases } طلب)
migrate-no-conflict = لا خطوة تمنع ذلك.
migrate-conflicts = ما يمنع ذلك
migrate-stayed = يبقى بحكم الخدمة، ومنه:
runs-title = التنفيذ
run-migrate = إلى إصدار آخر
run-calendar = تقويم معلن
run-running = يُنفّذ
run-ended = تم
run-ended-with = تم، مع تعذّرات
run-counts = تغيّر { $changed }، وبقي { $stayed }، وتعذّر { $failed }

# المكتب: معاملات كثيرة وملاحظات وفريق وجودة

sort = الترتيب
sort-due = الأقرب موعداً أولاً
sort-age = الأقدم أولاً
worklist-show = اعرض
views = عروضك المحفوظة
view-keep = احفظ هذا العرض
view-name = اسمه
view-drop = احذف العرض
col-pick = تحديد
col-action = ما يمكن فعله
col-decided = تاريخ القرار
bulk-picked = للمعاملات المحددة:
bulk-none = حدد معاملة واحدة على الأقل أولاً.
bulk-cases = المعاملات
bulk-rules = ما تقوله القواعد
bulk-outcome = النتيجة
bulk-yes = ممكن
bulk-assign-title = إسناد
bulk-assign = أسند هذه المعاملات
bulk-decide-title = قرار جماعي
bulk-decide-intro = يُنظر في كل معاملة وحدها. ترى نتيجة كل منها قبل أن يُعدّ أي قرار.
bulk-outcome-missing = اختر القرار.
bulk-many-services = المعاملات من خدمات مختلفة لا تجمعها أسباب مشتركة، فلا يمكن معاً إلا الموافقة عليها.
bulk-reasons-hint = مطلوبة للرفض. تذكر كل رسالة معلومات معاملتها.
bulk-preview = اعرض نتيجة كل معاملة
bulk-edit = غيّر شيئاً
bulk-undo = تراجع عنها كلها
bulk-back = ارجع إلى قائمة المعاملات
bulk-against-head = بعض هذه القرارات يخالف ما تقوله القواعد
bulk-against = انظر في عمود «ما تقوله القواعد» قبل أن تتابع.
decide-next = أعدّ القرار وخذ المعاملة التالية
decide-template = عبارة جاهزة
decide-insert = أدرجها
decide-second = يوقّع موظف ثانٍ قبل أن يصدر القرار.
state-signature = بانتظار توقيع ثانٍ
prepared-second = ووقّعه
prepared-awaits = بانتظار توقيع موظف ثانٍ
prepared-sign = وقّع بصفتك الموظف الثاني
event-countersigned = وقّع موظف ثانٍ
event-noted = ملاحظة
event-reviewed = روجعت بعد القرار
desk-notes = ملاحظات الزملاء
desk-save = احفظ
desk-helped-head = عُبّئ الطلب عند الكاونتر
note-title = اكتب ملاحظة
note-hint = يقرؤها الزملاء هنا. لا يراها مقدّم الطلب في طلبه، لكنها جزء من نسخة بياناته التي يكفلها له القانون.
review-title = مراجعة
review-start = راجع هذه المعاملة
review-finding = ماذا وجدت؟
review-finding-missing = اختر ما وجدته.
review-text = بكلماتك
review-text-hint = مطلوب ما لم يكن كل شيء صحيحاً.
finding-right = كل شيء صحيح
finding-flawed = النتيجة صحيحة، وفي المعاملة خلل
finding-wrong = كان يجب أن تكون النتيجة غير ذلك
quality-title = مراجعة المعاملات المنجزة
quality-intro = تُسحب نسبة من المعاملات المنجزة، وينظر فيها مرة ثانية من لم يشارك فيها.
quality-open = بانتظار المراجعة
quality-none = لا توجد معاملة مسحوبة بانتظارك.
quality-found = ما وجدته المراجعات
team-title = الفريق
team-workload = توزيع العمل
team-open = مفتوحة
team-late = متأخرة
team-done = أُنجزت في سبعة أيام
team-presence = الحضور
team-absences = الإجازات
team-absences-help = في غياب الموظف تظهر معاملاته في قائمة من ينوب عنه، وتُسند إليه الجديدة.
team-rules = طريقة توزيع العمل
team-policy = المعاملة التالية
team-sample = نسبة ما يُراجع من المعاملات المنجزة
team-sample-hint = نسبة مئوية، ولا يعلم أحد مسبقاً أي المعاملات تُسحب.
team-sample-wrong = اكتب عدداً صحيحاً من 0 إلى 100.
team-rules-change = غيّر طريقة توزيع العمل
policy-deadline = الأقرب موعداً
policy-age = الأقدم
policy-skill = أولاً الخدمات التي يتقنها الموظف
absence-plan = سجّل إجازة
absence-who = الموظف الغائب
absence-substitute = من ينوب عنه
absence-from = من
absence-until = إلى نهاية يوم
absence-end = أنهِ
absence-missing = اختر زميلاً.
absence-date = اكتب اليوم والشهر والسنة.
templates-title = العبارات الجاهزة
templates-intro = يدرجها الموظفون في القرار ويمكنهم تعديلها فيه. ويبقى محفوظاً ما كانت تقوله العبارة من قبل.
templates-none = لا توجد عبارات بعد.
template-new = اكتب عبارة جاهزة
template-name = الاسم
template-text = العبارة
template-since = منذ
template-all = كل الخدمات
template-retire = ألغِ
template-choice = لأي قرار؟
template-service = لخدمة واحدة فقط
template-service-hint = اتركه فارغاً لكل خدمات الجهة.
template-name-ar = الاسم بالعربية
template-name-en = الاسم بالإنجليزية
template-text-ar = العبارة بالعربية
template-text-en = العبارة بالإنجليزية

# خدمات الجهة

services-own = الخدمات
services-own-intro = يُعدّ أحدكم النسخة الجديدة ويعتمدها غيره.
standing = الطلبات
standing-open = تستقبل الطلبات
standing-suspended = موقوفة مؤقتاً
standing-retired = ملغاة
version = النسخة
version-from = تسري من
version-new = نسخة جديدة
version-state = الحالة
version-current = سارية
version-coming = تسري لاحقاً
version-past = سابقة
version-draft = مسودة
version-sent = بانتظار الاعتماد الثاني
version-returned = أُعيدت
version-made-by = أعدّها
version-approved-by = اعتمدها
version-published-by = نشرها
version-at = نُشرت
version-begin = أعدّ نسخة جديدة
version-go-on = غيّر المسودة
version-look = اعرض النسخة الجديدة
version-title = النسخة الجديدة
version-about = عن هذه النسخة
version-changes = ما الذي تغيّر
version-problems = ما وجده الفحص
version-tests = سيناريوهاتها
version-story = القصة
version-test-passed = كما هو متوقع
version-test-failed = مختلف
version-page = اعرض صفحة الخدمة
version-send = أرسلها إلى شخص ثانٍ
version-drop = احذفها
version-approve = اعتمد وانشر
version-return = أعدها
version-outdated = نُشرت نسخة أخرى في هذه الأثناء. احذف هذه النسخة وابدأ من جديد.
version-empty = لم يتغيّر شيء بعد.
version-waits = يجب أن يعتمدها شخص آخر من جهتك.
version-waits-for-you = انظر في ما تغيّر وفي السيناريوهات، ثم اعتمدها أو أعدها.
version-mentions = ما زال شرح القواعد يذكر المبلغ القديم
version-mentions-help = السطور مذكورة أدناه، ويغيّرها مؤلف الحزمة.
service-suspend = أوقف الخدمة مؤقتاً
service-retire = ألغِ الخدمة
service-reopen = استقبل الطلبات من جديد
service-public = الصفحة العامة
edit-intro = غيّر ما يجب تغييره. سترى صفحة الخدمة ونتيجة كل السيناريوهات قبل أن يعتمدها أحد.
edit-preview = تابع إلى المعاينة
edit-fee = المبلغ بالدينار
edit-promise = موعد الإنجاز
edit-target = مدة المهمة
edit-days = أيام عمل
edit-name-ar = الاسم بالعربية
edit-name-en = الاسم بالإنجليزية
edit-summary-ar = الوصف بالعربية
edit-summary-en = الوصف بالإنجليزية
edit-label-hint = رقم لم تستخدمه نسخة أخرى.
edit-note = السبب
edit-note-hint = يقرؤه زميلك قبل الاعتماد.
approve-hint = اليوم فوراً، أو من بداية يوم لاحق.
return-why = ما الذي يجب تغييره؟
stop-ar = ما يقرؤه الناس بالعربية
stop-en = ما يقرؤه الناس بالإنجليزية
stop-hint = اذكر السبب، وما الذي يمكن فعله في هذه الأثناء. الطلبات القائمة تستمر.
retire-other = ما الخدمة التي تحل محلها؟
preview-head = معاينة
preview-words = هكذا ستبدو صفحة الخدمة. هذه النسخة غير سارية.
preview-start = لا يمكن بدء طلب من المعاينة.
figures-cases = طلبات بُتّ فيها خلال سنة
figures-median = نصفها خلال
figures-p90 = تسعة من كل عشرة خلال
figures-on-time = نسبة الإنجاز في الموعد
figures-satisfaction = رضا المتعاملين
satisfaction-value = { $mean } من 5، عدد التقييمات: { $n }، المجال من { $low } إلى { $high }
figures-at = حتى
counter-title = مساعدة عند الكاونتر
counter-intro = صاحب الطلب جالس معك. تعبّئ النموذج نفسه الذي يستخدمه الناس، ويُذكر في الطلب أنه عُبّئ بمساعدة، ويُسجَّل الاطلاع، ويتولى القرار موظف غيرك.
counter-number = الرقم المدني لصاحب الطلب
counter-service = أي خدمة؟
counter-consent = الموافقة
counter-agrees = صاحب الطلب حاضر وأبرز بطاقته المدنية ويوافق على أن أعبّئ معه هذا النموذج.
counter-consent-missing = لا يمكن المتابعة دون موافقة صاحب الطلب.
counter-service-missing = اختر الخدمة.
counter-begin = ابدأ النموذج
counter-mark = أنت تساعد عند الكاونتر
counter-end = أنهِ المساعدة
look-counter = مساعدة عند الكاونتر
desk-helped = عبّأ { $name } الطلب مع صاحبه وبموافقته. يتولى القرار موظف غيره.
team-away = في إجازة – ينوب { $name }
team-skills = الخدمات التي يتقنها { $name }
version-named = النسخة { $label }
version-returned-by = أعادها { $name }
version-passed = { $n } من { $of } سيناريو كما هو متوقع.
version-expects = السيناريو { $scenario } كان يتوقع رسماً قدره { $before } وصار يتوقع { $after }.
bulk-prepare =
    { $n ->
        [zero] لا شيء يُعدّ
        [one] أعدّ القرار لمعاملة واحدة
        [two] أعدّ القرار لمعاملتين
        [few] أعدّ القرار لـ{ $n } معاملات
        [many] أعدّ القرار لـ{ $n } معاملة
       *[other] أعدّ القرار لـ{ $n } معاملة
    }
bulk-assigned =
    { $n ->
        [zero] لم تُسند أي معاملة
        [one] أُسندت معاملة واحدة
        [two] أُسندت معاملتان
        [few] أُسندت { $n } معاملات
        [many] أُسندت { $n } معاملة
       *[other] أُسندت { $n } معاملة
    }
bulk-undone =
    { $n ->
        [zero] لم يُتراجع عن أي قرار
        [one] تم التراجع عن قرار واحد
        [two] تم التراجع عن قرارين
        [few] تم التراجع عن { $n } قرارات
        [many] تم التراجع عن { $n } قراراً
       *[other] تم التراجع عن { $n } قرار
    }
bulk-prepared =
    { $n ->
        [zero] لم يُعدّ أي قرار
        [one] أُعدّ قرار واحد
        [two] أُعدّ قراران
        [few] أُعدّت { $n } قرارات
        [many] أُعدّ { $n } قراراً
       *[other] أُعدّ { $n } قرار
    }
bulk-would =
    { $n ->
        [zero] لا يمكن ذلك لأي معاملة
        [one] يمكن ذلك لمعاملة واحدة
        [two] يمكن ذلك لمعاملتين
        [few] يمكن ذلك لـ{ $n } معاملات
        [many] يمكن ذلك لـ{ $n } معاملة
       *[other] يمكن ذلك لـ{ $n } معاملة
    }
bulk-left =
    { $n ->
        [zero] لا معاملات متبقية.
        [one] بقيت معاملة واحدة كما هي، والسبب في سطرها.
        [two] بقيت معاملتان كما هما، والسبب في سطر كل منهما.
        [few] بقيت { $n } معاملات كما هي، والسبب في سطر كل منها.
        [many] بقيت { $n } معاملة كما هي، والسبب في سطر كل منها.
       *[other] بقيت { $n } معاملة كما هي، والسبب في سطر كل منها.
    }
quality-others =
    { $n ->
        [zero] لا معاملات تنتظر الزملاء.
        [one] معاملة واحدة مسحوبة تنتظر زميلاً لأنك شاركت فيها.
        [two] معاملتان مسحوبتان تنتظران زميلاً لأنك شاركت فيهما.
        [few] { $n } معاملات مسحوبة تنتظر الزملاء لأنك شاركت فيها.
        [many] { $n } معاملة مسحوبة تنتظر الزملاء لأنك شاركت فيها.
       *[other] { $n } معاملة مسحوبة تنتظر الزملاء لأنك شاركت فيها.
    }
version-faults =
    { $n ->
        [zero] لا عوائق أمام إرسالها.
        [one] يحول خلل واحد دون إرسالها.
        [two] يحول خللان دون إرسالها.
        [few] تحول { $n } أخطاء دون إرسالها.
        [many] يحول { $n } خطأً دون إرسالها.
       *[other] يحول { $n } خطأ دون إرسالها.
    }
working-hours =
    { $n ->
        [zero] أقل من ساعة عمل
        [one] ساعة عمل واحدة
        [two] ساعتا عمل
        [few] { $n } ساعات عمل
        [many] { $n } ساعة عمل
       *[other] { $n } ساعة عمل
    }
minutes =
    { $n ->
        [zero] أقل من دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $n } دقائق
        [many] { $n } دقيقة
       *[other] { $n } دقيقة
    }
