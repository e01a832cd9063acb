//! What a look at a live region means, and what to do about it.

use afaq_base::Timestamp;
use afaq_store::{PrimaryLook, RegionLook, ServerLook};

use super::Findings;

/// Bytes of the log that a follower may be behind.
const BEHIND_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Microseconds that a server's clock may be off.
const CLOCK_OFF_US_MAX: u64 = 1_000_000;
/// Days that a certificate should still be good for.
const CERTIFICATE_DAYS_MIN: i64 = 21;
/// Seconds that a transaction may stand open: it holds the feed and vacuum back.
const TRANSACTION_S_MAX: u64 = 60;
/// Seconds since the log was archived: the piece of the log is closed each minute.
const ARCHIVED_S_MAX: u64 = 600;
/// Seconds since the last backup.
const BACKUP_S_MAX: u64 = 26 * 3_600;

/// Adds what was found.
pub(super) fn told(look: &RegionLook, now: Timestamp, findings: &mut Findings) {
    let newest = look.servers.iter().map(|server| server.place_bytes).max().unwrap_or_default();
    for server in &look.servers {
        of_server(server, newest, now, findings);
    }
    let primaries = look.servers.iter().filter(|server| server.is_primary).count();
    findings.add(
        primaries == 1,
        match primaries {
            0 => "no server takes writes".to_string(),
            1 => "one server takes writes".to_string(),
            more => format!("{more} servers say that they take writes"),
        },
        match primaries {
            0 => "look whether two zones and two members of etcd are alive: `patronictl list`; bring one back",
            _ => "turn off the one that the others do not follow, by its power: a clean stop could show what was never safe",
        },
    );
    if let Some(primary) = &look.primary {
        of_primary(primary, look.servers.len(), findings);
    }
}

fn of_server(server: &ServerLook, newest: u64, now: Timestamp, findings: &mut Findings) {
    let host = &server.host;
    if let Some(problem) = &server.problem {
        findings.add(
            false,
            format!("the database of `{host}` can't be asked: {problem}"),
            "look at Patroni there (`systemctl status afaq-patroni`), at the network, and at docs/region.md under: lose a zone",
        );
        return;
    }
    let (behind, role) =
        (newest.saturating_sub(server.place_bytes), if server.is_primary { "primary" } else { "copy" });
    findings.add(
        behind <= BEHIND_BYTES_MAX,
        format!("the database of `{host}` answers: {role}, {} MB behind", behind / 1_000_000),
        "its disk or its link is too slow, or it does not follow at all: `patronictl list` there, then its log",
    );
    let off = server.clock_us.abs_diff(now.as_microsecond());
    findings.add(
        off <= CLOCK_OFF_US_MAX,
        format!("the clock of `{host}` is {} ms off", off / 1_000),
        "`chronyc tracking` on both machines: deadlines of cases are judged by these clocks",
    );
    match server.certificate_ends_s.map(|ends| (ends - now.as_second()) / 86_400) {
        Some(days) => findings.add(
            days >= CERTIFICATE_DAYS_MIN,
            format!("the certificate of `{host}` is good for {days} days"),
            "make a new one before it ends: docs/region.md under: rotate keys",
        ),
        None => findings.add(
            false,
            format!("the way to `{host}` has no TLS"),
            "set `sslmode=verify-full` and `sslrootcert` in the address of the store",
        ),
    }
}

