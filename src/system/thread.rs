//! Threads of the library's own.
//!
//! Shape   [`start`] runs a function in a new thread, [`Thread::join`] waits for its end. Where there is
//!         pthread, that is used as it is: a thread of the standard library notes at its start what is
//!         to be done at its end, and glibc ends the process where it finds no memory to note it.
//! Errors  `MemoryLimit` where the system has no thread to give.
//! Limits  threads end before the library does; panics end the thread they are in.

use std::cell::Cell;

use crate::error::{Error, Result, Status};

/// A thread that has to be joined.
#[derive(Debug)]
pub(crate) struct Thread(imp::Handle);

// Some C libraries (musl) write a thread as a pointer.
// SAFETY: it only names a thread, and any thread may join another; nothing is read through it.
unsafe impl Send for Thread {}

impl Thread {
    /// Waits until it has ended.
    pub(crate) fn join(self) {
        imp::join(self.0);
    }
}

/// Whether there are no other threads, whatever one does: what somebody waits for would never come.
pub(crate) const IS_ONLY: bool = cfg!(all(target_arch = "wasm32", not(target_feature = "atomics")));

thread_local! {
    /// Whether this thread is one of the library's own. Plain data and constant from the start.
    static OWN: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is one of the library's own, and no host's.
pub(crate) fn is_own() -> bool {
    OWN.get()
}

/// Runs `run` with `argument` in a thread with a stack of `stack` bytes. The name is for debuggers.
pub(crate) fn start<T: Send + 'static>(
    name: &'static std::ffi::CStr,
    stack: usize,
    argument: T,
    run: fn(T),
) -> Result<Thread> {
    imp::start(name, stack, argument, run).map(Thread).map_err(|error| {
        let message = format!("a thread can't be started: {error}");
        Error::new(Status::MemoryLimit, message)
    })
}

/// Runs `run` in this thread and, beside it, in up to `others` threads; all have ended when it returns,
/// also where it panics. Where the system has fewer threads to give there are fewer.
pub(crate) fn together<S: Sync>(
    name: &'static std::ffi::CStr,
    stack: usize,
    others: usize,
    shared: &S,
    run: fn(&S),
) {
    /// Ends what was begun.
    struct Join(Vec<Thread>);

    impl Drop for Join {
        fn drop(&mut self) {
            self.0.drain(..).for_each(Thread::join);
        }
    }

    /// Where `shared` is and what is done with it, without its type.
    struct Share(*const ());

    // SAFETY: other threads only get a reference to a value that is Sync.
    unsafe impl Send for Share {}

    fn enter<S: Sync>(share: Share) {
        // SAFETY: `together` lends this until all threads have been joined.
        let (shared, run) = unsafe { &*share.0.cast::<(&S, fn(&S))>() };
        run(shared);
    }

    let lent = (shared, run);
    let mut threads = Join(Vec::new());
    // A thread that has begun must not be lost for want of a place to note it.
    if threads.0.try_reserve_exact(others).is_ok() {
        for _ in 0..others {
            let share = Share(std::ptr::from_ref(&lent).cast());
            match start(name, stack, share, enter::<S>) {
                Ok(thread) => threads.0.push(thread),
                Err(_) => break,
            }
        }
    }
    run(shared);
}

#[cfg(unix)]
mod imp {
    use std::ffi::{CStr, c_void};
    use std::io;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    pub(super) type Handle = libc::pthread_t;

    struct Job<T> {
        argument: T,
        run: fn(T),
    }

    extern "C" fn main<T>(job: *mut c_void) -> *mut c_void {
        // SAFETY: `start` has made this of a box for this thread alone.
        let job = unsafe { Box::from_raw(job.cast::<Job<T>>()) };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let Job { argument, run } = *job;
            super::OWN.set(true);
            run(argument);
        }));
        // What a payload does when it is dropped is nobody's to know.
        std::mem::forget(outcome);
        std::ptr::null_mut()
    }

    pub(super) fn start<T: Send + 'static>(
        name: &'static CStr,
        stack: usize,
        argument: T,
        run: fn(T),
    ) -> io::Result<Handle> {
        let failed =
            |code: i32| if code == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(code)) };
        let job = Box::into_raw(Box::new(Job { argument, run }));
        let mut thread = std::mem::MaybeUninit::<libc::pthread_t>::uninit();
        let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
        // SAFETY: the attributes are made before they are used and given back once; the thread takes
        // the job over where it begins.
        let begun = unsafe {
            failed(libc::pthread_attr_init(attributes.as_mut_ptr())).and_then(|()| {
                let sized = failed(libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), stack));
                let begun = sized.and_then(|()| {
                    let attributes = attributes.as_ptr();
                    failed(libc::pthread_create(
                        thread.as_mut_ptr(),
                        attributes,
                        main::<T>,
                        job.cast(),
                    ))
                });
                libc::pthread_attr_destroy(attributes.as_mut_ptr());
                begun
            })
        };
        if let Err(error) = begun {
            // SAFETY: no thread has it.
            drop(unsafe { Box::from_raw(job) });
            return Err(error);
        }
        // SAFETY: written by `pthread_create`.
        let thread = unsafe { thread.assume_init() };
        #[cfg(target_os = "linux")]
        // SAFETY: the thread has not been joined; a name that is refused does no harm.
        unsafe {
            libc::pthread_setname_np(thread, name.as_ptr());
        }
        #[cfg(not(target_os = "linux"))]
        let _ = name;
        Ok(thread)
    }

    pub(super) fn join(thread: Handle) {
        // SAFETY: each handle is joined once, for joining takes it.
        unsafe { libc::pthread_join(thread, std::ptr::null_mut()) };
    }
}

#[cfg(not(unix))]
mod imp {
    use std::ffi::CStr;
    use std::io;
    use std::thread::{Builder, JoinHandle};

    pub(super) type Handle = JoinHandle<()>;

    pub(super) fn start<T: Send + 'static>(
        _name: &'static CStr,
        stack: usize,
        argument: T,
        run: fn(T),
    ) -> io::Result<Handle> {
        // Without a name: on Windows a thread takes memory for it before anything can catch the want of
        // it, and the process would end.
        Builder::new().stack_size(stack).spawn(move || {
            super::OWN.set(true);
            run(argument)
        })
    }

    pub(super) fn join(thread: Handle) {
        // Panics are contained inside the thread; there is nothing more to learn here.
        let _ = thread.join();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Sender, channel};

    #[test]
    fn threads_beside_this_one_have_ended_when_it_goes_on() {
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let (done, mut left) = (AtomicUsize::new(0), 5);
        together(c"legacybridge-t", 1 << 20, 4, &done, |done| {
            std::thread::sleep(std::time::Duration::from_millis(5));
            done.fetch_add(1, SeqCst);
        });
        left -= done.into_inner();
        assert_eq!(left, 0);
    }

    #[test]
    fn a_thread_runs_and_ends_also_where_it_panics() {
        let (sender, receiver) = channel();
        let run = |(sender, number): (Sender<i32>, i32)| {
            sender.send(number).unwrap();
            if number == 2 {
                std::panic::resume_unwind(Box::new(0));
            }
        };
        for number in 1..=2 {
            let argument = (sender.clone(), number);
            start(c"legacybridge-t", 1 << 20, argument, run).unwrap().join();
            assert_eq!(receiver.try_recv(), Ok(number));
        }
    }
}
