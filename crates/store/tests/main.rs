//! One suite that every backend of the store must pass.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that fails may say so loudly"
)]

mod backup;
mod given;
mod keeping;
mod limits;
mod log;
mod objects;
mod people;
mod postgres;
mod rooms;
mod sealing;
mod work;

use given::{Backend, Postgres, Sqlite, run};
use objects::SqliteAndObjects;

/// Runs each function of the suite on one backend.
macro_rules! suite {
    ($backend:ident: $($room:ident { $($name:ident)* })*) => {$(
        mod $room {
            $(
                #[test]
                fn $name() {
                    if crate::Backend::is_here(&super::$backend) {
                        super::run(crate::$room::$name(&super::$backend));
                    }
                }
            )*
        }
    )*};
}

/// What every backend must pass.
macro_rules! conformance {
    ($backend:ident) => {
        suite! { $backend:
        log {
            a_stream_gives_back_what_went_in
            a_stale_version_is_refused_with_the_actual_one_and_changes_nothing
            a_refused_commit_leaves_its_neighbors_standing
            a_repeated_key_gets_the_first_answer_and_changes_nothing
            a_key_is_forgotten_after_its_window
            one_key_sent_64_times_at_once_is_written_once
            two_stores_on_one_place_never_write_the_same_version
            the_feed_skips_nothing_and_repeats_nothing_under_32_tasks
            all_of_a_commit_is_written_or_nothing
            a_snapshot_comes_with_its_commit_and_is_sealed
            every_acknowledged_commit_is_there_after_a_kill
        }
        sealing {
            personal_parts_are_not_readable_in_the_folder
            forgetting_a_person_makes_all_their_sealed_parts_unreadable
            nothing_is_sealed_for_a_person_who_was_forgotten
            altered_or_moved_sealed_bytes_are_found
            another_master_key_does_not_open_the_store
            the_master_key_file_is_made_once_and_for_its_owner_alone
        }
        work {
            a_job_is_handed_out_once_and_again_when_its_lease_runs_out
            a_worker_that_comes_too_late_changes_nothing
            a_commit_completes_its_job_only_under_the_lease
            a_key_stands_once_and_a_timer_can_be_moved_and_canceled
            a_failed_job_waits_or_is_given_up_and_can_be_revived
            many_claimers_share_the_jobs_without_one_twice
        }
        rooms {
            a_case_is_found_listed_and_paged
            a_changed_row_reads_as_if_it_had_been_written_anew
            a_worklist_sorts_by_due_time_filters_and_counts
            tasks_come_with_their_cases
            a_worklist_of_several_units_is_one_list_in_order
            decided_cases_give_figures_and_officers_their_loads
            messages_are_sealed_and_read_once
            a_document_is_found_by_its_code
            looks_are_listed_by_case_person_and_officer
            a_published_version_never_changes
            letters_and_payments_are_kept
            a_draft_is_saved_in_turn_and_a_stale_tab_is_told
            a_session_ends_by_idleness_age_and_demand
            hostile_text_comes_back_as_it_went_in
        }
        people {
            a_rating_is_counted_once_and_its_words_are_sealed
            ways_to_be_told_are_kept_sealed_and_can_be_forgotten
        }
        keeping {
            bytes_of_every_size_come_back
            altered_cut_and_continued_files_are_found
            an_upload_waits_is_judged_and_kept_by_its_case
            what_has_had_its_time_is_swept_away
            strays_go_after_the_backup_window_and_not_before
        }
        limits {
            too_much_of_anything_is_refused
            a_newer_schema_is_refused
        }
        backup {
            integrity_counts_and_finds_gaps
        }
        }
    };
}

mod sqlite {
    use super::{Sqlite, run};

    conformance!(Sqlite);

    /// What only a file can do.
    mod file {
        use super::{Sqlite, run};

        suite! { Sqlite:
            limits {
                a_full_disk_refuses_writing_and_reading_goes_on
                a_strange_file_is_refused
            }
            backup {
                a_backup_made_under_load_is_whole_and_comes_back
                a_damaged_backup_is_found
            }
        }
    }
}

/// What concerns files, with the files in an object store.
mod sqlite_and_objects {
    use super::SqliteAndObjects;

    fn run(test: impl Future<Output = ()>) {
        SqliteAndObjects::run(test);
    }

    suite! { SqliteAndObjects:
        sealing {
            forgetting_a_person_makes_all_their_sealed_parts_unreadable
        }
        keeping {
            bytes_of_every_size_come_back
            altered_cut_and_continued_files_are_found
            an_upload_waits_is_judged_and_kept_by_its_case
            what_has_had_its_time_is_swept_away
            strays_go_after_the_backup_window_and_not_before
        }
    }

    #[test]
    fn a_large_file_goes_in_parts_and_a_look_finds_what_is_missing() {
        run(async { crate::objects::a_large_file_goes_in_parts_and_a_look_finds_what_is_missing().await });
    }

    #[test]
    fn wrong_credentials_are_told_and_nothing_is_named() {
        run(async { crate::objects::wrong_credentials_are_told_and_nothing_is_named().await });
    }
}

#[test]
fn a_store_that_is_silent_or_lies_is_given_up_in_time() {
    run(objects::a_store_that_is_silent_or_lies_is_given_up_in_time());
}

#[test]
fn a_store_that_is_busy_is_asked_again_and_half_an_answer_is_no_answer() {
    run(objects::a_store_that_is_busy_is_asked_again_and_half_an_answer_is_no_answer());
}

mod on_postgres {
    use super::{Postgres, run};

    conformance!(Postgres);

    /// What only a server can do.
    macro_rules! of_a_server {
        ($($name:ident)*) => {$(
            #[test]
            fn $name() {
                if crate::Backend::is_here(&Postgres) {
                    run(crate::postgres::$name());
                }
            }
        )*};
    }

    of_a_server! {
        a_crash_of_the_server_is_waited_for
        ended_connections_lose_and_double_nothing
        a_long_transaction_holds_the_feed_back_and_is_told
        another_process_is_heard_of_within_a_second
        a_repeated_answer_writes_before_it_is_given
        two_programs_that_begin_together_make_the_schema_once
        an_older_program_works_on_a_schema_that_was_widened
        a_whole_store_moves_there_and_back
        both_backends_have_the_same_columns
    }
}

/// Not a test of its own: the process that is killed by `every_acknowledged_commit_is_there_after_a_kill`.
#[test]
fn child_that_writes_until_it_is_killed() {
    run(log::child());
}
