/** An ARN or an id of AWS, as a map's key or value. Anything else may be what an environment variable holds, which no log may show. */
export function isNameOfAws(text: string): boolean {
  return /^(arn:[^\s]*|[a-z]+-[0-9a-f]{8,17})$/.test(text);
}
