import type { Activating } from "../../modules/protectors/activating.ts";
import type {
  ClientOf,
  IdMap,
  PlanPorts,
  PlanRequest,
  Protector,
  ThingPlan,
  TranslationRequest,
} from "../../modules/protectors/protector.ts";
import { noBytes } from "./no-bytes.ts";
import { takeBack } from "./take-back.ts";

/** Of a run of January 2026. */
export const POINT = "123456789012/us-east-1/points/lambda/orders/20260101T000000Z-0badcafe.json";

/** The account and region of a fake, and its clients. */
interface FakeOf {
  readonly account: string;
  readonly region: string;
  readonly client: ClientOf;
}

/** What a plan asks where no byte of a point is needed and nobody waits. */
export function planPortsOf({ account, region, client }: FakeOf, change: Partial<PlanPorts> = {}): PlanPorts {
  return {
    ...{ partition: "aws", account, region, client },
    sleep: async () => undefined,
    now: () => 0,
    locate: async () => noBytes(),
    open: noBytes,
    holder: "somebody",
    ...change,
  };
}

/** What a test says of a plan beside the document: the rest is as where nobody said anything. */
export interface Asked<Document, Secrets>
  extends Partial<PlanRequest<Document, Secrets>>,
    Pick<TranslationRequest, "name" | "restored"> {
  readonly map?: IdMap;
  readonly secrets?: Secrets;
}

export function requestOf<Document, Secrets>(
  { translate }: Pick<Protector<Document, Secrets>, "translate">,
  document: Document,
  { name, map = {}, restored, secrets, ...request }: Asked<Document, Secrets>,
  target: PlanRequest<Document>["target"],
): PlanRequest<Document, Secrets> {
  return {
    point: POINT,
    translation: translate(document, secrets, {
      target,
      map,
      ...(name !== undefined && { name }),
      ...(restored !== undefined && { restored }),
    }),
    target,
    together: new Set(),
    replace: false,
    allowPublic: false,
    today: "2026-11-29",
    ...request,
  };
}

/** Does the steps of a plan, and gives the ids that they leave. @throws where it is blocked */
export async function perform({ steps, ids, blocked }: ThingPlan): Promise<Map<string, string>> {
  if (blocked.length > 0) throw new Error(blocked.map(({ message }) => message).join("; "));
  const known = new Map(ids);
  for (const { perform } of steps) await perform?.(known);
  return known;
}

/** Plans, arms and disarms things of a kind in places of its own, whose ports `portsOf` gives. */
export function trying<Document, Secrets, Place>(
  protector: Protector<Document, Secrets>,
  portsOf: (place: Place) => PlanPorts,
) {
  const activatings = (
    place: Place,
    { activation }: ThingPlan,
    ids: ReadonlyMap<string, string>,
    notes: string[],
  ): readonly Activating[] => {
    // What a restore leaves for arming is written to a file and read again.
    const json = JSON.parse(JSON.stringify(activation(ids)));
    const arn = json.arn as string;
    return protector.activate(portsOf(place), json, {
      arn,
      alongside: false,
      note: (text) => notes.push(text),
    });
  };
  return {
    plan(place: Place, document: Document, asked: Asked<Document, Secrets> = {}): Promise<ThingPlan> {
      const ports = portsOf(place);
      const { account, partition, region } = ports;
      return protector.plan(ports, requestOf(protector, document, asked, { account, partition, region }));
    },
    /** Arms what a plan came to, and tells of each whether it wrote. @throws what the first one that cannot be armed does */
    async arm(
      place: Place,
      plan: ThingPlan,
      ids: ReadonlyMap<string, string> = new Map(),
      notes: string[] = [],
    ): Promise<string[]> {
      const done: string[] = [];
      for (const one of activatings(place, plan, ids, notes)) done.push(await armed(one));
      return done;
    },
    /** Arms each, also where another one cannot be armed, and tells why that is so. */
    async armEach(place: Place, plan: ThingPlan, ids: ReadonlyMap<string, string>): Promise<string[]> {
      const done: string[] = [];
      for (const one of activatings(place, plan, ids, []))
        done.push(await armed(one).catch((error: Error) => error.message));
      return done;
    },
    /** Takes back what arming wrote, and tells of each what was done. */
    disarm(place: Place, plan: ThingPlan, ids: ReadonlyMap<string, string> = new Map()): Promise<string[]> {
      return takeBack(activatings(place, plan, ids, []));
    },
  };
}

async function armed({ title, active, activate }: Activating): Promise<string> {
  await active();
  return `${await activate()}: ${title}`;
}

export const titles = ({ steps }: Pick<ThingPlan, "steps">): string[] =>
  steps.map(({ title, effect }) => `${effect}: ${title}`);
export const reasons = ({ blocked }: Pick<ThingPlan, "blocked">): string[] =>
  blocked.map(({ because, message }) => `${because}: ${message}`);
