//! Names in both scripts: common given names, invented families.

use afaq_base::StaticText;

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $($ar:literal = $en:literal),* $(,)?;)*) => {$(
        $(#[$meta])*
        pub(super) const $name: &[StaticText] = &[$(StaticText::new($ar, $en)),*];
    )*};
}

texts! {
    /// Given names of Arab men.
    ARAB_MEN: "أحمد" = "Ahmad", "محمد" = "Mohammad", "عبدالله" = "Abdullah", "علي" = "Ali", "خالد" = "Khaled",
        "يوسف" = "Yousef", "فهد" = "Fahad", "سالم" = "Salem", "ناصر" = "Nasser", "جاسم" = "Jassim",
        "إبراهيم" = "Ibrahim", "حمد" = "Hamad", "سعود" = "Saud", "بدر" = "Bader", "فيصل" = "Faisal",
        "مشعل" = "Meshal", "طلال" = "Talal", "عمر" = "Omar", "حسين" = "Hussain", "حسن" = "Hassan",
        "سليمان" = "Sulaiman", "مبارك" = "Mubarak", "راشد" = "Rashed", "داود" = "Dawood", "عيسى" = "Essa",
        "زيد" = "Zaid", "ماجد" = "Majed", "نواف" = "Nawaf", "وليد" = "Waleed", "صالح" = "Saleh",
        "ضاري" = "Dhari", "يعقوب" = "Yaqoub", "مساعد" = "Musaed", "عادل" = "Adel", "هاني" = "Hani",
        "سامي" = "Sami", "كريم" = "Kareem", "باسل" = "Basel", "رامي" = "Rami", "غانم" = "Ghanem";
    /// Given names of Arab women.
    ARAB_WOMEN: "فاطمة" = "Fatima", "مريم" = "Maryam", "نورة" = "Noura", "سارة" = "Sara", "عائشة" = "Aisha",
        "لطيفة" = "Latifa", "منيرة" = "Munira", "شيخة" = "Shaikha", "حصة" = "Hessa", "دلال" = "Dalal",
        "هيا" = "Haya", "دانة" = "Dana", "لولوة" = "Lulwa", "غالية" = "Ghalia", "أسماء" = "Asma",
        "زينب" = "Zainab", "خديجة" = "Khadija", "أمينة" = "Amina", "بشاير" = "Bashayer", "عبير" = "Abeer",
        "هند" = "Hind", "ريم" = "Reem", "جنان" = "Jenan", "وضحة" = "Wadha", "موضي" = "Moudhi",
        "شهد" = "Shahad", "العنود" = "Al-Anoud", "سبيكة" = "Sabeeka", "رقية" = "Ruqaya", "هدى" = "Huda",
        "سلمى" = "Salma", "ليلى" = "Layla", "نجلاء" = "Najla", "إيمان" = "Eman", "رنا" = "Rana",
        "ياسمين" = "Yasmin", "نادية" = "Nadia", "سمية" = "Sumaya", "أروى" = "Arwa", "جود" = "Joud";
    /// Families of citizens, invented: things of the sea and the desert, taken from no list of families.
    KUWAITI_FAMILIES: "اللؤلؤي" = "Al-Luluwi", "المحاري" = "Al-Mahari", "الشراعي" = "Al-Shiraei",
        "السنبوكي" = "Al-Sanbouki", "الموجاني" = "Al-Moujani", "الساحلاني" = "Al-Sahilani",
        "المدّاري" = "Al-Maddari", "الغوصاني" = "Al-Ghousani", "الداناتي" = "Al-Danati",
        "الياقوتاني" = "Al-Yaqoutani", "الفيروزاني" = "Al-Fairouzani", "الزمردي" = "Al-Zumurrudi",
        "المرساتي" = "Al-Marsati", "المجدافي" = "Al-Mijdafi", "النخلاوي" = "Al-Nakhlawi",
        "السدراوي" = "Al-Sidrawi", "العوسجاني" = "Al-Awsajani", "الرمثاوي" = "Al-Rimthawi",
        "الكثباني" = "Al-Kuthbani", "الواحاتي" = "Al-Wahati", "السراباني" = "Al-Sarabani",
        "النسماوي" = "Al-Nasmawi", "الغيماني" = "Al-Ghaimani", "الشفقاني" = "Al-Shafaqani",
        "الفجراوي" = "Al-Fajrawi", "الهلالاني" = "Al-Hilalani", "النجماوي" = "Al-Najmawi",
        "المدارجي" = "Al-Madarji", "السفنجي" = "Al-Sifinji", "البوصلي" = "Al-Bousali",
        "المينائي" = "Al-Minaei", "الفنارجي" = "Al-Fanarji", "القرنفلاني" = "Al-Qurunfulani",
        "الخزاماوي" = "Al-Khuzamawi", "العرفجاوي" = "Al-Arfajawi", "الربلاوي" = "Al-Riblawi";
    /// Families of Arab residents, invented.
    ARAB_FAMILIES: "الزهراباتي" = "El-Zahrabati", "الزيزفوني" = "El-Zaizafouni", "الصفصافي" = "El-Safsafi",
        "الحورانيل" = "El-Houranil", "الرمّاناتي" = "El-Rummanati", "الكستناوي" = "El-Kastanawi",
        "الدلتاوي" = "El-Deltawi", "السنديانجي" = "El-Sindyanji", "الليموناتي" = "El-Laymounati",
        "الياسميناتي" = "El-Yasminati", "الغصناوي" = "El-Ghusnawi", "الجدولاني" = "El-Jadwalani";
    /// Given names of men of South Asia.
    ASIAN_MEN: "راجيش" = "Rajesh", "سوريش" = "Suresh", "أنيل" = "Anil", "عمران" = "Imran", "رفيق" = "Rafiq",
        "بيكاش" = "Bikash", "ساجد" = "Sajid", "ديباك" = "Deepak", "نيمال" = "Nimal", "كمال" = "Kamal",
        "هاري" = "Hari", "جوزيف" = "Joseph", "شاهد" = "Shahid", "براكاش" = "Prakash", "روبن" = "Ruben";
    /// Given names of women of South Asia.
    ASIAN_WOMEN: "بريا" = "Priya", "أنجالي" = "Anjali", "لاكشمي" = "Lakshmi", "شابانا" = "Shabana",
        "رحيمة" = "Rahima", "سونيتا" = "Sunita", "ميرا" = "Meera", "نيلوفر" = "Nilufar", "كماري" = "Kumari",
        "آشا" = "Asha", "فرزانة" = "Farzana", "ديبا" = "Deepa", "ماليني" = "Malini", "روبا" = "Rupa";
    /// Families of South Asia, invented.
    ASIAN_FAMILIES: "فاريندال" = "Varendal", "سولاكار" = "Sulakar", "ميراديا" = "Meradia", "تولانور" = "Tholanur",
        "كارفيشا" = "Karvesha", "نيلافات" = "Nilavat", "شوندراي" = "Shondrai", "بالوتيا" = "Balutia",
        "ديفاسور" = "Devasur", "رانغوتا" = "Rangota", "هيمالور" = "Himalur", "سارفانا" = "Sarvanu";
    /// Given names of men of South-East Asia.
    FILIPINO_MEN: "رامون" = "Ramon", "خوسيه" = "Jose", "ماركو" = "Marco", "أنخيلو" = "Angelo", "كارلو" = "Carlo",
        "دانيلو" = "Danilo", "رودل" = "Rodel", "جون" = "John";
    /// Given names of women of South-East Asia.
    FILIPINO_WOMEN: "ماريا" = "Maria", "روزا" = "Rosa", "جوي" = "Joy", "غريس" = "Grace", "ليزا" = "Liza",
        "أنالين" = "Analyn", "كريستينا" = "Cristina", "ماريسل" = "Marisel";
    /// Families of South-East Asia, invented.
    FILIPINO_FAMILIES: "داليسايان" = "Dalisayan", "مارينيلو" = "Marinilo", "بايانيلو" = "Bayanilo",
        "سامباغال" = "Sampagal", "لونتيانو" = "Luntiano", "ألونديرو" = "Alondero", "كاهوينا" = "Kahuyina";
}

