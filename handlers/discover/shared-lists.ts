import type { BackupRequest, Run } from "../../modules/contract/events.ts";
import { failureText } from "../../modules/core/error-text.ts";
import type { ProtectorPorts } from "../../modules/protectors/protector.ts";
import { type Read, type ReadList, readEach } from "../../modules/protectors/read-list.ts";
import {
  claimKey,
  type ListContext,
  listContext,
  listKey,
  openList,
  type SharedList,
  sealList,
  windowOf,
} from "../../modules/runs/shared-list.ts";
import { type Claim, isClaim, isSealedList } from "../../modules/runs/shared-list-form.ts";
import type { SharePorts } from "./ports.ts";

/**
 * Milliseconds that a run waits for others, over all lists, and between two looks. A claim that is older is dead, and so is
 * one that is not made yet: clocks of runners are no more than a look apart.
 */
const PATIENCE = 120_000;
const LOOK = 5_000;

/** Characters, some 100,000 functions: a longer list is read by each run. Where it lies, its quotes are escaped. */
const LONGEST = 16 * 1024 * 1024;

interface Ports extends SharePorts {
  readonly aws: Pick<ProtectorPorts, "sleep">;
}

/** How a run reads lists: each once for all runs of its start window, where it has one. */
export function sharedLists(
  ports: Ports,
  request: BackupRequest,
  run: Run,
  warn: (message: string) => void,
): ReadList {
  const window = windowOf(request, run, ports.now());
  if (window === undefined) return readEach(warn);
  const lists = new SharedLists(ports, request, run, window, warn);
  return (name, read) => lists.read(name, read);
}

/** One run claims a list and reads it, the others wait; whatever is wrong with what lies there, a run reads it itself. */
class SharedLists {
  readonly #ports: Ports;
  readonly #request: BackupRequest;
  readonly #run: Run;
  readonly #window: string;
  readonly #context: ListContext;
  readonly #warn: (message: string) => void;
  readonly #opened = new Map<string, Promise<Uint8Array>>();
  #made: Promise<string> | undefined;
  #patience = PATIENCE;

  constructor(
    ports: Ports,
    request: BackupRequest,
    run: Run,
    window: string,
    warn: (message: string) => void,
  ) {
    this.#ports = ports;
    this.#request = request;
    this.#run = run;
    this.#window = window;
    this.#context = listContext(request.store, window);
    this.#warn = warn;
  }

  async read<Entry>(name: string, read: Read<Entry>): Promise<readonly Entry[]> {
    const found = await this.#ofOthers<Entry>(name).catch((error: unknown) =>
      this.#warn(`the list ${name} of another run is not taken, but read again: ${failureText(error)}`),
    );
    if (found !== undefined) {
      for (const warning of found.warnings) this.#warn(warning);
      return found.entries;
    }
    const warnings: string[] = [];
    const entries = await readEach((warning) => {
      warnings.push(warning);
      this.#warn(warning);
    })(name, read);
    await this.#leave(name, { entries, warnings }).catch((error: unknown) =>
      this.#ports.log("list not shared", { list: name, why: failureText(error) }),
    );
    return entries;
  }

  /** `undefined`: it is for this run to read it. */
  async #ofOthers<Entry>(name: string): Promise<SharedList<Entry> | undefined> {
    let found = await this.#taken<Entry>(name);
    if (found !== undefined) return found;
    const claim = await this.#claimOfOthers(name);
    if (claim === undefined) return undefined;
    for (; found === undefined && this.#patience > 0 && this.#isAlive(claim); this.#patience -= LOOK) {
      await this.#ports.aws.sleep(LOOK);
      found = await this.#taken<Entry>(name);
    }
    if (found === undefined)
      this.#warn(
        `the list ${name} was claimed by run ${claim.run} at ${claim.at}, which has not left it: it is read again, after ` +
          `${(PATIENCE - this.#patience) / 1000} seconds in which this run has waited for others`,
      );
    return found;
  }

  /** @throws Error for what no runner of this window has written */
  async #taken<Entry>(name: string): Promise<SharedList<Entry> | undefined> {
    const key = listKey(this.#request.work.prefix, this.#window, name);
    const sealed = await this.#ports.work.get(key, 2 * LONGEST);
    if (sealed === undefined) return undefined;
    const list = isSealedList(sealed)
      ? openList<Entry>(name, sealed, await this.#keyOf(sealed.secret))
      : undefined;
    if (list === undefined) throw new Error(`${key} is not what a run of this window wrote`);
    return list;
  }

  /** `undefined`: this run reads the list, as nobody else has said so, or whoever did must have ended. */
  async #claimOfOthers(name: string): Promise<Claim | undefined> {
    const { work, now } = this.#ports;
    const key = claimKey(this.#request.work.prefix, this.#window, name);
    const own: Claim = { run: this.#run.id, at: new Date(now()).toISOString() };
    if (await work.create(key, own)) return undefined;
    const claim = await work.get(key);
    return isClaim(claim) && claim.run !== own.run && this.#isAlive(claim) ? claim : undefined;
  }

  #isAlive({ at }: Claim): boolean {
    const age = this.#ports.now() - Date.parse(at);
    return age < PATIENCE && age >= -LOOK;
  }

  async #leave(name: string, list: SharedList<unknown>): Promise<void> {
    const { work, listSecret } = this.#ports;
    this.#made ??= listSecret.make(this.#request, this.#context);
    const secret = await this.#made;
    const sealed = sealList(name, list, secret, await this.#keyOf(secret));
    if (sealed.text.length > LONGEST) throw new Error(`it has ${sealed.text.length} characters`);
    await work.put(listKey(this.#request.work.prefix, this.#window, name), sealed);
  }

  /** Lists of one run have one secret: each is opened once. */
  #keyOf(secret: string): Promise<Uint8Array> {
    const key = this.#opened.get(secret) ?? this.#ports.listSecret.open(this.#request, this.#context, secret);
    this.#opened.set(secret, key);
    return key;
  }
}
