import type { Json } from "../../../modules/contract/json.ts";
import type { Activating, Disarming } from "../../../modules/protectors/activating.ts";
import type {
  Captured,
  CapturePorts,
  IdMap,
  Inventoried,
  PlanPorts,
  RestoreTarget,
  ThingPlan,
  TimedPorts,
  Translation,
} from "../../../modules/protectors/protector.ts";
import { type ReadList, readEach } from "../../../modules/protectors/read-list.ts";
import { collect } from "../../../modules/recovery/bytes.ts";
import { pointKey, sourcePrefix } from "../../../modules/recovery/layout.ts";
import type { Content } from "../../../modules/recovery/store.ts";
import { hasFormOf } from "../../../modules/runs/shared-list-form.ts";
import { MemorySpool } from "../memory-spool.ts";
import { type AnyConforming, type FakePlace, SOURCE } from "./conforming.ts";
import { Wire } from "./wire.ts";

// biome-ignore lint/suspicious/noExplicitAny: a document is its kind's own
export type AnyCaptured = Captured<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: a document is its kind's own
type AnyTranslation = Translation<any, any>;
export type Fake = FakePlace;

/** A list that has other members than runs of its form take from each other is refused by all of them. */
function shareable<Entry>(name: string, entries: readonly Entry[]): readonly Entry[] {
  const list: unknown = JSON.parse(JSON.stringify({ name, entries, warnings: [] }));
  if (!hasFormOf(name, list))
    throw new Error(`the list ${name} does not have the form of modules/runs/shared-list-form.ts`);
  return entries;
}

const PAGE = 2;
const MAX_BYTES = 50_000_000;
/** Run of the point in every restore of the suite. */
const RUN = "20260101T000000Z-0badcafe";

/** One kind with one thing: the ways of a run and a restore, each over a wire of its own. */
export class Journey {
  /** What was told so far: by lists, captures and plans. */
  readonly warned: string[] = [];
  /** Of the thing as it was last planned, and as it was captured. */
  #arn = "";
  #source = "";
  /** Bytes of captured things by their hash. */
  readonly #kept = new Map<string, Content>();
  /** Restores lie hours apart: one that died keeps nobody out any more. */
  #hours = 0;

  constructor(
    readonly kind: AnyConforming,
    readonly value: { readonly id: string },
  ) {}

  place(at: RestoreTarget, page = PAGE): Fake {
    return this.kind.fake({ ...at, page });
  }

  /** The source, with the thing. */
  source(page = PAGE): Fake {
    const fake = this.place(SOURCE, page);
    this.kind.put(fake, this.value);
    return fake;
  }

  /** A destination without it. */
  destination(at: RestoreTarget): Fake {
    const fake = this.place(at);
    this.kind.prepare?.(fake, this.value);
    return fake;
  }

  async inventory(wire: Wire, at: RestoreTarget = SOURCE): Promise<Inventoried[]> {
    const found: Inventoried[] = [];
    const options = {
      triggers: "all",
      needsTags: () => true,
      warn: (text: string) => this.warned.push(text),
      list: (async (name, read) => shareable(name, await readEach(options.warn)(name, read))) as ReadList,
    } as const;
    for await (const one of this.kind.protector.inventory(ports(wire, at), options)) found.push(one);
    shareable(
      this.kind.protector.spec.kind === "lambda" ? "inventory" : this.kind.protector.spec.kind,
      found,
    );
    return found;
  }

  /** The thing as a run's inventory tells it. */
  async item(fake: Fake, at: RestoreTarget = SOURCE): Promise<Inventoried> {
    const all = await this.inventory(new Wire(fake), at);
    const found = all.find(({ id }) => id === this.idAt(at, fake));
    if (found === undefined) throw new Error(`the inventory does not list ${this.idAt(at, fake)}`);
    return found;
  }

  idAt({ region }: RestoreTarget, fake: Fake): string {
    if (this.kind.idNow !== undefined) return this.kind.idNow(fake, this.value) ?? this.value.id;
    const elsewhere = region === SOURCE.region ? undefined : this.kind.idElsewhere?.(this.value);
    return elsewhere ?? this.value.id;
  }

  async capture(wire: Wire, item: Inventoried, at: RestoreTarget = SOURCE): Promise<AnyCaptured | undefined> {
    const found = await this.kind.protector.capture(capturePorts(wire, at), item, {
      scope: { code: "published", triggers: "all" },
      today: "2026-11-29",
      keep: (bytes): Promise<Content> => Promise.resolve(bytes),
    });
    this.warned.push(...(found?.warnings ?? []));
    return found;
  }

  async captured(fake: Fake, at: RestoreTarget = SOURCE): Promise<AnyCaptured> {
    const found = await this.capture(new Wire(fake), await this.item(fake, at), at);
    if (found === undefined) throw new Error(`capture says that ${this.value.id} is gone`);
    return found;
  }

