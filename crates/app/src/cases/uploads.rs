//! Uploads: into quarantine, told apart by content, scanned, then kept as evidence of a draft.

use afaq_base::{DraftId, FileId};
use afaq_domain::cases::EvidenceFile;
use afaq_pack::{EvidenceType, Media};
use afaq_ports::Verdict;
use afaq_store::{NewFile, NewUpload, UploadState};

use super::drafts::DraftView;
use crate::parties::{Person, days_later};
use crate::{App, AppError};

/// Characters of a file's name that are kept.
const NAME_CHARS_MAX: usize = 120;

/// Why a file can't be taken; the person reads it beside the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// More bytes than this kind of evidence may have.
    TooLarge {
        /// The most bytes allowed.
        bytes_max: u64,
    },
    /// Its content is none of the types that are taken, whatever its name says.
    WrongType,
    /// The scanner found something.
    Infected,
    /// As many files as may be.
    TooMany,
}

impl FileProblem {
    /// What the person reads.
    pub fn text(self) -> afaq_base::Text {
        let megabytes = |bytes: u64| bytes / 1_000_000;
        match self {
            Self::Empty => {
                afaq_base::Text::new("الملف فارغ. اختر ملفاً آخر.", "The file is empty. Choose another one.")
            }
            Self::TooLarge { bytes_max } => afaq_base::Text::new(
                format!("الملف أكبر من {} ميغابايت. صغّره أو صوّره مرة أخرى.", megabytes(bytes_max)),
                format!(
                    "The file is larger than {} MB. Make it smaller or take the photo again.",
                    megabytes(bytes_max)
                ),
            ),
            Self::WrongType => afaq_base::Text::new(
                "لا نقبل هذا النوع من الملفات. ارفع ملف PDF أو صورة JPEG أو PNG.",
                "This type of file is not taken. Upload a PDF, or a JPEG or PNG picture.",
            ),
            Self::Infected => afaq_base::Text::new(
                "وجد فاحص الفيروسات ما يريب في هذا الملف، فلم نحفظه.",
                "The virus scanner found something in this file; it was not kept.",
            ),
            Self::TooMany => {
                afaq_base::Text::new("بلغت أقصى عدد من الملفات.", "There are as many files as may be.")
            }
        }
    }
}

/// The type of a file by its first bytes; its name says nothing.
pub(crate) fn type_by_content(bytes: &[u8]) -> Option<Media> {
    // A PDF may begin with some bytes of other matter (ISO 32000-1, implementation note 13).
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Some(Media::Pdf);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Some(Media::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Media::Png);
    }
    None
}

/// A file's name as it is kept: its last part, one line, no controls, not too long.
pub(crate) fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = afaq_base::text::clean_line(last).chars().take(NAME_CHARS_MAX).collect();
    let clean = clean.trim_matches(['.', ' ']).to_string();
    if clean.is_empty() { "file".to_string() } else { clean }
}

