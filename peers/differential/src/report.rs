//! What was seen, by class; it goes from one process to another as lines.

use std::collections::BTreeMap;

/// What was seen of one class of differences.
#[derive(Default)]
struct Seen {
    count: u64,
    example: String,
}

/// Cases, and differences by class. The class of those that no clause explains begins with a question mark.
#[derive(Default)]
pub struct Report {
    expressions: u64,
    tables: u64,
    classes: BTreeMap<String, Seen>,
}

impl Report {
    /// One difference; of several examples the shortest stays.
    pub fn difference(&mut self, class: &str, example: &str) {
        self.add(class, 1, example);
    }

    fn add(&mut self, class: &str, count: u64, example: &str) {
        let seen = self.classes.entry(class.to_owned()).or_default();
        seen.count += count;
        if seen.example.is_empty() || example.len() < seen.example.len() {
            seen.example = example.to_owned();
        }
    }

    /// So many expressions were compared.
    pub fn compared_expressions(&mut self, count: u64) {
        self.expressions += count;
    }

    /// So many evaluations of tables were compared.
    pub fn compared_tables(&mut self, count: u64) {
        self.tables += count;
    }

    /// The report as lines that [`Report::take_in`] reads.
    pub fn lines(&self) -> String {
        let mut lines = format!("compared\t{}\t{}\n", self.expressions, self.tables);
        for (class, seen) in &self.classes {
            let example = seen.example.replace(['\n', '\t'], " ");
            lines += &format!("class\t{class}\t{}\t{example}\n", seen.count);
        }
        lines
    }

    /// Adds what another process reports.
    pub fn take_in(&mut self, lines: &str) {
        for line in lines.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let count = |field: &str| field.parse().unwrap_or(0);
            match fields.as_slice() {
                ["compared", expressions, tables] => {
                    self.expressions += count(expressions);
                    self.tables += count(tables);
                }
                ["class", class, seen, example] => self.add(class, count(seen), example),
                _ => {}
            }
        }
    }

    /// Differences that no clause explains.
    pub fn unclassified(&self) -> u64 {
        self.classes.iter().filter(|(class, _)| class.starts_with('?')).map(|(_, seen)| seen.count).sum()
    }

    /// Prints the table, the largest class first.
    pub fn print(&self) {
        let differences: u64 = self.classes.values().map(|seen| seen.count).sum();
        println!("{} expressions, {} evaluations of tables", self.expressions, self.tables);
        println!("differences: {differences}\n");
        println!("| Cases | Class: the clause that decides, and what the other engine does | Example |");
        println!("| ---: | --- | --- |");
        let mut classes: Vec<_> = self.classes.iter().collect();
        classes.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.count));
        for (class, seen) in classes {
            let example = seen.example.replace('|', "\\|").replace('`', "'");
            println!("| {} | {} | `{example}` |", seen.count, class.replace('|', "\\|"));
        }
        println!("\nunclassified: {}", self.unclassified());
    }
}
