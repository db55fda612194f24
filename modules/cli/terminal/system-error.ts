/** What the system's codes mean to a person, and the way out where there is one. */
const REASONS: Readonly<Record<string, readonly [why: string, hint?: string]>> = {
  EACCES: ["permission denied"],
  EBUSY: ["it is in use"],
  EDQUOT: ["the quota of the disk is used up", "make room, or choose another disk"],
  EEXIST: ["it exists already"],
  EFBIG: ["it is larger than the file system takes"],
  EIO: ["the disk or the terminal does not answer"],
  EISDIR: ["it is a folder"],
  ELOOP: ["its symbolic links form a loop"],
  EMFILE: ["too many files are open", "raise the limit: ulimit -n 4096"],
  ENAMETOOLONG: ["the name is too long"],
  ENOENT: ["no such file or folder"],
  ENOSPC: ["the disk is full", "make room on it"],
  ENOTDIR: ["a part of the path is not a folder"],
  ENXIO: ["nobody reads it"],
  EPERM: ["permission denied"],
  EROFS: ["the disk is read-only"],
};

/** The reason of a failed call to the system, in a person's words. */
export function reasonOf(error: unknown): string {
  const known = REASONS[codeOf(error)]?.[0];
  return known ?? (error instanceof Error ? error.message : String(error));
}

/** What to do about it, where the reason alone does not say. */
export function wayOutOf(error: unknown): string | undefined {
  return REASONS[codeOf(error)]?.[1];
}

/** Whether it is the disk, the quota or the system that failed, and neither AWS nor we. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && codeOf(error) in REASONS;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
