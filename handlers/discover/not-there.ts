import type { BackupRequest } from "../../modules/contract/events.ts";
import type { Thing } from "../../modules/contract/kinds.ts";
import { matchesGlob } from "../../modules/core/glob.ts";
import { printable } from "../../modules/core/printable.ts";
import { shortList } from "../../modules/core/short-list.ts";
import { couldBeFoundIn } from "../../modules/protectors/home.ts";
import { isNamed } from "../../modules/protectors/named-resource.ts";
import type { Candidate } from "../../modules/runs/selection.ts";

/** So many entries are named. */
const MAX_NAMED = 20;

/** What a policy names, struck off as it is found: the rest is not there, and nobody should take it for kept. */
export class StillSought {
  readonly #region: string;
  readonly #names: Set<string>;
  readonly #arns: Set<string>;
  readonly #resources: Set<string>;

  /** What is written to lie in other regions is sought there. An edge zone has functions alone. */
  constructor({ select, zone }: Pick<BackupRequest, "select" | "zone">, region: string) {
    const { names, arns, resources = [] } = select;
    const isHere = (one: string): boolean => couldBeFoundIn(one, region);
    this.#region = region;
    this.#names = new Set(names);
    this.#arns = new Set(arns.filter(isHere));
    this.#resources = new Set(zone === undefined ? resources.filter(isHere) : []);
  }

  foundFunction({ name, arn }: Candidate): void {
    for (const glob of this.#names) if (matchesGlob(glob, name)) this.#names.delete(glob);
    for (const glob of this.#arns) if (matchesGlob(glob, arn)) this.#arns.delete(glob);
  }

  found(thing: Thing): void {
    for (const one of this.#resources) if (isNamed([one], thing)) this.#resources.delete(one);
  }

  /** A line for each part of the selection that names what is not there. */
  notThere(): string[] {
    return Object.entries({ names: this.#names, arns: this.#arns, resources: this.#resources }).flatMap(
      ([key, left]) =>
        left.size === 0
          ? []
          : [
              `select.${key}: nothing of that name in ${this.#region}: ${shortList([...left].map(printable), MAX_NAMED)}`,
            ],
    );
  }
}
