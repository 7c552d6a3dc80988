//! What a run of the suite found.

use std::fmt;

/// What a run of the suite found, check by check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Report(Vec<CheckReport>);

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// The check.
    pub name: &'static str,
    /// What it found.
    pub verdict: Verdict,
}

/// What a check can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The driver does as it should.
    Passed,
    /// It does not: this is what it did.
    Failed(String),
    /// The check says nothing about this driver: this is why.
    NotApplicable(String),
}

impl Report {
    pub(super) fn new(checks: Vec<CheckReport>) -> Self {
        Self(checks)
    }

    /// The checks, in the order in which they were run.
    pub fn checks(&self) -> &[CheckReport] {
        &self.0
    }

    /// The names of the checks that failed.
    pub fn failed(&self) -> Vec<&'static str> {
        let failed = self
            .0
            .iter()
            .filter(|check| matches!(check.verdict, Verdict::Failed(_)));
        failed.map(|check| check.name).collect()
    }

    /// The names of the checks that say nothing about this driver.
    pub fn not_applicable(&self) -> Vec<&'static str> {
        let skipped = self
            .0
            .iter()
            .filter(|check| matches!(check.verdict, Verdict::NotApplicable(_)));
        skipped.map(|check| check.name).collect()
    }

    /// For tests: passes when no check failed.
    ///
    /// # Panics
    ///
    /// With the whole report, when a check failed.
    pub fn assert_passed(&self) {
        assert!(
            self.failed().is_empty(),
            "the driver does not conform:\n{self}"
        );
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for CheckReport { name, verdict } in &self.0 {
            match verdict {
                Verdict::Passed => writeln!(f, "passed          {name}")?,
                Verdict::Failed(why) => writeln!(f, "FAILED          {name}: {why}")?,
                Verdict::NotApplicable(why) => writeln!(f, "not applicable  {name}: {why}")?,
            }
        }
        Ok(())
    }
}
