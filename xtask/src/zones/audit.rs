//! Looks into the database after the people have gone: what was acknowledged is there once, effects show once, the
//! feed is whole.

use anyhow::Context;

use super::checker::{Finding, Wrong};
use super::history::{Operation, Outcome, What};
use super::region::{Region, now};

/// What must hold of any database of a region; each asks for the number of what is wrong.
const LAWS: &[(&str, &str)] = &[
    (
        "streams without gaps",
        "select count(*) from (select stream_no from events group by stream_no \
         having count(*) <> max(version) or min(version) <> 1) wrong",
    ),
    (
        "each case was submitted once",
        "select count(*) from (select s.id from streams s join events e on e.stream_no = s.stream_no \
         where s.kind = 'case' group by s.id having count(*) filter (where e.kind = 'submitted') <> 1) wrong",
    ),
    (
        "each case has its row, and each row its case",
        "select abs((select count(*) from cases) - (select count(*) from streams where kind = 'case'))",
    ),
    (
        "no output was issued twice in a case",
        "select count(*) from (select case_id, output from documents where revoked_at is null \
         group by case_id, output having count(*) > 1) wrong",
    ),
    (
        "no letter of a message left twice",
        "select count(*) from (select channel, content from outbox group by channel, content having count(*) > 1) wrong",
    ),
    (
        "no work of one kind and key was done twice",
        "select count(*) from (select kind, key from jobs group by kind, key having count(*) > 1) wrong",
    ),
    ("no work was given up", "select count(*) from jobs where outcome = 'dead'"),
    (
        "each issued document has its bytes",
        "select count(*) from documents d left join files f on f.file_id = d.file_id \
         where d.file_id is not null and f.file_id is null",
    ),
    (
        "no file of a case is without its name",
        "select count(*) from uploads u left join files f on f.file_id = u.file_id where f.file_id is null",
    ),
];

/// What the laws say of the region's database as it stands.
///
/// # Errors
/// A database that does not answer.
pub fn laws(region: &Region) -> anyhow::Result<Vec<String>> {
    let zone = region.leader().context("no primary to look into")?;
    let mut broken = Vec::new();
    for (law, text) in LAWS {
        let count = region.sql(&zone, "afaq", text).with_context(|| format!("looking whether {law}"))?;
        if count.trim() != "0" {
            broken.push(format!("{law}: {} times not", count.trim()));
        }
    }
    Ok(broken)
}

/// All cases in the order of the feed, each as its address shows it, as one list for each applicant.
///
/// # Errors
/// A database that does not answer.
pub fn cases(region: &Region, history: &[Operation]) -> anyhow::Result<Vec<Operation>> {
    let zone = region.leader().context("no primary to look into")?;
    let asked = now();
    let said = region.sql(
        &zone,
        "afaq",
        "select s.id from streams s join events e on e.stream_no = s.stream_no and e.version = 1 \
         where s.kind = 'case' order by e.timeline, e.xid, e.seq",
    )?;
    let there: Vec<String> = said.lines().map(|line| line.trim().to_string()).collect();
    let mut lists: std::collections::BTreeMap<&str, std::collections::BTreeSet<&str>> = Default::default();
    for operation in history {
        if let What::Append { list, value } = &operation.what
            && list.starts_with("cases/")
        {
            lists.entry(list).or_default().insert(value);
        }
    }
    let answered = now();
    let reads = lists.into_iter().map(|(list, own)| {
        let values = there.iter().filter(|case| own.contains(case.as_str())).cloned().collect();
        Operation {
            who: "audit".into(),
            name: "all cases".into(),
            what: What::ReadList { list: list.to_string(), values },
            outcome: Outcome::Ok,
            asked,
            answered,
            status: 200,
        }
    });
    Ok(reads.collect())
}

/// Every decision that was acknowledged has taken effect, once: waits for what is still under way.
///
/// # Errors
/// A database that does not answer.
pub fn decisions(region: &Region, history: &[Operation]) -> anyhow::Result<Vec<Finding>> {
    let zone = region.leader().context("no primary to look into")?;
    let decided: std::collections::BTreeSet<&str> = history
        .iter()
        .filter(|one| one.outcome == Outcome::Ok)
        .filter_map(|one| match &one.what {
            What::Write { register, .. } => register.strip_prefix("decision/"),
            _ => None,
        })
        .collect();
    let mut open = Vec::new();
    for _ in 0..60 {
        let said = region.sql(
            &zone,
            "afaq",
            "select cast(case_id as text) || ' ' || count(*) filter (where done_at is not null) from tasks group by case_id",
        )?;
        let done: std::collections::BTreeMap<String, u64> = said
            .lines()
            .filter_map(|line| line.trim().split_once(' '))
            .filter_map(|(case, count)| Some((address(case)?, count.parse().ok()?)))
            .collect();
        open =
            decided.iter().filter(|case| done.get(**case).is_none_or(|count| *count == 0)).copied().collect();
        if open.is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    let lost = |case: &&str| Finding {
        wrong: Wrong::Lost,
        what: format!("the decision of case {case} took no effect"),
    };
    Ok(open.iter().map(lost).collect())
}

/// A case's identifier as addresses show it: 26 letters of Crockford's alphabet.
fn address(uuid: &str) -> Option<String> {
    let number = u128::from_str_radix(&uuid.replace('-', ""), 16).ok().filter(|_| uuid.len() == 36)?;
    let letters = b"0123456789abcdefghjkmnpqrstvwxyz";
    let letter =
        |place: u32| letters.get(usize::try_from((number >> (place * 5)) & 31).unwrap_or(0)).copied();
    (0..26).rev().map(|place| letter(place).map(char::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_written_as_addresses_show_it() {
        assert_eq!(address("01939a1b-7c3d-7e4f-8a1b-2c3d4e5f6071").map(|text| text.len()), Some(26));
        assert_eq!(
            address("00000000-0000-0000-0000-00000000001f").as_deref(),
            Some("0000000000000000000000000z")
        );
        assert_eq!(address("x"), None);
    }
}
