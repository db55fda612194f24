import type { RestoreTarget } from "../protector.ts";

export function arnOfTable({ partition, region, account }: RestoreTarget, name: string): string {
  return `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
}

/** The table that the last part of an ARN names; `undefined` for a stream, an index or a backup of one. */
export function tableNamed(resource: string): string | undefined {
  return /^table\/([^/:]+)$/.exec(resource)?.[1];
}

/** Stands for the ARN of a stream until the stream is switched on: DynamoDB ends it with the time at which it is. */
export function streamToCome(table: string): string {
  return `${table}/stream/new`;
}
