/** Its name, where an ARN is that of a connection: after it stands an id that AWS draws. */
export function connectionName(arn: string): string | undefined {
  return /^arn:[^:]+:events:[^:]*:[^:]*:connection\/([^/]+)\/[^/]+$/.exec(arn)?.[1];
}
