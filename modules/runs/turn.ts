import type { ThingId } from "../contract/kinds.ts";
import { encodeId } from "../recovery/id-segment.ts";
import type { WorkArea } from "./work-area.ts";

/** A turn ends by itself, whatever becomes of who has it. */
const MINUTE = 60_000;
/** Who has a turn takes the next one before others may. */
const EARLY = 15_000;

/**
 * One runner at a time does something with a thing, such as reading a stream beside its consumers: whoever has a minute to
 * himself has written its name first, and nobody is asked.
 */
export class Turn {
  readonly #work: Pick<WorkArea, "create">;
  readonly #prefix: string;
  readonly #run: string;
  /** Until when it lasts: milliseconds since 1970. */
  until: number;

  /** `prefix`: of the work area. `until`: of a turn that is had already. */
  constructor(
    work: Pick<WorkArea, "create">,
    {
      prefix,
      run,
      thing: { kind, id },
    }: { readonly prefix: string; readonly run: string; readonly thing: ThingId },
    until = 0,
  ) {
    this.#work = work;
    this.#prefix = `${prefix}turns/${kind}/${encodeId(id)}/`;
    this.#run = run;
    this.until = until;
  }

  /** Whether it is had at a time, or taken for it now: milliseconds since 1970. */
  async isHad(at: number): Promise<boolean> {
    if (at < this.until - EARLY) return true;
    const begins = at < this.until ? this.until : at - (at % MINUTE);
    if (await this.#take(begins)) this.until = begins + MINUTE;
    return at < this.until;
  }

  #take(begins: number): Promise<boolean> {
    const minute = `${new Date(begins).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
    return this.#work.create(`${this.#prefix}${minute}.json`, { run: this.#run });
  }
}
