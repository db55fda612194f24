/** Its name, where an ARN is that of an API destination: after it stands an id that AWS draws. */
export function destinationName(arn: string): string | undefined {
  return /^arn:[^:]+:events:[^:]*:[^:]*:api-destination\/([^/]+)\/[^/]+$/.exec(arn)?.[1];
}
