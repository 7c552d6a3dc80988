//! `cargo xtask check`: runs the stages and says for each how it went and how long it took.

use std::{
    fmt,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    counts::TestCounts,
    project::Project,
    run::{Outcome, Run},
    stages::{CHECK_BUDGET, CHECK_LIMIT, SETUP, STAGES, Stage},
};

#[derive(Args)]
pub(crate) struct Selection {
    /// Run only this stage; may be given several times
    #[arg(long = "stage", value_name = "NAME")]
    only: Vec<String>,
    /// Leave this stage out; may be given several times
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
    /// List the stages and run none
    #[arg(long)]
    list: bool,
}

/// How one stage went.
struct Report {
    stage: &'static Stage,
    outcome: Result<Outcome>,
    counts: TestCounts,
    took: Duration,
}

pub(crate) fn check(project: &Project, selection: &Selection) -> Result<ExitCode> {
    let stages = selection.stages()?;
    if selection.list {
        for stage in stages {
            println!(
                "{:<9} {:>4} s  {}",
                stage.name,
                stage.budget().as_secs(),
                stage.about
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    let began = Instant::now();
    let mut reports: Vec<Report> = Vec::new();
    for stage in stages {
        let report = Report::of(stage, project, began + CHECK_LIMIT);
        println!("{report}");
        let useless_to_go_on = report.outcome.is_err() && stage.name == SETUP.name;
        reports.push(report);
        if useless_to_go_on {
            break;
        }
    }
    Ok(summary(&reports, began.elapsed()))
}

/// Repeats every stage's line, since pages of output may lie between them, and adds up.
fn summary(reports: &[Report], took: Duration) -> ExitCode {
    let mut counts = TestCounts::default();
    println!();
    for report in reports {
        println!("{report}");
        counts += report.counts;
    }
    let failed: Vec<_> = reports
        .iter()
        .filter(|report| report.outcome.is_err())
        .map(|report| report.stage.name)
        .collect();
    println!("tests: {counts}");
    if took > CHECK_BUDGET {
        println!("warning: the check is over its budget");
    }
    let time = format!("{} (budget {})", minutes(took), minutes(CHECK_BUDGET));
    if failed.is_empty() {
        println!("check ok, {} stages in {time}", reports.len());
        ExitCode::SUCCESS
    } else {
        println!(
            "check FAILED in {}, {} stages in {time}",
            failed.join(", "),
            reports.len()
        );
        ExitCode::FAILURE
    }
}

impl Selection {
    fn stages(&self) -> Result<Vec<&'static Stage>> {
        let all: Vec<&'static Stage> = std::iter::once(&SETUP).chain(STAGES).collect();
        for name in self.only.iter().chain(&self.skip) {
            if !all.iter().any(|stage| stage.name == name) {
                bail!("there is no stage `{name}`; `cargo xtask check --list` lists them");
            }
        }
        let named = |names: &[String], stage: &Stage| names.iter().any(|name| name == stage.name);
        let wanted = |stage: &&'static Stage| {
            (self.only.is_empty() || named(&self.only, stage)) && !named(&self.skip, stage)
        };
        Ok(all.into_iter().filter(wanted).collect())
    }
}

impl Report {
    fn of(stage: &'static Stage, project: &Project, latest: Instant) -> Self {
        println!("\nstage {}: {}", stage.name, stage.about);
        let began = Instant::now();
        let mut run = Run::until(project, latest.min(began + stage.limit()));
        let outcome = (stage.work)(&mut run);
        Self {
            stage,
            outcome,
            counts: run.counts(),
            took: began.elapsed(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match &self.outcome {
            Ok(Outcome::Done | Outcome::By(_)) => "ok",
            Ok(Outcome::NotHere(_)) => "not here",
            Err(_) => "FAILED",
        };
        let (took, budget) = (self.took.as_secs(), self.stage.budget().as_secs());
        write!(
            f,
            "stage {:<8}  {word:<8} {took:>4} s (budget {budget} s)",
            self.stage.name
        )?;
        if self.counts.total() > 0 {
            write!(f, "  {}", self.counts)?;
        }
        match &self.outcome {
            Ok(Outcome::Done) => {}
            Ok(Outcome::By(note) | Outcome::NotHere(note)) => write!(f, "  {note}")?,
            Err(error) => write!(f, "  {error:#}")?,
        }
        if self.took > self.stage.budget() {
            f.write_str("  warning: over its budget")?;
        }
        Ok(())
    }
}

fn minutes(time: Duration) -> String {
    format!("{} min {} s", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str], skip: &[&str]) -> Result<Vec<&'static str>> {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let selection = Selection {
            only: owned(only),
            skip: owned(skip),
            list: false,
        };
        Ok(selection
            .stages()?
            .into_iter()
            .map(|stage| stage.name)
            .collect())
    }

    #[test]
    fn everything_runs_unless_told_otherwise() {
        let all = names(&[], &[]).unwrap();
        assert_eq!(all.len(), STAGES.len() + 1);
        assert_eq!(all[0], "setup");
        assert!(!names(&[], &["setup"]).unwrap().contains(&"setup"));
    }

    #[test]
    fn named_stages_run_in_their_own_order() {
        assert_eq!(names(&["test", "fmt"], &[]).unwrap(), ["fmt", "test"]);
    }

    #[test]
    fn an_unknown_stage_is_refused() {
        let error = names(&[], &["clipy"]).unwrap_err().to_string();
        assert!(error.contains("`clipy`"), "{error}");
    }

    #[test]
    fn a_line_says_how_it_went_and_how_long_it_took() {
        let report = |outcome, seconds| Report {
            stage: &STAGES[0],
            outcome,
            counts: TestCounts::default(),
            took: Duration::from_secs(seconds),
        };
        assert_eq!(
            report(Ok(Outcome::Done), 3).to_string(),
            "stage fmt       ok          3 s (budget 20 s)"
        );
        let late = report(Err(anyhow::anyhow!("no")), 42).to_string();
        assert_eq!(
            late,
            "stage fmt       FAILED     42 s (budget 20 s)  no  warning: over its budget"
        );
        let absent = report(Ok(Outcome::NotHere("no rustup".into())), 0).to_string();
        assert_eq!(
            absent,
            "stage fmt       not here    0 s (budget 20 s)  no rustup"
        );
    }

    #[test]
    fn every_stage_has_a_name_of_its_own() {
        let mut all = names(&[], &[]).unwrap();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), STAGES.len() + 1);
    }
}
