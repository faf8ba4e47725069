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
pub(in crate::rtf) enum Closed {
    /// The group restores [`Stack::closed`].
    Restores,
    /// The group was too deep to have one.
    TooDeep,
    /// No group is open.
    None,
}

/// The groups that are open.
#[derive(Debug)]
pub(in crate::rtf) struct Stack<S> {
    /// What open groups restore, and behind that of those which have been closed.
    states: Vec<S>,
    depth: usize,
    limit: usize,
    /// Groups opened beyond the limit.
    too_deep: u32,
}

impl<S: Copy> Stack<S> {
    /// No groups, in a buffer that is there.
    pub(crate) fn new(mut buffer: Vec<S>, limit: usize) -> Self {
        buffer.clear();
        Stack { states: buffer, depth: 0, limit, too_deep: 0 }
    }

    /// The buffer, for the next document.
    pub(crate) fn take_buffer(&mut self) -> Vec<S> {
        std::mem::take(&mut self.states)
    }

    /// Opens a group that restores `state`.
    #[inline]
    pub(crate) fn open(&mut self, state: &S) -> Opened {
        if self.depth >= self.limit {
            self.too_deep += 1;
            return Opened::TooDeep;
        }
        if let Some(free) = self.states.get_mut(self.depth) {
            *free = *state;
        } else if !memory::push(&mut self.states, *state) {
            self.too_deep += 1;
            return Opened::NoMemory;
        }
        self.depth += 1;
        Opened::Saved
    }

    /// Closes the group opened last.
    #[inline]
    pub(crate) fn close(&mut self) -> Closed {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return Closed::TooDeep;
        }
        if self.depth == 0 {
            return Closed::None;
        }
        self.depth -= 1;
        Closed::Restores
    }

    /// What the group closed last restores, until another is opened.
    #[inline]
    pub(crate) fn closed(&self) -> Option<&S> {
        self.states.get(self.depth)
    }

    /// Closes all groups but the outermost `depth`.
    pub(crate) fn close_to(&mut self, depth: usize) {
        self.depth = self.depth.min(depth);
        self.too_deep = 0;
    }

    /// How many groups are open, those too deep left out.
    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The limit that the groups stay below.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Whether the group opened last is too deep to have a state of its own.
    #[inline]
    pub(crate) fn is_too_deep(&self) -> bool {
        self.too_deep > 0
    }

    /// What the open groups restore, the outermost first.
    #[inline]
    pub(crate) fn states(&self) -> &[S] {
        &self.states[..self.depth]
    }

    /// The same, to change what an open group restores.
    pub(crate) fn states_mut(&mut self) -> &mut [S] {
        &mut self.states[..self.depth]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_past_the_limit_are_counted() {
        let mut groups = Stack::new(vec![9], 2);
        assert_eq!([groups.open(&1), groups.open(&2)], [Opened::Saved; 2]);
        assert_eq!(groups.open(&3), Opened::TooDeep);
        assert!(groups.is_too_deep());
        assert_eq!((groups.depth(), groups.states()), (2, &[1, 2][..]));
        assert_eq!(groups.close(), Closed::TooDeep);
        assert_eq!((groups.close(), groups.closed()), (Closed::Restores, Some(&2)));
        assert_eq!((groups.open(&4), groups.states()), (Opened::Saved, &[1, 4][..]));
        assert_eq!((groups.close(), groups.closed()), (Closed::Restores, Some(&4)));
        assert_eq!((groups.close(), groups.closed()), (Closed::Restores, Some(&1)));
        assert_eq!(groups.close(), Closed::None);
    }
}
