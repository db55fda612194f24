/** Somebody who may bring events to a thing, and whom no point holds. */
export interface SeenCaller {
  /** The service that may: `events.amazonaws.com`. */
  readonly by: string;
  /** What of it may, as the thing's policy names it: an ARN, with its wildcards, or an account. Absent: anything. */
  readonly source?: string;
}

/** Of a kind whose things say themselves who may call them. */
export interface Seeing<Document, Ports> {
  /** Who may call a thing, but for what was captured with it: its related things, by their ARNs. Sorted. Pure. */
  seen?(document: Document, related: readonly { readonly arn: string }[]): readonly SeenCaller[];
  /** The same of a thing that is there, by its id. */
  seenLive?(
    ports: Ports,
    id: string,
    related: readonly { readonly arn: string }[],
  ): Promise<readonly SeenCaller[]>;
}

/** `events.amazonaws.com, arn:aws:events:...`: in one text. */
export function seenText({ by, source }: SeenCaller): string {
  return source === undefined ? by : `${by}, ${source}`;
}
