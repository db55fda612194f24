import { errorText } from "../../core/error-text.ts";
import { shortList } from "../../core/short-list.ts";
import { isDenied } from "./calls.ts";

/** So many are named in one warning: thousands of things that refuse us make one line, and not one each. */
const MAX_NAMED = 40;

/**
 * Things of a list that do not let us ask about them. A policy, a tag or a key of the one thing that it is about can refuse
 * such a question, so its owner could end every run of the region: it is passed over, and told by name.
 */
export class Refusals {
  readonly #names: string[] = [];
  #why = "";

  /** `refused` where the answer is refused. @throws whatever else fails: a list of which a part fails is none */
  async ask<T>(name: string, ask: () => Promise<T>, refused?: T): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!isDenied(error)) throw error;
      if (this.#names.length === 0) this.#why = errorText(error);
      this.#names.push(name);
      return refused;
    }
  }

  /** Says it once the list is read; `what`: `queues whose tags may not be read`. */
  tell(warn: (message: string) => void, what: string): void {
    if (this.#names.length > 0) warn(`${what}: ${shortList(this.#names, MAX_NAMED)} (${this.#why})`);
  }
}
