//! The stable codes of this crate, 3000 to 3099, and what `afaq explain` says about them.

use afaq_base::code::Entry;
use afaq_base::{ErrorCode, StaticText};

use crate::StoreError;

/// The disk is full.
pub const DISK_FULL: ErrorCode = ErrorCode::new(3001);
/// The master key is another store's.
pub const WRONG_MASTER_KEY: ErrorCode = ErrorCode::new(3002);
/// The master key file cannot be used.
pub const MASTER_KEY: ErrorCode = ErrorCode::new(3003);
/// Not a store of this platform.
pub const NOT_A_STORE: ErrorCode = ErrorCode::new(3004);
/// A newer program's store.
pub const NEWER_SCHEMA: ErrorCode = ErrorCode::new(3005);
/// A migration differs from the known one.
pub const CHANGED_MIGRATION: ErrorCode = ErrorCode::new(3006);
/// The store is damaged.
pub const DAMAGED: ErrorCode = ErrorCode::new(3007);
/// Sealed bytes were altered.
pub const TAMPERED: ErrorCode = ErrorCode::new(3008);
/// The person was erased.
pub const PARTY_ERASED: ErrorCode = ErrorCode::new(3009);
/// A value is over its limit.
pub const TOO_LARGE: ErrorCode = ErrorCode::new(3010);
/// A value cannot be stored.
pub const BAD_VALUE: ErrorCode = ErrorCode::new(3011);
/// A write breaks a rule of the store.
pub const CONSTRAINT: ErrorCode = ErrorCode::new(3012);
/// What was asked for is not there.
pub const NOT_FOUND: ErrorCode = ErrorCode::new(3013);
/// The folder is not empty.
pub const NOT_EMPTY: ErrorCode = ErrorCode::new(3014);
/// The store is closed.
pub const CLOSED: ErrorCode = ErrorCode::new(3015);
/// The database failed.
pub const DATABASE: ErrorCode = ErrorCode::new(3016);
/// A file failed.
pub const FILE: ErrorCode = ErrorCode::new(3017);
/// The machine gives no random bytes.
pub const NO_RANDOMNESS: ErrorCode = ErrorCode::new(3018);
/// The address of a database cannot be used.
pub const ADDRESS: ErrorCode = ErrorCode::new(3019);
/// No database is reachable.
pub const UNAVAILABLE: ErrorCode = ErrorCode::new(3020);
/// Nobody knows whether a write took effect.
pub const UNKNOWN_OUTCOME: ErrorCode = ErrorCode::new(3021);
/// The server refused a statement.
pub const SERVER: ErrorCode = ErrorCode::new(3022);
/// Another program does this.
pub const ELSEWHERE: ErrorCode = ErrorCode::new(3023);
/// The object store of the files failed.
pub const OBJECTS: ErrorCode = ErrorCode::new(3030);

impl StoreError {
    /// The stable code, for `afaq explain`.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::DiskFull => DISK_FULL,
            Self::WrongMasterKey => WRONG_MASTER_KEY,
            Self::MasterKey { .. } => MASTER_KEY,
            Self::NotAStore { .. } => NOT_A_STORE,
            Self::NewerSchema { .. } => NEWER_SCHEMA,
            Self::ChangedMigration { .. } => CHANGED_MIGRATION,
            Self::Damaged { .. } => DAMAGED,
            Self::Tampered { .. } => TAMPERED,
            Self::PartyErased => PARTY_ERASED,
            Self::TooLarge { .. } => TOO_LARGE,
            Self::BadValue { .. } => BAD_VALUE,
            Self::Constraint { .. } => CONSTRAINT,
            Self::NotFound { .. } => NOT_FOUND,
            Self::NotEmpty { .. } => NOT_EMPTY,
            Self::Closed => CLOSED,
            Self::Database(_) => DATABASE,
            Self::File { .. } => FILE,
            Self::NoRandomness => NO_RANDOMNESS,
            Self::Address { .. } => ADDRESS,
            Self::Unavailable { .. } => UNAVAILABLE,
            Self::UnknownOutcome => UNKNOWN_OUTCOME,
            Self::Server { .. } => SERVER,
            Self::Elsewhere { .. } => ELSEWHERE,
            Self::Objects { .. } => OBJECTS,
        }
    }
}

