//! Jobs: claimed once, again after their lease, never completed by a worker that comes too late.

use std::collections::BTreeSet;
use std::time::Duration;

use afaq_base::Timestamp;
use afaq_store::{
    AfterFailure, AppendError, ClaimRequest, ClaimedJob, Commit, IfKnown, JobKey, LeaseOutcome, NewJob, Store,
};
use serde_json::json;

use crate::given::{Backend, Given, commit, minute, open_event, stream};

fn job(key: &str, due: i64) -> NewJob {
    NewJob::new("letter", key, minute(due), json!({"for": key}))
}

async fn store_jobs(store: &Store, jobs: Vec<NewJob>) {
    let mut one = Commit::new(minute(0));
    one.jobs = jobs;
    store.append(one).await.unwrap();
}

async fn claim(store: &Store, worker: &str, now: Timestamp, limit: usize) -> Vec<ClaimedJob> {
    let lease = Duration::from_secs(5 * 60);
    store.claim_jobs(&ClaimRequest { worker: worker.into(), now, lease, kind: None, limit }).await.unwrap()
}

pub async fn a_job_is_handed_out_once_and_again_when_its_lease_runs_out(backend: &impl Backend) {
    let given = Given::new(backend).await;
    store_jobs(&given.store, vec![job("b", 2), job("a", 1), job("later", 60)]).await;
    assert_eq!(claim(&given.store, "w", minute(0), 10).await, []);
    let first = claim(&given.store, "w", minute(2), 10).await;
    assert_eq!(first.iter().map(|job| job.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(first[0].payload, json!({"for": "a"}));
    assert_eq!(claim(&given.store, "v", minute(6), 10).await, []);
    assert_eq!(given.store.extend_lease(&first[0].lease, minute(20)).await.unwrap(), LeaseOutcome::Held);
    let second = claim(&given.store, "v", minute(7), 10).await;
    assert_eq!(second.iter().map(|job| job.key.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(second[0].lease.attempt, 2);
    assert_eq!(given.store.next_job_at().await.unwrap(), Some(minute(12)));
    let counts = given.store.count_jobs(minute(7)).await.unwrap();
    assert_eq!((counts.due, counts.later, counts.claimed, counts.dead), (0, 1, 2, 0));
}

pub async fn a_worker_that_comes_too_late_changes_nothing(backend: &impl Backend) {
    let given = Given::new(backend).await;
    store_jobs(&given.store, vec![job("a", 0)]).await;
    let slow = claim(&given.store, "slow", minute(0), 1).await.remove(0).lease;
    let quick = claim(&given.store, "quick", minute(5), 1).await.remove(0).lease;
    assert_eq!(given.store.complete_job(&slow, minute(6)).await.unwrap(), LeaseOutcome::Lost);
    let retry = AfterFailure::RetryAt(minute(6));
    assert_eq!(given.store.fail_job(&slow, "late", retry).await.unwrap(), LeaseOutcome::Lost);
    assert_eq!(given.store.extend_lease(&slow, minute(60)).await.unwrap(), LeaseOutcome::Lost);
    assert_eq!(given.store.complete_job(&quick, minute(6)).await.unwrap(), LeaseOutcome::Held);
    assert_eq!(given.store.complete_job(&quick, minute(6)).await.unwrap(), LeaseOutcome::Lost);
    assert_eq!(claim(&given.store, "w", minute(99), 1).await, []);
}

pub async fn a_commit_completes_its_job_only_under_the_lease(backend: &impl Backend) {
    let given = Given::new(backend).await;
    store_jobs(&given.store, vec![job("a", 0)]).await;
    let slow = claim(&given.store, "slow", minute(0), 1).await.remove(0).lease;
    let quick = claim(&given.store, "quick", minute(5), 1).await.remove(0).lease;
    let completing = |lease: &afaq_store::Lease| {
        let mut one = commit("a", 0, vec![open_event("letter_sent")]);
        one.completes_job = Some(lease.clone());
        one
    };
    let refused = given.store.append(completing(&slow)).await;
    assert!(matches!(refused, Err(AppendError::LeaseLost { .. })), "{refused:?}");
    assert_eq!(given.store.stream_version(&stream("a")).await.unwrap(), 0);
    given.store.append(completing(&quick)).await.unwrap();
    let refused = given.store.append(completing(&quick)).await;
    assert!(matches!(refused, Err(AppendError::LeaseLost { .. })), "{refused:?}");
    assert_eq!(given.store.next_job_at().await.unwrap(), None);
}

pub async fn a_key_stands_once_and_a_timer_can_be_moved_and_canceled(backend: &impl Backend) {
    let given = Given::new(backend).await;
    store_jobs(&given.store, vec![job("a", 0), job("a", 7)]).await;
    let lease = claim(&given.store, "w", minute(0), 9).await.remove(0).lease;
    given.store.complete_job(&lease, minute(0)).await.unwrap();
    store_jobs(&given.store, vec![job("a", 0)]).await;
    assert_eq!(given.store.next_job_at().await.unwrap(), None, "a key that was done is not done again");

    let timer = |due| NewJob { if_known: IfKnown::Renew, ..job("timer", due) };
    store_jobs(&given.store, vec![timer(10)]).await;
    let old = claim(&given.store, "w", minute(10), 9).await.remove(0).lease;
    store_jobs(&given.store, vec![timer(30)]).await;
    assert_eq!(given.store.complete_job(&old, minute(11)).await.unwrap(), LeaseOutcome::Lost);
    assert_eq!(given.store.next_job_at().await.unwrap(), Some(minute(30)));

    let mut cancel = Commit::new(minute(12));
    cancel.cancels_jobs = vec![JobKey::new("letter", "timer"), JobKey::new("letter", "unknown")];
    given.store.append(cancel).await.unwrap();
    assert_eq!(claim(&given.store, "w", minute(99), 9).await, []);
}

pub async fn a_failed_job_waits_or_is_given_up_and_can_be_revived(backend: &impl Backend) {
    let given = Given::new(backend).await;
    store_jobs(&given.store, vec![job("a", 0)]).await;
    let first = claim(&given.store, "w", minute(0), 1).await.remove(0);
    let long = format!("\0{}", "خطأ ".repeat(10_000));
    given.store.fail_job(&first.lease, &long, AfterFailure::RetryAt(minute(3))).await.unwrap();
    assert_eq!(claim(&given.store, "w", minute(2), 1).await, []);
    let second = claim(&given.store, "w", minute(3), 1).await.remove(0);
    assert_eq!(second.last_error.as_ref().unwrap().chars().count(), 1_000);
    given.store.fail_job(&second.lease, "no such address", AfterFailure::Dead(minute(3))).await.unwrap();
    assert_eq!(claim(&given.store, "w", minute(99), 1).await, []);
    let dead = given.store.dead_jobs(10).await.unwrap();
    assert_eq!((dead[0].attempts, dead[0].last_error.as_deref()), (2, Some("no such address")));
    given.store.revive_job(dead[0].job_no, minute(100)).await.unwrap();
    assert!(given.store.revive_job(dead[0].job_no, minute(100)).await.is_err());
    assert_eq!(claim(&given.store, "w", minute(100), 1).await.len(), 1);
}

pub async fn many_claimers_share_the_jobs_without_one_twice(backend: &impl Backend) {
    let given = Given::new(backend).await;
    store_jobs(&given.store, (0..200).map(|n| job(&n.to_string(), 0)).collect()).await;
    let mut claimers = Vec::new();
    for n in 0..32 {
        let store = given.store.clone();
        claimers.push(tokio::spawn(async move { claim(&store, &format!("w{n}"), minute(1), 7).await }));
    }
    let mut claimed = Vec::new();
    for claimer in claimers {
        claimed.extend(claimer.await.unwrap().into_iter().map(|job| job.key));
    }
    assert_eq!(claimed.len(), 200);
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>().len(), 200);
}
