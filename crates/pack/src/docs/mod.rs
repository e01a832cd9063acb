//! The whole service as one page for reviewers: words, tables, the picture of the process.

mod style;

use std::fmt::Write;

use afaq_base::{Lang, Text};

use crate::Service;
use crate::model::{Cost, Formula, From, Silence, What};

/// The page in one language. Everything from the pack is escaped.
#[must_use]
pub fn docs_html(service: &Service, lang: Lang) -> String {
    let mut page = Page { out: String::new(), lang };
    page.head(service);
    page.facts(service);
    page.data(service);
    page.form(service);
    page.rules(service);
    page.reasons(service);
    page.process(service);
    page.messages(service);
    page.scenarios(service);
    page.out.push_str("</main></body></html>\n");
    page.out
}

/// A text that is safe within HTML and its attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

struct Page {
    out: String,
    lang: Lang,
}

impl Page {
    fn say(&self, ar: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Ar => ar,
            Lang::En => en,
        }
    }

    fn text(&self, text: &Text) -> String {
        escape(text.get(self.lang))
    }

    fn title(&mut self, ar: &'static str, en: &'static str) {
        let title = self.say(ar, en);
        let _ = writeln!(self.out, "<h2>{title}</h2>");
    }

    fn table(&mut self, header: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            let none = self.say("لا يوجد", "none");
            let _ = writeln!(self.out, "<p>{none}</p>");
            return;
        }
        self.out.push_str("<div class=\"scroll\"><table><thead><tr>");
        for cell in header {
            let _ = write!(self.out, "<th scope=\"col\">{cell}</th>");
        }
        self.out.push_str("</tr></thead><tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            for cell in row {
                let _ = write!(self.out, "<td>{cell}</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>\n");
    }

    fn head(&mut self, service: &Service) {
        let (lang, dir, name) = (self.lang.code(), self.lang.dir(), self.text(&service.name));
        let summary = self.text(&service.summary);
        let _ = write!(
            self.out,
            "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title><style>{}</style></head><body><main>\n<h1>{name}</h1>\n<p>{summary}</p>\n",
            style::STYLE
        );
        if service.illustrative {
            let note = self.say("مثال توضيحي", "Illustrative");
            let _ = writeln!(self.out, "<p class=\"mark\">{note}</p>");
        }
    }

    fn facts(&mut self, service: &Service) {
        self.title("الخدمة", "The service");
        let body = afaq_base::bodies::find(service.body.as_str())
            .map_or_else(|| escape(service.body.as_str()), |body| self.text(&body.name));
        let cost = match &service.cost {
            Cost::Free => self.say("مجاناً", "free").to_owned(),
            Cost::Decision(id) => format!("<code>{}</code>", escape(id)),
        };
        let silence = match &service.promise.silence {
            Silence::None => self.say("لا أثر له", "means nothing").to_owned(),
            Silence::Approves { law } => format!("{} ({})", self.say("موافقة", "approval"), escape(law)),
            Silence::Refuses { law } => format!("{} ({})", self.say("رفض", "refusal"), escape(law)),
        };
        let mut rows = vec![
            vec![
                self.say("المعرّف", "Id").to_owned(),
                format!("<bdi dir=\"ltr\">{}</bdi> {}", escape(service.id.as_str()), escape(&service.label)),
            ],
            vec![self.say("الجهة", "Body").to_owned(), body],
            vec![self.say("الرسوم", "Fee").to_owned(), cost],
            vec![
                self.say("موعد الإنجاز", "Promised time").to_owned(),
                escape(&service.promise.span.in_words(self.lang)),
            ],
            vec![self.say("السكوت", "Silence").to_owned(), silence],
            vec![
                self.say("مدة الحفظ", "Kept for").to_owned(),
                escape(&service.retention.keep.in_words(self.lang)),
            ],
        ];
        for law in &service.law {
            let mark = if law.unverified {
                format!(" <span class=\"mark\">{}</span>", self.say("لم يُتحقق منه بعد", "not verified yet"))
            } else {
                String::new()
            };
            rows.push(vec![
                self.say("الأساس القانوني", "Legal basis").to_owned(),
                format!("{}{mark}", self.text(&law.name)),
            ]);
        }
        for output in &service.outputs {
            rows.push(vec![self.say("الوثيقة", "Output").to_owned(), self.text(&output.name)]);
        }
        if let Some(appeal) = &service.appeal {
            rows.push(vec![
                self.say("التظلّم خلال", "Appeal within").to_owned(),
                escape(&appeal.within.in_words(self.lang)),
            ]);
        }
        let header = [self.say("البند", "Item"), self.say("القيمة", "Value")];
        self.table(&header, &rows);
    }

    fn formula(&self, formula: Option<&Formula>) -> String {
        formula.map(|one| format!("<code dir=\"ltr\">{}</code>", escape(&one.text))).unwrap_or_default()
    }

    fn data(&mut self, service: &Service) {
        self.title("البيانات ومصادرها", "Facts and their sources");
        let rows: Vec<Vec<String>> = service
            .concepts
            .iter()
            .map(|concept| {
                let from = match &concept.from {
                    From::SignIn => self.say("تسجيل الدخول", "sign-in").to_owned(),
                    From::Applicant => self.say("مقدّم الطلب", "the applicant").to_owned(),
                    From::Officer => self.say("الموظف", "an officer").to_owned(),
                    From::Register { register, .. } => service
                        .find_register(register)
                        .map_or_else(|| escape(register), |one| self.text(&one.name)),
                    From::Computed(formula) => self.formula(Some(formula)),
                };
                vec![
                    self.text(&concept.label),
                    format!("<code dir=\"ltr\">{}</code>", escape(&concept.path)),
                    concept.kind.word().to_owned(),
                    from,
                    concept.sensitivity.to_string(),
                    self.formula(concept.after.as_ref()),
                ]
            })
            .collect();
        let header = [
            self.say("المعلومة", "Concept"),
            self.say("المسار", "Path"),
            self.say("النوع", "Kind"),
            self.say("المصدر", "Source"),
            self.say("الحساسية", "Sensitivity"),
            self.say("بعد ثبوت", "After"),
        ];
        self.table(&header, &rows);
        self.title("المستندات", "Evidence");
        let rows: Vec<Vec<String>> = service
            .evidence
            .iter()
            .map(|one| {
                vec![
                    self.text(&one.label),
                    self.formula(one.when.as_ref()),
                    one.unless
                        .as_deref()
                        .map(|id| {
                            service
                                .find_register(id)
                                .map_or_else(|| escape(id), |found| self.text(&found.name))
                        })
                        .unwrap_or_default(),
                ]
            })
            .collect();
        let header = [
            self.say("المستند", "Paper"),
            self.say("متى", "When"),
            self.say("يُغني عنه سجل", "Not needed if held by"),
        ];
        self.table(&header, &rows);
    }

    fn form(&mut self, service: &Service) {
        self.title("النموذج", "The form");
        let mut rows = Vec::new();
        for (page, section, question) in service.form.questions() {
            let asked = match &question.what {
                What::Concept(path) => service.concepts.get(path).map_or_else(
                    || escape(path),
                    |one| self.text(question.label.as_ref().unwrap_or(&one.label)),
                ),
                What::Evidence(id) => {
                    service.find_evidence(id).map_or_else(|| escape(id), |one| self.text(&one.label))
                }
                What::Group(id) => service
                    .concepts
                    .find_group(id)
                    .and_then(|one| one.title.as_ref())
                    .map_or_else(|| escape(id), |title| self.text(title)),
            };
            let when: Vec<String> = [&page.when, &section.when, &question.when]
                .into_iter()
                .filter_map(|one| one.as_ref())
                .map(|one| self.formula(Some(one)))
                .collect();
            rows.push(vec![self.text(&page.title), asked, when.join("<br>")]);
        }
        let header = [self.say("الصفحة", "Page"), self.say("السؤال", "Question"), self.say("متى", "When")];
        self.table(&header, &rows);
    }

    fn rules(&mut self, service: &Service) {
        use afaq_dmn::ExpressionKind;
        self.title("القواعد", "The rules");
        for decision in &service.decisions.model.decisions {
            let _ = writeln!(self.out, "<h3><code dir=\"ltr\">{}</code></h3>", escape(&decision.name));
            match decision.expression.as_ref().map(|one| &one.kind) {
                Some(ExpressionKind::Literal(text)) => {
                    let _ = writeln!(self.out, "<p><code dir=\"ltr\">{}</code></p>", escape(&text.value));
                }
                Some(ExpressionKind::DecisionTable(table)) => {
                    let code = |text: &str| format!("<code dir=\"ltr\">{}</code>", escape(text));
                    let header: Vec<String> = std::iter::once(table.hit_policy.letter().to_owned())
                        .chain(table.inputs.iter().map(|one| code(&one.expression.value)))
                        .chain(
                            table
                                .outputs
                                .iter()
                                .map(|one| format!("→ {}", escape(one.name.as_deref().unwrap_or("")))),
                        )
                        .collect();
                    let rows: Vec<Vec<String>> = table
                        .rules
                        .iter()
                        .enumerate()
                        .map(|(at, rule)| {
                            std::iter::once((at + 1).to_string())
                                .chain(rule.tests.iter().chain(&rule.outputs).map(|cell| code(&cell.value)))
                                .collect()
                        })
                        .collect();
                    let header: Vec<&str> = header.iter().map(String::as_str).collect();
                    self.table(&header, &rows);
                }
                Some(_) | None => {}
            }
        }
    }

    fn reasons(&mut self, service: &Service) {
        self.title("أسباب الرفض", "Reasons for a refusal");
        let rows: Vec<Vec<String>> = service
            .reasons
            .iter()
            .map(|one| {
                let law =
                    service.find_law(&one.law).map_or_else(|| escape(&one.law), |law| self.text(&law.name));
                vec![self.text(&one.text.source), law, self.text(&one.mend.source)]
            })
            .collect();
        let header = [
            self.say("السبب", "Reason"),
            self.say("الأساس القانوني", "Legal basis"),
            self.say("ما العمل", "What to do"),
        ];
        self.table(&header, &rows);
    }

    fn process(&mut self, service: &Service) {
        self.title("مسار الطلب", "The path of a request");
        let lang = match self.lang {
            Lang::Ar => afaq_bpmn::Lang::Ar,
            Lang::En => afaq_bpmn::Lang::En,
        };
        let picture = afaq_bpmn::picture::svg(&service.definitions, lang, None);
        let _ = writeln!(self.out, "<div class=\"scroll\">{picture}</div>");
        let rows: Vec<Vec<String>> = service
            .tasks
            .values()
            .map(|task| {
                let role = service
                    .find_role(&task.role)
                    .map_or_else(|| escape(&task.role), |one| self.text(&one.label));
                let outcomes: Vec<String> = task.outcomes.iter().map(|one| self.text(&one.label())).collect();
                vec![
                    self.text(&task.name),
                    role,
                    escape(&task.target.in_words(self.lang)),
                    outcomes.join(self.say("، ", ", ")),
                ]
            })
            .collect();
        let header = [
            self.say("المهمة", "Task"),
            self.say("الدور", "Role"),
            self.say("المدة المستهدفة", "Target"),
            self.say("النتائج", "Outcomes"),
        ];
        self.table(&header, &rows);
    }

    fn messages(&mut self, service: &Service) {
        self.title("الرسائل", "Messages");
        let rows: Vec<Vec<String>> = service
            .messages
            .iter()
            .map(|one| {
                vec![one.on.word().to_owned(), self.text(&one.subject.source), self.text(&one.body.source)]
            })
            .collect();
        let header = [self.say("عند", "On"), self.say("العنوان", "Subject"), self.say("النص", "Text")];
        self.table(&header, &rows);
    }

    fn scenarios(&mut self, service: &Service) {
        self.title("السيناريوهات", "Scenarios");
        let rows: Vec<Vec<String>> = service
            .scenarios
            .iter()
            .map(|one| {
                let status = one.expect.status.map(crate::ScenarioStatus::word).unwrap_or_default();
                vec![
                    format!("<code dir=\"ltr\">{}</code>", escape(&one.id)),
                    self.text(&one.story),
                    status.to_owned(),
                ]
            })
            .collect();
        let header = [self.say("الاسم", "Name"), self.say("القصة", "Story"), self.say("النتيجة", "Outcome")];
        self.table(&header, &rows);
    }
}
