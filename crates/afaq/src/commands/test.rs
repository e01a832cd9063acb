//! `afaq test`: scenarios under virtual time, and what no scenario would notice.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_app::scenario;
use afaq_base::Lang;
use afaq_base::calendar::WorkingCalendar;
use afaq_pack::{Options, Service};

use super::write_out;
use crate::packs::{self, PackFolder};

/// Plays the scenarios of packs. The exit code is 1 where one fails or an alteration goes unnoticed.
pub fn run(folders: &[PathBuf], mutate: bool, lang: Lang) -> anyhow::Result<ExitCode> {
    let mut is_passed = true;
    for pack in packs::find(folders)? {
        let read = afaq_pack::read(&pack.files, &pack.shared, &Options::default());
        let name = pack.path.display();
        let Some(service) = read.service else {
            write_out(None, &format!("{name}: the pack has faults; run `afaq check {name}`\n"))?;
            is_passed = false;
            continue;
        };
        is_passed &= play(&pack, &service, lang)?;
        if mutate && is_passed {
            is_passed &= alter(&pack, &service, lang)?;
        }
    }
    Ok(if is_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn play(pack: &PackFolder, service: &Service, lang: Lang) -> anyhow::Result<bool> {
    let calendar = WorkingCalendar::kuwait().for_body(&service.body);
    let played = scenario::play_all(service, &calendar);
    let passed = played.iter().filter(|one| one.is_passed()).count();
    let mut text = format!("{}: {passed} passed, {} failed\n", pack.path.display(), played.len() - passed);
    for one in played.iter().filter(|one| !one.is_passed()) {
        text += &format!("  {}\n", one.id);
        for failure in &one.failures {
            text += &format!("    {}\n", failure.text().get(lang));
        }
    }
    write_out(None, &text)?;
    Ok(passed == played.len())
}

fn alter(pack: &PackFolder, service: &Service, lang: Lang) -> anyhow::Result<bool> {
    let calendar = WorkingCalendar::kuwait().for_body(&service.body);
    let bar = indicatif::ProgressBar::new(0);
    let report = scenario::mutate(service, &pack.files, &calendar, |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let mut text = format!(
        "{}: {} alterations, {} unnoticed, {} unnoticed with a written reason\n",
        pack.path.display(),
        report.tried,
        report.survivors.len(),
        report.excused.len()
    );
    for survivor in &report.survivors {
        text += &format!("  {}: {}\n", survivor.id, survivor.description.get(lang));
    }
    write_out(None, &text)?;
    Ok(report.survivors.is_empty())
}
