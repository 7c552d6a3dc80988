//! What one stage of the check, or one chore, runs with: the project, its hard limit, its test counts.

use std::{fmt, time::Instant};

use anyhow::{Result, bail};

use crate::{
    counts::TestCounts,
    project::Project,
    tool::{Limit, Tool},
};

/// One run of a chore.
pub(crate) struct Run<'a> {
    pub(crate) project: &'a Project,
    limit: Limit,
    counts: TestCounts,
}

/// How a chore went that did not fail.
pub(crate) enum Outcome {
    /// Everything was examined.
    Done,
    /// Everything was examined, by the way described.
    By(String),
    /// This machine cannot do it, for the reason given.
    NotHere(String),
}

impl<'a> Run<'a> {
    pub(crate) fn unlimited(project: &'a Project) -> Self {
        Self {
            project,
            limit: None,
            counts: TestCounts::default(),
        }
    }

    pub(crate) fn until(project: &'a Project, limit: Instant) -> Self {
        Self {
            project,
            limit: Some(limit),
            counts: TestCounts::default(),
        }
    }

    pub(crate) fn counts(&self) -> TestCounts {
        self.counts
    }

    pub(crate) fn limit(&self) -> Limit {
        self.limit
    }

    /// Runs a program that must succeed.
    pub(crate) fn step(&self, tool: Tool) -> Result<()> {
        tool.run(self.limit)
    }

    /// Runs tests that must all pass: at least one, and none ignored.
    pub(crate) fn tests(&mut self, tool: Tool) -> Result<()> {
        let counts = self.some_tests(tool)?;
        if counts.passed == 0 {
            bail!("not one test ran");
        }
        Ok(())
    }

    /// Runs tests that must all pass, of which there may be none.
    pub(crate) fn some_tests(&mut self, tool: Tool) -> Result<TestCounts> {
        let (counts, result) = tool.tests(self.limit);
        self.counts += counts;
        result?;
        if counts.failed > 0 || counts.ignored > 0 {
            bail!(
                "of {} tests, {} failed and {} are ignored",
                counts.total(),
                counts.failed,
                counts.ignored
            );
        }
        Ok(counts)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::By(way) => write!(f, "done: {way}"),
            Self::NotHere(reason) => write!(f, "cannot be done here: {reason}"),
        }
    }
}
