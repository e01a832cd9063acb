//! Types as `instance of` and parameters name them.

use std::collections::BTreeMap;

use super::{Parsed, Parser};
use crate::ast::TypeTest;
use crate::{ProblemKind, Type};

impl Parser<'_> {
    pub(super) fn type_test(&mut self) -> Parsed<TypeTest> {
        self.skip();
        let start = self.at;
        let kind = self.kind()?;
        let text: String = self.text[start..self.at].iter().collect();
        Ok(TypeTest { text: text.trim().into(), kind })
    }

    fn kind(&mut self) -> Parsed<Type> {
        self.skip();
        let start = self.at;
        for word in ["list", "range"] {
            if !self.take_word(word) {
                continue;
            }
            let item = if self.take("<") {
                let item = self.deeper(Self::kind)?;
                self.expect(">", "`>`")?;
                item
            } else {
                Type::Any
            };
            return Ok(if word == "list" { Type::list(item) } else { Type::Range(Box::new(item)) });
        }
        if self.take_word("context") {
            return self.deeper(Self::context_kind);
        }
        if self.take_word("function") {
            return self.deeper(Self::function_kind);
        }
        let scope = self.scope;
        let Some(read) = self.read_name(|_, text| scope.find_type(text).map(|_| text.to_owned())) else {
            return Err(self.unexpected("a type"));
        };
        match scope.find_type(&read.name) {
            Some(kind) => Ok(kind),
            None => Err(self.problem(ProblemKind::UnknownType(read.name), start)),
        }
    }

    fn context_kind(&mut self) -> Parsed<Type> {
        let mut entries = BTreeMap::new();
        if !self.take("<") || self.take(">") {
            return Ok(Type::Context(entries));
        }
        loop {
            let Some(name) = self.key() else { return Err(self.unexpected("the name of an entry")) };
            self.expect(":", "`:`")?;
            let kind = self.kind()?;
            entries.insert(name, kind);
            if !self.take(",") {
                break;
            }
        }
        self.expect(">", "`,` or `>`")?;
        Ok(Type::Context(entries))
    }

    fn function_kind(&mut self) -> Parsed<Type> {
        let mut params = Vec::new();
        if self.take("<") && !self.take(">") {
            loop {
                params.push(self.kind()?);
                if !self.take(",") {
                    break;
                }
            }
            self.expect(">", "`,` or `>`")?;
        }
        let result = if self.take("->") { self.kind()? } else { Type::Any };
        Ok(Type::Function { params, result: Box::new(result) })
    }
}