/// What people of one nationality are called.
pub(super) struct NameList {
    pub(super) men: &'static [StaticText],
    pub(super) women: &'static [StaticText],
    pub(super) families: &'static [StaticText],
}

/// Nationalities of residents (ISO 3166-1), each with its weight and names.
pub(super) const RESIDENTS: &[(&str, u64, NameList)] = &[
    ("IN", 34, NameList { men: ASIAN_MEN, women: ASIAN_WOMEN, families: ASIAN_FAMILIES }),
    ("EG", 26, NameList { men: ARAB_MEN, women: ARAB_WOMEN, families: ARAB_FAMILIES }),
    ("BD", 10, NameList { men: ASIAN_MEN, women: ASIAN_WOMEN, families: ASIAN_FAMILIES }),
    ("PH", 10, NameList { men: FILIPINO_MEN, women: FILIPINO_WOMEN, families: FILIPINO_FAMILIES }),
    ("SY", 7, NameList { men: ARAB_MEN, women: ARAB_WOMEN, families: ARAB_FAMILIES }),
    ("PK", 4, NameList { men: ASIAN_MEN, women: ASIAN_WOMEN, families: ASIAN_FAMILIES }),
    ("LK", 4, NameList { men: ASIAN_MEN, women: ASIAN_WOMEN, families: ASIAN_FAMILIES }),
    ("JO", 3, NameList { men: ARAB_MEN, women: ARAB_WOMEN, families: ARAB_FAMILIES }),
    ("LB", 2, NameList { men: ARAB_MEN, women: ARAB_WOMEN, families: ARAB_FAMILIES }),
];

/// What citizens are called.
pub(super) const CITIZENS: NameList =
    NameList { men: ARAB_MEN, women: ARAB_WOMEN, families: KUWAITI_FAMILIES };

/// The names of a nationality.
pub(super) fn list(nationality: &str) -> &'static NameList {
    RESIDENTS.iter().find(|(code, _, _)| *code == nationality).map_or(&CITIZENS, |(_, _, list)| list)
}

/// Whether people of a nationality are called by their father's and grandfather's names, too.
///
/// By content: where the same list lies in memory differs from build to build.
pub(super) fn has_chain(nationality: &str) -> bool {
    list(nationality).men.first() == ARAB_MEN.first()
}
