//! Use cases, permissions, jobs and the scenario runner.
