//! The models that take part, each once for every way on which it is imported.
//!
//! Two ways to one model are two sets of facts: `import.name` of one importing model and of another may differ
//! (DMN 1.5, clause 6.3.3: an import's name qualifies all names of the imported model).

use crate::limits;
use crate::model::Model;
use crate::problem::{Problem, ProblemKind};

/// A model and all that it imports, directly or not; the model itself comes first.
pub(super) struct Imported<'m> {
    pub(super) models: Vec<&'m Model>,
    /// For each model: the names of the imports on the way to it, without empty ones.
    pub(super) paths: Vec<Vec<String>>,
    /// For each model: the places of what it imports.
    edges: Vec<Vec<Edge>>,
}

/// One import of one model, resolved.
struct Edge {
    name: String,
    target: usize,
}

impl Imported<'_> {
    /// The place of the model with a namespace as it is seen from another one, and the names on the way there.
    pub(super) fn find(&self, from: usize, namespace: &str) -> Option<(usize, Vec<String>)> {
        let mut open = vec![(from, Vec::new())];
        let mut next = 0;
        while let Some((model, path)) = open.get(next).cloned() {
            next += 1;
            if model != from && self.models[model].namespace == namespace {
                return Some((model, path));
            }
            for edge in &self.edges[model] {
                if open.iter().all(|(known, _)| *known != edge.target) {
                    let name = Some(&edge.name).filter(|name| !name.is_empty());
                    open.push((edge.target, path.iter().chain(name).cloned().collect()));
                }
            }
        }
        None
    }
}

/// Follows the imports; one that leads nowhere is reported, one that leads back ends at the model it leads to.
pub(super) fn gather<'m>(
    model: &'m Model,
    others: &[&'m Model],
    problems: &mut Vec<Problem>,
) -> Imported<'m> {
    let mut all = Imported { models: vec![model], paths: vec![Vec::new()], edges: Vec::new() };
    // For each model, the places on the way to it.
    let mut ways: Vec<Vec<usize>> = vec![vec![0]];
    while let Some(current) = all.models.get(all.edges.len()).copied() {
        let place = all.edges.len();
        let mut edges = Vec::new();
        for import in &current.imports {
            let back = ways[place].iter().find(|known| all.models[**known].namespace == import.namespace);
            let target = match (back, others.iter().find(|other| other.namespace == import.namespace)) {
                (Some(back), _) => *back,
                (None, Some(other)) => {
                    if all.models.len() >= limits::IMPORTS_MAX || ways[place].len() > limits::IMPORT_DEPTH_MAX
                    {
                        let kind = ProblemKind::TooMuch { what: "imports", limit: limits::IMPORTS_MAX };
                        problems.push(Problem::error(kind).of(&import.name).at(import.position));
                        continue;
                    }
                    let number = all.models.len();
                    let name = Some(&import.name).filter(|name| !name.is_empty());
                    all.models.push(*other);
                    all.paths.push(all.paths[place].iter().chain(name).cloned().collect());
                    ways.push(ways[place].iter().copied().chain([number]).collect());
                    number
                }
                (None, None) => {
                    let kind = ProblemKind::UnknownImport { namespace: import.namespace.clone() };
                    problems.push(Problem::error(kind).of(&import.name).at(import.position));
                    continue;
                }
            };
            edges.push(Edge { name: import.name.clone(), target });
        }
        all.edges.push(edges);
    }
    all
}
