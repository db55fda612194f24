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
  /** Of all that one result activates it tells this one, also at a later time. */
  readonly title: string;
  readonly call: string;
  /** Only lets a service in, which others look for before they take an entry that calls it: comes first. */
  readonly permits?: true;
  /** Only tells that the thing is armed: no event arrives by it. */
  readonly tells?: true;
  /** Keeps out whoever activates, too: comes after all else. */
  readonly last?: true;
  /** Why no event arrives by it although it is so, as where nobody may use it yet. Absent: events do. */
  readonly idle?: () => Promise<string | undefined>;
  /** Sets what let events in before, too, as it was captured: only who takes back all takes this away. */
  readonly changes?: true;
  /** Whether it is so already. @throws where it cannot be */
  readonly active: () => Promise<boolean>;
  readonly activate: () => Promise<"kept" | "written">;
  /** Takes it back. Absent: it lets no event in, such as a statement that denies. */
  readonly disarming?: Disarming;
}

/**
 * The mirror of an activation: takes back what that wrote, and nothing else, so that no event comes in by it any more; to
 * activate again comes to the same as the first time. What cannot be taken back without loss is left, and noted.
 */
export interface Disarming {
  readonly title: string;
  readonly call: string;
  /** Only tells that the thing is not armed: done with whatever else of the thing is taken back. */
  readonly tells?: true;
  /**
   * Whether no event comes in by it, also because it is gone. Reads only.
   * @throws RestoreError where it is there and is not as the activation wrote it: somebody changed it since
   */
  readonly inactive: () => Promise<boolean>;
  /** Only where it is not inactive. */
  readonly disarm: () => Promise<void>;
  /** What cannot be taken back without loss, by name, where it lets somebody in still. Notes all that stays. */
  readonly stays?: () => Promise<string | undefined>;
}
