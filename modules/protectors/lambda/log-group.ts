/** The log group that a function writes to where it was given no other: Lambda makes it when the function first runs. */
export function groupOf(name: string): string {
  return `/aws/lambda/${name}`;
}