/// The explanations of this crate's codes.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: DISK_FULL,
        title: StaticText::new("القرص ممتلئ", "the disk is full"),
        help: StaticText::new(
            "لم يُكتب شيء، والقراءة مستمرة. أفرغ مساحة على قرص المخزن أو ارفع حجمه المسموح ثم أعد المحاولة.",
            "Nothing was written, and reading goes on. Free some space on the store's disk or raise its allowed size, then try again.",
        ),
    },
    Entry {
        code: WRONG_MASTER_KEY,
        title: StaticText::new("المفتاح الرئيس لغير هذا المخزن", "the master key is another store's"),
        help: StaticText::new(
            "أعطِ البرنامج ملف المفتاح الذي أُنشئ مع هذا المخزن. لا يُفتح المخزن بغيره أبداً.",
            "Give the key file that was made with this store. No other key ever opens it.",
        ),
    },
    Entry {
        code: MASTER_KEY,
        title: StaticText::new("ملف المفتاح الرئيس لا يصلح", "the master key file cannot be used"),
        help: StaticText::new(
            "تذكر الرسالة الملف والسبب: صلاحيات واسعة (اجعلها 600)، أو ملف مقطوع، أو مسار غير صحيح. أعد الملف من نسخته المحفوظة.",
            "The message names the file and the cause: open permissions (set 600), a file that was cut, a wrong path. Bring it back from its safe place.",
        ),
    },
    Entry {
        code: NOT_A_STORE,
        title: StaticText::new("ليس هذا مخزناً للمنصة", "not a store of this platform"),
        help: StaticText::new(
            "اختر مجلداً آخر في الإعداد data؛ ففي هذا المجلد قاعدة بيانات لبرنامج آخر.",
            "Choose another folder in the setting `data`: this one holds another program's database.",
        ),
    },
    Entry {
        code: NEWER_SCHEMA,
        title: StaticText::new("مخزن برنامج أحدث", "a newer program's store"),
        help: StaticText::new(
            "شغّل الإصدار الأحدث من البرنامج، أو استعد نسخة احتياطية سبقت الترقية.",
            "Start the newer program, or restore a backup from before the upgrade.",
        ),
    },
    Entry {
        code: CHANGED_MIGRATION,
        title: StaticText::new("خطوة ترقية تختلف عن المعروفة", "a migration differs from the known one"),
        help: StaticText::new(
            "هذا المخزن أنشأه بناء آخر للبرنامج. استعمل البرنامج الذي أنشأه.",
            "Another build of the program made this store. Use the one that made it.",
        ),
    },
    Entry {
        code: DAMAGED,
        title: StaticText::new("المخزن تالف", "the store is damaged"),
        help: StaticText::new(
            "شغّل afaq doctor ليدلك على الموضع، ثم استعد آخر نسخة احتياطية سليمة.",
            "Run `afaq doctor` to see where, then restore the last sound backup.",
        ),
    },
    Entry {
        code: TAMPERED,
        title: StaticText::new("بيانات مختومة عُبث بها", "sealed bytes were altered"),
        help: StaticText::new(
            "بيانات مختومة غُيّرت أو نُقلت من مكانها. أوقف الخدمة، واحفظ نسخة للتحقيق، ثم استعد نسخة سليمة.",
            "Sealed bytes were changed or moved. Stop the service, keep a copy for the inquiry, then restore a sound backup.",
        ),
    },
    Entry {
        code: PARTY_ERASED,
        title: StaticText::new("مُحيت بيانات هذا الشخص", "the person was erased"),
        help: StaticText::new(
            "أُتلف مفتاح هذا الشخص بناءً على طلب، فلا يُقرأ شيء من بياناته ولا يُضاف إليها. إذا عاد بدأ بملف جديد.",
            "The person's key was destroyed on demand: nothing of theirs can be read or added. If they come back, they begin anew.",
        ),
    },
    Entry {
        code: TOO_LARGE,
        title: StaticText::new("قيمة فوق الحد", "a value is over its limit"),
        help: StaticText::new(
            "تذكر الرسالة القيمة وحدّها. قسّم ما تخزّنه أو صغّره.",
            "The message names the value and its limit. Divide it or make it smaller.",
        ),
    },
    Entry {
        code: BAD_VALUE,
        title: StaticText::new("قيمة لا تُخزَّن", "a value cannot be stored"),
        help: StaticText::new(
            "تذكر الرسالة القيمة والسبب، مثل محرف NUL في نص.",
            "The message names the value and the cause, such as a NUL character in a text.",
        ),
    },
    Entry {
        code: CONSTRAINT,
        title: StaticText::new("كتابة تخالف قاعدة في المخزن", "a write breaks a rule of the store"),
        help: StaticText::new(
            "قيمة موجودة من قبل أو سطر تشير إليه غير موجود. إن تكرر هذا فهو خطأ في البرنامج: أبلغ عنه مع نص القاعدة.",
            "A value is there already, or a row that it names is missing. If it happens again it is a fault of the program: report it with the rule.",
        ),
    },
    Entry {
        code: NOT_FOUND,
        title: StaticText::new("المطلوب غير موجود", "what was asked for is not there"),
        help: StaticText::new(
            "ربما حُذف أو انتهت مدته. أعد تحميل ما طلبته من أوله.",
            "It may have been deleted, or its time is over. Load again what asked for it.",
        ),
    },
    Entry {
        code: NOT_EMPTY,
        title: StaticText::new("المجلد ليس فارغاً", "the folder is not empty"),
        help: StaticText::new(
            "لا يُكتب فوق شيء موجود. اختر مجلداً جديداً.",
            "Nothing is ever written over. Choose a new folder.",
        ),
    },
    Entry {
        code: CLOSED,
        title: StaticText::new("المخزن مغلق", "the store is closed"),
        help: StaticText::new(
            "البرنامج في طريقه إلى التوقف أو توقف خيط منه. انظر في السجل ما سبق هذا، ثم أعد التشغيل.",
            "The program is ending, or one of its threads did. See in the log what came before, then start it again.",
        ),
    },
    Entry {
        code: DATABASE,
        title: StaticText::new("فشلت قاعدة البيانات", "the database failed"),
        help: StaticText::new(
            "يذكر السجل السبب. الأسباب المألوفة: قرص عليه خلل، أو ملف يقفله برنامج آخر.",
            "The log names the cause. Usual ones: a faulty disk, or a file that another program locks.",
        ),
    },
    Entry {
        code: FILE,
        title: StaticText::new("فشل ملف", "a file failed"),
        help: StaticText::new(
            "تذكر الرسالة الملف، ويذكر السجل السبب: صلاحيات أو قرص أو ملف مفقود.",
            "The message names the file, the log the cause: permissions, the disk, or a missing file.",
        ),
    },
    Entry {
        code: NO_RANDOMNESS,
        title: StaticText::new("لا أرقام عشوائية من الجهاز", "the machine gives no random bytes"),
        help: StaticText::new(
            "لا يُختم شيء دون مصدر عشوائي سليم. افحص نظام التشغيل.",
            "Nothing is sealed without a good source of randomness. Check the operating system.",
        ),
    },
    Entry {
        code: OBJECTS,
        title: StaticText::new("تعطّل مخزن الملفات", "the object store of the files failed"),
        help: StaticText::new(
            "لم يُجب مخزن الملفات أو أجاب بنصف جواب أو رفض بيانات الدخول، وقد أُعيدت المحاولة ثم تُركت. لم يضع شيء: لا يُسجَّل ملف قبل أن يصل كاملاً. افحص العنوان والمفتاحين في [files] ثم شغّل afaq doctor.",
            "The object store did not answer, answered half or did not take the credentials; it was tried again for a while. Nothing is lost: a file is named only after it has arrived whole. Look at address and credentials in `[files]`, then run `afaq doctor`.",
        ),
    },
    Entry {
        code: ADDRESS,
        title: StaticText::new("عنوان قاعدة البيانات لا يصلح", "the address of the database cannot be used"),
        help: StaticText::new(
            "تذكر الرسالة موضع الخطأ في الإعداد store. الشكل: postgres://USER@HOST1,HOST2,HOST3/DATABASE?sslmode=verify-full&sslrootcert=FILE",
            "The message says what is wrong in the setting `store`. Its form: postgres://USER@HOST1,HOST2,HOST3/DATABASE?sslmode=verify-full&sslrootcert=FILE",
        ),
    },
    Entry {
        code: UNAVAILABLE,
        title: StaticText::new("لا خادم قاعدة بيانات متاح", "no database is reachable"),
        help: StaticText::new(
            "لم يُكتب شيء بعد محاولات دامت دقيقة. افحص الخوادم المذكورة في الإعداد store والشبكة إليها وأيها الرئيس، ثم أعد المحاولة.",
            "Nothing was written, after a minute of tries. Check the servers in the setting `store`, the network to them and which one is the primary, then try again.",
        ),
    },
    Entry {
        code: UNKNOWN_OUTCOME,
        title: StaticText::new("لا يُعرف إن تمت الكتابة", "nobody knows whether a write took effect"),
        help: StaticText::new(
            "انقطع الاتصال أثناء الحفظ ولم يعد خلال دقيقة. أعد الطلب نفسه: مفتاحه يمنع تكرار أثره.",
            "The connection broke during a commit and did not come back within a minute. Send the same request again: its key keeps it from taking effect twice.",
        ),
    },
    Entry {
        code: SERVER,
        title: StaticText::new("رفض الخادم عبارة", "the server refused a statement"),
        help: StaticText::new(
            "تذكر الرسالة رمز SQLSTATE. الأسباب المألوفة: صلاحيات ناقصة لمستخدم قاعدة البيانات، أو إعدادات فيها تخالف الدليل.",
            "The message names the SQLSTATE. Usual causes: the database's user lacks a right, or its settings differ from the handbook.",
        ),
    },
    Entry {
        code: ELSEWHERE,
        title: StaticText::new("يتولى هذا برنامج آخر", "another program does this"),
        help: StaticText::new(
            "النسخ الاحتياطية لقاعدة PostgreSQL تُؤخذ بأدواتها، ويُنقل التركيب كله بالأمر afaq store copy. انظر الدليل.",
            "Backups of PostgreSQL are made by its own tools, and `afaq store copy` moves a whole installation. See the handbook.",
        ),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        assert!(afaq_base::code::Registry::new(&[ENTRIES]).is_ok());
        assert!(ENTRIES.iter().any(|entry| entry.code == StoreError::DiskFull.code()));
    }
}
