const LOOK_EVERY_MS = 500;

/** Resolves once the process that started this one is gone: the kernel then gives it another parent. */
export function orphaned(self: { readonly ppid: number }): Promise<void> {
  const { ppid } = self;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (self.ppid === ppid) return;
      clearInterval(look);
      resolve();
    }, LOOK_EVERY_MS);
    look.unref();
  });
}
