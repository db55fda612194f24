/** What a person wants of an activation, and what it is about. */
export interface ActivateRequest {
  /** ARN of the restored thing, without a qualifier: nothing of another one is activated. */
  readonly arn: string;
  /** Also where the thing that it was restored from answers still, and takes events of the same sources. */
  readonly alongside: boolean;
  /** What a person has to know of it: what it changes that was there otherwise, what it gave. */
  readonly note: (text: string) => void;
}

/** One thing that makes events arrive. Each stands alone: one that fails holds up no other. */
export interface Activating {
  readonly title: string;
  readonly call: string;
  /** Only lets a service in, which others look for before they take an entry that calls it: comes first. */
  readonly permits?: true;
  /** Keeps out whoever activates, too: comes after all else. */
  readonly last?: true;
  /** Whether it is so already. @throws where it cannot be */
  readonly active: () => Promise<boolean>;
  readonly activate: () => Promise<"kept" | "written">;
}
