//! Where a binding differs from the header.

use super::header::Header;
use super::{Binding, Declaration, POINTER, Passed, Structure, Type, plain};

/// What a binding need not have.
#[derive(Clone, Copy, Default)]
pub(crate) struct Leaves<'a> {
    /// Functions, without `legacybridge_`.
    pub functions: &'a [&'a str],
    /// Whether it declares no structures.
    pub structures: bool,
}

/// Tells every difference, one sentence each.
pub(crate) fn compare(header: &Header, binding: &Binding, leaves: Leaves) -> Vec<String> {
    let mut problems = Vec::new();
    functions(header, binding, leaves, &mut problems);
    constants(header, binding, &mut problems);
    for wanted in &header.structures {
        let found: Vec<_> = binding.structures.iter().filter(|s| s.name == wanted.name).collect();
        match found[..] {
            [] if leaves.structures => {}
            [] => problems.push(format!("structure {} is missing", wanted.name)),
            _ => found.iter().for_each(|found| {
                structure(wanted, found, binding.words, &mut problems);
            }),
        }
    }
    for found in &binding.structures {
        if !header.structures.iter().any(|wanted| wanted.name == found.name) {
            problems.push(format!("structure {} is not in the header", found.name));
        }
    }
    problems
}

fn functions(header: &Header, binding: &Binding, leaves: Leaves, problems: &mut Vec<String>) {
    for wanted in &header.functions {
        let leave =
            leaves.functions.iter().any(|name| wanted.name == format!("legacybridge_{name}"));
        let found: Vec<_> = binding.functions.iter().filter(|f| f.name == wanted.name).collect();
        match (&found[..], leave) {
            ([], false) => problems.push(format!("{} is missing", wanted.name)),
            ([_, ..], true) => problems.push(format!("{} need not be left out", wanted.name)),
            ([_, _, ..], _) => problems.push(format!("{} is declared twice", wanted.name)),
            _ => found.iter().for_each(|found| function(wanted, found, problems)),
        }
    }
    for found in &binding.functions {
        if !header.functions.iter().any(|wanted| wanted.name == found.name) {
            problems.push(format!("{} is not in the header", found.name));
        }
    }
}

fn function(wanted: &Declaration<Type>, found: &Declaration<Passed>, problems: &mut Vec<String>) {
    let name = &wanted.name;
    let gives = match (&wanted.gives, &found.gives) {
        (Type::Void, given) => *given == Passed::Void,
        // A result is never more than a look: a constant text.
        (Type::Bytes(_), given) => fits(&Type::Bytes(false), given),
        (wanted, given) => fits(wanted, given),
    };
    if !gives {
        problems.push(format!("{name}: returns {:?}, not {:?}", found.gives, wanted.gives));
    }
    if wanted.takes.len() != found.takes.len() {
        let (have, need) = (found.takes.len(), wanted.takes.len());
        problems.push(format!("{name}: has {have} arguments, not {need}"));
        return;
    }
    for (index, (wanted, found)) in wanted.takes.iter().zip(&found.takes).enumerate() {
        let place = format!("{name}: argument {}", index + 1);
        // `from` is a word of some languages, so it may be called `from_format`.
        if !plain(&found.0).starts_with(&plain(&wanted.0)) {
            problems.push(format!("{place} is called {}, not {}", found.0, wanted.0));
        }
        if !fits(&wanted.1, &found.1) {
            problems.push(format!("{place} ({}) is {:?}, not {:?}", wanted.0, found.1, wanted.1));
        }
    }
}

/// Whether what a binding passes is what a function takes.
fn fits(wanted: &Type, passed: &Passed) -> bool {
    match (wanted, passed) {
        (Type::Int32, Passed::Int32 | Passed::Word) => true,
        (Type::Bytes(writes), Passed::Bytes(may)) => *may || !*writes,
        (Type::Units(writes), Passed::Units(may)) => *may || !*writes,
        (Type::Bytes(_) | Type::Units(_) | Type::Address, Passed::Address | Passed::Word) => true,
        (Type::ToInt32, Passed::ToInt32 | Passed::ToWord) => true,
        (Type::ToPointer, Passed::ToPointer | Passed::ToWord) => true,
        (Type::Names, Passed::Names | Passed::Address | Passed::Word) => true,
        (Type::ToStructure(wanted), Passed::ToStructure(passed)) => wanted == passed,
        // Structures in a string or blob of bytes.
        (Type::ToStructure(_), Passed::Bytes(true)) => true,
        _ => false,
    }
}

fn constants(header: &Header, binding: &Binding, problems: &mut Vec<String>) {
    for (name, value) in &header.constants {
        match binding.constants.iter().find(|(found, _)| found == name) {
            None => problems.push(format!("constant {name} is missing")),
            Some((_, found)) if found != value => {
                problems.push(format!("constant {name} is {found}, not {value}"));
            }
            Some(_) => {}
        }
    }
    for (name, _) in &binding.constants {
        if !header.constants.iter().any(|(wanted, _)| wanted == name) {
            problems.push(format!("constant {name} is not in the header"));
        }
    }
}

fn structure(wanted: &Structure, found: &Structure, words: bool, problems: &mut Vec<String>) {
    let name = &wanted.name;
    if wanted.members.len() != found.members.len() {
        let (have, need) = (found.members.len(), wanted.members.len());
        problems.push(format!("structure {name}: has {have} members, not {need}"));
    }
    for (wanted, found) in wanted.members.iter().zip(&found.members) {
        let fits = wanted.1 == found.1 || words && (wanted.1, found.1) == (POINTER, 4);
        if plain(&wanted.0) != plain(&found.0) || !fits {
            problems.push(format!("structure {name}: {found:?}, not {wanted:?}"));
            return;
        }
    }
}

/// Where each member of a structure stands.
pub(crate) fn offsets(structure: &Structure) -> Vec<(&str, usize, usize)> {
    structure
        .members
        .iter()
        .scan(0, |at, (name, size)| {
            let here = *at;
            *at += size;
            Some((name.as_str(), here, *size))
        })
        .collect()
}
