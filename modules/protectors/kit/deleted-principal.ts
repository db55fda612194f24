/** A role or user that was deleted shows as its unique id: nobody can use it, and no call takes it. */
export function isDeletedPrincipal(name: string): boolean {
  return /^A(ROA|IDA)[A-Z0-9]+$/.test(name);
}
