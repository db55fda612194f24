/** The function moved while it was read: nothing is wrong, but what was read belongs to no single state. */
export class ChangedError extends Error {}
