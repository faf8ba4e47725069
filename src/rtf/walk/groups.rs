//! Groups that are open, with what each restores at its end.
//!
//! Shape   a stack of `Copy` values, in a buffer that serves the next document too.
//! Limits  past a depth that the owner names, groups are counted, not saved.

use crate::memory;

/// What opening a group came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Opened {
    Saved,
    /// It shares the state of the group around it.
    TooDeep,
    /// The same, for want of memory.
    NoMemory,
}

/// What closing a group came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Closed<S> {
    /// The state that the group restores.
    Outer(S),
    /// The group was too deep to have one.
    TooDeep,
    /// No group is open.
    None,
}

/// The groups that are open.
#[derive(Debug)]
pub(in crate::rtf) struct Stack<S> {
    open: Vec<S>,
    limit: usize,
    /// Groups opened beyond the limit.
    too_deep: u32,
}

impl<S: Copy> Stack<S> {
    /// No groups, in a buffer that is there.
    pub fn new(mut buffer: Vec<S>, limit: usize) -> Self {
        buffer.clear();
        Stack { open: buffer, limit, too_deep: 0 }
    }

    /// The buffer, for the next document.
    pub fn into_buffer(self) -> Vec<S> {
        self.open
    }

    /// Opens a group that restores `state`.
    #[inline]
    pub fn open(&mut self, state: S) -> Opened {
        if self.open.len() >= self.limit {
            self.too_deep += 1;
            return Opened::TooDeep;
        }
        if !memory::push(&mut self.open, state) {
            self.too_deep += 1;
            return Opened::NoMemory;
        }
        Opened::Saved
    }

    /// Closes the group opened last.
    #[inline]
    pub fn close(&mut self) -> Closed<S> {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Closed::TooDeep;
        }
        self.open.pop().map_or(Closed::None, Closed::Outer)
    }

    /// Closes all groups but the outermost `depth`.
    pub fn close_to(&mut self, depth: usize) {
        self.open.truncate(depth);
        self.too_deep = 0;
    }

    /// How many groups are open, those too deep left out.
    #[inline]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The limit that the groups stay below.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Whether the group opened last is too deep to have a state of its own.
    #[inline]
    pub fn is_too_deep(&self) -> bool {
        self.too_deep > 0
    }

    /// What the open groups restore, the outermost first.
    #[inline]
    pub fn states(&self) -> &[S] {
        &self.open
    }

    /// The same, to change what an open group restores.
    pub fn states_mut(&mut self) -> &mut [S] {
        &mut self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_past_the_limit_are_counted() {
        let mut groups = Stack::new(vec![9], 2);
        assert_eq!([groups.open(1), groups.open(2)], [Opened::Saved; 2]);
        assert_eq!(groups.open(3), Opened::TooDeep);
        assert!(groups.is_too_deep());
        assert_eq!((groups.depth(), groups.states()), (2, &[1, 2][..]));
        assert_eq!(groups.close(), Closed::TooDeep);
        assert_eq!([groups.close(), groups.close()], [Closed::Outer(2), Closed::Outer(1)]);
        assert_eq!(groups.close(), Closed::None);
    }
}
