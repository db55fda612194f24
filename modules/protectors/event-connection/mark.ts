/** The most that a description holds. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html */
const MOST = 512;
export const SECRET_MARK = "[zonekeep: give its secret again]";

/**
 * A connection has no tags, so its description says that a restore has made it, and that it has a placeholder for a secret;
 * whoever looks at it can read that. The end of one that leaves no room is cut until arming writes it whole.
 */
export function withSecretMark(description: string): string {
  return description === ""
    ? SECRET_MARK
    : `${description.slice(0, MOST - SECRET_MARK.length - 1)} ${SECRET_MARK}`;
}

export function hasSecretMark(description: string): boolean {
  return description.endsWith(SECRET_MARK);
}

export function withoutSecretMark(description: string): string {
  return hasSecretMark(description)
    ? description.slice(0, -SECRET_MARK.length).replace(/ $/, "")
    : description;
}
