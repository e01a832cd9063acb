//! Uploads: what a person has handed in, in quarantine until it was scanned.

use afaq_base::{CaseId, DraftId, FileId, PartyId, Timestamp};

use crate::files::StoredFile;
use crate::keys::{bound_to, seal};
use crate::log::SealingKeys;
use crate::sql::{Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// An upload to be recorded; its bytes were put before ([`Store::put_file`]).
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// The bytes; also the name of the upload.
    pub file_id: FileId,
    /// Who handed it in.
    pub party: PartyId,
    /// For which draft.
    pub draft_id: Option<DraftId>,
    /// For which case.
    pub case_id: Option<CaseId>,
    /// Which evidence or question it answers.
    pub slot: String,
    /// What the person called the file; sealed, since names tell much.
    pub name: String,
    /// When.
    pub now: Timestamp,
    /// When it is deleted if no case keeps it.
    pub expires_at: Option<Timestamp>,
}

/// What is known of the safety of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Not scanned yet: nobody opens it.
    Quarantine,
    /// Scanned, nothing found.
    Clean,
    /// Refused; the reason stands beside it.
    Rejected,
}

/// An upload as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Its bytes: name, size, type.
    pub file: StoredFile,
    /// Who handed it in.
    pub party: PartyId,
    /// For which draft.
    pub draft_id: Option<DraftId>,
    /// For which case.
    pub case_id: Option<CaseId>,
    /// Which evidence or question it answers.
    pub slot: String,
    /// What the person called the file; nothing once erased.
    pub name: Option<String>,
    /// What is known of its safety.
    pub state: UploadState,
    /// Why it was refused: a code.
    pub problem: Option<String>,
    /// When it was handed in.
    pub created_at: Timestamp,
    /// When it is deleted if no case keeps it.
    pub expires_at: Option<Timestamp>,
}

impl UploadState {
    fn code(self) -> &'static str {
        match self {
            Self::Quarantine => "quarantine",
            Self::Clean => "clean",
            Self::Rejected => "rejected",
        }
    }

    fn parse(code: &str) -> Result<Self, StoreError> {
        [Self::Quarantine, Self::Clean, Self::Rejected]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| StoreError::damaged("the state of an upload is unknown"))
    }
}

const COLUMNS: &str = "f.file_id, f.address, f.party, f.sha256, f.bytes, f.media_type, f.created_at, u.party, \
    u.draft_id, u.case_id, u.slot, u.name, u.state, u.problem, u.created_at, u.expires_at";

pub(super) fn attach(upload: FileId, case: CaseId) -> Statement {
    sql(
        "update uploads set case_id = $1, draft_id = null, expires_at = null \
         where upload_id = $2 and state = 'clean' returning upload_id",
        vec![Value::id(&case), Value::id(&upload)],
    )
    .must_hit("a clean upload")
}

fn bound(upload: FileId) -> Vec<u8> {
    bound_to(&["upload", &upload.to_string()])
}

impl Store {
    /// Records an upload in quarantine.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] if its bytes were not put, [`StoreError::PartyErased`], or a fault.
    pub async fn add_upload(&self, upload: &NewUpload) -> Result<(), StoreError> {
        check_name("the slot of an upload", &upload.slot)?;
        if upload.name.len() > limits::NAME_BYTES_MAX * 4 {
            return Err(StoreError::TooLarge {
                what: "the name of a file (bytes)",
                limit: limits::NAME_BYTES_MAX * 4,
            });
        }
        let party = [upload.party].into_iter().collect();
        let keys = SealingKeys::fetch(self.keyring(), self.database(), &party, upload.now).await?;
        let name = seal(keys.of(Some(upload.party))?, &bound(upload.file_id), upload.name.as_bytes())?;
        self.write(sql(
            "insert into uploads (upload_id, file_id, party, draft_id, case_id, slot, name, state, created_at, \
             expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            vec![
                Value::id(&upload.file_id),
                Value::id(&upload.file_id),
                Value::id(&upload.party),
                Value::id_or_null(upload.draft_id.as_ref()),
                Value::id_or_null(upload.case_id.as_ref()),
                Value::from(&upload.slot),
                name.into(),
                UploadState::Quarantine.code().into(),
                upload.now.into(),
                upload.expires_at.into(),
            ],
        ))
        .await
        .map(drop)
    }

    /// Records what the scanner found.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the upload is gone.
    pub async fn judge_upload(
        &self,
        upload: FileId,
        state: UploadState,
        problem: Option<&str>,
    ) -> Result<(), StoreError> {
        self.write(
            sql(
                "update uploads set state = $1, problem = $2 where upload_id = $3 returning upload_id",
                vec![state.code().into(), problem.into(), Value::id(&upload)],
            )
            .must_hit("the upload"),
        )
        .await
        .map(drop)
    }

    /// Finds an upload.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_upload(&self, upload: FileId) -> Result<Option<Upload>, StoreError> {
        Ok(self.uploads_by("u.upload_id = $1", Value::id(&upload)).await?.pop())
    }

    /// Lists the uploads of a draft, as they came.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn uploads_of_draft(&self, draft: DraftId) -> Result<Vec<Upload>, StoreError> {
        self.uploads_by("u.draft_id = $1", Value::id(&draft)).await
    }

    /// Lists the uploads of a case, as they came.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn uploads_of_case(&self, case: CaseId) -> Result<Vec<Upload>, StoreError> {
        self.uploads_by("u.case_id = $1", Value::id(&case)).await
    }

    /// Deletes an upload that no case keeps; its bytes can be read no more from now on.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn delete_upload(&self, party: PartyId, upload: FileId) -> Result<(), StoreError> {
        let values = || vec![Value::id(&upload), Value::id(&party)];
        self.database()
            .write(vec![
                sql(
                    "update files set key = null where file_id in (select file_id from uploads \
                     where upload_id = $1 and party = $2 and case_id is null)",
                    values(),
                ),
                sql("delete from uploads where upload_id = $1 and party = $2 and case_id is null", values()),
            ])
            .await
            .map(drop)
    }

    async fn uploads_by(&self, condition: &str, value: Value) -> Result<Vec<Upload>, StoreError> {
        let text = format!(
            "select {COLUMNS} from uploads u join files f on f.file_id = u.file_id where {condition} \
             order by u.created_at, u.upload_id limit $2"
        );
        let rows = self.look_up(sql(text, vec![value, Value::count(limits::PAGE_ROWS_MAX as u64)])).await?;
        let mut uploads = Vec::with_capacity(rows.len());
        for mut row in rows {
            uploads.push(self.read_upload(&mut row).await?);
        }
        Ok(uploads)
    }

    async fn read_upload(&self, row: &mut Row) -> Result<Upload, StoreError> {
        let file = StoredFile::read(row)?;
        let party = row.id()?;
        let (draft_id, case_id, slot) = (row.id_or_null()?, row.id_or_null()?, row.text()?);
        let name = row.bytes()?;
        let name = self
            .open_sealed(Some(party), &bound(file.file_id), &name, || format!("upload {}", file.file_id))
            .await?
            .map(String::from_utf8)
            .transpose()
            .map_err(|_| StoreError::damaged("the name of an upload is not UTF-8"))?;
        Ok(Upload {
            file,
            party,
            draft_id,
            case_id,
            slot,
            name,
            state: UploadState::parse(&row.text()?)?,
            problem: row.text_or_null()?,
            created_at: row.at()?,
            expires_at: row.at_or_null()?,
        })
    }
}
