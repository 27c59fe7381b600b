/** Runs one at a time for each key; whoever asks meanwhile waits for the one under way, and gets its answer. */
export function createOnce<Answer>() {
  const running = new Map<string, Promise<Answer>>();
  return (key: string, begin: () => Promise<Answer>): Promise<Answer> => {
    let promise = running.get(key);
    if (!promise) {
      promise = begin().finally(() => running.delete(key));
      running.set(key, promise);
    }
    return promise;
  };
}
