/** Does act() now and, while the page is seen, every so many milliseconds, until the signal or a failure. */
export async function poll(every, act, signal) {
  while (!signal.aborted) {
    if (!document.hidden) await act();
    await rest(every, signal);
  }
}

/** Ends early when the page comes into sight again, or when nobody waits any more. */
function rest(milliseconds, signal) {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const seen = () => document.hidden || done();
    const timer = setTimeout(done, milliseconds);
    document.addEventListener("visibilitychange", seen);
    signal.addEventListener("abort", done);
  });
}
