/** Somebody who may bring events to a thing, and whom no point holds. */
export interface SeenCaller {
  /** The service that may: `events.amazonaws.com`. */
  readonly by: string;
  /** What of it may, as the thing's policy names it: an ARN, with its wildcards, or an account. Absent: anything. */
  readonly source?: string;
}

/** A way in for events that is no other thing. */
export interface Door {
  /** `function URL, AWS_IAM` */
  readonly text: string;
  /** Whether it comes back with the thing. */
  readonly kept: boolean;
}

/** Of a kind whose things say themselves who may call them. */
export interface Seeing<Document, Ports> {
  /** Who may call a thing, but for what was captured with it: its related things, by their ARNs. Sorted. Pure. */
  seen?(document: Document, related: readonly { readonly arn: string }[]): readonly SeenCaller[];
  /** Its ways in for events that are no other thing, and whom its policy names. Sorted. Pure. */
  doors?(document: Document): readonly Door[];
  /** The same as `seen` of a thing that is there, by its id. */
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