  translate({ document, secrets }: AnyCaptured, target: RestoreTarget): AnyTranslation {
    const elsewhere = target.region !== SOURCE.region;
    const map = {
      ...this.kind.protector.names(document, { target }),
      ...(elsewhere && this.kind.map(this.value)),
    };
    return this.kind.protector.translate(document, secrets, { target, map });
  }

  async plan(wire: Wire, captured: AnyCaptured, at: RestoreTarget, replace = false): Promise<ThingPlan> {
    for (const { content } of captured.blobs) this.#kept.set(content.sha256, content);
    for (const { content } of captured.blobs)
      wire.fake.store?.("staged", content.sha256, await collect(content.open(), MAX_BYTES));
    const translation = this.translate(captured, at);
    this.#arn = this.kind.protector.identity(translation.document).arn;
    this.#source = this.kind.protector.identity(captured.document).arn;
    this.#hours += 1;
    const plan = await this.kind.protector.plan(this.#restorePorts(wire, at), {
      point: pointKey(
        sourcePrefix(SOURCE.account, SOURCE.region),
        { kind: this.kind.protector.spec.kind, id: this.value.id },
        RUN,
      ),
      translation,
      target: at,
      together: new Set(),
      replace,
      allowPublic: true,
      today: "2026-11-29",
    });
    this.warned.push(...plan.warnings, ...(plan.leftOut ?? []));
    return plan;
  }

  #restorePorts(wire: Wire, at: RestoreTarget): PlanPorts {
    const hours = this.#hours;
    const { beyond } = wire;
    return {
      ...ports(wire, at),
      ...(beyond && { elsewhere: async (_region, question) => question(beyond) }),
      now: () => hours * 3_600_000,
      holder: `restore-${hours}`,
      locate: async (sha256) => ({ bucket: "staged", key: sha256 }),
      open: ({ sha256 }) => {
        const content = this.#kept.get(sha256);
        if (content === undefined) throw new Error(`no blob of the point is ${sha256}`);
        return content.open();
      },
    };
  }

  /** Does a plan's steps. @throws when it is blocked */
  async perform(plan: ThingPlan): Promise<{ readonly ids: Map<string, string>; readonly activation: Json }> {
    if (plan.blocked.length > 0)
      throw new Error(`blocked: ${plan.blocked.map(({ message }) => message).join("; ")}`);
    const ids = new Map(plan.ids);
    for (const { perform } of plan.steps) await perform?.(ids);
    this.made(ids);
    // What a restore leaves for its activation is written to a file and read again.
    return { ids, activation: JSON.parse(JSON.stringify(plan.activation(ids) ?? null)) as Json };
  }

  /** Some ARNs are known only once the thing is made. */
  made(ids: ReadonlyMap<string, string>): void {
    this.#arn = ids.get(this.#source) ?? this.#arn;
  }

  async restore(wire: Wire, captured: AnyCaptured, at: RestoreTarget, replace = false) {
    return this.perform(await this.plan(wire, captured, at, replace));
  }

  async activate(wire: Wire, activation: Json, at: RestoreTarget): Promise<("kept" | "written")[]> {
    const done: ("kept" | "written")[] = [];
    for (const one of this.activatings(wire, activation, at)) {
      await one.active();
      done.push(await one.activate());
    }
    return done;
  }

  /** What makes events arrive, in the order in which it is done. */
  activatings(wire: Wire, activation: Json, at: RestoreTarget): Activating[] {
    const asked = { arn: this.#arn, alongside: false, note: () => undefined };
    const lost = this.place(SOURCE);
    const all = this.kind.protector.activate(
      { ...ports(wire, at), elsewhere: async (_region, question) => question(lost.client) },
      activation,
      asked,
    );
    return [...all.filter(({ permits }) => permits), ...all.filter(({ permits }) => !permits)];
  }

  /** What takes it back, in the order in which that is done. */
  disarmings(wire: Wire, activation: Json, at: RestoreTarget): Disarming[] {
    return this.activatings(wire, activation, at)
      .flatMap(({ disarming }) => disarming ?? [])
      .reverse();
  }

  async disarm(wire: Wire, activation: Json, at: RestoreTarget): Promise<void> {
    for (const { inactive, disarm } of this.disarmings(wire, activation, at))
      if (!(await inactive())) await disarm();
  }

  /** Plan, steps and activation. */
  async whole(wire: Wire, captured: AnyCaptured, at: RestoreTarget, replace = false): Promise<IdMap> {
    const { ids, activation } = await this.restore(wire, captured, at, replace);
    await this.activate(wire, activation, at);
    const { replaced } = this.translate(captured, at);
    return { ...replaced, ...Object.fromEntries(ids) };
  }
}

function ports(wire: Wire, at: RestoreTarget): TimedPorts {
  return { ...at, client: wire.client, sleep: () => Promise.resolve(), now: () => 0 };
}

function capturePorts(wire: Wire, at: RestoreTarget): CapturePorts {
  return {
    ...ports(wire, at),
    download: (address) => {
      if (wire.fake.download === undefined) throw new Error("this fake has nothing to download");
      return wire.fake.download(address);
    },
    spool: new MemorySpool(),
    known: () => Promise.resolve(undefined),
  };
}
