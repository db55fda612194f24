import { TURNS } from "../contract/events.ts";
import type { ThingId } from "../contract/kinds.ts";
import { encodeId } from "../recovery/id-segment.ts";
import { StrangeWorkError, type WorkArea } from "./work-area.ts";

/** A turn ends by itself, whatever becomes of who has it. */
const MINUTE = 60_000;
/** Who has a turn takes the next one before others may. */
const EARLY = 15_000;
/** Names of one minute, where somebody else took those before. */
const NAMES = 5;
/** Bytes of a turn, and more. */
const LARGEST = 8 * 1024;

/** What a turn's secret is for: it opens as that of no other minute, thing or run, and no other secret of the site as it. */
export type TurnContext = Readonly<Record<string, string>> & { readonly purpose: "turn" };

/** Secrets that capture alone makes and opens: who holds one is a runner. */
export interface TurnSecrets {
  /** Base64. */
  readonly make: (context: TurnContext) => Promise<string>;
  /** Whether it was made in this context. @throws whatever says nothing of that */
  readonly isOf: (context: TurnContext, secret: string) => Promise<boolean>;
}

interface TurnFile {
  readonly run: string;
  readonly secret: string;
}

/**
 * One runner at a time does something with a thing, such as reading a stream beside its consumers: whoever has a minute to
 * himself has written its name first, with a secret that only runners make. What somebody else has written there counts for
 * nothing: the next name of that minute does.
 */
export class Turn {
  readonly #work: Pick<WorkArea, "create" | "get">;
  readonly #secrets: TurnSecrets;
  readonly #of: { readonly prefix: string; readonly run: string; readonly thing: ThingId };
  /** Until when it lasts: milliseconds since 1970. */
  until: number;

  /** `prefix`: of the work area. `until`: of a turn that is had already. */
  constructor(
    work: Pick<WorkArea, "create" | "get">,
    secrets: TurnSecrets,
    of: { readonly prefix: string; readonly run: string; readonly thing: ThingId },
    until = 0,
  ) {
    this.#work = work;
    this.#secrets = secrets;
    this.#of = of;
    this.until = until;
  }

  /** Whether it is had at a time, or taken for it now: milliseconds since 1970. @throws Error where others write turns */
  async isHad(at: number): Promise<boolean> {
    if (at < this.until - EARLY) return true;
    const begins = at < this.until ? this.until : at - (at % MINUTE);
    if (await this.#take(begins)) this.until = begins + MINUTE;
    return at < this.until;
  }

  async #take(begins: number): Promise<boolean> {
    const { prefix, run, thing } = this.#of;
    const minute = `${new Date(begins).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
    const folder = `${prefix}${TURNS}${thing.kind}/${encodeId(thing.id)}/`;
    const own: TurnFile = { run, secret: await this.#secrets.make(this.#context(run, minute)) };
    for (let name = 1; name <= NAMES; name++) {
      const key = `${folder}${minute}${name === 1 ? "" : `-${name}`}.json`;
      if (await this.#work.create(key, own)) return true;
      if (await this.#isRunners(key, minute)) return false;
    }
    throw new Error(
      `${folder}${minute}*: somebody other than zonekeep's runners writes there whose turn it is, so that no run reads it: find out who did`,
    );
  }

  async #isRunners(key: string, minute: string): Promise<boolean> {
    const found = await this.#work.get(key, LARGEST).catch((error: unknown) => {
      if (error instanceof StrangeWorkError) return undefined;
      throw error;
    });
    if (!isTurnFile(found)) return false;
    return this.#secrets.isOf(this.#context(found.run, minute), found.secret);
  }

  #context(run: string, minute: string): TurnContext {
    const { kind, id } = this.#of.thing;
    return { purpose: "turn", kind, id, run, minute };
  }
}

function isTurnFile(value: unknown): value is TurnFile {
  const { run, secret } = (value ?? {}) as Partial<TurnFile>;
  return typeof run === "string" && typeof secret === "string";
}