impl App {
    /// Takes a file for one kind of evidence of a draft.
    ///
    /// # Errors
    /// [`AppError::File`] where the file can't be taken; [`AppError::NotFound`] for unknown evidence.
    pub async fn add_evidence(
        &self,
        person: &Person,
        draft: DraftId,
        kind: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<DraftView, AppError> {
        let view = self.draft(person, draft).await?;
        let service = view.service.clone();
        let evidence = service.find_evidence(kind).ok_or(AppError::NotFound)?;
        let mut files = view.draft.evidence.get(kind).cloned().unwrap_or_default();
        if files.len() >= afaq_domain::limits::FILES_PER_EVIDENCE_MAX {
            return Err(AppError::File(FileProblem::TooMany));
        }
        let file = self.keep(person, Some(draft), evidence, name, bytes).await?;
        files.push(file);
        self.set_evidence(person, view, kind, files).await
    }

    /// Takes a file for one kind of evidence, outside of a draft (the answer to a question).
    ///
    /// # Errors
    /// [`AppError::File`] where the file can't be taken.
    pub(crate) async fn keep(
        &self,
        person: &Person,
        draft: Option<DraftId>,
        evidence: &EvidenceType,
        name: &str,
        bytes: &[u8],
    ) -> Result<EvidenceFile, AppError> {
        let bytes_max = evidence.max_bytes.min(self.settings().limits.upload_bytes);
        let media = judge(evidence, bytes_max, bytes).map_err(AppError::File)?;
        let now = self.now();
        let of = draft.map_or(person.party.as_u128(), |draft| draft.as_u128());
        let drawn = self.fresh_for(&evidence.id, of, now.as_microsecond().unsigned_abs());
        let file = FileId::from_bytes(self.in_order(drawn));
        let new = NewFile {
            file_id: file,
            party: Some(person.party),
            media_type: media.media_type().to_string(),
            bytes_max,
            now,
        };
        self.store().put_file(&new, &mut &bytes[..]).await?;
        let name = clean_name(name);
        self.store()
            .add_upload(&NewUpload {
                file_id: file,
                party: person.party,
                draft_id: draft,
                case_id: None,
                slot: evidence.id.clone(),
                name: name.clone(),
                now,
                expires_at: Some(days_later(now, self.settings().draft_days())),
            })
            .await?;
        let scanner = self.ports().scanner.clone();
        let copy = bytes.to_vec();
        let verdict = tokio::task::spawn_blocking(move || scanner.scan(&copy))
            .await
            .map_err(|_| AppError::Data("the scanner's thread ended".into()))??;
        match verdict {
            Verdict::Clean => self.store().judge_upload(file, UploadState::Clean, None).await?,
            Verdict::Infected(what) => {
                self.store().judge_upload(file, UploadState::Rejected, Some(&what)).await?;
                return Err(AppError::File(FileProblem::Infected));
            }
        }
        Ok(EvidenceFile {
            file,
            name,
            media_type: media.media_type().to_string(),
            size_bytes: bytes.len() as u64,
        })
    }

    /// Takes a file out of a draft again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not there.
    pub async fn remove_evidence(
        &self,
        person: &Person,
        draft: DraftId,
        kind: &str,
        file: FileId,
    ) -> Result<DraftView, AppError> {
        let view = self.draft(person, draft).await?;
        let mut files = view.draft.evidence.get(kind).cloned().ok_or(AppError::NotFound)?;
        let before = files.len();
        files.retain(|known| known.file != file);
        if files.len() == before {
            return Err(AppError::NotFound);
        }
        let view = self.set_evidence(person, view, kind, files).await?;
        self.store().delete_upload(person.party, file).await?;
        Ok(view)
    }

    /// The bytes of a file of this person's draft.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for another person's file.
    pub async fn draft_file(
        &self,
        person: &Person,
        draft: DraftId,
        file: FileId,
    ) -> Result<(EvidenceFile, Vec<u8>), AppError> {
        let view = self.draft(person, draft).await?;
        let known = view.draft.evidence.values().flatten().find(|known| known.file == file);
        let known = known.cloned().ok_or(AppError::NotFound)?;
        let bytes = self.store().read_file(file, known.size_bytes).await?;
        Ok((known, bytes))
    }
}

fn judge(evidence: &EvidenceType, bytes_max: u64, bytes: &[u8]) -> Result<Media, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    if bytes.len() as u64 > bytes_max {
        return Err(FileProblem::TooLarge { bytes_max });
    }
    type_by_content(bytes).filter(|media| evidence.accepts.contains(media)).ok_or(FileProblem::WrongType)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_told_by_content() {
        assert_eq!(type_by_content(b"%PDF-1.7\n"), Some(Media::Pdf));
        assert_eq!(type_by_content(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(Media::Jpeg));
        assert_eq!(type_by_content(b"\x89PNG\r\n\x1a\n...."), Some(Media::Png));
        assert_eq!(type_by_content(b"MZ\x90\x00"), None);
        assert_eq!(type_by_content(b"<html>"), None);
        assert_eq!(type_by_content(b""), None);
    }

    #[test]
    fn a_name_loses_paths_and_controls() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\Users\\a\\تقرير.pdf"), "تقرير.pdf");
        assert_eq!(clean_name("a\u{202e}fdp.exe"), "afdp.exe");
        assert_eq!(clean_name("..."), "file");
        assert_eq!(clean_name(&"x".repeat(500)).chars().count(), NAME_CHARS_MAX);
    }
}
