//! What soundness finds, in both languages.

use crate::definitions::{ElementId, Position};
use crate::problem::{Explanation, Severity};
use crate::process::Node;

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A join waits for a token that can never come.
    Deadlock,
    /// From here the end can never be reached.
    Livelock,
    /// No token ever comes here.
    Unreachable,
    /// A token ends here, though it is no end event.
    DeadEnd,
    /// Two tokens can be here at once, so that the same work is done twice.
    LostSynchronization,
    /// The exploration ended at its limit, so that faults may remain.
    NotDecided,
}

/// One finding with the path that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What goes wrong.
    pub kind: FindingKind,
    /// The id of the element.
    pub element: ElementId,
    /// The name of the element.
    pub name: Option<String>,
    /// The line and column, counted in characters from 1.
    pub position: Position,
    /// The elements that tokens pass on the shortest way to the fault.
    pub path: Vec<ElementId>,
}

impl Finding {
    pub(super) fn at(kind: FindingKind, node: &Node, path: Vec<ElementId>) -> Self {
        let base = &node.base;
        Self { kind, element: base.id.clone(), name: base.name.clone(), position: base.position, path }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.kind.words().0
    }

    /// Whether a process with it should not be published.
    pub fn severity(&self) -> Severity {
        match self.kind {
            FindingKind::Deadlock | FindingKind::Livelock | FindingKind::Unreachable => Severity::Error,
            FindingKind::DeadEnd | FindingKind::LostSynchronization | FindingKind::NotDecided => {
                Severity::Warning
            }
        }
    }

    /// The line, counted from 1.
    pub fn line(&self) -> u32 {
        self.position.line
    }

    /// The column in characters, counted from 1.
    pub fn column(&self) -> u32 {
        self.position.column
    }

    fn path_text(&self) -> String {
        self.path.iter().map(|id| &**id).collect::<Vec<_>>().join(" → ")
    }

    fn label(&self) -> String {
        match self.name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => format!("`{}` ({name})", self.element),
            None => format!("`{}`", self.element),
        }
    }

    /// What goes wrong, in English, with the path.
    pub fn message_en(&self) -> String {
        let text = format!("{}: {}", self.label(), self.kind.words().1);
        if self.path.is_empty() { text } else { format!("{text}; this path shows it: {}", self.path_text()) }
    }

    /// What goes wrong, in Arabic, with the path.
    pub fn message_ar(&self) -> String {
        let text = format!("{}: {}", self.label(), self.kind.words().2);
        if self.path.is_empty() {
            text
        } else {
            format!("{text}؛ يبيّنه هذا المسار: {}", self.path_text())
        }
    }

    /// What to do, in English.
    pub fn help_en(&self) -> &'static str {
        self.kind.words().3
    }

    /// What to do, in Arabic.
    pub fn help_ar(&self) -> &'static str {
        self.kind.words().4
    }
}

impl FindingKind {
    #[rustfmt::skip]
    fn words(&self) -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Deadlock => ("BPMN201", "the case can stop here for ever, waiting for a path that was not taken", "قد تتوقف المعاملة هنا إلى الأبد بانتظار مسار لم يُسلك", "join with the same kind of gateway that split the paths", "اجمع المسارات ببوابة من نوع البوابة التي فرّقتها"),
            Self::Livelock => ("BPMN202", "from here the case goes round and can never end", "من هنا تدور المعاملة ولا يمكن أن تنتهي", "draw a way out of the loop", "ارسم مخرجاً من الحلقة"),
            Self::Unreachable => ("BPMN203", "no case can ever come here", "لا يمكن أن تصل أي معاملة إلى هنا", "connect it, or remove it", "صِله أو احذفه"),
            Self::DeadEnd => ("BPMN204", "the path ends here without an end event", "ينتهي المسار هنا بلا حدث نهاية", "lead it to an end event", "قُده إلى حدث نهاية"),
            Self::LostSynchronization => ("BPMN205", "two tokens can come here in one case, so this is done twice", "قد تصل علامتان إلى هنا في معاملة واحدة فيُنفَّذ العمل مرتين", "join the parallel paths before this element", "اجمع المسارات المتوازية قبل هذا العنصر"),
            Self::NotDecided => ("BPMN206", "the process has too many combinations to explore; faults may remain", "في الإجراء تراكيب كثيرة يتعذر استكشافها كلها؛ وقد تبقى أخطاء", "divide it into sub-processes", "قسّمه إلى إجراءات فرعية"),
        }
    }
}

/// What the codes of findings mean.
pub(crate) fn explanations() -> impl Iterator<Item = Explanation> {
    let kinds = [
        FindingKind::Deadlock,
        FindingKind::Livelock,
        FindingKind::Unreachable,
        FindingKind::DeadEnd,
        FindingKind::LostSynchronization,
        FindingKind::NotDecided,
    ];
    kinds.into_iter().map(|kind| {
        let (code, en, ar, help_en, help_ar) = kind.words();
        Explanation { code, en: en.to_owned(), ar: ar.to_owned(), help_en, help_ar }
    })
}