fn of_primary(primary: &PrimaryLook, servers: usize, findings: &mut Findings) {
    findings.add(
        primary.may_look,
        "this account may look at the servers' states",
        "as superuser: `grant pg_monitor to afaq`; until then waiting commits and followers can't be seen",
    );
    if !primary.may_look {
        return;
    }
    findings.add(
        primary.waits_for_copies,
        "a commit is answered when another server has it too",
        "Patroni must run with synchronous_mode: quorum and synchronous_mode_strict: true, or what was acknowledged can be lost",
    );
    let wanted = servers.saturating_sub(1) as u64;
    findings.add(
        primary.followers >= wanted,
        format!("{} of {wanted} servers follow and count for commits", primary.followers),
        if primary.followers == 0 {
            "commits wait and nothing is answered: bring one zone back; never lower synchronous_commit"
        } else {
            "the next fault would stop writing: bring the missing zone back"
        },
    );
    findings.add(
        primary.waiting == 0 || primary.followers > 0,
        format!("{} commits wait for another server", primary.waiting),
        "never cancel them and never restart the primary: bring a follower back, and they go on",
    );
    findings.add(
        primary.oldest_transaction_s <= TRANSACTION_S_MAX,
        format!("the oldest transaction stands open for {} s", primary.oldest_transaction_s),
        "it holds the feed and vacuum back: find it in pg_stat_activity and end its program; never one of `afaq appender`",
    );
    findings.add(
        primary.is_archiving && !primary.does_archiving_fail && primary.archived_s_ago.is_some_and(|s| s <= ARCHIVED_S_MAX),
        match (primary.is_archiving, primary.archived_s_ago) {
            (false, _) => "the log is not archived".to_string(),
            (true, None) => "no piece of the log was archived yet".to_string(),
            (true, Some(ago)) => format!("the log was archived {ago} s ago"),
        },
        "without it there is no way back to a second: `pgbackrest check`, and the log of PostgreSQL says what the archive answers",
    );
    findings.add(
        primary.backup_s_ago.is_some_and(|ago| ago <= BACKUP_S_MAX),
        match primary.backup_s_ago {
            None => "no backup was recorded".to_string(),
            Some(ago) => format!("the last backup ended {} hours ago", ago / 3_600),
        },
        "`systemctl status afaq-region-backup` in the primary's zone, then `pgbackrest info`",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str, is_primary: bool, behind: u64) -> ServerLook {
        ServerLook {
            host: host.into(),
            problem: None,
            is_primary,
            place_bytes: 1_000_000_000 - behind,
            clock_us: 1_800_000_000_000_000,
            certificate_ends_s: Some(1_800_000_000 + 90 * 86_400),
        }
    }

    fn good() -> RegionLook {
        RegionLook {
            servers: vec![server("z1", true, 0), server("z2", false, 0), server("z3", false, 1_000)],
            primary: Some(PrimaryLook {
                may_look: true,
                followers: 2,
                waits_for_copies: true,
                waiting: 0,
                oldest_transaction_s: 1,
                is_archiving: true,
                archived_s_ago: Some(30),
                does_archiving_fail: false,
                backup_s_ago: Some(3_600),
            }),
        }
    }

    fn wrong(look: &RegionLook) -> Vec<String> {
        let mut findings = Findings::default();
        told(look, Timestamp::from_second(1_800_000_000).expect("a time"), &mut findings);
        findings.0.into_iter().filter(|one| !one.is_well).map(|one| one.what).collect()
    }

    #[test]
    fn a_region_that_is_well_gives_nothing_to_do() {
        assert_eq!(wrong(&good()), Vec::<String>::new());
    }

    #[test]
    fn each_thing_that_is_wrong_is_named() {
        type Change = fn(&mut RegionLook);
        let changes: [(&str, Change); 12] = [
            ("can't be asked", |look| look.servers[1].problem = Some("gone".into())),
            ("90 MB behind", |look| look.servers[2] = server("z3", false, 90_000_000)),
            ("2000 ms off", |look| look.servers[0].clock_us += 2_000_000),
            ("good for 3 days", |look| look.servers[0].certificate_ends_s = Some(1_800_000_000 + 3 * 86_400)),
            ("no TLS", |look| look.servers[0].certificate_ends_s = None),
            ("no server takes writes", |look| look.servers[0].is_primary = false),
            ("2 servers say", |look| look.servers[1].is_primary = true),
            ("1 of 2 servers follow", |look| look.primary.as_mut().expect("one").followers = 1),
            ("commits wait", |look| {
                let primary = look.primary.as_mut().expect("one");
                (primary.followers, primary.waiting) = (0, 7);
            }),
            ("open for 90 s", |look| look.primary.as_mut().expect("one").oldest_transaction_s = 90),
            ("not archived", |look| look.primary.as_mut().expect("one").is_archiving = false),
            ("no backup", |look| look.primary.as_mut().expect("one").backup_s_ago = None),
        ];
        for (words, change) in changes {
            let mut look = good();
            change(&mut look);
            let found = wrong(&look);
            assert!(found.iter().any(|one| one.contains(words)), "{words}: {found:?}");
        }
    }
}
